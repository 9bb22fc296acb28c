//! Profiles as ownership and permits.

use std::collections::BTreeMap;

use saffron_compiler::model::{Profile, Who as Listed};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::racf::AccessLevel;

use super::emitter::Emitter;
use super::identities::external_profile;
use super::permits::{self, ClassPermits, Holding, Named};
use super::statement::{Access, Form, Holder, Resource, Statement};
use crate::class::{self, Sure};
use crate::emission::ListEntry;
use crate::fact::{Fact, What};
use crate::lists::Protected;
use crate::operand::{Number, Word};
use crate::report::{Finding, Verdict};
use crate::rest;
use crate::script;
use crate::shape::Shape;

/// Profiles by RACF's class, with the names by which they are permitted.
pub(super) type Classes<'m> = BTreeMap<String, (Word, Vec<(Protected<'m>, Vec<Resource>)>)>;

impl<'m> Emitter<'m, '_> {
    /// Finds the names of each profile; what has none is a row of the report.
    pub(super) fn classes(&mut self) -> Classes<'m> {
        let model = self.policy.0;
        let mut classes = Classes::new();
        for profile in model.profiles.iter().filter(|it| !rest::is_started(model, it)) {
            match self.placed(profile) {
                Ok((class, protected, resources)) => {
                    self.permitted.extend(protected.groups.keys().copied());
                    let racf = protected.class.name.clone();
                    let (_, profiles) = classes.entry(racf).or_insert((class, Vec::new()));
                    profiles.push((protected, resources));
                }
                Err(finding) => self.not_emitted(profile, finding),
            }
        }
        self.permitted.sort_unstable();
        self.permitted.dedup();
        classes
    }

    fn placed(
        &mut self,
        profile: &'m Profile,
    ) -> Result<(Word, Protected<'m>, Vec<Resource>), Finding> {
        let failed = |(verdict, reason)| Finding::of(verdict, reason);
        let protected = self.policy.protected(profile).map_err(failed)?;
        let data_set = protected.is_data_set();
        let racf = protected.class.name.as_str();
        let class = if data_set { Word::of("DATASET") } else { self.class_of(racf)? };
        let exact = self.is_exact(racf);
        let resources = permits::resources(&class, &protected.shape, data_set, exact);
        let resources = resources.ok_or_else(|| {
            Finding::of(Verdict::NotExpressible, "no prefix matches exactly these names")
        })?;
        Ok((class, protected, resources))
    }

    fn is_exact(&self, class: &str) -> bool {
        self.site.list("exact-classes").iter().any(|it| it == class)
    }

    fn class_of(&mut self, class: &str) -> Result<Word, Finding> {
        let key = ["class.", class].concat();
        if let Some(own) = self.site.word(&key, 8) {
            return Ok(own);
        }
        let known = class::names(class);
        let usual = Word::new(known.tss).filter(|_| known.tss_sure != Sure::Low);
        usual.ok_or_else(|| {
            let reason = format!("Top Secret's name of the class isn't known; state it as `{key}`");
            Finding::of(Verdict::NotExpressible, reason)
        })
    }

    fn not_emitted(&mut self, profile: &Profile, finding: Finding) {
        let model = self.policy.0;
        let finding = rest::lost(self.policy, profile, finding);
        let class = model.classes.get(profile.class);
        let resources =
            class.is_some_and(|it| !it.descriptor.holds_data && !it.is(KnownClass::Dataset));
        let finding = if resources && finding.is(Verdict::NotExpressible) {
            let reason = "the profile can't be expressed: nothing owns its resources, so they are not \
                          protected unless the class has DEFPROT";
            finding.and(Finding::of(Verdict::Wider, reason))
        } else {
            finding
        };
        self.rows.extend(rest::without_commands(self.policy, profile, &finding));
    }

    /// Classes that the site says it has to define.
    pub(super) fn define(&mut self, classes: &Classes<'_>) {
        self.build.section("Classes");
        for name in self.site.words("define-classes") {
            let known = classes.get(name.as_str());
            let Some((class, profiles)) = known else { continue };
            let longest = profiles.first().map_or(8, |(it, _)| it.class.descriptor.max_length);
            let longest = Number::from(u32::from(longest));
            let undo = Statement::NoClass { class: class.clone() };
            self.add(Statement::Class { class: class.clone(), longest }, undo);
        }
    }

    /// Ownership, before anything is permitted.
    pub(super) fn ownership(&mut self, classes: &Classes<'_>, usual: &Word) {
        self.build.section("Ownership");
        for (racf, (class, profiles)) in classes {
            let owner = self.site.word(&["owner.", racf].concat(), 8);
            let owner = owner.unwrap_or_else(|| usual.clone());
            let elsewhere = self.site.list(&["owned.", racf].concat());
            let longest = self.longest_owned(racf);
            let mut names: Vec<Word> =
                profiles.iter().filter_map(|(it, _)| owned_name(it, longest)).collect();
            names.sort();
            names.dedup();
            let mut last: Option<Word> = None;
            for name in names {
                // A longer name under an owned one can't be owned again.
                let under = |prefix: &str| name.as_str().starts_with(prefix);
                if elsewhere.iter().any(|it| under(it))
                    || last.as_ref().is_some_and(|it| under(it.as_str()))
                {
                    continue;
                }
                let resource =
                    Resource { class: class.clone(), name: name.clone(), form: Form::Plain };
                let own = Statement::Own { owner: owner.clone(), resource: resource.clone() };
                self.add(own, Statement::Disown { owner: owner.clone(), resource });
                last = Some(name);
            }
        }
    }

    fn longest_owned(&mut self, racf: &str) -> usize {
        let stated = self.site.text(&["own-length.", racf].concat());
        let data_set = if racf == "DATASET" { Some(44) } else { None };
        let stated = stated.and_then(|it| it.parse().ok()).filter(|it| *it > 0);
        stated.or(data_set).unwrap_or(class::names(racf).own)
    }

    /// All permits, class by class.
    pub(super) fn permits(&mut self, classes: &Classes<'m>) {
        self.build.section("Permits");
        let subjects = self.subjects.clone();
        let holdings = self.holdings(&subjects);
        let mut acids: BTreeMap<&str, Word> = BTreeMap::new();
        for group in self.permitted.clone() {
            acids.extend(self.profile_of(group).map(|acid| (group, acid)));
        }
        for (racf, (_, profiles)) in classes {
            let named = profiles.iter().map(|(protected, resources)| Named {
                protected,
                resources: resources.clone(),
                permits: Vec::new(),
            });
            let mut all = ClassPermits {
                profiles: named.collect(),
                exact: self.is_exact(racf),
                merge: self.site.assumed("auth") == "merge",
            };
            all.fill(&holdings, &|group| acids.get(group).cloned());
            for at in 0..all.profiles.len() {
                self.permits_of(&all, at, racf, &acids);
                self.profile_rows(&all, at, &holdings);
            }
        }
    }

    fn holdings<'h>(&mut self, subjects: &'h [crate::lists::Subject<'h>]) -> Vec<Holding<'h>> {
        let mut holdings = Vec::new();
        for subject in subjects {
            let groups = subject.groups.iter().filter(|group| self.permitted.contains(*group));
            let groups: Vec<&str> = groups.copied().collect();
            let profiles = groups.into_iter().filter_map(|group| self.profile_of(group)).collect();
            let acid = Word::new(subject.name);
            holdings.extend(acid.map(|acid| Holding { subject, acid, profiles }));
        }
        holdings
    }

    fn permits_of(
        &mut self,
        all: &ClassPermits<'_, '_>,
        at: usize,
        racf: &str,
        acids: &BTreeMap<&str, Word>,
    ) {
        let Some(profile) = all.profiles.get(at) else { return };
        let revoke = self.site.assumed("second-permit") == "adds";
        let levels = class::names(racf).levels;
        let data_set = profile.protected.is_data_set();
        for resource in &profile.resources {
            for permit in &profile.permits {
                let (holder, resource) = (permit.holder.clone(), resource.clone());
                let undo = Statement::Revoke { holder: holder.clone(), resource: resource.clone() };
                let access = access(permit.level, levels);
                let entry = ListEntry::of(profile.protected, id_of(&holder, acids));
                let permit = Statement::Permit { holder, resource, access, data_set };
                let commands = self.entries.entry(entry).or_default();
                if revoke {
                    commands.push(script::line(&undo));
                    self.build.add(undo.clone());
                }
                commands.push(script::line(&permit));
                self.add(permit, undo);
            }
        }
    }

    /// The rows of a profile, its list and its UACC.
    fn profile_rows(&mut self, all: &ClassPermits<'_, '_>, at: usize, holdings: &[Holding<'_>]) {
        let Some(named) = all.profiles.get(at) else { return };
        let (model, protected) = (self.policy.0, named.protected);
        let profile = protected.profile;
        let common = self.common(protected);
        let differences = all.differences(at, holdings);
        let found = differences.iter().map(|(user, name, racf, tss)| {
            let verdict = if tss > racf { Verdict::Wider } else { Verdict::Narrower };
            Finding::of(verdict, format!("{user} has {tss} for {name}, under RACF {racf}"))
        });
        let found = found.fold(Finding::equivalent(), Finding::and);
        let fact = rest::of_profile(model, What::Profile, profile);
        let own = common.clone().and(self.of_ownership(protected)).and(found.clone());
        let own = own.and(Self::of_longer_names(all, protected));
        self.row(fact, own, Some(profile.origin));
        if profile.uacc > AccessLevel::None {
            let fact = rest::of_profile(model, What::Property, profile);
            let fact = fact.property("uacc", profile.uacc.as_str());
            let undefined = common.clone().and_if("no work runs without a defined user");
            let finding = undefined.and(self.of_permit(protected, profile.uacc)).and(found.clone());
            self.row(fact, finding, profile.uacc_origin.or(Some(profile.origin)));
        }
        for entry in &profile.standard {
            let (id, group) = match entry.who {
                Listed::Any => ("*", false),
                Listed::Id(id) => (self.policy.id(id), self.policy.is_group(id)),
            };
            let mut finding = common.clone().and(self.of_permit(protected, entry.access));
            if group {
                finding = finding.and_if(self.group_condition(id));
            }
            let fact = rest::of_profile(model, What::Permit, profile);
            let fact = Fact { id: Some(id.to_owned()), ..fact.stated(entry.access.as_str()) };
            self.row(fact, finding.and(found.clone()), Some(entry.origin));
        }
        self.rows.extend(rest::profile(model, profile));
    }

    fn group_condition(&self, group: &str) -> String {
        if self.is_external(group) {
            return external_profile(group);
        }
        let auth = self.site.assumed("auth").to_ascii_uppercase();
        format!(
            "the control option AUTH is {auth}, and no other profile of a member has a permit for the name"
        )
    }

    /// What holds of all facts about a profile.
    fn common(&self, protected: &Protected<'_>) -> Finding {
        let class = protected.class.name.as_str();
        let names = class::names(class);
        let mut finding = Finding::only_if("the mode is FAIL");
        let stated = self.site.text(&["class.", class].concat()).is_some();
        if !protected.is_data_set() && names.tss_sure != Sure::High && !stated {
            finding =
                finding.and_if(format!("the class {class} is {} under Top Secret", names.tss));
        }
        if !names.levels {
            finding = finding
                .and_if(format!("{class} is only asked for READ: its permits have no levels"));
        }
        if self.is_exact(class) {
            finding = finding.and_if(format!("the class {class} has the attribute NONGENERIC"));
        }
        finding
    }

    /// What ownership protects beyond the profile.
    fn of_ownership(&mut self, protected: &Protected<'_>) -> Finding {
        let longest = self.longest_owned(&protected.class.name);
        let unowned =
            "no other department owns a prefix of the names, or one that begins with them";
        let finding = Finding::only_if(unowned);
        match (&protected.shape, owned_name(protected, longest)) {
            (Shape::Exact(_) | Shape::SelfAndUnder(_), Some(owned)) if is_short(protected) => {
                finding.and_if(format!(
                    "no other resource has a name that begins with {owned}: it is protected as well"
                ))
            }
            _ => finding,
        }
    }

    /// Whether the permits also decide about names that a more general profile protects under RACF.
    fn of_longer_names(all: &ClassPermits<'_, '_>, protected: &Protected<'_>) -> Finding {
        let Shape::Exact(name) = &protected.shape else { return Finding::equivalent() };
        if protected.is_data_set() || all.exact || !is_short(protected) {
            return Finding::equivalent();
        }
        let longer = ["Q", ".Q"].map(|end| [name.as_str(), end].concat());
        let reached = all.profiles.iter().map(|it| it.protected);
        let mut reached = reached.filter(|it| longer.iter().any(|name| it.pattern.matches(name)));
        reached.next().map_or_else(Finding::equivalent, |other| {
            let reason = format!(
                "a name in a permit is a prefix: the permits also decide about names that begin with {name} and \
                 that {} protects under RACF",
                other.profile.name
            );
            Finding::of(Verdict::Narrower, reason)
        })
    }

    /// What a permit reaches beyond the profile.
    fn of_permit(&self, protected: &Protected<'_>, level: AccessLevel) -> Finding {
        if level == AccessLevel::Execute {
            let reason = "EXECUTE isn't emitted: fetching a program is reading it";
            return Finding::of(Verdict::Narrower, reason);
        }
        let (exact, data_set) = (self.is_exact(&protected.class.name), protected.is_data_set());
        match &protected.shape {
            Shape::Exact(name)
                if !exact && !data_set && level > AccessLevel::None && is_short(protected) =>
            {
                let reason = format!(
                    "a name in a permit is a prefix: the permit also reaches every other name that begins with {name}"
                );
                Finding::of(Verdict::Wider, reason)
            }
            _ => Finding::equivalent(),
        }
    }
}

/// The user or group that a holder stands for.
fn id_of<'h>(holder: &'h Holder, acids: &BTreeMap<&'h str, Word>) -> &'h str {
    let Holder::Acid(acid) = holder else { return "*" };
    let group = acids.iter().find(|(_, profile)| *profile == acid);
    group.map_or(acid.as_str(), |(group, _)| group)
}

/// Whether a name can be longer than the profile's in its class.
fn is_short(protected: &Protected<'_>) -> bool {
    protected.profile.name.len() < usize::from(protected.class.descriptor.max_length)
}

/// What has to be owned so that a profile's names can be permitted, cut at a qualifier where it is too
/// long for the class.
fn owned_name(protected: &Protected<'_>, longest: usize) -> Option<Word> {
    let (Shape::Exact(name)
    | Shape::Under(name)
    | Shape::Starting(name)
    | Shape::SelfAndUnder(name)) = &protected.shape
    else {
        return None;
    };
    let name = name.as_str();
    if protected.is_data_set() {
        // The high-level qualifier, with its period: without it, others that begin so would be owned.
        let first = name.split('.').next().unwrap_or_default();
        return Word::new(&[first, "."].concat());
    }
    if name.len() <= longest {
        return Word::new(name);
    }
    let cut = name.get(..longest)?;
    let at = cut.rfind('.').map_or(longest, |at| at + 1);
    Word::new(cut.get(..at)?)
}

fn access(level: AccessLevel, levels: bool) -> Access {
    match (level, levels) {
        (AccessLevel::None | AccessLevel::Execute, true) => Access::None,
        (AccessLevel::None | AccessLevel::Execute, false) => Access::Deny,
        (_, false) => Access::Plain,
        (AccessLevel::Read, true) => Access::Read,
        (AccessLevel::Update, true) => Access::Update,
        (AccessLevel::Control, true) => Access::Control,
        (AccessLevel::Alter, true) => Access::All,
    }
}

impl Emitter<'_, '_> {
    /// Signed-on users see the changes.
    pub(super) fn refresh(&mut self) {
        self.build.section("In force");
        for subject in self.subjects.clone() {
            if let Some(acid) = Word::new(subject.name).filter(|acid| self.changed.contains(acid)) {
                self.build.add(Statement::Refresh { acid });
            }
        }
    }
}
