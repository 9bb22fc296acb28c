//! How operations of the SAFR Workbench change its state: the state of a policy, changed by
//! operations that were granted, and back to a model.
//!
//! INVARIANT: nothing here decides; a caller asks the engine first and applies what was granted.
#![forbid(unsafe_code)]

mod operation;
mod state;
mod text;

pub use operation::{Obstacle, Setting, changes_the_state};
pub use state::{Changed, SafrState};
pub use text::Text;
