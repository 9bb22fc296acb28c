//! What the grammar's actions call to make nodes, so that the grammar reads as a grammar.
//!
//! INVARIANT: nothing here reports: a malformed number or escape was reported by [`crate::fix`]
//! before it came here, and becomes some value.

use crate::ast;
use crate::lexer::Token;
use saffron_diagnostics::{FileId, Span};

/// The file that is parsed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site(pub(crate) FileId);

impl Site {
    pub(crate) fn span(self, start: u32, end: u32) -> Span {
        Span { file: self.0, start, end }
    }

    fn spanned<T>(self, node: T, start: u32, end: u32) -> ast::Spanned<T> {
        ast::Spanned { node, span: self.span(start, end) }
    }
}

pub(crate) fn item(
    site: Site,
    docs: Vec<ast::Text>,
    kind: ast::ItemKind,
    start: u32,
    end: u32,
) -> ast::Item {
    ast::Item { docs, kind, span: site.span(start, end) }
}

pub(crate) fn declaration(
    name: ast::Name,
    properties: Option<Vec<ast::Property>>,
) -> ast::Declaration {
    ast::Declaration { name, properties: properties.unwrap_or_default() }
}

/// A doc line without its slashes and one blank.
pub(crate) fn doc(site: Site, line: &str, start: u32, end: u32) -> ast::Text {
    let text = line.trim_end().trim_start_matches('/');
    site.spanned(text.strip_prefix(' ').unwrap_or(text).to_owned(), start, end)
}

pub(crate) fn word(site: Site, word: &str, start: u32, end: u32) -> ast::Word {
    site.spanned(word.to_owned(), start, end)
}

/// A keyword that is where any word may.
pub(crate) fn keyword(site: Site, token: &Token<'_>, start: u32, end: u32) -> ast::Word {
    let text = match token {
        Token::Keyword(keyword) => keyword.text(),
        _ => "",
    };
    word(site, text, start, end)
}

pub(crate) fn name(site: Site, name: &str, start: u32, end: u32) -> ast::Name {
    ast::Name { text: name.to_owned(), quoted: false, span: site.span(start, end) }
}

pub(crate) fn text(site: Site, raw: &str, start: u32, end: u32) -> ast::Text {
    site.spanned(unescape(raw), start, end)
}

/// `\"` and `\\` stand for what follows the backslash, and so does any other.
fn unescape(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    let mut chars = raw.chars();
    let mut text = String::with_capacity(raw.len());
    while let Some(char) = chars.next() {
        text.push(if char == '\\' { chars.next().unwrap_or(char) } else { char });
    }
    text
}

pub(crate) fn number(site: Site, digits: &str, start: u32, end: u32) -> ast::Spanned<u64> {
    site.spanned(digits.parse().unwrap_or(u64::MAX), start, end)
}

pub(crate) fn date(site: Site, date: &str, start: u32, end: u32) -> ast::Spanned<ast::Date> {
    let mut parts = date.split('-');
    let mut next = || parts.next().unwrap_or_default();
    let node = ast::Date {
        year: next().parse().unwrap_or_default(),
        month: next().parse().unwrap_or_default(),
        day: next().parse().unwrap_or_default(),
    };
    site.spanned(node, start, end)
}

/// What may follow the name of a profile.
pub(crate) enum ProfileSuffix {
    Generic(Span),
    Volumes(Vec<ast::Text>),
}

pub(crate) fn profile_ref(
    class: ast::Name,
    name: ast::Text,
    suffix: Option<ProfileSuffix>,
    span: Span,
) -> ast::ProfileRef {
    let (generic, volumes) = match suffix {
        None => (None, Vec::new()),
        Some(ProfileSuffix::Generic(span)) => (Some(span), Vec::new()),
        Some(ProfileSuffix::Volumes(volumes)) => (None, volumes),
    };
    ast::ProfileRef { class, name, generic, volumes, span }
}

/// What is before the block of a test's subject.
pub(crate) struct SubjectHead {
    pub(crate) user: Option<ast::Name>,
    pub(crate) group: Option<ast::Name>,
    pub(crate) login_group: Option<ast::Name>,
    pub(crate) login_environment: Option<ast::Name>,
    pub(crate) date: Option<ast::Spanned<ast::Date>>,
    pub(crate) circumstances: Vec<ast::Circumstance>,
}

/// What a line of a test's block expects.
pub(crate) enum Expected {
    /// Of RACF.
    Access(ast::Expectation),
    /// Of SAFR.
    Operation(ast::SafrExpectation),
    Hole,
}

pub(crate) fn subject(head: SubjectHead, expected: Vec<Expected>, span: Span) -> ast::TestSubject {
    let SubjectHead { user, group, login_group, login_environment, date, circumstances } = head;
    let (mut expectations, mut safr) = (Vec::new(), Vec::new());
    for it in expected {
        match it {
            Expected::Access(it) => expectations.push(it),
            Expected::Operation(it) => safr.push(it),
            Expected::Hole => {}
        }
    }
    ast::TestSubject {
        user,
        group,
        login_group,
        login_environment,
        date,
        circumstances,
        expectations,
        safr,
        span,
    }
}

pub(crate) fn environment(
    name: ast::Name,
    items: Option<Vec<Option<ast::SafrItem>>>,
) -> ast::SafrEnvironment {
    ast::SafrEnvironment { name, items: present(items.unwrap_or_default()) }
}

/// A part of the block of an item.
pub(crate) enum Inside {
    References(ast::SafrReferences),
    Item(ast::SafrItem),
    Hole,
}

pub(crate) fn safr_item(
    kind: ast::Word,
    name: ast::Name,
    inside: Option<Vec<Inside>>,
    span: Span,
) -> ast::SafrItem {
    let (mut references, mut items) = (Vec::new(), Vec::new());
    for it in inside.into_iter().flatten() {
        match it {
            Inside::References(it) => references.push(it),
            Inside::Item(it) => items.push(it),
            Inside::Hole => {}
        }
    }
    ast::SafrItem { kind, name, references, items, span }
}

/// All but the holes.
pub(crate) fn present<T>(list: Vec<Option<T>>) -> Vec<T> {
    list.into_iter().flatten().collect()
}

pub(crate) fn append<T>(mut init: Vec<T>, last: Option<T>) -> Vec<T> {
    init.extend(last);
    init
}

pub(crate) fn prepend<T>(first: T, rest: Vec<T>) -> Vec<T> {
    std::iter::once(first).chain(rest).collect()
}
