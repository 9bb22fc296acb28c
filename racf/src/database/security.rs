//! Security levels, categories and labels of users and profiles.
//!
//! Sources: `RACF Command Language Reference`, ADDUSER and RDEFINE, SECLEVEL, ADDCATEGORY, SECLABEL;
//! `Security Administrator's Guide` on the classes SECDATA and SECLABEL.

use saffron_diagnostics::Span;

use super::key::KeyRef;
use super::name::{fold, holds_variable};
use super::reply::{Done, Failure};
use super::session::Work;
use super::{Database, Fact, Security};
use crate::command::{Name, SecurityOperands, Setting};

/// Labels that RACF supplies itself.
pub(super) const SYSTEM_LABELS: [&str; 4] = ["SYSHIGH", "SYSLOW", "SYSMULTI", "SYSNONE"];

impl Database {
    /// The number of a security level.
    pub(super) fn security_level(&self, name: &str) -> Option<u8> {
        let members = self.members("SECDATA", "SECLEVEL")?;
        let found = members.keys().find_map(|it| it.strip_prefix(name)?.strip_prefix('/'));
        found?.parse().ok()
    }

    fn is_category(&self, name: &str) -> bool {
        self.members("SECDATA", "CATEGORY").is_some_and(|it| it.contains_key(name))
    }

    fn is_label(&self, name: &str) -> bool {
        SYSTEM_LABELS.contains(&name) || self.profile("SECLABEL", KeyRef::discrete(name)).is_some()
    }

    fn members(
        &self,
        class: &str,
        profile: &str,
    ) -> Option<&indexmap::IndexMap<String, Option<Span>>> {
        Some(&self.profile(class, KeyRef::discrete(profile))?.details.as_ref()?.members)
    }
}

impl Work<'_> {
    /// Every level, category and label that is given is defined.
    pub(super) fn known_security(&self, it: &SecurityOperands) -> Done {
        if let Some(Setting::To(level)) = &it.level {
            let name = fold(&level.node);
            let known = holds_variable(&name) || self.database.security_level(&name).is_some();
            needs(known, "security level", &name, "RALTER SECDATA SECLEVEL ADDMEM(…)", level.span)?;
        }
        for category in &it.add_categories {
            let name = fold(&category.text);
            let known = holds_variable(&name) || self.database.is_category(&name);
            let remedy = "RALTER SECDATA CATEGORY ADDMEM(…)";
            needs(known, "security category", &name, remedy, category.span)?;
        }
        if let Some(Setting::To(label)) = &it.label {
            let name = fold(&label.node);
            let known = holds_variable(&name) || self.database.is_label(&name);
            needs(known, "security label", &name, "RDEFINE SECLABEL", label.span)?;
        }
        Ok(())
    }
}

fn needs(known: bool, what: &str, name: &str, remedy: &str, span: Span) -> Done {
    if known {
        return Ok(());
    }
    let text = format!("unknown {what} `{name}`; define it with {remedy}");
    Err(Failure::unnamed(text, span))
}

/// Whether anything is specified.
pub(super) fn says(it: &SecurityOperands) -> bool {
    it.level.is_some()
        || it.label.is_some()
        || !it.add_categories.is_empty()
        || !it.delete_categories.is_empty()
}

/// Applies what is specified.
pub(super) fn apply(security: &mut Security, it: &SecurityOperands, said: Span) {
    set(&mut security.level, it.level.as_ref(), said);
    set(&mut security.label, it.label.as_ref(), said);
    for Name { text, .. } in &it.delete_categories {
        if text == "*" {
            security.categories.clear();
        } else {
            security.categories.remove(&fold(text));
        }
    }
    for category in &it.add_categories {
        security.categories.entry(fold(&category.text)).or_insert(Some(said));
    }
}

fn set(slot: &mut Option<Fact<String>>, setting: Option<&Setting<String>>, said: Span) {
    match setting {
        Some(Setting::To(name)) => *slot = Some(Fact::said(fold(&name.node), said)),
        Some(Setting::Off(_)) => *slot = None,
        None => {}
    }
}
