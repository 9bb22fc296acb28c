//! The RACF database unload as a database in memory.
//!
//! ```text
//! bytes ──form──► records ──read──► Database, Findings
//! Database ──anonymise──► the same under pseudonyms
//! SETROPTS LIST, KEY:VALUE lines, SMF 81 ──options──► Options
//! ```
//!
//! The unload holds everything but the options of the system, so these come from a second file; without it they are
//! assumed, and what is assumed is listed.
//!
//! INVARIANT: no input makes it fail or panic. What isn't known is counted and named: types of records, lines that
//! are no records, records of a profile that has no basic record.
//!
//! INVARIANT: the order of records doesn't matter. Real unloads have the parts of a profile before its basic record,
//! and sites sort, cut and merge them.
//!
//! INVARIANT: no secret is held. An unload has none but keys and labels of keys, and fields that may hold one aren't
//! read.
#![forbid(unsafe_code)]

pub mod anonymise;
pub mod columns;
pub mod form;
pub mod layout;
pub mod options;
pub mod report;

mod code_page;
mod read;

pub use code_page::CodePage;
pub use read::{Reader, System};
