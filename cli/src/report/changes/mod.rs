//! What two policies decide differently, in every format.

pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod line;
pub(crate) mod markdown;
pub(crate) mod sarif;
pub(crate) mod text;
pub(crate) mod wording;

use std::collections::BTreeSet;

use saffron_analysis::change::{Diff, Kind};
use saffron_analysis::facts::FactChange;
use saffron_analysis::safr;
use saffron_bundle::Bundle;

use super::setting::Files;

/// A comparison with all that a report shows of it.
pub(crate) struct Comparison<'c> {
    /// The changes of access.
    pub(crate) diff: &'c Diff<'c>,
    /// The changes of what users may do in SAFR.
    pub(crate) safr: &'c [safr::Change<'c>],
    /// What differs besides access.
    pub(crate) facts: &'c [FactChange],
    /// Kinds of facts that a bundle among the policies doesn't have, so that they aren't compared.
    pub(crate) not_compared: &'static [&'static str],
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
        let access = self.diff.changes.is_empty() && self.safr.is_empty();
        access && self.facts.is_empty() && self.diff.open.is_empty()
    }

    /// The direction of every change.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = Kind> {
        let access = self.diff.changes.iter().map(|change| change.kind);
        access.chain(self.safr.iter().map(|change| change.kind))
    }

    /// How many users and regions the changes of a direction concern.
    pub(crate) fn count(&self, kind: Kind) -> (usize, usize) {
        let (mut users, mut regions) = (BTreeSet::new(), BTreeSet::new());
        for change in self.diff.changes.iter().filter(|change| counts_as(change.kind, kind)) {
            users.extend(change.users.iter().map(|user| Some(*user)));
            users.extend(change.undefined_user.then_some(None));
            if let Some(class) = &change.class {
                let profiles =
                    change.regions.each_ref().map(|it| (&it.profile, it.generic, &it.global));
                regions.insert((class, profiles, change.own));
            }
        }
        let mut places = BTreeSet::new();
        for change in self.safr.iter().filter(|change| counts_as(change.kind, kind)) {
            users.extend(change.users.iter().map(|user| Some(*user)));
            places.extend(change.place);
        }
        (users.len(), regions.len() + places.len())
    }
}

/// Changes in both directions are among gains and losses.
fn counts_as(of: Kind, kind: Kind) -> bool {
    of == kind || of == Kind::Both && kind != Kind::Warning
}
