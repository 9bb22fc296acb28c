//! What can be wrong with a request, by kind, so that a command line or a service can add advice of
//! its own.
//!
//! A malformed request gets no decision. That is different from a denial: the caller has made a
//! mistake, and must not take it for an answer.

use super::json::{Fields, quoted};

/// The fields of `context`. A request that has one of them outside gets a message of its own.
pub(super) const CONTEXT_FIELDS: &[&str] = &[
    "terminal",
    "console",
    "jesinput",
    "appcport",
    "servauth",
    "program",
    "program_clean",
    "sysid",
    "criteria",
    "seclabel",
];

/// A request that can't be decided. Its text names the field, what is wrong and what is expected.
///
/// # Examples
///
/// ```
/// use saffron_runtime::wire::Asked;
///
/// let line = r#"{"user":"PAYCLK","class":"DATASET","resource":"A.B","access":"WRITE"}"#;
/// let malformed = Asked::parse(line).expect_err("WRITE isn't an access level");
/// assert_eq!(malformed.field.as_deref(), Some("access"));
/// assert_eq!(
///     malformed.to_string(),
///     "field `access`: must be one of READ, UPDATE, CONTROL, ALTER, not \"WRITE\""
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The field, such as `access` or `context.terminal`; `None` if the line isn't an object.
    pub field: Option<String>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a request or one of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The text isn't JSON.
    Syntax {
        /// Column of the error, from 1.
        column: usize,
    },
    /// The text ends before the object does.
    Incomplete,
    /// The text is JSON, but not an object.
    NotAnObject,
    /// An unknown field.
    UnknownField {
        /// The field as written, without the object that contains it.
        name: String,
        /// The fields of this object.
        expected: &'static [&'static str],
    },
    /// The field belongs into `context`.
    FieldOfContext,
    /// The value isn't one of the words of the field.
    UnknownWord {
        /// What the word should be, such as `operation`.
        what: &'static str,
        /// The word as written.
        word: String,
        /// The words of the field.
        expected: Vec<String>,
    },
    /// Anything else, as a text that follows the name of the field.
    Other(String),
}

/// A result whose error is a malformed request.
pub type Checked<T> = Result<T, Malformed>;

/// The error for a field whose problem needs no kind of its own.
pub(super) fn wrong<T>(field: &str, problem: impl Into<String>) -> Checked<T> {
    Err(Malformed { field: Some(field.to_owned()), problem: Problem::Other(problem.into()) })
}

impl Malformed {
    /// The same problem with a suggestion in place of the list of what is expected.
    ///
    /// `near` gets what was written and what is expected, and returns the closest one, if any. It
    /// is called for an unknown field and an unknown word only; every other problem has the same
    /// text as with `Display`. The comparison of words is left to the caller, so that this crate
    /// needs none.
    pub fn with_suggestion(&self, near: impl FnOnce(&str, &[&str]) -> Option<String>) -> String {
        let field = self.field.as_deref().unwrap_or_default();
        match &self.problem {
            Problem::UnknownField { name, expected } => {
                let prefix = field.strip_suffix(name.as_str()).unwrap_or_default();
                match near(name, expected) {
                    Some(near) => {
                        format!("unknown field `{field}`; did you mean `{prefix}{near}`?")
                    }
                    None => self.to_string(),
                }
            }
            Problem::UnknownWord { what, word, expected } => {
                let words: Vec<&str> = expected.iter().map(String::as_str).collect();
                match near(word, &words) {
                    Some(near) => {
                        let word = quoted(word);
                        format!("{}unknown {what} {word}; did you mean {near:?}?", self.prefix())
                    }
                    None => self.to_string(),
                }
            }
            _ => self.to_string(),
        }
    }

    /// Which field the problem is about, where that isn't clear anyway.
    fn prefix(&self) -> String {
        self.field.as_ref().map(|field| format!("field `{field}`: ")).unwrap_or_default()
    }

    /// The problem behind an error of `serde_json`: a value of another type than an object, a text
    /// that ends too early, or a syntax error.
    pub(super) fn json(error: &serde_json::Error) -> Self {
        let problem = match error.classify() {
            serde_json::error::Category::Data => Problem::NotAnObject,
            serde_json::error::Category::Eof => Problem::Incomplete,
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
                Problem::Syntax { column: error.column() }
            }
        };
        Self { field: None, problem }
    }
}

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let field = self.field.as_deref().unwrap_or_default();
        match &self.problem {
            Problem::Syntax { column } => write!(f, "not JSON: syntax error in column {column}"),
            Problem::Incomplete => f.write_str("not JSON: the line ends before the object does"),
            Problem::NotAnObject => f.write_str("a request is one JSON object"),
            Problem::UnknownField { expected, .. } => {
                write!(f, "unknown field `{field}`; expected one of {}", expected.join(", "))
            }
            Problem::FieldOfContext => {
                let bare = field.strip_prefix("context.").unwrap_or(field);
                write!(f, "unknown field `{field}`; write \"context\": {{{bare:?}: …}}")
            }
            Problem::UnknownWord { what, word, expected } => {
                let (word, expected) = (quoted(word), expected.join(", "));
                write!(f, "{}unknown {what} {word}; expected one of {expected}", self.prefix())
            }
            Problem::Other(problem) => write!(f, "{}{problem}", self.prefix()),
        }
    }
}

impl std::error::Error for Malformed {}

/// Refuses unknown fields and fields that appear twice.
pub(super) fn check_names(
    prefix: &str,
    fields: &Fields<'_>,
    known: &'static [&'static str],
) -> Checked<()> {
    for (at, (name, _)) in fields.iter().enumerate() {
        let field = format_args!("{prefix}{name}");
        if !known.contains(&name.as_ref()) {
            let problem = unknown_field(prefix, name, known);
            return Err(Malformed { field: Some(field.to_string()), problem });
        }
        if fields.iter().take(at).any(|(earlier, _)| earlier == name) {
            return wrong(&field.to_string(), "appears twice");
        }
    }
    Ok(())
}

/// The problem of an unknown field: a field of `context` that was written outside of it has advice
/// of its own.
fn unknown_field(prefix: &str, name: &str, known: &'static [&'static str]) -> Problem {
    let bare = name.strip_prefix("context.").unwrap_or(name);
    if prefix.is_empty() && known.contains(&"context") && CONTEXT_FIELDS.contains(&bare) {
        return Problem::FieldOfContext;
    }
    Problem::UnknownField { name: name.to_owned(), expected: known }
}
