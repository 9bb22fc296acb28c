//! Diagnostics as text for people and as JSON for programs.

mod json;
mod text;

pub use json::{JSON_VERSION, json, place};
pub use text::text;
