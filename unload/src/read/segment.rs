//! Segments, by the names that commands give their fields. Nothing in them takes part in a decision but STDATA and
//! CDTINFO; what may hold a secret isn't read.

use std::collections::BTreeMap;

use saffron_racf::database::{Fact, Segment, Segments};

use super::record::Record;

/// A segment and its fields.
pub(super) type Fields = (&'static str, Segment);

/// A type of record, the segment, and fields: in the record, and in commands.
type Table = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const GROUP: &[Table] = &[
    ("0110", "DFP", DFP),
    ("0120", "OMVS", &[("GID", "GID")]),
    ("0130", "OVM", &[("GID", "GID")]),
];

const DFP: &[(&str, &str)] = &[
    ("DATAAPPL", "DATAAPPL"),
    ("DATACLAS", "DATACLAS"),
    ("MGMTCLAS", "MGMTCLAS"),
    ("STORCLAS", "STORCLAS"),
];

const USER: &[Table] = &[
    ("0210", "DFP", DFP),
    (
        "0220",
        "TSO",
        &[
            ("ACCOUNT", "ACCTNUM"),
            ("COMMAND", "COMMAND"),
            ("DEST", "DEST"),
            ("HOLD_CLASS", "HOLDCLASS"),
            ("JOB_CLASS", "JOBCLASS"),
            ("LOGON_PROC", "PROC"),
            ("LOGON_SIZE", "SIZE"),
            ("MSG_CLASS", "MSGCLASS"),
            ("LOGON_MAX", "MAXSIZE"),
            ("SYSOUT_CLASS", "SYSOUTCLASS"),
            ("USER_DATA", "USERDATA"),
            ("UNIT_NAME", "UNIT"),
            ("SECLABEL", "SECLABEL"),
        ],
    ),
    ("0230", "CICS", &[("OPIDENT", "OPIDENT"), ("OPPRTY", "OPPRTY"), ("TIMEOUT", "TIMEOUT")]),
    ("0240", "LANGUAGE", &[("PRIMARY", "PRIMARY"), ("SECONDARY", "SECONDARY")]),
    (
        "0260",
        "WORKATTR",
        &[
            ("AREA_NAME", "WANAME"),
            ("BUILDING", "WABLDG"),
            ("DEPARTMENT", "WADEPT"),
            ("ROOM", "WAROOM"),
            ("ADDR_LINE1", "WAADDR1"),
            ("ADDR_LINE2", "WAADDR2"),
            ("ADDR_LINE3", "WAADDR3"),
            ("ADDR_LINE4", "WAADDR4"),
            ("ACCOUNT", "WAACCNT"),
            ("EMAIL_ADDRESS", "WAEMAIL"),
        ],
    ),
    (
        "0270",
        "OMVS",
        &[
            ("UID", "UID"),
            ("HOME_PATH", "HOME"),
            ("PROGRAM", "PROGRAM"),
            ("CPUTIMEMAX", "CPUTIMEMAX"),
            ("ASSIZEMAX", "ASSIZEMAX"),
            ("FILEPROCMAX", "FILEPROCMAX"),
            ("PROCUSERMAX", "PROCUSERMAX"),
            ("THREADSMAX", "THREADSMAX"),
            ("MMAPAREAMAX", "MMAPAREAMAX"),
            ("MEMLIMIT", "MEMLIMIT"),
            ("SHMEMAX", "SHMEMMAX"),
        ],
    ),
    ("02B0", "LNOTES", &[("SNAME", "SNAME")]),
    ("02C0", "NDS", &[("UNAME", "UNAME")]),
    ("02F0", "EIM", &[("LDAPPROF", "LDAPPROF")]),
];

/// The values of a started task.
const STARTED: Table = (
    "0540",
    "STDATA",
    &[
        ("USER_ID", "USER"),
        ("GROUP_ID", "GROUP"),
        ("TRUSTED", "TRUSTED"),
        ("PRIVILEGED", "PRIVILEGED"),
        ("TRACE", "TRACE"),
    ],
);

/// Which class a profile of CDT defines.
const CLASS: Table = (
    "05C0",
    "CDTINFO",
    &[
        ("POSIT", "POSIT"),
        ("MAXLENGTH", "MAXLENGTH"),
        ("MAXLENX", "MAXLENX"),
        ("DEFAULTRC", "DEFAULTRC"),
        ("KEYQUALIFIER", "KEYQUALIFIERS"),
        ("GROUP", "GROUP"),
        ("MEMBER", "MEMBER"),
        ("OPER", "OPERATIONS"),
        ("DEFAULTUACC", "DEFAULTUACC"),
        ("RACLIST", "RACLIST"),
        ("GENLIST", "GENLIST"),
        ("PROF_ALLOW", "PROFILESALLOWED"),
        ("SECL_REQ", "SECLABELSREQUIRED"),
        ("MACPROCESS", "MACPROCESSING"),
        ("SIGNAL", "SIGNAL"),
        ("CASE", "CASE"),
        ("GENERIC", "GENERIC"),
    ],
);

/// Fields that are numbers, which records fill with zeros.
const NUMBERS: [&str; 16] = [
    "ASSIZEMAX",
    "CPUTIMEMAX",
    "DEFAULTRC",
    "FILEPROCMAX",
    "GID",
    "KEYQUALIFIERS",
    "MAXLENGTH",
    "MAXLENX",
    "MAXSIZE",
    "MMAPAREAMAX",
    "OPPRTY",
    "POSIT",
    "PROCUSERMAX",
    "SIZE",
    "THREADSMAX",
    "UID",
];

/// Characters of names in a dynamic class: the field of the record, and the word of the command.
const KINDS: [(&str, &str); 4] =
    [("ALPHA", "ALPHA"), ("NUM", "NUMERIC"), ("NATL", "NATIONAL"), ("SPEC", "SPECIAL")];

/// The segment of a group that a record holds.
pub(super) fn of_group(record: &Record<'_>) -> Option<Fields> {
    found(GROUP, record)
}

/// The segment of a user that a record holds.
pub(super) fn of_user(record: &Record<'_>) -> Option<Fields> {
    found(USER, record)
}

/// The segment of a general resource that a record holds.
pub(super) fn of_resource(record: &Record<'_>) -> Option<Fields> {
    match record.layout.kind {
        "0540" => Some(read(&STARTED, record)),
        "05C0" => {
            let (name, mut segment) = read(&CLASS, record);
            for (prefix, field) in [("FIRST", "FIRST"), ("OTHER", "OTHER")] {
                let kinds = KINDS.iter().filter(|(it, _)| record.yes(&format!("{prefix}_{it}")));
                let kinds: Vec<&str> = kinds.map(|(_, word)| *word).collect();
                if !kinds.is_empty() {
                    let value = Fact::said(kinds.join(" "), record.span);
                    segment.fields.insert(field.to_owned(), value);
                }
            }
            Some((name, segment))
        }
        _ => None,
    }
}

/// Adds the fields to those that are known already.
pub(super) fn add(segments: &mut Segments, (name, segment): Fields) {
    segments.entry(name.to_owned()).or_insert(segment);
}

fn found(tables: &[Table], record: &Record<'_>) -> Option<Fields> {
    let table = tables.iter().find(|(kind, _, _)| *kind == record.layout.kind)?;
    Some(read(table, record))
}

fn read((_, name, fields): &Table, record: &Record<'_>) -> Fields {
    let set = fields.iter().filter_map(|(field, word)| {
        let value = plain(word, record.set(field)?).to_owned();
        Some(((*word).to_owned(), Fact::said(value, record.span)))
    });
    let fields: BTreeMap<String, Fact<String>> = set.collect();
    (name, Segment { origin: Some(record.span), fields })
}

/// A value as a command has it: a number without zeros in front. The zeros of other values count: `007` is an operator.
fn plain<'v>(field: &str, value: &'v str) -> &'v str {
    let is_number = NUMBERS.contains(&field) && value.bytes().all(|it| it.is_ascii_digit());
    if !is_number {
        return value;
    }
    let digits = value.trim_start_matches('0');
    if digits.is_empty() { "0" } else { digits }
}
