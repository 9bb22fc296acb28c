//! Profiles, their members and access lists, variables and global entries.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use saffron_analysis::drift::{Fact, Kind, Subject, What};
use saffron_compiler::model::{Condition, Profile, ProfileKind, StartedId};
use saffron_racf::command::{
    CommandKind, Name, PermitAction, ProfileOperands, ResourceOperands, SegmentField,
    SegmentOperand, Setting, made,
};
use saffron_racf::database::KeyRef;
use saffron_vocabulary::racf::AccessLevel;

use super::away::takes_away;
use super::properties::{audit, classification, classify, merge, text};
use super::step::{Planner, ProfileKey, Stage, key};
use crate::emit::access::{is_permitted, permit, when};
use crate::emit::names::{Names, ROOT};
use crate::emit::operand::{data_set_member, id, ids, name, word};
use crate::emit::target::Target;

/// Classes whose profiles are planned with what they hold.
const TABLES: [&str; 4] = ["RACFVARS", "GLOBAL", "SECDATA", "CDT"];

/// Classes with commands of their own.
const APART: [&str; 2] = ["DIGTCERT", "IDIDMAP"];

/// Facts about profiles of one kind, by profile.
type ByProfile<'p> = BTreeMap<ProfileKey<'p>, Vec<(usize, &'p Fact)>>;

impl<'p> Planner<'p> {
    fn by_profile(&self, is_wanted: impl Fn(&Fact) -> bool) -> ByProfile<'p> {
        let mut all = ByProfile::new();
        for (at, fact) in self.of(|it| it.profile.is_some()) {
            let Some(key) = key(&fact.subject).filter(|key| !TABLES.contains(&key.0)) else {
                continue;
            };
            if is_wanted(fact) {
                all.entry(key).or_default().push((at, fact));
            }
        }
        all
    }

    /// A profile as commands name it.
    fn target(&self, key: ProfileKey<'p>) -> Option<Target<'p>> {
        match (self.stated.get(&key), self.found.get(&key)) {
            (Some(it), _) => Some(Target::of(Names(self.policy), it)),
            (None, Some(it)) => Some(Target::of(Names(self.system), it)),
            (None, None) => None,
        }
    }

    pub(super) fn profiles(&mut self) {
        let whole = |kind| move |it: &Fact| it.subject.what == What::Profile && it.kind == kind;
        for (key, facts) in self.by_profile(whole(Kind::Missing)) {
            self.define(key, &facts);
        }
        for (key, facts) in self.by_profile(whole(Kind::Extra)) {
            let Some(target) = self.target(key) else { continue };
            let own = self.own.get(&key).into_iter().flatten().copied();
            let facts = facts.into_iter().map(|(at, _)| at).chain(own).collect();
            self.step(Stage::Undefine, 0, target.delete(target.name()), facts, true, Some(key.0));
        }
        for takes in [false, true] {
            let part = |it: &Fact| {
                let changes = it.subject.what == What::Property || it.subject.what == What::Member;
                changes
                    && takes_away(it) == takes
                    && it.subject.property.as_deref() != Some("label")
            };
            for (key, facts) in self.by_profile(part) {
                self.alter(key, &facts, takes);
            }
        }
    }

    fn define(&mut self, key: ProfileKey<'p>, facts: &[(usize, &'p Fact)]) {
        let (Some(profile), Some(target)) = (self.stated.get(&key).copied(), self.target(key))
        else {
            return;
        };
        let facts: Vec<usize> = facts.iter().map(|(at, _)| *at).collect();
        if APART.contains(&key.0) {
            for fact in facts {
                self.leave(fact, "the class has commands of its own");
            }
            return;
        }
        let operands = self.operands(&target, profile);
        // A label is defined with its level, which makes its profile.
        if key.0 == "SECLABEL" {
            self.step(
                Stage::Alter,
                0,
                target.alter(target.name(), operands),
                facts,
                false,
                Some(key.0),
            );
            return;
        }
        let members = members(&target, profile.members.iter().map(|it| it.name.as_str()));
        let mut command = target.define(target.name(), operands);
        if let CommandKind::RDefine(it) = &mut command {
            it.add_members = members;
        }
        let mut command = saffron_racf::command::Command::from(command);
        if target.is_data_set() && profile.kind == ProfileKind::Discrete {
            command.idle.push(Name::bare("NOSET"));
        }
        let is_member =
            |at: &&usize| self.facts.get(**at).is_some_and(|it| it.subject.what == What::Member);
        let own = self.own.get(&key).into_iter().flatten().filter(is_member);
        let facts = facts.into_iter().chain(own.copied()).collect();
        self.step(Stage::Define, 0, command, facts, false, Some(key.0));
    }

    /// All that a new profile has but for its access list and members.
    fn operands(&self, target: &Target<'_>, it: &Profile) -> ProfileOperands {
        let names = Names(self.policy);
        let text = |text: &Option<String>| text.clone().map(|text| Setting::To(made(text)));
        let mut operands = ProfileOperands {
            owner: Some(id(it.owner.map_or(ROOT, |owner| names.id(owner)))),
            uacc: Some(made(it.uacc)),
            audit: Some(made(audit(it.audit))),
            warning: it.warning.then(|| made(true)),
            notify: it.notify.map(|user| Setting::To(made(Some(word(names.id(user)))))),
            level: (it.level > 0).then(|| made(it.level)),
            data: text(&it.data),
            application_data: text(&it.application_data).filter(|_| !target.is_data_set()),
            erase: (it.erase && target.is_data_set()).then(|| made(true)),
            ..ProfileOperands::default()
        };
        if it.global_audit != saffron_compiler::model::Audit::default() {
            operands.global_audit = Some(made(audit(it.global_audit)));
        }
        let (level, categories) = (it.security_level, &it.categories);
        if target.class != "SECLABEL" {
            operands.security = classification(names, level, categories, it.label);
        }
        operands.segments.extend(self.started(it, None));
        operands
    }

    /// STDATA: one field, or all of them.
    fn started(&self, it: &Profile, only: Option<&str>) -> Option<SegmentOperand> {
        let data = it.started.as_ref();
        let of = |id: StartedId| match id {
            StartedId::Member => "=MEMBER",
            StartedId::Id(id) => Names(self.policy).id(id),
        };
        let flag = |on: bool| Some(if on { "YES" } else { "NO" });
        let fields = [
            ("user", data.and_then(|it| it.user).map(of)),
            ("group", data.and_then(|it| it.group).map(of)),
            ("privileged", flag(data.is_some_and(|it| it.privileged))),
            ("trusted", flag(data.is_some_and(|it| it.trusted))),
            ("trace", flag(data.is_some_and(|it| it.trace))),
        ];
        let fields: Vec<SegmentField> = fields
            .into_iter()
            .filter(|(key, value)| {
                only.map_or(value.is_some_and(|it| it != "NO"), |only| only == *key)
            })
            .map(|(key, value)| SegmentField {
                name: word(key),
                values: value.map_or_else(Vec::new, |value| ids(&[value])),
                delete: value.is_none(),
                span: made(()).span,
            })
            .collect();
        let is_new = only.is_none() && data.is_some();
        let name = "STDATA".to_owned();
        let operand = SegmentOperand { name, fields, delete: false, span: made(()).span };
        (is_new || !operand.fields.is_empty()).then_some(operand)
    }

    /// What is changed of a profile that both have.
    fn alter(&mut self, key: ProfileKey<'p>, facts: &[(usize, &'p Fact)], takes: bool) {
        let both = self.stated.contains_key(&key) && self.found.contains_key(&key);
        let Some(profile) = self.stated.get(&key).copied().filter(|_| both) else { return };
        let Some(target) = self.target(key) else { return };
        let names = Names(self.policy);
        let mut it = ProfileOperands::default();
        let (mut settled, mut added, mut deleted) = (Vec::new(), Vec::new(), Vec::new());
        let mut segments: Vec<SegmentOperand> = Vec::new();
        for (at, fact) in facts {
            if fact.subject.what == What::Member {
                let place = if fact.policy.is_some() { &mut added } else { &mut deleted };
                place.extend(fact.subject.id.as_deref());
                settled.push(*at);
                continue;
            }
            let property = fact.subject.property.as_deref().unwrap_or_default();
            if !set(&mut it, (&target, profile), fact, names) {
                let Some(one) = self.started(profile, Some(property)) else {
                    self.leave(*at, "no command changes it");
                    continue;
                };
                merge(&mut segments, one);
            }
            settled.push(*at);
        }
        if settled.is_empty() {
            return;
        }
        it.segments = segments;
        let mut command = target.alter(target.name(), it);
        if let CommandKind::RAlter(it) = &mut command {
            it.add_members = members(&target, added.into_iter());
            it.delete_members = members(&target, deleted.into_iter());
        }
        self.step(Stage::Alter, 1, command, settled, takes, Some(key.0));
    }

    pub(super) fn permits(&mut self) {
        type Same<'p> = (ProfileKey<'p>, Option<&'p Condition>, Option<AccessLevel>, bool);
        let mut alike: IndexMap<Same<'p>, Vec<(usize, &'p str)>> = IndexMap::new();
        for (at, fact) in self.of(|it| it.what == What::Permit) {
            let Some(key) = key(&fact.subject) else { continue };
            let goes = self.found.contains_key(&key) && !self.stated.contains_key(&key);
            let Some(who) =
                fact.subject.id.as_deref().filter(|_| !goes || fact.kind != Kind::Extra)
            else {
                continue;
            };
            let level = fact.policy.as_deref().and_then(AccessLevel::from_name);
            let new = self.stated.contains_key(&key) && !self.found.contains_key(&key);
            let takes = takes_away(fact) && !new;
            let same = (key, fact.subject.condition.as_ref(), level, takes);
            alike.entry(same).or_default().push((at, who));
        }
        for ((key, condition, level, takes), who) in alike {
            let Some(target) = self.target(key) else { continue };
            let facts: Vec<usize> = who.iter().map(|(at, _)| *at).collect();
            if condition.is_some_and(|it| !is_permitted(it)) || APART.contains(&key.0) {
                for fact in facts {
                    self.leave(fact, "no command makes such an entry");
                }
                continue;
            }
            let operand = condition.map(|it| when(it.kind, &it.name, &[it]));
            let action = level.map_or(PermitAction::Delete, PermitAction::Access);
            let stage = if level.is_some() { Stage::Permit } else { Stage::Unpermit };
            // `*` is in a command of its own, as in every list.
            let (any, ids): (Vec<_>, Vec<_>) = who.into_iter().partition(|(_, who)| *who == "*");
            for some in ids.chunks(100).chain(any.chunks(100)) {
                let names: Vec<&str> = some.iter().map(|(_, who)| *who).collect();
                let facts = some.iter().map(|(at, _)| *at).collect();
                let command = permit(&target, &names, action, operand.as_ref());
                self.step(stage, 0, command, facts, takes, Some(key.0));
            }
        }
    }

    /// Variables and global entries.
    pub(super) fn tables(&mut self) {
        self.globals();
        let of_variable = |it: &Subject| it.class.as_deref() == Some("RACFVARS");
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, fact) in self.of(of_variable) {
            by_name
                .entry(fact.subject.profile.as_deref().unwrap_or_default())
                .or_default()
                .push(at);
        }
        for (variable, facts) in by_name {
            let target = Target::general("RACFVARS", variable);
            let of = |model: &'p saffron_compiler::model::Model| {
                model.variables.iter().find(|it| it.name == variable)
            };
            let (stated, found) = (of(self.policy), of(self.system));
            let wanted =
                stated.map(|it| it.members.iter().map(|it| name(it)).collect::<Vec<Name>>());
            let class = Some("RACFVARS");
            if let (Some(_), true) = (found, stated.is_none()) {
                self.step(Stage::Undefine, 0, target.delete(target.name()), facts, true, class);
                continue;
            }
            // The order counts, so a variable that is there is filled anew.
            let Some(wanted) = wanted else { continue };
            let there = self.database.profile("RACFVARS", KeyRef::discrete(variable)).is_some();
            if there {
                let old = found
                    .map(|it| it.members.iter().map(|it| name(it)).collect())
                    .unwrap_or_default();
                self.step(Stage::Tables, 0, deleted(&target, old), facts.clone(), true, class);
                self.step(Stage::Tables, 1, target.add_members(&wanted), facts, true, class);
            } else {
                let mut command = target.define_closed(target.name(), ProfileOperands::default());
                if let CommandKind::RDefine(it) = &mut command {
                    it.add_members = wanted;
                }
                self.step(Stage::Define, 0, command, facts, false, class);
            }
        }
    }

    fn globals(&mut self) {
        let of_global = |it: &Subject| it.class.as_deref() == Some("GLOBAL");
        let mut by_class: BTreeMap<(&str, bool), Vec<(usize, &Fact)>> = BTreeMap::new();
        for (at, fact) in self.of(of_global) {
            let class = fact.subject.profile.as_deref().unwrap_or_default();
            by_class.entry((class, takes_away(fact))).or_default().push((at, fact));
        }
        let mut defined: Vec<&str> = Vec::new();
        for ((class, takes), facts) in by_class {
            let target = Target::general("GLOBAL", class);
            let member = |fact: &Fact| {
                let entry = fact.subject.id.as_deref().unwrap_or_default();
                let level = fact.policy.as_deref().or(fact.system.as_deref()).unwrap_or("NONE");
                let text = format!("{entry}/{level}");
                if class == "DATASET" { data_set_member(&text) } else { name(&text) }
            };
            let there = self.database.profile("GLOBAL", KeyRef::discrete(class)).is_some();
            let all: Vec<usize> = facts.iter().map(|(at, _)| *at).collect();
            if !there && !takes && !defined.contains(&class) {
                defined.push(class);
                let command = target.define_closed(target.name(), ProfileOperands::default());
                self.step(Stage::Define, 0, command, all, false, Some(class));
            }
            for (at, fact) in facts {
                let member = member(fact);
                let command = match fact.policy {
                    Some(_) => target.add_members(&[member]),
                    None => deleted(&target, vec![member]),
                };
                self.step(Stage::Tables, 0, command, vec![at], takes, Some(class));
            }
        }
    }
}

/// Sets one property, unless it is none of those.
fn set(
    it: &mut ProfileOperands,
    (target, profile): (&Target<'_>, &Profile),
    fact: &Fact,
    names: Names<'_>,
) -> bool {
    match fact.subject.property.as_deref().unwrap_or_default() {
        "owner" => it.owner = fact.policy.as_deref().map(id),
        "uacc" => it.uacc = Some(made(profile.uacc)),
        "audit" => it.audit = Some(made(audit(profile.audit))),
        "global-audit" => it.global_audit = Some(made(audit(profile.global_audit))),
        "warning" => it.warning = Some(made(profile.warning)),
        "erase" if target.is_data_set() => it.erase = Some(made(profile.erase)),
        "level" => it.level = Some(made(profile.level)),
        "data" => it.data = Some(text(fact.policy.as_ref())),
        "application-data" if !target.is_data_set() => {
            it.application_data = Some(text(fact.policy.as_ref()));
        }
        "notify" => {
            let user = profile.notify.map(|user| word(names.id(user)));
            let off = Setting::Off(made(()).span);
            it.notify = Some(user.map_or(off, |user| Setting::To(made(Some(user)))));
        }
        property @ ("security-level" | "security-label" | "categories") => {
            classify(&mut it.security, property, fact);
        }
        _ => return false,
    }
    true
}

/// Members as commands name them.
fn members<'m>(target: &Target<'_>, all: impl Iterator<Item = &'m str>) -> Vec<Name> {
    let member = if target.class == "PROGRAM" { data_set_member } else { name };
    all.map(member).filter(|it| !it.text.is_empty()).collect()
}

/// RALTER with DELMEM.
pub(super) fn deleted(target: &Target<'_>, members: Vec<Name>) -> CommandKind {
    let CommandKind::RAlter(it) = target.add_members(&[]) else {
        return target.add_members(&[]);
    };
    CommandKind::RAlter(ResourceOperands { delete_members: members, ..it })
}
