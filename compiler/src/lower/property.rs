//! Reads the values of properties: which form they have, and whether they are in range. Names are
//! looked up elsewhere.

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Date, Property, PropertyValue, Spanned, Value, Word};
use saffron_vocabulary::racf::{AccessLevel, Day};

use super::form;
use super::report::{Named, Report};
use crate::codes;
use crate::model::Segment;

/// The value as it could be written again; two values are the same if this is.
pub(crate) fn written(value: &PropertyValue) -> String {
    match value {
        PropertyValue::Value(value) => written_value(value),
        PropertyValue::OnDate(date) => format!("on {}", written_date(date.node)),
        PropertyValue::Words(words) => join(words.iter().map(|it| match &it.argument {
            Some(argument) => format!("{}({})", it.word.node, argument.node),
            None => it.word.node.clone(),
        })),
        PropertyValue::Segment(properties) => {
            let fields =
                properties.iter().map(|it| format!("{} {}", it.key.node, written(&it.value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join("  "))
        }
        PropertyValue::Error => String::new(),
    }
}

/// A single value as it could be written again.
pub(crate) fn written_value(value: &Value) -> String {
    match value {
        Value::Word(it) | Value::Text(it) => it.node.clone(),
        Value::Name(it) => it.text.clone(),
        Value::Number(it) => it.node.to_string(),
        Value::Date(it) => written_date(it.node),
        Value::List(it) => format!("[{}]", join(it.node.iter().map(written_value))),
        Value::Star(_) => "*".to_owned(),
    }
}

fn written_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// The values of a list, or the one value.
pub(crate) fn items(value: &PropertyValue) -> Option<Vec<&Value>> {
    match value {
        PropertyValue::Value(Value::List(list)) => Some(list.node.iter().collect()),
        PropertyValue::Value(value) => Some(vec![value]),
        _ => None,
    }
}

/// The value as a name: bare, or in quotes.
pub(crate) fn named(value: &Value) -> Option<Named<'_>> {
    match value {
        Value::Name(name) => Some(name.into()),
        Value::Text(text) => Some(text.into()),
        _ => None,
    }
}

impl Report {
    /// An attribute that has a key of its own too (`revoked yes`) is stated at one place.
    pub(crate) fn attribute_twice(&mut self, what: &str, key: &str, properties: &[Property]) {
        let own = properties.iter().find(|it| it.key.node == key);
        let listed = properties.iter().find(|it| it.key.node == "attributes").filter(|it| {
            let values = items(&it.value).unwrap_or_default().into_iter().filter_map(word_value);
            let mut words = values.map(|word| word.node.as_str()).chain(side_by_side(&it.value));
            words.any(|word| word == key)
        });
        if let (Some(own), Some(listed)) = (own, listed) {
            let said =
                if matches!(written(&own.value).as_str(), "no" | "off") { "no" } else { "yes" };
            let fact = format!("`{key}` of {what}");
            self.stated_twice(&fact, (own.span, said), (listed.span, "yes"));
        }
    }

    /// The value isn't of the form that the property takes.
    pub(crate) fn wrong_form(&mut self, property: &Property, wanted: &str) {
        if property.value == PropertyValue::Error {
            return;
        }
        let message = format!("`{}` takes {wanted}", property.key.node);
        self.add(Diagnostic::error(codes::WRONG_FORM, message, property.span, wanted));
    }

    /// Words of the language in upper case, as RACF writes them; whether there are any.
    fn has_upper_case_words(&mut self, property: &Property, known: &[&str]) -> bool {
        let mut found = false;
        for value in items(&property.value).unwrap_or_default() {
            if let Some(word) = upper_case_word(value)
                && known.contains(&word.node.to_lowercase().as_str())
            {
                self.word_of(&property.key.node, &word, known);
                found = true;
            }
        }
        found
    }

    /// One of the words.
    pub(crate) fn word<'p>(&mut self, property: &'p Property, known: &[&str]) -> Option<&'p str> {
        if let PropertyValue::Value(Value::Word(word)) = &property.value {
            return self.word_of(&property.key.node, word, known);
        }
        if self.has_upper_case_words(property, known) {
            return None;
        }
        self.wrong_form(property, &form::word(known));
        None
    }

    fn word_of<'p>(&mut self, key: &str, word: &'p Word, known: &[&str]) -> Option<&'p str> {
        if known.contains(&word.node.as_str()) {
            return Some(&word.node);
        }
        let message = format!("`{key}` can't be `{}`", word.node);
        self.unknown_word(codes::UNKNOWN_WORD, message, (&word.node, word.span), known);
        None
    }

    /// Several of the words, in a list or side by side.
    pub(crate) fn words<'p>(
        &mut self,
        property: &'p Property,
        known: &[&str],
    ) -> Vec<(&'p str, Span)> {
        let words: Option<Vec<&Word>> = match &property.value {
            PropertyValue::Words(words) if words.iter().all(|it| it.argument.is_none()) => {
                Some(words.iter().map(|it| &it.word).collect())
            }
            value => items(value).and_then(|values| values.into_iter().map(word_value).collect()),
        };
        let Some(words) = words else {
            if !self.has_upper_case_words(property, known) {
                self.wrong_form(property, &form::words(known));
            }
            return Vec::new();
        };
        let key = &property.key.node;
        self.check_list(property);
        words
            .into_iter()
            .filter_map(|word| self.word_of(key, word, known).map(|text| (text, word.span)))
            .collect()
    }

    /// `yes` or `no`; `on` and `off` mean the same.
    pub(crate) fn flag(&mut self, property: &Property) -> Option<bool> {
        self.is_on(property, form::FLAG)
    }

    /// `on` or `off`; `yes` and `no` mean the same.
    pub(crate) fn switch(&mut self, property: &Property) -> Option<bool> {
        self.is_on(property, form::SWITCH)
    }

    fn is_on(&mut self, property: &Property, wanted: &str) -> Option<bool> {
        let known = ["yes", "no", "on", "off"];
        let PropertyValue::Value(Value::Word(word)) = &property.value else {
            if !self.has_upper_case_words(property, &known) {
                self.wrong_form(property, wanted);
            }
            return None;
        };
        let word = self.word_of(&property.key.node, word, &known)?;
        Some(matches!(word, "yes" | "on"))
    }

    /// A quoted text.
    pub(crate) fn text(&mut self, property: &Property) -> Option<String> {
        if let PropertyValue::Value(Value::Text(text)) = &property.value {
            return Some(text.node.clone());
        }
        self.wrong_form(property, form::TEXT);
        None
    }

    /// A number of the range.
    pub(crate) fn number<N: TryFrom<u64>>(
        &mut self,
        property: &Property,
        range: std::ops::RangeInclusive<u64>,
    ) -> Option<N> {
        let PropertyValue::Value(Value::Number(number)) = &property.value else {
            self.wrong_form(property, &form::number(&range));
            return None;
        };
        self.in_range(&format!("`{}`", property.key.node), number, range)
    }

    /// A number, if it is in range.
    pub(crate) fn in_range<N: TryFrom<u64>>(
        &mut self,
        what: &str,
        number: &Spanned<u64>,
        range: std::ops::RangeInclusive<u64>,
    ) -> Option<N> {
        if range.contains(&number.node) {
            return N::try_from(number.node).ok();
        }
        let message = format!(
            "{what} must be from {} to {}, not {}",
            range.start(),
            range.end(),
            number.node
        );
        self.add(Diagnostic::error(codes::OUT_OF_RANGE, message, number.span, "out of range"));
        None
    }

    /// An access level.
    pub(crate) fn access(&mut self, property: &Property) -> Option<AccessLevel> {
        if let PropertyValue::Value(Value::Word(word)) = &property.value {
            return self.level(word);
        }
        if let PropertyValue::Value(value) = &property.value
            && let Some(word) = upper_case_word(value)
        {
            return self.level(&word);
        }
        self.wrong_form(property, form::ACCESS);
        None
    }

    /// An access level other than EXECUTE, which needs a class that knows it.
    pub(crate) fn plain_access(&mut self, property: &Property) -> Option<AccessLevel> {
        let level = self.access(property)?;
        if level != AccessLevel::Execute {
            return Some(level);
        }
        let message = format!("`{}` can't be `execute`", property.key.node);
        let diagnostic =
            Diagnostic::error(codes::EXECUTE, message, property.span, "not allowed here");
        self.add(
            diagnostic.help("only `DATASET` and `PROGRAM` support it: write `read` or `none`"),
        );
        None
    }

    /// The access level that a word names.
    pub(crate) fn level(&mut self, word: &Word) -> Option<AccessLevel> {
        // A word with a capital is the name of a parameter, which would have been replaced.
        let is_word = !word.node.contains(|it: char| it.is_ascii_uppercase());
        let level = AccessLevel::from_name(&word.node).filter(|_| is_word);
        if level.is_none() {
            let message = format!("unknown access level `{}`", word.node);
            let known = ["none", "execute", "read", "update", "control", "alter"];
            self.unknown_word(codes::UNKNOWN_LEVEL, message, (&word.node, word.span), &known);
        }
        level
    }

    /// `on 2027-01-01`, or the date alone.
    pub(crate) fn date(&mut self, property: &Property) -> Option<Day> {
        match &property.value {
            PropertyValue::OnDate(date) | PropertyValue::Value(Value::Date(date)) => {
                let day = self.day(date);
                day.inspect(|_| self.check_date(property))
            }
            _ => {
                self.wrong_form(property, form::DATE);
                None
            }
        }
    }

    /// The one name that a property gives.
    pub(crate) fn one_name<'p>(
        &mut self,
        property: &'p Property,
        wanted: &str,
    ) -> Option<Named<'p>> {
        let name = match items(&property.value).as_deref() {
            Some([value]) => named(value),
            _ => None,
        };
        match name {
            Some(_) => self.check_single(property),
            None => self.wrong_form(property, wanted),
        }
        name
    }

    /// The names of a list.
    pub(crate) fn name_list<'p>(&mut self, property: &'p Property, wanted: &str) -> Vec<Named<'p>> {
        let names: Option<Vec<Named<'p>>> =
            items(&property.value).and_then(|values| values.into_iter().map(named).collect());
        match names {
            Some(_) => self.check_list(property),
            None => self.wrong_form(property, wanted),
        }
        names.unwrap_or_default()
    }

    /// A segment, its fields as text.
    pub(crate) fn segment(&mut self, property: &Property) -> Option<Segment> {
        let PropertyValue::Segment(fields) = &property.value else {
            self.wrong_form(property, form::SEGMENT);
            return None;
        };
        let name = property.key.node.clone();
        let mut read: BTreeMap<&str, (Span, String)> = BTreeMap::new();
        for field in fields {
            let (key, said) = (field.key.node.as_str(), written(&field.value));
            if let Some((first, known)) = read.get(key) {
                let fact = format!("`{key}` of the segment `{name}`");
                self.stated_twice(&fact, (*first, known), (field.span, &said));
            } else {
                read.insert(key, (field.span, said));
            }
        }
        let fields = read.into_iter().map(|(key, (_, said))| (key.to_owned(), said)).collect();
        Some(Segment { name, fields, origin: property.span })
    }

    /// The day of a date, if there is one.
    pub(crate) fn day(&mut self, date: &Spanned<Date>) -> Option<Day> {
        let Date { year, month, day } = date.node;
        let found = Day::from_civil(i32::from(year), u32::from(month), u32::from(day));
        if found.is_none() {
            let message = format!("the date `{}` does not exist", written_date(date.node));
            let diagnostic =
                Diagnostic::error(codes::NO_SUCH_DAY, message, date.span, "not in the calendar");
            self.add(diagnostic.help("dates are written as year, month and day: `2027-01-31`"));
        }
        found
    }
}

/// The words of `special, auditor`.
fn side_by_side(value: &PropertyValue) -> impl Iterator<Item = &str> {
    let words = match value {
        PropertyValue::Words(words) => words.as_slice(),
        _ => &[],
    };
    words.iter().map(|it| it.word.node.as_str())
}

/// A name without quotes as a word, which it may be meant as.
fn upper_case_word(value: &Value) -> Option<Word> {
    match value {
        Value::Name(name) if !name.quoted => {
            Some(Word { node: name.text.clone(), span: name.span })
        }
        _ => None,
    }
}

fn word_value(value: &Value) -> Option<&Word> {
    match value {
        Value::Word(word) => Some(word),
        _ => None,
    }
}
