//! Says what is wrong with a clause, and how to go on after it.
//!
//! Each function below knows one kind of mistake and recognises it or passes; the last one, which
//! only says what was expected, takes what is left.

mod case;
mod safr;
mod value;

use case::Case;

use crate::codes;
use crate::command::{declaring, is_racf_verb};
use crate::keyword::{Keyword, Role};
use crate::lexer::{Lexeme, Token};
use crate::place::{self, Place};
use crate::recovery::{Edits, Mistake, Repair, Surprise};
use crate::sink::Sink;
use crate::wording::{Expected, found, spelling};
use crate::wrong_word::{lower_case, misspelt};
use saffron_diagnostics::Span;
use saffron_diagnostics::{Diagnostic, did_you_mean};

/// Explains why the grammar was surprised.
pub(crate) fn explain<'s>(
    lexemes: &[Lexeme<'s>],
    place: &Place,
    surprise: &Surprise,
    sink: &Sink<'_>,
) -> Mistake<'s> {
    let expected = Expected::new(&surprise.expected);
    let case = Case { lexemes, place, at: surprise.at, expected, sink };
    racf_command(&case)
        .or_else(|| hash_comment(&case))
        .or_else(|| upper_case_keyword(&case))
        .or_else(|| misspelt_keyword(&case))
        .or_else(|| nested_template(&case))
        .or_else(|| no_declaration(&case))
        .or_else(|| safr::explain(&case))
        .or_else(|| value::explain(&case))
        .or_else(|| missing_value(&case))
        .or_else(|| misspelt_clause(&case))
        .or_else(|| property_syntax(&case))
        .or_else(|| lower_case_name(&case))
        .or_else(|| upper_case_word(&case))
        .or_else(|| unquoted_text(&case))
        .or_else(|| missing_access(&case))
        .or_else(|| quoted_name(&case))
        .or_else(|| bare_variable(&case))
        .unwrap_or_else(|| unexpected(&case))
}

fn racf_command<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Name(name) = case.token()? else { return None };
    if !case.begins_declaration() || !is_racf_verb(name) {
        return None;
    }
    let clear = case.lexemes.get(case.place.declaration.clone())?;
    let is_ours = clear.iter().any(|it| matches!(it.token, Token::Colon | Token::BraceOpen));
    if is_ours && declaring(name).is_some() {
        return None;
    }
    let message = format!("`{name}` is a RACF command, but this is a policy file");
    let diagnostic = Diagnostic::error(codes::RACF_COMMAND, message, case.span(), "a RACF command")
        .help(
            "`saffron import FILE` makes a policy of a file of commands; other commands in this file are not reported",
        );
    Some(Mistake { diagnostic, repair: case.whole() })
}

fn hash_comment<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Name(name) = case.token()? else { return None };
    if name.chars().any(|char| char != '#') {
        return None;
    }
    let message = "a comment begins with `//`";
    let diagnostic =
        Diagnostic::error(codes::UNEXPECTED, message, case.span(), "this begins a name")
            .help("`#` is a letter of RACF names, so it cannot begin a comment")
            .fix(case.span(), "//");
    Some(Mistake { diagnostic, repair: Repair::Hole(rest_of_line(case)) })
}

/// From the surprise to the end of its line, or of its clause.
fn rest_of_line(case: &Case<'_, '_>) -> std::ops::Range<usize> {
    let rest = case.lexemes.iter().skip(case.at + 1);
    let on_line = rest.take_while(|it| !it.line_start && it.token != Token::BraceClose).count();
    if case.place.in_head { case.place.declaration.clone() } else { case.at..case.at + 1 + on_line }
}

fn upper_case_keyword<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Name(name) = case.token()? else { return None };
    let keyword = Keyword::of(&name.to_lowercase())?;
    if !case.expected.has(keyword.text()) || case.expected.has("name") {
        return None;
    }
    let repair = case.replace(Token::Keyword(keyword));
    Some(Mistake { diagnostic: lower_case(name, case.span()), repair })
}

/// A word near to a keyword, where only keywords can be.
fn misspelt_keyword<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let (Token::Word(word) | Token::Name(word)) = case.token()? else { return None };
    if case.expected.has("word") || case.expected.has("name") {
        return None;
    }
    let keyword = Keyword::of(did_you_mean(word, case.expected.keywords())?)?;
    let what = if case.begins_declaration() { "declaration" } else { "clause" };
    let repair = case.replace(Token::Keyword(keyword));
    Some(Mistake { diagnostic: misspelt(word, keyword, what, case.span()), repair })
}

fn no_declaration<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    if !case.begins_declaration() || !case.expected.is_declaration() {
        return None;
    }
    let message = format!("{} does not begin a declaration", found(case.token()));
    let help = match case.token()? {
        Token::Keyword(keyword) if keyword.begins_safr_part() => "write it inside `safr { … }`",
        _ => {
            "a declaration begins with `profile`, `permit`, `user`, `group`, `connect`, …; \
             a property stands inside the braces of one"
        }
    };
    let label = "expected a declaration";
    let diagnostic =
        Diagnostic::error(codes::UNKNOWN_DECLARATION, message, case.span(), label).help(help);
    Some(Mistake { diagnostic, repair: case.whole() })
}

fn nested_template<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let is_template = case.token()? == Token::Keyword(Keyword::Template);
    if !is_template || case.at == 0 || !case.begins_declaration() {
        return None;
    }
    let message = "a template cannot contain a template";
    let diagnostic = Diagnostic::error(
        codes::NESTED_TEMPLATE,
        message,
        case.span(),
        "declared inside a template",
    )
    .help("declare it outside the other one");
    Some(Mistake { diagnostic, repair: case.whole() })
}

/// A line that holds nothing but a key, so that the next line was taken for its value.
fn missing_value<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    if case.place.in_head {
        return None;
    }
    let (at, key) = (case.place.declaration.start..case.at)
        .rev()
        .map_while(|at| case.lexemes.get(at).map(|lexeme| (at, *lexeme)))
        .take_while(|(_, it)| !matches!(it.token, Token::BraceOpen | Token::BraceClose))
        .find(|&(at, it)| {
            it.line_start && matches!(it.token, Token::Word(_)) && case.is_alone(at)
        })?;
    let name = spelling(key.token);
    let message = format!("`{name}` has no value");
    let diagnostic =
        Diagnostic::error(codes::UNEXPECTED, message, case.span_at(at), "a value must follow")
            .help("write a property as a key and a value, for example `uacc none`");
    Some(Mistake { diagnostic, repair: Repair::Hole(at..at + 1) })
}

/// `permti A: read`, which goes wrong only at the colon, and `permit A: read whn program "P"`.
fn misspelt_clause<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let start = case.place.clause.start;
    if case.place.in_head || case.at <= start {
        return None;
    }
    let first = place::token(case.lexemes, start)?;
    let declaration = place::token(case.lexemes, case.place.declaration.start);
    let known: &[&str] = match (first, case.token()) {
        (Token::Word(_), Some(Token::Colon | Token::Comma | Token::Star | Token::Name(_)))
            if declaration == Some(Token::Keyword(Keyword::Safr)) =>
        {
            &["edit", "in", "members"]
        }
        (Token::Word(_), Some(Token::Colon | Token::Comma | Token::Star)) => {
            &["permit", "requires"]
        }
        (Token::Word(_), Some(Token::Name(_))) => &["access", "may", "unprotected"],
        (Token::Keyword(Keyword::Permit), _) => &["when"],
        _ => return None,
    };
    let words = case.lexemes.iter().enumerate().take(case.at).skip(start);
    let (at, word, keyword) = words
        .filter_map(|(at, lexeme)| match lexeme.token {
            Token::Word(word) => {
                Some((at, word, Keyword::of(did_you_mean(word, known.iter().copied())?)?))
            }
            _ => None,
        })
        .next_back()?;
    let diagnostic = misspelt(word, keyword, "clause", case.span_at(at));
    let repair = Repair::Edit(vec![(at, Some(Token::Keyword(keyword)))]);
    Some(Mistake { diagnostic, repair })
}

/// `uacc = none`, `uacc: none`, `uacc(none)`, `uacc none,`.
fn property_syntax<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let token = case.token()?;
    if case.place.in_head {
        return None;
    }
    let (span, edits) = match token {
        Token::Equals | Token::Colon if case.expected.is_value() => {
            (case.span(), vec![(case.at, None)])
        }
        Token::ParenOpen if case.expected.is_value() => parenthesised(case)?,
        Token::Comma if case.expected.is_property() => (case.span(), vec![(case.at, None)]),
        _ => return None,
    };
    let message = "write a property as `key value`, without `=`, `:` or `,`";
    let diagnostic = Diagnostic::error(codes::PROPERTY_SYNTAX, message, case.span(), "remove this")
        .help("for example `uacc none` or `categories [PAYROLL, AUDIT]`")
        .fix(span, fixed(case, token));
    Some(Mistake { diagnostic, repair: Repair::Edit(edits) })
}

/// The parentheses around a single value.
fn parenthesised<'s>(case: &Case<'_, 's>) -> Option<(Span, Edits<'s>)> {
    let close = case.at + 2;
    (place::token(case.lexemes, close)? == Token::ParenClose)
        .then(|| (case.span().to(case.span_at(close)), vec![(case.at, None), (close, None)]))
}

fn fixed(case: &Case<'_, '_>, token: Token<'_>) -> String {
    match token {
        Token::ParenOpen => {
            let value = place::token(case.lexemes, case.at + 1).map(spelling).unwrap_or_default();
            format!(" {value}")
        }
        Token::Comma => String::new(),
        _ => " ".to_owned(),
    }
}

fn lower_case_name<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Word(word) = case.token()? else { return None };
    if !case.expected.has("name") || case.expected.has("word") || word.contains('-') {
        return None;
    }
    let upper = word.to_uppercase();
    let message = format!("the name `{word}` is in lower case");
    let diagnostic =
        Diagnostic::error(codes::WRONG_CASE, message, case.span(), format!("write `{upper}`"))
            .help("names start with a capital letter; lowercase words are keywords")
            .fix(case.span(), upper);
    Some(Mistake { diagnostic, repair: case.replace(Token::Name(word)) })
}

fn upper_case_word<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Name(name) = case.token()? else { return None };
    let next = case.next_on_line();
    let is_class = matches!(next, Some(Token::Text(_)));
    let is_stray = case.expected.is_property()
        && !matches!(
            next,
            Some(Token::Word(_) | Token::Name(_) | Token::Number(_) | Token::BracketOpen)
        );
    if !case.expected.has("word") || case.expected.has("name") || is_class || is_stray {
        return None;
    }
    Some(Mistake {
        diagnostic: lower_case(name, case.span()),
        repair: case.replace(Token::Word(name)),
    })
}

fn unquoted_text<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let (Token::Name(name) | Token::Variable(name)) = case.token()? else { return None };
    if !case.expected.has("text") || case.expected.has("name") {
        return None;
    }
    let message = format!("`{name}` must be quoted");
    let diagnostic = Diagnostic::error(codes::NOT_QUOTED, message, case.span(), "no quotes")
        .help("write names of resources and other texts in double quotes")
        .fix(case.span(), format!("\"{name}\""));
    Some(Mistake { diagnostic, repair: case.replace(Token::Text(name)) })
}

/// `may FACILITY "X"`: the class was taken for the access level that is missing.
fn missing_access<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let (Token::Text(_), Token::Name(class)) = (case.token()?, case.previous()?) else {
        return None;
    };
    let before = case.at.checked_sub(2).and_then(|at| place::token(case.lexemes, at))?;
    let asks = match before {
        Token::Colon => true,
        Token::Keyword(keyword) => keyword.is(Role::AsksLevel),
        _ => false,
    };
    if !asks || !case.expected.has("name") || case.expected.has("text") {
        return None;
    }
    let message = format!("expected an access level{}, found `{class}`", surroundings(case));
    let span = case.span_at(case.at - 1);
    let diagnostic =
        Diagnostic::error(codes::UNEXPECTED, message, span, "expected an access level")
            .help(format!("write the access level before the class: `read {class} …`"));
    Some(Mistake { diagnostic, repair: Repair::Hole(case.place.clause.clone()) })
}

/// A class or template in quotes.
fn quoted_name<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Text(text) = case.token()? else { return None };
    let is_name = text
        .starts_with(|first: char| first.is_ascii_uppercase() || "@#$".contains(first))
        && text.chars().all(|char| char.is_ascii_alphanumeric() || "@#$_".contains(char));
    if !is_name || !case.expected.has("name") || case.expected.has("text") {
        return None;
    }
    let message = format!("`\"{text}\"` needs no quotes here");
    let diagnostic =
        Diagnostic::error(codes::UNEXPECTED, message, case.span(), "a name is expected")
            .help("only names of resources, texts, and IDs that begin with a digit are quoted")
            .fix(case.span(), text);
    Some(Mistake { diagnostic, repair: case.replace(Token::Name(text)) })
}

/// `variable RACLNDE { … }`.
fn bare_variable<'s>(case: &Case<'_, 's>) -> Option<Mistake<'s>> {
    let Token::Name(name) = case.token()? else { return None };
    if !case.expected.has("variable name") || case.expected.has("name") {
        return None;
    }
    let message = format!("the name of the variable `{name}` must begin with `&`");
    let label = format!("write `&{name}`");
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, message, case.span(), label)
        .fix(case.span(), format!("&{name}"));
    Some(Mistake { diagnostic, repair: case.replace(Token::Variable(name)) })
}

fn unexpected<'s>(case: &Case<'_, 's>) -> Mistake<'s> {
    let wanted = case.expected.phrase(case.previous());
    let found = found_in(case);
    let place = surroundings(case);
    let (message, label) = if wanted.is_empty() {
        (format!("unexpected {found}{place}"), "unexpected".to_owned())
    } else {
        (format!("expected {wanted}{place}, found {found}"), format!("expected {wanted}"))
    };
    let diagnostic = Diagnostic::error(codes::UNEXPECTED, message, case.span(), label);
    let clause = case.place.clause.clone();
    // Where only the value is wrong, the key stays in the tree.
    let keeps_key = case.expected.is_value() && !case.place.in_head && clause.contains(&case.at);
    let range = if keeps_key && clause.start < case.at { case.at..clause.end } else { clause };
    Mistake { diagnostic: with_hint(case, diagnostic), repair: Repair::Hole(range) }
}

/// What was found; what was corrected to a text is shown as it is written.
fn found_in(case: &Case<'_, '_>) -> String {
    let written = case.lexemes.get(case.at).map_or("", |it| case.sink.text(it.start, it.end));
    match case.token() {
        Some(Token::Text(text)) if !written.starts_with(['"', '\'']) => {
            format!("`{}`", spelling(Token::Lump(text)))
        }
        token => found(token),
    }
}

/// In which clause or declaration, if it begins with a keyword: ``in this `permit` ``.
fn surroundings(case: &Case<'_, '_>) -> String {
    let start =
        if case.place.in_head { case.place.declaration.start } else { case.place.clause.start };
    match place::token(case.lexemes, start) {
        Some(Token::Keyword(keyword)) if start < case.at => {
            format!(" in this `{}`", keyword.text())
        }
        _ => String::new(),
    }
}

fn with_hint(case: &Case<'_, '_>, diagnostic: Diagnostic) -> Diagnostic {
    let before = case.at.checked_sub(3).and_then(|at| place::token(case.lexemes, at));
    let help = match (case.previous(), case.token()) {
        (Some(Token::Name(value)), _) if before == Some(Token::Keyword(Keyword::When)) => {
            format!("write the value of a condition in double quotes: `\"{value}\"`")
        }
        (Some(Token::Name(name)), _) if case.expected.has("text") && !case.expected.has("name") => {
            format!("write the name in double quotes after the class: `{name} \"SOME.NAME\"`")
        }
        (Some(Token::Word(key)), Some(Token::BraceClose)) if case.expected.is_value() => {
            format!("`{key}` has no value")
        }
        (_, Some(Token::Word(word))) if case.expected.has(":") => {
            format!("write a colon before the access: `: {word}`")
        }
        (_, Some(Token::Equals)) if case.expected.has(":") => {
            "write the kind before the default: `param NAME: user = VALUE`".to_owned()
        }
        _ => return diagnostic,
    };
    diagnostic.help(help)
}
