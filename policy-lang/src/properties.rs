//! What holds for every text: it is parsed without a panic, its places lie in it, and formatting
//! changes neither what it says nor its comments.

#![expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]

use std::path::Path;

use proptest::prelude::*;

use crate::lexer::{Token, lexemes};
use crate::{ast, format, parse};
use saffron_diagnostics::render;
use saffron_diagnostics::{FileId, SourceMap, Span};

/// The fixtures of a folder below `tests/fixtures/syntax`.
fn fixtures(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/syntax").join(folder);
    let mut found: Vec<(String, String)> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "saf"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    found
}

/// The tree in words, without its places.
fn tree(text: &str) -> String {
    let parse = parse(FileId(0), text);
    assert!(parse.diagnostics.iter().all(|it| !it.is_error()), "{text}\n{:#?}", parse.diagnostics);
    without_spans(&parse.file)
}

fn without_spans(file: &ast::File) -> String {
    let debug = format!("{file:?}");
    let mut parts = debug.split("Span { ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |tree, part| tree + part.split_once(" }").map_or("", |(_, rest)| rest))
}

fn comments(text: &str) -> Vec<&str> {
    let comments = lexemes(text).filter_map(|lexeme| match lexeme.token {
        Token::Comment(text) | Token::Doc(text) => Some(text.trim_end()),
        _ => None,
    });
    comments.collect()
}

fn assert_formats(text: &str) {
    let formatted = format(text).text;
    assert_eq!(tree(text), tree(&formatted), "{text}\n---\n{formatted}");
    assert_eq!(comments(text), comments(&formatted), "{text}\n---\n{formatted}");
    assert_eq!(formatted, format(&formatted).text, "{text}");
    assert!(!crate::format::falls_back(text), "{text}");
}

/// Parses, renders and formats whatever it is.
fn assert_survives(text: &str) {
    let mut sources = SourceMap::default();
    let file = sources.add("some.saf", text);
    let parse = parse(file, text);
    for diagnostic in &parse.diagnostics {
        assert_lies_in(text, diagnostic.primary.span);
        diagnostic.secondary.iter().for_each(|label| assert_lies_in(text, label.span));
        diagnostic.fix.iter().for_each(|fix| assert_lies_in(text, fix.span));
        assert!(!diagnostic.message.is_empty());
        assert!(render::json(&sources, diagnostic).is_object());
    }
    let rendered = render::text(&sources, &parse.diagnostics, false);
    assert_eq!(rendered.is_empty(), parse.diagnostics.is_empty());
    if parse.diagnostics.iter().any(saffron_diagnostics::Diagnostic::is_error) {
        assert_eq!(format(text).text, text);
    } else {
        assert_formats(text);
    }
}

fn assert_lies_in(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?}");
}

#[test]
fn valid_fixtures_keep_their_meaning() {
    for (path, text) in fixtures("ok") {
        let parse = parse(FileId(0), &text);
        assert!(parse.diagnostics.is_empty(), "{path}: {:#?}", parse.diagnostics);
        assert_formats(&text);
    }
}

#[test]
fn invalid_fixtures_are_reported() {
    for (path, text) in fixtures("err") {
        assert!(!parse(FileId(0), &text).diagnostics.is_empty(), "{path}");
        assert_survives(&text);
    }
}

/// The page of a code shows a text that has just this mistake, and how it is corrected.
#[test]
fn codes_have_examples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/codes");
    for info in crate::codes::ALL {
        let code = info.code.0;
        assert!(info.page.starts_with(&format!("# {code}: ")), "{code}");
        assert!(
            info.page.contains("## Example") && info.page.contains("## How to fix it"),
            "{code}"
        );
        let text = std::fs::read_to_string(root.join(format!("{code}.saf"))).unwrap();
        let found: Vec<_> = parse(FileId(0), &text).diagnostics.iter().map(|it| it.code).collect();
        assert!(!found.is_empty(), "{code}");
        let is_last_word = info.code == crate::codes::TOO_MANY_MISTAKES;
        assert!(found.last() == Some(&info.code), "{code}: {found:?}");
        assert!(is_last_word || found.iter().all(|it| *it == info.code), "{code}: {found:?}");
    }
}

#[test]
fn examples_on_pages_are_right() {
    for info in crate::codes::ALL {
        let fix = info.page.split("## How to fix it").nth(1).unwrap();
        for fence in fix.split("```saffron\n").skip(1) {
            let text = fence.split("```").next().unwrap();
            let diagnostics = parse(FileId(0), text).diagnostics;
            assert!(diagnostics.is_empty(), "{}: {diagnostics:#?}", info.code.0);
        }
    }
}

fn any_fixture() -> impl Strategy<Value = String> {
    let all: Vec<String> =
        fixtures("ok").into_iter().chain(fixtures("err")).map(|(_, text)| text).collect();
    proptest::sample::select(all)
}

/// A fixture some of whose characters were dropped, doubled or replaced.
fn damaged() -> impl Strategy<Value = String> {
    let part = proptest::sample::select(vec![
        "",
        "",
        "",
        " ",
        "\n",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ":",
        ",",
        "=",
        "*",
        "\"",
        "'",
        "//",
        "///",
        "permit",
        "profile X \"Y\"",
        "when",
        "on",
        "é",
        "9",
        "\\",
        "& ",
        "template T() {",
    ]);
    let cut = (any::<prop::sample::Index>(), 0..20_usize, part);
    (any_fixture(), prop::collection::vec(cut, 1..4)).prop_map(|(text, cuts)| {
        cuts.into_iter().fold(text, |text, (at, length, part)| {
            let chars: Vec<char> = text.chars().collect();
            let at = at.index(chars.len() + 1);
            let end = chars.len().min(at + length);
            chars[..at]
                .iter()
                .copied()
                .chain(part.chars())
                .chain(chars[end..].iter().copied())
                .collect()
        })
    })
}

/// A valid fixture with other blanks and more comments between its tokens.
fn laid_out_anew() -> impl Strategy<Value = String> {
    let gap = proptest::sample::select(vec![
        " ",
        " ",
        " ",
        "  ",
        "\n",
        "\n\n\n",
        " // x\n",
        "\n// y\n",
        "\n\n  // z\n\n",
        "\t",
        "\r\n",
    ]);
    let valid: Vec<String> = fixtures("ok").into_iter().map(|(_, text)| text).collect();
    (proptest::sample::select(valid), prop::collection::vec(gap, 1..60)).prop_map(|(text, gaps)| {
        let mut gaps = gaps.iter().cycle();
        let mut out = String::new();
        for lexeme in lexemes(&text) {
            let is_comment = matches!(lexeme.token, Token::Comment(_) | Token::Doc(_));
            out.push_str(text.get(lexeme.start as usize..lexeme.end as usize).unwrap());
            out.push_str(if is_comment { "\n" } else { gaps.next().unwrap() });
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives(text in any::<String>()) {
        assert_survives(&text);
    }

    #[test]
    fn text_of_our_characters_survives(text in "[a-cA-C0-2 \n\"{}\\[\\]():,=*/&';#.-]{0,80}") {
        assert_survives(&text);
    }

    #[test]
    fn damaged_policies_survive(text in damaged()) {
        assert_survives(&text);
    }

    #[test]
    fn layout_means_nothing(text in laid_out_anew()) {
        assert_formats(&text);
    }
}
