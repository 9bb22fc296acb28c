//! What was found in a dump, and which parts of it are not in the package.

use saffron_vocabulary::safr::Rules;
use serde::{Serialize, Serializer};

/// Notes that are kept; more are counted.
const MOST_NOTES: usize = 10_000;

/// What was found, and what could not be carried over.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The rules of the package.
    #[serde(serialize_with = "rules")]
    pub rules: Rules,
    /// How much is in the package.
    pub counts: Counts,
    /// What isn't in it, or is there in another form, in the order of the tables.
    pub notes: Vec<Note>,
    /// The number of notes beyond those.
    pub further_notes: usize,
}

/// How much is in the package.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Users.
    pub users: usize,
    /// System administrators among them.
    pub system_administrators: usize,
    /// Groups.
    pub groups: usize,
    /// Environments.
    pub environments: usize,
    /// Items of all environments.
    pub items: usize,
    /// Edit rights that are stored.
    pub rights: usize,
    /// Roles that the package names because several groups have the same rights.
    pub roles: usize,
}

/// Something that can't be carried over as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The table.
    pub table: String,
    /// The line of the dump, from 1.
    pub line: usize,
    /// What the row contains, and how it was handled.
    pub text: String,
}

impl Default for Report {
    fn default() -> Self {
        let (counts, notes) = (Counts::default(), Vec::new());
        Self { rules: Rules::Safr, counts, notes, further_notes: 0 }
    }
}

impl Report {
    pub(crate) fn note(&mut self, table: &str, line: usize, text: impl Into<String>) {
        if self.notes.len() < MOST_NOTES {
            self.notes.push(Note { table: table.to_owned(), line, text: text.into() });
        } else {
            self.further_notes += 1;
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn rules<S: Serializer>(rules: &Rules, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(rules.as_str())
}
