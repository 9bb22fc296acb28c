//! Access lists (`PERMIT`): emptied, then filled, from the highest level to the lowest.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use saffron_bundle::vocabulary::{AccessLevel, ConditionKind};
use saffron_compiler::model::{Condition, Profile, Who};

use super::Emitter;
use super::quote::{name, quoted};
use super::target::Target;

/// IDs by level; `*` stands in a command of its own.
type ByLevel<'m> = BTreeMap<(Reverse<AccessLevel>, bool), Vec<&'m str>>;

impl<'m> Emitter<'m> {
    /// The lists of every profile, class by class.
    pub(super) fn access_lists(&mut self) {
        self.page.section("Access lists", "Each list is emptied first, and then said in full.");
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
        for entries in it.conditional.chunk_by(|a, b| a.condition == b.condition) {
            let Some(condition) = entries.first().map(|it| &it.condition) else { continue };
            if !is_emitted(condition) {
                let what = format!("`{}` of the class {}", it.name, target.class);
                let remark = "an entry whose condition is `*` can't be permitted";
                self.remarks.about(what, remark);
                continue;
            }
            let mut conditional = ByLevel::new();
            for entry in entries {
                self.add_to(&mut conditional, entry.access, entry.who);
            }
            self.permitted(target, conditional, Some(condition));
        }
    }

    fn add_to(&self, by_level: &mut ByLevel<'m>, access: AccessLevel, who: Who) {
        let key = (Reverse(access), who == Who::Any);
        by_level.entry(key).or_default().push(self.names.who(who));
    }

    fn permitted(
        &mut self,
        target: &Target<'m>,
        by_level: ByLevel<'m>,
        condition: Option<&Condition>,
    ) {
        let when = condition.map(when);
        for ((Reverse(access), _), ids) in by_level {
            self.say_of(&ids, |ids| {
                let permit = target.permit().list("ID", ids).value("ACCESS", access.as_str());
                permit.value_if("WHEN", when.as_deref())
            });
        }
    }
}

/// `WHEN(PROGRAM(*))` takes away every entry for a program, and permits nothing (PERMIT, WHEN).
pub(super) fn is_emitted(condition: &Condition) -> bool {
    condition.value != "*"
}

/// What stands in WHEN.
pub(super) fn when(condition: &Condition) -> String {
    let kind = condition.kind.as_str().to_ascii_uppercase();
    match condition.kind {
        ConditionKind::Criteria => {
            format!("{kind}({}({}))", name(&condition.name), quoted(&condition.value))
        }
        _ => format!("{kind}({})", name(&condition.value)),
    }
}
