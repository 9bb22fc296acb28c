//! Classes whose profiles hold data: RACFVARS, GLOBAL, STARTED.

use std::collections::BTreeSet;

use saffron_lang::Span;
use saffron_lang::ast::{Global, GlobalEntry, Item, ItemKind, Property, Variable};
use saffron_vocabulary::racf::AccessLevel;

use super::entries::{global_entries, members};
use super::gap::{Gap, GapKind};
use super::make::{self, place};
use super::resource::variables;
use super::translator::Translator;
use saffron_racf::database::{Database, Fact, Profiles, Segment};

/// Known to the global access checking table, and only there.
const GLOBAL_VARIABLES: [&str; 2] = ["&RACUID", "&RACGPID"];

impl Translator<'_> {
    /// Profiles of the class RACFVARS.
    pub(super) fn variable_items(&mut self) -> Vec<Item> {
        let database = self.database;
        let mut items = Vec::new();
        for (key, profile) in database.classes.get("RACFVARS").into_iter().flatten() {
            if !is_variable(&key.name) {
                let subject = format!("the variable `{}`", key.name);
                let why = "its name is not a valid variable name";
                let span = Some(profile.origin);
                self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, span));
                continue;
            }
            let name = make::name(&key.name, profile.origin);
            let members = members(profile).map(|(member, span)| make::text(member, span));
            let members = members.collect();
            let kind = ItemKind::Variable(Variable { name, members });
            items.push(make::item(kind, profile.origin));
        }
        items
    }

    /// Access lists of profiles that contain data: they are never used for a decision.
    pub(super) fn data_lists(&mut self, class: &str, profiles: &Profiles) {
        for (key, profile) in profiles {
            let entries = profile.standard.len() + profile.conditional.len();
            if entries > 0 || profile.uacc.value != AccessLevel::None {
                let subject = format!("UACC and access list of the profile `{}`", key.name);
                let why =
                    format!("profiles of the class `{class}` contain data and protect no resource");
                self.gaps.push(Gap::new(GapKind::Unsaid, subject, why, Some(profile.origin)));
            }
        }
    }

    /// Profiles of the class GLOBAL, each the table of the class of its name.
    pub(super) fn globals(&mut self) -> Vec<Item> {
        let database = self.database;
        let mut items = Vec::new();
        for (key, profile) in database.classes.get("GLOBAL").into_iter().flatten() {
            let class = key.name.as_str();
            let checked = self.classes.get(class);
            if checked.is_none_or(|it| it.member_class.is_some() || it.holds_data) {
                let subject = format!("the global access checking table of `{class}`");
                let why = "the class has no global access checking";
                let span = Some(profile.origin);
                self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, span));
                continue;
            }
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            let mut entries = Vec::new();
            for (name, level, span) in global_entries(database, class) {
                if seen.insert(name) {
                    entries.extend(self.global_entry(class, name, level, span));
                }
            }
            let name = make::name(class, profile.origin);
            let kind = ItemKind::Global(Global { class: name, entries });
            items.push(make::item(kind, profile.origin));
        }
        items
    }

    fn global_entry(
        &mut self,
        class: &str,
        name: &str,
        level: AccessLevel,
        span: Span,
    ) -> Option<GlobalEntry> {
        let unknown = variables(name).find(|it| !GLOBAL_VARIABLES.contains(it));
        if let Some(variable) = unknown {
            let subject = format!("the global entry `{name}` of the class `{class}`");
            let why = format!("global access checking does not support `{variable}`");
            self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, Some(span)));
            return None;
        }
        let access = make::word(make::level(level), span);
        let name = self.naming.name(class, name);
        Some(GlobalEntry { name: make::text(&name, span), access, span })
    }

    /// The fields of STDATA. An ID of the wrong kind is left out: no task could start under it.
    pub(super) fn started_data(&mut self, profile: &str, segment: &Segment) -> Vec<Property> {
        let mut fields = Vec::new();
        for field in ["USER", "GROUP"] {
            if let Some(fact) = segment.fields.get(field) {
                fields.extend(self.started_id(profile, field, fact));
            }
        }
        for field in ["TRUSTED", "PRIVILEGED", "TRACE"] {
            if let Some(fact) = segment.fields.get(field) {
                let on = make::yes_or_no(fact.value.eq_ignore_ascii_case("YES"));
                let key = field.to_ascii_lowercase();
                fields.push(make::word_property(&key, on, place(fact.origin)));
            }
        }
        fields
    }

    fn started_id(&mut self, profile: &str, field: &str, fact: &Fact<String>) -> Option<Property> {
        let (value, span, key) =
            (fact.value.as_str(), place(fact.origin), field.to_ascii_lowercase());
        if value.eq_ignore_ascii_case("=MEMBER") {
            return Some(make::text_property(&key, "=MEMBER", span));
        }
        let is_group = field == "GROUP";
        let wrong = if is_group {
            self.database.users.contains_key(value)
        } else {
            self.database.groups.contains_key(value)
        };
        if wrong {
            let subject = format!("`{field}` of the started task `{profile}`");
            let why = format!("`{value}` is not a {key}");
            self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, fact.origin));
            return None;
        }
        if is_group {
            self.refer_to_group(value, span);
        } else {
            self.refer(value, span);
            self.needed_users.insert(value.to_owned());
        }
        Some(make::name_property(&key, value, span))
    }
}

/// Names of RACF variables, with their `&`.
pub(super) fn variable_names(database: &Database) -> BTreeSet<String> {
    let profiles = database.classes.get("RACFVARS").into_iter().flatten();
    profiles.map(|(key, _)| key.name.clone()).filter(|it| is_variable(it)).collect()
}

/// `&` and one to seven letters, digits and nationals.
fn is_variable(name: &str) -> bool {
    let rest = name.strip_prefix('&').unwrap_or_default();
    let fits = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit() || "@#$".contains(it);
    (1..=7).contains(&rest.len()) && rest.chars().all(fits) && !GLOBAL_VARIABLES.contains(&name)
}
