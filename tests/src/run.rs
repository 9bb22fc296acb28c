//! How long a run compares, from the environment, and what it reports.

use std::str::FromStr;

/// A number from the environment, or the one of a run that doesn't say.
pub fn setting<T: FromStr>(name: &str, default: T) -> T {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Reports how much has been compared.
#[expect(clippy::print_stdout, reason = "shown with --nocapture")]
pub fn say(text: &str) {
    println!("{text}");
}
