//! Values in a policy that a word before them announces as secrets: `password "X"`, `pw: X`,
//! `param KEY: text = "X"`.
//!
//! The language has no such properties, so they are mistakes, and their lines are shown in
//! diagnostics. What counts is the word, known or not, and however it is misspelt.

use std::ops::Range;

use saffron_command_files::secret;

/// A token of a policy, as far as secrets need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    /// A word outside of quotes.
    Word(&'t str),
    /// What is between quotes.
    Text(&'t str),
    Comment(&'t str),
    /// A mark before a value: `:` or `=`.
    Before,
    /// An opening bracket.
    Open,
    /// Any other mark.
    Mark,
}

/// The places of the values, and of texts and comments that speak of secrets.
pub(super) fn values(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut state = State::Nothing;
    let mut after_param = false;
    for (start, token) in tokens(text) {
        let hides = match token {
            Token::Text(content) | Token::Comment(content) if secret::announces(content) => {
                Some(content.len())
            }
            Token::Text(content) if state != State::Nothing => Some(content.len()),
            Token::Word(word) if matches!(state, State::Value | State::List) => Some(word.len()),
            _ => None,
        };
        found.extend(hides.map(|len| start..start + len));
        state = state.after(token, after_param);
        after_param = token == Token::Word("param");
    }
    found
}

/// What the tokens so far announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Nothing,
    /// A word or a text that follows is a value.
    Value,
    /// All up to a closing bracket are values.
    List,
    /// A text that follows is a value, however many words are before it.
    Text,
}

impl State {
    fn after(self, token: Token<'_>, after_param: bool) -> Self {
        match token {
            Token::Word(word) if after_param && secret::is_announcement(word) => Self::Text,
            Token::Word(word) if self != Self::List && secret::is_announcement(word) => Self::Value,
            Token::Open if self == Self::Value => Self::List,
            Token::Word(_) if self == Self::Text => self,
            Token::Word(_) | Token::Text(_) if self == Self::List => self,
            Token::Open | Token::Before | Token::Comment(_) => self,
            Token::Word(_) | Token::Text(_) | Token::Mark => Self::Nothing,
        }
    }
}

/// The tokens of a policy with their places; those of texts and comments are inside of the marks.
fn tokens(text: &str) -> impl Iterator<Item = (usize, Token<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(|it: char| !it.is_whitespace() && it != ',')?;
        let rest = text.get(start..)?;
        let (place, token, end) = token(start, rest);
        at = end;
        Some((place, token))
    })
}

fn token(start: usize, rest: &str) -> (usize, Token<'_>, usize) {
    let is_word = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '#' | '@' | '$');
    if let Some(comment) = rest.strip_prefix("//") {
        let end = comment.find('\n').unwrap_or(comment.len());
        return (
            start + 2,
            Token::Comment(comment.get(..end).unwrap_or_default()),
            start + 2 + end,
        );
    }
    if let Some(inside) = rest.strip_prefix('"') {
        let end = inside.find(['"', '\n']).unwrap_or(inside.len());
        let closed = usize::from(inside.get(end..).is_some_and(|rest| rest.starts_with('"')));
        let content = inside.get(..end).unwrap_or_default();
        return (start + 1, Token::Text(content), start + 1 + end + closed);
    }
    let word = rest.find(|it: char| !is_word(it)).unwrap_or(rest.len());
    if word > 0 {
        return (start, Token::Word(rest.get(..word).unwrap_or_default()), start + word);
    }
    let mark = rest.chars().next().map_or(1, char::len_utf8);
    let token = match rest.chars().next() {
        Some(':' | '=') => Token::Before,
        Some('(' | '[' | '{') => Token::Open,
        _ => Token::Mark,
    };
    (start, token, start + mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Vec<&str> {
        values(text).into_iter().map(|range| text.get(range).unwrap_or_default()).collect()
    }

    #[test]
    fn what_a_word_announces_is_hidden() {
        for text in [
            "user U { password \"S\" }",
            "user U { pasword: \"S\" }",
            "user U { Passwrd(S) }",
            "user U { passphrase S }",
            "user U { phrase\n    \"S\" }",
            "options { rvary-password [S] }",
            "param PASSWORD: text = \"S\"",
            "param PW: number = \"S\"",
            "profile A \"B\" { session { sesskey S } }",
            "user U { key \"S\" }",
            "secret S { }",
            "user U { password SECRET1 }",
        ] {
            let value = if text.contains("SECRET1") { "SECRET1" } else { "S" };
            assert_eq!(hidden(text), [value], "{text}");
        }
        assert_eq!(hidden("options { pw [switch \"A\", \"B\"] }"), ["switch", "A", "B"]);
        assert_eq!(hidden("user U { pins [\"A\", \"B\"] }"), Vec::<&str>::new());
        assert_eq!(hidden("group G // password: S"), [" password: S"]);
        assert_eq!(hidden("group G { data \"pw is S\" }"), ["pw is S"]);
    }

    #[test]
    fn what_nothing_announces_is_shown() {
        for text in [
            "profile DATASET \"PAYROLL.KEYS\" { uacc none  permit KEYADM: read }",
            "class $A { key-qualifiers 3 }",
            "user U { attributes [protected]  data \"a passing remark\" }",
        ] {
            assert!(hidden(text).is_empty(), "{text}");
        }
    }
}
