//! What hosts have in common: where commands, comments and remarks go, and how a command's text
//! becomes a [`CommandText`].

use std::collections::BTreeMap;

use saffron_lang::{Diagnostic, FileId, Span};

use super::mapped::{Mapped, Use, offset};
use super::variable::{Given, resolve};
use super::{mistake, verb};
use crate::script::{CommandText, Comment, Host, Script, Skipped, Values, Variable};

/// A longer command is no command: RACF takes 32 KiB.
pub(super) const LONGEST_COMMAND: usize = 64 * 1024;

/// Values put in place of variables may make a text longer by so much, not more.
const LARGEST_GROWTH: usize = 16 << 20;

/// A longer value is not put in place of its variable.
const LONGEST_VALUE: usize = 4096;

/// More mistakes of one file aren't reported one by one.
const MOST_DIAGNOSTICS: usize = 1000;

/// From a byte of the file on, the condition under which its lines count.
#[derive(Debug)]
struct Change {
    at: u32,
    condition: Option<String>,
}

/// A file that is being read.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) file: FileId,
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    given: Given,
    script: Script,
    changes: Vec<Change>,
    /// The condition of the host itself: a step's, a clause's.
    pub(super) condition: Option<String>,
    /// Comments for the command that follows.
    pending: Vec<Comment>,
    growth: usize,
}

impl<'a> Context<'a> {
    pub(super) fn new(file: FileId, path: &'a str, text: &'a str, values: &Values) -> Self {
        let script = Script {
            file,
            host: Host::Commands,
            commands: Vec::new(),
            commented: Vec::new(),
            comments: Vec::new(),
            variables: BTreeMap::new(),
            skipped: Vec::new(),
            diagnostics: Vec::new(),
        };
        let given = Given::new(values);
        let (changes, pending) = (Vec::new(), Vec::new());
        Self { file, path, text, given, script, changes, condition: None, pending, growth: 0 }
    }

    /// What was found.
    pub(super) fn finish(mut self, host: Host) -> Script {
        self.script.comments = self.pending;
        self.script.host = host;
        self.script
    }

    /// A place in the file.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: offset(start), end: offset(end.max(start)) }
    }

    /// Reports a mistake.
    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        match self.script.diagnostics.len() {
            MOST_DIAGNOSTICS => {
                let span = diagnostic.primary.span;
                self.script.diagnostics.push(mistake::too_many(span));
            }
            said if said < MOST_DIAGNOSTICS => self.script.diagnostics.push(diagnostic),
            _ => {}
        }
    }

    /// Passes over a part of the file.
    pub(super) fn skip(&mut self, why: impl Into<String>, span: Span) {
        self.script.skipped.push(Skipped { why: why.into(), span });
    }

    /// Keeps a comment for the command that follows.
    pub(super) fn comment(&mut self, comment: Comment) {
        self.pending.push(comment);
    }

    /// How many commands there are so far.
    pub(super) fn commands(&self) -> usize {
        self.script.commands.len()
    }

    /// From here on, lines count under this condition; places are told in ascending order.
    pub(super) fn change(&mut self, at: usize, condition: Option<String>) {
        self.changes.push(Change { at: offset(at), condition });
    }

    /// Gives a variable its value: the one of the command line, else `own`.
    pub(super) fn valued(&mut self, mut used: Use, own: Option<&str>) -> Use {
        let value = self.given.get(&used.name).or(own);
        used.value = value.filter(|it| it.len() <= LONGEST_VALUE).map(str::to_owned);
        self.growth += used.value.as_deref().map_or(used.name.len() + 3, str::len);
        if self.growth > LARGEST_GROWTH + 2 * self.text.len() {
            used.value = None;
        }
        used
    }

    /// The value given on the command line.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.given.get(name)
    }

    /// A command. Comments that stood above it come first, those on its lines then.
    pub(super) fn command(&mut self, text: Mapped<'static>, comments: Vec<Comment>) {
        if let Some(command) = self.command_text(text) {
            let mut all = std::mem::take(&mut self.pending);
            all.extend(comments);
            self.script.commands.push(CommandText { comments: all, ..command });
        } else {
            self.pending.extend(comments);
        }
    }

    /// A command that stands in a comment.
    pub(super) fn proposal(&mut self, text: Mapped<'static>) {
        if let Some(command) = self.command_text(text) {
            self.script.commented.push(command);
        }
    }

    /// The text of a command; `None` if nothing is in it, or if it can't be taken, which a
    /// diagnostic then says.
    fn command_text(&mut self, text: Mapped<'static>) -> Option<CommandText> {
        let text = trimmed(text);
        let span = text.span(0..text.len()).filter(|_| !text.is_empty())?;
        if text.len() > LONGEST_COMMAND {
            let word = verb::first_word(text.text()).len();
            self.say(mistake::too_long(text.span(0..word).unwrap_or(span)));
            return None;
        }
        if self.is_torn(span) || text.text().contains("{%") || text.text().contains("#if(") {
            self.say(mistake::condition_inside(span));
            return None;
        }
        let text = match resolve(self, &text) {
            Some(resolved) => resolved.finish(),
            None => text,
        };
        let (mut text, mut pieces, uses) = text.into_parts();
        self.note(uses);
        text.shrink_to_fit();
        pieces.shrink_to_fit();
        let condition = both(self.condition_at(span.start), self.condition.as_deref());
        Some(CommandText { text, pieces, span: Some(span), comments: Vec::new(), condition })
    }

    /// Lists variables on which commands depend.
    pub(super) fn note(&mut self, uses: Vec<Use>) {
        for used in uses {
            let Use { name, written, value, span, .. } = used;
            self.script.variables.entry(name).or_insert(Variable { written, value, span });
        }
    }

    /// Whether a template's condition begins or ends inside: that makes two commands of one, of
    /// which neither is what is written.
    fn is_torn(&self, span: Span) -> bool {
        let before = self.changes.partition_point(|it| it.at <= span.start);
        before != self.changes.partition_point(|it| it.at < span.end)
    }

    /// The template's condition for a place.
    fn condition_at(&self, at: u32) -> Option<&str> {
        let before = self.changes.partition_point(|it| it.at <= at);
        self.changes.get(before.checked_sub(1)?)?.condition.as_deref()
    }

    /// A text that runs as a command elsewhere: kept if RACF may mean it, else passed over.
    pub(super) fn judged(&mut self, text: Mapped<'static>, comments: Vec<Comment>) {
        let word = verb::first_word(text.text()).to_owned();
        let Some(span) = text.span(0..text.len()) else { return };
        match verb::judge(&word) {
            verb::Verb::Racf | verb::Verb::Other(_) => self.command(text, comments),
            verb::Verb::Unknown if verb::is_slip(&word) => self.command(text, comments),
            verb::Verb::Tso => self.skip(format!("`{word}` is a command of TSO"), span),
            verb::Verb::Unknown => self.skip("not a command of RACF", span),
        }
    }
}

/// A text without the blanks around it.
fn trimmed(text: Mapped<'static>) -> Mapped<'static> {
    let start = text.len() - text.text().trim_start().len();
    let end = text.text().trim_end().len();
    if start == 0 && end == text.len() { text } else { text.part(start..end.max(start)) }
}

/// Two conditions that must both hold.
pub(super) fn both(outer: Option<&str>, inner: Option<&str>) -> Option<String> {
    match (outer, inner) {
        (Some(outer), Some(inner)) => Some(format!("{outer} and {inner}")),
        (one, other) => one.or(other).map(str::to_owned),
    }
}
