//! SAFR in questions about whole policies: what two policies decide differently, who may do what with an item, and
//! what a user may do.
//!
//! The space: every user who can log in, with each group and environment of a login; every item of that environment,
//! and no item; every operation, without the fields of `with`. What a user may do depends on the login group only, so
//! one of the members of a group is asked for all. System administrators are asked without a group, which has no
//! effect for them.

mod asked;
mod change;
mod diff;
mod dirty;
mod reach;
mod world;

pub use asked::Place;
pub use change::{Change, Outcome, Witness};
pub use diff::diff;
pub use reach::{Reach, what, who};
