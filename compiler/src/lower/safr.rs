//! `safr { … }`: SAFR's environments, roles, groups and administrators.
//!
//! The parts of all blocks form one whole. Environments and their items become ids first; then
//! roles are flattened, and groups get what their roles and their own clauses amount to in each
//! environment.

mod environment;
pub(crate) mod group;
pub(crate) mod names;
mod reference;
pub(crate) mod right;
mod role;
mod test;

use saffron_diagnostics::{Code, Diagnostic, Span};
use saffron_lang::ast::{
    Name, Property, SafrEnvironment, SafrGroup, SafrPart, SafrPartKind, SafrRole, Word,
};
use saffron_vocabulary::safr::{ItemType, Rules, SafrSwitch};

use self::names::MOST_FACTS;
use super::lowering::Lower;
use super::report::{Named, Report};
use super::sorted::Declared;
use crate::codes;
use crate::model::{EnvironmentId, SafrGroupId};

/// The longest name that the Workbench's database holds.
const LONGEST_NAME: usize = 48;

/// The parts of all blocks by kind.
#[derive(Debug, Default)]
struct Parts<'a> {
    rules: Vec<&'a Word>,
    options: Vec<&'a Property>,
    environments: Vec<(&'a SafrPart, &'a SafrEnvironment)>,
    roles: Vec<(&'a SafrPart, &'a SafrRole)>,
    groups: Vec<(&'a SafrPart, &'a SafrGroup)>,
    administrators: Vec<&'a Name>,
}

impl<'a> Parts<'a> {
    fn sort(declared: &Declared<'a>) -> Self {
        let mut all = Self::default();
        for part in declared.safr.iter().flat_map(|(_, parts)| parts.iter()) {
            match &part.kind {
                SafrPartKind::Rules(it) => all.rules.push(it),
                SafrPartKind::Options(it) => all.options.extend(it),
                SafrPartKind::Environment(it) => all.environments.push((part, it)),
                SafrPartKind::Role(it) => all.roles.push((part, it)),
                SafrPartKind::Group(it) => all.groups.push((part, it)),
                SafrPartKind::Administrators(it) => all.administrators.extend(it),
            }
        }
        all
    }
}

/// Words for operations and rights that other systems have, and what SAFR calls them.
const SYNONYMS: [(&str, &str); 12] = [
    ("activate", "activate-save"),
    ("alter", "modify"),
    ("change", "modify"),
    ("display", "read"),
    ("edit", "modify"),
    ("full", "delete"),
    ("refer", "reference"),
    ("remove", "delete"),
    ("update", "modify"),
    ("use", "reference"),
    ("view", "read"),
    ("write", "modify"),
];

impl Report {
    /// A word that is not one of `known`; it may be that of another system.
    fn unknown_safr_word(&mut self, code: Code, message: String, word: &Word, known: &[&str]) {
        let other = SYNONYMS.iter().find(|(it, ours)| *it == word.node && known.contains(ours));
        let Some((_, ours)) = other else {
            self.unknown_word(code, message, (&word.node, word.span), known);
            return;
        };
        let diagnostic = Diagnostic::error(code, message, word.span, "unknown").about(&*word.node);
        self.add(diagnostic.help(format!("SAFR calls it `{ours}`")).fix(word.span, *ours));
    }
}

/// From the part's first byte to the end of its name.
fn head(part: &SafrPart, name: &Name) -> Span {
    Span { end: name.span.end, ..part.span }
}

impl Lower {
    /// Reads the SAFR part of the policy.
    pub(crate) fn safr(&mut self, declared: &Declared<'_>) {
        if declared.safr.is_empty() {
            return;
        }
        let parts = Parts::sort(declared);
        self.model.safr.rules = Some(self.safr_rules(&parts.rules));
        self.safr_options(&parts.options);
        self.safr_environments(&parts.environments);
        let mut roles = self.safr_roles(&parts.roles);
        self.safr_groups(&parts.groups, &mut roles);
        self.keep_roles(&roles);
        self.safr_administrators(&parts.administrators);
    }

    /// Which rules the package is written for.
    fn rules(&self) -> Rules {
        self.model.safr.rules.unwrap_or(Rules::Safr)
    }

    fn safr_rules(&mut self, said: &[&Word]) -> Rules {
        let known: Vec<&str> = Rules::ALL.iter().map(|it| it.as_str()).collect();
        let mut first: Option<(Rules, &Word)> = None;
        for word in said {
            let Some(rules) = Rules::from_name(&word.node) else {
                let message = format!("unknown set of rules `{}`", word.node);
                let named = (word.node.as_str(), word.span);
                self.report.unknown_word(codes::UNKNOWN_WORD, message, named, &known);
                continue;
            };
            match first {
                None => first = Some((rules, word)),
                Some((one, _)) if one == rules => {}
                Some((_, one)) => {
                    let (one, other) = ((one.span, one.node.as_str()), (word.span, rules.as_str()));
                    self.report.stated_twice("the set of SAFR's rules", one, other);
                }
            }
        }
        first.map_or(Rules::Safr, |(rules, _)| rules)
    }

    fn safr_options(&mut self, options: &[&Property]) {
        let known: Vec<&str> = SafrSwitch::ALL.iter().map(|it| it.as_str()).collect();
        for (key, said) in self.known_options(options.iter().copied(), &known) {
            let on = said.first().and_then(|it| self.report.switch(it));
            if let (Some(switch), Some(on)) = (SafrSwitch::from_name(key), on) {
                let switches = &mut self.model.safr.switches;
                *switches = switches.with(switch, on);
            }
        }
    }

    fn safr_administrators(&mut self, names: &[&Name]) {
        let mut all: Vec<_> =
            names.iter().filter_map(|name| Some((self.user((*name).into())?, name.span))).collect();
        all.sort_unstable();
        for pair in all.windows(2) {
            if let [(first, one), (second, other)] = *pair
                && first == second
            {
                let name = &self.model.principals[first].name;
                let fact = format!("the system administrator `{name}`");
                self.report.stated_twice(&fact, (one, ""), (other, ""));
            }
        }
        all.dedup_by_key(|(id, _)| *id);
        self.model.safr.administrators = all;
    }

    /// Whether the Workbench's database can hold the name; reports why if not.
    fn safr_name(&mut self, name: Named<'_>, kind: &str) {
        let length = name.text.chars().count();
        let fits = (1..=LONGEST_NAME).contains(&length)
            && name.text.trim() == name.text
            && !name.text.contains(char::is_control);
        if !fits {
            let message = format!("`{}` can't be the name of {kind}", name.text);
            let label = match length {
                0 => "empty".to_owned(),
                1..=LONGEST_NAME => "not a valid name".to_owned(),
                _ => format!("{length} characters"),
            };
            let diagnostic =
                Diagnostic::error(codes::SAFR_NAME, message, name.span, label).about(name.text);
            let rule = format!(
                "it has one to {LONGEST_NAME} characters, no blank at either end and no control character"
            );
            self.report.add(diagnostic.help(rule));
        }
    }

    /// Counts facts; true if there are too many, which is reported at `span`.
    fn too_many_facts(&mut self, more: usize, span: Span) -> bool {
        let known = self.safr_names.facts.is_exceeded();
        if self.safr_names.facts.spend(more) {
            return false;
        }
        if !known {
            let message = format!("SAFR has more than {MOST_FACTS} items, references and rights");
            let diagnostic =
                Diagnostic::error(codes::TOO_LARGE, message, span, "this is over the limit");
            self.report.add(diagnostic.help(
                "grant rights by roles: groups with the same roles in an environment share them",
            ));
        }
        true
    }

    /// The environment of this name.
    pub(crate) fn safr_environment(&mut self, name: Named<'_>) -> Option<EnvironmentId> {
        if let Some(&id) = self.safr_names.environments.get(name.text) {
            return Some(id);
        }
        if !self.safr_names.incomplete {
            let known = self.model.safr.environments.iter().map(|it| it.name.as_str());
            let declare = format!("declare it with `environment {} {{ … }}`", name.text);
            self.report.unknown(codes::UNKNOWN_ENVIRONMENT, "environment", name, known, &declare);
        }
        None
    }

    /// The SAFR group of this name.
    pub(crate) fn safr_group(&mut self, name: Named<'_>) -> Option<SafrGroupId> {
        if let Some(&id) = self.safr_names.groups.get(name.text) {
            return Some(id);
        }
        if !self.safr_names.incomplete {
            let known = self.model.safr.groups.iter().map(|it| it.name.as_str());
            let declare = format!("declare it with `safr {{ group {} {{ … }} }}`", name.text);
            self.report.unknown(codes::UNKNOWN_SAFR_GROUP, "SAFR group", name, known, &declare);
        }
        None
    }

    /// The type of item that a word names, out of `known`.
    pub(crate) fn safr_type(&mut self, word: &Word, known: &[ItemType]) -> Option<ItemType> {
        let kind = ItemType::from_name(&word.node).filter(|it| known.contains(it));
        if kind.is_none() {
            let message = format!("`{}` is not a type of item that is allowed here", word.node);
            let known: Vec<&str> = known.iter().map(|it| it.as_str()).collect();
            let named = (word.node.as_str(), word.span);
            self.report.unknown_word(codes::UNKNOWN_ITEM_TYPE, message, named, &known);
        }
        kind
    }
}
