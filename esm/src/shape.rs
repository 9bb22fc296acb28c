//! The shape of a profile's name: what the other security managers can match.

use saffron_compiler::model::{Profile, ProfileKind};

use crate::operand::Word;

/// What the names have in common that a profile protects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// This name only.
    Exact(Word),
    /// Everything that begins with this; the prefix ends in a period, and there is more after it.
    Under(Word),
    /// This name, and everything below it.
    SelfAndUnder(Word),
    /// Everything that begins with this.
    Starting(Word),
    /// One pattern for each qualifier, the first of them without generic characters.
    Masked(Vec<String>),
}

/// A pattern of RACF, qualifier by qualifier.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    qualifiers: Vec<String>,
    generic: bool,
    data_set: bool,
}

/// What stands for "anything" in a sample of a name.
const SAMPLE: &str = "QZ";

impl Shape {
    /// The shape of a profile's name, or why it can't be expressed.
    pub(crate) fn of(profile: &Profile, data_set: bool) -> Result<Self, &'static str> {
        let name = profile.name.as_str();
        let generic = profile.kind == ProfileKind::Generic && name.contains(['*', '%', '&']);
        if !generic {
            return Word::new(name).map(Self::Exact).ok_or(UNWRITABLE);
        }
        if name.contains('&') {
            return Err("the name contains a variable");
        }
        let mut parts: Vec<String> = name.split('.').map(str::to_owned).collect();
        if parts.first().is_none_or(|first| first.contains(['*', '%'])) {
            return Err("the first qualifier is generic, which would need rules for all keys");
        }
        if parts.iter().any(|part| !part.chars().all(|it| it == '*' || it == '%' || is_plain(it))) {
            return Err(UNWRITABLE);
        }
        if data_set && parts.ends_with(&["*".to_owned(), "**".to_owned()]) {
            parts.pop();
            return Ok(Self::tail(&parts, false).unwrap_or(Self::Masked(split(name))));
        }
        Ok(Self::tail(&parts, data_set).unwrap_or(Self::Masked(parts)))
    }

    /// A name whose only generic characters are at its end.
    fn tail(parts: &[String], data_set: bool) -> Option<Self> {
        let (last, fixed) = parts.split_last()?;
        if fixed.iter().any(|part| part.contains(['*', '%'])) {
            return None;
        }
        let before = fixed.join(".");
        match last.as_str() {
            // Names of data sets have two qualifiers at least.
            "**" if data_set && fixed.len() == 1 => {
                Word::new(&format!("{before}.")).map(Self::Under)
            }
            "**" => Word::new(&before).map(Self::SelfAndUnder),
            "*" if !data_set => Word::new(&format!("{before}.")).map(Self::Under),
            _ if data_set || last.contains('%') => None,
            _ => {
                let stem = last.strip_suffix('*').filter(|stem| !stem.contains('*'))?;
                Word::new(&format!("{before}.{stem}")).map(Self::Starting)
            }
        }
    }

    /// Whether it is the name of one resource.
    pub(crate) fn is_exact(&self) -> bool {
        matches!(self, Self::Exact(_))
    }
}

const UNWRITABLE: &str = "the name contains a character that commands can't contain without quotes";

fn is_plain(it: char) -> bool {
    it.is_ascii_alphanumeric() || "@#$_".contains(it)
}

fn split(name: &str) -> Vec<String> {
    name.split('.').map(str::to_owned).collect()
}

impl Pattern {
    /// The pattern of a profile.
    pub(crate) fn of(profile: &Profile, data_set: bool) -> Self {
        let generic = profile.kind == ProfileKind::Generic;
        Self { qualifiers: split(&profile.name), generic, data_set }
    }

    /// Names that the pattern matches: one for each way in which it can end.
    pub(crate) fn samples(&self) -> Vec<String> {
        if !self.generic {
            return vec![self.qualifiers.join(".")];
        }
        let filled = |many: &str| {
            let parts = self.qualifiers.iter().filter_map(|part| match part.as_str() {
                "**" if many.is_empty() => None,
                "**" => Some(many.to_owned()),
                part => Some(part.replace('*', SAMPLE).replace('%', "Q")),
            });
            parts.collect::<Vec<String>>().join(".")
        };
        let mut samples = vec![filled(""), filled(SAMPLE)];
        samples.dedup();
        samples.retain(|name| self.matches(name) && (!self.data_set || name.contains('.')));
        samples
    }

    /// Whether it matches a name: the set of places at which the walk may be, qualifier by qualifier.
    pub(crate) fn matches(&self, name: &str) -> bool {
        let names: Vec<&str> = name.split('.').collect();
        if !self.generic {
            return self.qualifiers.join(".") == name;
        }
        let mut places = vec![false; names.len() + 1];
        if let Some(first) = places.first_mut() {
            *first = true;
        }
        for (at, part) in self.qualifiers.iter().enumerate() {
            let last = at + 1 == self.qualifiers.len();
            places = self.step(part, last, &places, &names);
        }
        places.last().copied().unwrap_or(false)
    }

    fn step(&self, part: &str, last: bool, places: &[bool], names: &[&str]) -> Vec<bool> {
        let first = places.iter().position(|it| *it);
        let mut next = vec![false; places.len()];
        for (at, place) in next.iter_mut().enumerate() {
            let from_before = at > 0
                && places.get(at - 1) == Some(&true)
                && names.get(at - 1).is_some_and(|name| glob(part, name));
            let begun = first.is_some_and(|first| first <= at);
            *place = match part {
                "**" => begun,
                _ => from_before,
            };
        }
        if last && part.ends_with('*') && part != "**" && !self.data_set {
            // RACF's last `*` crosses qualifiers in general resources.
            let begun = next.iter().position(|it| *it);
            for (at, place) in next.iter_mut().enumerate() {
                *place = begun.is_some_and(|begun| begun <= at);
            }
        }
        next
    }
}

/// One qualifier: `%` is one character, `*` is the rest.
fn glob(pattern: &str, text: &str) -> bool {
    let mut text = text.chars();
    for sign in pattern.chars() {
        match (sign, text.next()) {
            ('*', _) => return true,
            ('%', Some(_)) => {}
            (sign, Some(it)) if sign == it => {}
            _ => return false,
        }
    }
    text.next().is_none()
}
