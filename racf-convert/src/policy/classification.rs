//! Which level, categories and label users and profiles have.
//!
//! INVARIANT: no user gains access by mistake; see `security.rs`.

use saffron_lang::ast::Property;
use saffron_racf::database::{Fact, Security};
use saffron_vocabulary::racf::MacProcessing;

use super::gap::{Gap, GapKind};
use super::make::{self, place};
use super::security::categories;
use super::translator::Translator;

fn named(key: &str, fact: &Fact<String>) -> Property {
    make::name_property(key, &fact.value, place(fact.origin))
}

impl Translator<'_> {
    /// What a profile asks for.
    pub(super) fn profile_security(
        &mut self,
        class: &str,
        name: &str,
        security: &Security,
    ) -> Vec<Property> {
        let mut properties: Vec<Property> = Vec::new();
        properties.extend(security.level.as_ref().map(|it| named("security-level", it)));
        properties.extend(categories(security));
        let Some(label) = &security.label else { return properties };
        if self.vocabulary.knows_label(&label.value) {
            properties.push(named("security-label", label));
            return properties;
        }
        let subject = format!("the profile `{name}` of the class `{class}`");
        let why = format!("its security label `{}` isn't defined", label.value);
        self.gaps.push(Gap::new(GapKind::Stricter, subject, why, label.origin));
        let reverse = self.classes.get(class).map(|it| it.mac_processing);
        let out_of_reach =
            if reverse == Some(MacProcessing::Reverse) { "SYSLOW" } else { "SYSHIGH" };
        properties.push(make::name_property("security-label", out_of_reach, place(label.origin)));
        properties
    }

    /// What a user has: nothing that isn't defined.
    pub(super) fn user_security(&mut self, user: &str, security: &Security) -> Vec<Property> {
        let vocabulary = &self.vocabulary;
        let level = security.level.as_ref().map(|it| (it, vocabulary.levels.contains(&it.value)));
        let label = security.label.as_ref().map(|it| (it, vocabulary.knows_label(&it.value)));
        let mut properties = Vec::new();
        for (key, said) in [("security-level", level), ("security-label", label)] {
            match said {
                Some((fact, true)) => properties.push(named(key, fact)),
                Some((fact, false)) => {
                    let subject = format!("the `{key}` of the user `{user}`");
                    let why = format!("`{}` isn't defined", fact.value);
                    self.gaps.push(Gap::new(GapKind::Stricter, subject, why, fact.origin));
                }
                None => {}
            }
        }
        properties.extend(categories(security));
        properties
    }
}
