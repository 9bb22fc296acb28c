//! What each stage makes of a policy, in the form in which snapshots keep it: one fact a line, with
//! its place in the text, for a person who reads it without knowing the compiler.

mod bundle;
mod clause;
mod decision;
mod invariant;
mod listing;
mod model;
mod profile;
mod requirement;
mod safr_decision;
mod safr_model;
mod safr_tree;
mod sheet;
mod subject;
mod tokens;
mod tree;

pub use bundle::header;
pub use decision::{decision, ladder};
pub use listing::listing;
pub use model::model;
pub use safr_decision::safr_explanation;
pub use tokens::tokens;
pub use tree::tree;
