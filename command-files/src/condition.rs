//! Conditions: which ones hold at a place of the file.

/// So many branches around a place are looked at.
const DEEPEST: usize = 64;

/// A longer condition is cut short: it is shown, never evaluated.
const LONGEST: usize = 300;

/// A branch of a template's conditions.
#[derive(Debug)]
struct Branch {
    /// The one around it.
    parent: Option<usize>,
    text: String,
    /// It is another branch of a condition, not the first one.
    alternative: bool,
    /// What the next branch begins with: this one, and those before it, don't hold.
    refused: String,
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
    pub(super) fn begin(&mut self, at: u32, text: &str) {
        let parent = self.current();
        let refused = negated(text);
        self.push(at, Branch { parent, text: shortened(text), alternative: false, refused });
    }

    /// The other branch of the condition that is open begins; `None` if none is.
    pub(super) fn otherwise(&mut self, at: u32, text: Option<&str>) -> Option<()> {
        let Branch { parent, refused, .. } = self.branches.get(self.current()?)?;
        let own = both(Some(refused), text).unwrap_or_default();
        let refused = both(Some(refused), text.map(negated).as_deref()).unwrap_or_default();
        self.push(at, Branch { parent: *parent, text: own, alternative: true, refused });
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
    pub(super) fn within(&self, start: u32, end: u32) -> Option<String> {
        let (begun, _) = self.changes_within(start, end);
        begun.iter().fold(None, |all, it| both(all.as_deref(), Some(&it.text)))
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

    /// The condition of a place, as it is written, from the outermost one on.
    pub(super) fn at(&self, at: u32) -> Option<String> {
        let mut next = self.branch_at(at);
        let mut all: Option<String> = None;
        while let Some(branch) = next.and_then(|it| self.branches.get(it)) {
            all = both(Some(&branch.text), all.as_deref());
            if all.as_ref().is_some_and(|it| it.len() >= LONGEST) {
                break;
            }
            next = branch.parent;
        }
        all
    }
}

/// Two conditions that must both hold.
pub(super) fn both(outer: Option<&str>, inner: Option<&str>) -> Option<String> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => Some(shortened(&format!("{outer} and {inner}"))),
        (one, other) => one.or(other).map(shortened),
    }
}

/// That a condition doesn't hold.
pub(super) fn negated(text: &str) -> String {
    let text = text.trim();
    let whole = text.starts_with('(') && text.find(')') == Some(text.len() - 1);
    if whole || !text.contains(char::is_whitespace) {
        format!("not {text}")
    } else {
        format!("not ({text})")
    }
}

/// Conditions that must all hold, the outermost first. Reads no more of them than it keeps: it is
/// asked for each command, and blocks may be nested deep.
pub(super) fn all<'c>(conditions: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let mut conditions = conditions.into_iter();
    let mut line = Line::default();
    line.add(conditions.next()?);
    for condition in conditions {
        if line.is_full() {
            break;
        }
        line.add("and");
        line.add(condition);
    }
    Some(line.finish())
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
