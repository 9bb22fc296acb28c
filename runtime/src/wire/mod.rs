//! Requests and decisions as JSON, to the letter of the decision interface.
//!
//! One line is one JSON object. [`Asked::parse`] reads a request, [`Answer`] writes the decision
//! with the `id` of its request, and requests are [`serde::Serialize`] too, for applications that
//! send them to a service. Fields, words and their order are a contract with such applications;
//! `docs/decisions.md` describes it.
//!
//! Reading is strict. A field that is unknown, repeated, missing or of the wrong type is an error
//! that names it, so no typo is decided as another request. An unknown user, class or item isn't an
//! error: the engine denies it by a step that states it.
//!
//! Texts are borrowed from the line where they contain no escape. The cost of reading is linear in
//! the length of the line; the nesting depth is limited by `serde_json`.
//!
//! # Examples
//!
//! A request is read, decided and answered in three steps:
//!
//! ```
//! use saffron_runtime::wire::{Answer, Asked};
//! use saffron_runtime::{Day, Engine};
//!
//! /// The answer to one line of input.
//! fn answer(engine: &Engine, line: &str, today: Day) -> Result<String, String> {
//!     let text = match Asked::parse(line).map_err(|malformed| malformed.to_string())? {
//!         Asked::Racf(request) => request.with_request(today, |asked| {
//!             let decision = &engine.decide(asked);
//!             serde_json::to_string(&Answer { decision, id: request.id })
//!         }),
//!         Asked::Safr(request) => request.with_request(|asked| {
//!             let decision = &engine.decide_safr(asked);
//!             serde_json::to_string(&Answer { decision, id: request.id })
//!         }),
//!     };
//!     text.map_err(|error| error.to_string())
//! }
//! # let _ = answer;
//! ```
//!
//! A malformed request names its field:
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
    /// Reads one JSON object. The field `system` selects what it is about: `"safr"`, or absent for
    /// RACF.
    ///
    /// # Errors
    ///
    /// A [`Malformed`], if the text isn't one JSON object, if the system is unknown, or if a field
    /// is unknown, repeated, missing or has a value that it can't have.
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
