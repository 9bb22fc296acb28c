//! Blocks: which clauses share a line.

use super::comment::remark;

/// How a clause is next to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// On a line of its own.
    Lines,
    /// On the line of the properties next to it.
    Side,
    /// As a property, one blank apart.
    Member,
}

/// A clause and the comment above it.
#[derive(Debug)]
pub(super) struct Clause {
    above: String,
    text: String,
    layout: Layout,
}

impl Clause {
    pub(super) fn new(text: String, layout: Layout) -> Self {
        Self { above: String::new(), text, layout }
    }

    /// The same below some lines of comment.
    pub(super) fn below(mut self, comment: Option<&Vec<String>>) -> Self {
        self.above = comment.into_iter().flatten().map(|line| remark(line)).collect();
        self
    }

    fn gap(&self) -> &'static str {
        if self.layout == Layout::Member { " " } else { "  " }
    }
}

/// A block with a blank before it; nothing if it is empty.
pub(super) fn block(clauses: impl IntoIterator<Item = Clause>) -> String {
    let mut clauses = clauses.into_iter().peekable();
    if clauses.peek().is_none() { String::new() } else { braces(clauses) }
}

/// A block with a blank before it, also an empty one. It has one line where all clauses may share
/// one.
pub(super) fn braces(clauses: impl IntoIterator<Item = Clause>) -> String {
    let clauses: Vec<Clause> = clauses.into_iter().collect();
    if clauses.is_empty() {
        return " {}".to_owned();
    }
    let shared = |it: &Clause| it.layout != Layout::Lines && it.above.is_empty();
    if clauses.iter().all(shared) {
        return format!(" {{ {} }}", lines(&clauses));
    }
    format!(" {{\n{}\n}}", lines(&clauses))
}

fn lines(clauses: &[Clause]) -> String {
    let mut out = String::new();
    let mut before: Option<&Clause> = None;
    for clause in clauses {
        if let Some(before) = before {
            let apart = before.layout == Layout::Lines
                || clause.layout == Layout::Lines
                || !clause.above.is_empty();
            out.push_str(if apart { "\n" } else { clause.gap() });
        }
        out.push_str(&clause.above);
        out.push_str(&clause.text);
        before = Some(clause);
    }
    out
}
