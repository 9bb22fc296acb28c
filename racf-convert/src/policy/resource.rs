//! Which profiles are declared, and by which kind of declaration.

use saffron_lang::ast::Item;

use super::gap::{Gap, GapKind};
use super::translator::Translator;
use saffron_racf::database::{Profile, ProfileKey};

/// The RACF variables in a name, each from its `&` to its end: the eighth character, or a
/// delimiter (Security Administrator's Guide, "Using a RACF variable as a qualifier").
pub(super) fn variables(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('&').filter_map(move |(start, _)| {
        let rest = name.get(start..)?;
        let ends = |(at, it): (usize, char)| (at > 0 && ".&%*".contains(it)) || at >= 8;
        let end = rest.char_indices().find(|&it| ends(it)).map_or(rest.len(), |(at, _)| at);
        rest.get(..end)
    })
}

fn has_generic_characters(class: &str, name: &str) -> bool {
    name.contains(['*', '%']) || (class != "DATASET" && name.contains('&'))
}

impl Translator<'_> {
    /// All resource profiles, by class, in the order in which they were defined.
    pub(super) fn resources(&mut self) -> Vec<Item> {
        let database = self.database;
        let mut items = self.variable_items();
        for (class, profiles) in &database.classes {
            match class.as_str() {
                "RACFVARS" | "GLOBAL" | "SECDATA" | "CDT" => self.data_lists(class, profiles),
                _ => {
                    for (key, profile) in profiles {
                        if self.is_sayable(class, key, profile) {
                            items.push(self.resource(class, key, profile));
                        }
                    }
                }
            }
        }
        items.extend(self.globals());
        items
    }

    /// Whether a profile can be declared; what can't has no effect in RACF.
    fn is_sayable(&mut self, class: &str, key: &ProfileKey, profile: &Profile) -> bool {
        let Some(why) = self.without_effect(class, key) else { return true };
        let subject = format!("the profile `{}` of the class `{class}`", key.name);
        self.gaps.push(Gap::new(GapKind::WithoutEffect, subject, why, Some(profile.origin)));
        false
    }

    fn without_effect(&self, class: &str, key: &ProfileKey) -> Option<String> {
        let Some(descriptor) = self.classes.get(class) else {
            return Some("the class no longer exists".to_owned());
        };
        if key.generic && !descriptor.generic_allowed {
            return Some("its class no longer has generic profiles".to_owned());
        }
        if !descriptor.mixed_case && key.name.contains(|it: char| it.is_ascii_lowercase()) {
            let why = "it has lowercase letters, which names of its class can no longer contain";
            return Some(why.to_owned()).filter(|_| !key.name.contains("${"));
        }
        let literal = !key.generic && has_generic_characters(class, &key.name);
        if literal && self.is_generic(class) {
            // RDEFINE, ICH10321I: such a profile can't be used once the class is generic.
            let why = "it was defined while its class wasn't generic and has been unusable since";
            return Some(why.to_owned());
        }
        if class == "DATASET" || !descriptor.generic_allowed {
            return None;
        }
        self.unusable_variable(&key.name)
    }

    /// Why a name matches nothing: a variable in it has no values.
    pub(super) fn unusable_variable(&self, name: &str) -> Option<String> {
        if !name.contains('&') {
            return None;
        }
        let unknown = variables(name).find(|it| !self.variables.contains(*it));
        match unknown {
            Some(variable) => Some(format!("the variable `{variable}` isn't defined in RACFVARS")),
            None if !self.is_active("RACFVARS") => {
                Some("it uses a variable, but the class `RACFVARS` isn't active".to_owned())
            }
            None => None,
        }
    }
}
