//! Invariants: whether they hold, and a request that shows it where they don't.
//!
//! INVARIANT: a rule holds only if every request that it is about was decided. What isn't decided is open, and an
//! invariant with an open rule doesn't hold.

mod access;
mod court;
mod judge;
mod operation;
mod profile;
mod render;
mod verdict;

pub(crate) use court::Court;
pub(crate) use judge::{judge, verdict};
pub(crate) use render::{explained, json, reasons, text};
pub(crate) use verdict::{Breach, Judged};
