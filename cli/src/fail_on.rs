//! `--fail-on`: which changes of access make a comparison fail.

use clap::ValueEnum;
use saffron_analysis::change::{Change, Kind};

/// A direction of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Gain,
    Loss,
    Any,
}

impl FailOn {
    /// Whether one of the changes has this direction.
    pub(crate) fn is_in(self, changes: &[Change<'_>]) -> bool {
        changes.iter().any(|change| match self {
            Self::Gain => matches!(change.kind, Kind::Gain | Kind::Both),
            Self::Loss => matches!(change.kind, Kind::Loss | Kind::Both),
            Self::Any => true,
        })
    }
}
