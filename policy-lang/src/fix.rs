//! Corrects single words and texts, so that the grammar goes on as if they had been written
//! properly.
//!
//! What is wrong in any case (a semicolon, an open text) is reported at once. Where a correction is
//! a guess at what was meant, its diagnostic waits in the [`Sink`] until the grammar has accepted
//! the corrected token.
//!
//! INVARIANT: what leaves here are tokens that the grammar knows, doc lines included. A corrected
//! token always comes with an error, so a policy that was corrected is refused nevertheless.

use crate::codes;
use crate::lexer::{Lexeme, Token};
use crate::sink::Sink;
use saffron_diagnostics::Diagnostic;

/// What becomes of a token.
enum Fixed<'s> {
    Drop,
    One(Token<'s>),
    /// A text that had swallowed the brace at the end of its line.
    TextAndBrace(&'s str, Token<'s>),
}

/// Corrects `lexeme` and passes what is left to `out`.
pub(crate) fn fix<'s>(lexeme: Lexeme<'s>, sink: &mut Sink<'_>, out: &mut impl FnMut(Lexeme<'s>)) {
    match fixed(lexeme, sink) {
        Fixed::Drop => {}
        Fixed::One(token) => out(Lexeme { token, ..lexeme }),
        Fixed::TextAndBrace(text, token) => {
            let brace = lexeme.end - 1;
            out(Lexeme { token: Token::Text(text), end: brace, ..lexeme });
            out(Lexeme { token, start: brace, end: lexeme.end, line_start: false });
        }
    }
}

fn fixed<'s>(lexeme: Lexeme<'s>, sink: &mut Sink<'_>) -> Fixed<'s> {
    match lexeme.token {
        Token::Comment(_) => Fixed::Drop,
        Token::Unknown(text) => {
            unknown(text, lexeme, sink);
            Fixed::Drop
        }
        Token::Semicolon => {
            semicolon(lexeme, sink);
            Fixed::Drop
        }
        Token::BlockComment => {
            block_comment(lexeme, sink);
            Fixed::Drop
        }
        Token::MergeMarker(marker) => {
            merge_marker(marker, lexeme, sink);
            Fixed::Drop
        }
        Token::TypographicText(text) => {
            typographic(text, lexeme, sink);
            Fixed::One(Token::Text(text))
        }
        Token::SingleQuoted(text) => {
            single_quoted(text, lexeme, sink);
            Fixed::One(Token::Text(text))
        }
        Token::OpenText(text) => {
            open_text(lexeme, sink);
            swallowed(text).unwrap_or(Fixed::One(Token::Text(text)))
        }
        Token::Lump(text) => Fixed::One(lump(text, lexeme, sink)),
        Token::Text(text) => {
            escapes(text, lexeme, sink);
            Fixed::One(lexeme.token)
        }
        Token::Number(digits) => {
            number(digits, lexeme, sink);
            Fixed::One(lexeme.token)
        }
        token => Fixed::One(token),
    }
}

/// The brace that a text without a closing quote holds, though it was meant to be after it.
fn swallowed(text: &str) -> Option<Fixed<'_>> {
    if let Some(text) = text.strip_suffix('{') {
        return Some(Fixed::TextAndBrace(text.trim_end(), Token::BraceOpen));
    }
    let text = text.strip_suffix('}').filter(|text| !text.contains('{'))?;
    Some(Fixed::TextAndBrace(text.trim_end(), Token::BraceClose))
}

fn unknown(text: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    if let Some((char, name)) = text.chars().find_map(invisible) {
        let message = format!("U+{:04X} ({name}) is not an ordinary space", u32::from(char));
        sink.push(
            Diagnostic::error(codes::UNKNOWN_CHARACTER, message, span, "write a space here")
                .help("web pages and word processors put such characters into copied text")
                .fix(span, " "),
        );
        return;
    }
    let shown: String = text.chars().take(20).map(printable).collect();
    let (what, label) = if text.chars().nth(1).is_some() {
        ("these characters have", "they have no meaning here")
    } else {
        ("this character has", "it has no meaning here")
    };
    let message = format!("`{shown}`: {what} no meaning in a policy");
    sink.guess(
        Diagnostic::error(codes::UNKNOWN_CHARACTER, message, span, label).help(
            "write names of resources, and other names with such characters, in double quotes",
        ),
    );
}

/// Characters that look like a blank, or like nothing.
fn invisible(char: char) -> Option<(char, &'static str)> {
    let name = match char {
        '\u{a0}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{2000}'..='\u{200a}' | '\u{3000}' => "a wide or narrow space",
        '\u{200b}' => "zero-width space",
        '\u{200c}' | '\u{200d}' => "zero-width joiner",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "text direction mark"
        }
        '\u{202f}' => "narrow no-break space",
        '\u{2028}' | '\u{2029}' | '\u{85}' => "line separator",
        _ => return None,
    };
    Some((char, name))
}

fn merge_marker(marker: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let mark: String = marker.chars().take(7).collect();
    let message = format!("`{mark}` is left from a merge that was not finished");
    sink.push(
        Diagnostic::error(codes::MERGE_MARKER, message, sink.span(lexeme), "not merged").help(
            "keep one of the two versions, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
        ),
    );
}

fn typographic(text: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    let message = format!("`{}` is in typographic quotes", sink.text(span.start, span.end));
    sink.guess(
        Diagnostic::error(codes::SINGLE_QUOTES, message, span, "use `\"`")
            .help("word processors replace straight quotes; write `\"` before and after the text")
            .fix(span, quote(text)),
    );
}

fn printable(char: char) -> char {
    if char.is_control() { char::REPLACEMENT_CHARACTER } else { char }
}

fn semicolon(lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    let message = "unexpected `;`: declarations and properties have no terminator";
    sink.push(
        Diagnostic::error(codes::NEEDLESS_END, message, span, "remove this")
            .help("write properties and declarations one after the other, without a separator")
            .fix(span, ""),
    );
}

fn block_comment(lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let message = "unexpected `/*`: a comment begins with `//` and ends with its line";
    sink.push(
        Diagnostic::error(codes::BLOCK_COMMENT, message, sink.span(lexeme), "a block comment")
            .help("write `//` at the start of each line of the comment"),
    );
}

fn single_quoted(text: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    let message = format!("`'{text}'` is in single quotes");
    sink.guess(
        Diagnostic::error(codes::SINGLE_QUOTES, message, span, "use double quotes")
            .help("write texts and names of resources in double quotes")
            .fix(span, quote(text)),
    );
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn open_text(lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    let line = sink.line(lexeme.start);
    let message = format!("the text that begins on line {line} has no closing `\"`");
    sink.push(
        Diagnostic::error(codes::UNTERMINATED_TEXT, message, span, "begins here")
            .help("a text ends on the line on which it begins; write `\\\"` for a quote in it"),
    );
}

/// Reports each backslash before anything but a quote or a backslash.
fn escapes(text: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        if char != '\\' {
            continue;
        }
        if let Some((_, escaped)) =
            chars.next().filter(|(_, escaped)| !matches!(escaped, '"' | '\\'))
        {
            bad_escape(at, escaped, lexeme, sink);
        }
    }
}

fn bad_escape(at: usize, escaped: char, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let start = lexeme.start + 1 + u32::try_from(at).unwrap_or_default();
    let end = start + 1 + u32::try_from(escaped.len_utf8()).unwrap_or_default();
    let span = sink.at(start, end);
    let message = format!("unknown escape sequence `\\{escaped}`");
    sink.push(
        Diagnostic::error(codes::BAD_ESCAPE, message, span, "unknown escape sequence")
            .help("write `\\\\` for a backslash and `\\\"` for a quote; there are no other escapes")
            .fix(span, format!("\\\\{escaped}")),
    );
}

fn number(digits: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    if digits.parse::<u64>().is_err() {
        let message = format!("the number `{}` is too large", shortened(digits));
        let label = format!("at most {}", u64::MAX);
        sink.push(Diagnostic::error(codes::NUMBER_TOO_LARGE, message, sink.span(lexeme), label));
    }
}

/// The start of a long word, for messages.
fn shortened(word: &str) -> String {
    let mut chars = word.chars();
    let start: String = chars.by_ref().take(44).collect();
    if chars.next().is_none() { start } else { format!("{start}…") }
}

/// Something without quotes that is neither a word nor a name: guesses what is meant.
fn lump<'s>(text: &'s str, lexeme: Lexeme<'s>, sink: &mut Sink<'_>) -> Token<'s> {
    if is_date_like(text) {
        bad_date(text, lexeme, sink);
        Token::Date("0000-00-00")
    } else if text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-')) {
        underscored(text, lexeme, sink);
        Token::Word(text)
    } else if text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@#$_".contains(&byte))
    {
        mixed_case(text, lexeme, sink);
        Token::Name(text)
    } else {
        not_quoted(text, lexeme, sink);
        Token::Text(text)
    }
}

/// Whether a text is a date as a policy writes it.
pub(crate) fn is_date(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    is_date_like(text) && lengths.eq([4, 2, 2])
}

fn is_date_like(text: &str) -> bool {
    let three_numbers = |mark: char| {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        text.split(mark).count() == 3 && text.split(mark).all(digits)
    };
    let year = |part: Option<&str>| part.is_some_and(|part| part.len() == 4);
    let has_year = year(text.split('.').next()) || year(text.rsplit('.').next());
    three_numbers('-') || three_numbers('/') || three_numbers('.') && has_year
}

fn bad_date(text: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    let message = format!("the date `{}` is not in the form yyyy-mm-dd", shortened(text));
    let diagnostic = Diagnostic::error(codes::BAD_DATE, message, span, "four, two and two digits")
        .help("write the first of February 2027 as `2027-02-01`");
    let numbers: Vec<&str> = text.split('-').collect();
    sink.push(match *numbers.as_slice() {
        [year, month, day] if year.len() == 4 && month.len() < 3 && day.len() < 3 => {
            diagnostic.fix(span, format!("{year}-{month:0>2}-{day:0>2}"))
        }
        _ => diagnostic,
    });
}

fn underscored(text: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    let message = format!("`{}` is neither a word nor a name", shortened(text));
    let diagnostic = Diagnostic::error(codes::WRONG_CASE, message, span, "invalid")
        .help("the words of a policy are joined by single hyphens; names begin with a capital");
    let words: Vec<&str> = text.split(['_', '-']).filter(|word| !word.is_empty()).collect();
    sink.guess(if words.is_empty() { diagnostic } else { diagnostic.fix(span, words.join("-")) });
}

fn mixed_case(text: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    let message = format!("the name `{}` begins with a lowercase letter", shortened(text));
    sink.guess(
        Diagnostic::error(
            codes::WRONG_CASE,
            message,
            span,
            "a name must begin with a capital letter",
        )
        .help("write a name that is not in upper case on the host in quotes")
        .fix(span, text.to_uppercase()),
    );
}

fn not_quoted(text: &str, lexeme: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(lexeme);
    let message = format!("`{}` must be quoted", shortened(text));
    let help = if text.starts_with(|first: char| first.is_ascii_digit()) {
        "write an ID that begins with a digit in double quotes"
    } else if text.ends_with('*') && !text.contains('.') {
        "write the name of a resource in double quotes; an access list has no patterns: permit a \
         group, or `*` for every user"
    } else {
        "write names of resources and other texts in double quotes"
    };
    sink.guess(
        Diagnostic::error(codes::NOT_QUOTED, message, span, "no quotes")
            .help(help)
            .fix(span, quote(text)),
    );
}
