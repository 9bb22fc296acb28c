//! SECDATA and SECLABEL: levels, categories and labels.
//!
//! INVARIANT: no user gains access by mistake. What is named and not defined counts as the highest there
//! is where a profile asks for it, and no user has it. Of categories only the names count, so one
//! that isn't defined is declared as it is called.

use std::collections::BTreeSet;

use saffron_lang::Span;
use saffron_lang::ast::{Declaration, Item, ItemKind, Property, SecurityLevel, Value};

use super::gap::{Gap, GapKind};
use super::make::{self, place};
use saffron_racf::database::{Database, Profile, Security};

/// The highest number of a security level.
const HIGHEST: u64 = 254;

/// Labels that RACF supplies.
const SYSTEM_LABELS: [&str; 4] = ["SYSHIGH", "SYSLOW", "SYSMULTI", "SYSNONE"];

/// Names of levels, categories and labels.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    pub(super) levels: BTreeSet<String>,
    /// Levels that profiles require and no command defines.
    undefined: BTreeSet<String>,
    categories: BTreeSet<String>,
    labels: BTreeSet<String>,
    /// Their declarations.
    pub(super) items: Vec<Item>,
}

impl Vocabulary {
    /// What the database defines, and what it names beyond that.
    pub(super) fn of(database: &Database, gaps: &mut Vec<Gap>) -> Self {
        let mut vocabulary = Self::default();
        vocabulary.defined(database, gaps);
        vocabulary.named(database, gaps);
        for (key, profile) in database.classes.get("SECLABEL").into_iter().flatten() {
            vocabulary.label(&key.name, profile, gaps);
        }
        vocabulary
    }

    /// Members of the profiles SECLEVEL and CATEGORY of the class SECDATA.
    fn defined(&mut self, database: &Database, gaps: &mut Vec<Gap>) {
        for (profile, (member, origin)) in members(database, "SECDATA") {
            if profile == "CATEGORY" {
                self.category(member, place(origin));
            } else if let Some((name, number)) = level(member) {
                self.levels.insert(name.to_owned());
                self.declare_level(name, number, place(origin));
            } else {
                let subject = format!("the security level `{member}`");
                let why = "a level has a number from 1 to 254";
                gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, origin));
            }
        }
    }

    /// What users and profiles name.
    fn named(&mut self, database: &Database, gaps: &mut Vec<Gap>) {
        for user in database.users.values() {
            self.name_categories(&user.security);
        }
        for (class, profiles) in &database.classes {
            for (key, profile) in profiles {
                let Some(details) = &profile.details else { continue };
                self.name_categories(&details.security);
                let level = details.security.level.as_ref();
                if let Some(fact) = level.filter(|it| !self.levels.contains(&it.value)) {
                    let subject = format!("the profile `{}` of the class `{class}`", key.name);
                    let why = format!("its security level `{}` isn't defined", fact.value);
                    gaps.push(Gap::new(GapKind::Stricter, subject, why, fact.origin));
                    if self.undefined.insert(fact.value.clone()) {
                        self.declare_level(&fact.value, HIGHEST, place(fact.origin));
                    }
                }
            }
        }
    }

    fn name_categories(&mut self, security: &Security) {
        for (category, origin) in &security.categories {
            self.category(category, place(*origin));
        }
    }

    fn declare_level(&mut self, name: &str, number: u64, span: Span) {
        let number = make::spanned(number, span);
        let level = SecurityLevel { name: make::name(name, span), number };
        self.items.push(make::item(ItemKind::SecurityLevel(level), span));
    }

    fn category(&mut self, name: &str, span: Span) {
        if self.categories.insert(name.to_owned()) {
            self.items.push(make::item(ItemKind::Category(make::name(name, span)), span));
        }
    }

    /// A label, if it can be one: RACF needs its level to compare it.
    fn label(&mut self, name: &str, profile: &Profile, gaps: &mut Vec<Gap>) {
        if SYSTEM_LABELS.contains(&name) {
            return;
        }
        let security = profile.details.as_ref().map(|it| &it.security);
        let level = security.and_then(|it| it.level.as_ref());
        let (Some(security), Some(level)) =
            (security, level.filter(|it| self.levels.contains(&it.value)))
        else {
            let subject = format!("the security label `{name}`");
            let why = "it has no defined security level, so no user can use it";
            gaps.push(Gap::new(GapKind::Stricter, subject, why, Some(profile.origin)));
            return;
        };
        self.labels.insert(name.to_owned());
        let at = place(level.origin);
        let mut properties = vec![make::name_property("security-level", &level.value, at)];
        properties.extend(categories(security));
        let label = Declaration { name: make::name(name, profile.origin), properties };
        self.items.push(make::item(ItemKind::SecurityLabel(label), profile.origin));
    }

    pub(super) fn knows_label(&self, name: &str) -> bool {
        SYSTEM_LABELS.contains(&name) || self.labels.contains(name)
    }
}

/// Name and number of a level.
fn level(member: &str) -> Option<(&str, u64)> {
    let (name, number) = member.rsplit_once('/')?;
    let number = number.trim().parse().ok().filter(|it| (1..=HIGHEST).contains(it))?;
    Some((name, number))
}

/// Members of all profiles of a class, with the name of the profile.
fn members<'d>(
    database: &'d Database,
    class: &str,
) -> impl Iterator<Item = (&'d str, (&'d str, Option<Span>))> {
    let profiles = database.classes.get(class).into_iter().flatten();
    profiles.flat_map(|(key, profile)| {
        let members = profile.details.as_ref().into_iter().flat_map(|it| &it.members);
        members.map(|(member, origin)| (key.name.as_str(), (member.as_str(), *origin)))
    })
}

/// The categories that a user or a profile has.
pub(super) fn categories(security: &Security) -> Option<Property> {
    let values = security.categories.iter();
    let values: Vec<Value> =
        values.map(|(name, origin)| make::name_value(name, place(*origin))).collect();
    let first = values.first()?.span();
    Some(make::list_property("categories", values, first))
}
