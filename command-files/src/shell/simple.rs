//! A simple command: an assignment, a call of TSO, a call of something that calls TSO.

use super::list::Command;
use super::script::Script;
use super::values::name_length;
use super::word::Word;
use super::{is_call, is_tso};
use crate::condition::both;
use crate::mapped::{Builder, Mapped};
use crate::script::Comment;
use crate::tso::{self, LineFormat};
use crate::{embedded, mistake, session, verb};

/// Commands whose words are only shown, looked at or searched for.
const SHOWING: &[&str] =
    &["[", "[[", "awk", "cat", "egrep", "expr", "fgrep", "grep", "sed", "tee", "test", "return"];

/// Words in names of functions that only display their arguments.
const SPEAKING: &[&str] =
    &["echo", "print", "log", "info", "msg", "message", "warn", "err", "usage"];

impl Script<'_, '_> {
    /// Runs a command, as far as it concerns RACF.
    pub(super) fn run(&mut self, command: Command, pipes: bool, document: Option<Mapped<'static>>) {
        let Command { mut words, comments, .. } = command;
        let input = document.or(self.piped.take());
        let condition = both(self.outer.as_ref(), self.flow.condition().as_ref());
        self.context.condition = both(condition.as_ref(), self.chain.as_ref());
        let assigned = words.iter().take_while(|it| self.assignment(it)).count();
        words.drain(..assigned);
        let Some(name) = words.first().map(|it| it.text.text().to_owned()) else {
            return self.context_comments(comments);
        };
        let before = self.context.commands();
        self.named(&name, words.get(1..).unwrap_or_default(), pipes, input, comments);
        if self.context.commands() == before {
            self.context.other_matter();
        }
    }

    /// A command by its name.
    fn named(
        &mut self,
        name: &str,
        arguments: &[Word],
        pipes: bool,
        input: Option<Mapped<'static>>,
        comments: Vec<Comment>,
    ) {
        match name {
            _ if is_tso(name) => return self.tso(arguments, input, comments),
            "exit" => self.exit(arguments),
            "export" | "readonly" | "typeset" | "declare" | "local" => {
                for word in arguments {
                    self.assignment(word);
                }
            }
            "read" | "unset" | "getopts" | "mapfile" => {
                for word in arguments {
                    self.assigned(word.text.text());
                }
            }
            _ if is_showing(name) => {
                self.piped = pipes.then(|| joined(arguments)).filter(|it| !it.is_empty());
            }
            _ => {
                if matches!(name, "." | "source" | "eval") {
                    self.values.variables.forget_all();
                }
                self.arguments(arguments, comments);
                return self.input(input);
            }
        }
        self.context_comments(comments);
        self.input(input);
    }

    /// `exit`: nothing below is reached, unless a condition or a block decides about it.
    fn exit(&mut self, arguments: &[Word]) {
        if self.depth > 0 || self.flow.is_apart() {
            return;
        }
        // Without a code it is that of the command before, which has failed after `||`.
        let last = self.chain.as_ref().and_then(|it| it.terms.last());
        let failed = last.filter(|it| !it.holds).map(|_| "1".to_owned());
        let code = arguments.first().map(|it| it.text.text().to_owned());
        let code = code.or(failed).unwrap_or_default();
        let place = self.text.span(self.at.saturating_sub(4)..self.at);
        let condition = self.context.condition.clone();
        self.context.ends(condition.as_ref(), &code, place);
    }

    fn context_comments(&mut self, comments: Vec<Comment>) {
        for it in comments {
            self.context.comment(it);
        }
    }

    /// `name=value`
    fn assignment(&mut self, word: &Word) -> bool {
        let text = word.text.text();
        let length = name_length(text);
        let Some(name) = text.get(..length).filter(|it| !it.is_empty()) else { return false };
        let rest = text.get(length..).unwrap_or_default();
        if rest.starts_with("+=") {
            self.assigned(name);
            return true;
        }
        let Some(value) = rest.strip_prefix('=') else { return false };
        let value = word.text.part(text.len() - value.len()..text.len());
        if name == "TSOPROFILE"
            && let Some(prefix) = session::prefix_operand(value.text())
        {
            self.context.session.prefix = prefix;
        }
        self.assigned(name);
        if !word.dynamic && !value.text().contains('\n') {
            let said = self.text.span(word.start..word.start);
            self.values.variables.assign(name.to_owned(), word.start, value, said);
        }
        true
    }

    /// What follows `tsocmd` is one command; without words, its input has the commands.
    fn tso(&mut self, words: &[Word], input: Option<Mapped<'static>>, comments: Vec<Comment>) {
        let options = words.iter().take_while(|it| it.text.text().starts_with('-')).count();
        let words = words.get(options..).unwrap_or_default();
        if !words.is_empty() {
            return self.issue(joined(words), comments);
        }
        if let Some(input) = input {
            tso::read(self.context, &input, LineFormat::Free);
        }
    }

    /// Words that are commands themselves, of RACF or of the shell.
    fn arguments(&mut self, words: &[Word], comments: Vec<Comment>) {
        let mut comments = comments;
        for word in words {
            let text = word.text.text();
            if verb::is_command(text) && text.trim().contains(char::is_whitespace) {
                self.issue(joined(std::slice::from_ref(word)), std::mem::take(&mut comments));
            } else if is_call(text) {
                super::read_at(self.context, &word.text, self.depth + 1);
            }
        }
        let first = words.first().is_some_and(|it| it.bare && verb::is_command(it.text.text()));
        if first && words.len() > 1 {
            self.issue(joined(words), std::mem::take(&mut comments));
        }
        self.context_comments(comments);
    }

    /// What a command gets as its input may be a job, a script, or commands.
    fn input(&mut self, input: Option<Mapped<'static>>) {
        if let Some(input) = input {
            embedded::read(self.context, &input, self.depth + 1);
        }
    }

    fn issue(&mut self, text: Mapped<'static>, comments: Vec<Comment>) {
        let start = self.flow.loops().first().copied();
        let unknown = text.uses().iter().find(|used| {
            let name = used.written.trim_matches(['$', '{', '}']);
            used.value.is_none() && start.is_some_and(|start| self.values.varies(name, start))
        });
        if let Some(used) = unknown {
            self.context.say(mistake::in_loop(&used.written, used.span));
        }
        self.context.run_elsewhere(text, comments);
    }
}

fn is_showing(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    SHOWING.contains(&name.as_str()) || SPEAKING.iter().any(|it| name.contains(it))
}

/// Words with a blank between, line breaks as blanks.
fn joined(words: &[Word]) -> Mapped<'static> {
    let mut builder = Builder::default();
    for word in words {
        let text = &word.text;
        if !builder.is_empty()
            && let Some(span) = text.span(0..0)
        {
            builder.put(" ", span);
        }
        let mut start = 0;
        while let Some(length) = text.get(start..text.len()).find('\n') {
            builder.copy(text, start..start + length);
            if let Some(span) = text.span(start + length..start + length + 1) {
                builder.put(" ", span);
            }
            start += length + 1;
        }
        builder.copy(text, start..text.len());
    }
    builder.finish()
}
