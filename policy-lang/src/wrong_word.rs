//! Diagnostics for a keyword that is misspelt or in the wrong case.

use saffron_diagnostics::{Diagnostic, Span};

use crate::codes;
use crate::keyword::Keyword;

/// The diagnostic for a word that is near to a keyword. `what` is what the keyword begins.
pub(crate) fn misspelt(word: &str, keyword: Keyword, what: &str, span: Span) -> Diagnostic {
    let keyword = keyword.text();
    let message = format!("unknown {what} `{word}`");
    Diagnostic::error(
        codes::UNKNOWN_DECLARATION,
        message,
        span,
        format!("did you mean `{keyword}`?"),
    )
    .fix(span, keyword)
}

/// The diagnostic for a word of the language in upper case.
pub(crate) fn lower_case(name: &str, span: Span) -> Diagnostic {
    let lower = name.to_lowercase();
    let message = format!("`{name}` must be in lower case here");
    Diagnostic::error(codes::WRONG_CASE, message, span, format!("write `{lower}`"))
        .help("keywords are in lower case; names start with a capital letter")
        .fix(span, lower)
}
