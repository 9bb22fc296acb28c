//! The words of RACF and SAFR, defined once: enums with their spellings, the rules for names, the
//! order of names, and the class descriptor table.
//!
//! Language, compiler, bundle, runtime, the simulated RACF and the reference evaluator of the tests
//! all use these definitions. The crate knows no policy, no file and no format.
//! [`budget::Budget`] is the one limit of what a run may use.
#![forbid(unsafe_code)]

pub mod budget;
#[cfg(feature = "class-table")]
pub mod class;
pub mod cover;
pub mod ebcdic;
pub mod index;
mod known_class;
pub mod name;
pub mod name_part;
pub mod operand;
pub mod racf;
pub mod safr;
pub mod specificity;
pub mod suggestion;
pub mod verb;
mod word;

pub use index::{Index, IndexVec};
pub use known_class::{DISCRETE_PRIVILEGES, KnownClass};
pub use word::UnknownWord;
