//! Records to a database.
//!
//! Each record is kept under what it belongs to (kind, class, name, volume) until all have been read, since no order
//! of records can be relied on.

mod data;
mod finish;
mod group;
mod part;
mod profile;
mod record;
mod references;
mod security;
mod segment;
mod user;

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use saffron_diagnostics::{FileId, Span};
use saffron_racf::database::{Database, Fact};

use crate::form::{Form, Records};
use crate::layout::{Layout, begins_a_record};
use crate::options::Stated;
use crate::report::{Counts, FindingKind, Findings};
use part::{Classes, GroupPart, UserPart};
use record::Record;
use references::References;
use security::SecurityNames;

/// Reads the files of one system.
#[derive(Debug, Default)]
pub struct Reader {
    groups: BTreeMap<String, GroupPart>,
    users: BTreeMap<String, UserPart>,
    classes: Classes,
    references: References,
    security: SecurityNames,
    counts: Counts,
    findings: Findings,
}

/// What the files hold.
#[derive(Debug)]
pub struct System {
    /// What the records state; options are as in a new database until they are set.
    pub database: Database,
    /// Records by type.
    pub counts: Counts,
    /// What isn't in the database, or needs attention.
    pub findings: Findings,
    /// Options that no source states, by their names in a policy.
    pub assumed: Vec<&'static str>,
}

impl System {
    /// Puts options in force. A class that no table describes is declared as a dynamic one, though on the system it
    /// is in the table of the installation: it doesn't depend on whether the class CDT is in use there.
    pub fn set_options(&mut self, stated: Stated) {
        let Stated { mut options, assumed } = stated;
        if self.findings.has(FindingKind::UnknownClass) {
            let class = options.classes.entry("CDT".to_owned()).or_default();
            class.active.get_or_insert(Fact::initial(true));
            class.raclisted.get_or_insert(Fact::initial(true));
        }
        self.database.options = options;
        self.assumed = assumed;
    }
}

impl Reader {
    /// Adds a file; returns the number of its records. Places are record numbers, which are line numbers where records
    /// are lines: byte `n` of the file stands for record `n + 1`.
    ///
    /// # Errors
    ///
    /// If the file can't be read.
    pub fn file(&mut self, file: FileId, form: Form, from: impl BufRead) -> io::Result<u32> {
        let mut records = Records::new(from, form);
        let mut number = 0_u32;
        while let Some(text) = records.next_record()? {
            let span = Span { file, start: number, end: number };
            number = number.saturating_add(1);
            self.record(text, span);
        }
        Ok(number)
    }

    fn record(&mut self, text: &str, span: Span) {
        if !begins_a_record(text) {
            if !text.trim_end_matches(['\u{1a}', ' ', '\0']).is_empty() {
                self.findings.add(FindingKind::NotARecord, "", span);
            }
            return;
        }
        let kind = text.get(..4).unwrap_or_default();
        let Some(layout) = Layout::of(kind) else {
            self.counts.unknown(kind);
            return self.findings.add(FindingKind::UnknownType, kind, span);
        };
        self.counts.known(layout);
        let record = Record::new(text, layout, span);
        match layout.kind.as_bytes() {
            [b'0', b'1', ..] => self.group(&record),
            [b'0', b'2', ..] => self.user(&record),
            [b'0', b'4', ..] => self.data_set(&record),
            _ => self.resource(&record),
        }
    }

    /// Counts a value that isn't known.
    fn unknown_value(&mut self, record: &Record<'_>, field: &str) {
        let subject = format!("{} {field}", record.layout.kind);
        self.findings.add(FindingKind::UnknownValue, &subject, record.span);
    }

    /// Counts those of these fields whose value `is_known` doesn't know.
    fn unknown_values(
        &mut self,
        record: &Record<'_>,
        fields: &[&str],
        is_known: impl Fn(&str) -> bool,
    ) {
        for field in fields {
            if record.set(field).is_some_and(|value| !is_known(value)) {
                self.unknown_value(record, field);
            }
        }
    }

    /// Counts a record that a database has no place for.
    fn without_place(&mut self, record: &Record<'_>) {
        self.findings.add(FindingKind::WithoutPlace, record.layout.kind, record.span);
    }
}
