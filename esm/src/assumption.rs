//! What the documentation of ACF2 and Top Secret leaves open: one named switch each, with the safe
//! answer as default.

use crate::manager::Esm;

/// An open point. A site that knows better states it as `assume.NAME`.
#[derive(Clone, Copy, Debug)]
pub struct Assumption {
    /// The security manager.
    pub esm: Esm,
    /// The key, after `assume.`.
    pub name: &'static str,
    /// The answers; the first is the default.
    pub answers: &'static [&'static str],
    /// What the question is, and what the default results in.
    pub meaning: &'static str,
    /// How sure the default is: A several independent sources, B one source, C indirect, D unknown.
    pub sure: char,
}

/// Every open point.
pub const ASSUMPTIONS: &[Assumption] = &[
    Assumption {
        esm: Esm::Acf2,
        name: "reckey-makes-roleset",
        answers: &["yes", "no"],
        meaning: "A RECKEY with ROLE or USER that creates a rule set makes it a role rule set. With `no`, \
                  `$ROLESET` is added to each key first",
        sure: 'C',
    },
    Assumption {
        esm: Esm::Acf2,
        name: "dash-matches-zero",
        answers: &["no", "yes"],
        meaning: "Whether the qualifier `-` also matches no qualifier in resource rules. With `no`, the name \
                  itself has an entry of its own",
        sure: 'D',
    },
    Assumption {
        esm: Esm::Acf2,
        name: "level-mapping",
        answers: &["services", "update"],
        meaning: "CONTROL and ALTER are asked for as the services DELETE and ADD. With `update`, they are asked \
                  for as UPDATE, so that permits for UPDATE are wider",
        sure: 'C',
    },
    Assumption {
        esm: Esm::Acf2,
        name: "repeated-entry",
        answers: &["refused", "added"],
        meaning: "A RECKEY that adds an existing entry is refused. With `added`, each entry is deleted before it is \
                  added",
        sure: 'D',
    },
    Assumption {
        esm: Esm::Tss,
        name: "auth",
        answers: &["override", "merge"],
        meaning: "The control option AUTH: OVERRIDE decides by the first record with a fitting permit, MERGE by all \
                  records",
        sure: 'B',
    },
    Assumption {
        esm: Esm::Tss,
        name: "second-permit",
        answers: &["adds", "replaces"],
        meaning: "A second PERMIT of one name to one ACID leaves the first. With `adds`, the permits of that name are \
                  revoked first; with `replaces`, they are not",
        sure: 'C',
    },
];
