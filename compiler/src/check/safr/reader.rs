//! Items that only administrators can read.

use std::collections::HashMap;

use saffron_diagnostics::Diagnostic;
use saffron_vocabulary::safr::{Right, Rules};

use super::party::{Party, default_right, has_rights, items_of};
use crate::codes;
use crate::lower::report::Report;
use crate::lower::safr::names::noun;
use crate::model::{EnvironmentId, Item, ItemId, Safr};

/// One warning for each environment that general users work in.
pub(super) fn check(
    safr: &Safr,
    parties: &HashMap<EnvironmentId, Vec<Party<'_>>>,
    rules: Rules,
    report: &mut Report,
) {
    for (id, environment) in safr.environments.iter_enumerated() {
        let Some(parties) = parties.get(&id) else { continue };
        let readers = Readers::of(environment.items.start, environment.items.len(), parties, rules);
        let mut unread = items_of(safr, id)
            .filter(|(id, item)| has_rights(item.kind, rules) && !readers.has(*id))
            .map(|(_, item)| item);
        if let Some(first) = unread.next() {
            report.add(unreadable(first, &environment.name, unread.count()));
        }
    }
}

/// Who reads the items of an environment.
struct Readers {
    first: u32,
    /// Whether a row gives the right to read.
    given: Vec<bool>,
    /// How many groups a row prevents from reading.
    kept_off: Vec<usize>,
    /// How many groups can read items that no row refers to.
    by_default: usize,
}

impl Readers {
    fn of(first: u32, count: usize, parties: &[Party<'_>], rules: Rules) -> Self {
        let mut it =
            Self { first, given: vec![false; count], kept_off: vec![0; count], by_default: 0 };
        for party in parties {
            let reads = default_right(party.access, rules) >= Right::Read;
            it.by_default += if reads { party.groups.len() } else { 0 };
            for row in party.rights {
                let Some(at) = it.place(row.item) else { continue };
                match (row.right, it.given.get_mut(at), it.kept_off.get_mut(at)) {
                    (Right::None, _, Some(kept_off)) if reads => *kept_off += party.groups.len(),
                    (Right::None, ..) => {}
                    (_, Some(given), _) => *given = true,
                    _ => {}
                }
            }
        }
        it
    }

    fn place(&self, item: ItemId) -> Option<usize> {
        item.0.checked_sub(self.first).map(|at| at as usize)
    }

    fn has(&self, item: ItemId) -> bool {
        let Some(at) = self.place(item) else { return true };
        let given = self.given.get(at).copied().unwrap_or_default();
        let kept_off = self.kept_off.get(at).copied().unwrap_or_default();
        given || kept_off < self.by_default
    }
}

fn unreadable(item: &Item, environment: &str, more: usize) -> Diagnostic {
    let (noun, name) = (noun(item.kind), &item.name);
    let more = match more {
        0 => String::new(),
        1 => ", and one more of its items".to_owned(),
        more => format!(", and {more} more of its items"),
    };
    let message =
        format!("only administrators can read the {noun} `{name}` of `{environment}`{more}");
    let kind = item.kind;
    Diagnostic::warning(codes::UNREADABLE, message, item.origin, "no group has a right to it").help(
        format!(
            "give a group the right in `{environment}`: `edit {kind} {name}: read`, or remove the items that are not used"
        ),
    )
}
