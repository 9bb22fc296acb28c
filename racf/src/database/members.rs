//! ADDMEM and DELMEM: members of grouping profiles, entries for global access checking, security
//! levels and categories, values of variables.
//!
//! Source: `RACF Command Language Reference`, RDEFINE and RALTER, ADDMEM, DELMEM.

use indexmap::IndexMap;
use saffron_diagnostics::Span;
use saffron_vocabulary::name::{DataSetRules, is_security_name};
use saffron_vocabulary::racf::AccessLevel;

use super::ProfileKey;
use super::class::{Class, DATASET};
use super::key::KeyRef;
use super::name::{self, fold, holds_variable};
use super::reply::{Done, Failure};
use super::session::Work;
use super::store::remove_entry;
use crate::command::Name;

/// Members as they are stored.
type Members = IndexMap<String, Option<Span>>;

impl Work<'_> {
    /// ADDMEM. A member that can't be one is skipped, and the others are added.
    pub(super) fn add_members(&mut self, class: &Class, key: &ProfileKey, members: &[Name]) {
        if !self.takes_members(class, members) {
            return;
        }
        for member in members {
            match self.member(class, &key.name, member) {
                Ok(text) => self.add_member(class, key, text, member.span),
                Err(failure) => self.reply.skipped_commands(failure),
            }
        }
    }

    fn takes_members(&mut self, class: &Class, members: &[Name]) -> bool {
        if let Some(first) = members.first().filter(|_| !class.has_members()) {
            let text = format!("profiles of the class `{}` have no members", class.name);
            self.reply.ignored(None, text, first.span);
            return false;
        }
        true
    }

    fn add_member(&mut self, class: &Class, key: &ProfileKey, text: String, span: Span) {
        let said = self.span;
        let Some(profile) = self.database.profile_mut(&class.name, KeyRef::from(key)) else {
            return;
        };
        let members = &mut profile.details.get_or_insert_default().members;
        if members.contains_key(&text) {
            let text = format!("`{text}` is already a member");
            return self.reply.note(None, text, span);
        }
        remove_named(class, &key.name, members, &text);
        members.insert(text, Some(said));
    }

    /// A member as it is stored.
    fn member(&mut self, class: &Class, profile: &str, member: &Name) -> Done<String> {
        match (class.name.as_str(), profile) {
            ("GLOBAL", of) => self.global_member(of, member),
            ("SECDATA", "SECLEVEL") => level_member(member),
            ("SECDATA", _) => category_member(member),
            ("RACFVARS" | "NODES" | "PROGRAM" | "VMXEVENT", _) => value_member(member),
            _ => self.resource_member(class, member),
        }
    }

    /// A resource of the member class.
    fn resource_member(&self, class: &Class, member: &Name) -> Done<String> {
        let of = class.descriptor.member_class.as_deref().and_then(|it| self.database.class(it));
        let Some(of) = of else { return value_member(member) };
        let text = if of.descriptor.mixed_case { member.text.clone() } else { fold(&member.text) };
        let generic = self.is_generic_name(&of, &text);
        let verdict = name::general(&text, &of, generic);
        verdict.map(|()| text).map_err(|why| not_a_member(member, &why.to_string()))
    }

    /// `NAME/LEVEL`; without a level it grants nothing. Data set names follow the rule of quotes.
    fn global_member(&mut self, of: &str, member: &Name) -> Done<String> {
        let (resource, level) = split_level(&member.text);
        if level == AccessLevel::Execute {
            return Err(not_a_member(member, "can't grant EXECUTE"));
        }
        let bare = resource.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
        let quoted = member.quoted || bare.is_some();
        let text = bare.unwrap_or(resource).to_owned();
        let as_name = Name { text, quoted, span: member.span };
        let Some(class) = self.database.class(of) else {
            return Err(not_a_member(member, "has a class that isn't defined"));
        };
        let is_own = as_name.text.starts_with("&RAC") || as_name.text.starts_with('*');
        let resource = if class.is_data_set() && is_own {
            fold(&as_name.text)
        } else {
            self.stored_name(&class, &as_name)
        };
        let verdict = if of == DATASET {
            let rules = DataSetRules { global: true, ..self.data_set_rules() };
            name::data_set(&resource, rules)
        } else {
            name::general(&resource, &class, true)
        };
        verdict.map_err(|why| not_a_member(member, &why.to_string()))?;
        Ok(format!("{resource}/{level}"))
    }

    /// DELMEM. One that isn't there is remarked on.
    pub(super) fn delete_members(&mut self, class: &Class, key: &ProfileKey, members: &[Name]) {
        if !self.takes_members(class, members) {
            return;
        }
        for member in members {
            let text = self.deleted_member(class, &key.name, member);
            let profile = self.database.profile_mut(&class.name, KeyRef::from(key));
            let details = profile.and_then(|it| it.details.as_mut());
            let done =
                details.is_some_and(|it| remove_named(class, &key.name, &mut it.members, &text));
            if !done {
                let text = format!("`{}` isn't a member", member.text);
                self.reply.ignored(None, text, member.span);
            }
        }
    }

    /// The member that is meant; its level or number needn't be given.
    fn deleted_member(&mut self, class: &Class, profile: &str, member: &Name) -> String {
        match self.member(class, profile, member) {
            Ok(text) => text,
            Err(_) => fold(&member.text),
        }
    }
}

/// Takes out the member of this name, whatever level or number it has.
fn remove_named(class: &Class, profile: &str, members: &mut Members, text: &str) -> bool {
    match (class.name.as_str(), profile) {
        ("GLOBAL", _) => {
            let resource = split_level(text).0;
            let mut keys = AccessLevel::ALL.iter().map(|level| format!("{resource}/{level}"));
            keys.any(|key| remove_entry(members, key.as_str()).is_some())
        }
        ("SECDATA", "SECLEVEL") => {
            let name = text.split('/').next().unwrap_or_default();
            let of_name = |it: &&String| it.split('/').next() == Some(name);
            let found = members.keys().find(of_name).cloned();
            found.is_some_and(|key| members.shift_remove(&key).is_some())
        }
        _ => remove_entry(members, text).is_some(),
    }
}

/// `SYS1.HELP/READ` in two; NONE where no level is given.
pub(super) fn split_level(text: &str) -> (&str, AccessLevel) {
    let level = text.rsplit_once('/');
    let level = level.and_then(|(name, level)| Some((name, AccessLevel::from_name(level)?)));
    level.unwrap_or((text, AccessLevel::None))
}

/// `SECRET/100`
fn level_member(member: &Name) -> Done<String> {
    let text = fold(&member.text);
    if holds_variable(&text) {
        return Ok(text);
    }
    let (name, number) = text.split_once('/').unwrap_or((&text, ""));
    let number = number.parse::<u8>().ok().filter(|it| (1..=254).contains(it));
    match number {
        Some(number) if is_security_name(name) => Ok(format!("{name}/{number}")),
        _ => Err(not_a_member(member, "isn't of the form name/number with a number from 1 to 254")),
    }
}

fn category_member(member: &Name) -> Done<String> {
    let text = fold(&member.text);
    if is_security_name(&text) || holds_variable(&text) {
        return Ok(text);
    }
    Err(not_a_member(member, "can't be the name of a category"))
}

fn value_member(member: &Name) -> Done<String> {
    let text = fold(&member.text);
    let forbidden = |it: char| it.is_whitespace() || it.is_control() || ",;()".contains(it);
    if text.is_empty() || text.contains(forbidden) {
        return Err(not_a_member(
            member,
            "is empty or contains a character that names can't contain",
        ));
    }
    Ok(text)
}

fn not_a_member(member: &Name, why: &str) -> Failure {
    Failure::unnamed(format!("`{}` can't be a member: it {why}", member.text), member.span)
}
