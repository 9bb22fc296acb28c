//! PERMIT a second time: slow and obvious, written from the command's page, to check the database of
//! `saffron-racf` against.
//!
//! It knows nothing but access lists. It shares no code with the database, and never will: where the
//! two disagree, one of them reads the page wrongly.

mod command;
mod generate;
mod lists;
mod run;
mod world;

pub use command::{Action, Operand, Permit, Reset, When};
pub use generate::sequence;
pub use lists::{Condition, Lists};
pub use world::{PREPARATION, Place, World};
