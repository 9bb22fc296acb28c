//! `--fail-on`: which changes of access make a comparison fail.

use clap::ValueEnum;
use saffron_analysis::change::Kind;

/// A direction of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Gain,
    Loss,
    Any,
}

impl FailOn {
    /// Whether one of the changes of these kinds has this direction.
    pub(crate) fn is_in(self, mut kinds: impl Iterator<Item = Kind>) -> bool {
        kinds.any(|kind| match self {
            Self::Gain => matches!(kind, Kind::Gain | Kind::Both),
            Self::Loss => matches!(kind, Kind::Loss | Kind::Both),
            Self::Any => true,
        })
    }
}
