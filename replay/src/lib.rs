//! Access events of an SMF unload (IRRADU00), answered by a policy and compared with what the system did.
//!
//! ```text
//! bytes ──unload::form──► batches ──event──► Access ──policy──► Answer ──tally──► Report
//! ```
//!
//! Threads share the batches; what they find is added in the order of the file, so that the report doesn't depend on
//! them.
//!
//! INVARIANT: no input makes it fail or panic, and no record is passed over in silence: what isn't compared is counted
//! with a reason.
//!
//! INVARIANT: memory doesn't grow with the number of events, but with what they have that is distinct, up to a limit
//! that the report states when it is reached.
#![forbid(unsafe_code)]

pub mod event;
pub mod listing;

mod judge;
mod policy;
mod recent;
mod replay;
mod tally;
mod usage;

pub use judge::{CausedBy, Key, Options, Skip, Witness};
pub use policy::Answer;
pub use replay::{Refused, Replay, Report, form};
pub use tally::{ChangedBy, Group, Line};
pub use usage::{Unrested, Unused, UnusedEntry};
