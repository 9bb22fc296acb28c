//! Conditions: which ones hold at a place of the file.

use std::fmt;
use std::sync::Arc;

use saffron_diagnostics::Span;

/// Conditions that must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// Its parts, the outermost first.
    pub terms: Vec<Arc<Term>>,
}

/// A condition that is asked at one place, or that it doesn't hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As it is written.
    pub text: String,
    /// Whether it must hold, or must not.
    pub holds: bool,
    /// Where it is asked.
    pub asked: Option<Span>,
    /// It is about what stays the same for the whole file: the same text elsewhere is the same
    /// condition.
    pub fixed: bool,
}

impl fmt::Display for Condition {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&shown(self))
    }
}

/// So many branches around a place are looked at.
const DEEPEST: usize = 64;

/// A condition has at most so many parts.
const MOST: usize = 64;

/// A longer condition is cut short: it is shown, never evaluated.
const LONGEST: usize = 300;

/// A branch of a template's conditions.
#[derive(Debug)]
struct Branch {
    /// The one around it.
    parent: Option<usize>,
    condition: Option<Condition>,
    /// It is another branch of a condition, not the first one.
    alternative: bool,
    /// What the next branch begins with: this one, and those before it, don't hold.
    refused: Condition,
}

/// From a byte of the file on, a branch.
#[derive(Clone, Copy, Debug)]
struct Change {
    at: u32,
    branch: Option<usize>,
}

/// The conditions of a file.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    branches: Vec<Branch>,
    changes: Vec<Change>,
}

impl Conditions {
    /// A condition begins at a place after all others; the branch it is in is the one around it.
    pub(super) fn begin(&mut self, asked: Span, text: &str) {
        let parent = self.current();
        let own = fixed(text, asked);
        let (refused, condition) = (negated(&own), Some(own));
        self.push(asked.start, Branch { parent, condition, alternative: false, refused });
    }

    /// The other branch of the condition that is open begins; `None` if none is.
    pub(super) fn otherwise(&mut self, asked: Span, text: Option<&str>) -> Option<()> {
        let Branch { parent, refused, .. } = self.branches.get(self.current()?)?;
        let own = text.map(|it| fixed(it, asked));
        let condition = both(Some(refused), own.as_ref());
        let refused = both(Some(refused), own.as_ref().map(negated).as_ref()).unwrap_or_default();
        let parent = *parent;
        self.push(asked.start, Branch { parent, condition, alternative: true, refused });
        Some(())
    }

    fn push(&mut self, at: u32, branch: Branch) {
        self.branches.push(branch);
        self.changes.push(Change { at, branch: Some(self.branches.len() - 1) });
    }

    /// The condition that is open ends; `None` if none is.
    pub(super) fn end(&mut self, at: u32) -> Option<()> {
        let branch = self.branches.get(self.current()?)?.parent;
        self.changes.push(Change { at, branch });
        Some(())
    }

    /// Whether a condition is open.
    pub(super) fn is_open(&self) -> bool {
        self.current().is_some()
    }

    fn current(&self) -> Option<usize> {
        self.changes.last()?.branch
    }

    /// The branches that begin within a range, and whether one that is open there ends in it.
    fn changes_within(&self, start: u32, end: u32) -> (Vec<&Branch>, bool) {
        let before = self.changes.partition_point(|it| it.at <= start);
        let after = self.changes.partition_point(|it| it.at < end);
        let mut begun = Vec::new();
        let mut ends = false;
        let mut open = before.checked_sub(1).and_then(|it| self.changes.get(it)?.branch);
        for change in self.changes.get(before..after).unwrap_or_default() {
            let branch = change.branch.and_then(|it| self.branches.get(it));
            match branch.filter(|it| it.parent == open || it.alternative) {
                Some(branch) => begun.push(branch),
                None => ends |= begun.is_empty(),
            }
            open = change.branch;
        }
        (begun, ends)
    }

    /// Whether a range has more than one variant: another branch begins in it, or one that is open
    /// where it begins ends in it.
    pub(super) fn alternative_within(&self, start: u32, end: u32) -> bool {
        let (begun, ends) = self.changes_within(start, end);
        ends || begun.iter().any(|it| it.alternative)
    }

    /// The conditions of parts of a range.
    pub(super) fn within(&self, start: u32, end: u32) -> Option<Condition> {
        let (begun, _) = self.changes_within(start, end);
        all(begun.iter().filter_map(|it| it.condition.as_ref()))
    }

    /// Whether what is specified at one place holds at a later one: it is in the same branch, or in
    /// one that is in it.
    pub(super) fn covers(&self, said: u32, at: u32) -> bool {
        let Some(branch) = self.branch_at(said) else { return true };
        let mut next = self.branch_at(at);
        for _ in 0..DEEPEST {
            match next {
                Some(it) if it == branch => return true,
                Some(it) => next = self.branches.get(it).and_then(|it| it.parent),
                None => return false,
            }
        }
        false
    }

    fn branch_at(&self, at: u32) -> Option<usize> {
        let before = self.changes.partition_point(|it| it.at <= at);
        self.changes.get(before.checked_sub(1)?)?.branch
    }

    /// The condition of a place, from the outermost one on.
    pub(super) fn at(&self, at: u32) -> Option<Condition> {
        let mut around = Vec::new();
        let mut next = self.branch_at(at);
        while let Some(branch) = next.and_then(|it| self.branches.get(it)) {
            around.extend(&branch.condition);
            next = branch.parent.filter(|_| around.len() <= MOST);
        }
        all(around.into_iter().rev())
    }
}

/// A condition that is asked at a place, about what may be different at another place.
pub(super) fn asked(text: &str, asked: Option<Span>) -> Condition {
    one(text, asked, false)
}

/// A condition about what stays the same for the whole file, as variables of templates do.
pub(super) fn fixed(text: &str, asked: Span) -> Condition {
    one(text, Some(asked), true)
}

fn one(text: &str, asked: Option<Span>, fixed: bool) -> Condition {
    let term = Term { text: shortened(text), holds: true, asked, fixed };
    Condition { terms: vec![Arc::new(term)] }
}

/// Two conditions that must both hold.
pub(super) fn both(outer: Option<&Condition>, inner: Option<&Condition>) -> Option<Condition> {
    all(outer.into_iter().chain(inner))
}

/// That a condition doesn't hold.
pub(super) fn negated(condition: &Condition) -> Condition {
    match condition.terms.as_slice() {
        [only] => {
            let term = Term { holds: !only.holds, ..Term::clone(only) };
            Condition { terms: vec![Arc::new(term)] }
        }
        terms => {
            let place = terms.last().and_then(|it| it.asked);
            let mut whole = asked(&condition.to_string(), place);
            if let Some(term) = whole.terms.first_mut() {
                *term = Arc::new(Term { holds: false, ..Term::clone(term) });
            }
            whole
        }
    }
}

/// Conditions that must all hold, the outermost first. Takes no more of them than it keeps: it is
/// asked for each command, and blocks may be nested deep.
pub(super) fn all<'c>(conditions: impl IntoIterator<Item = &'c Condition>) -> Option<Condition> {
    let mut terms: Vec<Arc<Term>> = Vec::new();
    for term in conditions.into_iter().flat_map(|it| &it.terms) {
        if terms.len() >= MOST {
            let rest = Term { text: "…".to_owned(), fixed: false, ..Term::clone(term) };
            terms.push(Arc::new(rest));
            break;
        }
        terms.push(Arc::clone(term));
    }
    (!terms.is_empty()).then_some(Condition { terms })
}

/// A condition as it is shown, on one line.
pub(super) fn shown(condition: &Condition) -> String {
    let mut line = Line::default();
    for (at, term) in condition.terms.iter().enumerate() {
        if line.is_full() {
            break;
        }
        if at > 0 {
            line.add("and");
        }
        if term.holds {
            line.add(&term.text);
        } else {
            line.add(&refusal(&term.text));
        }
    }
    line.finish()
}

/// How it is written that a text doesn't hold.
fn refusal(text: &str) -> String {
    let whole = text.starts_with('(') && text.find(')') == Some(text.len() - 1);
    if whole || !text.contains(char::is_whitespace) {
        format!("not {text}")
    } else {
        format!("not ({text})")
    }
}

/// A condition on one line, and not too long.
fn shortened(text: &str) -> String {
    let mut line = Line::default();
    line.add(text);
    line.finish()
}

/// Words with a blank between them, up to the longest condition.
#[derive(Debug, Default)]
struct Line {
    text: String,
    characters: usize,
}

impl Line {
    fn add(&mut self, text: &str) {
        for word in text.split_whitespace() {
            if self.is_full() {
                break;
            }
            if !self.text.is_empty() {
                self.put(" ");
            }
            self.put(word);
        }
    }

    fn put(&mut self, text: &str) {
        let room = LONGEST + 1 - self.characters;
        let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
        let part = text.get(..end).unwrap_or_default();
        self.characters += part.chars().count();
        self.text.push_str(part);
    }

    fn is_full(&self) -> bool {
        self.characters > LONGEST
    }

    fn finish(mut self) -> String {
        if self.is_full() {
            self.text.pop();
            self.text.push('…');
        }
        self.text
    }
}
