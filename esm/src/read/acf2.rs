//! Commands of the ACF command to facts. `SET` decides what those after it mean.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;
use super::names::Names;
use super::rule::{self, Gives};
use super::stated::Stated;
use super::word::{Word, unquoted, values, words};
use crate::fact::{Fact, What};

/// What the commands after a SET work on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    /// No SET yet.
    Nothing,
    Logonids,
    DataSetRules,
    /// By type code.
    ResourceRules(String),
    Options,
    /// UNIX segments of users, or of groups: the fields that they have.
    Omvs(&'static [(&'static str, &'static str)]),
    Roles,
    /// Records without facts.
    Other,
}

/// Commands without facts.
const WITHOUT_FACTS: [&str; 9] =
    ["ACF", "END", "QUIT", "LIST", "SHOW", "DECOMP", "F", "MODIFY", "TEST"];

/// Fields of a logonid that are facts, and the property they are.
const LOGONID: [(&str, &str); 8] = [
    ("NAME", "name"),
    ("GROUP", "dfltgrp"),
    ("STC", "protected"),
    ("RESTRICT", "protected"),
    ("SUSPEND", "revoked"),
    ("CANCEL", "revoked"),
    ("LIMITED", "restricted"),
    ("PREFIX", "prefix"),
];

/// Fields of a user's UNIX segment, and the property they are.
const USER_OMVS: [(&str, &str); 4] = [
    ("UID", "omvs.uid"),
    ("AUTOUID", "omvs.uid"),
    ("HOME", "omvs.home"),
    ("OMVSPGM", "omvs.program"),
];

/// Fields of a group's UNIX segment.
const GROUP_OMVS: [(&str, &str); 2] = [("GID", "omvs.gid"), ("AUTOGID", "omvs.gid")];

/// Reads the commands of a file.
pub(super) struct Reader<'n> {
    names: &'n mut Names,
    mode: Mode,
    stated: Stated,
    /// What the entries of each mask and subject give, with the line of the last.
    entries: BTreeMap<Fact, (Gives, u32)>,
}

impl<'n> Reader<'n> {
    pub(super) fn new(names: &'n mut Names) -> Self {
        let entries = BTreeMap::new();
        Self { names, mode: Mode::Nothing, stated: Stated::default(), entries }
    }

    /// All facts.
    pub(super) fn finish(mut self) -> Stated {
        for (fact, (gives, line)) in self.entries {
            self.stated.state(fact, Some(gives.to_string()), line);
        }
        self.stated
    }

    /// Applies one command; the error says what is not understood, without values.
    pub(super) fn command(&mut self, line: &Line) -> Result<(), String> {
        let words = words(&line.text).ok_or("the parentheses or apostrophes are not in pairs")?;
        let [verb, rest @ ..] = words.as_slice() else { return Ok(()) };
        match verb {
            it if it.is(&WITHOUT_FACTS) => Ok(()),
            it if it.is(&["SET"]) => self.set(rest),
            it if it.is(&["INSERT", "CHANGE", "DELETE"]) => self.record(verb, rest, line.number),
            it if it.is(&["RECKEY"]) => self.reckey(rest, line.number),
            it if it.is(&["COMPILE", "STORE"]) => {
                Err("COMPILE and STORE replace a whole rule set and are not read".to_owned())
            }
            other => Err(other.unknown("command")),
        }
    }

    fn set(&mut self, words: &[Word<'_>]) -> Result<(), String> {
        let [first, rest @ ..] = words else { return Err("SET has no operand".to_owned()) };
        let operand = first.operand.unwrap_or_default().to_ascii_uppercase();
        let omvs = || rest.iter().any(|it| it.is(&["DIV"]) && is_word(it.operand, "OMVS"));
        self.mode = match first {
            it if it.is(&["LID"]) => Mode::Logonids,
            it if it.is(&["RULE"]) => Mode::DataSetRules,
            it if it.is(&["RESOURCE", "R"]) => Mode::ResourceRules(operand),
            it if it.is(&["CONTROL", "C"]) && operand == "GSO" => Mode::Options,
            it if it.is(&["PROFILE"]) && omvs() && operand == "USER" => Mode::Omvs(&USER_OMVS),
            it if it.is(&["PROFILE"]) && omvs() && operand == "GROUP" => Mode::Omvs(&GROUP_OMVS),
            it if it.is(&["X", "XREF"]) && operand == "ROL" => Mode::Roles,
            it if it.is(&["PROFILE", "X", "XREF", "CONTROL", "C"]) => Mode::Other,
            other => {
                self.mode = Mode::Nothing;
                return Err(other.unknown("operand of SET"));
            }
        };
        Ok(())
    }

    fn record(&mut self, verb: &Word<'_>, words: &[Word<'_>], line: u32) -> Result<(), String> {
        let [key, fields @ ..] = words else { return Err("there is no key".to_owned()) };
        let key_name = key.name.to_ascii_uppercase();
        if key.operand.is_some() || !is_key(&key_name) {
            return Err("the key has a variable, or is no name".to_owned());
        }
        if verb.is(&["DELETE"]) {
            return self.delete(&key_name);
        }
        let inserted = verb.is(&["INSERT"]);
        match self.mode.clone() {
            Mode::Logonids => self.logonid(&key_name, inserted, fields, line),
            Mode::Omvs(known) => self.fields(&key_name, What::Segment, known, fields, line),
            Mode::Roles => self.role(&key_name, inserted, fields, line),
            Mode::Options => self.option(&key_name, fields, line),
            Mode::Other => Err("records of this kind are not read".to_owned()),
            Mode::Nothing | Mode::DataSetRules | Mode::ResourceRules(_) => {
                Err("INSERT and CHANGE need another SET before them".to_owned())
            }
        }
    }

    fn delete(&mut self, key: &str) -> Result<(), String> {
        let about = |fact: &Fact, what: &[What]| {
            what.contains(&fact.what) && fact.id.as_deref() == Some(key)
        };
        match &self.mode {
            Mode::Logonids => {
                self.stated.retain(|fact| !about(fact, &[What::User, What::Property]));
            }
            Mode::Omvs(_) => self.stated.retain(|fact| !about(fact, &[What::Segment])),
            Mode::Roles => self
                .stated
                .retain(|fact| !about(fact, &[What::Group]) && fact.group.as_deref() != Some(key)),
            Mode::Options => self.stated.retain(|fact| {
                let (kind, name) = key.split_once('.').unwrap_or((key, ""));
                let task = kind == "STC" && fact.profile.as_deref() == Some(name);
                let class = kind == "CLASMAP" && fact.class.as_deref() == Some(name);
                !(task || (class && fact.what == What::Class))
            }),
            Mode::DataSetRules | Mode::ResourceRules(_) => {
                let class = self.class().unwrap_or_default();
                self.entries.retain(|fact, _| {
                    let profile = fact.profile.as_deref().unwrap_or_default();
                    let of_key = profile.split('.').next() == Some(key);
                    fact.class.as_deref() != Some(&class) || !of_key
                });
            }
            Mode::Other | Mode::Nothing => return Err("DELETE needs a SET before it".to_owned()),
        }
        Ok(())
    }

    fn logonid(
        &mut self,
        key: &str,
        inserted: bool,
        fields: &[Word<'_>],
        line: u32,
    ) -> Result<(), String> {
        self.fields(key, What::Property, &LOGONID, fields, line)?;
        if inserted {
            self.stated.state(Fact::about(What::User, key), None, line);
        }
        Ok(())
    }

    fn fields(
        &mut self,
        key: &str,
        what: What,
        known: &[(&str, &str)],
        fields: &[Word<'_>],
        line: u32,
    ) -> Result<(), String> {
        let mut found = Vec::new();
        for field in fields {
            // Their values are secrets, and no facts.
            if field.is(&["PASSWORD", "PWPHRASE"]) {
                continue;
            }
            let known = known.iter().find(|(name, _)| field.is(&[name]));
            let Some((_, property)) = known else { return Err(field.unknown("field")) };
            let number = field.operand.is_none_or(|it| it.parse::<u32>().is_ok());
            if field.is(&["UID", "GID"]) && !number {
                return Err(format!("`{}` is no number", field.name));
            }
            let automatic = field.is(&["AUTOUID", "AUTOGID"]);
            let flag = if automatic { "auto" } else { "on" };
            let value = field.operand.map_or_else(|| flag.to_owned(), unquoted);
            let fact = Fact { property: Some((*property).to_owned()), ..Fact::about(what, key) };
            found.push((fact, value));
        }
        for (fact, value) in found {
            self.stated.state(fact, Some(value), line);
        }
        Ok(())
    }

    fn role(
        &mut self,
        key: &str,
        inserted: bool,
        fields: &[Word<'_>],
        line: u32,
    ) -> Result<(), String> {
        let known = |it: &&Word<'_>| it.is(&["ROLE", "INCLUDE", "ADD", "DEL", "REP"]);
        if let Some(other) = fields.iter().find(|it| !known(it)) {
            return Err(other.unknown("field"));
        }
        let has = |name: &str| fields.iter().any(|it| it.is(&[name]) && it.operand.is_none());
        if inserted {
            self.stated.state(Fact::about(What::Group, key), Some("ROLE".to_owned()), line);
        } else if !has("ADD") && !has("DEL") {
            // Without ADD the list is replaced.
            self.stated.retain(|fact| fact.group.as_deref() != Some(key));
        }
        let lists = fields.iter().filter(|it| it.is(&["INCLUDE"])).filter_map(|it| it.operand);
        for member in lists.flat_map(values) {
            let fact = Fact::about(What::Connect, &member.to_ascii_uppercase());
            let fact = Fact { group: Some(key.to_owned()), ..fact };
            if has("DEL") {
                self.stated.take_back(&fact);
            } else {
                self.stated.state(fact, Some("ROLE".to_owned()), line);
            }
        }
        Ok(())
    }

    fn option(&mut self, key: &str, fields: &[Word<'_>], line: u32) -> Result<(), String> {
        let value = |name: &str| fields.iter().find(|it| it.is(&[name])).and_then(|it| it.operand);
        let upper = |text: &str| text.to_ascii_uppercase();
        match key.split('.').next() {
            Some("STC") => {
                only(fields, &["STCID", "LOGONID", "GROUP"])?;
                let task = value("STCID").map_or_else(|| after_first(key), upper);
                let fact = Fact { class: Some("STARTED".to_owned()), ..Fact::new(What::Property) };
                for (field, property) in [("LOGONID", "stdata.user"), ("GROUP", "stdata.group")] {
                    let Some(value) = value(field).map(upper) else { continue };
                    let property = Some(property.to_owned());
                    let profile = Some(task.clone());
                    self.stated.state(
                        Fact { profile, property, ..fact.clone() },
                        Some(value),
                        line,
                    );
                }
            }
            Some("CLASMAP") => {
                only(fields, &["RESOURCE", "RSRCTYPE", "ENTITYLN", "MIXED", "POSIT"])?;
                let class = value("RESOURCE").map_or_else(|| after_first(key), upper);
                let fact = Fact { class: Some(class.clone()), ..Fact::new(What::Class) };
                for (field, property) in [("RSRCTYPE", "type"), ("ENTITYLN", "entityln")] {
                    let Some(value) = value(field).map(upper) else { continue };
                    let fact = Fact { property: Some(property.to_owned()), ..fact.clone() };
                    self.stated.state(fact, Some(value), line);
                }
                if let Some(code) = value("RSRCTYPE") {
                    self.names.define(code, &class);
                }
            }
            Some("INFODIR") => {
                only(fields, &["TYPES", "ADD", "DEL", "REP"])?;
                self.resident(fields, line);
            }
            _ => return Err("records of this kind are not read".to_owned()),
        }
        Ok(())
    }

    /// `TYPES(R-RFAC) ADD`: without ADD every other type is thrown out of storage.
    fn resident(&mut self, fields: &[Word<'_>], line: u32) {
        let has = |name: &str| fields.iter().any(|it| it.is(&[name]));
        let fact = |kind: &str| {
            let property = ["infodir.", &*kind.to_ascii_uppercase()].concat();
            Fact { property: Some(property), ..Fact::new(What::Option) }
        };
        if !has("ADD") && !has("DEL") {
            let whole = Fact { property: Some("infodir".to_owned()), ..Fact::new(What::Option) };
            self.stated.state(whole, Some("replaced".to_owned()), line);
        }
        let lists = fields.iter().filter(|it| it.is(&["TYPES"])).filter_map(|it| it.operand);
        for kind in lists.flat_map(values) {
            if has("DEL") {
                self.stated.take_back(&fact(kind));
            } else {
                self.stated.state(fact(kind), Some("on".to_owned()), line);
            }
        }
    }

    /// RACF's class of the rules that are being changed.
    fn class(&self) -> Option<String> {
        match &self.mode {
            Mode::DataSetRules => Some("DATASET".to_owned()),
            Mode::ResourceRules(code) => {
                let known = self.names.racf(code).map(str::to_owned);
                Some(known.unwrap_or_else(|| ["type ", code].concat()))
            }
            _ => None,
        }
    }

    fn reckey(&mut self, words: &[Word<'_>], line: u32) -> Result<(), String> {
        let class = self.class().ok_or("RECKEY needs SET RULE or SET RESOURCE before it")?;
        let [key, changes @ ..] = words else { return Err("there is no key".to_owned()) };
        let key = key.name.to_ascii_uppercase();
        if !is_key(&key) {
            return Err("the key has a variable, or is no name".to_owned());
        }
        for change in changes {
            let operand = change.operand.ok_or("the entry is missing")?;
            let added = match change {
                it if it.is(&["ADD"]) => true,
                it if it.is(&["DELETE", "DEL"]) => false,
                other => return Err(other.unknown("operand")),
            };
            // Control statements, such as $ROLESET, are no entries.
            if operand.trim_start().starts_with('$') {
                continue;
            }
            let entry = rule::entry(operand, class == "DATASET")?;
            let fact = entry.fact(&class, &key);
            let (gives, at) = self.entries.entry(fact.clone()).or_insert((Gives::default(), line));
            *at = line;
            if added {
                gives.add(&entry.gives);
            } else {
                gives.remove(&entry.gives);
            }
            if gives.is_empty() {
                self.entries.remove(&fact);
            }
        }
        Ok(())
    }
}

fn only(fields: &[Word<'_>], known: &[&str]) -> Result<(), String> {
    let known: BTreeSet<&str> = known.iter().copied().collect();
    let other = fields.iter().find(|it| !known.contains(it.name.to_ascii_uppercase().as_str()));
    other.map_or(Ok(()), |other| Err(other.unknown("field")))
}

fn after_first(key: &str) -> String {
    key.split_once('.').map_or_else(String::new, |(_, rest)| rest.to_owned())
}

fn is_word(operand: Option<&str>, word: &str) -> bool {
    operand.is_some_and(|it| it.eq_ignore_ascii_case(word))
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || "@#$._*".contains(it))
}
