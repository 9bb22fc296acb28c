//! The output of SETROPTS LIST.
//!
//! A capture may hold the command itself, carriage control characters, a margin, and several reports, of which the
//! last counts. Lists go on over lines.

use saffron_diagnostics::{FileId, Span};
use saffron_racf::database::Fact;
use saffron_vocabulary::racf::{Enforcement, LogOptions};

use super::reading::{Reading, Setting};

/// With this line a report begins.
const FIRST: &str = "ATTRIBUTES =";

/// Headings of lists of classes.
const LISTS: [(&str, Setting); 13] = [
    ("STATISTICS", Setting::Other),
    ("AUDIT CLASSES", Setting::Other),
    ("ACTIVE CLASSES", Setting::Active),
    ("GENERIC PROFILE CLASSES", Setting::Generic),
    ("GENERIC COMMAND CLASSES", Setting::GenericCommands),
    ("GENLIST CLASSES", Setting::Other),
    ("GLOBAL CHECKING CLASSES", Setting::Global),
    ("SETR RACLIST CLASSES", Setting::Raclist),
    ("LOGOPTIONS \"ALWAYS\" CLASSES", Setting::Log(LogOptions::Always)),
    ("LOGOPTIONS \"NEVER\" CLASSES", Setting::Log(LogOptions::Never)),
    ("LOGOPTIONS \"SUCCESSES\" CLASSES", Setting::Log(LogOptions::Successes)),
    ("LOGOPTIONS \"FAILURES\" CLASSES", Setting::Log(LogOptions::Failures)),
    ("LOGOPTIONS \"DEFAULT\" CLASSES", Setting::Log(LogOptions::Default)),
];

/// A list that isn't one of classes with a setting of SETROPTS, and whose heading holds an equals sign.
const RACLIST_ONLY: &str = "GLOBAL=YES RACLIST ONLY";

/// Whether a text holds such a report.
pub(super) fn is_list(text: &str) -> bool {
    text.lines().any(|line| plain(line).starts_with(FIRST))
}

/// Reads the last report of a text.
pub(super) fn read(text: &str, file: FileId) -> Reading {
    let mut report = Report { reading: Reading::new(), open: None };
    let mut start = 0_u32;
    for line in text.split_inclusive('\n') {
        let end = start.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        let line = plain(line);
        if line.starts_with(FIRST) {
            report = Report { reading: Reading::new(), open: None };
        }
        report.line(&line, Span { file, start, end });
        start = end;
    }
    report.reading
}

/// A line without carriage control and margin, in capital letters, each blank single.
fn plain(line: &str) -> String {
    let control = line.starts_with(['0', '1', '-', '+']) && line.get(1..2) == Some(" ");
    let line = if control { line.get(1..).unwrap_or_default() } else { line };
    let words: Vec<&str> = line.split(|it: char| it.is_whitespace() || it.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
    words.join(" ").trim_end_matches('.').to_ascii_uppercase()
}

struct Report {
    reading: Reading,
    /// The list that may go on.
    open: Option<Open>,
}

#[derive(Clone, Copy)]
enum Open {
    Attributes,
    Classes(Setting),
}

impl Report {
    fn line(&mut self, line: &str, span: Span) {
        if let Some((open, rest)) = heading(line) {
            self.open = Some(open);
            if let Open::Classes(setting) = open {
                self.reading.listed(setting);
            } else {
                self.program_control(false, span);
            }
            self.list(open, rest, span);
        } else if let (Some(open), true) = (self.open, continues(line)) {
            self.list(open, line, span);
        } else if !line.is_empty() {
            self.open = None;
            self.sentence(line, span);
        }
    }

    fn list(&mut self, open: Open, words: &str, span: Span) {
        match open {
            Open::Attributes => self.attributes(words, span),
            Open::Classes(setting) => {
                for name in words.split(' ').filter(|it| !it.is_empty() && *it != "NONE") {
                    self.reading.class(setting, name, span);
                }
            }
        }
    }

    fn attributes(&mut self, words: &str, span: Span) {
        if words.split(' ').any(|it| it.starts_with("WHEN(PROGRAM")) {
            self.program_control(true, span);
        }
        if words.split(' ').any(|it| it == "OPERAUDIT") {
            self.reading.options.operations_audit = Fact::said(true, span);
        }
        let undefined = words.split(' ').find_map(|it| it.strip_prefix("TERMINAL("));
        if let Some(access) = undefined {
            let can_be_used = access.trim_end_matches(')') != "NONE";
            self.reading.options.undefined_terminals = Fact::said(can_be_used, span);
            self.reading.stated.insert("undefined-terminals");
        }
    }

    fn program_control(&mut self, on: bool, span: Span) {
        self.reading.options.program_control = Fact::said(on, span);
        self.reading.stated.insert("program-control");
    }

    fn sentence(&mut self, line: &str, span: Span) {
        let options = &mut self.reading.options;
        let on = || !line.contains(" NOT IN EFFECT") && !line.ends_with("INACTIVE");
        let flags = [
            (
                "ENHANCED GENERIC NAMING",
                "enhanced-generic-naming",
                &mut options.enhanced_generic_naming,
            ),
            ("LIST OF GROUPS ACCESS CHECKING", "list-of-groups", &mut options.list_of_groups),
            ("GENERIC OWNER ONLY", "generic-owner", &mut options.generic_owner),
            ("ADDCREATOR", "add-creator", &mut options.add_creator),
        ];
        if let Some((_, name, flag)) = flags.into_iter().find(|(it, _, _)| begins(line, it)) {
            *flag = Fact::said(on(), span);
            self.reading.stated.insert(name);
            return;
        }
        if let Some(prefix) = line.strip_prefix("SINGLE LEVEL NAME PREFIX IS ") {
            options.prefix = Fact::said(Some(prefix.to_owned()), span);
        }
        self.enforcement(line, span);
    }

    /// A heading says whether the option is off; a line under it, how it is enforced.
    fn enforcement(&mut self, line: &str, span: Span) {
        let options = &mut self.reading.options;
        let known = [
            ("PROTECT-ALL", "PROTECT-ALL ", "protect-all", &mut options.protect_all),
            ("MULTI-LEVEL ACTIVE", "\"MLACTIVE ", "ml-active", &mut options.ml_active),
            ("NO WRITE-DOWN", "\"MLS ", "mls", &mut options.mls),
        ];
        for (heading, detail, name, option) in known {
            let detail = line.trim_start_matches("+ ").strip_prefix(detail);
            let enforced = match detail {
                Some(it) if it.starts_with("FAIL") => Some(Enforcement::Failures),
                Some(it) if it.starts_with("WARN") => Some(Enforcement::Warning),
                _ if !begins(line, heading) => None,
                _ if line.contains(" NOT IN EFFECT") => Some(Enforcement::Off),
                // What its enforcement is follows; without it, the stricter is taken.
                _ => Some(Enforcement::Failures),
            };
            if let Some(enforced) = enforced {
                *option = Fact::said(enforced, span);
                self.reading.stated.insert(name);
            }
        }
    }
}

/// Whether a line is about an option.
fn begins(line: &str, option: &str) -> bool {
    line.strip_prefix(option).is_some_and(|rest| rest.starts_with([' ', ',']))
}

/// The list that a line begins, and the words after the equals sign.
fn heading(line: &str) -> Option<(Open, &str)> {
    if let Some(rest) = line.strip_prefix(FIRST) {
        return Some((Open::Attributes, rest));
    }
    let after = |heading: &str| line.strip_prefix(heading)?.trim_start().strip_prefix('=');
    if let Some(rest) = after(RACLIST_ONLY) {
        return Some((Open::Classes(Setting::Other), rest));
    }
    LISTS.iter().find_map(|(it, setting)| Some((Open::Classes(*setting), after(it)?)))
}

/// Whether a line holds only names of classes or attributes, so that it goes on with a list.
fn continues(line: &str) -> bool {
    let name = |it: &str| {
        it.len() <= 8 && it.chars().all(|it| it.is_ascii_alphanumeric() || "#@$".contains(it))
    };
    let attribute = |it: &str| it.contains('(') || it.ends_with(')') || it == "--";
    !line.is_empty() && line.split(' ').all(|it| name(it) || attribute(it))
}
