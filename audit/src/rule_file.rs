//! A site's file of rules: a JSON list whose rules are read one by one, so that a mistake in one hides no other.

use std::collections::BTreeMap;
use std::ops::Range;

use saffron_diagnostics::{Diagnostic, FileId, Span, did_you_mean};
use serde::Deserialize as _;
use serde_json::{Deserializer, Value};

use crate::codes;
use crate::rule::Rule;
use crate::test;

/// What is in a file of rules.
#[derive(Clone, Debug, Default)]
pub struct RuleFile {
    /// Rules without mistakes.
    pub rules: Vec<Rule>,
    /// The mistakes of the others.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file of rules.
pub fn read(file: FileId, text: &str) -> RuleFile {
    let mut found = RuleFile::default();
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let span = |range: &Range<usize>| Span {
        file,
        start: u32::try_from(range.start).unwrap_or(u32::MAX),
        end: u32::try_from(range.end).unwrap_or(u32::MAX),
    };
    let (elements, fault) = elements(text);
    for (range, value) in elements {
        let place = span(&range);
        match rule(value, place) {
            Err(diagnostic) => found.diagnostics.push(*diagnostic),
            Ok(rule) => {
                if let Some(first) = seen.insert(rule.id.clone(), place) {
                    found.diagnostics.push(twice(&rule.id, first, place));
                } else {
                    found.diagnostics.extend(misspelt(&rule, place));
                    found.rules.push(rule);
                }
            }
        }
    }
    found.diagnostics.extend(fault.map(|(at, what)| {
        Diagnostic::error(
            codes::NOT_A_LIST_OF_RULES,
            "the file is not a JSON list of rules",
            span(&(at..at)),
            what,
        )
        .help("write `[{ \"id\": …, \"severity\": …, \"title\": …, \"slug\": … }]`")
    }));
    found
}

fn rule(value: Value, place: Span) -> Result<Rule, Box<Diagnostic>> {
    let wrong = |label: String| {
        Box::new(
            Diagnostic::error(codes::WRONG_RULE, "a rule is not understood", place, label)
                .help("a rule has `id`, `severity` (low, medium or high), `title` and `slug`"),
        )
    };
    let rule = Rule::deserialize(value).map_err(|error| wrong(error.to_string()))?;
    let named = [("id", &rule.id), ("title", &rule.title), ("slug", &rule.slug)];
    match named.iter().find(|(_, text)| text.trim().is_empty()) {
        Some((key, _)) => Err(wrong(format!("`{key}` is empty"))),
        None => Ok(rule),
    }
}

fn twice(id: &str, first: Span, place: Span) -> Diagnostic {
    Diagnostic::error(
        codes::RULE_TWICE,
        format!("the rule `{id}` is in the file twice"),
        place,
        "again here",
    )
    .because(first, "first here")
    .help("a waiver names one rule: give each its own `id`")
}

/// A test that is nearly the name of a known one. An unknown one is no mistake: its rule isn't decided.
fn misspelt(rule: &Rule, place: Span) -> Option<Diagnostic> {
    let known = test::ALL.iter().map(|test| test.slug);
    if test::of(&rule.slug).is_some() {
        return None;
    }
    let near = did_you_mean(&rule.slug, known)?;
    let message = format!("`{}` is not a test: the rule `{}` isn't decided", rule.slug, rule.id);
    let label = format!("did you mean `{near}`?");
    Some(Diagnostic::warning(codes::UNKNOWN_TEST, message, place, label))
}

/// Where something is wrong, and what.
type Fault = (usize, String);

/// The elements of a JSON list with their places, up to the first fault.
fn elements(text: &str) -> (Vec<(Range<usize>, Value)>, Option<Fault>) {
    let mut found = Vec::new();
    let fault = list(text, &mut found).err();
    (found, fault)
}

fn list(text: &str, found: &mut Vec<(Range<usize>, Value)>) -> Result<(), Fault> {
    let (open, mut at) = token(text, 0);
    if open != Some('[') {
        return Err((0, "expected `[`".to_owned()));
    }
    loop {
        let (next, after) = token(text, at);
        if next == Some(']') && found.is_empty() {
            return end(text, after);
        }
        let (range, value) = element(text, at)?;
        at = range.end;
        found.push((range, value));
        let (next, after) = token(text, at);
        match next {
            Some(',') => at = after,
            Some(']') => return end(text, after),
            _ => return Err((at, "expected `,` or `]`".to_owned())),
        }
    }
}

fn element(text: &str, at: usize) -> Result<(Range<usize>, Value), Fault> {
    let rest = text.get(at..).unwrap_or_default();
    let start = at + (rest.len() - rest.trim_start().len());
    let mut values = Deserializer::from_str(text.get(start..).unwrap_or_default()).into_iter();
    match values.next() {
        Some(Ok(value)) => Ok((start..start + values.byte_offset(), value)),
        Some(Err(error)) => {
            let message = error.to_string();
            let what = message.split_once(" at line ").map_or(message.as_str(), |(what, _)| what);
            Err((start, what.to_owned()))
        }
        None => Err((start, "expected a rule".to_owned())),
    }
}

/// The next character that isn't white space, and where the text goes on after it.
fn token(text: &str, at: usize) -> (Option<char>, usize) {
    let rest = text.get(at..).unwrap_or_default();
    let trimmed = rest.trim_start();
    let next = trimmed.chars().next();
    (next, at + rest.len() - trimmed.len() + next.map_or(0, char::len_utf8))
}

fn end(text: &str, at: usize) -> Result<(), Fault> {
    match token(text, at) {
        (None, _) => Ok(()),
        _ => Err((at, "expected the end of the file".to_owned())),
    }
}
