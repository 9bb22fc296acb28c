//! ADDUSER, ALTUSER and DELUSER.
//!
//! Source: `RACF Command Language Reference`, ADDUSER, ALTUSER, DELUSER. A user that is added
//! without PASSWORD and PHRASE is protected (ICH01024I): RACF gives no initial password.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

use super::operand::set_text;
use super::reply::{Done, Failure};
use super::revocation::{self, Messages};
use super::session::Work;
use super::{
    Connection, Fact, IBMUSER, Revocation, Security, User, UserAttributes, name, security, segment,
};
use crate::command::{Name, SegmentOperand, UserAttribute, UserOperands};
use crate::outcome::Lack;
use saffron_diagnostics::Spanned;

const MESSAGES: Messages =
    Messages { already_revoked: Some("ICH21022I"), not_revoked: Some("ICH21019I") };

impl Work<'_> {
    pub(super) fn add_user(&mut self, name: &Name, it: &UserOperands) -> Done {
        self.legal_new_id(name, name::is_id(&name.text), "a user ID", Some("ICH01010I"))?;
        let group = self.first_group(it)?;
        let owner = self.new_owner(it.owner.as_ref(), Some("ICH01010I"))?;
        legal_connection_uacc(it.uacc.as_ref())?;
        self.known_security(&it.security)?;
        let mut user = new_user(self.span, group.clone(), owner);
        set(&mut user.has_password, it.password.as_ref());
        set(&mut user.has_phrase, it.phrase.as_ref());
        user.has_password |= has_card(it);
        self.describe_user(&mut user, it, &name.text);
        if !user.has_password && !user.has_phrase {
            let text = format!("`{}` has no password and is protected", name.text);
            self.reply.note(Some("ICH01024I"), text, name.span);
        }
        self.remark_on_unix(&it.segments, &group.value, Some("ICH01019I"), &name.text);
        self.database.users.insert(name.text.clone(), user);
        let connection = self.first_connection(it);
        self.database.connect(&name.text, group.value, connection);
        Ok(())
    }

    /// A new ID is legal, and neither a user nor a group has it.
    pub(super) fn legal_new_id(
        &self,
        name: &Name,
        legal: bool,
        what: &str,
        id: Option<&'static str>,
    ) -> Done {
        let text = &name.text;
        let why = if !legal {
            format!("`{text}` can't be {what}")
        } else if self.database.users.contains_key(text) {
            format!("`{text}` is already a user")
        } else if self.database.groups.contains_key(text) {
            format!("`{text}` is already a group")
        } else {
            return Ok(());
        };
        Err(Failure::of(id, why, name.span))
    }

    /// DFLTGRP, else the issuer's current connect group.
    fn first_group(&self, it: &UserOperands) -> Done<Fact<String>> {
        match &it.default_group {
            Some(group) => {
                self.is_group(group, Some("ICH01010I"))?;
                Ok(Fact::said(group.text.clone(), self.span))
            }
            None => self.current_group_or_fail("DFLTGRP"),
        }
    }

    /// The issuer's current connect group, where `operand` isn't given.
    pub(super) fn current_group_or_fail(&self, operand: &str) -> Done<Fact<String>> {
        let group = self.current_group().map(|it| Fact::said(it.to_owned(), self.span));
        group.ok_or_else(|| {
            let text = format!("`{}` has no current connect group; specify {operand}", self.issuer);
            Failure::unnamed(text, self.span)
        })
    }

    pub(super) fn is_group(&self, name: &Name, id: Option<&'static str>) -> Done {
        if self.database.groups.contains_key(&name.text) {
            return Ok(());
        }
        let remedy = name::remedy(&name.text, "add it with ADDGROUP");
        let text = format!("unknown group `{}`; {remedy}", name.text);
        Err(Failure::of(id, text, name.span).lacks(Lack::Id))
    }

    fn first_connection(&self, it: &UserOperands) -> Connection {
        Connection {
            origin: Some(self.span),
            authority: said_or(it.authority.as_ref(), GroupAuthority::Use, self.span),
            uacc: said_or(it.uacc.as_ref(), AccessLevel::None, self.span),
            owner: Fact::said(self.issuer.to_owned(), self.span),
            attributes: UserAttributes::new(),
            revocation: Revocation::default(),
        }
    }

    /// Applies what ADDUSER and ALTUSER have in common.
    fn describe_user(&mut self, user: &mut User, it: &UserOperands, id: &str) {
        let said = self.span;
        if let Some(name) = &it.name {
            user.name = Some(Fact::said(name.node.clone(), said));
        }
        set_attributes(&mut user.attributes, &it.attributes, said);
        let who = format!("`{id}`");
        let operands = (it.revoke.as_ref(), it.resume.as_ref());
        let about = (who.as_str(), MESSAGES);
        revocation::apply(&mut user.revocation, operands, said, about, &mut self.reply);
        security::apply(&mut user.security, &it.security, said);
        self.class_authority(user, it);
        set_text(&mut user.data, it.data.as_ref(), said);
        segment::apply(&mut user.segments, &it.segments, said);
    }

    fn class_authority(&mut self, user: &mut User, it: &UserOperands) {
        for (class, given) in &it.class_authority {
            let known = class.text == "USER" || self.database.class(&class.text).is_some();
            if !given {
                user.class_authority.remove(&class.text);
            } else if known {
                user.class_authority.entry(class.text.clone()).or_insert(Some(self.span));
            } else {
                let text = format!("unknown class `{}`: CLAUTH isn't granted for it", class.text);
                self.reply.skipped(None, text, class.span);
            }
        }
    }

    /// A user of z/OS UNIX needs a default group that has a GID.
    fn remark_on_unix(
        &mut self,
        segments: &[SegmentOperand],
        group: &str,
        id: Option<&'static str>,
        user: &str,
    ) {
        let omvs = segments.iter().find(|it| it.name == "OMVS" && !it.delete);
        let Some(omvs) = omvs.filter(|it| has_field(it, "UID") || has_field(it, "AUTOUID")) else {
            return;
        };
        let segment = self.database.groups.get(group).and_then(|it| it.segments.get("OMVS"));
        let has_gid = |name: &str| segment.is_some_and(|it| it.fields.contains_key(name));
        if !has_gid("GID") && !has_gid("AUTOGID") {
            let text = format!("`{user}` has a UID, but the default group `{group}` has no GID");
            self.reply.warn(id, text, omvs.span);
        }
    }

    pub(super) fn alter_user(&mut self, name: &Name, it: &UserOperands) -> Done {
        let known = self.database.users.get(&name.text);
        let Some(known) = known else {
            let remedy = name::remedy(&name.text, "add it with ADDUSER");
            let text = format!("unknown user `{}`; {remedy}", name.text);
            return Err(Failure::new("ICH21009I", text, name.span).lacks(Lack::Id));
        };
        let default_group = known.default_group.value.clone();
        legal_connection_uacc(it.uacc.as_ref())?;
        self.known_security(&it.security)?;
        let owner = self.changed_owner(it.owner.as_ref(), Some("ICH21004I"));
        let group = self.changed_default_group(&name.text, it);
        let effective = group.as_ref().map_or(default_group.as_str(), |it| it.value.as_str());
        self.remark_on_unix(&it.segments, effective, Some("ICH21035I"), &name.text);
        self.alter_connection(&name.text, it, &default_group);
        // Taken out while it changes, since messages and look-ups need the rest of the database.
        let Some(mut user) = self.database.users.remove(&name.text) else { return Ok(()) };
        user.owner = owner.unwrap_or(user.owner);
        user.default_group = group.unwrap_or(user.default_group);
        set(&mut user.has_password, it.password.as_ref());
        set(&mut user.has_phrase, it.phrase.as_ref());
        user.has_password |= has_card(it);
        self.remark_on_categories(&user, it);
        self.describe_user(&mut user, it, &name.text);
        self.database.users.insert(name.text.clone(), user);
        Ok(())
    }

    /// DFLTGRP: a group to which the user is connected.
    fn changed_default_group(&mut self, user: &str, it: &UserOperands) -> Option<Fact<String>> {
        let group = it.default_group.as_ref()?;
        if self.database.users.get(user)?.connections.contains_key(&group.text) {
            return Some(Fact::said(group.text.clone(), self.span));
        }
        let text = format!(
            "`{user}` isn't connected to `{}`, so the default group is unchanged; issue CONNECT first",
            group.text
        );
        self.reply.skipped(Some("ICH21004I"), text, group.span);
        None
    }

    /// AUTHORITY and UACC of the connection to GROUP, or to the default group.
    fn alter_connection(&mut self, user: &str, it: &UserOperands, default_group: &str) {
        if it.authority.is_none() && it.uacc.is_none() {
            return;
        }
        let group = it.group.as_ref().map_or(default_group, |it| it.text.as_str());
        let connections = self.database.users.get_mut(user).map(|it| &mut it.connections);
        let Some(connection) = connections.and_then(|it| it.get_mut(group)) else {
            let span = it.group.as_ref().map_or(self.span, |it| it.span);
            let text = format!(
                "`{user}` isn't connected to `{group}`, so AUTHORITY and UACC are unchanged; issue CONNECT first"
            );
            self.reply.skipped(Some("ICH21011I"), text, span);
            return;
        };
        if let Some(authority) = &it.authority {
            connection.authority = Fact::said(authority.node, self.span);
        }
        if let Some(uacc) = &it.uacc {
            connection.uacc = Fact::said(uacc.node, self.span);
        }
    }

    fn remark_on_categories(&mut self, user: &User, it: &UserOperands) {
        for category in &it.security.add_categories {
            if user.security.categories.contains_key(&name::fold(&category.text)) {
                let text = format!("the user already has the category `{}`", category.text);
                self.reply.note(Some("ICH21020I"), text, category.span);
            }
        }
        for category in &it.security.delete_categories {
            let known = user.security.categories.contains_key(&name::fold(&category.text));
            if !known && category.text != "*" {
                let text = format!("the user doesn't have the category `{}`", category.text);
                self.reply.note(Some("ICH21021I"), text, category.span);
            }
        }
    }

    /// The ID stays on access lists and as an owner, and a new user or group of that name revives
    /// it (`RACF Command Language Reference`, DELUSER).
    pub(super) fn delete_user(&mut self, name: &Name) -> Done {
        let id = &name.text;
        if !self.database.users.contains_key(id) {
            let text = format!("unknown user `{id}`");
            return Err(Failure::new("ICH04001I", text, name.span));
        }
        if id == IBMUSER {
            return Err(Failure::new("ICH04011I", format!("`{id}` can't be deleted"), name.span));
        }
        if self.database.has_data_sets(id) {
            let text = format!(
                "`{id}` can't be deleted while there are data set profiles `{id}.…`; delete them with DELDSD first"
            );
            return Err(Failure::new("ICH04009I", text, name.span));
        }
        self.database.remove_user(id);
        Ok(())
    }
}

/// A connection has no UACC of EXECUTE.
pub(super) fn legal_connection_uacc(uacc: Option<&Spanned<AccessLevel>>) -> Done {
    match uacc {
        Some(uacc) if uacc.node == AccessLevel::Execute => {
            let text = "UACC of a connection can't be EXECUTE".to_owned();
            Err(Failure::unnamed(text, uacc.span))
        }
        _ => Ok(()),
    }
}

/// An operator identification card lets a user in as a password does.
fn has_card(it: &UserOperands) -> bool {
    it.oidcard.as_ref().is_some_and(|it| it.node)
}

fn has_field(segment: &SegmentOperand, name: &str) -> bool {
    segment.fields.iter().any(|it| it.name == name && !it.delete)
}

fn new_user(origin: Span, default_group: Fact<String>, owner: Fact<String>) -> User {
    User {
        origin: Some(origin),
        name: None,
        default_group,
        owner,
        attributes: UserAttributes::new(),
        has_password: false,
        has_phrase: false,
        revocation: Revocation::default(),
        security: Security::default(),
        class_authority: std::collections::BTreeMap::new(),
        data: None,
        connections: std::collections::BTreeMap::new(),
        segments: std::collections::BTreeMap::new(),
    }
}

/// Gives and takes attributes.
pub(super) fn set_attributes(
    attributes: &mut UserAttributes,
    said: &[(UserAttribute, Spanned<bool>)],
    origin: Span,
) {
    for (attribute, on) in said {
        if on.node {
            attributes.entry(*attribute).or_insert(Some(origin));
        } else {
            attributes.remove(attribute);
        }
    }
}

/// What is specified, or the default.
pub(super) fn said_or<T: Copy>(said: Option<&Spanned<T>>, default: T, origin: Span) -> Fact<T> {
    Fact::said(said.map_or(default, |it| it.node), origin)
}

fn set(slot: &mut bool, said: Option<&Spanned<bool>>) {
    if let Some(said) = said {
        *slot = said.node;
    }
}
