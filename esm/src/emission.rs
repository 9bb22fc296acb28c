//! What an emitter results in.

use std::collections::BTreeMap;

use saffron_compiler::model::ProfileKind;

use crate::lists::Protected;
use crate::report::Report;

/// Commands, and what they result in.
#[derive(Clone, Debug)]
pub struct Emission {
    /// Commands that establish the policy, with comments.
    pub build: String,
    /// Commands that take it away again.
    pub undo: String,
    /// The commands of `build` for each entry of an access list, each on one line.
    pub entries: BTreeMap<ListEntry, Vec<String>>,
    /// One row for each fact of the policy.
    pub report: Report,
}

/// An entry of an access list, by its names in the policy. Commands for a user who isn't on the list
/// give the user the level that RACF does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListEntry {
    /// The class.
    pub class: String,
    /// The name of the profile.
    pub profile: String,
    /// Whether the profile is generic.
    pub generic: bool,
    /// The user or group; `*` for everybody.
    pub id: String,
}

impl ListEntry {
    pub(crate) fn of(protected: &Protected<'_>, id: &str) -> Self {
        Self {
            class: protected.class.name.clone(),
            profile: protected.profile.name.clone(),
            generic: protected.profile.kind == ProfileKind::Generic,
            id: id.to_owned(),
        }
    }
}
