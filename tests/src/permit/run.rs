//! What PERMIT does, step by step: look up, check, RESET, FROM, ID.
//!
//! Source: the PERMIT page, section by section; which conditions go with which classes, and when a
//! command stops, by RACF Messages and Codes, ICH06001I to ICH06020I.

use saffron_vocabulary::racf::AccessLevel;

use super::command::{Action, Operand, Permit, Reset};
use super::lists::Lists;
use super::world::{Place, World};

/// Everything was done.
const DONE: u8 = 0;
/// A part was skipped.
const IN_PART: u8 = 4;
/// Nothing was done.
const STOPPED: u8 = 8;
/// The command isn't even understood: there is no such class.
const NOT_UNDERSTOOD: u8 = 12;

impl World {
    /// Runs the command, and says with which return code it ends.
    pub fn permit(&mut self, command: &Permit) -> u8 {
        if !self.is_class(command.class()) {
            return NOT_UNDERSTOOD;
        }
        let Some(place) = self.profile_1(command) else { return STOPPED };
        if !is_legal(command) {
            return STOPPED;
        }
        let source = match command.from() {
            None => None,
            Some(_) if !self.is_class(command.from_class()) => return NOT_UNDERSTOOD,
            Some(name) => match self.profile_2(command, name) {
                None => return STOPPED,
                Some(source) => Some(source),
            },
        };
        let mut lists = self.profiles.get(&place).cloned().unwrap_or_default();
        let mut code = reset(command, &mut lists).max(stars(command));
        if let Some(source) = source {
            // As it was before the command, also where it is the same profile: nothing changes then.
            let copied = self.profiles.get(&source).cloned().unwrap_or_default();
            copy(command.class(), &copied, &mut lists);
        }
        code = code.max(self.names(command, &mut lists));
        self.profiles.insert(place, lists);
        code
    }

    /// Every class of the scene has a profile.
    fn is_class(&self, class: &str) -> bool {
        self.profiles.keys().any(|it| it.class == class)
    }

    fn profile_1(&self, command: &Permit) -> Option<Place> {
        let generic = command.has(&Operand::Generic);
        self.place(command.class(), &command.profile, generic)
    }

    fn profile_2(&self, command: &Permit, name: &str) -> Option<Place> {
        self.place(command.from_class(), name, command.has(&Operand::FGeneric))
    }

    /// The profile of this name. GENERIC makes a generic name of a data set's that has no generic
    /// characters; other classes have none such.
    fn place(&self, class: &str, name: &str, generic: bool) -> Option<Place> {
        let name = name.trim_matches('\'').to_owned();
        let generic = name.contains(['*', '%']) || (generic && class == "DATASET");
        let place = Place { class: class.to_owned(), name, generic };
        self.profiles.contains_key(&place).then_some(place)
    }

    /// The names of ID, one after the other.
    fn names(&self, command: &Permit, lists: &mut Lists) -> u8 {
        let Some(names) = command.names() else { return DONE };
        let mut code = DONE;
        for name in names {
            match command.action() {
                Action::Access(level) => code = code.max(self.give(command, name, level, lists)),
                Action::Delete => take(command, name, lists),
            }
        }
        code
    }

    /// ACCESS: an entry is added or replaced. IDs that aren't defined are skipped.
    fn give(&self, command: &Permit, name: &str, level: AccessLevel, lists: &mut Lists) -> u8 {
        if name != "*" && !self.ids.contains(name) {
            return IN_PART;
        }
        let Some(conditions) = command.when() else {
            lists.standard.insert(name.to_owned(), level);
            return DONE;
        };
        for condition in conditions.iter().filter(|it| it.value != "*") {
            lists.conditional.insert((name.to_owned(), condition.clone()), level);
        }
        DONE
    }
}

/// `WHEN(TERMINAL(*))` is for DELETE; otherwise it is skipped.
fn stars(command: &Permit) -> u8 {
    let gives = command.action() != Action::Delete;
    let stars = command.when().is_some_and(|all| all.iter().any(|it| it.value == "*"));
    if gives && stars { IN_PART } else { DONE }
}

/// DELETE: an entry is removed. Where there is none, nothing is left undone.
fn take(command: &Permit, name: &str, lists: &mut Lists) {
    let Some(conditions) = command.when() else {
        lists.standard.remove(name);
        return;
    };
    for condition in conditions {
        lists.conditional.retain(|(id, held), _| {
            let same = held == condition || (condition.value == "*" && held.kind == condition.kind);
            id != name || !same
        });
    }
}

/// Whether the command may go on once the profile is found.
fn is_legal(command: &Permit) -> bool {
    let class = command.class();
    let execute = command.action() == Action::Access(AccessLevel::Execute);
    if command.names().is_some() && execute && !knows_execute(class) {
        return false;
    }
    command.when().is_none_or(|conditions| {
        !conditions.is_empty() && conditions.iter().all(|it| goes_with(&it.kind, class))
    })
}

/// Whether entries of a class may depend on such a condition.
fn goes_with(kind: &str, class: &str) -> bool {
    match kind {
        "PROGRAM" => matches!(class, "DATASET" | "SERVAUTH"),
        "SYSID" => class == "PROGRAM",
        "CRITERIA" => class != "DATASET",
        _ => true,
    }
}

/// RESET, which comes first. With ID and DELETE it is ignored: RESET(WHEN) only if WHEN is there too.
fn reset(command: &Permit, lists: &mut Lists) -> u8 {
    let Some(reset) = command.reset() else { return DONE };
    let deletes = command.names().is_some() && command.action() == Action::Delete;
    if deletes && (reset != Reset::When || command.when().is_some()) {
        return IN_PART;
    }
    if reset != Reset::When {
        lists.standard.clear();
    }
    if reset != Reset::Standard {
        lists.conditional.clear();
    }
    DONE
}

/// FROM: what the other profile has and this one hasn't. Conditions that the class doesn't know are
/// skipped; EXECUTE grants nothing in a class that doesn't know it, so it becomes NONE.
fn copy(class: &str, from: &Lists, to: &mut Lists) {
    for (name, level) in &from.standard {
        to.standard.entry(name.clone()).or_insert(fitting(class, *level));
    }
    for (key, level) in from.conditional.iter().filter(|(key, _)| goes_with(&key.1.kind, class)) {
        to.conditional.entry(key.clone()).or_insert(fitting(class, *level));
    }
}

fn fitting(class: &str, level: AccessLevel) -> AccessLevel {
    if level == AccessLevel::Execute && !knows_execute(class) { AccessLevel::None } else { level }
}

fn knows_execute(class: &str) -> bool {
    matches!(class, "DATASET" | "PROGRAM")
}
