//! Which bytes of a command may be shown: its verb, the operands that it has, and the well-formed values of
//! operands that are known to be harmless. All other bytes are hidden.
//!
//! Of those, the values of operands that take a secret, or that aren't known, are noted as concealed: what
//! equals them elsewhere is not shown either.
//!
//! INVARIANT: only this module adds to [`Reading::exposed`], and only what a table states.

use std::ops::Range;

use super::forms::Side;
use super::lexer::{Token, lexemes};
use super::read::Beginning;
use super::reading::{Reading, is_secretive};
use super::segment::{Field, Kind, Segment};
use super::shows::{Part, Shows};
use super::spelling::{Match, begins, resolve};
use super::tree::{Item, List, Piece, Value};

/// Longer words are no operands.
const LONGEST_OPERAND: usize = 16;

/// No name is longer (`RACF Security Administrator's Guide`, names of general resources).
const LONGEST_NAME: usize = 246;

impl<'t> Reading<'t> {
    /// The verb.
    pub(super) fn expose_verb(&mut self, beginning: &Beginning<'_>) {
        self.exposed.push(beginning.start..beginning.end);
    }

    /// What a command is about.
    pub(super) fn expose_object(&mut self, value: &Value<'t>) {
        let end = if self.has_password(value) { end_of_name(value) } else { value.end };
        self.concealed.push(end..value.end);
        if is_name(value) {
            self.exposed.push(value.start..end);
        }
    }

    /// Objects of a command in parentheses.
    pub(super) fn expose_objects(&mut self, list: &List<'t>) {
        self.parentheses(list);
        for item in &list.items {
            if let (Some(value), None) = (&item.value, &item.list) {
                self.expose_object(value);
            }
        }
    }

    /// An operand of a table, and its value as far as its row says.
    pub(super) fn expose_operand(&mut self, item: &Item<'t>, shows: Shows, side: Side) {
        self.exposed.extend(item.value.as_ref().map(Value::range));
        if let Some(list) = &item.list {
            self.parentheses(list);
            for inner in &list.items {
                self.value(inner, shows, side);
            }
        }
    }

    /// The name of an operand that the command doesn't have: of letters only, and with parentheses, so
    /// that it isn't a value.
    pub(super) fn expose_misspelt(&mut self, item: &Item<'t>) {
        let word = item.value.as_ref().and_then(Value::word).unwrap_or_default();
        if item.list.is_some() && !item.is_apart() && is_misspelt(word) {
            self.exposed.extend(item.value.as_ref().map(Value::range));
        }
        if let Some(list) = &item.list {
            self.parentheses(list);
            self.concealed.push(list.range());
        }
    }

    /// What may be shown of a command without a tree, or without a table: the words before parentheses.
    pub(super) fn expose_outline(&mut self) {
        let text = self.text;
        let lexemes = lexemes(&text.text).collect::<Vec<_>>();
        let mut depth = 0_usize;
        for (at, lexeme) in lexemes.iter().enumerate().skip(1) {
            let next = lexemes.get(at + 1);
            match lexeme.token {
                Token::Open => depth += 1,
                Token::Close => depth = depth.saturating_sub(1),
                Token::Word(word)
                    if depth == 0
                        && is_misspelt(word)
                        && next.is_some_and(|it| {
                            it.token == Token::Open && it.start == lexeme.end
                        }) =>
                {
                    self.exposed.push(lexeme.start..lexeme.end);
                }
                _ => {}
            }
        }
    }

    fn parentheses(&mut self, list: &List<'_>) {
        self.exposed.push(list.start..list.start.saturating_add(1));
        self.exposed.push(list.end.saturating_sub(1)..list.end);
    }

    /// A value of an operand. The depth of a tree is limited when it is built.
    fn value(&mut self, item: &Item<'t>, shows: Shows, side: Side) {
        let well_formed = match (shows, &item.value) {
            (Shows::Parts(parts), _) => return self.part(item, parts, side),
            (Shows::Fields(segment), _) => return self.field(item, segment, side),
            _ if item.list.is_some() => false,
            (Shows::Words, Some(value)) => is_written(value, is_word),
            (Shows::Names, Some(value)) => is_name(value),
            (Shows::Numbers, Some(value)) => is_written(value, is_number),
            (Shows::Nothing | Shows::Text | Shows::Secret, _) | (_, None) => false,
        };
        if well_formed {
            self.exposed.push(item.range());
        } else if !matches!(shows, Shows::Text) {
            self.concealed.push(item.range());
        }
    }

    fn part(&mut self, item: &Item<'t>, parts: &'static [Part], side: Side) {
        let word = item.value.as_ref().and_then(Value::word).unwrap_or_default();
        match parts.iter().find(|(name, _)| !word.is_empty() && begins(name, word)) {
            Some(&(_, shows)) => self.expose_operand(item, shows, side),
            None => self.expose_misspelt(item),
        }
    }

    fn field(&mut self, item: &Item<'t>, segment: &'static Segment, side: Side) {
        let word = item.value.as_ref().and_then(Value::word).unwrap_or_default();
        match resolve(word, segment.spellings(side)) {
            Match::One(field) if !word.is_empty() => {
                self.expose_operand(item, of_field(field), side);
            }
            _ => self.expose_misspelt(item),
        }
    }

    /// Whether a password may be after a name (`RACF Command Language Reference`, ADDSD).
    fn has_password(&self, value: &Value<'t>) -> bool {
        matches!(self.verb, "ADDSD" | "ALTDSD" | "DELDSD" | "LISTDSD")
            && end_of_name(value) < value.end
    }
}

/// What of a field may be shown, by its kind.
pub(super) fn of_field(field: &Field) -> Shows {
    match field.kind {
        Kind::Flag => Shows::Nothing,
        Kind::Text => Shows::Text,
        Kind::Private | Kind::Secret => Shows::Secret,
        Kind::Name | Kind::Folded => Shows::Names,
        Kind::Number => Shows::Numbers,
        Kind::Words(_) => Shows::Words,
    }
}

/// Where the name of a data set ends that a password may follow.
fn end_of_name(value: &Value<'_>) -> u32 {
    let length = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    match value.first {
        Piece::Word(word) => {
            let name = word.split_once('/').map_or(word, |(name, _)| name);
            value.start.saturating_add(length(name))
        }
        // No data set has a slash in its name, so what is after it was meant as a password.
        Piece::Quoted(raw) => match raw.split_once('/') {
            Some((name, _)) => value.start.saturating_add(length(name)).saturating_add(1),
            None => value.start.saturating_add(length(raw)).saturating_add(2),
        },
    }
}

/// Operands that take a secret. In a longer word the secret may follow.
const SECRETIVE: [&str; 10] = [
    "BINDPW",
    "KEYENCRYPTED",
    "KEYMASKED",
    "NOPASSWORD",
    "NOPHRASE",
    "PASSWORD",
    "PHRASE",
    "RVARYPW",
    "SESSKEY",
    "SSIGNON",
];

/// Whether a word may be an operand that is misspelt: of letters, and no secret can be at its end.
fn is_misspelt(word: &str) -> bool {
    (1..=LONGEST_OPERAND).contains(&word.len())
        && word.bytes().all(|it| it.is_ascii_alphabetic())
        && (!is_secretive(word) || SECRETIVE.iter().any(|name| name.eq_ignore_ascii_case(word)))
}

fn is_name(value: &Value<'_>) -> bool {
    let length = value.end.saturating_sub(value.start) as usize;
    let written = |it: char| it.is_ascii_graphic() && !matches!(it, '"' | '`' | ';' | '(' | ')');
    length <= LONGEST_NAME + 2
        && pieces(value).all(|piece| {
            let text = piece.text();
            text.chars().all(written) && !(text.contains("${") && text.contains(":-"))
        })
}

fn is_written(value: &Value<'_>, is_allowed: fn(char) -> bool) -> bool {
    let length = value.end.saturating_sub(value.start) as usize;
    length <= LONGEST_NAME && pieces(value).all(|piece| is_all(&piece.text(), is_allowed))
}

/// Whether a text is of such characters, and of variables without a value.
fn is_all(text: &str, is_allowed: fn(char) -> bool) -> bool {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((_, behind)) = after.split_once('}') else { return false };
        if !before.chars().all(is_allowed) {
            return false;
        }
        rest = behind;
    }
    rest.chars().all(is_allowed)
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, '*' | '-')
}

fn is_number(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '/' | '-' | ':' | '*' | '.')
}

fn pieces<'v, 't>(value: &'v Value<'t>) -> impl Iterator<Item = Piece<'t>> + use<'v, 't> {
    std::iter::once(value.first).chain(value.rest.iter().copied())
}

/// Ranges in their order, none in another.
pub(super) fn merged(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges.into_iter().filter(|it| !it.is_empty()) {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
