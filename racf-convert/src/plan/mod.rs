//! The commands that bring a system to its policy, from the facts that differ.
//!
//! Commands that take access away or delete are told apart from the others, so that a plan can leave them out. What
//! commands can't do (passwords, the names of profiles that need other commands) is listed with its reason.
//!
//! INVARIANT: a plan is proven before it is shown: its commands run on a copy of the system, and what differs then is
//! exactly what the plan leaves out.

mod away;
mod identities;
mod make;
mod profiles;
mod properties;
mod prove;
mod step;
mod system;

pub(crate) use away::takes_away;
pub use make::{plan, refreshes};
pub use prove::{Proof, Proven, artefacts, prove};
pub(crate) use prove::{named, run};
pub use step::{Plan, Step};
