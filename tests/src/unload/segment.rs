//! Segments as records, with their columns by number.

use saffron_racf::database::{Segment, Segments};

use super::Line;

/// Type, segment, and fields by their first column. A number fills its ten columns with zeros.
type Table = (&'static str, &'static str, &'static [(usize, &'static str)]);

const DFP: &[(usize, &str)] =
    &[(15, "DATAAPPL"), (24, "DATACLAS"), (33, "MGMTCLAS"), (42, "STORCLAS")];

/// Segments of groups.
pub const GROUP: [Table; 3] =
    [("0110", "DFP", DFP), ("0120", "OMVS", &[(15, "GID")]), ("0130", "OVM", &[(15, "GID")])];

/// Segments of users.
pub const USER: [Table; 9] = [
    ("0210", "DFP", DFP),
    (
        "0220",
        "TSO",
        &[
            (15, "ACCTNUM"),
            (56, "COMMAND"),
            (137, "DEST"),
            (146, "HOLDCLASS"),
            (148, "JOBCLASS"),
            (150, "PROC"),
            (159, "SIZE"),
            (170, "MSGCLASS"),
            (172, "MAXSIZE"),
            (194, "SYSOUTCLASS"),
            (196, "USERDATA"),
            (205, "UNIT"),
            (214, "SECLABEL"),
        ],
    ),
    ("0230", "CICS", &[(15, "OPIDENT"), (19, "OPPRTY"), (30, "TIMEOUT")]),
    ("0240", "LANGUAGE", &[(15, "PRIMARY"), (19, "SECONDARY")]),
    (
        "0260",
        "WORKATTR",
        &[
            (15, "WANAME"),
            (76, "WABLDG"),
            (137, "WADEPT"),
            (198, "WAROOM"),
            (259, "WAADDR1"),
            (320, "WAADDR2"),
            (381, "WAADDR3"),
            (442, "WAADDR4"),
            (503, "WAACCNT"),
            (759, "WAEMAIL"),
        ],
    ),
    (
        "0270",
        "OMVS",
        &[
            (15, "UID"),
            (26, "HOME"),
            (1050, "PROGRAM"),
            (2074, "CPUTIMEMAX"),
            (2085, "ASSIZEMAX"),
            (2096, "FILEPROCMAX"),
            (2107, "PROCUSERMAX"),
            (2118, "THREADSMAX"),
            (2129, "MMAPAREAMAX"),
            (2140, "MEMLIMIT"),
            (2150, "SHMEMMAX"),
        ],
    ),
    ("02B0", "LNOTES", &[(15, "SNAME")]),
    ("02C0", "NDS", &[(15, "UNAME")]),
    ("02F0", "EIM", &[(15, "LDAPPROF")]),
];

/// Fields that are numbers in records.
const NUMBERS: [&str; 11] = [
    "OPPRTY",
    "GID",
    "UID",
    "SIZE",
    "MAXSIZE",
    "CPUTIMEMAX",
    "ASSIZEMAX",
    "FILEPROCMAX",
    "PROCUSERMAX",
    "THREADSMAX",
    "MMAPAREAMAX",
];

/// The records of what `name` has.
pub(super) fn records(name: &str, segments: &Segments, tables: &[Table]) -> Vec<Line> {
    let of = |(kind, segment, fields): &Table| {
        let segment = segments.get(*segment)?;
        let line = Line::new(kind).put(6, name);
        Some(fields.iter().fold(line, |line, (column, field)| {
            line.set(*column, value(segment, field).as_deref())
        }))
    };
    tables.iter().filter_map(of).collect()
}

fn value(segment: &Segment, field: &str) -> Option<String> {
    let value = &segment.fields.get(field)?.value;
    let width = if field == "OPPRTY" { 5 } else { 10 };
    Some(if NUMBERS.contains(&field) { format!("{value:0>width$}") } else { value.clone() })
}
