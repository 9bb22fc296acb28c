//! What hosts have in common: where commands, comments and remarks go, and how a command's text
//! becomes a [`CommandText`].

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use saffron_diagnostics::{Diagnostic, FileId, Span};
use saffron_vocabulary::budget::Budget;

use super::condition::{Conditions, all, both};
use super::decide::decide;
use super::mapped::{Builder, Mapped, Named, Use};
use super::session::{self, Session};
use super::variable::{Given, canonical, resolve};
use super::{mistake, verb};
use crate::script::{CommandText, Comment, Condition, Host, Script, Skipped, Values, Variable};

/// A longer command is not a command: RACF takes 32 KiB.
pub(super) const LONGEST_COMMAND: usize = 64 * 1024;

/// Values put in place of variables may make a text longer by so much, not more.
const LARGEST_GROWTH: usize = 16 << 20;

/// Loops may be gone through until so many bytes have been read again.
const LARGEST_LOOPS: usize = 4 << 20;

/// A longer value is not put in place of its variable.
const LONGEST_VALUE: usize = 4096;

/// More commands than in any file.
const MOST_COMMANDS: usize = 4_000_000;

/// More mistakes of one file aren't reported one by one.
const MOST_DIAGNOSTICS: usize = 1000;

/// Whether a condition holds.
enum Decided {
    Holds,
    Refused,
    /// This part of it isn't known.
    Open(Condition),
}

/// A file that is being read.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
pub(super) struct Context {
    given: Given,
    script: Script,
    /// Values that a template gives; `None` where it gives several.
    assigned: BTreeMap<String, Option<String>>,
    /// Those of a template.
    pub(super) conditions: Conditions,
    /// The condition of the host itself: a step's, a clause's.
    pub(super) condition: Option<Condition>,
    /// The session in which the next command runs.
    pub(super) session: Session,
    /// The number of the block of a document that is being read.
    block: u32,
    /// Comments for the command that follows.
    pending: Vec<Comment>,
    /// Something else has followed the last of them.
    stale: bool,
    /// What is read is in a comment.
    proposing: bool,
    /// How much longer values may make the text.
    growth: Budget,
    /// How many commands are taken.
    room: Budget,
    /// There are more.
    full: bool,
    /// They have made it longer than that.
    grown: bool,
    /// Variables that have had several values.
    varying: BTreeSet<String>,
    /// Values of variables in the turns of loops that are open.
    turn: BTreeMap<String, String>,
    /// Bytes that turns of loops may add.
    turns: Budget,
    /// Per variable as it is written, what was last reported about it.
    said: BTreeMap<String, Rc<Named>>,
}

impl Context {
    pub(super) fn new(file: FileId, text: &str, values: &Values) -> Self {
        let script = Script::new(file, Host::Commands, Vec::new());
        let given = Given::new(values);
        Self {
            given,
            script,
            assigned: BTreeMap::new(),
            conditions: Conditions::default(),
            condition: None,
            session: Session::default(),
            block: 0,
            pending: Vec::new(),
            stale: false,
            proposing: false,
            growth: Budget::new(LARGEST_GROWTH + 2 * text.len()),
            room: Budget::new(MOST_COMMANDS),
            full: false,
            grown: false,
            varying: BTreeSet::new(),
            turn: BTreeMap::new(),
            turns: Budget::new(LARGEST_LOOPS),
            said: BTreeMap::new(),
        }
    }

    /// What was found.
    pub(super) fn finish(mut self, host: Host) -> Script {
        self.script.comments.append(&mut self.pending);
        self.script.host = host;
        self.script
    }

    /// Reports a mistake.
    pub(super) fn say(&mut self, diagnostic: Diagnostic) {
        if self.proposing {
            return;
        }
        match self.script.diagnostics.len() {
            MOST_DIAGNOSTICS => {
                let span = diagnostic.primary.span;
                self.script.diagnostics.push(mistake::too_many(span));
            }
            said if said < MOST_DIAGNOSTICS => self.script.diagnostics.push(diagnostic),
            _ => {}
        }
    }

    /// Skips a part of the file.
    pub(super) fn skip(&mut self, why: impl Into<String>, span: Span) {
        if !self.proposing {
            self.script.skipped.push(Skipped { why: why.into(), span });
        }
    }

    /// Keeps a comment for the command that follows.
    pub(super) fn comment(&mut self, comment: Comment) {
        if self.proposing {
            return;
        }
        if std::mem::take(&mut self.stale) {
            self.script.comments.append(&mut self.pending);
        }
        self.pending.push(comment);
    }

    /// Reads what is in a comment: commands in it are proposals, and it has no mistakes.
    pub(super) fn propose(&mut self, read: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.proposing, true);
        read(self);
        self.proposing = outer;
    }

    /// How many commands there are so far.
    pub(super) fn commands(&self) -> usize {
        self.script.commands.len()
    }

    /// Something that is not a command follows: comments above it are about that, unless a command
    /// comes before the next comment.
    pub(super) fn other_matter(&mut self) {
        self.stale = !self.pending.is_empty();
    }

    /// A template gives a variable a value. It is known if it is the only one that is given.
    pub(super) fn assign(&mut self, name: String, value: Option<&str>) {
        let value = value.map(str::to_owned).filter(|_| !self.conditions.is_open());
        let known = self.assigned.entry(name).or_insert_with(|| value.clone());
        if *known != value {
            *known = None;
        }
    }

    /// Whether a loop of so many bytes may be gone through so many times.
    pub(super) fn may_repeat(&mut self, turns: usize, length: usize) -> bool {
        let needed = turns.saturating_mul(length.max(1));
        needed <= self.turns.left() && self.turns.spend(needed)
    }

    /// Reads something in which variables have these values.
    pub(super) fn with_values(
        &mut self,
        values: &[(String, String)],
        read: impl FnOnce(&mut Self),
    ) {
        for (name, value) in values {
            self.take_turn(name, value);
        }
        read(self);
        for (name, _) in values {
            self.end_turns(name);
        }
    }

    /// A variable of a template gets the value of a turn of a loop.
    pub(super) fn take_turn(&mut self, name: &str, value: &str) {
        self.turn.insert(name.to_owned(), value.to_owned());
    }

    /// A loop over a variable ends.
    pub(super) fn end_turns(&mut self, name: &str) {
        self.turn.remove(name);
    }

    /// The value of a variable of a template: of a turn of a loop, or one that is assigned.
    fn value_of(&self, name: &str) -> Option<&str> {
        let assigned = || self.assigned.get(name).and_then(Option::as_deref);
        self.turn.get(name).map(String::as_str).or_else(assigned)
    }

    /// A text with the values that were found since it was made.
    pub(super) fn settled(&mut self, text: Mapped<'static>) -> Mapped<'static> {
        let known = |it: &&Use| it.value.is_none() && self.value_of(&it.name).is_some();
        let known: Vec<Use> = text.uses().iter().filter(known).cloned().collect();
        if known.is_empty() {
            return text;
        }
        let (mut builder, mut done) = (Builder::with_capacity(text.len()), 0);
        for used in known {
            let at = used.at as usize;
            builder.copy(&text, done..at);
            done = at + used.name.len() + 3;
            builder.variable(self.valued(&used, None));
        }
        builder.copy(&text, done..text.len());
        builder.finish()
    }

    /// Gives a variable its value: the one of the command line, else `own`, else the template's.
    pub(super) fn valued(&mut self, used: &Use, own: Option<&str>) -> Use {
        self.tidied(used, own, &str::to_owned)
    }

    /// The same, with the value changed in a way that the template says.
    pub(super) fn tidied(
        &mut self,
        used: &Use,
        own: Option<&str>,
        tidy: &dyn Fn(&str) -> String,
    ) -> Use {
        let assigned = || self.value_of(&used.name);
        let value = self.given.get(&used.name).or(own).or_else(assigned).map(tidy);
        let longer = value.as_ref().map_or(used.name.len() + 3, String::len);
        let has_room = self.growth.spend(longer);
        let fits = |it: &String| it.len() <= LONGEST_VALUE && has_room;
        let kept = value.clone().filter(fits);
        if kept.is_none() && value.is_some() && !std::mem::replace(&mut self.grown, true) {
            self.say(mistake::too_large(used.span));
        }
        Use { named: self.shared(used, kept), ..used.clone() }
    }

    /// What is specified for a variable at many places is kept once.
    fn shared(&mut self, used: &Use, value: Option<String>) -> Rc<Named> {
        let said = self.said.get(&used.written);
        if let Some(said) = said.filter(|it| it.value == value && it.name == used.name) {
            return Rc::clone(said);
        }
        let (name, written) = (used.name.clone(), used.written.clone());
        let named = Rc::new(Named { name, written, value });
        self.said.insert(used.written.clone(), Rc::clone(&named));
        named
    }

    /// Whether a value that the file gives at one place is sure to hold at another: whether another
    /// branch of a template gives another one isn't known.
    pub(super) fn holds(&self, value: Option<Span>, at: Span) -> bool {
        value.is_none_or(|it| self.conditions.covers(it.start, at.start))
    }

    /// The value given on the command line.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.given.get(name)
    }

    /// A command. Comments above it come first, those on its lines then.
    pub(super) fn command(&mut self, text: Mapped<'static>, comments: Vec<Comment>) {
        if self.proposing {
            return self.proposal(text);
        }
        if self.room.left() == 0 {
            return self.too_many(&text);
        }
        if self.session.ended.is_some() {
            return self.not_reached(&text);
        }
        if let Some(command) = self.command_text(text) {
            self.remember(&command);
            let mut all = std::mem::take(&mut self.pending);
            self.stale = false;
            all.extend(comments);
            // There is room: it was asked for above.
            let _ = self.room.spend(1);
            self.script.commands.push(CommandText { comments: all, ..command });
        } else {
            self.pending.extend(comments);
        }
    }

    /// No more commands are taken; the first that isn't is pointed at.
    fn too_many(&mut self, text: &Mapped<'_>) {
        if let Some(span) = text.span(0..text.len())
            && !std::mem::replace(&mut self.full, true)
        {
            self.script.diagnostics.push(mistake::too_many_commands(span));
        }
    }

    /// A command, or what is left of one, that can't be made out; a diagnostic says why.
    pub(super) fn broken(&mut self, span: Span) {
        if !self.proposing {
            self.script.broken.push(span);
        }
    }

    /// A block of a document begins.
    pub(super) fn next_block(&mut self) {
        self.block += 1;
    }

    /// What seems to be a command, and can't be read as one.
    pub(super) fn unread(&mut self, span: Span) {
        self.script.unread.push(span);
        self.say(mistake::unread(span));
    }

    /// The places of all that was read, skipped or reported.
    pub(super) fn covered(&self) -> Vec<Span> {
        let script = &self.script;
        let commands = script.commands.iter().chain(&script.commented);
        let notes = script.commands.iter().flat_map(|it| &it.comments);
        let comments = notes.chain(&script.comments).chain(&self.pending).map(|it| it.span);
        let reported = script.diagnostics.iter().map(|it| it.primary.span);
        let skipped = script.skipped.iter().map(|it| it.span);
        let broken = script.broken.iter().copied();
        let commands = commands.filter_map(|it| it.span);
        commands.chain(comments).chain(reported).chain(skipped).chain(broken).collect()
    }

    /// A command that comes after the end of its list.
    fn not_reached(&mut self, text: &Mapped<'_>) {
        let Some(span) = text.span(0..text.len()) else { return };
        if let Some(end) = self.session.ended.filter(|_| verb::begins(text.text())) {
            self.say(mistake::not_reached(span, end));
        }
        self.skip("not run: the list of commands has ended above", span);
    }

    /// A command changes the session, or ends it.
    fn remember(&mut self, command: &CommandText) {
        if let Some(prefix) = session::prefix_of(&command.text) {
            self.session.prefix = prefix;
        }
        if session::ends_list(&command.text) {
            let code = session::code_of_end(&command.text);
            self.ends(command.condition.as_ref(), &code, command.span);
        }
    }

    /// The list of commands ends, if a condition holds: then what follows depends on it.
    pub(super) fn ends(&mut self, condition: Option<&Condition>, code: &str, at: Option<Span>) {
        match condition {
            None => self.session.ended = at,
            Some(condition) if session::is_for_errors(code, condition) => {}
            Some(condition) => match self.decided(condition) {
                Decided::Refused => {}
                Decided::Holds => self.session.ended = at,
                Decided::Open(open) => self.session.leave(&open, None),
            },
        }
    }

    /// The list goes on at a label further down, if a condition holds.
    pub(super) fn jumps(&mut self, condition: Option<&Condition>, label: String, at: Option<Span>) {
        match condition.map_or(Decided::Holds, |it| self.decided(it)) {
            Decided::Refused => {}
            Decided::Holds => self.session.ended = at,
            Decided::Open(open) => self.session.leave(&open, Some(label)),
        }
    }

    /// Reads a list of commands of its own: what ends it, ends only it.
    pub(super) fn list(&mut self, read: impl FnOnce(&mut Self)) {
        let outer = self.session.clone();
        read(self);
        self.session.go_on_as(outer);
    }

    /// A command that is in a comment.
    pub(super) fn proposal(&mut self, text: Mapped<'static>) {
        if let Some(command) = self.command_text(text) {
            self.script.commented.push(command);
        }
    }

    /// The text of a command; `None` if nothing is in it, or if it can't be read, which a
    /// diagnostic then says.
    fn command_text(&mut self, text: Mapped<'static>) -> Option<CommandText> {
        let text = bare(text);
        let span = text.span(0..text.len()).filter(|_| !text.is_empty())?;
        if text.len() > LONGEST_COMMAND {
            let word = verb::first_word(text.text()).len();
            self.say(mistake::too_long(text.span(0..word).unwrap_or(span)));
            self.broken(span);
            return None;
        }
        let torn = self.conditions.alternative_within(span.start, span.end);
        if torn || text.text().contains("{%") || text.text().contains("#if(") {
            self.say(mistake::condition_inside(span));
            self.broken(span);
            return None;
        }
        let inner = self.conditions.within(span.start, span.end);
        let inner = inner.and_then(|it| match self.decided(&it) {
            Decided::Holds => None,
            Decided::Open(open) => Some(open),
            Decided::Refused => Some(it),
        });
        if let Some(inner) = &inner {
            self.say(mistake::operands_with_condition(&inner.to_string(), span));
        }
        let text = match resolve(&text, |used, default| self.valued(used, default)) {
            Some(resolved) => resolved.finish(),
            None => text,
        };
        let (mut text, mut pieces, uses) = text.into_parts();
        self.note(uses);
        text.shrink_to_fit();
        pieces.shrink_to_fit();
        let outer = self.conditions.at(span.start);
        let reached = self.session.reached();
        let condition = all([&outer, &self.condition, &reached].into_iter().flatten());
        let condition = match condition.as_ref().map(|it| (it, self.decided(it))) {
            Some((refused, Decided::Refused)) => {
                self.skip(format!("not run: its condition doesn't hold: {refused}"), span);
                return None;
            }
            Some((_, Decided::Open(open))) => Some(open),
            Some((_, Decided::Holds)) | None => None,
        };
        let condition = both(condition.as_ref(), inner.as_ref());
        let prefix = self.session.prefix.clone();
        Some(CommandText {
            text,
            pieces,
            span: Some(span),
            comments: Vec::new(),
            condition,
            prefix,
            block: self.block,
        })
    }

    /// Whether a condition holds, by values that are given or that a template assigns.
    fn decided(&self, condition: &Condition) -> Decided {
        let value = |name: &str| {
            let name = canonical(name);
            let assigned = || self.value_of(&name);
            self.given.get(&name).or_else(assigned).map(str::to_owned)
        };
        let mut open = Vec::new();
        for term in &condition.terms {
            match decide(&term.text, &value) {
                Some(holds) if holds != term.holds => return Decided::Refused,
                Some(_) => {}
                None => open.push(Arc::clone(term)),
            }
        }
        if open.is_empty() { Decided::Holds } else { Decided::Open(Condition { terms: open }) }
    }

    /// Lists variables on which commands depend.
    pub(super) fn note(&mut self, uses: Vec<Use>) {
        for used in uses {
            if self.varying.contains(&used.name) && used.value.is_some() {
                continue;
            }
            if let Some(listed) = self.script.variables.get_mut(&used.name) {
                if used.value.is_none() {
                    listed.value = None;
                } else if listed.value.is_some() && listed.value != used.value {
                    // It stands for different things, so it isn't one that a reader would set.
                    self.script.variables.remove(&used.name);
                    self.varying.insert(used.name.clone());
                }
                continue;
            }
            let (written, value) = (used.written.clone(), used.value.clone());
            let variable = Variable { written, value, span: used.span };
            self.script.variables.insert(used.name.clone(), variable);
        }
    }

    /// A text that runs as a command elsewhere: kept if RACF may mean it, else skipped.
    pub(super) fn run_elsewhere(&mut self, text: Mapped<'static>, comments: Vec<Comment>) {
        let word = verb::first_word(verb::bare(text.text())).to_owned();
        let Some(span) = text.span(0..text.len()) else { return };
        if word.starts_with("${") {
            return self.skip("a command that is known only at run time", span);
        }
        match verb::classify(&word) {
            verb::Verb::Racf => self.command(text, comments),
            verb::Verb::Other(name) => {
                self.skip(format!("`{word}` is a command of {name}"), span);
            }
            verb::Verb::Unknown if verb::is_typo(&word) => self.command(text, comments),
            verb::Verb::Tso => {
                if let Some(prefix) = session::prefix_of(text.text()) {
                    self.note(text.uses().to_vec());
                    self.session.prefix = prefix;
                }
                self.skip(format!("`{word}` is a TSO command"), span);
            }
            verb::Verb::Unknown => self.skip("not a RACF command", span),
        }
    }
}

/// A command without a word that only passes it on, and without the blanks around it.
fn bare(text: Mapped<'static>) -> Mapped<'static> {
    let text = trimmed(text);
    let length = verb::bare(text.text()).len();
    if length == text.len() { text } else { text.part(text.len() - length..text.len()) }
}

/// A text without the blanks around it.
fn trimmed(text: Mapped<'static>) -> Mapped<'static> {
    let start = text.len() - text.text().trim_start().len();
    let end = text.text().trim_end().len();
    if start == 0 && end == text.len() { text } else { text.part(start..end.max(start)) }
}
