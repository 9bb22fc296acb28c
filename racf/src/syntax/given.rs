//! An operand as it is given: what its table entry asks for, taken from what was written.
//!
//! Each method reports what doesn't fit and then yields nothing, or less; callers need not do so.

use saffron_diagnostics::Spanned;
use saffron_diagnostics::{Diagnostic, Span};

use crate::codes;
use crate::command::{Name, Setting, Text};

use super::forms::Side;
use super::reading::{Reading, upper};
use super::spelling::{Match, Words, among};
use super::tree::{Item, List, Value};

/// An operand that was found in the table.
pub(super) struct Given<'r, 't> {
    pub(super) reading: &'r mut Reading<'t>,
    /// In full, with its `NO`.
    pub(super) name: &'static str,
    /// Its set; see [`super::table::Row::set`].
    pub(super) set: &'static str,
    /// `false` for the negative form.
    pub(super) on: bool,
    /// Which command it belongs to.
    pub(super) side: Side,
    pub(super) item: &'r Item<'t>,
}

impl<'r, 't> Given<'r, 't> {
    /// All of it.
    pub(super) fn span(&self) -> Span {
        self.reading.span(self.item.range())
    }

    /// A value with the place of the operand.
    pub(super) fn spanned<V>(&self, node: V) -> Spanned<V> {
        Spanned { node, span: self.span() }
    }

    /// What is in parentheses; empty parentheses are the same as none.
    pub(super) fn list(&self) -> Option<&'r List<'t>> {
        self.item.list.as_ref().filter(|list| !list.items.is_empty())
    }

    /// What is in parentheses, which mustn't be missing.
    pub(super) fn required_list(&mut self) -> Option<&'r List<'t>> {
        let list = self.list();
        if list.is_none() {
            self.reading.missing_value(self.name, self.item.range());
        }
        list
    }

    /// Given or taken away, without a value.
    pub(super) fn switch(&mut self) -> Spanned<bool> {
        self.nothing();
        self.spanned(self.on)
    }

    /// Says that the operand takes no value, if it has one.
    pub(super) fn nothing(&mut self) {
        if let Some(list) = self.list() {
            self.reading.needless_value(self.name, list);
        }
    }

    /// Says that the negative form takes no value, if it has one.
    pub(super) fn nothing_if_off(&mut self) {
        if !self.on {
            self.nothing();
        }
    }

    /// The value: exactly one.
    pub(super) fn value(&mut self) -> Option<&'r Value<'t>> {
        let list = self.required_list()?;
        let [item] = list.items.as_slice() else {
            self.reading.several_values(self.name, list);
            return None;
        };
        self.reading.plain(self.name, item)
    }

    /// A name as it was written.
    pub(super) fn one(&mut self) -> Option<Name> {
        self.name_value().map(|value| self.reading.name(value))
    }

    /// An ID or a class.
    pub(super) fn id(&mut self) -> Option<Name> {
        self.name_value().map(|value| self.reading.folded(value))
    }

    fn name_value(&mut self) -> Option<&'r Value<'t>> {
        let value = self.value()?;
        self.reading.not_empty(self.name, value).then_some(value)
    }

    /// IDs or classes.
    pub(super) fn ids(&mut self) -> Vec<Name> {
        self.name_values().into_iter().map(|value| self.reading.folded(value)).collect()
    }

    /// Names as they were written.
    pub(super) fn names(&mut self) -> Vec<Name> {
        self.name_values().into_iter().map(|value| self.reading.name(value)).collect()
    }

    /// At least one.
    fn name_values(&mut self) -> Vec<&'r Value<'t>> {
        let items = self.required_list().map(|list| list.items.as_slice()).unwrap_or_default();
        items.iter().filter_map(|item| self.reading.named(self.name, item)).collect()
    }

    /// A text that is given or taken away: `DATA('…')`, `NODATA`. One that looks like a secret is
    /// treated as one.
    pub(super) fn text(&mut self) -> Option<Text> {
        if self.withholds() {
            self.secret();
            return None;
        }
        self.setting(|value| value.text().into_owned())
    }

    /// Whether what is in parentheses is treated as a secret.
    pub(super) fn withholds(&self) -> bool {
        let items = self.list().map(|list| list.items.as_slice()).unwrap_or_default();
        items.iter().any(|item| self.reading.withholds(&self.reading.written(item).text))
    }

    /// A name, folded to upper case, that is given or taken away: `SECLABEL(X)`, `NOSECLABEL`.
    pub(super) fn folded_setting(&mut self) -> Option<Setting<String>> {
        self.setting(|value| upper(&value.text()))
    }

    fn setting(&mut self, of: impl Fn(&Value<'_>) -> String) -> Option<Setting<String>> {
        if !self.on {
            self.nothing();
            return Some(Setting::Off(self.span()));
        }
        let value = self.value()?;
        Some(Setting::To(self.spanned(of(value))))
    }

    /// One of `words`, with the place of the operand.
    pub(super) fn word<V: Copy>(&mut self, words: &'static Words<V>) -> Option<Spanned<V>> {
        let value = self.value()?;
        let word = self.one_of(value, words)?;
        Some(self.spanned(word))
    }

    /// One of `words`; `default` for an operand without a value.
    pub(super) fn word_or<V: Copy>(
        &mut self,
        words: &'static Words<V>,
        default: V,
    ) -> Option<Spanned<V>> {
        if self.list().is_none() { Some(self.spanned(default)) } else { self.word(words) }
    }

    /// The word of `words` that a value is, or abbreviates.
    pub(super) fn one_of<V: Copy>(
        &mut self,
        value: &Value<'_>,
        words: &'static Words<V>,
    ) -> Option<V> {
        match among(&value.text(), words) {
            Match::One(found) => return Some(found),
            Match::Many(candidates) => self.reading.ambiguous(value, &candidates),
            Match::None => {
                let known: Vec<&str> = words.iter().map(|&(name, _)| name).collect();
                self.reading.not_among(self.name, value, &known);
            }
        }
        None
    }

    /// A number up to `most`.
    pub(super) fn number(&mut self, most: u8) -> Option<Spanned<u8>> {
        let value = self.value()?;
        let text = value.text();
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse().ok().filter(|number| digits && *number <= most);
        if number.is_none() {
            let help = format!("write a whole number from 0 to {most}");
            self.reading.bad_value(self.name, value, "not a number in this range", help);
        }
        number.map(|number| self.spanned(number))
    }

    /// Keeps it for the report: it has no part in any decision.
    pub(super) fn idle(&mut self) {
        let name = Name { text: self.name.to_owned(), quoted: false, span: self.span() };
        self.reading.idle.push(name);
    }

    /// Keeps its place, never its value.
    pub(super) fn secret(&mut self) {
        if self.list().is_some() {
            let name = Name { text: self.name.to_owned(), quoted: false, span: self.span() };
            self.reading.secrets.push(name);
        }
    }

    /// AT and ONLYAT: the command runs where they say. Nothing here knows which node that is, so it
    /// is taken for this one, with a warning.
    pub(super) fn elsewhere(&mut self) {
        self.idle();
        let message = format!("`{}` directs the command to another node", self.name);
        let warning = Diagnostic::warning(
            codes::IDLE_OPERAND,
            message,
            self.span(),
            "treated as if it ran here",
        );
        let help = "remove commands that are meant for another database";
        self.reading.diagnostics.push(warning.help(help));
    }
}
