//! What differs between two policies besides access: attributes, owners, auditing, options, started tasks, segments,
//! members.
//!
//! A bundle has the facts on which decisions and logging depend ([`of_bundles`]). The others are known only of policies
//! that were compiled just now ([`of_model`]).

mod bundle;
mod fact;
mod model;
mod unchanged;

pub use bundle::of_bundles;
pub use fact::{FactChange, FactSource, Facts, Subject, compare};
pub use model::{OF_MODELS, of_model};
