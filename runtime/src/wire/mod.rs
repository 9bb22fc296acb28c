//! Requests and decisions as JSON, to the letter of the decision interface.
//!
//! ```
//! use saffron_runtime::wire::Asked;
//!
//! let line = r#"{"user":"PAYCLK","class":"DATASET","resource":"PAYROLL.MASTER","access":"UPDATE"}"#;
//! assert!(matches!(Asked::parse(line), Ok(Asked::Racf(_))));
//!
//! let typo = r#"{"user":"PAYCLK","class":"DATASET","resorce":"PAYROLL.MASTER"}"#;
//! let malformed = Asked::parse(typo).expect_err("an unknown field is an error");
//! assert_eq!(malformed.field.as_deref(), Some("resorce"));
//! ```

mod ask;
mod decision;
mod json;
mod malformed;
mod request;
mod safr;

use json::{Envelope, Fields, Json};

pub use decision::Answer;
pub use malformed::{Checked, Malformed, Problem};
pub use request::{OwnedContext, OwnedRequest};
pub use safr::{
    OwnedItem, OwnedSafrRequest, OwnedWith, bare_type, item_type, operation, put, underscored,
};

use malformed::wrong;

/// A request about either system.
#[derive(Debug)]
pub enum Asked<'l> {
    /// A request about RACF.
    Racf(Box<OwnedRequest<'l>>),
    /// A request about SAFR, with `"system": "safr"`.
    Safr(Box<OwnedSafrRequest<'l>>),
}

impl<'l> Asked<'l> {
    /// Reads one JSON object; `system` shows what it is about.
    pub fn parse(line: &'l str) -> Checked<Self> {
        let envelope: Envelope<'l> =
            serde_json::from_str(line).map_err(|error| Malformed::json(&error))?;
        if is_about_safr(&envelope.fields)? {
            OwnedSafrRequest::of(envelope).map(|request| Self::Safr(Box::new(request)))
        } else {
            OwnedRequest::of(envelope).map(|request| Self::Racf(Box::new(request)))
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
                format!(
                    "unknown system {what}; requests about SAFR have \"safr\", those about RACF leave it out"
                ),
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
            problem(r#"{"system":"racf"}"#).starts_with("field `system`: unknown system \"racf\"")
        );
        assert_eq!(problem(r#"{"system":"safr"}"#), "field `item_type`: is missing");
        assert!(problem(r#"{"user":null}"#).starts_with("field `class`"));
    }
}
