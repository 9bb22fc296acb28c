//! Whether invariants hold for every request: rules on access are checked over the regions of the names that they
//! are about.

mod access;
mod asked;
mod court;
mod verdict;

pub use access::check;
pub use court::Court;
pub use verdict::{Breach, Verdict};
