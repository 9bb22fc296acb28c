//! What two policies decide differently, in every format.

pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod sarif;
pub(crate) mod text;
pub(crate) mod wording;

use std::collections::BTreeSet;

use saffron_analysis::change::{Change, Diff, Kind};
use saffron_analysis::facts::FactChange;
use saffron_bundle::Bundle;

use super::setting::Files;

/// A comparison with all that a report shows of it.
pub(crate) struct Comparison<'c> {
    /// The changes of access.
    pub(crate) diff: &'c Diff<'c>,
    /// What differs besides access.
    pub(crate) facts: &'c [FactChange],
    /// Both policies.
    pub(crate) bundles: [&'c Bundle<'c>; 2],
    /// Where the files of both are.
    pub(crate) files: [Files; 2],
    /// The date of the requests, if it was stated.
    pub(crate) date: Option<String>,
}

impl Comparison<'_> {
    /// Whether nothing differs.
    pub(crate) fn is_equal(&self) -> bool {
        self.diff.changes.is_empty() && self.facts.is_empty() && self.diff.open.is_empty()
    }

    /// Changes of a direction; those in both directions are among gains and losses.
    fn of(&self, kind: Kind) -> impl Iterator<Item = &Change<'_>> {
        self.diff.changes.iter().filter(move |change| counts_as(change, kind))
    }

    /// How many users and regions the changes of a direction concern.
    pub(crate) fn count(&self, kind: Kind) -> (usize, usize) {
        let (mut users, mut regions) = (BTreeSet::new(), BTreeSet::new());
        for change in self.of(kind) {
            users.extend(change.users.iter().map(|user| Some(*user)));
            users.extend(change.undefined_user.then_some(None));
            if let Some(class) = &change.class {
                let profiles =
                    change.regions.each_ref().map(|it| (&it.profile, it.generic, &it.global));
                regions.insert((class, profiles, change.own));
            }
        }
        (users.len(), regions.len())
    }
}

fn counts_as(change: &Change<'_>, kind: Kind) -> bool {
    change.kind == kind || change.kind == Kind::Both && kind != Kind::Warning
}
