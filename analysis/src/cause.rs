//! On which places of the policies a change rests.
#![expect(
    clippy::indexing_slicing,
    reason = "the two policies are arrays of two, and every index comes from the array [0, 1]"
)]

use saffron_bundle::layout::meta_flag;
use saffron_runtime::{Decision, EntryKind, Source};
use saffron_vocabulary::racf::{Outcome, Step};

use crate::change::{Cause, Kind, Which};
use crate::people::{Person, connections};
use crate::side::Side;

/// The causes of a change, by the decisions of its witness: first the place that grants what is gained or that
/// refuses what is lost, then the place on the other side.
pub(crate) fn causes<'e>(
    sides: [Side<'e>; 2],
    person: &Person<'e>,
    kind: Kind,
    decisions: [&Decision<'e>; 2],
) -> Vec<Cause<'e>> {
    let [old, new] = decisions;
    let options = option_that_differs(sides);
    let mut causes: Vec<Cause<'e>> = Vec::new();
    if options == Some(LIST_OF_GROUPS) && rests_on_other_group(sides, person, decisions) {
        causes.push(Cause { what: LIST_OF_GROUPS, side: Which::New, source: None });
    }
    let (first, second) = if kind == Kind::Loss && new.source().is_none() {
        ((Which::Old, old), (Which::New, new))
    } else {
        ((Which::New, new), (Which::Old, old))
    };
    causes.extend(connection(sides, person, decisions));
    for (side, decision) in [first, second] {
        let (what, source) = (what(decision), decision.source());
        let known = causes.iter().any(|cause| cause.what == what && cause.source == source);
        if (source.is_some() || what == "option") && !known {
            causes.push(Cause { what, side, source });
        }
    }
    if causes.iter().all(|cause| cause.source.is_none() && cause.what != LIST_OF_GROUPS) {
        causes.extend(options.map(|what| Cause { what, side: Which::New, source: None }));
    }
    causes
}

/// Whether a group that counts in one policy only decides: one that isn't the user's current group.
fn rests_on_other_group(
    sides: [Side<'_>; 2],
    person: &Person<'_>,
    decisions: [&Decision<'_>; 2],
) -> bool {
    [0, 1].into_iter().any(|at| {
        let entry = decisions[at].entry().filter(|entry| entry.kind == EntryKind::Group);
        entry.is_some_and(|entry| {
            sides[at].has(meta_flag::LIST_OF_GROUPS) && person.current[1 - at] != Some(entry.id)
        })
    })
}

/// The connection to the group by which only one side grants.
fn connection<'e>(
    sides: [Side<'e>; 2],
    person: &Person<'e>,
    decisions: [&Decision<'e>; 2],
) -> Option<Cause<'e>> {
    for (at, which) in [(1, Which::New), (0, Which::Old)] {
        let Some(entry) = decisions[at].entry().filter(|entry| entry.kind == EntryKind::Group)
        else {
            continue;
        };
        let has =
            |at: usize| connections(sides[at], person.rows[at]).position(|it| it.1 == entry.id);
        let (Some(here), None) = (has(at), has(1 - at)) else { continue };
        let first = person.rows[at].map_or(0, |row| row.connections().start() as usize);
        let bundle = sides[at].bundle;
        let place = bundle.place(bundle.origin_order().connection(first + here));
        let source = place.map(|it| Source { file: it.file, line: it.line, column: it.column });
        return Some(Cause { what: "connection", side: which, source });
    }
    None
}

/// The option by which all groups of a user count.
const LIST_OF_GROUPS: &str = "list-of-groups";

/// What the place of a decision is.
fn what(decision: &Decision<'_>) -> &'static str {
    match decision.step {
        Step::UserEntry | Step::GroupEntry | Step::AnyEntry | Step::Conditional => "entry",
        Step::Insufficient | Step::Warning if decision.entry().is_some() => "entry",
        Step::Uacc => "uacc",
        Step::Operations => "attribute",
        Step::Global => "global",
        Step::Protectall => "option",
        Step::ClassUnknown | Step::ClassInactive | Step::ClassNotRaclisted | Step::NoProfile => {
            "class"
        }
        Step::UserUnknown | Step::UserRevoked => "user",
        Step::GroupNotConnected => "connection",
        Step::Seclabel | Step::Seclevel | Step::Category => "label",
        Step::Warning if decision.outcome == Outcome::Grant => "warning",
        _ => "profile",
    }
}

/// An option of the system that differs, for changes that no line of a profile explains.
fn option_that_differs(sides: [Side<'_>; 2]) -> Option<&'static str> {
    let of = |side: Side<'_>| (side.bundle.meta().flags(), side.bundle.meta().switches());
    let [old, new] = sides.map(of);
    let groups = (old.0 ^ new.0) & meta_flag::LIST_OF_GROUPS != 0;
    if groups { Some(LIST_OF_GROUPS) } else { (old != new).then_some("option") }
}
