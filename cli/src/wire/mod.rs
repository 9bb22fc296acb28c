//! Requests and decisions as JSON, to the letter of the decision interface.

pub(crate) mod decision;
pub(crate) mod json;
pub(crate) mod request;
pub(crate) mod safr;

pub(crate) use request::WireRequest;
pub(crate) use safr::WireSafrRequest;

use json::{Fields, Json};
use request::{Checked, envelope, wrong};

/// A request about either system.
#[derive(Debug)]
pub(crate) enum Asked<'l> {
    Racf(Box<WireRequest<'l>>),
    Safr(Box<WireSafrRequest<'l>>),
}

impl<'l> Asked<'l> {
    /// Reads one JSON object; `system` tells what it is about.
    pub(crate) fn parse(line: &'l str) -> Checked<Self> {
        let envelope = envelope(line)?;
        if is_about_safr(&envelope.fields)? {
            WireSafrRequest::of(envelope).map(|it| Self::Safr(Box::new(it)))
        } else {
            WireRequest::of(envelope).map(|it| Self::Racf(Box::new(it)))
        }
    }
}

/// Requests about SAFR name their system, those about RACF don't.
fn is_about_safr(fields: &Fields<'_>) -> Checked<bool> {
    match fields.iter().find(|(name, _)| name == "system") {
        None => Ok(false),
        Some((_, Json::Text(system))) if system == "safr" => Ok(true),
        Some((_, other)) => {
            let what = other.describe();
            wrong(
                "system",
                format!("{what} is no system; only SAFR requests name one, as \"safr\""),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    #[test]
    fn the_system_tells_what_a_request_is_about() {
        let problem = |line: &str| Asked::parse(line).expect_err(line).to_string();
        assert!(
            problem(r#"{"system":"racf"}"#).starts_with("field `system`: \"racf\" is no system")
        );
        assert_eq!(problem(r#"{"system":"safr"}"#), "field `item_type`: is missing");
        assert!(problem(r#"{"user":null}"#).starts_with("field `class`"));
    }
}
