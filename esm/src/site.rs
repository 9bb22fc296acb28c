//! What a site states about its security manager: `[esm.acf2.SITE]` and `[esm.tss.SITE]`.
//!
//! INVARIANT: nothing that is missing becomes an empty operand. It is asked for, with the reason.

use std::collections::BTreeSet;

use saffron_compiler::manifest::{EsmSection, EsmSections, EsmValue};
use saffron_diagnostics::{Diagnostic, FileId, Span, diagnostic::did_you_mean};

use crate::assumption::ASSUMPTIONS;
use crate::codes;
use crate::manager::Esm;
use crate::operand::Word;

/// The site whose values hold without `--site`.
pub(crate) const DEFAULT_SITE: &str = "default";

/// A key that a site can state.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The security manager.
    pub esm: Esm,
    /// The key; `NAME` in it stands for any name.
    pub name: &'static str,
    /// What it is, and why it is needed.
    pub meaning: &'static str,
}

const fn acf2(name: &'static str, meaning: &'static str) -> Key {
    Key { esm: Esm::Acf2, name, meaning }
}

const fn tss(name: &'static str, meaning: &'static str) -> Key {
    Key { esm: Esm::Tss, name, meaning }
}

/// Every key, besides `assume.NAME`.
pub const KEYS: &[Key] = &[
    acf2("type.NAME", "the type code of the class NAME: three letters"),
    acf2("mapped-classes", "classes that have a CLASMAP record already, so that none is inserted"),
    acf2("resident-types", "type codes that INFODIR lists already"),
    acf2(
        "awake-classes",
        "classes that ACF2 ignores by default and for which the site has a SAFDEF record",
    ),
    acf2(
        "uid-keys",
        "keys of rule sets in which the site uses UID; their entries name UID strings",
    ),
    acf2("uid-layout", "the UID string of a user, as a mask in which {lid} stands for the logonid"),
    tss("department", "the department to which new users, groups and profiles belong"),
    tss(
        "resource-owner",
        "the department that owns the resources; nothing unowned can be permitted",
    ),
    tss("owner.NAME", "the department that owns the resources of the class NAME"),
    tss(
        "owned.NAME",
        "prefixes of the class NAME that have an owner already, so that nothing is added",
    ),
    tss("profile.NAME", "the profile that receives the permits of the group NAME"),
    tss("group.NAME", "the UNIX group of the external group NAME"),
    tss("class.NAME", "Top Secret's name of the class NAME"),
    tss(
        "exact-classes",
        "classes with the attribute NONGENERIC, in which a name in a permit is exact",
    ),
    tss("define-classes", "classes that are not in the RDT yet"),
    tss("own-length.NAME", "the longest name that can be owned in the class NAME"),
    tss("facility", "the facility of the multi-user address spaces"),
    tss("facility-slot", "the unused facility that becomes it, such as USER11"),
    tss("facility-masters", "the users under whom the multi-user address spaces run"),
    tss("facility-users", "the users who sign on to them"),
];

/// The values of the chosen site, and what is wrong with them.
#[derive(Debug)]
pub(crate) struct Site<'s> {
    esm: Esm,
    name: String,
    section: Option<&'s EsmSection>,
    diagnostics: Vec<Diagnostic>,
    missing: BTreeSet<String>,
}

impl<'s> Site<'s> {
    pub(crate) fn of(esm: Esm, sections: &'s EsmSections, site: Option<&str>) -> Self {
        let name = site.unwrap_or(DEFAULT_SITE).to_owned();
        let section = sections.get(esm.as_str()).and_then(|sites| sites.get(&name));
        let mut site =
            Self { esm, name, section, diagnostics: Vec::new(), missing: BTreeSet::new() };
        site.check_keys();
        site
    }

    fn check_keys(&mut self) {
        let Some(section) = self.section else { return };
        for (key, value) in &section.values {
            match key.split_once('.') {
                Some(("assume", name)) => self.check_assumption(name, value),
                _ if self.knows(key) => {}
                _ => self.unknown(key, value.origin),
            }
        }
    }

    fn knows(&self, key: &str) -> bool {
        let table = key.split_once('.').map(|(table, _)| table);
        KEYS.iter().filter(|known| known.esm == self.esm).any(|known| {
            match known.name.split_once('.') {
                Some((known, _)) => table == Some(known),
                None => known.name == key,
            }
        })
    }

    fn check_assumption(&mut self, name: &str, value: &EsmValue) {
        let known = ASSUMPTIONS.iter().find(|it| it.esm == self.esm && it.name == name);
        let Some(known) = known else {
            return self.unknown(&format!("assume.{name}"), value.origin);
        };
        if !known.answers.iter().any(|answer| value.texts == [*answer]) {
            let help = format!("write one of {}", known.answers.join(", "));
            self.wrong(&format!("assume.{name}"), value.origin, help);
        }
    }

    fn unknown(&mut self, key: &str, span: Span) {
        let known = KEYS.iter().filter(|it| it.esm == self.esm).map(|it| it.name);
        let known: Vec<&str> = known.collect();
        let help = match did_you_mean(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("expected one of {}, assume.NAME", known.join(", ")),
        };
        let message = format!("unknown key `{key}` for {}", self.esm.product());
        let diagnostic = Diagnostic::error(codes::UNKNOWN_SITE_KEY, message, span, "unknown");
        self.diagnostics.push(diagnostic.help(help));
    }

    fn wrong(&mut self, key: &str, span: Span, help: String) {
        let message = format!("the value of `{key}` can't be used");
        let diagnostic = Diagnostic::error(codes::WRONG_SITE_VALUE, message, span, "this value");
        self.diagnostics.push(diagnostic.help(help));
    }

    /// Asks for a value, once.
    pub(crate) fn ask(&mut self, key: &str, meaning: &str) {
        if !self.missing.insert(key.to_owned()) {
            return;
        }
        let nowhere = Span { file: FileId(0), start: 0, end: 0 };
        let table = format!("[esm.{}.{}]", self.esm.as_str(), self.name);
        let (span, label) = match self.section {
            Some(section) => (section.origin, format!("`{table}` doesn't state it")),
            None => (nowhere, format!("saffron.toml has no `{table}`")),
        };
        let message = format!("{} needs `{key}`: {meaning}", self.esm.product());
        let diagnostic = Diagnostic::error(codes::MISSING_SITE_VALUE, message, span, label);
        self.diagnostics
            .push(diagnostic.help(format!("add `{key} = \"…\"` to `{table}` in saffron.toml")));
    }

    fn value(&self, key: &str) -> Option<&'s EsmValue> {
        self.section.and_then(|section| section.values.get(key))
    }

    /// A text.
    pub(crate) fn text(&self, key: &str) -> Option<&'s str> {
        self.value(key)?.texts.first().map(String::as_str)
    }

    /// A list; one text is a list of one.
    pub(crate) fn list(&self, key: &str) -> &'s [String] {
        self.value(key).map_or(&[], |value| &value.texts)
    }

    /// A name of at most so many characters.
    pub(crate) fn word(&mut self, key: &str, longest: usize) -> Option<Word> {
        let value = self.value(key)?;
        let [text] = value.texts.as_slice() else {
            self.wrong(key, value.origin, "write one text".to_owned());
            return None;
        };
        let word = Word::new(text).filter(|word| word.as_str().len() <= longest);
        if word.is_none() {
            let help = format!(
                "write a name of 1 to {longest} letters, digits, `@`, `#`, `$` and periods"
            );
            self.wrong(key, value.origin, help);
        }
        word
    }

    /// A name that the commands can't do without.
    pub(crate) fn required(&mut self, key: &str, longest: usize) -> Option<Word> {
        if self.value(key).is_none() {
            let known = KEYS.iter().find(|it| it.esm == self.esm && it.name == key);
            self.ask(key, known.map_or("", |it| it.meaning));
        }
        self.word(key, longest)
    }

    /// Names of at most eight characters.
    pub(crate) fn words(&mut self, key: &str) -> Vec<Word> {
        let mut words = Vec::new();
        for text in self.list(key) {
            match Word::new(text).filter(|word| word.as_str().len() <= 8) {
                Some(word) => words.push(word),
                None => {
                    if let Some(value) = self.value(key) {
                        self.wrong(
                            key,
                            value.origin,
                            "write names of 1 to 8 characters".to_owned(),
                        );
                    }
                }
            }
        }
        words
    }

    /// The answer to an open point.
    pub(crate) fn assumed(&self, name: &str) -> &'s str {
        let known = ASSUMPTIONS.iter().find(|it| it.esm == self.esm && it.name == name);
        let default = known.and_then(|it| it.answers.first()).copied().unwrap_or_default();
        self.text(&format!("assume.{name}")).unwrap_or(default)
    }

    /// The answers to all open points.
    pub(crate) fn assumptions(&self) -> Vec<String> {
        let of_this = ASSUMPTIONS.iter().filter(|it| it.esm == self.esm);
        of_this.map(|it| format!("{} = {}", it.name, self.assumed(it.name))).collect()
    }

    /// What is wrong, if anything is.
    pub(crate) fn finish(&mut self) -> Result<(), Vec<Diagnostic>> {
        if self.diagnostics.is_empty() {
            Ok(())
        } else {
            Err(std::mem::take(&mut self.diagnostics))
        }
    }
}
