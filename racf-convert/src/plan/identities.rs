//! Users, groups and connections.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use saffron_analysis::drift::{Fact, Kind, What};
use saffron_compiler::model::{Connection, Model, User};
use saffron_racf::command::{
    CommandKind, ConnectOperands, GroupOperands, Moment, RemoveOperands, Setting, UserAttribute,
    UserOperands, made,
};
use saffron_racf::database::IBMUSER;
use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

use super::away::takes_away;
use super::properties::{
    attribute, class_authority, classification, classify, merge, moment, segment, segments, text,
};
use super::step::{Planner, Stage};
use crate::emit::names::{Names, PRESENT, ROOT};
use crate::emit::operand::{id, ids};

/// What every database has.
const ALWAYS: &str = "it is in every database";

/// Properties and segments of one ID: those that take something away, and the others.
type ById<'p> = BTreeMap<&'p str, [Vec<(usize, &'p Fact)>; 2]>;

/// The operands of connects that are alike, their users, and the numbers of their facts.
type Connects<'f> = (ConnectOperands, Vec<&'f str>, Vec<usize>);

/// Facts with their numbers.
type Facts<'f> = Vec<(usize, &'f Fact)>;

impl<'p> Planner<'p> {
    /// Properties of IDs that both sides have.
    fn changed(&self, is_wanted: impl Fn(&str) -> bool) -> ById<'p> {
        let mut all = ById::new();
        let of_id = |it: &saffron_analysis::drift::Subject| {
            matches!(it.what, What::Property | What::Segment) && it.class.is_none()
        };
        for (at, fact) in self.of(of_id) {
            let Some(id) = fact.subject.id.as_deref().filter(|id| is_wanted(id)) else { continue };
            let [gives, takes] = all.entry(id).or_default();
            if takes_away(fact) { takes.push((at, fact)) } else { gives.push((at, fact)) }
        }
        all
    }

    pub(super) fn groups(&mut self) {
        let replaced = self.ids(What::User, Kind::Missing);
        for (at, fact) in self.things(What::Group, Kind::Missing) {
            let Some(name) = fact.subject.id.as_deref() else { continue };
            self.add_group(at, name);
        }
        for (at, fact) in self.things(What::Group, Kind::Extra) {
            let Some(name) = fact.subject.id.as_deref() else { continue };
            if PRESENT.contains(&name) {
                self.leave(at, ALWAYS);
                continue;
            }
            let stage = if replaced.contains(name) { Stage::Replaced } else { Stage::DropGroups };
            let above = usize::MAX - self.of_system.depth(name);
            self.step(stage, above, CommandKind::DelGroup(ids(&[name])), vec![at], true, None);
        }
        for (name, parts) in self.changed(|id| self.of_policy.group(id).is_some()) {
            for (facts, takes) in parts.into_iter().zip([false, true]) {
                self.alter_group(name, &facts, takes);
            }
        }
    }

    fn add_group(&mut self, at: usize, name: &str) {
        let Some(group) = self.of_policy.group(name) else { return };
        let names = Names(self.policy);
        let superior = group.superior.map_or(ROOT, |it| names.id(it));
        let owner = group.owner.map(|it| names.id(it));
        let later = owner.filter(|it| *it != superior && !self.database.users.contains_key(*it));
        let first = if later.is_some() { superior } else { owner.unwrap_or(superior) };
        let add = GroupOperands {
            groups: ids(&[name]),
            superior: Some(id(superior)),
            owner: Some(id(first)),
            universal: group.universal.then(|| made(true)),
            data: group.data.as_ref().map(|it| Setting::To(made(it.clone()))),
            segments: segments(self.policy, name, false, &group.segments),
        };
        let depth = self.of_policy.depth(name);
        self.step(Stage::Groups, depth, CommandKind::AddGroup(add), vec![at], false, None);
        if let Some(owner) = later {
            let alter = GroupOperands {
                groups: ids(&[name]),
                owner: Some(id(owner)),
                ..GroupOperands::default()
            };
            self.step(Stage::AlterIds, 0, CommandKind::AltGroup(alter), vec![at], false, None);
        }
    }

    fn alter_group(&mut self, name: &str, facts: &[(usize, &Fact)], takes: bool) {
        let Some(group) = self.of_policy.group(name) else { return };
        let mut it = GroupOperands { groups: ids(&[name]), ..GroupOperands::default() };
        let mut settled = Vec::new();
        for (at, fact) in facts {
            if fact.subject.what == What::Segment {
                if let Some(operand) = segment(self.policy, name, false, (&group.segments, fact)) {
                    merge(&mut it.segments, operand);
                    settled.push(*at);
                } else {
                    self.leave(*at, "RACF has no such field, or not such a value");
                }
                continue;
            }
            match (fact.subject.property.as_deref(), fact.policy.as_deref()) {
                (Some("superior"), Some(superior)) => it.superior = Some(id(superior)),
                (Some("owner"), Some(owner)) => it.owner = Some(id(owner)),
                (Some("data"), _) => it.data = Some(text(fact.policy.as_ref())),
                (Some("universal"), _) => {
                    self.leave(*at, "ALTGROUP can't change whether a group is universal");
                    continue;
                }
                _ => {
                    self.leave(*at, "no command changes it");
                    continue;
                }
            }
            settled.push(*at);
        }
        if !settled.is_empty() {
            let depth = self.of_policy.depth(name);
            self.step(Stage::AlterIds, depth, CommandKind::AltGroup(it), settled, takes, None);
        }
    }

    pub(super) fn users(&mut self) {
        let replaced = self.ids(What::Group, Kind::Missing);
        for (at, fact) in self.things(What::User, Kind::Missing) {
            let Some(name) = fact.subject.id.as_deref() else { continue };
            self.add_user(at, name);
        }
        for (at, fact) in self.things(What::User, Kind::Extra) {
            let Some(name) = fact.subject.id.as_deref() else { continue };
            if PRESENT.contains(&name) {
                self.leave(at, ALWAYS);
                continue;
            }
            let connects = self.connects.get(name).into_iter().flatten().copied();
            let facts = [at].into_iter().chain(connects).collect();
            let stage = if replaced.contains(name) { Stage::Replaced } else { Stage::DropUsers };
            self.step(stage, 0, CommandKind::DelUser(ids(&[name])), facts, true, None);
        }
        for (name, parts) in self.changed(|id| self.of_policy.user(id).is_some()) {
            for (facts, takes) in parts.into_iter().zip([false, true]) {
                self.alter_user(name, &facts, takes);
            }
        }
    }

    fn add_user(&mut self, at: usize, name: &str) {
        let Some(user) = self.of_policy.user(name) else { return };
        let names = Names(self.policy);
        let default_group = user.default_group.map(|it| names.id(it));
        let owner = user.owner.map(|it| names.id(it)).or(default_group);
        let exists = |it: &str| it == IBMUSER || self.database.is_defined(it);
        let later = owner.filter(|it| !exists(it) && self.of_policy.group(it).is_none());
        let first = if later.is_some() { default_group } else { owner };
        let connection = user.connections.iter().find(|it| Some(it.group) == user.default_group);
        let add = UserOperands {
            users: ids(&[name]),
            name: user.display_name.clone().map(made),
            default_group: default_group.map(id),
            owner: first.map(id),
            authority: connection
                .map(|it| it.authority)
                .filter(|it| *it != GroupAuthority::Use)
                .map(made),
            uacc: connection.map(|it| it.uacc).filter(|it| *it != AccessLevel::None).map(made),
            attributes: attributes(user),
            password: Some(made(false)),
            security: classification(names, user.security_level, &user.categories, user.label),
            class_authority: user
                .class_authority
                .iter()
                .map(|it| (id(names.class(*it)), true))
                .collect(),
            data: user.data.as_ref().map(|it| Setting::To(made(it.clone()))),
            segments: segments(self.policy, name, true, &user.segments),
            ..UserOperands::default()
        };
        self.step(Stage::Users, 0, CommandKind::AddUser(add), vec![at], false, None);
        if let Some(owner) = later {
            let alter = UserOperands {
                users: ids(&[name]),
                owner: Some(id(owner)),
                ..UserOperands::default()
            };
            self.step(Stage::AlterIds, 0, CommandKind::AltUser(alter), vec![at], false, None);
        }
        let revoked = UserOperands {
            users: ids(&[name]),
            revoke: user.revoked.then(|| made(Moment::Now)),
            ..UserOperands::default()
        };
        let dated = UserOperands {
            users: ids(&[name]),
            revoke: user.revoke_on.map(|day| made(Moment::On(day))),
            resume: user.resume_on.map(|day| made(Moment::On(day))),
            ..UserOperands::default()
        };
        for it in [revoked, dated] {
            if it.revoke.is_some() || it.resume.is_some() {
                self.step(Stage::AlterIds, 1, CommandKind::AltUser(it), vec![at], false, None);
            }
        }
    }

    fn alter_user(&mut self, name: &str, facts: &[(usize, &Fact)], takes: bool) {
        let Some(user) = self.of_policy.user(name) else { return };
        let mut it = UserOperands { users: ids(&[name]), ..UserOperands::default() };
        let mut dated = UserOperands { users: ids(&[name]), ..UserOperands::default() };
        let (mut settled, mut of_dates) = (Vec::new(), Vec::new());
        for (at, fact) in facts {
            let property = fact.subject.property.as_deref().unwrap_or_default();
            if fact.subject.what == What::Segment {
                if let Some(operand) = segment(self.policy, name, true, (&user.segments, fact)) {
                    merge(&mut it.segments, operand);
                    settled.push(*at);
                } else {
                    self.leave(*at, "RACF has no such field, or not such a value");
                }
                continue;
            }
            if let Err(why) = user_property(user, fact, &mut it, &mut dated) {
                self.leave(*at, why);
                continue;
            }
            let is_date = matches!(property, "revoke" | "resume");
            if is_date { of_dates.push(*at) } else { settled.push(*at) }
        }
        // REVOKE without a date takes the dates away, so these come after it.
        if it.revoke.is_some()
            && of_dates.is_empty()
            && (user.revoke_on.is_some() || user.resume_on.is_some())
        {
            dated.revoke = user.revoke_on.map(|day| made(Moment::On(day)));
            dated.resume = user.resume_on.map(|day| made(Moment::On(day)));
            of_dates.clone_from(&settled);
        }
        if !settled.is_empty() {
            self.step(Stage::AlterIds, 2, CommandKind::AltUser(it), settled, takes, None);
        }
        if !of_dates.is_empty() {
            self.step(Stage::AlterIds, 3, CommandKind::AltUser(dated), of_dates, takes, None);
        }
    }

    pub(super) fn connections(&mut self) {
        let new = self.ids(What::User, Kind::Missing);
        let gone = self.ids(What::User, Kind::Extra);
        let mut alike: IndexMap<(String, String), Connects<'_>> = IndexMap::new();
        for (at, fact) in self.things(What::Connect, Kind::Missing) {
            let Some((user, group, it)) = self.connection(fact) else { continue };
            if new.contains(user) && self.comes_with(user, group, it) {
                self.settle_with(user, at);
                continue;
            }
            let operands = first(self.policy, group, it);
            let key = (group.to_owned(), format!("{operands:?}"));
            let known = alike.entry(key).or_insert_with(|| (operands, Vec::new(), Vec::new()));
            known.1.push(user);
            known.2.push(at);
            if it.revoke_on.is_some() || it.resume_on.is_some() {
                let dated = dates(user, group, it);
                self.step(
                    Stage::Connections,
                    1,
                    CommandKind::Connect(dated),
                    vec![at],
                    false,
                    None,
                );
            }
        }
        for (operands, users, facts) in alike.into_values() {
            let it = ConnectOperands { users: ids(&users), ..operands };
            self.step(Stage::Connections, 0, CommandKind::Connect(it), facts, false, None);
        }
        for (at, fact) in self.things(What::Connect, Kind::Extra) {
            let Some(user) = fact.subject.id.as_deref().filter(|it| !gone.contains(it)) else {
                continue;
            };
            let group = fact.subject.group.as_deref().map(id);
            let it = RemoveOperands { users: ids(&[user]), group, owner: None };
            self.step(Stage::Disconnect, 0, CommandKind::Remove(it), vec![at], true, None);
        }
        self.changed_connections();
    }

    /// A connection as the policy has it.
    fn connection(&self, fact: &'p Fact) -> Option<(&'p str, &'p str, &'p Connection)> {
        let (name, group) = (fact.subject.id.as_deref()?, fact.subject.group.as_deref()?);
        let names = Names(self.policy);
        let all = &self.of_policy.user(name)?.connections;
        let it = all.iter().find(|it| names.id(it.group) == group)?;
        Some((name, group, it))
    }

    /// Whether ADDUSER makes the connection as it is to be.
    fn comes_with(&self, name: &str, group: &str, it: &Connection) -> bool {
        let names = Names(self.policy);
        let default_group = self.of_policy.user(name).and_then(|it| it.default_group);
        let is_default = default_group.is_some_and(|it| names.id(it) == group);
        let plain =
            !(it.special || it.operations || it.auditor || it.adsp || it.grpacc || it.revoked);
        let undated = it.revoke_on.is_none() && it.resume_on.is_none();
        let owned = it.owner.is_none_or(|owner| names.id(owner) == IBMUSER);
        is_default && plain && undated && owned
    }

    fn changed_connections(&mut self) {
        let mut all: BTreeMap<(&str, &str, bool), Facts<'_>> = BTreeMap::new();
        let new = self.ids(What::User, Kind::Missing);
        for (at, fact) in self.of(|it| it.what == What::Connect) {
            let whole = fact.subject.property.is_none() && fact.kind != Kind::Different;
            let (Some(user), Some(group)) =
                (fact.subject.id.as_deref(), fact.subject.group.as_deref())
            else {
                continue;
            };
            if !whole && !new.contains(user) {
                all.entry((user, group, takes_away(fact))).or_default().push((at, fact));
            }
        }
        for ((user, group, takes), facts) in all {
            let Some((_, _, it)) = facts.first().and_then(|(_, fact)| self.connection(fact)) else {
                continue;
            };
            let it = it.clone();
            self.changed_connection((user, group), &it, &facts, takes);
        }
    }

    fn changed_connection(
        &mut self,
        (user, group): (&str, &str),
        it: &Connection,
        facts: &[(usize, &Fact)],
        takes: bool,
    ) {
        let base = ConnectOperands {
            users: ids(&[user]),
            group: Some(id(group)),
            ..ConnectOperands::default()
        };
        let (mut operands, mut dated) = (base.clone(), base);
        let (mut settled, mut of_dates) = (Vec::new(), Vec::new());
        for (at, fact) in facts {
            let is_on = fact.policy.is_some();
            let property = fact.subject.property.as_deref();
            match property {
                None => operands.authority = Some(made(it.authority)),
                Some("uacc") => operands.uacc = Some(made(it.uacc)),
                Some("owner") => operands.owner = fact.policy.as_deref().map(id),
                Some("revoked") if is_on => operands.revoke = Some(made(Moment::Now)),
                Some("revoked") => operands.resume = Some(made(Moment::Now)),
                Some("revoke") => dated.revoke = Some(made(moment(it.revoke_on))),
                Some("resume") => dated.resume = Some(made(moment(it.resume_on))),
                Some(property) => {
                    let attribute = attribute(property);
                    operands.attributes.extend(attribute.map(|it| (it, made(is_on))));
                }
            }
            let is_date = matches!(property, Some("revoke" | "resume"));
            if is_date { of_dates.push(*at) } else { settled.push(*at) }
        }
        for (it, facts, depth) in [(operands, settled, 2), (dated, of_dates, 3)] {
            if !facts.is_empty() {
                let command = CommandKind::Connect(it);
                self.step(Stage::Connections, depth, command, facts, takes, None);
            }
        }
    }
}

/// Sets one property; dates are in a command of their own.
fn user_property(
    user: &User,
    fact: &Fact,
    it: &mut UserOperands,
    dated: &mut UserOperands,
) -> Result<(), &'static str> {
    let property = fact.subject.property.as_deref().unwrap_or_default();
    let wanted = fact.policy.as_deref();
    match (property, wanted) {
        ("name", Some(text)) => it.name = Some(made(text.to_owned())),
        ("name", None) => return Err("no command takes a name away"),
        ("data", _) => it.data = Some(text(fact.policy.as_ref())),
        ("default-group", Some(group)) => it.default_group = Some(id(group)),
        ("owner", Some(owner)) => it.owner = Some(id(owner)),
        ("class-authority", _) => it.class_authority = class_authority(fact),
        ("security-level" | "security-label" | "categories", _) => {
            classify(&mut it.security, property, fact);
        }
        ("protected", Some(_)) => {
            (it.password, it.phrase) = (Some(made(false)), Some(made(false)));
            it.oidcard = Some(made(false));
        }
        ("protected", None) => return Err("passwords are never planned: set one"),
        ("revoked", Some(_)) => it.revoke = Some(made(Moment::Now)),
        ("revoked", None) => it.resume = Some(made(Moment::Now)),
        ("revoke", _) => dated.revoke = Some(made(moment(user.revoke_on))),
        ("resume", _) => dated.resume = Some(made(moment(user.resume_on))),
        _ => {
            let attribute = attribute(property).ok_or("no command changes it")?;
            it.attributes.push((attribute, made(wanted.is_some())));
        }
    }
    Ok(())
}

/// What a user has from the beginning.
fn attributes(user: &User) -> Vec<(UserAttribute, saffron_diagnostics::Spanned<bool>)> {
    let it = user.attributes;
    let all = [
        (UserAttribute::Special, it.special),
        (UserAttribute::Operations, it.operations),
        (UserAttribute::Auditor, it.auditor),
        (UserAttribute::RoAudit, it.roaudit),
        (UserAttribute::Restricted, it.restricted),
        (UserAttribute::UAudit, it.uaudit),
        (UserAttribute::Adsp, it.adsp),
        (UserAttribute::GrpAcc, it.grpacc),
    ];
    all.into_iter().filter(|(_, on)| *on).map(|(it, on)| (it, made(on))).collect()
}

/// A new connection, but for its dates.
fn first(model: &Model, group: &str, it: &Connection) -> ConnectOperands {
    let attributes = [
        (UserAttribute::Special, it.special),
        (UserAttribute::Operations, it.operations),
        (UserAttribute::Auditor, it.auditor),
        (UserAttribute::Adsp, it.adsp),
        (UserAttribute::GrpAcc, it.grpacc),
    ];
    let owner = it.owner.map_or(group, |owner| Names(model).id(owner));
    ConnectOperands {
        users: Vec::new(),
        group: Some(id(group)),
        owner: Some(id(owner)),
        authority: (it.authority != GroupAuthority::Use).then(|| made(it.authority)),
        uacc: (it.uacc != AccessLevel::None).then(|| made(it.uacc)),
        attributes: attributes
            .into_iter()
            .filter(|(_, on)| *on)
            .map(|(it, on)| (it, made(on)))
            .collect(),
        revoke: it.revoked.then(|| made(Moment::Now)),
        resume: None,
    }
}

fn dates(user: &str, group: &str, it: &Connection) -> ConnectOperands {
    ConnectOperands {
        users: ids(&[user]),
        group: Some(id(group)),
        revoke: it.revoke_on.map(|day| made(Moment::On(day))),
        resume: it.resume_on.map(|day| made(Moment::On(day))),
        ..ConnectOperands::default()
    }
}
