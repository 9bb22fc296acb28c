//! The contract in which compiler and runtime meet: RACF's vocabulary, the layout of a bundle, the
//! writer of it and the checked reader.
//!
//! INVARIANT: whatever bytes are given, opening them reads nothing out of bounds and says what is
//! wrong and where; after opening, no lookup can fail.
#![forbid(unsafe_code)]

mod check;
pub mod ebcdic;
pub mod hash;
pub mod index;
pub mod layout;
pub mod listing;
mod open;
pub mod safr;
pub mod section;
pub mod vocabulary;
mod write;

pub use open::{Bundle, OpenError, run, short_bytes, short_name};
pub use section::{Digest, SectionKind};
pub use write::{Sections, reseal};
pub use zerocopy::little_endian;
