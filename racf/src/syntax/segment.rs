//! Segments: `OMVS(UID(0) HOME('/tmp'))`, `NOOMVS`.

pub(super) mod group;
pub(super) mod resource;
pub(super) mod user;

use std::borrow::Cow;

use crate::codes;
use crate::command::{Name, SegmentField, SegmentOperand};

use super::forms::Side;
use super::given::Given;
use super::reading::{is_secretive, shown};
use super::spelling::{Match, Spelling, resolve};
use super::tree::{Item, List, Value};
use super::wording::{did_you_mean, one_of};

/// A segment of a profile and its fields.
pub(super) struct Segment {
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
}

/// A field of a segment.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    known: Known,
}

/// What a field takes; [`super::exposed`] derives what of it may be shown.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Nothing.
    Flag,
    /// Anything, as it is written.
    Text,
    /// Names, paths and codes that are harmless, as they are written.
    Name,
    /// Numbers.
    Number,
    /// IDs and classes.
    Folded,
    /// Some of these words.
    Words(&'static [&'static str]),
    /// Anything; it isn't taken over from commands, since it may have a secret.
    Private,
    /// What is never kept.
    Secret,
}

/// In which forms a field may be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// In both commands; the one that alters takes it away with `NO`.
    Usual,
    /// With `NO` in both commands.
    Switch,
    /// In the command that alters, without `NO`.
    Altering,
}

/// A field with values.
const fn text(name: &'static str) -> Field {
    Field { name, kind: Kind::Text, known: Known::Usual }
}

/// A field with names, paths or codes that are harmless.
const fn name(name: &'static str) -> Field {
    Field { name, kind: Kind::Name, known: Known::Usual }
}

/// A field with numbers.
const fn number(name: &'static str) -> Field {
    Field { name, kind: Kind::Number, known: Known::Usual }
}

/// A field with IDs or classes.
const fn folded(name: &'static str) -> Field {
    Field { name, kind: Kind::Folded, known: Known::Usual }
}

/// A field that takes some of these words.
const fn words(name: &'static str, words: &'static [&'static str]) -> Field {
    Field { name, kind: Kind::Words(words), known: Known::Usual }
}

/// A field without a value.
const fn flag(name: &'static str) -> Field {
    Field { name, kind: Kind::Flag, known: Known::Usual }
}

/// A field without a value, and its opposite with `NO`.
const fn switch(name: &'static str) -> Field {
    Field { name, kind: Kind::Flag, known: Known::Switch }
}

/// A field that only the command that alters has: `ADDROLES`, `DELROLES`.
const fn altering(name: &'static str) -> Field {
    Field { name, kind: Kind::Text, known: Known::Altering }
}

/// Such a field with harmless names.
const fn altering_name(name: &'static str) -> Field {
    Field { name, kind: Kind::Name, known: Known::Altering }
}

/// Such a field with numbers.
const fn altering_number(name: &'static str) -> Field {
    Field { name, kind: Kind::Number, known: Known::Altering }
}

/// A field whose value isn't taken over from commands.
const fn private(name: &'static str) -> Field {
    Field { name, kind: Kind::Private, known: Known::Usual }
}

/// A field whose value is never kept.
const fn secret(name: &'static str) -> Field {
    Field { name, kind: Kind::Secret, known: Known::Usual }
}

/// `YES` or `NO`
const YES_NO: &[&str] = &["YES", "NO"];

impl Field {
    fn spellings(
        &'static self,
        side: Side,
    ) -> impl Iterator<Item = (Spelling, &'static Self)> + Clone {
        let plain = self.known != Known::Altering || side == Side::Alter;
        let negated = match self.known {
            Known::Usual => side == Side::Alter,
            Known::Switch => true,
            Known::Altering => false,
        };
        let plain = plain.then_some((Spelling::plain(self.name), self));
        plain.into_iter().chain(negated.then_some((Spelling::no(self.name), self)))
    }
}

impl Segment {
    /// Every field and its forms.
    pub(super) fn spellings(
        &'static self,
        side: Side,
    ) -> impl Iterator<Item = (Spelling, &'static Field)> + Clone {
        self.fields.iter().flat_map(move |field| field.spellings(side))
    }
}

/// Whether an item is a field that takes a secret, without its parentheses.
fn is_secret_without_value(item: Option<&Item<'_>>) -> bool {
    let word = item.filter(|it| it.list.is_none()).and_then(|it| it.value.as_ref()?.word());
    word.is_some_and(is_secretive)
}

impl<'r, 't> Given<'r, 't> {
    /// A segment with its fields, or its deletion; takes the place of the same segment before it.
    pub(super) fn segment(&mut self, segment: &'static Segment, to: &mut Vec<SegmentOperand>) {
        let mut fields = Vec::new();
        if !self.on {
            self.nothing();
        } else if let Some(list) = self.list() {
            let mut before = None;
            for item in &list.items {
                if is_secret_without_value(before) && item.list.is_none() {
                    self.bare_secret(item);
                } else {
                    self.field(segment, item, &mut fields);
                }
                before = Some(item);
            }
        }
        let name = segment.name.to_owned();
        to.retain(|earlier| earlier.name != name);
        to.push(SegmentOperand { name, fields, delete: !self.on, span: self.span() });
    }

    /// A segment whose fields the installation defines.
    pub(super) fn custom_segment(&mut self, name: &str, to: &mut Vec<SegmentOperand>) {
        let mut fields = Vec::new();
        if let Some(list) = self.list() {
            for item in &list.items {
                fields.extend(self.custom_field(item));
            }
        }
        to.retain(|earlier| earlier.name != name);
        let name = name.to_owned();
        to.push(SegmentOperand { name, fields, delete: !self.on, span: self.span() });
    }

    fn custom_field(&mut self, item: &'r Item<'t>) -> Option<SegmentField> {
        let name = self.field_name(item)?;
        let name = self.reading.folded(name);
        let list = item.list.as_ref();
        if list.is_none() && self.reading.withholds(&name.text) {
            self.secret();
            return None;
        }
        if list.is_some_and(|list| self.withholds_list(list)) {
            self.keep_secret(&name.text, item);
            return None;
        }
        let values = list.map(|list| self.texts(list)).unwrap_or_default();
        let span = self.reading.span(item.range());
        Some(SegmentField { name: name.text, values, delete: false, span })
    }

    fn field_name(&mut self, item: &'r Item<'t>) -> Option<&'r Value<'t>> {
        if item.value.is_none() {
            self.reading.plain(self.name, item);
        }
        item.value.as_ref()
    }

    fn field(
        &mut self,
        segment: &'static Segment,
        item: &'r Item<'t>,
        to: &mut Vec<SegmentField>,
    ) -> Option<()> {
        let value = self.field_name(item)?;
        let (delete, field) = self.known_field(segment, value)?;
        if !delete && self.withholds_field(field, item) {
            self.keep_secret(field.name, item);
            return None;
        }
        let values = self.field_values(field, delete, item);
        let (name, span) = (field.name.to_owned(), self.reading.span(item.range()));
        if let Some(earlier) = to.iter().position(|it| it.name == name) {
            let earlier = to.remove(earlier);
            self.reading.repeated(field.name, field.name, span, earlier.span);
        }
        to.push(SegmentField { name, values, delete, span });
        Some(())
    }

    /// The field that a word stands for, and whether it is taken away.
    fn known_field(
        &mut self,
        segment: &'static Segment,
        value: &Value<'t>,
    ) -> Option<(bool, &'static Field)> {
        let text = value.text();
        let spellings = segment.spellings(self.side).map(|(it, field)| (it, (it.negated, field)));
        match resolve(&text, spellings) {
            Match::One(found) => return Some(found),
            Match::Many(candidates) => self.reading.ambiguous(value, &candidates),
            Match::None => self.unknown_field(segment, value, &text),
        }
        None
    }

    /// What is after a field that takes a secret is the secret, and mustn't be shown.
    fn bare_secret(&mut self, item: &Item<'t>) {
        let message = format!("a secret in `{}` is outside parentheses", self.name);
        let help = "put it in parentheses, and choose a new one: this one has been disclosed";
        let (code, label) = (codes::STRAY_TEXT, "not part of the field");
        self.reading.error(code, item.range(), message, label, help);
    }

    fn unknown_field(&mut self, segment: &'static Segment, value: &Value<'t>, text: &str) {
        if self.reading.needs_variable(segment.name, value) {
            return;
        }
        let names: Vec<&str> = segment.fields.iter().map(|field| field.name).collect();
        // A word without a list where secrets belong may be one that lacks its field.
        let secretive = segment.fields.iter().any(|field| matches!(field.kind, Kind::Secret));
        let word = if secretive && did_you_mean(text, names.iter().copied()).is_none() {
            Cow::Borrowed("…")
        } else {
            shown(text)
        };
        let message = format!("`{}` has no field `{word}`", segment.name);
        let help = did_you_mean(text, names.iter().copied())
            .unwrap_or_else(|| format!("expected one of {}", one_of(&names)));
        let (code, label) = (codes::UNKNOWN_OPERAND, "not a field");
        self.reading.error(code, value.range(), message, label, help);
    }

    fn field_values(
        &mut self,
        field: &'static Field,
        delete: bool,
        item: &'r Item<'t>,
    ) -> Vec<Name> {
        let list = item.list.as_ref().filter(|list| !list.items.is_empty());
        match (field.kind, list) {
            (Kind::Flag, None) => {}
            (_, None) if delete => {}
            (_, None) => self.reading.missing_value(field.name, item.range()),
            (Kind::Flag, Some(list)) => self.reading.needless_value(field.name, list),
            (_, Some(list)) if delete => self.reading.needless_value(field.name, list),
            (Kind::Secret, Some(_)) => self.keep_secret(field.name, item),
            (Kind::Name | Kind::Number | Kind::Text | Kind::Private, Some(list)) => {
                return self.texts(list);
            }
            (Kind::Folded, Some(list)) => return self.folded_values(field, list),
            (Kind::Words(words), Some(list)) => return self.words(field, words, list),
        }
        Vec::new()
    }

    /// Whether the value of a field is treated as a secret.
    fn withholds_field(&self, field: &Field, item: &Item<'t>) -> bool {
        item.list.as_ref().filter(|list| !list.items.is_empty()).is_some_and(|list| {
            match field.kind {
                Kind::Private => self.reading.withholds_private(),
                Kind::Text => self.withholds_list(list),
                _ => false,
            }
        })
    }

    /// Whether what is in a list looks like a secret.
    fn withholds_list(&self, list: &List<'t>) -> bool {
        list.items.iter().any(|item| self.reading.withholds(&self.reading.written(item).text))
    }

    /// Notes that a field of this segment has a secret.
    fn keep_secret(&mut self, field: &str, item: &Item<'t>) {
        let (text, span) = (format!("{}({field})", self.name), self.reading.span(item.range()));
        self.reading.secrets.push(Name { text, quoted: false, span });
    }

    /// What is in a list, as it is written.
    fn texts(&mut self, list: &List<'t>) -> Vec<Name> {
        list.items.iter().map(|item| self.reading.written(item)).collect()
    }

    fn folded_values(&mut self, field: &'static Field, list: &'r List<'t>) -> Vec<Name> {
        let items = list.items.iter();
        let values = items.filter_map(|item| self.reading.plain(field.name, item));
        let values: Vec<&Value<'t>> = values.collect();
        values.into_iter().map(|value| self.reading.folded(value)).collect()
    }

    fn words(
        &mut self,
        field: &'static Field,
        words: &'static [&'static str],
        list: &'r List<'t>,
    ) -> Vec<Name> {
        let spellings = words.iter().map(|&word| (Spelling::plain(word), word));
        let mut found = Vec::new();
        for item in &list.items {
            let Some(value) = self.reading.plain(field.name, item) else { continue };
            match resolve(&value.text(), spellings.clone()) {
                Match::One(word) => {
                    found.push(Name { text: word.to_owned(), ..self.reading.name(value) });
                }
                Match::Many(candidates) => self.reading.ambiguous(value, &candidates),
                Match::None => self.reading.not_among(field.name, value, words),
            }
        }
        found
    }
}
