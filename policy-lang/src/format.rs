//! Text to text: the canonical form of a policy.
//!
//! The tree says where clauses begin; everything that is printed comes from the tokens, so what
//! is between two comments or in a text is never rebuilt, only moved.
//!
//! INVARIANT: formatting never changes what a policy means and never loses a comment. The result is
//! parsed again; where it does not contain the same words and comments, the text is left as it was.

mod fill;
mod line;
mod lines;
mod marks;
mod tree;

use crate::ast;
use crate::keyword::Keyword;
use crate::lexer::{Token, lexemes};
use crate::parse::parse;
use saffron_diagnostics::Diagnostic;
use saffron_diagnostics::FileId;

/// A policy in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formatted {
    /// The canonical form; the text itself if it has mistakes.
    pub text: String,
    /// What is wrong with the text, with places in [`FileId`] 0.
    pub diagnostics: Vec<Diagnostic>,
}

/// Brings one file into its canonical form.
///
/// The form has one clause on a line; properties that were written on one line stay there, and so
/// do blocks, as long as the line is not too long. At most one empty line separates what was
/// separated; declarations of several lines always are.
pub fn format(text: &str) -> Formatted {
    let parse = parse(FileId(0), text);
    if parse.diagnostics.iter().any(Diagnostic::is_error) {
        return Formatted { text: text.to_owned(), diagnostics: parse.diagnostics };
    }
    let formatted = canonical(text, &parse.file);
    let text = if is_faithful(text, &formatted) {
        with_ends_of(text, &formatted)
    } else {
        text.to_owned()
    };
    Formatted { text, diagnostics: parse.diagnostics }
}

/// The formatted text with the line ends of the file, which are those of its first line: a checkout on Windows has
/// CR LF everywhere, and that is no difference.
fn with_ends_of(file: &str, formatted: &str) -> String {
    let first = file.split_inclusive('\n').next().unwrap_or_default();
    let plain = formatted.replace("\r\n", "\n");
    if first.ends_with("\r\n") { plain.replace('\n', "\r\n") } else { plain }
}

/// The canonical form of a valid text, not yet read again.
fn canonical(text: &str, file: &ast::File) -> String {
    let marks = marks::Marks::of(file);
    lines::print(&tree::read(text, &marks))
}

/// Whether the canonical form of a valid text would not be faithful, so that it is left alone.
#[cfg(test)]
pub(crate) fn falls_back(text: &str) -> bool {
    !is_faithful(text, &canonical(text, &parse(FileId(0), text).file))
}

/// Whether both texts are valid and hold the same words, texts and comments in the same order.
fn is_faithful(text: &str, formatted: &str) -> bool {
    let result = parse(FileId(0), formatted);
    words(text).eq(words(formatted))
        && remarks(text).eq(remarks(formatted))
        && !result.diagnostics.iter().any(Diagnostic::is_error)
}

/// The tokens that formatting neither adds nor drops.
fn words(text: &str) -> impl Iterator<Item = Token<'_>> {
    lexemes(text).map(|lexeme| lexeme.token).filter(|token| {
        !token.is_remark() && !matches!(token, Token::Comma | Token::Keyword(Keyword::On))
    })
}

fn remarks(text: &str) -> impl Iterator<Item = &str> {
    lexemes(text).filter_map(|lexeme| match lexeme.token {
        Token::Comment(remark) | Token::Doc(remark) => Some(remark.trim_end()),
        _ => None,
    })
}
