//! Profiles (`RDEFINE`, `RALTER`, `ADDSD`, `ALTDSD`).
//!
//! They are defined with UACC(NONE), so that nothing is open before it has to be. What they don't
//! have is set for many at once, and then for each what it has.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use saffron_compiler::model::{Audit, Profile, ProfileKind, StartedData, StartedId};
use saffron_vocabulary::racf::AccessLevel;

use super::Emitter;
use super::names::{Names, ROOT};
use super::quote::{dataset_member, name};
use super::remark::quoted;
use super::statement::Statement;
use super::target::{DATA_SETS, Target, Which};

/// Profiles with the same attributes, and one of them as the example.
type Alike<'m, Key> = IndexMap<Key, (Target<'m>, Vec<String>)>;

/// Operands that take something away from all profiles that are named so.
type Without = (Which, Vec<&'static str>);

/// What commands can do about a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// Name it whenever it is to be named.
    Any,
    /// Name it only while no other of its name is there.
    Alone,
    /// Nothing, and why.
    None(&'static str),
}

/// The profiles of a class, each with what commands can do about it.
pub(super) fn with_means<'m>(
    names: Names<'m>,
    all: &'m [Profile],
) -> impl Iterator<Item = (&'m Profile, Means)> {
    let next = all.iter().skip(1).map(Some).chain([None]);
    all.iter().zip(next).map(move |(it, next)| (it, means(names, it, next)))
}

/// `next` follows in the order of names; a profile without volumes comes before others of its name.
fn means(names: Names<'_>, it: &Profile, next: Option<&Profile>) -> Means {
    let same_name = |next: &Profile| next.kind == it.kind && next.name == it.name;
    match names.class(it.class) {
        "DIGTCERT" => Means::None("only RACDCERT creates profiles of the class DIGTCERT"),
        "IDIDMAP" => Means::None("only RACMAP creates profiles of the class IDIDMAP"),
        "SECLABEL" if !names.is_label(&it.name) => Means::None(
            "the policy doesn't declare this security label, so its profile can't be created",
        ),
        _ if it.name.contains(char::is_control) => {
            Means::None("a command can't contain control characters in the name of a profile")
        }
        class if class != DATA_SETS && it.kind == ProfileKind::Generic && is_refused(&it.name) => {
            Means::None(REFUSED)
        }
        DATA_SETS if it.volumes.is_empty() && next.is_some_and(same_name) => Means::Alone,
        _ => Means::Any,
    }
}

/// Why no command takes a name.
pub(super) const REFUSED: &str = "RACF doesn't accept a generic name that ends in `%*`";

/// A generic name that RACF takes for none of a general resource.
pub(super) fn is_refused(name: &str) -> bool {
    name.ends_with("%*")
}

impl<'m> Emitter<'m> {
    /// Every profile, class by class.
    pub(super) fn profiles(&mut self) {
        self.page
            .section("Profiles", "Each profile starts with UACC(NONE) until its access is set.");
        for (class, all) in self.names.profiles() {
            let (alone, profiles) = (self.alone(all), self.emitted(all));
            if profiles.is_empty() {
                continue;
            }
            self.page.comment(&format!("Class {}", self.names.class(class)));
            for (target, profile) in alone {
                self.at_once(&target, profile);
            }
            self.rebuilt(&profiles);
            self.defined(&profiles);
            let together = self.without(&profiles);
            for (target, profile) in &profiles {
                let said = self.said(target, profile);
                let absent = absent(target, profile);
                let alone = !together.contains(&(target.which.clone(), absent.clone()));
                self.page.say(&if alone { said.words(absent) } else { said });
            }
        }
    }

    /// Those of a class's profiles that commands can name.
    pub(super) fn emitted(&mut self, all: &'m [Profile]) -> Vec<(Target<'m>, &'m Profile)> {
        let mut emitted = Vec::with_capacity(all.len());
        for (profile, means) in with_means(self.names, all) {
            match means {
                Means::Any => emitted.push((Target::of(self.names, profile), profile)),
                Means::Alone => self.remarks.about(
                    quoted(&profile.name),
                    "the profile has no volumes, and others of its name have: where these are \
                     there already, commands can't tell it apart; state its volumes",
                ),
                Means::None(remark) => self.remarks.about(quoted(&profile.name), remark),
            }
        }
        emitted
    }

    fn alone(&self, all: &'m [Profile]) -> Vec<(Target<'m>, &'m Profile)> {
        let alone = with_means(self.names, all).filter(|(_, means)| *means == Means::Alone);
        alone.map(|(it, _)| (Target::of(self.names, it), it)).collect()
    }

    /// All of a profile that can only be named before others of its name are there.
    fn at_once(&mut self, target: &Target<'m>, it: &'m Profile) {
        let define = target.define(&[&target.name], true);
        self.page.say(&define.value("OWNER", ROOT).value("UACC", "NONE"));
        let said = self.said(target, it).words(absent(target, it));
        let audited = self.audited(it.global_audit, &it.name);
        self.page.say(&said.value("GLOBALAUDIT", &audited));
        self.access_list(target, it);
    }

    /// Members can only be taken from a profile by name, so a profile with members is made anew.
    /// What is in storage stays in force until the refresh.
    fn rebuilt(&mut self, profiles: &[(Target<'m>, &Profile)]) {
        let groups = |it: &Profile| {
            let class = self.model.classes.get(it.class);
            class.is_some_and(|class| class.descriptor.member_class.is_some())
        };
        let rebuilt = profiles.iter().filter(|(_, it)| !it.members.is_empty() || groups(it));
        let names: Vec<&str> = rebuilt.map(|(target, _)| target.name.as_str()).collect();
        if let Some((target, _)) = profiles.first() {
            self.say_of(&names, |names| target.delete(names));
        }
    }

    fn defined(&mut self, profiles: &[(Target<'m>, &Profile)]) {
        let mut alike: Alike<'m, (bool, Which)> = IndexMap::new();
        // Security labels are defined with their levels by now.
        for (target, profile) in profiles.iter().filter(|(it, _)| it.class != "SECLABEL") {
            let is_discrete = target.is_data_set() && profile.kind == ProfileKind::Discrete;
            if is_discrete {
                let remark = "a discrete profile is defined with NOSET, which doesn't mark the data \
                              set as protected by it; where it is there, it keeps its volumes";
                self.remarks.about(quoted(&profile.name), remark);
            }
            let key = (is_discrete, target.which.clone());
            add(&mut alike, key, target);
        }
        for ((is_discrete, _), (target, names)) in &alike {
            self.say_of(names, |names| {
                target.define(names, *is_discrete).value("OWNER", ROOT).value("UACC", "NONE")
            });
        }
    }

    /// What several profiles don't have. Returns what was specified.
    fn without(&mut self, profiles: &[(Target<'m>, &Profile)]) -> BTreeSet<Without> {
        let mut alike: Alike<'m, Without> = IndexMap::new();
        for (target, profile) in profiles {
            add(&mut alike, (target.which.clone(), absent(target, profile)), target);
        }
        alike.retain(|_, (_, names)| names.len() > 1);
        for ((_, absent), (target, names)) in &alike {
            self.say_of(names, |names| target.alter(names).words(absent.iter().copied()));
        }
        alike.into_keys().collect()
    }

    fn said(&mut self, target: &Target<'_>, it: &Profile) -> Statement {
        let (names, what) = (self.names, format!("`{}` of the class {}", it.name, target.class));
        let level = (it.level > 0).then(|| it.level.to_string());
        let data = self.remarks.data(&what, it.data.as_deref());
        let application_data = self.application_data(target, it, &what);
        let said = target
            .alter(&[&target.name])
            .value_if("OWNER", it.owner.map(|it| names.id(it)))
            .value("UACC", it.uacc.as_str())
            .value("AUDIT", &self.audited(it.audit, &what))
            .words(self.flags(target, it, &what))
            .value_if("NOTIFY", it.notify.map(|it| names.id(it)))
            .value_if("LEVEL", level.as_deref())
            .text_if("DATA", data.as_deref())
            .text_if("APPLDATA", application_data.as_deref());
        let members = self.members(target, it);
        let said = self.classified(said, target, it).list("ADDMEM", &members);
        match &it.started {
            Some(started) if target.class == "STARTED" => {
                said.list("STDATA", &self.started(started))
            }
            _ => said,
        }
    }

    fn members(&mut self, target: &Target<'_>, it: &Profile) -> Vec<String> {
        let mut members = Vec::with_capacity(it.members.len());
        for member in &it.members {
            if target.class == "PROGRAM" {
                members.push(dataset_member(&member.name));
            } else if is_refused(&member.name) {
                self.remarks.about(format!("the member `{}`", member.name), REFUSED);
            } else {
                members.push(name(&member.name));
            }
        }
        members
    }

    fn application_data(
        &mut self,
        target: &Target<'_>,
        it: &Profile,
        what: &str,
    ) -> Option<String> {
        let text = it.application_data.as_deref();
        if text.is_some() && target.is_data_set() {
            self.remarks.about(what, "a data set profile has no APPLDATA");
            return None;
        }
        self.remarks.application_data(what, text)
    }

    fn flags(&mut self, target: &Target<'_>, it: &Profile, what: &str) -> Vec<&'static str> {
        let mut flags = Vec::new();
        if it.warning && target.class == "PROGRAM" {
            self.remarks.about(what, "the class PROGRAM does not support WARNING");
        } else if it.warning {
            flags.push("WARNING");
        }
        if it.erase && target.is_data_set() {
            flags.push("ERASE");
        } else if it.erase {
            self.remarks.about(what, "only data set profiles have ERASE");
        }
        flags
    }

    fn classified(&mut self, said: Statement, target: &Target<'_>, it: &Profile) -> Statement {
        let names = self.names;
        let said = said.value_if("SECLABEL", it.label.map(|it| names.label(it)));
        if target.class == "SECLABEL" {
            if it.security_level != 0 || !it.categories.is_empty() {
                let remark =
                    "the security label determines the level and categories of the profile";
                self.remarks.about(quoted(&it.name), remark);
            }
            return said;
        }
        let said = said.value_if("SECLEVEL", names.level(it.security_level));
        if it.categories.is_empty() {
            return said;
        }
        said.list("ADDCATEGORY", &names.categories(&it.categories))
            .list("DELCATEGORY", &names.other_categories(&it.categories))
    }

    /// The operand of AUDIT and GLOBALAUDIT.
    pub(super) fn audited(&mut self, it: Audit, what: &str) -> String {
        let mut level = |level: AccessLevel| {
            if level < AccessLevel::Read {
                self.remarks
                    .about(what, "RACF's lowest logging level is READ, not NONE or EXECUTE");
            }
            level.max(AccessLevel::Read).as_str()
        };
        match (it.success.map(&mut level), it.failures.map(&mut level)) {
            (None, None) => "NONE".to_owned(),
            (Some(success), None) => format!("SUCCESS({success})"),
            (None, Some(failures)) => format!("FAILURES({failures})"),
            (Some(success), Some(failures)) if success == failures => format!("ALL({success})"),
            (Some(success), Some(failures)) => {
                format!("SUCCESS({success}) FAILURES({failures})")
            }
        }
    }

    fn started(&self, it: &StartedData) -> Vec<String> {
        let id = |key: &str, id: Option<StartedId>| match id {
            None => format!("NO{key}"),
            Some(StartedId::Member) => format!("{key}(=MEMBER)"),
            Some(StartedId::Id(id)) => format!("{key}({})", self.names.id(id)),
        };
        let flag = |key: &str, is: bool| format!("{key}({})", if is { "YES" } else { "NO" });
        vec![
            id("USER", it.user),
            id("GROUP", it.group),
            flag("PRIVILEGED", it.privileged),
            flag("TRUSTED", it.trusted),
            flag("TRACE", it.trace),
        ]
    }
}

fn add<'m, Key>(alike: &mut Alike<'m, Key>, key: Key, target: &Target<'m>)
where
    Key: std::hash::Hash + Eq,
{
    let (_, names) = alike.entry(key).or_insert_with(|| (target.clone(), Vec::new()));
    names.push(target.name.clone());
}

/// Operands that take away what the profile doesn't have.
fn absent(target: &Target<'_>, it: &Profile) -> Vec<&'static str> {
    let data_set = target.is_data_set();
    let is_label = target.class == "SECLABEL";
    let absent = [
        (!it.warning && target.class != "PROGRAM", "NOWARNING"),
        (it.notify.is_none(), "NONOTIFY"),
        (it.level == 0, "LEVEL(0)"),
        (it.data.is_none(), "NODATA"),
        (it.application_data.is_none() && !data_set, "NOAPPLDATA"),
        (it.security_level == 0 && !is_label, "NOSECLEVEL"),
        (it.categories.is_empty() && !is_label, "DELCATEGORY(*)"),
        (it.label.is_none(), "NOSECLABEL"),
        (!it.erase && data_set, "NOERASE"),
        (it.started.is_none() && target.class == "STARTED", "NOSTDATA"),
    ];
    absent.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect()
}
