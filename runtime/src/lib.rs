//! Opens a bundle and answers requests, as RACF's RACROUTE REQUEST=AUTH and REQUEST=FASTAUTH would.
//!
//! ```
//! use saffron_runtime::{Day, Engine, Request};
//!
//! fn may_read_payroll(bundle: &[u8]) -> Result<bool, saffron_runtime::OpenError> {
//!     let engine = Engine::open(bundle)?;
//!     let today = Day::from_civil(2026, 11, 21).unwrap_or(Day(0));
//!     let request = Request::read("PAYCLK", "DATASET", "PAYROLL.MASTER", today);
//!     // A caller that asks much for one user keeps the subject, as RACF keeps an ACEE.
//!     let subject = engine.subject(Some("PAYCLK"), None, today);
//!     Ok(engine.decide_as(&subject, &request).is_grant())
//! }
//! assert!(may_read_payroll(b"no bundle").is_err());
//! ```
//!
//! INVARIANT: deciding is total: it never fails, allocates nothing, takes no lock, and reads a
//! bounded number of rows. What can't be known is denied, by a step that says so.
//!
//! INVARIANT: `decide` and `explain` read one and the same walk, so they can't disagree.
#![forbid(unsafe_code)]

mod decision;
mod engine;
mod explain;
mod racf;
mod request;
pub mod safr;
mod source;
mod tables;

pub use decision::{ConditionView, Decision, EntryView, ProfileView, ReturnCodes};
pub use engine::Engine;
pub use explain::{Explanation, Rule, Rung, RungState};
pub use racf::subject::Subject;
pub use request::{Context, Intent, Log, Mode, Operation, Request};
pub use saffron_bundle::OpenError;
pub use saffron_bundle::vocabulary::{AccessLevel, Day, Outcome, Step};
pub use saffron_vocabulary::suggestion::{ProfileName, Suggestion};
pub use source::Source;
