//! Access lists (`PERMIT`): emptied, then filled, from the highest level to the lowest.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use saffron_compiler::model::{Condition, Profile, Who};
use saffron_racf::command::{
    CommandKind, PermitAction, PermitOperands, Reset, WhenCondition, WhenOperand, made,
};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind};

use super::emitter::Emitter;
use super::operand::{id, ids, quoted, word};
use super::script::MOST_NAMES;
use super::target::Target;

/// IDs by level; `*` is in a command of its own.
type ByLevel<'m> = BTreeMap<(Reverse<AccessLevel>, bool), Vec<&'m str>>;

impl<'m> Emitter<'m> {
    /// The lists of every profile, class by class.
    pub(crate) fn access_lists(&mut self) {
        let comment = "Each list is emptied first and then written in full, except those of profiles that \
                       exist outside the policy.";
        let has_external = self.model.profiles.iter().any(|profile| profile.external);
        let whole = "Each list is emptied first and then written in full.";
        self.script.section("Access lists", if has_external { comment } else { whole });
        for (class, all) in self.names.profiles() {
            let profiles = self.emitted(all);
            if !profiles.is_empty() {
                self.script.comment(&format!("Class {}", self.names.class(class)));
            }
            for (target, profile) in profiles {
                self.access_list(&target, profile);
            }
        }
    }

    /// The lists of one profile. Those of an external profile have entries that the policy doesn't
    /// contain, so they are only added to.
    pub(crate) fn access_list(&mut self, target: &Target<'m>, profile: &'m Profile) {
        if !profile.external {
            let reset = Some(made(Reset::All));
            self.command(CommandKind::Permit(PermitOperands { reset, ..target.permit() }));
        }
        let mut standard = ByLevel::new();
        for entry in &profile.standard {
            self.add_to(&mut standard, entry.access, entry.who);
        }
        self.permitted(target, standard, None);
        for (when, entries) in conditions(profile) {
            let mut conditional = ByLevel::new();
            for (who, access) in entries {
                self.add_to(&mut conditional, access, who);
            }
            self.permitted(target, conditional, Some(&when));
        }
        if profile.conditional.iter().any(|entry| !is_permitted(&entry.condition)) {
            let what = format!("`{}` of the class {}", profile.name, target.class);
            self.remarks.about(what, "an entry whose condition is `*` can't be permitted");
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
        when: Option<&WhenOperand>,
    ) {
        for ((Reverse(access), _), who) in by_level {
            let action = PermitAction::Access(access);
            self.command_for(&who, |who| permit(target, who, action, when));
        }
    }
}

/// PERMIT of some IDs.
pub(crate) fn permit(
    target: &Target<'_>,
    who: &[&str],
    action: PermitAction,
    when: Option<&WhenOperand>,
) -> CommandKind {
    CommandKind::Permit(PermitOperands {
        ids: Some(ids(who)),
        action: Some(made(action)),
        when: when.cloned(),
        ..target.permit()
    })
}

/// What holds under a condition.
pub(crate) type Held = Vec<(Who, AccessLevel)>;

/// The conditional list: conditions of one kind under which the same holds, and what that is.
pub(crate) fn conditions(profile: &Profile) -> Vec<(WhenOperand, Held)> {
    let mut alike: IndexMap<(ConditionKind, &str, Held), Vec<&Condition>> = IndexMap::new();
    let permitted: Vec<_> =
        profile.conditional.iter().filter(|entry| is_permitted(&entry.condition)).collect();
    for entries in permitted.chunk_by(|a, b| a.condition == b.condition) {
        let Some(condition) = entries.first().map(|entry| &entry.condition) else { continue };
        let holds = entries.iter().map(|entry| (entry.who, entry.access)).collect();
        let key = (condition.kind, condition.name.as_str(), holds);
        alike.entry(key).or_default().push(condition);
    }
    let mut all = Vec::with_capacity(alike.len());
    for ((kind, criterion, holds), conditions) in alike {
        for some in conditions.chunks(MOST_NAMES) {
            all.push((when(kind, criterion, some), holds.clone()));
        }
    }
    all
}

/// `WHEN(PROGRAM(*))` takes away every entry for a program, and permits nothing (PERMIT, WHEN).
pub(crate) fn is_permitted(condition: &Condition) -> bool {
    condition.value != "*"
}

/// `WHEN(PROGRAM(P1 P2))`. The values of a criterion keep their small letters.
pub(crate) fn when(kind: ConditionKind, criterion: &str, conditions: &[&Condition]) -> WhenOperand {
    let is_criteria = kind == ConditionKind::Criteria;
    let value = if is_criteria { quoted } else { id };
    let values = conditions.iter().map(|condition| value(&condition.value)).collect();
    let span = made(()).span;
    let criterion = if is_criteria { word(criterion) } else { String::new() };
    WhenOperand { conditions: vec![WhenCondition { kind, criterion, values, span }], span }
}
