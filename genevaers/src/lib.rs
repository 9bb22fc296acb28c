//! A GenevaERS database, dumped as plain SQL, to a policy package.
//!
//! The tables are those of the `PostgreSQL` schema of `GenevaERS` (`genevaERSEmpty.sql`).
//!
//! INVARIANT: what can't be carried over is reported with its table and line, and never widens a right.
#![forbid(unsafe_code)]

mod database;
mod model;
mod refused;
mod report;
mod sql;
mod world;
mod write;

#[cfg(test)]
mod tests;

use saffron_vocabulary::safr::Rules;

pub use refused::Refused;
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
    let world = model::World::of(&tables, choice.rules, &mut report)?;
    report.counts = world.counts();
    Ok(Import { files: write::package(&world, &choice.package), report })
}
