//! The profiles and IDs on which the sequences play.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::Lists;

/// Which profile: class, name without quotes, and whether it is a generic one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The class.
    pub class: String,
    /// The name.
    pub name: String,
    /// Generic, also where the name has no generic characters.
    pub generic: bool,
}

/// IDs and the access lists of all profiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    /// Users and groups.
    pub ids: BTreeSet<String>,
    /// Access lists.
    pub profiles: BTreeMap<Place, Lists>,
}

/// The commands that make on a fresh database what [`World::default`] describes.
pub const PREPARATION: &str = "\
SETROPTS EGN
SETROPTS GENERIC(DATASET FACILITY)
SETROPTS CLASSACT(FACILITY TERMINAL CONSOLE SERVAUTH)
SETROPTS WHEN(PROGRAM)
ADDGROUP G1
ADDGROUP G2
ADDUSER ANN DFLTGRP(G1)
ADDUSER BOB DFLTGRP(G1)
ADDUSER CYD DFLTGRP(G2)
ADDSD 'SYS1.**' UACC(NONE)
ADDSD 'SYS1.LINKLIB' GENERIC UACC(NONE)
ADDSD 'SYS1.LINKLIB' VOLUME(VOL001) UNIT(3390) UACC(NONE)
RDEFINE FACILITY A.B UACC(NONE)
RDEFINE FACILITY A.* UACC(NONE)
RDEFINE SERVAUTH EZB.PORT UACC(NONE)
RDEFINE PROGRAM PAYROLL UACC(NONE)
RDEFINE TERMINAL T1 UACC(NONE)
";

/// Class, name and whether generic, as [`PREPARATION`] defines them.
pub(super) const PROFILES: [(&str, &str, bool); 8] = [
    ("DATASET", "SYS1.**", true),
    ("DATASET", "SYS1.LINKLIB", true),
    ("DATASET", "SYS1.LINKLIB", false),
    ("FACILITY", "A.B", false),
    ("FACILITY", "A.*", true),
    ("SERVAUTH", "EZB.PORT", false),
    ("PROGRAM", "PAYROLL", false),
    ("TERMINAL", "T1", false),
];

/// Users and groups that are defined.
pub(super) const IDS: [&str; 7] = ["IBMUSER", "SYS1", "G1", "G2", "ANN", "BOB", "CYD"];

impl Default for World {
    fn default() -> Self {
        let place = |(class, name, generic): (&str, &str, bool)| Place {
            class: class.to_owned(),
            name: name.to_owned(),
            generic,
        };
        Self {
            ids: IDS.map(str::to_owned).into(),
            profiles: PROFILES.map(|it| (place(it), Lists::default())).into(),
        }
    }
}
