//! A file that version control could not merge holds two versions of some lines. The first one is
//! read, so that the only mistake is the merge itself.

use crate::lexer::{Lexeme, Token};

/// The lexemes without the second versions of conflicts. The marker of each conflict stays, so that
/// it is reported.
pub(crate) fn first_versions<'s>(
    lexemes: impl Iterator<Item = Lexeme<'s>>,
) -> impl Iterator<Item = Lexeme<'s>> {
    let mut version = Version::Only;
    lexemes.filter(move |lexeme| {
        let Token::MergeMarker(marker) = lexeme.token else { return version != Version::Second };
        let before = version;
        version = match (marker.chars().next(), before) {
            (Some('<'), _) => Version::First,
            (Some('>'), _) | (_, Version::Only) => Version::Only,
            _ => Version::Second,
        };
        before == Version::Only
    })
}

/// Which version of a conflict the text belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    /// It is not part of a conflict.
    Only,
    First,
    Second,
}
