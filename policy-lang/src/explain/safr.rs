//! What goes wrong in a `safr` block, and in what a test expects of SAFR.

use super::case::Case;
use crate::codes;
use crate::keyword::{Keyword, Role};
use crate::lexer::Token;
use crate::place;
use crate::recovery::{Mistake, Repair};
use crate::wording::spelling;
use crate::wrong_word::lower_case;
use saffron_diagnostics::Diagnostic;

/// The block in which a surprise lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// Items of an environment or view folder, or what one refers to.
    Items,
    /// Rights of a role, or of a group in an environment.
    Rights,
    Group,
}

pub(super) fn explain<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    if case.place.in_head {
        return None;
    }
    let start = case.place.declaration.start;
    let block = match place::token(case.lexemes, start)? {
        Token::Keyword(Keyword::Safr) => safr_block(case)?,
        Token::Keyword(Keyword::Test) => return head_of_subject(case).or_else(|| session(case)),
        _ => return None,
    };
    let in_block = match block {
        Block::Items => upper_case_type(case)
            .or_else(|| nameless(case))
            .or_else(|| typeless(case))
            .or_else(|| no_brackets(case)),
        Block::Rights => edit(case),
        Block::Group => in_environment(case),
    };
    in_block.or_else(|| bare_list(case))
}

/// The brace of the innermost block, and what is before it: from the last brace on.
fn before_block<'s>(case: &Case<'_, 's>) -> Option<(usize, Vec<Token<'s>>)> {
    let mut depth = 0_usize;
    let before = (0..case.at).rev().filter_map(|at| Some((at, place::token(case.lexemes, at)?)));
    let mut open = None;
    let mut head = Vec::new();
    for (at, token) in before {
        match (token, open) {
            (Token::BraceClose, None) => depth += 1,
            (Token::BraceOpen, None) if depth == 0 => open = Some(at),
            (Token::BraceOpen, None) => depth -= 1,
            (Token::BraceOpen | Token::BraceClose, Some(_)) => break,
            (_, Some(_)) => head.push(token),
            _ => {}
        }
    }
    Some((open?, head))
}

fn safr_block(case: &Case<'_, '_>) -> Option<Block> {
    let (_, head) = before_block(case)?;
    let keyword = head.iter().find_map(|token| match token {
        Token::Keyword(
            it @ (Keyword::Environment
            | Keyword::Group
            | Keyword::In
            | Keyword::Options
            | Keyword::Role
            | Keyword::Safr),
        ) => Some(*it),
        _ => None,
    });
    match keyword {
        None | Some(Keyword::Environment) => Some(Block::Items),
        Some(Keyword::In | Keyword::Role) => Some(Block::Rights),
        Some(Keyword::Group) => Some(Block::Group),
        Some(_) => None,
    }
}

/// Whether the subject around the surprise says where it logs in to SAFR.
fn is_session(case: &Case<'_, '_>) -> bool {
    before_block(case).is_some_and(|(_, head)| head.contains(&Token::Keyword(Keyword::At)))
}

fn back<'s>(case: &Case<'_, 's>, count: usize) -> Option<Token<'s>> {
    place::token(case.lexemes, case.at.checked_sub(count)?)
}

/// A clause that is left out.
fn hole<'s>(case: &Case<'_, 's>, diagnostic: Diagnostic) -> Mistake<'s> {
    Mistake { diagnostic, repair: Repair::Hole(case.place.clause.clone()) }
}

fn unexpected(case: &Case<'_, '_>, at: usize, message: String, label: &str) -> Diagnostic {
    Diagnostic::error(codes::UNEXPECTED, message, case.span_at(at), label)
}

/// `VIEW V`, `LOGICAL-FILE LF`: before a name, where a type is expected.
fn upper_case_type<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let (Token::Name(text) | Token::Text(text)) = case.token()? else { return None };
    let before_name =
        matches!(case.next_on_line(), Some(Token::Name(_) | Token::Text(_) | Token::Star));
    let is_upper = text.bytes().all(|it| it.is_ascii_uppercase() || matches!(it, b'_' | b'-'));
    if !before_name || !is_upper || !case.expected.has("word") || case.expected.has("name") {
        return None;
    }
    let diagnostic = lower_case(&text.replace('_', "-"), case.span());
    Some(Mistake { diagnostic, repair: case.replace(Token::Word(text)) })
}

/// `view-folder { … }`, `logical-file: LF_GL`, or a type at the end of the block.
fn nameless<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let (Some(Token::Word(kind)), token) = (case.previous(), case.token()?) else { return None };
    if !case.expected.has("name")
        || !case.expected.has("text")
        || matches!(token, Token::Word(name) if !name.contains('-') && !is_next_line(case))
    {
        return None;
    }
    if matches!(token, Token::Equals | Token::Colon) {
        let message = "write an item as a type and a name, with a blank between them";
        let span = case.span();
        let diagnostic = Diagnostic::error(codes::PROPERTY_SYNTAX, message, span, "remove this")
            .help(format!("for example `{kind} SOME_NAME`"))
            .fix(span, " ");
        return Some(Mistake { diagnostic, repair: Repair::Edit(vec![(case.at, None)]) });
    }
    let diagnostic =
        unexpected(case, case.at - 1, format!("this `{kind}` has no name"), "a name must follow")
            .help(format!("write `{kind} SOME_NAME`"));
    Some(hole(case, diagnostic))
}

fn is_next_line(case: &Case<'_, '_>) -> bool {
    case.lexemes.get(case.at).is_some_and(|it| it.line_start)
}

/// `LF_GL` without a type before it.
fn typeless<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let name @ (Token::Name(_) | Token::Text(_)) = case.token()? else { return None };
    if !case.expected.has("word") || case.expected.has("name") {
        return None;
    }
    let name = spelling(name);
    let message = format!("expected the type of the item `{}`", name.trim_matches('"'));
    let diagnostic = unexpected(case, case.at, message, "type missing")
        .help(format!("write the type before the name, such as `logical-file {name}`"));
    Some(hole(case, diagnostic))
}

/// `refers LF_GL` in a view, or an item inside one that holds none.
fn no_brackets<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let (Token::Word(key), name @ (Token::Name(_) | Token::Text(_))) =
        (case.previous()?, case.token()?)
    else {
        return None;
    };
    if !case.expected.has("[") || case.expected.has("name") {
        return None;
    }
    let name = spelling(name);
    let is_item = place::token(case.lexemes, case.at + 1) == Some(Token::BraceOpen);
    let diagnostic = if is_item {
        let message =
            format!("the item `{key} {name}` is inside an item that cannot contain items");
        unexpected(case, case.at, message, "not here")
            .help("only view folders contain items: views")
    } else {
        let message = format!("`{key}` takes a list in brackets");
        unexpected(case, case.at, message, "not in brackets")
            .help(format!("write `{key} [{name}]`"))
    };
    Some(hole(case, diagnostic))
}

/// `edit MONTH_END: modify`, `edit view-folder: modify`, `edit view-folder MONTH_END modify`.
fn edit<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let edit = Token::Keyword(Keyword::Edit);
    if case.previous() == Some(edit) {
        return upper_case_type(case).or_else(|| typeless(case));
    }
    if place::token(case.lexemes, case.place.clause.start) != Some(edit) {
        return None;
    }
    if let (Some(Token::Word(kind)), Some(Token::Keyword(Keyword::Edit))) =
        (case.previous(), back(case, 2))
        && matches!(case.token(), Some(Token::Colon | Token::Comma))
    {
        let message = format!("the name of the item is missing in this `edit {kind}`");
        let diagnostic = unexpected(case, case.at, message, "a name must come before").help(
            format!("write `edit {kind} SOME_NAME: …`, or `edit {kind} *: …` for all of them"),
        );
        return Some(hole(case, diagnostic));
    }
    let Some(Token::Word(right)) = case.token() else { return None };
    if !case.expected.has(":") {
        return None;
    }
    let message = format!("expected `:` before the right `{right}`");
    let diagnostic =
        unexpected(case, case.at, message, "expected `:`").fix(case.span(), format!(": {right}"));
    Some(hole(case, diagnostic))
}

/// `in FINANCE ANALYST`, `FINANCE as ANALYST`, `in FINANCE as`.
fn in_environment<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let is_name = |token: Option<Token<'_>>| matches!(token, Some(Token::Name(_) | Token::Text(_)));
    let role = case.token().map(spelling).unwrap_or_default();
    let clause = place::token(case.lexemes, case.place.clause.start);
    let diagnostic = match (back(case, 2), case.previous(), case.token()) {
        (Some(Token::Keyword(Keyword::In)), previous, token)
            if is_name(previous) && is_name(token) && !is_next_line(case) =>
        {
            unexpected(
                case,
                case.at,
                format!("expected `as` before the role `{role}`"),
                "expected `as`",
            )
            .fix(case.span(), format!("as {role}"))
        }
        (_, Some(Token::Keyword(Keyword::As) | Token::Comma), token)
            if case.expected.is_value() && !is_name(token) =>
        {
            unexpected(
                case,
                case.at - 1,
                "expected a role after this".to_owned(),
                "a role must follow",
            )
            .help("write the name of a declared role, or a word such as `administrator`")
        }
        (_, _, token) if is_name(token) && case.at == case.place.clause.start => {
            unexpected(case, case.at, format!("expected `in` before `{role}`"), "expected `in`")
                .help("the block of a group contains `members […]` and `in ENVIRONMENT as ROLE`")
        }
        _ => return None,
    };
    let starts_with_in = clause == Some(Token::Keyword(Keyword::In));
    Some(if starts_with_in || case.at == case.place.clause.start {
        hole(case, diagnostic)
    } else {
        Mistake { diagnostic, repair: Repair::Hole(case.at..case.place.clause.end) }
    })
}

/// `members ALICE, BOB`, `uses LR_GL, LF_GL`, `with refs LR_GL, LF_GL`: no brackets.
fn bare_list<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    if case.token()? != Token::Comma || case.expected.has(":") {
        return None;
    }
    let (first, key) = (case.previous()?, back(case, 2)?);
    let is_key = matches!(key, Token::Word(_) | Token::Keyword(Keyword::Members));
    if !is_key || !matches!(first, Token::Name(_) | Token::Text(_)) {
        return None;
    }
    let (key, first) = (spelling(key), spelling(first));
    let diagnostic =
        unexpected(case, case.at, format!("`{key}` takes a list in brackets"), "not in brackets")
            .help(format!("write `{key} [{first}, …]`"));
    Some(hole(case, diagnostic))
}

/// `user ALICE at FINANCE in ANALYSTS`.
fn head_of_subject<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let is_late = case.token()? == Token::Keyword(Keyword::In)
        && back(case, 2)? == Token::Keyword(Keyword::At)
        && case.expected.has("{");
    if !is_late {
        return None;
    }
    let message = "the login group must be before the login environment".to_owned();
    let diagnostic = unexpected(case, case.at, message, "wrong order")
        .help("write `user NAME in GROUP at ENVIRONMENT`");
    let repair = Repair::Edit(vec![(case.at, None), (case.at + 1, None)]);
    Some(Mistake { diagnostic, repair })
}

/// Expectations of a subject that logs in to SAFR.
fn session<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    if !is_session(case) {
        return None;
    }
    upper_case_operation(case)
        .or_else(|| no_operation(case))
        .or_else(|| bare_circumstance(case))
        .or_else(|| bare_list(case))
}

/// `may MODIFY view V`, `may modify VIEW V`: taken for a parameter, and for a class.
fn upper_case_operation<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Name(word) = case.previous()? else { return None };
    let verdict = |token: Option<Token<'_>>| matches!(token, Some(Token::Keyword(keyword)) if keyword.is(Role::Verdict));
    let is_operation = verdict(back(case, 2)) && matches!(case.token()?, Token::Word(_));
    let is_type = matches!(back(case, 2)?, Token::Word(_))
        && verdict(back(case, 3))
        && matches!(case.token()?, Token::Name(_) | Token::Text(_))
        && !case.token().is_some_and(|it| matches!(it, Token::Text(_)));
    if !is_operation && !is_type {
        return None;
    }
    let lower = word.to_lowercase().replace('_', "-");
    let span = case.span_at(case.at - 1);
    let message = format!("`{word}` must be in lower case here");
    let diagnostic = Diagnostic::error(
        codes::WRONG_CASE,
        message,
        span,
        format!("write `{lower}`"),
    )
    .help("operations and types of items are in lower case; names start with a capital letter")
    .fix(span, lower);
    let repair = Repair::Edit(vec![(case.at - 1, Some(Token::Word(word)))]);
    Some(Mistake { diagnostic, repair })
}

/// `may view GL_EXTRACT`: taken for an access level and a class.
fn no_operation<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let (Token::Name(name), Token::Word(_)) = (case.previous()?, back(case, 2)?) else {
        return None;
    };
    if !case.expected.has("text") || case.expected.has("name") || case.expected.has("with") {
        return None;
    }
    let message = "expected an operation, a type of item and a name".to_owned();
    let diagnostic = unexpected(case, case.at - 2, message, "one of them is missing")
        .help(format!("for example `may modify view {name}`"));
    Some(hole(case, diagnostic))
}

/// `may read view V in TEST`, `may create view V folder F`.
fn bare_circumstance<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let is_behind_item = case.expected.has("at") && !case.expected.has("name");
    if !is_behind_item || is_next_line(case) {
        return None;
    }
    let (found, help) = match case.token()? {
        Token::Keyword(Keyword::In) => (
            "in".to_owned(),
            "write `at …` for an environment other than that of the login".to_owned(),
        ),
        Token::Word(word) => {
            (word.to_owned(), format!("write `with {word} …` for what else the operation needs"))
        }
        Token::Name(name) => (name.to_owned(), format!("for an environment write `at {name}`")),
        _ => return None,
    };
    let message = format!("unexpected `{found}` after the item");
    let diagnostic = unexpected(case, case.at, message, "unexpected").help(help);
    Some(hole(case, diagnostic))
}
