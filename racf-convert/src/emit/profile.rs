//! Profiles (`RDEFINE`, `RALTER`, `ADDSD`, `ALTDSD`).
//!
//! They are defined with UACC(NONE), so that nothing is open before it has to be. What they don't
//! have is set for many at once, and then for each what it has.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use saffron_compiler::model::{Audit, Profile, ProfileKind, StartedData, StartedId};
use saffron_racf::command::{
    AuditSetting, CommandKind, Name, ProfileOperands, ResourceOperands, SecurityOperands,
    SegmentField, SegmentOperand, Setting, made,
};
use saffron_vocabulary::racf::AccessLevel;

use super::absent::{Absent, absent, take_away};
use super::emitter::Emitter;
use super::means::{Means, with_means};
use super::operand::{data_set_member, id, ids, name, word};
use super::remark::quoted;
use super::target::{Target, Which};

/// Profiles with the same attributes, and one of them as the example.
type Alike<'m, Key> = IndexMap<Key, (Target<'m>, Vec<Name>)>;

/// What is taken away from all profiles that are named so.
type Without = (Which, Vec<Absent>);

impl<'m> Emitter<'m> {
    /// Every profile, class by class.
    pub(super) fn profiles(&mut self) {
        self.script
            .section("Profiles", "Each profile starts with UACC(NONE) until its access is set.");
        for (class, all) in self.names.profiles() {
            let (alone, mut profiles) = (self.alone(all), self.emitted(all));
            profiles.retain(|(_, profile)| !profile.external);
            if profiles.is_empty() {
                continue;
            }
            self.script.comment(&format!("Class {}", self.names.class(class)));
            for (target, profile) in alone {
                self.at_once(&target, profile);
            }
            self.rebuilt(&profiles);
            self.defined(&profiles);
            let together = self.without(&profiles);
            for (target, profile) in &profiles {
                let absent = absent(target, profile);
                let is_stated = together.contains(&(target.which.clone(), absent.clone()));
                let absent = if is_stated { &[] } else { absent.as_slice() };
                let facts = self.facts(target, profile, absent);
                self.altered(target, profile, facts);
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
        let alone = alone.filter(|(profile, _)| !profile.external);
        alone.map(|(profile, _)| (Target::of(self.names, profile), profile)).collect()
    }

    /// All of a profile that can only be named before others of its name are there.
    fn at_once(&mut self, target: &Target<'m>, profile: &'m Profile) {
        self.command(target.define_discrete(target.name()));
        let mut facts = self.facts(target, profile, &absent(target, profile));
        facts.global_audit = Some(made(self.audited(profile.global_audit, &profile.name)));
        self.altered(target, profile, facts);
        self.access_list(target, profile);
    }

    /// Members can only be taken from a profile by name, so a profile with members is made anew.
    /// What is in storage stays in force until the refresh.
    fn rebuilt(&mut self, profiles: &[(Target<'m>, &Profile)]) {
        let groups = |profile: &Profile| {
            let class = self.model.classes.get(profile.class);
            class.is_some_and(|class| class.descriptor.member_class.is_some())
        };
        let rebuilt =
            profiles.iter().filter(|(_, profile)| !profile.members.is_empty() || groups(profile));
        let names: Vec<Name> = rebuilt.map(|(target, _)| target.name.clone()).collect();
        if let Some((target, _)) = profiles.first() {
            self.command_for(&names, |names| target.delete(names));
        }
    }

    fn defined(&mut self, profiles: &[(Target<'m>, &Profile)]) {
        let mut alike: Alike<'m, (bool, Which)> = IndexMap::new();
        // Security labels are defined with their levels by now.
        for (target, profile) in profiles.iter().filter(|(target, _)| target.class != "SECLABEL") {
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
            self.command_for(names, |names| {
                if *is_discrete {
                    target.define_discrete(names)
                } else {
                    target.define_closed(names, ProfileOperands::default()).into()
                }
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
            let mut facts = ProfileOperands::default();
            take_away(&mut facts, absent);
            self.command_for(names, |names| target.alter(names, facts.clone()));
        }
        alike.into_keys().collect()
    }

    /// The command that states these facts and adds the members.
    fn altered(&mut self, target: &Target<'m>, profile: &Profile, facts: ProfileOperands) {
        let mut command = target.alter(target.name(), facts);
        if let CommandKind::RAlter(ResourceOperands { add_members, .. }) = &mut command {
            let member = if target.class == "PROGRAM" { data_set_member } else { name };
            let members = profile.members.iter().map(|listed| member(&listed.name));
            // RACF refuses a command with an empty name in it.
            add_members.extend(members.filter(|name| !name.text.is_empty()));
        }
        self.command(command);
    }

    /// What the profile has, and that it hasn't the rest.
    fn facts(
        &mut self,
        target: &Target<'_>,
        profile: &Profile,
        absent: &[Absent],
    ) -> ProfileOperands {
        let (names, what) =
            (self.names, format!("`{}` of the class {}", profile.name, target.class));
        let to = |text: String| Setting::To(made(text));
        let data = self.remarks.data(&what, profile.data.as_deref());
        let application_data = self.application_data(target, profile, &what);
        let mut facts = ProfileOperands {
            owner: profile.owner.map(|owner| id(names.id(owner))),
            uacc: Some(made(profile.uacc)),
            audit: Some(made(self.audited(profile.audit, &what))),
            notify: profile.notify.map(|user| Setting::To(made(Some(word(names.id(user)))))),
            level: (profile.level > 0).then(|| made(profile.level)),
            data: data.map(to),
            application_data: application_data.map(to),
            ..ProfileOperands::default()
        };
        self.flags(target, profile, &what, &mut facts);
        facts.security = self.classified(target, profile);
        if let Some(started) = profile.started.as_ref().filter(|_| target.class == "STARTED") {
            facts.segments.push(self.started(started));
        }
        take_away(&mut facts, absent);
        facts
    }

    fn application_data(
        &mut self,
        target: &Target<'_>,
        profile: &Profile,
        what: &str,
    ) -> Option<String> {
        let text = profile.application_data.as_deref();
        if text.is_some() && target.is_data_set() {
            self.remarks.about(what, "a data set profile has no APPLDATA");
            return None;
        }
        self.remarks.application_data(what, text)
    }

    fn flags(
        &mut self,
        target: &Target<'_>,
        profile: &Profile,
        what: &str,
        facts: &mut ProfileOperands,
    ) {
        if profile.warning && target.class == "PROGRAM" {
            self.remarks.about(what, "the class PROGRAM does not support WARNING");
        } else if profile.warning {
            facts.warning = Some(made(true));
        }
        if profile.erase && target.is_data_set() {
            facts.erase = Some(made(true));
        } else if profile.erase {
            self.remarks.about(what, "only data set profiles have ERASE");
        }
    }

    fn classified(&mut self, target: &Target<'_>, profile: &Profile) -> SecurityOperands {
        if target.class != "SECLABEL" {
            let (level, categories) = (profile.security_level, &profile.categories);
            return self.names.classification(level, categories, profile.label);
        }
        if profile.security_level != 0 || !profile.categories.is_empty() {
            let remark = "the security label determines the level and categories of the profile";
            self.remarks.about(quoted(&profile.name), remark);
        }
        self.names.classification(0, &[], profile.label)
    }

    /// AUDIT or GLOBALAUDIT.
    pub(super) fn audited(&mut self, audit: Audit, what: &str) -> AuditSetting {
        let mut level = |level: AccessLevel| {
            if level < AccessLevel::Read {
                self.remarks
                    .about(what, "RACF's lowest logging level is READ, not NONE or EXECUTE");
            }
            level.max(AccessLevel::Read)
        };
        AuditSetting {
            success: audit.success.map(&mut level),
            failures: audit.failures.map(&mut level),
        }
    }

    fn started(&self, started: &StartedData) -> SegmentOperand {
        let flag = |key, is_on: bool| field(key, Some(if is_on { "YES" } else { "NO" }));
        let of = |id: StartedId| match id {
            StartedId::Member => "=MEMBER",
            StartedId::Id(id) => self.names.id(id),
        };
        let fields = vec![
            field("USER", started.user.map(of)),
            field("GROUP", started.group.map(of)),
            flag("PRIVILEGED", started.privileged),
            flag("TRUSTED", started.trusted),
            flag("TRACE", started.trace),
        ];
        SegmentOperand { name: "STDATA".to_owned(), fields, delete: false, span: made(()).span }
    }
}

/// `USER(STCUSER)`; without a value `NOUSER`.
fn field(name: &str, value: Option<&str>) -> SegmentField {
    let values = value.map_or_else(Vec::new, |value| ids(&[value]));
    SegmentField { name: name.to_owned(), values, delete: value.is_none(), span: made(()).span }
}

fn add<'m, Key>(alike: &mut Alike<'m, Key>, key: Key, target: &Target<'m>)
where
    Key: std::hash::Hash + Eq,
{
    let (_, names) = alike.entry(key).or_insert_with(|| (target.clone(), Vec::new()));
    names.push(target.name.clone());
}
