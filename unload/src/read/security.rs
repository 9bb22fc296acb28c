//! Security levels and categories: profiles hold their numbers, the class SECDATA their names.

use std::collections::BTreeMap;

use saffron_diagnostics::Span;
use saffron_racf::database::{Fact, ProfileKey, Profiles, Security};

use super::part::{SecurityNumbers, made_up};
use super::record::Record;
use crate::report::{FindingKind, Findings};

/// Names by number.
#[derive(Debug, Default)]
pub(super) struct SecurityNames {
    levels: BTreeMap<u8, String>,
    categories: BTreeMap<u16, String>,
    /// Names of numbers that have none in SECDATA.
    made_up: usize,
}

impl SecurityNames {
    /// Remembers what a member of SECDATA names.
    pub(super) fn member(&mut self, record: &Record<'_>) {
        match record.get("NAME") {
            "CATEGORY" => self.category(record),
            "SECLEVEL" => self.level(record),
            _ => {}
        }
    }

    fn category(&mut self, record: &Record<'_>) {
        if let Some(number) = record.number("CATEGORY") {
            self.categories.entry(number).or_insert_with(|| record.get("MEMBER").to_owned());
        }
    }

    fn level(&mut self, record: &Record<'_>) {
        if let Some(number) = record.number("SECLEVEL") {
            self.levels.entry(number).or_insert_with(|| record.get("MEMBER").to_owned());
        }
    }

    /// Puts names for numbers. A number without a name gets one, so that what it asks of a user stays.
    pub(super) fn name(
        &mut self,
        numbers: SecurityNumbers,
        security: &mut Security,
        findings: &mut Findings,
    ) {
        if let Some((number, span)) = numbers.level {
            let name = self.levels.entry(number).or_insert_with(|| {
                self.made_up += 1;
                findings.add(FindingKind::UnnamedLevel, &number.to_string(), span);
                format!("LEVEL{number}")
            });
            security.level = Some(Fact::said(name.clone(), span));
        }
        for (number, span) in numbers.categories {
            let name = self.categories.entry(number).or_insert_with(|| {
                self.made_up += 1;
                findings.add(FindingKind::UnnamedCategory, &number.to_string(), span);
                format!("CATEGORY{number}")
            });
            security.categories.insert(name.clone(), Some(span));
        }
    }
}

impl SecurityNames {
    /// Adds every name to SECDATA, those that were made up among them.
    pub(super) fn declare_made_up(&self, classes: &mut BTreeMap<String, Profiles>) {
        if self.made_up == 0 {
            return;
        }
        let levels = self.levels.iter().map(|(number, name)| format!("{name}/{number}"));
        declare(classes, "SECLEVEL", levels);
        declare(classes, "CATEGORY", self.categories.values().cloned());
    }
}

fn declare(
    classes: &mut BTreeMap<String, Profiles>,
    profile: &str,
    members: impl Iterator<Item = String>,
) {
    let place = Span::NOWHERE;
    let key = ProfileKey { name: profile.to_owned(), generic: false, volumes: Vec::new() };
    let profiles = classes.entry("SECDATA".to_owned()).or_default();
    let details =
        profiles.entry(key).or_insert_with(|| made_up(place)).details.get_or_insert_default();
    for member in members {
        details.members.entry(member).or_insert(Some(place));
    }
}
