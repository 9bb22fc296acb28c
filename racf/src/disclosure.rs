//! What of files of commands may be shown: in excerpts, messages, reports, packages and JSON.
//!
//! Everything is hidden by default. Shown are the bytes that [`crate::syntax::parse`] exposes, and outside
//! of commands words that are known to be harmless: those of RACF, of the hosts' languages, names of
//! variables, and values that a command exposes. Comments, texts, values of variables, operands that
//! aren't known, commands that can't be read and whatever else is in a file stay hidden.
//!
//! ```text
//! files ──extract──► commands ──parse──► exposed bytes ──► words: shown, hidden
//!                                               └────────► texts with `*` for hidden characters
//! ```
//!
//! INVARIANT: a text that is shown has passed [`Disclosure`], whatever stage it comes from.

mod announced;
mod content;
mod marks;
mod mask;
mod message;
mod policy;
mod vocabulary;
mod words;

use std::borrow::Cow;
use std::collections::BTreeMap;

use saffron_command_files::script::{CommandText, Host, Script, Values, Variable};
use saffron_command_files::secret;
use saffron_diagnostics::{Diagnostic, FileId, SourceMap};

use crate::play::CommandFile;
use crate::syntax;

pub use content::Content;
use marks::Marks;
use words::Words;

/// What of files may be shown.
#[derive(Clone, Debug, Default)]
pub struct Disclosure {
    words: Words,
    /// Texts as they may be shown. Every byte and every character keeps its position.
    shown: BTreeMap<FileId, String>,
}

impl Disclosure {
    /// What of these files may be shown.
    pub fn of<'t>(
        files: impl IntoIterator<Item = (CommandFile<'t>, Content)>,
        values: &Values,
    ) -> Self {
        let mut disclosure = Self::default();
        let mut marked = Vec::new();
        for (file, content) in files {
            let announced = match content {
                Content::Policy => announced::values(file.text),
                Content::Commands => Vec::new(),
            };
            let script = match content {
                Content::Commands => {
                    saffron_command_files::extract(file.file, file.path, file.text, values)
                }
                Content::Policy => match policy::pasted(file) {
                    Some(script) => script,
                    None if announced.is_empty() => continue,
                    None => Script::new(file.file, Host::Notes, Vec::new()),
                },
            };
            let mut marks = Marks::of(file.text, &script, content, &mut disclosure.words);
            marks.announced(file.text, &announced, &mut disclosure.words);
            disclosure.variables(&script);
            marked.push((file, marks));
        }
        // Words that one file exposes may be shown in the others.
        for (file, marks) in marked {
            let shown = mask::masked(file.text, &marks, &mut disclosure.words);
            disclosure.shown.insert(file.file, shown);
        }
        disclosure.words.settle();
        disclosure
    }

    /// What of sources may be shown that are all files of commands.
    pub fn of_commands(sources: &SourceMap, values: &Values) -> Self {
        let files = sources.iter().map(|(file, source)| {
            let (path, text) = (source.path.as_str(), source.text.as_str());
            (CommandFile { file, path, text }, Content::Commands)
        });
        Self::of(files, values)
    }

    fn variables(&mut self, script: &Script) {
        for (name, variable) in &script.variables {
            self.words.variable(name, variable);
        }
    }

    /// The texts as they may be shown.
    pub fn sources(&self, sources: SourceMap) -> SourceMap {
        if self.shown.is_empty() {
            return sources;
        }
        let mut shown = SourceMap::default();
        for (id, file) in sources.iter() {
            let copy = if file.is_records() {
                shown.add_records(file.path.clone())
            } else {
                shown.add(file.path.clone(), self.shown.get(&id).unwrap_or(&file.text).as_str())
            };
            shown.set_name(copy, file.name.clone());
        }
        shown
    }

    /// A message as it may be shown: of what is quoted in it, words that are hidden are masked.
    pub fn message<'m>(&self, message: &'m str) -> Cow<'m, str> {
        message::quoted(message, &self.words)
    }

    /// A text that was taken from a file, as it may be shown.
    pub fn text<'m>(&self, text: &'m str) -> Cow<'m, str> {
        message::whole(text, &self.words)
    }

    /// A diagnostic as it may be shown.
    pub fn diagnostic(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let masked = |text: &mut String| {
            if let Cow::Owned(masked) = self.message(text) {
                *text = masked;
            }
        };
        masked(&mut diagnostic.message);
        masked(&mut diagnostic.primary.text);
        diagnostic.secondary.iter_mut().for_each(|label| masked(&mut label.text));
        diagnostic.help.iter_mut().for_each(masked);
        if let Some(fix) = &mut diagnostic.fix
            && let Cow::Owned(text) = self.text(&fix.replacement)
        {
            fix.replacement = text;
        }
        diagnostic
    }

    /// Diagnostics as they may be shown.
    pub fn diagnostics(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if self.words.hides_nothing() {
            return diagnostics;
        }
        diagnostics.into_iter().map(|it| self.diagnostic(it)).collect()
    }

    /// A command in one line, as it may be shown.
    pub fn command(&self, text: &CommandText) -> String {
        let exposed = syntax::parse(text).exposed;
        let masked = mask::command(&text.text, &exposed);
        masked.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the value of a variable may be shown: commands expose it, none of them hides it, and the
    /// name isn't that of a secret.
    pub fn shows_value(&self, name: &str, variable: &Variable) -> bool {
        let names = [name, variable.written.as_str()];
        let value = variable.value.as_deref().unwrap_or_default();
        !names.iter().any(|name| secret::is_secretive(name)) && self.words.shows_value(value)
    }

    /// Whether the value of a variable may be copied: it may be shown, or nothing in it looks like a secret.
    pub fn keeps_value(&self, name: &str, variable: &Variable) -> bool {
        let value = variable.value.as_deref().unwrap_or_default();
        self.shows_value(name, variable) || (!secret::is_secretive(name) && self.keeps(value))
    }

    /// Whether a text has a value that a command has as a secret.
    pub fn holds_secret(&self, text: &str) -> bool {
        self.words.holds_secret(text)
    }

    /// Whether a text that people wrote, such as a comment, may be copied: nothing in it looks like a secret.
    pub fn keeps(&self, text: &str) -> bool {
        !secret::looks_secret(text, |word| self.words.is_shown(word))
            && !self.words.holds_secret(text)
    }
}
