//! Profiles as rule sets, and their classes as types.

use std::collections::BTreeMap;

use saffron_compiler::model::{Profile, ProfileKind, Who as Listed};
use saffron_vocabulary::racf::AccessLevel;

use super::emitter::Emitter;
use super::identities::external_role;
use super::rules::RuleSet;
use super::statement::{
    Access, Entry, Field, ListChange, Mask, Mode, Refresh, Statement, Who, place,
};
use crate::class::{self, Sure};
use crate::emission::ListEntry;
use crate::fact::{Fact, What};
use crate::lists::Protected;
use crate::operand::{Number, Word};
use crate::report::{Finding, Verdict};
use crate::rest;
use crate::script;

/// Characters of a type code.
const TYPE: usize = 3;

/// The longest name in a type without its own ENTITYLN.
const LONGEST_ENTITY: u16 = 39;

/// The profiles of one rule set: `None` for data sets, else the type, and the key.
type Sets<'m> = BTreeMap<(Option<Word>, Word), Vec<(Protected<'m>, Vec<Option<Mask>>)>>;

/// A profile with its type, its key, and the masks of its entries.
type Placed<'m> = (Option<Word>, Word, Protected<'m>, Vec<Option<Mask>>);

/// Profiles by rule set, each from the most to the least specific.
pub(super) struct RuleSets<'m>(Sets<'m>);

impl<'m> Emitter<'m, '_> {
    /// Finds the rule set of each profile; what has none is a row of the report.
    pub(super) fn rule_sets(&mut self) -> RuleSets<'m> {
        let model = self.policy.0;
        let mut sets = Sets::new();
        for profile in model.profiles.iter().filter(|it| !rest::is_started(model, it)) {
            match self.placed(profile) {
                Ok((kind, key, protected, masks)) => {
                    self.roles.extend(protected.groups.keys().copied());
                    sets.entry((kind, key)).or_default().push((protected, masks));
                }
                Err(finding) => self.not_emitted(profile, finding),
            }
        }
        self.roles.sort_unstable();
        self.roles.dedup();
        let roles = self.roles.clone();
        for subject in &mut self.subjects {
            subject.groups.retain(|group| roles.contains(group));
        }
        RuleSets(sets)
    }

    fn placed(&mut self, profile: &'m Profile) -> Result<Placed<'m>, Finding> {
        let failed = |(verdict, reason)| Finding::of(verdict, reason);
        let protected = self.policy.protected(profile).map_err(failed)?;
        let data_set = protected.is_data_set();
        let kind = if data_set { None } else { Some(self.type_of(&protected.class.name)?) };
        let zero = self.site.assumed("dash-matches-zero") == "yes";
        let none = |reason: &str| Finding::of(Verdict::NotExpressible, reason);
        let (key, masks) = place(&protected.shape, data_set, zero)
            .ok_or_else(|| none("no mask of ACF2 matches exactly these names"))?;
        Ok((kind, key, protected, masks))
    }

    /// The type code of a class: the site's, or the usual one if it is known well enough.
    fn type_of(&mut self, class: &str) -> Result<Word, Finding> {
        let key = ["type.", class].concat();
        if let Some(own) = self.site.word(&key, TYPE) {
            return Ok(own);
        }
        let known = class::names(class);
        let usual = Word::new(known.acf2).filter(|_| known.acf2_sure != Sure::Low);
        usual.ok_or_else(|| {
            let reason = format!("the type code of the class isn't known; state it as `{key}`");
            Finding::of(Verdict::NotExpressible, reason)
        })
    }

    fn not_emitted(&mut self, profile: &Profile, finding: Finding) {
        let finding = rest::lost(self.policy, profile, finding);
        self.rows.extend(rest::without_commands(self.policy, profile, &finding));
    }

    /// Types that ACF2 doesn't have by itself.
    pub(super) fn classes(&mut self, sets: &RuleSets<'_>) {
        let mut types: BTreeMap<&str, (Word, u16)> = BTreeMap::new();
        for ((kind, _), profiles) in &sets.0 {
            let (Some(kind), Some((first, _))) = (kind, profiles.first()) else { continue };
            let longest = first.class.descriptor.max_length;
            types.insert(&first.class.name, (kind.clone(), longest));
        }
        types.retain(|class, _| class::names(class).mapped || class::names(class).acf2.is_empty());
        let mapped = self.site.list("mapped-classes");
        self.build.section("Types of classes");
        self.set(Mode::Options);
        for (class, (kind, longest)) in &types {
            let Some(name) = Word::new(class).filter(|_| !mapped.iter().any(|it| it == class))
            else {
                continue;
            };
            let Some(key) = Word::new(&["CLASMAP.", class].concat()) else { continue };
            let mut fields =
                vec![Field::Name("RESOURCE", name), Field::Name("RSRCTYPE", kind.clone())];
            if *longest > LONGEST_ENTITY {
                fields.push(Field::Number("ENTITYLN", Number::from(u32::from(*longest))));
            }
            self.record(key, fields, true);
        }
        self.refresh_if_set(Refresh::Options("CLASMAP"));
        let resident = self.site.list("resident-types");
        self.set(Mode::Options);
        for (kind, _) in types.values() {
            let Some(key) = Word::new("INFODIR") else { continue };
            if resident.iter().any(|it| it == kind.as_str()) {
                continue;
            }
            let change = |list| Statement::Change {
                key: key.clone(),
                fields: vec![Field::Resident(kind.clone())],
                list: Some(list),
            };
            self.add(change(ListChange::Add));
            self.reverse(change(ListChange::Delete));
        }
        self.refresh_if_set(Refresh::Options("INFODIR"));
    }

    /// All rules, type by type.
    pub(super) fn rules(&mut self, sets: RuleSets<'m>) {
        let mut by_type: BTreeMap<Option<Word>, Vec<_>> = BTreeMap::new();
        for ((kind, key), profiles) in sets.0 {
            by_type.entry(kind).or_default().push((key, profiles));
        }
        self.build.section("Resource rules");
        // Data sets come last.
        let data_sets = by_type.remove(&None);
        for (kind, sets) in by_type {
            let Some(kind) = kind else { continue };
            self.set(Mode::ResourceRules(kind.clone()));
            for (key, profiles) in sets {
                self.rule_set(key, &profiles);
            }
            self.refresh_if_set(Refresh::Rules(kind));
        }
        self.build.section("Data set rules");
        self.set(Mode::DataSetRules);
        for (key, profiles) in data_sets.unwrap_or_default() {
            self.rule_set(key, &profiles);
        }
    }

    fn rule_set(&mut self, key: Word, profiles: &[(Protected<'m>, Vec<Option<Mask>>)]) {
        let uid_keys = self.site.list("uid-keys");
        let by_uid = uid_keys.iter().any(|it| it == key.as_str() || it == "*");
        let layout = self.site.text("uid-layout").map(str::to_owned);
        if by_uid && layout.is_none() {
            let why = "the UID string of a user, with {lid} for the logonid: `uid-keys` names rule sets with UID";
            self.site.ask("uid-layout", why);
        }
        let mut set = RuleSet {
            key,
            profiles: profiles.iter().map(|(protected, _)| protected).collect(),
            entries: Vec::new(),
            uid: layout.filter(|_| by_uid),
            update_only: self.site.assumed("level-mapping") == "update",
        };
        set.fill(&self.subjects);
        if set.uid.is_none() && self.site.assumed("reckey-makes-roleset") == "no" {
            self.add(Statement::RoleSet { key: set.key.clone() });
        }
        let again = self.site.assumed("repeated-entry") == "added";
        for (at, (_, masks)) in profiles.iter().enumerate() {
            for mask in masks {
                for (who, access) in set.entries.get(at).into_iter().flatten() {
                    let commands = self.entry(&set.key, mask.as_ref(), who, access, again);
                    self.note(set.profiles.get(at).copied(), who, &commands);
                }
            }
            self.profile_rows(&set, at);
        }
    }

    pub(super) fn entry(
        &mut self,
        key: &Word,
        mask: Option<&Mask>,
        who: &Who,
        access: &Access,
        again: bool,
    ) -> Vec<Statement> {
        let entry = Entry { mask: mask.cloned(), who: who.clone(), access: access.clone() };
        let change = |change| Statement::Reckey { key: key.clone(), change, entry: entry.clone() };
        let first = again.then_some(ListChange::Delete);
        let changes = first.into_iter().chain([ListChange::Add]);
        let statements: Vec<Statement> = changes.map(change).collect();
        for statement in &statements {
            self.add(statement.clone());
        }
        self.reverse(change(ListChange::Delete));
        statements
    }

    /// Keeps the commands of an entry by its names in the policy, with the mode that they need.
    fn note(&mut self, protected: Option<&Protected<'_>>, who: &Who, statements: &[Statement]) {
        let Some(protected) = protected else { return };
        let id = match who {
            Who::User(id) | Who::Role(id) => id.as_str(),
            Who::Everybody | Who::AnyUid => "*",
            Who::Uid(uid) => uid.user(),
        };
        let mode = self.undo.last().map(|(mode, _, _)| Statement::Set(mode.clone()));
        let commands = self.entries.entry(ListEntry::of(protected, id)).or_default();
        let mode = mode.filter(|_| commands.is_empty());
        commands.extend(mode.iter().chain(statements).map(script::line));
    }

    /// The rows of a profile, its list and its UACC.
    fn profile_rows(&mut self, set: &RuleSet<'_, '_>, at: usize) {
        let Some(protected) = set.profiles.get(at) else { return };
        let model = self.policy.0;
        let profile = protected.profile;
        let common = self.common(set, protected);
        let differences = set.differences(at, &self.subjects);
        let found = differences.iter().map(|(user, level, wider)| {
            let verdict = if *wider { Verdict::Wider } else { Verdict::Narrower };
            let verb = if *wider { "grants" } else { "denies" };
            Finding::of(verdict, format!("ACF2 {verb} {user} {level}, RACF doesn't"))
        });
        let found = found.fold(Finding::equivalent(), Finding::and);
        let fact = rest::of_profile(model, What::Profile, profile);
        let external = if profile.external {
            common.clone().and_if("profiles that are declared `external` have no other entries")
        } else {
            common.clone()
        };
        self.row(fact, external.and(found.clone()), Some(profile.origin));
        if profile.uacc > AccessLevel::None {
            let fact = rest::of_profile(model, What::Property, profile);
            let fact = fact.property("uacc", profile.uacc.as_str());
            let undefined = common.clone().and_if("no work runs without a defined user");
            let finding = undefined.and(self.of_level(protected, profile.uacc)).and(found.clone());
            self.row(fact, finding, profile.uacc_origin.or(Some(profile.origin)));
        }
        for entry in &profile.standard {
            let (id, group) = match entry.who {
                Listed::Any => ("*", false),
                Listed::Id(id) => (self.policy.id(id), self.policy.is_group(id)),
            };
            let mut finding = common.clone().and(self.of_level(protected, entry.access));
            if group && self.is_external(id) {
                finding = if set.uid.is_some() {
                    let reason = "the rule set names UID strings, and the members of the group are outside the policy";
                    finding.and(Finding::of(Verdict::NotExpressible, reason))
                } else {
                    finding.and_if(external_role(id))
                };
            }
            let fact = rest::of_profile(model, What::Permit, profile);
            let fact = Fact { id: Some(id.to_owned()), ..fact.stated(entry.access.as_str()) };
            self.row(fact, finding.and(found.clone()), Some(entry.origin));
        }
        self.rows.extend(rest::profile(model, profile));
    }

    /// What holds of all facts about a profile.
    fn common(&self, set: &RuleSet<'_, '_>, protected: &Protected<'_>) -> Finding {
        let class = protected.class.name.as_str();
        let names = class::names(class);
        let mut finding = Finding::equivalent();
        let awake = self.site.list("awake-classes").iter().any(|it| it == class);
        if names.asleep && !awake {
            let reason = format!(
                "ACF2 ignores the class unless the site has a SAFDEF record for it, which would put all its \
                 resources under rules; if there is one, state {class} in `awake-classes`"
            );
            finding = finding.and(Finding::of(Verdict::Inactive, reason));
        }
        let stated = self.site.text(&["type.", class].concat()).is_some();
        if !protected.is_data_set() && names.acf2_sure != Sure::High && !stated {
            finding = finding.and_if(format!("the class {class} has the type code {}", names.acf2));
        }
        if set.uid.is_none() {
            let condition = format!("the rule set {} is new, or one of roles", set.key);
            finding = finding.and_if(condition);
        }
        let generic = protected.profile.kind == ProfileKind::Generic;
        if generic && !protected.is_data_set() && !protected.shape.is_exact() {
            finding = finding.and_if(
                "a mask of ACF2 matches as documented: no qualifier in place of `*` is longer than 8 characters",
            );
        }
        finding
    }

    /// What depends on the level.
    fn of_level(&self, protected: &Protected<'_>, level: AccessLevel) -> Finding {
        let update_only = self.site.assumed("level-mapping") == "update";
        match (protected.is_data_set(), level) {
            (true, AccessLevel::Update | AccessLevel::Control) => Finding::only_if(
                "no program asks for CONTROL access to a data set: ACF2 asks for it as UPDATE",
            ),
            (false, AccessLevel::Control | AccessLevel::Alter) if !update_only => {
                Finding::only_if("CONTROL and ALTER are asked for as the services DELETE and ADD")
            }
            _ => Finding::equivalent(),
        }
    }
}
