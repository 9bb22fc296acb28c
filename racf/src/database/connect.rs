//! CONNECT and REMOVE.
//!
//! Source: `RACF Command Language Reference`, CONNECT and REMOVE.

use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

use super::class::DATASET;
use super::key::KeyRef;
use super::name::remedy;
use super::reply::{Done, Failure};
use super::revocation::{self, Messages};
use super::session::Work;
use super::store::qualifier;
use super::user::{legal_connection_uacc, said_or, set_attributes};
use super::{Connection, Fact, ProfileKey, Revocation, UserAttributes};
use crate::command::{ConnectOperands, Name, RemoveOperands};
use crate::outcome::Lack;

const MESSAGES: Messages =
    Messages { already_revoked: Some("ICH02013I"), not_revoked: Some("ICH02012I") };

impl Work<'_> {
    /// Makes a connection, or changes what is specified for one that is there.
    pub(super) fn connect(&mut self, name: &Name, it: &ConnectOperands) -> Done {
        let user = &name.text;
        let Some(known) = self.database.users.get(user) else {
            let remedy = remedy(user, "add it with ADDUSER");
            let text = format!("unknown user `{user}`; {remedy}");
            return Err(Failure::new("ICH02003I", text, name.span).lacks(Lack::Id));
        };
        let group = self.connect_group(it.group.as_ref(), Some("ICH02003I"))?;
        legal_connection_uacc(it.uacc.as_ref())?;
        let exists = known.connections.contains_key(&group);
        let owner = if exists {
            self.changed_owner(it.owner.as_ref(), Some("ICH02011I"))
        } else {
            Some(self.new_owner(it.owner.as_ref(), Some("ICH02011I"))?)
        };
        if let (false, Some(owner)) = (exists, owner.clone()) {
            let connection = self.new_connection(it, owner);
            self.database.connect(user, group.clone(), connection);
        }
        self.describe_connection(user, &group, it, owner);
        Ok(())
    }

    /// GROUP, else the issuer's current connect group.
    fn connect_group(&self, group: Option<&Name>, id: Option<&'static str>) -> Done<String> {
        let Some(group) = group else { return Ok(self.current_group_or_fail("GROUP")?.value) };
        self.is_group(group, id)?;
        Ok(group.text.clone())
    }

    fn new_connection(&self, it: &ConnectOperands, owner: Fact<String>) -> Connection {
        Connection {
            origin: Some(self.span),
            authority: said_or(it.authority.as_ref(), GroupAuthority::Use, self.span),
            uacc: said_or(it.uacc.as_ref(), AccessLevel::None, self.span),
            owner,
            attributes: UserAttributes::new(),
            revocation: Revocation::default(),
        }
    }

    fn describe_connection(
        &mut self,
        user: &str,
        group: &str,
        it: &ConnectOperands,
        owner: Option<Fact<String>>,
    ) {
        let said = self.span;
        let connections = self.database.users.get_mut(user).map(|it| &mut it.connections);
        let Some(connection) = connections.and_then(|it| it.get_mut(group)) else { return };
        if let Some(owner) = owner {
            connection.owner = owner;
        }
        if let Some(authority) = &it.authority {
            connection.authority = Fact::said(authority.node, said);
        }
        if let Some(uacc) = &it.uacc {
            connection.uacc = Fact::said(uacc.node, said);
        }
        set_attributes(&mut connection.attributes, &it.attributes, said);
        let who = format!("the connection of `{user}` to `{group}`");
        let operands = (it.revoke.as_ref(), it.resume.as_ref());
        let about = (who.as_str(), MESSAGES);
        revocation::apply(&mut connection.revocation, operands, said, about, &mut self.reply);
    }

    /// Takes a connection away. Group data set profiles that the user owns need another owner.
    pub(super) fn remove(&mut self, name: &Name, it: &RemoveOperands) -> Done {
        let user = &name.text;
        let Some(known) = self.database.users.get(user) else {
            let text = format!("unknown user `{user}`");
            return Err(Failure::unnamed(text, name.span).lacks(Lack::Id));
        };
        let default_group = &known.default_group.value;
        let group = self.connect_group(it.group.as_ref(), None)?;
        if !known.connections.contains_key(&group) {
            let text = format!("`{user}` isn't connected to `{group}`");
            return Err(Failure::unnamed(text, name.span));
        }
        if *default_group == group {
            let text = format!(
                "`{group}` is the default group of `{user}`; assign another with ALTUSER DFLTGRP first"
            );
            return Err(Failure::unnamed(text, name.span));
        }
        self.hand_over(name, &group, it)?;
        self.database.disconnect(user, &group);
        Ok(())
    }

    /// REMOVE, OWNER: who becomes owner of the user's group data set profiles.
    fn hand_over(&mut self, user: &Name, group: &str, it: &RemoveOperands) -> Done {
        if self.database.data_sets_owned(group, &user.text) == 0 {
            return Ok(());
        }
        let id = &user.text;
        let Some(owner) = it.owner.as_ref() else {
            let text = format!(
                "`{id}` owns data set profiles `{group}.…`; specify their new owner with OWNER"
            );
            return Err(Failure::unnamed(text, user.span));
        };
        if owner.text == *id {
            let text = format!("`{id}` can't stay the owner of data set profiles `{group}.…`");
            return Err(Failure::unnamed(text, owner.span));
        }
        let owner = self.new_owner(Some(owner), None)?;
        for key in self.group_profiles(group, id) {
            self.database.set_owner(DATASET, KeyRef::from(&key), owner.clone());
        }
        Ok(())
    }

    fn group_profiles(&self, group: &str, owner: &str) -> Vec<ProfileKey> {
        let profiles = self.database.classes.get(DATASET).into_iter().flatten();
        let keys =
            profiles.filter(|(key, it)| qualifier(&key.name) == group && it.owner.value == owner);
        keys.map(|(key, _)| key.clone()).collect()
    }
}
