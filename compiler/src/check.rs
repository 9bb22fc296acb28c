//! Checks a resolved policy as a whole for what no single declaration shows.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

pub(crate) mod cycle;
mod feature;
mod group;
pub(crate) mod profile_name;
pub(crate) mod safr;
pub(crate) mod slow;
mod started;
mod unreachable;

use crate::lower::report::Report;
use crate::model::Model;

/// Everything that is checked once every name is resolved.
pub(crate) fn check(model: &Model, report: &mut Report) {
    group::check(model, report);
    feature::check(model, report);
    started::check(model, report);
    unreachable::check(model, report);
}
