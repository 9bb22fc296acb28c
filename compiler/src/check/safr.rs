//! Checks the SAFR part for results that its author may not have intended.
//!
//! INVARIANT: one cause, one warning: the other places are counted in it.
//!
//! INVARIANT: the work is bounded. What would take longer than [`party::MOST_STEPS`] is left out, so on a very
//! large policy warnings may be missing; none is ever wrong.

mod lookup_path;
mod migration;
mod party;
mod reader;
mod twins;

use saffron_vocabulary::safr::Rules;

use crate::lower::report::Report;
use crate::model::Model;

/// Checks the SAFR part of a policy without errors.
pub(crate) fn check(model: &Model, report: &mut Report) {
    let safr = &model.safr;
    let Some(rules) = safr.rules else { return };
    twins::check(safr, report);
    let parties = party::parties(safr);
    reader::check(safr, &parties, rules, report);
    if rules == Rules::Safr {
        // Under the other rules a lookup path has rights of its own.
        lookup_path::check(safr, &parties, report);
    }
    migration::check(safr, rules, report);
}
