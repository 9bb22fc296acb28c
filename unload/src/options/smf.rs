//! The records of SMF 81 (RACFINIT, CLASNAME) in an unload of SMF (IRRADU00): the options at the last initialization.
//!
//! They don't tell whether lists of groups are checked.

use saffron_diagnostics::{FileId, Span};
use saffron_racf::database::Fact;
use saffron_vocabulary::racf::{Enforcement, LogOptions};

use super::reading::{Reading, Setting};
use crate::columns::Columns;

/// Options that RACFINIT states, by their names in a policy.
const STATED: [&str; 3] = ["enhanced-generic-naming", "protect-all", "program-control"];

/// Settings of a class, by the columns of CLASNAME.
const SETTINGS: [(usize, usize, Setting); 5] = [
    (63, 66, Setting::Active),
    (68, 71, Setting::Generic),
    (73, 76, Setting::GenericCommands),
    (78, 81, Setting::Global),
    (83, 86, Setting::Raclist),
];

/// Whether the text has such records.
pub(super) fn is_smf(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("RACFINIT "))
}

/// Reads the records; those of an earlier initialization don't count.
pub(super) fn read(text: &str, file: FileId) -> Reading {
    let mut reading = Reading::new();
    let mut start = 0_u32;
    for line in text.split_inclusive('\n') {
        let end = start.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        let (text, span) = (line.trim_end(), Span { file, start, end });
        let record = Columns::new(text);
        if text.starts_with("RACFINIT ") {
            reading = system(record, span);
        } else if text.starts_with("CLASNAME ") {
            class(&mut reading, record, span);
        }
        start = end;
    }
    reading
}

fn is_on(record: Columns<'_>, first: usize, last: usize) -> bool {
    record.get(first, last).eq_ignore_ascii_case("YES")
}

/// An option with a column for it, and one that tells whether it only warns or fails.
fn enforcement(on: bool, warns: bool) -> Enforcement {
    match (on, warns) {
        (false, _) => Enforcement::Off,
        (true, true) => Enforcement::Warning,
        (true, false) => Enforcement::Failures,
    }
}

fn system(record: Columns<'_>, span: Span) -> Reading {
    let mut reading = Reading::new();
    let options = &mut reading.options;
    let on = |first, last| is_on(record, first, last);
    let fact = |first, last| Fact::said(on(first, last), span);
    options.enhanced_generic_naming = fact(410, 413);
    options.program_control = fact(415, 418);
    options.generic_owner = fact(468, 471);
    options.add_creator = fact(545, 548);
    options.operations_audit = fact(307, 310);
    options.protect_all = Fact::said(enforcement(on(385, 388), on(390, 393)), span);
    options.mls = Fact::said(enforcement(on(458, 461), !on(512, 515)), span);
    options.ml_active = Fact::said(enforcement(on(463, 466), !on(517, 520)), span);
    let prefix = record.get(371, 378);
    if !prefix.is_empty() {
        options.prefix = Fact::said(Some(prefix.to_owned()), span);
    }
    reading.stated.extend(STATED);
    reading
}

fn class(reading: &mut Reading, record: Columns<'_>, span: Span) {
    let name = record.get(44, 51);
    if name.is_empty() {
        return;
    }
    for (first, last, setting) in SETTINGS {
        reading.listed(setting);
        if is_on(record, first, last) {
            reading.class(setting, name, span);
        }
    }
    if let Some(log) = LogOptions::from_name(record.get(93, 100)) {
        reading.class(Setting::Log(log), name, span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &[(usize, &str)]) -> String {
        let mut text = String::new();
        for (column, value) in fields {
            text.push_str(&" ".repeat((column - 1).saturating_sub(text.len())));
            text.push_str(value);
        }
        text
    }

    #[test]
    fn the_last_initialization_counts() {
        let first = record(&[(1, "RACFINIT"), (385, "NO"), (410, "NO"), (415, "NO")]);
        let last = record(&[
            (1, "RACFINIT"),
            (371, "SYSP"),
            (385, "YES"),
            (390, "YES"),
            (410, "YES"),
            (415, "YES"),
            (458, "YES"),
            (512, "YES"),
            (545, "NO"),
        ]);
        let class = |name, active, raclist, log| {
            let fields =
                [(1, "CLASNAME"), (44, name), (63, active), (68, "NO"), (83, raclist), (93, log)];
            record(&fields)
        };
        let [old, new] =
            [class("APPL", "YES", "NO", "ALWAYS"), class("FACILITY", "YES", "YES", "FAILURES")];
        let text = [first, old, last, new].join("\n");
        assert!(is_smf(&text));
        let Reading { options, stated } = read(&text, FileId(0));
        assert!(options.enhanced_generic_naming.value && options.program_control.value);
        assert_eq!(options.protect_all.value, Enforcement::Warning);
        assert_eq!(options.mls.value, Enforcement::Failures);
        assert_eq!(options.prefix.value.as_deref(), Some("SYSP"));
        assert!(!options.classes.contains_key("APPL"));
        let facility = &options.classes["FACILITY"];
        assert!(facility.active.is_some() && facility.raclisted.is_some());
        assert!(facility.generic.is_none());
        assert_eq!(facility.log_options.as_ref().map(|it| it.value), Some(LogOptions::Failures));
        assert!(stated.contains("raclist") && !stated.contains("list-of-groups"));
    }
}
