//! Rules of risk: what an auditor asks of a policy that is correct.
//!
//! A [`Rule`] is data: how severe it is, why, and how to fix what it finds. Its [`Test`](test::Test) is a small function
//! that looks at an [`Inquiry`]. Several standards can share one test.
#![forbid(unsafe_code)]

mod audit;
pub mod codes;
mod finding;
mod inquiry;
mod judge;
pub mod rule;
pub mod rule_file;
pub mod test;
mod waiver;

pub use audit::{Audit, NotDecided, audit};
pub use finding::{Finding, Subject, Waived};
pub use inquiry::{Inquiry, Lists};
pub use rule::{Rule, Severity};
pub use waiver::{JudgedWaiver, State, rules as waiver_rules};
