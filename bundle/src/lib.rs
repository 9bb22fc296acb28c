//! The contract in which compiler and runtime meet: the layout of a bundle, the writer of it and
//! the checked reader. Only this crate knows how anything is encoded.
//!
//! The way through: [`Sections`] → `write` → bytes → [`Bundle::open`] → rows, whose getters give
//! typed values. [`hash`] has the functions by which names are placed and found, [`Origins`] the
//! place of each row's origin, [`listing`] the whole table for auditors.
//!
//! INVARIANT: whatever bytes are given, opening them reads nothing out of bounds and reports what
//! is wrong and where; after opening, no look-up can fail.
#![forbid(unsafe_code)]

mod check;
mod condition;
pub mod frame;
pub mod hash;
mod indices;
mod kind;
pub mod layout;
pub mod listing;
mod open;
mod open_error;
mod origins;
mod parallel;
mod profile_order;
#[cfg(feature = "test-util")]
mod reseal;
mod row_fault;
pub mod section;
mod section_list;
mod shape;
pub mod steps;
mod tables;
mod value;
mod write;

pub use condition::Condition;
pub use frame::Digest;
pub use indices::{
    ClassIndex, IdIndex, ItemIndex, NodeIndex, OriginIndex, RowIndex, TargetIndex, UserIndex,
    VariableIndex,
};
pub use kind::SectionKind;
pub use open_error::{DirectoryFault, OpenError};
pub use origins::{Origins, Place};
pub use profile_order::{ProfileName, ProfileOrder};
#[cfg(feature = "test-util")]
pub use reseal::reseal;
pub use row_fault::RowFault;
pub use section::{Bundle, Sections};
pub use tables::{Edge, Indexed, Placed};
pub use value::run;
pub use write::{MAX_CLASSES, MAX_LISTED, MAX_SCOPED, WriteError};
pub use zerocopy::little_endian;
