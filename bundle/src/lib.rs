//! The contract in which compiler and runtime meet: RACF's vocabulary, the layout of a bundle, the
//! writer of it and the checked reader.
//!
//! INVARIANT: whatever bytes are given, opening them reads nothing out of bounds and says what is
//! wrong and where; after opening, no lookup can fail.
#![forbid(unsafe_code)]

mod check;
pub mod hash;
pub mod layout;
pub mod listing;
mod open;
pub mod section;
mod write;

// For callers that still use the old paths.
pub use saffron_vocabulary::{define_index, ebcdic, index, racf as vocabulary, safr};

pub use open::{Bundle, OpenError, run, short_bytes, short_name};
pub use section::{Digest, SectionKind};
pub use write::{Sections, reseal};
pub use zerocopy::little_endian;
