//! Decisions that can be slow.
//!
//! The table has a bound of the steps that a decision takes in each class, whatever the name, the user
//! and the circumstances are. Few policies come near the limit: names that differ in plain characters
//! are found without comparing the others, and lists are searched by halves. What adds up are names
//! of which many match the same qualifiers and differ only after them, names on thousands of volumes,
//! and users with thousands of groups.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use saffron_diagnostics::diagnostic;
use saffron_diagnostics::{Diagnostic, Span};
use saffron_vocabulary::index::Index as _;

use crate::codes;
use crate::model::{ClassId, ItemId, Safr};
use crate::table::{DecisionTable, Row, RowId};
use crate::work::{Bounds, Longest, SafrWork, Work};

/// The most steps that a decision may take in a class without a warning. Measured with
/// `saffron bench --worst`, a step takes between 5 and 20 ns.
const MOST_STEPS: u64 = 4_000;

/// Adds a warning for each class in which a decision may take too many steps; one for all, if it is a
/// user of whom too much is read.
pub(crate) fn check(
    bounds: &Bounds<'_, '_>,
    table: &DecisionTable<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let before = diagnostics.len();
    let mut is_user_known = false;
    for (id, class) in table.model.classes.iter_enumerated() {
        let steps = bounds.class(id);
        let Some(work) = bounds.work(id).filter(|_| steps > MOST_STEPS) else { continue };
        let message = format!(
            "a decision in class `{}` may take {steps} steps; up to {MOST_STEPS} take less than 100 µs",
            class.name
        );
        let found = Found { table, message };
        let search = table.search_bound(id);
        let most = search.max(work.profile).max(work.user).max(work.others);
        let is_user = most == work.user;
        if is_user && std::mem::replace(&mut is_user_known, true) {
            continue;
        }
        let because = if is_user {
            found.user(work)
        } else if most == search {
            found.search(id)
        } else {
            found.profile(work).filter(|_| most == work.profile)
        };
        diagnostics.extend(because.or_else(|| found.anything()));
    }
    diagnostics.extend(safr(&table.model.safr));
    if diagnostics.len() > before {
        diagnostic::sort(diagnostics);
    }
}

/// A warning if a decision about SAFR may take too many steps.
fn safr(safr: &Safr) -> Option<Diagnostic> {
    let work = SafrWork::of(safr);
    let steps = work.steps();
    if steps <= MOST_STEPS {
        return None;
    }
    let item = |id: Option<ItemId>| safr.items.get(id?);
    let most = work.references.max(work.reached).max(work.groups);
    let (place, label) = if most == work.groups {
        let label = format!("a deletion looks at the rights of all {} groups", safr.groups.len());
        (safr.groups.iter().next()?.origin, label)
    } else if most == work.reached {
        let label = "an export is checked with all that this item uses, directly or indirectly";
        (item(work.reaching)?.origin, label.to_owned())
    } else {
        let count = item(work.referring)?.references.len();
        (item(work.referring)?.origin, format!("it is checked with its {count} references"))
    };
    let message = format!(
        "a decision about SAFR may take {steps} steps; up to {MOST_STEPS} take less than 100 µs"
    );
    let found = Diagnostic::warning(codes::SLOW_SAFR_DECISION, message, place, label);
    Some(found.help("divide the item or the environment, or give the rights to fewer groups"))
}

/// A class in which a decision may be slow.
struct Found<'t, 'm> {
    table: &'t DecisionTable<'m>,
    message: String,
}

impl Found<'_, '_> {
    fn warning(&self, place: Span, label: String) -> Diagnostic {
        Diagnostic::warning(codes::SLOW_DECISION, self.message.as_str(), place, label)
    }

    fn search(&self, id: ClassId) -> Option<Diagnostic> {
        let mut places = dearest(self.table, id).into_iter();
        let (first, name) = places.next()?;
        let label = format!("many names match the same qualifiers as `{name}`");
        let mut found = self.warning(first, label);
        for (span, name) in places {
            found = found.because(span, format!("and as `{name}`"));
        }
        Some(found.help(
            "write qualifiers that differ in plain characters, and those before `**`; give names with \
             variables a plain qualifier that few of them share",
        ))
    }

    fn profile(&self, work: &Work) -> Option<Diagnostic> {
        let row = match work.longest? {
            Longest::InStorage(id) => self.table.rows.get(id)?,
            Longest::Stored(at) => self.table.stored.get(at)?,
        };
        let (place, label) = (row.profile.base.origin, read_of(row));
        let found = self.warning(place, label);
        Some(found.help(
            "permit groups rather than users, connect users to fewer groups, and write a generic \
             profile rather than one for each volume",
        ))
    }

    fn user(&self, work: &Work) -> Option<Diagnostic> {
        let user = self.table.model.principals.get(work.connected?)?;
        let count = user.kind.user()?.connections.len();
        let label =
            format!("its {count} connections have attributes or dates and are read one by one");
        let found = self.warning(user.origin?, label);
        Some(
            found.help(
                "connect the user to fewer groups, or give the attribute in a group above them",
            ),
        )
    }

    /// Labels, nodes and terminals have no place of their own.
    fn anything(&self) -> Option<Diagnostic> {
        let model = self.table.model;
        let profile = model.profiles.iter().next().map(|profile| profile.origin);
        let place = profile.or_else(|| model.principals.iter().find_map(|known| known.origin))?;
        Some(self.warning(place, "labels, nodes and terminals take most of them".to_owned()))
    }
}

/// What is read of a profile.
fn read_of(row: &Row<'_>) -> String {
    let profile = &row.profile;
    let (entries, conditional) = (profile.standard.len(), profile.conditional.len());
    if profile.base.volumes.is_empty() {
        format!("its lists have {entries} entries and {conditional} conditional entries")
    } else {
        format!("the profiles of `{}` on other volumes are read one by one", profile.name)
    }
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
