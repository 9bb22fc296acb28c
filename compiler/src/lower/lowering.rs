//! The policy while it is lowered.

use super::entries::Entries;
use super::names::Names;
use super::report::Report;
use super::safr::names::SafrNames;
use crate::model::Model;

/// The work in progress.
#[derive(Debug)]
pub(crate) struct Lower {
    pub(crate) report: Report,
    pub(crate) model: Model,
    pub(crate) names: Names,
    pub(crate) safr_names: SafrNames,
    pub(super) entries: Entries,
}
