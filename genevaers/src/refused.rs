//! Why a dump becomes no package.

use std::fmt;

/// Why there is no package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The dump is longer than [`LONGEST`](crate::LONGEST).
    TooLong,
    /// No row of a security table was found.
    Empty,
    /// A row of rights can't be read; it may lower a right, so it can't be left out.
    Unreadable {
        /// The table.
        table: &'static str,
        /// Its line.
        line: usize,
    },
    /// Some groups have a role and others the administrator flag of SAFR 4: the first row of each kind.
    Mixed {
        /// Line of a row with a role.
        role: usize,
        /// Line of a row without one.
        legacy: usize,
    },
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str("the dump is longer than 1 GiB"),
            Self::Empty => {
                f.write_str("no environment and no group was found; is this a plain SQL dump?")
            }
            Self::Unreadable { table, line } => {
                write!(f, "line {line}: a row of rights in `{table}` can't be read")
            }
            Self::Mixed { role, legacy } => write!(
                f,
                "groups have roles (line {role}) and administrator flags of SAFR 4 (line {legacy}); \
                 choose one set of rules, `safr` or `genevaers-roles`"
            ),
        }
    }
}

impl std::error::Error for Refused {}
