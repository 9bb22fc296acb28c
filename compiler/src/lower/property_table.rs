//! Tables of properties: for each its key, what its value looks like, what it sets, and its
//! documentation.
//!
//! INVARIANT: the table of a block is the only place that lists its properties. The keys that are
//! known, what they do and the reference are read from it.

use std::ops::RangeInclusive;

use saffron_diagnostics::{Code, Span};
use saffron_lang::ast::{Property, Word};
use saffron_vocabulary::operand;
use saffron_vocabulary::racf::{AccessLevel, Day};

use super::form;
use super::lowering::Lower;
use super::property::written;
use super::report::{Named, Report};
use crate::codes;
use crate::model::Segment;

/// A property; or several with the same form, effect and documentation.
pub(crate) struct Row<T: 'static> {
    pub(crate) keys: &'static [&'static str],
    pub(crate) value: Value<T>,
    /// What it specifies, and its default, for the reference.
    pub(crate) documentation: &'static str,
}

/// The form of a value, and what is done with it.
pub(crate) enum Value<T: 'static> {
    /// `yes` or `no`.
    Flag(fn(&mut T, bool)),
    /// `on` or `off`.
    Switch(fn(&mut T, bool)),
    Text(fn(&mut T, String)),
    Date(fn(&mut T, Day)),
    /// A number of one byte.
    Byte(RangeInclusive<u8>, fn(&mut T, u8)),
    Number(RangeInclusive<u16>, fn(&mut T, u16)),
    /// Any level but EXECUTE.
    PlainAccess(fn(&mut T, AccessLevel)),
    /// One of the words.
    Word(&'static [&'static str], fn(&mut T, &str)),
    /// Any of the words that the first field lists, each with its place.
    Words(fn() -> Vec<&'static str>, fn(&mut Lower, &mut T, &str, Span)),
    /// Any of the words, each with what it sets.
    Attributes(&'static [Attribute<T>]),
    /// One name. The first field describes it.
    Name(&'static str, fn(&mut Lower, &mut T, Named<'_>)),
    /// A list of names. The first field describes it.
    Names(&'static str, fn(&mut Lower, &mut T, &[Named<'_>])),
    /// A segment of a profile of RACF.
    Segment(fn(&mut T, Segment)),
    /// A form of its own. The first field describes it.
    Other(&'static str, fn(&mut Lower, &mut T, &Property)),
    /// Read by a later step, when more names are known. The field describes its form.
    Later(&'static str),
}

/// A word of a list of attributes, and what it sets.
pub(crate) type Attribute<T> = (&'static str, fn(&mut T));

/// A row of one key: `row!("owner", Value::Name(…), "…")`.
macro_rules! row {
    ($key:expr, $value:expr, $documentation:expr) => {
        $crate::lower::property_table::Row {
            keys: &[$key],
            value: $value,
            documentation: $documentation,
        }
    };
}
pub(crate) use row;

/// Every key of a table, in its order.
pub(crate) fn keys<T>(table: &[Row<T>]) -> impl Iterator<Item = &'static str> {
    table.iter().flat_map(|row| row.keys.iter().copied())
}

/// The row of a key.
pub(crate) fn find<'t, T>(table: &'t [Row<T>], key: &str) -> Option<&'t Row<T>> {
    table.iter().find(|row| row.keys.contains(&key))
}

/// Where a property is specified.
pub(crate) fn span_of<T>(properties: &[(&Row<T>, &Property)], key: &str) -> Option<Span> {
    let found = properties.iter().find(|(_, property)| property.key.node == key);
    found.map(|(_, property)| property.span)
}

impl<T> Value<T> {
    /// What the value looks like, as in "`owner` takes …".
    pub(crate) fn form(&self) -> String {
        match self {
            Self::Flag(_) => form::FLAG.to_owned(),
            Self::Switch(_) => form::SWITCH.to_owned(),
            Self::Text(_) => form::TEXT.to_owned(),
            Self::Date(_) => form::DATE.to_owned(),
            Self::PlainAccess(_) => form::ACCESS.to_owned(),
            Self::Segment(_) => form::SEGMENT.to_owned(),
            Self::Byte(range, _) => form::number(&wide(range)),
            Self::Number(range, _) => form::number(&wide(range)),
            Self::Word(words, _) => form::word(words),
            Self::Words(words, _) => form::words(&words()),
            Self::Attributes(attributes) => form::words(&words_of(attributes)),
            Self::Name(form, _)
            | Self::Names(form, _)
            | Self::Other(form, _)
            | Self::Later(form) => (*form).to_owned(),
        }
    }
}

fn wide<N: Copy + Into<u64>>(range: &RangeInclusive<N>) -> RangeInclusive<u64> {
    (*range.start()).into()..=(*range.end()).into()
}

fn words_of<T>(attributes: &[Attribute<T>]) -> Vec<&'static str> {
    attributes.iter().map(|(word, _)| *word).collect()
}

/// The words for a key that a block doesn't have: "unknown field `x` of a request".
pub(crate) struct Unknown<'w> {
    pub(crate) code: Code,
    pub(crate) noun: &'w str,
    pub(crate) block: &'w str,
    /// The RACF command with which the block is defined, if there is one.
    pub(crate) command: &'static str,
}

impl Report {
    /// Checks the keys of a block: known ones, each once. Returns those worth reading, with their
    /// rows. `block` is such as "user `ALICE`"; `command` is the one that defines it in RACF.
    pub(crate) fn known<'p, 't, T>(
        &mut self,
        block: &str,
        command: &'static str,
        properties: impl IntoIterator<Item = &'p Property>,
        table: &'t [Row<T>],
    ) -> Vec<(&'t Row<T>, &'p Property)> {
        let unknown = Unknown { code: codes::UNKNOWN_PROPERTY, noun: "property", block, command };
        self.known_or(&unknown, block, properties, table)
    }

    /// As [`Report::known`], with other words for a key that isn't known.
    pub(crate) fn known_or<'p, 't, T>(
        &mut self,
        unknown: &Unknown<'_>,
        block: &str,
        properties: impl IntoIterator<Item = &'p Property>,
        table: &'t [Row<T>],
    ) -> Vec<(&'t Row<T>, &'p Property)> {
        let mut known: Vec<(&Row<T>, &Property)> = Vec::new();
        for property in properties {
            let key = property.key.node.as_str();
            let Some(row) = find(table, key) else {
                self.unknown_key(unknown, &property.key, table);
                continue;
            };
            match known.iter().find(|(_, earlier)| earlier.key.node == key) {
                Some((_, first)) => self.property_twice(block, first, property),
                None => known.push((row, property)),
            }
        }
        known
    }

    fn unknown_key<T>(&mut self, unknown: &Unknown<'_>, key: &Word, table: &[Row<T>]) {
        let message = format!("unknown {} `{}` of {}", unknown.noun, key.node, unknown.block);
        if let Some(meaning) = operand::of_word(unknown.command, &key.node) {
            self.racf_word(unknown.code, message, key.span, meaning);
            return;
        }
        let known: Vec<&str> = keys(table).collect();
        self.unknown_word(unknown.code, message, (&key.node, key.span), &known);
    }

    fn property_twice(&mut self, block: &str, first: &Property, second: &Property) {
        let fact = format!("`{}` of {block}", second.key.node);
        let (one, other) = (written(&first.value), written(&second.value));
        self.stated_twice(&fact, (first.span, &one), (second.span, &other));
    }
}

impl Lower {
    /// Reads properties into `target`, each as its row describes.
    pub(crate) fn properties<T>(&mut self, properties: &[(&Row<T>, &Property)], target: &mut T) {
        for (row, property) in properties {
            self.property(&row.value, property, target);
        }
    }

    /// Reads the value of a property. A value of another form is reported, and changes nothing.
    pub(crate) fn property<T>(&mut self, value: &Value<T>, property: &Property, target: &mut T) {
        let report = &mut self.report;
        match value {
            Value::Flag(set) => give(target, *set, report.flag(property)),
            Value::Switch(set) => give(target, *set, report.switch(property)),
            Value::Text(set) => give(target, *set, report.text(property)),
            Value::Date(set) => give(target, *set, report.date(property)),
            Value::Byte(range, set) => give(target, *set, report.number(property, wide(range))),
            Value::Number(range, set) => give(target, *set, report.number(property, wide(range))),
            Value::PlainAccess(set) => give(target, *set, report.plain_access(property)),
            Value::Segment(set) => give(target, *set, report.segment(property)),
            Value::Word(words, set) => {
                if let Some(word) = report.word(property, words) {
                    set(target, word);
                }
            }
            Value::Words(words, read) => {
                for (word, span) in report.words(property, &words()) {
                    read(self, target, word, span);
                }
            }
            Value::Attributes(attributes) => {
                for (word, _) in report.words(property, &words_of(attributes)) {
                    let named = attributes.iter().filter(|(known, _)| *known == word);
                    named.for_each(|(_, set)| set(target));
                }
            }
            Value::Name(form, read) => {
                if let Some(name) = report.one_name(property, form) {
                    read(self, target, name);
                }
            }
            Value::Names(form, read) => {
                let names = report.name_list(property, form);
                read(self, target, &names);
            }
            Value::Other(_, read) => read(self, target, property),
            Value::Later(_) => {}
        }
    }
}

fn give<T, V>(target: &mut T, set: fn(&mut T, V), value: Option<V>) {
    if let Some(value) = value {
        set(target, value);
    }
}
