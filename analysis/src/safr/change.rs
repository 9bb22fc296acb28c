//! A change of what users may do in SAFR.

use saffron_vocabulary::safr::{SafrOperation, SafrOutcome, SafrStep};

use super::asked::Place;
use crate::change::{Cause, Kind};

/// What one policy decides about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The outcome.
    pub outcome: SafrOutcome,
    /// The rule that decided.
    pub step: SafrStep,
}

/// A request that the policies decide differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness<'e> {
    /// The user.
    pub user: &'e str,
    /// The group of the login; `None` for a system administrator.
    pub group: Option<&'e str>,
    /// The environment of the login and of the item, and the item.
    pub place: Place<'e>,
    /// The operation.
    pub operation: SafrOperation,
}

/// What holds for all members of a group and one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<'e> {
    /// The direction.
    pub kind: Kind,
    /// The environment; `None`: users become system administrators or no longer are, which covers all that they ask.
    pub environment: Option<&'e str>,
    /// The item or the type; `None`: the users can log in with the group now or no longer can, which covers all that
    /// they ask with that login.
    pub place: Option<Place<'e>>,
    /// The group of the login; `None`: the users are system administrators.
    pub group: Option<&'e str>,
    /// The users, in EBCDIC order.
    pub users: Vec<&'e str>,
    /// The operations that are decided differently; empty where there is no place.
    pub operations: Vec<SafrOperation>,
    /// What the users may do with the item under the old policy and under the new one.
    pub allowed: [Vec<SafrOperation>; 2],
    /// How the witness is decided.
    pub outcomes: [Outcome; 2],
    /// On what it rests.
    pub causes: Vec<Cause<'e>>,
    /// A request that the policies decide differently.
    pub witness: Witness<'e>,
}
