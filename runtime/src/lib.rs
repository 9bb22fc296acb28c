//! Opens a bundle and answers requests, as RACF's RACROUTE REQUEST=AUTH and REQUEST=FASTAUTH would.
//!
//! ```
//! use saffron_runtime::{AccessLevel, Day, Engine, OpenError, Question, Requester};
//!
//! fn may_update_payroll(bundle: Vec<u8>, user: &str, today: Day) -> Result<bool, OpenError> {
//!     let engine = Engine::open(bundle)?; // every byte is checked, once
//!     // A caller that asks much for one user keeps the subject, as RACF keeps an ACEE.
//!     let subject = engine.subject(Requester::User(user), None, today);
//!     let question = Question::new("DATASET", "PAYROLL.MASTER").access(AccessLevel::Update);
//!     Ok(subject.decide(&question).is_grant())
//! }
//! let today = Day::from_civil(2026, 11, 21).expect("a date of the calendar");
//! // What isn't a bundle is an error, never an answer.
//! assert!(may_update_payroll(b"not a bundle".to_vec(), "PAYCLK", today).is_err());
//! ```
//!
//! The crate has no parser, no compiler, no clock and no I/O: the caller reads the bundle and
//! states the day.
//!
//! INVARIANT: deciding is total: it never fails, allocates nothing, takes no lock, and reads a
//! bounded number of rows. What can't be known is denied, by a step that states it.
//!
//! INVARIANT: `decide` and `explain` read one and the same walk, so they can't disagree.
#![forbid(unsafe_code)]

mod engine;
mod explain;
mod racf;
mod request;
pub mod safr;
mod source;
mod tables;
#[cfg(feature = "serde")]
pub mod wire;

pub use engine::{Engine, Place, Subject};
pub use explain::{ConditionalGrant, Explanation, Rule, Rung, RungState, Unknown};
pub use racf::decision::{Decision, ReturnCodes};
pub use racf::view::{ConditionView, EntryView, ProfileView};
pub use request::{Context, Intent, Log, Mode, Operation, Question, Request, Requester};
pub use saffron_bundle::{Bundle, OpenError};
pub use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Day, EntryKind, Outcome, Step};
pub use saffron_vocabulary::suggestion::{ProfileName, Suggestion};
pub use source::Source;

/// The example of the project's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
