//! What a new profile starts from: defaults, the profile that FROM names, the creator's entry.
//!
//! Source: `RACF Command Language Reference`, ADDSD and RDEFINE, FROM and UACC; `Security
//! Administrator's Guide`, ADDCREATOR and profile modeling.

use indexmap::IndexMap;
use saffron_vocabulary::racf::AccessLevel;

use super::class::Class;
use super::key::KeyRef;
use super::naming::Wanted;
use super::permit::is_legal_condition;
use super::reply::{Done, Failure};
use super::session::Work;
use super::store::qualifier;
use super::{Fact, Profile, ProfileKey};
use crate::command::{FromOperands, UserAttribute};
use crate::outcome::Lack;

impl Work<'_> {
    /// A new profile, as its class or its model has it; nothing else is specified for it yet.
    pub(super) fn new_profile(
        &mut self,
        class: &Class,
        owner: Fact<String>,
        from: Option<&FromOperands>,
    ) -> Done<Profile> {
        if let Some(from) = from {
            return Ok(Profile { owner, ..self.copy_of(class, from)? });
        }
        let uacc = class.descriptor.default_uacc.unwrap_or_else(|| self.issuer_uacc());
        Ok(Profile {
            origin: self.span,
            owner,
            uacc: Fact::said(uacc, self.span),
            standard: IndexMap::new(),
            conditional: IndexMap::new(),
            details: None,
        })
    }

    /// The issuer's UACC in the current connect group.
    fn issuer_uacc(&self) -> AccessLevel {
        let user = self.database.users.get(self.issuer);
        let connection = user.and_then(|it| it.connections.get(&it.default_group.value));
        connection.map_or(AccessLevel::None, |it| it.uacc.value)
    }

    /// FROM: all but the owner, members and segments.
    fn copy_of(&mut self, class: &Class, from: &FromOperands) -> Done<Profile> {
        let (source_class, key) = self.source(class, from, None)?;
        let source = self.database.profile(&source_class.name, KeyRef::from(&key));
        let entries = source.map_or(0, |it| it.standard.len() + it.conditional.len());
        self.may_copy(entries, from.name.span)?;
        let source = self.database.profile(&source_class.name, KeyRef::from(&key));
        let Some(mut copy) = source.cloned() else {
            return Err(Failure::unnamed(format!("`{}` isn't defined", key.name), from.name.span));
        };
        copy.origin = self.span;
        copy.uacc = Fact::said(fitting(class, copy.uacc.value), self.span);
        for level in copy.standard.values_mut().chain(copy.conditional.values_mut()) {
            *level = Fact::said(fitting(class, level.value), self.span);
        }
        copy.conditional.retain(|key, _| is_legal_condition(class, key.kind));
        if let Some(details) = &mut copy.details {
            details.members.clear();
            details.segments.clear();
        }
        Ok(copy)
    }

    /// The profile that FROM names.
    pub(super) fn source(
        &mut self,
        class: &Class,
        from: &FromOperands,
        id: Option<&'static str>,
    ) -> Done<(std::borrow::Cow<'static, Class>, ProfileKey)> {
        let name = from.class.as_ref();
        let source_class = match name {
            Some(name) => self.class(name)?,
            None => std::borrow::Cow::Owned(class.clone()),
        };
        let generic = from.generic.then_some(from.name.span);
        let refused = id.map(|_| "ICH06010I");
        let volumes = from.volume.as_slice();
        let wanted = Wanted { name: &from.name, generic, operand: "FGENERIC", volumes };
        self.generic_operand(&source_class, wanted, refused)?;
        match self.locate(&source_class, wanted) {
            Ok(key) => Ok((source_class, key)),
            Err(why) => Err(Failure::of(id, why, from.name.span).lacks(Lack::Profile)),
        }
    }

    /// ADDCREATOR: the user who defines a profile gets ALTER, but needs no entry for own data sets.
    pub(super) fn add_creator(&self, profile: &mut Profile, class: &Class, name: &str) {
        let own = class.is_data_set() && qualifier(name) == self.issuer;
        if self.database.options.add_creator.value && !own {
            let alter = Fact::said(AccessLevel::Alter, self.span);
            profile.standard.insert(self.issuer.to_owned(), alter);
        }
    }

    /// GRPACC: the group gets UPDATE to its data sets that the user defines.
    pub(super) fn add_group_access(&self, profile: &mut Profile, name: &str) {
        let group = qualifier(name);
        let Some(user) = self.database.users.get(self.issuer) else { return };
        let connection = user.connections.get(&user.default_group.value);
        let grpacc = user.attributes.contains_key(&UserAttribute::GrpAcc)
            || connection.is_some_and(|it| it.attributes.contains_key(&UserAttribute::GrpAcc));
        if grpacc && self.database.groups.contains_key(group) {
            let update = Fact::said(AccessLevel::Update, self.span);
            profile.standard.entry(group.to_owned()).or_insert(update);
        }
    }
}

/// A level where EXECUTE may not be: there it grants nothing, as NONE.
pub(super) fn fitting(class: &Class, level: AccessLevel) -> AccessLevel {
    match level {
        AccessLevel::Execute if !class.descriptor.execute_allowed => AccessLevel::None,
        other => other,
    }
}
