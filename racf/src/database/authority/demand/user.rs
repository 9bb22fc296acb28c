//! ADDUSER, ALTUSER and DELUSER.

use saffron_diagnostics::Spanned;
use saffron_vocabulary::racf::GroupAuthority;

use crate::command::{Command, Name, UserAttribute, UserOperands};

use super::super::need::{Demand, Need, Object};
use super::group::{authority, over_members};
use super::resource::says_security;
use super::{Context, auditor, has_others, segments};

impl Context<'_> {
    /// ADDUSER, Authorization required: CLAUTH(USER), and authority over the default group.
    pub(super) fn add_user(&self, operands: &UserOperands, out: &mut Vec<Demand>) {
        let group = self.group(operands.default_group.as_ref());
        let over = Need::GroupSpecialOver(Object::Group(group.to_owned()));
        for user in &operands.users {
            out.push(addition(&user.text, group));
            security(operands, &user.text, over.clone(), out);
            // Over the user: anyone who may define that user.
            class_authority(operands, &user.text, &[], out);
            attributes(&operands.attributes, &user.text, out);
            segments(&operands.segments, &Object::User(user.text.clone()), out);
        }
    }

    /// ALTUSER, Authorization required, and Security Administrator's Guide, "Commands by ownership":
    /// an owner has some operands only, a user even fewer over himself, and an auditor UAUDIT. What
    /// profiles of the class FACILITY can give to a help desk isn't checked: no user gets it here.
    pub(super) fn alter_user(
        &self,
        command: &Command,
        operands: &UserOperands,
        out: &mut Vec<Demand>,
    ) {
        for name in operands.users.iter().map(|it| it.text.as_str()) {
            let object = Object::User(name.to_owned());
            if !self.database.users.contains_key(name) {
                out.push(Demand::undefined(object));
                continue;
            }
            out.extend(basics(command, operands, &object, name));
            self.membership(operands, name, out);
            let over = Need::GroupSpecialOver(object.clone());
            let owner = Need::OwnerOf(object.clone());
            security(operands, name, over.clone(), out);
            class_authority(operands, name, &[over, owner], out);
            attributes(&operands.attributes, name, out);
            if operands.attributes.iter().any(|(it, _)| *it == UserAttribute::UAudit) {
                out.push(auditor("UAUDIT", &object));
            }
            if command.idle.iter().any(|it| it.text == "NOEXPIRED") {
                out.push(Demand::special(format!("NOEXPIRED of {object}")));
            }
            segments(&operands.segments, &object, out);
        }
    }

    /// AUTHORITY and UACC change the connection to a group, and take authority over the group.
    fn membership(&self, operands: &UserOperands, user: &str, out: &mut Vec<Demand>) {
        let UserOperands { authority, uacc, group, .. } = operands;
        if authority.is_none() && uacc.is_none() && group.is_none() {
            return;
        }
        let default = self.database.users.get(user).map(|it| it.default_group.value.as_str());
        let group = group.as_ref().map(|it| it.text.as_str()).or(default).unwrap_or_default();
        out.push(over_members(group, authority.as_ref().map(|it| it.node)));
    }

    /// DELUSER, Authorization required.
    pub(super) fn delete_users(&self, users: &[Name], out: &mut Vec<Demand>) {
        for name in users.iter().map(|it| it.text.as_str()) {
            let object = Object::User(name.to_owned());
            if self.database.users.contains_key(name) {
                out.push(over_user(&object));
            } else {
                out.push(Demand::undefined(object));
            }
        }
    }
}

fn addition(user: &str, group: &str) -> Demand {
    let clauth = || Need::ClassAuthority("USER".to_owned());
    let object = || Object::Group(group.to_owned());
    Demand::special(format!("user `{user}` in group `{group}`"))
        .or("owner", [clauth(), Need::OwnerOf(object())])
        .or("group-authority", [clauth(), authority(group, GroupAuthority::Join)])
        .or("group-special", [clauth(), Need::GroupSpecialOver(object())])
}

/// SPECIAL, group-SPECIAL, OWNER.
fn over_user(object: &Object) -> Demand {
    Demand::special(object)
        .or("group-special", [Need::GroupSpecialOver(object.clone())])
        .or("owner", [Need::OwnerOf(object.clone())])
}

/// The operands of ALTUSER that an owner has; of them, a user may change NAME and DFLTGRP of the own
/// profile.
fn basics(
    command: &Command,
    operands: &UserOperands,
    object: &Object,
    user: &str,
) -> Option<Demand> {
    let UserOperands { name, default_group, .. } = operands;
    let own = name.is_some() || default_group.is_some();
    let owners = says_owners_operands(operands) || has_others(command);
    if owners || (!own && says_nothing_else(operands)) {
        return Some(over_user(object));
    }
    let identity = Need::Identity(user.to_owned());
    let demand = match default_group {
        Some(group) => {
            over_user(object).or("self-service", [identity, Need::Member(group.text.clone())])
        }
        None => over_user(object).or("self-service", [identity]),
    };
    own.then_some(demand)
}

/// Operands that belong to the owner and not to the user.
fn says_owners_operands(operands: &UserOperands) -> bool {
    let basic = [UserAttribute::Restricted, UserAttribute::Adsp, UserAttribute::GrpAcc];
    operands.owner.is_some()
        || operands.password.is_some()
        || operands.phrase.is_some()
        || operands.oidcard.is_some()
        || operands.revoke.is_some()
        || operands.resume.is_some()
        || operands.data.is_some()
        || operands.attributes.iter().any(|(it, _)| basic.contains(it))
}

/// Whether no operand is there that asks for something of its own.
fn says_nothing_else(operands: &UserOperands) -> bool {
    operands.authority.is_none()
        && operands.uacc.is_none()
        && operands.group.is_none()
        && operands.attributes.is_empty()
        && operands.class_authority.is_empty()
        && operands.segments.is_empty()
        && !says_security(&operands.security)
}

/// SPECIAL, OPERATIONS, AUDITOR and ROAUDIT for the whole system: given and taken by SPECIAL alone.
fn attributes(all: &[(UserAttribute, Spanned<bool>)], user: &str, out: &mut Vec<Demand>) {
    for (attribute, value) in all {
        let system = matches!(
            attribute,
            UserAttribute::Special
                | UserAttribute::Operations
                | UserAttribute::Auditor
                | UserAttribute::RoAudit
        );
        if system {
            let no = if value.node { "" } else { "NO" };
            out.push(Demand::special(format!("{no}{} of user `{user}`", attribute.as_str())));
        }
    }
}

/// SECLEVEL, ADDCATEGORY, DELCATEGORY and SECLABEL: not an owner's.
fn security(operands: &UserOperands, user: &str, over: Need, out: &mut Vec<Demand>) {
    if says_security(&operands.security) {
        let demand = Demand::special(format!("security level, categories or label of `{user}`"));
        out.push(demand.or("group-special", [over]));
    }
}

/// CLAUTH and NOCLAUTH: only SPECIAL gives a class authority that the issuer doesn't have.
fn class_authority(operands: &UserOperands, user: &str, over: &[Need], out: &mut Vec<Demand>) {
    for (class, given) in &operands.class_authority {
        let no = if *given { "" } else { "NO" };
        let clauth = Need::ClassAuthority(class.text.clone());
        let mut demand = Demand::special(format!("{no}CLAUTH({}) of `{user}`", class.text));
        if over.is_empty() {
            demand = demand.or("class-authority", [clauth.clone()]);
        }
        for need in over {
            demand = demand.or("class-authority", [clauth.clone(), need.clone()]);
        }
        out.push(demand);
    }
}
