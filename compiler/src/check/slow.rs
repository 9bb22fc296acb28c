//! Generic names that can make a decision slow.
//!
//! The table has a bound of the steps that a search takes in each class, whatever the name is that
//! is searched. Few policies come near the limit: names that differ in plain characters are found
//! without comparing the others. What adds up are names of which many match the same qualifiers
//! and differ only after them.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use saffron_diagnostics::diagnostic;
use saffron_diagnostics::{Diagnostic, Span};
use saffron_vocabulary::index::Index as _;

use crate::codes;
use crate::model::ClassId;
use crate::table::{DecisionTable, RowId};

/// The most steps that the searches of a decision may take in a class without a warning. Measured with
/// `saffron bench --worst`, a step takes between 5 and 20 ns.
const MOST_STEPS: u64 = 4_000;

/// Adds a warning for each class in which a search may take too many steps.
pub(crate) fn check(table: &DecisionTable<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let before = diagnostics.len();
    for (id, class) in table.model.classes.iter_enumerated() {
        let steps = table.bound(id);
        if steps > MOST_STEPS {
            diagnostics.extend(slow(table, id, &class.name, steps));
        }
    }
    if diagnostics.len() > before {
        diagnostic::sort(diagnostics);
    }
}

fn slow(table: &DecisionTable<'_>, id: ClassId, class: &str, steps: u64) -> Option<Diagnostic> {
    let places = dearest(table, id);
    let mut places = places.into_iter();
    let (first, name) = places.next()?;
    let message = format!(
        "a decision in class `{class}` may take {steps} steps of search; up to {MOST_STEPS} take \
         less than 100 µs"
    );
    let label = format!("many names match the same qualifiers as `{name}`");
    let mut found = Diagnostic::warning(codes::SLOW_SEARCH, message, first, label);
    for (span, name) in places {
        found = found.because(span, format!("and as `{name}`"));
    }
    Some(found.help(
        "write qualifiers that differ in plain characters, and those before `**`; give names with \
         variables a plain qualifier that few of them share",
    ))
}

/// Some of the names that make a search long, with their places.
fn dearest(table: &DecisionTable<'_>, id: ClassId) -> Vec<(Span, String)> {
    let (names, globals) = (&table.names[id], &table.global_names[id]);
    if globals.bound() > names.bound() {
        let entries = globals.dearest().into_iter();
        let entries = entries.filter_map(|row| table.model.globals.get(row));
        return entries.map(|entry| (entry.origin, entry.name.clone())).collect();
    }
    let rows = names.dearest().into_iter();
    let rows = rows.filter_map(|row| table.rows.get(RowId::from_usize(row)));
    rows.map(|row| (row.profile.base.origin, row.profile.name.to_string())).collect()
}
