//! Values and lists that are written as they would be in other languages, or in a RACF command.

use saffron_diagnostics::Diagnostic;
use saffron_vocabulary::operand;
use saffron_vocabulary::racf::AccessLevel;

use super::Mistake;
use super::case::Case;
use crate::codes;
use crate::fix::is_date;
use crate::keyword::{Keyword, Role};
use crate::lexer::Token;
use crate::place;
use crate::recovery::{Edits, Repair};

pub(super) fn explain<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    quoted_date(case)
        .or_else(|| several_levels(case))
        .or_else(|| bracketed_ids(case))
        .or_else(|| racf_operand(case))
        .or_else(|| unquoted_words(case))
}

/// `revoke on "2026-12-31"`.
fn quoted_date<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Text(text) = case.token()? else { return None };
    if !case.expected.has("date") || case.expected.has("text") {
        return None;
    }
    let (span, is_date) = (case.span(), is_date(text));
    let message = format!("the date `{text}` must be written without quotes, as yyyy-mm-dd");
    let diagnostic = Diagnostic::error(codes::BAD_DATE, message, span, "a text, not a date")
        .help("write the first of February 2027 as `2027-02-01`");
    let diagnostic = if is_date { diagnostic.fix(span, text) } else { diagnostic };
    let token = Token::Date(if is_date { text } else { "0000-00-00" });
    Some(Mistake { diagnostic, repair: case.replace(token) })
}

/// `permit A: read, update`: each entry has one level.
fn several_levels<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let is_level = |at: usize| match place::token(case.lexemes, at) {
        Some(Token::Word(word) | Token::Name(word)) => AccessLevel::from_name(&word.to_uppercase()),
        _ => None,
    };
    let colon = case.at.checked_sub(2)?;
    if case.token()? != Token::Comma || place::token(case.lexemes, colon)? != Token::Colon {
        return None;
    }
    let mut highest = is_level(case.at - 1)?;
    let mut end = case.at;
    while place::token(case.lexemes, end) == Some(Token::Comma)
        && let Some(level) = is_level(end + 1)
    {
        highest = highest.max(level);
        end += 2;
    }
    if end == case.at {
        return None;
    }
    let span = case.span_at(case.at - 1).to(case.span_at(end - 1));
    let word = highest.as_str().to_lowercase();
    let message = "an entry of an access list has one access level";
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, message, span, format!("write `{word}`"))
        .help(format!("`{word}` includes the lower levels"))
        .fix(span, word);
    Some(Mistake { diagnostic, repair: Repair::Edit(dropped(case.at..end)) })
}

/// `permit [A, B]: read`: the IDs of an entry have no brackets.
fn bracketed_ids<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let follows_keyword = matches!(
        case.previous()?,
        Token::Keyword(keyword) if keyword.is(Role::Clause) || keyword == Keyword::Connect
    );
    if case.token()? != Token::BracketOpen || !follows_keyword || !case.expected.has("name") {
        return None;
    }
    let rest = case.lexemes.iter().enumerate().skip(case.at + 1);
    let mut inside = rest.take_while(|(_, it)| {
        matches!(it.token, Token::Name(_) | Token::Text(_) | Token::Comma | Token::BracketClose)
    });
    let (close, _) = inside.find(|(_, it)| it.token == Token::BracketClose)?;
    let span = case.span().to(case.span_at(close));
    let written = case.sink.text(span.start + 1, span.end - 1).trim();
    let message = "several IDs are written without brackets here";
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, message, span, "remove the brackets")
        .help(format!("write `{written}`"))
        .fix(span, written);
    Some(Mistake { diagnostic, repair: Repair::Edit(vec![(case.at, None), (close, None)]) })
}

/// `UACC(NONE)`, as in a RACF command.
fn racf_operand<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let (at, name) = match (case.token()?, case.previous()?) {
        (Token::Name(name), _) => (case.at, name),
        (Token::ParenOpen, Token::Name(name)) => (case.at - 1, name),
        _ => return None,
    };
    if case.place.in_head || !case.expected.is_property() && case.token()? != Token::ParenOpen {
        return None;
    }
    let end = closing(case, at + 1).map_or(at + 1, |close| close + 1);
    let span = case.span_at(at).to(case.span_at(end - 1));
    let declaration = place::token(case.lexemes, case.place.declaration.start)?;
    let meaning = operand::of_word(command(declaration), name)?;
    let is_same_word = meaning.starts_with(&format!("`{}", name.to_lowercase()));
    if end == at + 1 && is_same_word {
        return None;
    }
    let written = case.sink.text(span.start, span.end);
    let message = format!("`{written}` is an operand of a RACF command");
    let help = if meaning.starts_with('`') {
        format!("write {meaning}; words of the language are in lower case")
    } else {
        format!("in a policy: {meaning}")
    };
    let diagnostic =
        Diagnostic::error(codes::PROPERTY_SYNTAX, message, span, "not written so in a policy")
            .help(help);
    // What follows a word without parentheses is its value.
    let range = if end == at + 1 && at == case.at { case.place.rest.clone() } else { at..end };
    Some(Mistake { diagnostic, repair: Repair::Hole(range) })
}

/// The position of the parenthesis that closes the one at `open`.
fn closing(case: &Case<'_, '_>, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, lexeme) in case.lexemes.iter().enumerate().skip(open) {
        match lexeme.token {
            Token::ParenOpen => depth += 1,
            Token::ParenClose if depth == 1 => return Some(at),
            Token::ParenClose => depth = depth.checked_sub(1)?,
            Token::BraceOpen | Token::BraceClose => return None,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The RACF command that does what a declaration states.
fn command(declaration: Token<'_>) -> &'static str {
    match declaration {
        Token::Keyword(Keyword::User) => "ADDUSER",
        Token::Keyword(Keyword::Group) => "ADDGROUP",
        Token::Keyword(Keyword::Connect) => "CONNECT",
        Token::Keyword(Keyword::Options) => "SETROPTS",
        _ => "RDEFINE",
    }
}

/// `name Ada Miller`: a text of several words has quotes.
fn unquoted_words<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let first = case.at.checked_sub(1)?;
    let Token::Name(word) = place::token(case.lexemes, first)? else { return None };
    let key = first.checked_sub(1).and_then(|key| place::token(case.lexemes, key))?;
    if case.place.in_head || !matches!(key, Token::Word(_)) || !case.expected.is_property() {
        return None;
    }
    let rest = case.lexemes.iter().skip(case.at).take_while(|it| !it.line_start);
    let more = rest.take_while(|it| matches!(it.token, Token::Name(_))).count();
    let follows = case.lexemes.get(case.at + more).map(|it| it.token);
    if more == 0 || follows == Some(Token::ParenOpen) {
        return None;
    }
    let end = case.at + more;
    let span = case.span_at(first).to(case.span_at(end - 1));
    let written = case.sink.text(span.start, span.end);
    let is_text = matches!(key, Token::Word("name" | "data"));
    if !is_text && !written.contains(|char: char| char.is_ascii_lowercase()) {
        return None;
    }
    let message = format!("`{written}` must be quoted");
    let diagnostic = Diagnostic::error(codes::NOT_QUOTED, message, span, "no quotes")
        .help("write a text of several words in double quotes")
        .fix(span, format!("\"{written}\""));
    let mut edits = dropped(case.at..end);
    edits.push((first, Some(Token::Text(word))));
    Some(Mistake { diagnostic, repair: Repair::Edit(edits) })
}

fn dropped<'s>(range: std::ops::Range<usize>) -> Edits<'s> {
    range.map(|at| (at, None)).collect()
}
