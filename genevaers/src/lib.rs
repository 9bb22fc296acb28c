//! A GenevaERS database, dumped as plain SQL, to a policy package.
//!
//! The tables are those of the `PostgreSQL` schema of `GenevaERS` (`genevaERSEmpty.sql`).
//!
//! INVARIANT: what can't be carried over is reported with its table and line, and never widens a right.
#![forbid(unsafe_code)]

mod database;
mod report;
mod sql;
mod world;
mod write;

#[cfg(test)]
mod tests;

use std::fmt;

use saffron_vocabulary::safr::Rules;

pub use report::{Counts, Note, Report};

/// The longest dump that is read.
pub const LONGEST: usize = 1 << 30;

/// What a caller decides.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The name of the package.
    pub package: String,
    /// Which generation of rules, where the dump contains rows of both.
    pub rules: Option<Rules>,
}

/// A package and the report about it.
#[derive(Clone, Debug)]
pub struct Import {
    /// Names and texts of the package's files.
    pub files: Vec<(&'static str, String)>,
    /// What was found, and what could not be carried over.
    pub report: Report,
}

/// Why there is no package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The dump is longer than [`LONGEST`].
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

/// Translates a dump.
pub fn import(dump: &str, choice: &Choice) -> Result<Import, Refused> {
    if dump.len() > LONGEST {
        return Err(Refused::TooLong);
    }
    let mut report = Report::default();
    let tables = database::Tables::read(dump, &mut report);
    if let Some((table, line)) = tables.unreadable {
        return Err(Refused::Unreadable { table, line });
    }
    let world = world::World::of(&tables, choice.rules, &mut report)?;
    report.counts = world.counts();
    Ok(Import { files: write::package(&world, &choice.package), report })
}
