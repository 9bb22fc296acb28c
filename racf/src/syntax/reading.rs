//! What is known while a command is being read: its text, and what was found in addition to its operands.
//!
//! INVARIANT: no value of a secret gets into a name, a message or a label.

use std::borrow::Cow;
use std::ops::Range;

use saffron_diagnostics::{Code, Diagnostic, Span};

use crate::command::Name;
use saffron_command_files::script::CommandText;
use saffron_command_files::secret;

use super::tree::{Item, Value};

/// A command that is being read.
pub(super) struct Reading<'t> {
    /// Its text.
    pub(super) text: &'t CommandText,
    /// Its verb in full; empty while it isn't known.
    pub(super) verb: &'static str,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) idle: Vec<Name>,
    pub(super) secrets: Vec<Name>,
    /// FROM and its companions, which come in any order.
    pub(super) source: Source,
    /// Bytes that may be shown, in any order; see [`super::exposed`].
    pub(super) exposed: Vec<Range<u32>>,
    /// Values that are, or may be, secrets.
    pub(super) concealed: Vec<Range<u32>>,
    texts: Texts,
}

/// What becomes of texts that look like secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// They are kept: the text was written by a policy, which has no secrets.
    Kept,
    /// They are treated as secrets.
    Withheld,
}

/// FROM and its companions: what was specified for the profile that is copied.
#[derive(Default)]
pub(super) struct Source {
    pub(super) name: Option<Name>,
    pub(super) class: Option<Name>,
    pub(super) generic: Option<Span>,
    pub(super) volume: Option<Name>,
}

impl<'t> Reading<'t> {
    pub(super) fn new(text: &'t CommandText, texts: Texts) -> Self {
        Self {
            text,
            verb: "",
            diagnostics: Vec::new(),
            idle: Vec::new(),
            secrets: Vec::new(),
            source: Source::default(),
            exposed: Vec::new(),
            concealed: Vec::new(),
            texts,
        }
    }

    /// Whether what may have a secret is treated as one, whatever it looks like.
    pub(super) fn withholds_private(&self) -> bool {
        self.texts == Texts::Withheld
    }

    /// Whether a text that people write is treated as a secret.
    pub(super) fn withholds(&self, text: &str) -> bool {
        self.texts == Texts::Withheld && secret::looks_secret(text, |_| false)
    }

    /// Where bytes of the command are in the file.
    pub(super) fn span(&self, range: Range<u32>) -> Span {
        self.text.span(range)
    }

    /// Reports a mistake.
    pub(super) fn error(
        &mut self,
        code: Code,
        range: Range<u32>,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = self.span(range);
        self.diagnostics.push(Diagnostic::error(code, message, span, label).help(help));
    }

    /// A name as it was written.
    pub(super) fn name(&self, value: &Value<'_>) -> Name {
        Name {
            text: value.text().into_owned(),
            quoted: value.is_quoted(),
            span: self.span(value.range()),
        }
    }

    /// An ID or a class: folded to upper case.
    pub(super) fn folded(&self, value: &Value<'_>) -> Name {
        Name {
            text: upper(&value.text()),
            quoted: value.is_quoted(),
            span: self.span(value.range()),
        }
    }

    /// A part of a value as it is written: `NAME(VALUE)` where it has parentheses of its own.
    pub(super) fn written(&self, item: &Item<'_>) -> Name {
        if let (Some(value), None) = (&item.value, &item.list) {
            return self.name(value);
        }
        let range = item.range();
        let text = self.text.text.get(range.start as usize..range.end as usize);
        let text = text.unwrap_or_default().to_owned();
        Name { text, quoted: false, span: self.span(range) }
    }
}

/// In upper case, save the names of variables.
pub(super) fn upper(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, variable, after)) = split_variable(rest) {
        folded.push_str(&plain.to_ascii_uppercase());
        folded.push_str(variable);
        rest = after;
    }
    folded.push_str(&rest.to_ascii_uppercase());
    folded
}

/// The text before the first variable, the variable, and the text after it.
fn split_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (plain, rest) = text.split_at_checked(text.find("${")?)?;
    let (variable, after) = rest.split_at_checked(rest.find('}')? + 1)?;
    Some((plain, variable, after))
}

/// The name of the first variable in a text.
pub(super) fn variable(text: &str) -> Option<&str> {
    let (_, variable, _) = split_variable(text)?;
    variable.strip_prefix("${")?.strip_suffix('}')
}

/// Beginnings of operands that take a secret, and what a message shows in their place.
const SECRETIVE: [(&str, &str); 8] = [
    ("PASSW", "PASSWORD…"),
    ("PASWORD", "PASSWORD…"),
    ("PHRASE", "PHRASE…"),
    ("KEYMASK", "KEYMASKED…"),
    ("KEYENC", "KEYENCRYPTED…"),
    ("SESSKEY", "SESSKEY…"),
    ("BINDPW", "BINDPW…"),
    ("RVARYPW", "RVARYPW…"),
];

/// What is shown in the place of a word that contains the name of an operand that takes a secret:
/// where a parenthesis or a blank is missing, the secret is in the same word.
fn secretive(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_uppercase();
    SECRETIVE.iter().find(|(beginning, _)| word.contains(beginning)).map(|&(_, shown)| shown)
}

/// Whether a word is, or contains, the name of an operand that takes a secret.
pub(super) fn is_secretive(word: &str) -> bool {
    secretive(word).is_some()
}

/// The most characters of a word that a message shows.
const SHOWN: usize = 60;

/// A word as a message shows it: without what may be a secret, and not too long.
pub(super) fn shown(word: &str) -> Cow<'_, str> {
    if let Some(shown) = secretive(word) {
        return Cow::Borrowed(shown);
    }
    match word.char_indices().nth(SHOWN) {
        Some((at, _)) => Cow::Owned(format!("{}…", word.get(..at).unwrap_or_default())),
        None => Cow::Borrowed(word),
    }
}
