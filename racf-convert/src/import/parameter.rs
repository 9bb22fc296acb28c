//! Template variables as parameters.
//!
//! A variable without a value is in the tree as `${NAME}`. One with a value was replaced by it
//! before the command was read; it is put back where the command was written with it, and has its
//! value as default, so that the package has the same meaning and can have another elsewhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use saffron_lang::ast::{Item, ItemKind, Name, Param, Text, Value, Word};
use saffron_lang::visit::Role;
use saffron_lang::{FileId, SourceMap, Span};
use saffron_racf::disclosure::Disclosure;
use saffron_vocabulary::name::is_id;
use saffron_vocabulary::racf::AccessLevel;

use super::read::{Imported, Noted};
use super::report::Parameter;
use super::slot::{self, Slot};
use crate::policy::{self, idle};

/// Values shorter than this are looked for as a whole only, never within a text.
const SHORTEST_PART: usize = 3;

/// A variable that a script uses, under the name that it has in the package.
#[derive(Clone, Debug)]
struct Known {
    /// As the script's own name for it is.
    canonical: String,
    written: String,
    /// The same, as it may be shown.
    shown: String,
    value: Option<String>,
    span: Span,
    uses: BTreeSet<Role>,
}

/// The parameters of a package by their names.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    known: BTreeMap<String, Known>,
    /// By script and the variable's canonical name: the parameter's name.
    names: BTreeMap<(FileId, String), String>,
    written: BTreeMap<FileId, Written>,
}

/// The variables with values of a script, by how they are written.
#[derive(Debug, Default)]
struct Written {
    /// Names of parameters.
    names: HashMap<String, Vec<String>>,
    /// The lengths of what is written, so that a text is searched for all of them at once.
    lengths: BTreeSet<usize>,
}

impl Written {
    fn add(&mut self, written: &str, name: &str) {
        let written = written.trim_end_matches('.');
        if !written.is_empty() {
            self.lengths.insert(written.len());
            self.names.entry(written.to_owned()).or_default().push(name.to_owned());
        }
    }

    /// The parameters whose variables are in a text, not only as the beginning of a longer name.
    fn within(&self, text: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        for (at, _) in text.char_indices() {
            for length in &self.lengths {
                let Some(written) = text.get(at..at + length) else { continue };
                if let Some(names) = self.names.get(written).filter(|_| ends_at(text, at + length))
                {
                    found.extend(names.iter().map(String::as_str));
                }
            }
        }
        found
    }
}

impl Parameters {
    /// Puts parameters into the items, and returns them.
    pub(super) fn put(
        items: &mut [Item],
        input: &Imported,
        sources: &SourceMap,
        disclosure: &Disclosure,
    ) -> Self {
        let mut parameters = Self::of(items, &input.scripts, disclosure);
        let mut cache = Cache { span: None, found: Vec::new() };
        for item in &mut *items {
            slot::each(item, &mut |mut it, role| {
                // The issuer's name isn't in the commands.
                if role != Role::Owner || it.text() != input.issuer {
                    parameters.restore(&mut it, role, sources, &mut cache);
                }
            });
        }
        for item in items {
            let file = item.span.file;
            slot::each(item, &mut |mut it, role| parameters.name(&mut it, role));
            idle::without_parameters(item, &|name| parameters.resolve(file, name).is_some());
        }
        parameters.known.retain(|_, it| !it.uses.is_empty());
        parameters
    }

    fn of(items: &mut [Item], scripts: &[Noted], disclosure: &Disclosure) -> Self {
        let taken = taken(items);
        let mut parameters = Self::default();
        for script in scripts {
            for (canonical, variable) in &script.variables {
                let value = variable.value.as_deref();
                // The value stays in texts that are kept; as a default it would have a name.
                let may_be_secret = value.is_some() && !disclosure.keeps_value(canonical, variable);
                if value == Some("") || may_be_secret {
                    continue;
                }
                let known = Known {
                    canonical: canonical.clone(),
                    written: variable.written.clone(),
                    shown: disclosure.text(&variable.written).into_owned(),
                    value: variable.value.clone(),
                    span: variable.span,
                    uses: BTreeSet::new(),
                };
                parameters.add(script.file, known, &taken);
            }
        }
        parameters
    }

    /// Adds a variable; the same one of another script is the same parameter, unless their values
    /// differ.
    fn add(&mut self, file: FileId, known: Known, taken: &BTreeSet<String>) {
        let base = if taken.contains(&known.canonical) {
            format!("{}_VALUE", known.canonical)
        } else {
            known.canonical.clone()
        };
        let mut name = base.clone();
        let mut number = 1;
        while let Some(other) = self.known.get(&name) {
            if other.value == known.value && other.canonical == known.canonical {
                break;
            }
            number += 1;
            name = format!("{base}_{number}");
        }
        let (written, has_value) = (known.written.clone(), known.value.is_some());
        self.names.insert((file, known.canonical.clone()), name.clone());
        let written_here = self.written.entry(file).or_default();
        if has_value {
            written_here.add(&written, &name);
        }
        self.known.entry(name).or_insert(known);
    }

    /// Puts a variable with a value back where the command was written with it.
    fn restore(&self, it: &mut Slot<'_>, role: Role, sources: &SourceMap, cache: &mut Cache) {
        let span = it.span();
        let Some(written) = self.written.get(&span.file) else { return };
        if cache.span != Some(span) {
            *cache =
                Cache { span: Some(span), found: self.values(written.within(sources.text(span))) };
        }
        for (name, value) in &cache.found {
            if is_value(it.text(), value, role) {
                let marker = marker(name);
                return match it {
                    Slot::Word(word) => word.node = marker,
                    Slot::Value(value) => **value = marked(marker, span),
                    Slot::Name(_) | Slot::Text(_) => it.put_text(marker),
                };
            }
            let parts = role == Role::Text && value.len() >= SHORTEST_PART;
            if let Some(text) = with_parameter(it.text(), value, name).filter(|_| parts) {
                it.put_text(text);
            }
        }
    }

    /// The values of parameters, longer ones first.
    fn values(&self, names: BTreeSet<&str>) -> Vec<(String, String)> {
        let value = |name: &str| {
            let value = self.known.get(name)?.value.clone()?;
            Some((name.to_owned(), value))
        };
        let mut found: Vec<(String, String)> = names.into_iter().filter_map(value).collect();
        found.sort_by(|a, b| (b.1.len(), &a.0).cmp(&(a.1.len(), &b.0)));
        found
    }

    /// Takes note of what the parameters at a place stand for, and calls them by their names.
    fn name(&mut self, it: &mut Slot<'_>, role: Role) {
        if !it.text().contains("${") {
            return;
        }
        let (text, file) = (it.text().to_owned(), it.span().file);
        if let Some(name) = whole(&text).and_then(|name| self.resolve(file, name)) {
            self.note(&name, role);
            return it.put_parameter(&name);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            out.push_str(before);
            let resolved = after
                .split_once('}')
                .and_then(|(name, behind)| Some((self.resolve(file, name)?, behind)));
            if let Some((name, behind)) = resolved {
                self.note(&name, Role::Text);
                out.push_str(&marker(&name));
                rest = behind;
            } else {
                out.push_str("${");
                rest = after;
            }
        }
        out.push_str(rest);
        if out != text || matches!(it, Slot::Name(_)) {
            it.put_text(out);
        }
    }

    fn note(&mut self, name: &str, role: Role) {
        if let Some(known) = self.known.get_mut(name) {
            known.uses.insert(role);
        }
    }

    /// The parameter that a variable of a script became.
    fn resolve(&self, file: FileId, name: &str) -> Option<String> {
        let renamed = self.names.get(&(file, name.to_owned()));
        renamed.cloned().or_else(|| self.known.contains_key(name).then(|| name.to_owned()))
    }

    /// `param` declarations.
    pub(super) fn items(&self) -> Vec<Item> {
        let params = self.known.iter().map(|(name, it)| {
            let kind = kind(&it.uses);
            let span = it.span;
            let default = it.value.as_ref().filter(|value| fits(kind, value));
            let default = default.map(|value| default_value(kind, value, span));
            let name = Name { text: name.clone(), quoted: false, span };
            let kind = Word { node: kind.to_owned(), span };
            let doc = format!("In the commands: `{}`", it.shown.replace(['\n', '\r'], " "));
            let docs = vec![Text { node: doc, span }];
            Item { docs, kind: ItemKind::Param(Param { name, kind, default }), span }
        });
        params.collect()
    }

    /// For the report.
    pub(super) fn report(&self) -> Vec<Parameter> {
        let each = self.known.iter().map(|(name, it)| Parameter {
            name: name.clone(),
            written: it.shown.clone(),
            kind: kind(&it.uses).to_owned(),
            default: it.value.clone().filter(|value| fits(kind(&it.uses), value)),
        });
        each.collect()
    }
}

/// What was found in the text of the command that was looked at last.
struct Cache {
    span: Option<Span>,
    found: Vec<(String, String)>,
}

/// Names that no parameter can have: it would be replaced wherever they are.
fn taken(items: &mut [Item]) -> BTreeSet<String> {
    let mut taken = policy::supplied_classes();
    for item in items {
        slot::each(item, &mut |it, role| {
            if !matches!(role, Role::Access | Role::Text) {
                taken.insert(it.text().to_owned());
            }
        });
    }
    taken
}

/// How a text names a parameter.
fn marker(name: &str) -> String {
    format!("${{{name}}}")
}

fn marked(marker: String, span: Span) -> Value {
    Value::Text(Text { node: marker, span })
}

/// Whether the text is all of a value, as far as a parameter may be there.
fn is_value(text: &str, value: &str, role: Role) -> bool {
    match role {
        Role::Access => AccessLevel::from_name(value).is_some() && text.eq_ignore_ascii_case(value),
        Role::Text => text == value,
        _ => text.eq_ignore_ascii_case(value),
    }
}

/// The name of the variable that is all of a text.
fn whole(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    (!name.contains(['$', '{', '}'])).then_some(name)
}

fn is_part_of_word(character: Option<char>) -> bool {
    character.is_some_and(|it| it.is_ascii_alphanumeric() || "@#$_{}".contains(it))
}

/// Whether the name of a variable that ends at a place isn't the beginning of a longer one.
fn ends_at(text: &str, end: usize) -> bool {
    let (written, after) = text.split_at_checked(end).unwrap_or_default();
    written.ends_with(['}', '>', '@', '%']) || !is_part_of_word(after.chars().next())
}

/// The text with parameters in the place of a value, where it is as a word of its own.
fn with_parameter(text: &str, value: &str, name: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(value) {
        let before = text.get(..at).unwrap_or_default().chars().next_back();
        let after = text.get(at + value.len()..).unwrap_or_default().chars().next();
        if is_part_of_word(before) || is_part_of_word(after) {
            continue;
        }
        out.push_str(text.get(done..at)?);
        out.push_str(&marker(name));
        done = at + value.len();
    }
    out.push_str(text.get(done..)?);
    (done > 0).then_some(out)
}

/// The kind that fits all uses.
fn kind(uses: &BTreeSet<Role>) -> &'static str {
    match (uses.contains(&Role::User), uses.contains(&Role::Group)) {
        (true, false) => "user",
        (false, true) => "group",
        (true, true) => "id",
        (false, false) if uses.contains(&Role::Id) || uses.contains(&Role::Owner) => "id",
        (false, false) if uses.contains(&Role::Class) => "class",
        (false, false) if uses.contains(&Role::Access) => "access",
        (false, false) => "text",
    }
}

/// Whether the script's value can be the default: one that depends on the run of the script isn't known, and neither
/// is one that no name can have.
fn fits(kind: &str, value: &str) -> bool {
    match kind {
        "text" => !value.contains("${"),
        "access" => AccessLevel::from_name(value).is_some(),
        _ => is_id(&value.to_ascii_uppercase()),
    }
}

fn default_value(kind: &str, value: &str, span: Span) -> Value {
    let upper = value.to_ascii_uppercase();
    match kind {
        "access" => Value::Word(Word { node: value.to_ascii_lowercase(), span }),
        "text" => Value::Text(Text { node: value.to_owned(), span }),
        _ => Value::Name(Name { text: upper, quoted: false, span }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_replaced_where_it_is_a_word() {
        let put = |text| with_parameter(text, "ZWE", "HLQ");
        assert_eq!(put("ZWE.**").as_deref(), Some("${HLQ}.**"));
        assert_eq!(put("A.ZWE.ZWE").as_deref(), Some("A.${HLQ}.${HLQ}"));
        assert_eq!(put("ZWES.IS"), None);
        assert_eq!(put("XZWE"), None);
    }

    #[test]
    fn a_value_that_is_not_known_is_no_default() {
        assert!(fits("user", "zweuser") && fits("access", "READ") && fits("text", "A b"));
        assert!(!fits("user", "${WORD_USERS_I}") && !fits("text", "A.${B}"));
        assert!(!fits("group", "TOOLONGNAME") && !fits("access", "ALL"));
    }

    #[test]
    fn a_variable_is_not_the_beginning_of_another() {
        let stands_in = |text: &str, name: &str| {
            let mut written = Written::default();
            written.add(name, "P");
            !written.within(text).is_empty()
        };
        assert!(stands_in("ADDGROUP &STC. X", "&STC."));
        assert!(stands_in("ADDGROUP &STC", "&STC"));
        assert!(!stands_in("ADDGROUP &STCGRP.", "&STC"));
        assert!(stands_in("ADDGROUP {{ x }}Y", "{{ x }}"));
    }
}
