//! KEY:VALUE lines, as IRRXUTIL hands over the profile `_SETROPTS`. What is absent is off.

use saffron_diagnostics::{FileId, Span};
use saffron_racf::database::Fact;
use saffron_vocabulary::racf::{Enforcement, LogOptions};

use super::reading::{ASKED, Reading, Setting};

/// Keys with one class a line.
const LISTS: [(&str, Setting); 10] = [
    ("CLASSACT", Setting::Active),
    ("GENERIC", Setting::Generic),
    ("GENCMD", Setting::GenericCommands),
    ("RACLIST", Setting::Raclist),
    ("GLOBAL", Setting::Global),
    ("LOGALWYS", Setting::Log(LogOptions::Always)),
    ("LOGNEVER", Setting::Log(LogOptions::Never)),
    ("LOGSUCC", Setting::Log(LogOptions::Successes)),
    ("LOGFAIL", Setting::Log(LogOptions::Failures)),
    ("LOGDEFLT", Setting::Log(LogOptions::Default)),
];

fn pair(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim();
    let plain = !key.is_empty() && key.chars().all(|it| it.is_ascii_alphanumeric());
    plain.then(|| (key.to_ascii_uppercase(), value.trim()))
}

/// Reads the lines; others are passed over.
pub(super) fn read(text: &str, file: FileId) -> Reading {
    let mut reading = Reading::new();
    let mut start = 0_u32;
    for line in text.split_inclusive('\n') {
        let end = start.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        if let Some((key, value)) = pair(line) {
            stated(&mut reading, &key, value, Span { file, start, end });
        }
        start = end;
    }
    if !reading.options.classes.is_empty() {
        reading.stated.extend(ASKED);
    }
    reading
}

fn stated(reading: &mut Reading, key: &str, value: &str, span: Span) {
    if let Some((_, setting)) = LISTS.iter().find(|(it, _)| *it == key) {
        for class in value.split([' ', ',']).filter(|it| !it.is_empty()) {
            reading.class(*setting, &class.to_ascii_uppercase(), span);
        }
        return;
    }
    let options = &mut reading.options;
    let on = || Fact::said(is_true(value), span);
    match key {
        "EGN" => options.enhanced_generic_naming = on(),
        "GRPLIST" => options.list_of_groups = on(),
        "WHENPROG" => options.program_control = on(),
        "ADDCREAT" => options.add_creator = on(),
        "GENOWNER" => options.generic_owner = on(),
        "OPERAUDT" => options.operations_audit = on(),
        "PROTALL" => options.protect_all = Fact::said(enforcement(value), span),
        "MLS" => options.mls = Fact::said(enforcement(value), span),
        "MLACTIVE" => options.ml_active = Fact::said(enforcement(value), span),
        "PREFIX" if !value.is_empty() => {
            options.prefix = Fact::said(Some(value.to_ascii_uppercase()), span);
        }
        _ => {}
    }
}

fn is_true(value: &str) -> bool {
    ["TRUE", "YES", "ON", "ACTIVE"].iter().any(|it| value.eq_ignore_ascii_case(it))
}

fn enforcement(value: &str) -> Enforcement {
    match value.to_ascii_uppercase().as_str() {
        "WARNING" | "WARN" => Enforcement::Warning,
        "FAILURES" | "FAIL" | "TRUE" | "YES" | "ON" => Enforcement::Failures,
        _ => Enforcement::Off,
    }
}
