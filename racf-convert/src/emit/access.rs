//! Access lists (`PERMIT`): emptied, then filled, from the highest level to the lowest.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use saffron_compiler::model::{Condition, Profile, Who};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind};

use super::Emitter;
use super::quote::{name, quoted};
use super::statement::{MOST_NAMES, listed};
use super::target::Target;

/// IDs by level; `*` is in a command of its own.
type ByLevel<'m> = BTreeMap<(Reverse<AccessLevel>, bool), Vec<&'m str>>;

impl<'m> Emitter<'m> {
    /// The lists of every profile, class by class.
    pub(super) fn access_lists(&mut self) {
        self.page.section("Access lists", "Each list is emptied first and then written in full.");
        for (class, all) in self.names.profiles() {
            let profiles = self.emitted(all);
            if !profiles.is_empty() {
                self.page.comment(&format!("Class {}", self.names.class(class)));
            }
            for (target, profile) in profiles {
                self.access_list(&target, profile);
            }
        }
    }

    /// The lists of one profile.
    pub(super) fn access_list(&mut self, target: &Target<'m>, it: &'m Profile) {
        self.page.say(&target.permit().word("RESET(ALL)"));
        let mut standard = ByLevel::new();
        for entry in &it.standard {
            self.add_to(&mut standard, entry.access, entry.who);
        }
        self.permitted(target, standard, None);
        for (when, entries) in conditions(it) {
            let mut conditional = ByLevel::new();
            for (who, access) in entries {
                self.add_to(&mut conditional, access, who);
            }
            self.permitted(target, conditional, Some(&when));
        }
        if it.conditional.iter().any(|it| !is_permitted(&it.condition)) {
            let what = format!("`{}` of the class {}", it.name, target.class);
            self.remarks.about(what, "an entry whose condition is `*` can't be permitted");
        }
    }

    fn add_to(&self, by_level: &mut ByLevel<'m>, access: AccessLevel, who: Who) {
        let key = (Reverse(access), who == Who::Any);
        by_level.entry(key).or_default().push(self.names.who(who));
    }

    fn permitted(&mut self, target: &Target<'m>, by_level: ByLevel<'m>, when: Option<&When>) {
        for ((Reverse(access), _), ids) in by_level {
            self.say_of(&ids, |ids| {
                let permit = target.permit().list("ID", ids).value("ACCESS", access.as_str());
                when.iter().fold(permit, |permit, when| permit.list("WHEN", when))
            });
        }
    }
}

/// The words in WHEN.
pub(super) type When = Vec<String>;

/// What holds under a condition.
pub(super) type Held = Vec<(Who, AccessLevel)>;

/// The conditional list: conditions of one kind under which the same holds, and what that is.
pub(super) fn conditions(it: &Profile) -> Vec<(When, Held)> {
    let mut alike: IndexMap<(ConditionKind, &str, Held), Vec<&Condition>> = IndexMap::new();
    let permitted: Vec<_> =
        it.conditional.iter().filter(|it| is_permitted(&it.condition)).collect();
    for entries in permitted.chunk_by(|a, b| a.condition == b.condition) {
        let Some(condition) = entries.first().map(|it| &it.condition) else { continue };
        let holds = entries.iter().map(|it| (it.who, it.access)).collect();
        let key = (condition.kind, condition.name.as_str(), holds);
        alike.entry(key).or_default().push(condition);
    }
    let mut all = Vec::with_capacity(alike.len());
    for ((_, _, holds), conditions) in alike {
        all.extend(conditions.chunks(MOST_NAMES).map(|some| (when(some), holds.clone())));
    }
    all
}

/// `WHEN(PROGRAM(*))` takes away every entry for a program, and permits nothing (PERMIT, WHEN).
fn is_permitted(condition: &Condition) -> bool {
    condition.value != "*"
}

/// `PROGRAM(P1`, `P2)`
fn when(conditions: &[&Condition]) -> When {
    let Some(first) = conditions.first() else { return When::new() };
    let kind = first.kind.as_str().to_ascii_uppercase();
    let values = conditions.iter().map(|it| it.value.as_str());
    match first.kind {
        ConditionKind::Criteria => {
            let key = format!("{kind}({}", name(&first.name));
            let mut words = listed(&key, &values.map(quoted).collect::<Vec<_>>());
            if let Some(last) = words.last_mut() {
                last.push(')');
            }
            words
        }
        _ => listed(&kind, &values.map(name).collect::<Vec<_>>()),
    }
}
