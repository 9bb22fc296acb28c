//! Shell scripts: what they pass to TSO by `tsocmd`, by a function around it, or in a here-document.
//!
//! Words are expanded as far as variables are given constants in the script; everything else stays
//! a variable without a value. No branch is chosen and no loop is run.

mod flow;
mod list;
mod script;
mod simple;
mod values;
mod word;

use self::flow::Flow;
use self::script::{DEEPEST, Script};
use self::values::Values;
use super::context::Context;
use super::mapped::Mapped;
use super::verb;
use crate::script::Comment;

/// Reads a script.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    read_at(context, text, 0);
}

/// Reads a script that is a word of another one.
fn read_at(context: &mut Context, text: &Mapped<'_>, depth: u32) {
    if depth > DEEPEST {
        return;
    }
    read_with(context, text, depth, Values::new(text));
}

/// Reads a script in which variables have values already; returns the values it leaves.
fn read_with(context: &mut Context, text: &Mapped<'_>, depth: u32, values: Values) -> Values {
    let outer = context.condition.clone();
    let mut script = Script {
        text,
        at: 0,
        depth,
        values,
        flow: Flow::default(),
        outer: outer.clone(),
        comments: Vec::new(),
        documents: Vec::new(),
        piped: None,
        chain: None,
        context,
    };
    let session = script.context.session.clone();
    while script.at < text.len() {
        script.list();
        // A parenthesis that nothing has opened ends a list, but not the script.
        script.at += 1;
    }
    script.comments_end();
    script.context.session.go_on_as(session);
    script.context.condition = outer;
    script.values
}

/// Whether a text calls TSO: `tsocmd "…"`.
pub(super) fn is_call(text: &str) -> bool {
    let word = verb::first_word(text);
    word.len() < text.trim().len() && is_tso(word) && verb::bare(text) == text
}

/// Whether a word in quotes on a line of a shell is a command: `zowe tso issue command "…"`.
pub(super) fn passes_command(line: &str) -> bool {
    let quoted = |(at, _)| line.get(at + 1..).is_some_and(verb::is_quoted_command);
    line.match_indices(['"', '\'']).any(quoted)
}

/// Whether a text is a script, or functions for one, that call TSO: most of its lines are what a
/// script has, and at least one is a call.
pub(super) fn is_script(text: &str) -> bool {
    let (mut calls, mut script, mut others) = (0, 0, 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let first = line.split(char::is_whitespace).next().unwrap_or_default();
        let keyword = matches!(
            first,
            "if" | "then"
                | "else"
                | "fi"
                | "for"
                | "do"
                | "done"
                | "case"
                | "esac"
                | "export"
                | "local"
                | "return"
                | "exit"
                | "echo"
                | "{"
                | "}"
                | "function"
                | "set"
                | "while"
        );
        let assigned = first.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
        });
        if is_call(line) {
            calls += 1;
        } else if keyword || assigned || line.starts_with('#') || first.ends_with("()") {
            script += 1;
        } else {
            others += 1;
        }
    }
    calls > 0 && calls + script > others
}

/// Whether a command of the shell passes its arguments to TSO: `tsocmd`, `tso`, `run_tso`, …
pub(super) fn is_tso(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default();
    let parts = |it: char| !it.is_ascii_alphanumeric();
    let lower = name.to_ascii_lowercase();
    let known = |it: &str| matches!(it, "tso" | "tsocmd" | "mvscmdauth" | "tsocommand");
    lower.split(parts).any(known) || lower.ends_with("tsocmd") || lower.starts_with("tsocmd")
}

impl Script<'_, '_> {
    /// Comments so far are one.
    fn comments_end(&mut self) {
        let block = std::mem::take(&mut self.comments);
        for it in &block {
            self.propose(it.clone());
        }
        let (Some(first), Some(last)) = (block.first(), block.last()) else { return };
        let lines = block.iter().map(|it| self.text.get(it.clone()).trim_start_matches('#'));
        let text = super::tso::plain_text(lines);
        if let (Some(span), false) = (self.text.span(first.start..last.end), text.trim().is_empty())
        {
            self.context.comment(Comment { text, span });
        }
    }

    /// A call of TSO in a comment.
    fn propose(&mut self, comment: std::ops::Range<usize>) {
        let words = self.text.get(comment.clone()).trim_start_matches(['#', ' ']);
        if !is_call(words) {
            return;
        }
        let text = self.text.part(comment.end - words.len()..comment.end);
        let mut values = std::mem::take(&mut self.values);
        self.context.propose(|context| {
            values = read_with(context, &text, DEEPEST, std::mem::take(&mut values));
        });
        self.values = values;
    }
}
