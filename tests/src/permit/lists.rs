//! Access lists, as plain as they can be.

use std::collections::BTreeMap;
use std::fmt;

use saffron_vocabulary::racf::AccessLevel;

/// What an entry of a conditional access list depends on: `("TERMINAL", "T1")`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// `PROGRAM`, `TERMINAL`, …
    pub kind: String,
    /// The program, the terminal, …; `*` in a command for all of them.
    pub value: String,
}

/// The access lists of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    /// Standard access list.
    pub standard: BTreeMap<String, AccessLevel>,
    /// Conditional access list.
    pub conditional: BTreeMap<(String, Condition), AccessLevel>,
}

impl fmt::Display for Lists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (id, level) in &self.standard {
            write!(f, " {id}={level}")?;
        }
        for ((id, condition), level) in &self.conditional {
            write!(f, " {id}={level} WHEN({}({}))", condition.kind, condition.value)?;
        }
        Ok(())
    }
}
