//! Sequences of PERMITs whose operands get in each other's way.

use saffron_vocabulary::racf::AccessLevel;

use crate::generate::Dice;

use super::command::{Operand, Permit, Reset};
use super::lists::Condition;
use super::world::{IDS, PROFILES};

/// The commands of a seed.
pub fn sequence(seed: u64, longest: usize) -> Vec<Permit> {
    let mut dice = Dice::new(seed);
    let length = dice.between(1, longest);
    (0..length).map(|_| permit(&mut dice)).collect()
}

/// A name as it is in a command, its class, and whether the operand GENERIC is needed.
struct Target {
    name: String,
    class: String,
    generic: bool,
}

/// Mostly a profile that there is, of few, so that commands meet.
fn target(dice: &mut Dice) -> Target {
    let (class, name, generic) = match dice.below(50) {
        0 => ("FACILITY", "NO.SUCH", false),
        1 => ("DATASET", "SYS1.NONE", false),
        2 => ("TERMINAL", "A.B", false),
        3 => ("NOCLASS", "A.B", false),
        _ => dice.pick(&PROFILES),
    };
    let is_data_set = class == "DATASET";
    let name = if is_data_set { format!("'{name}'") } else { name.to_owned() };
    let generic = generic && is_data_set && !name.contains('*');
    Target { name, class: class.to_owned(), generic }
}

fn permit(dice: &mut Dice) -> Permit {
    let Target { name: profile, class, generic } = target(dice);
    let mut operands = Vec::new();
    if class != "DATASET" || dice.chance(30) {
        operands.push(Operand::Class(class.clone()));
    }
    // Of a name with generic characters GENERIC says nothing new.
    if generic || (profile.contains('*') && dice.chance(10)) {
        operands.push(Operand::Generic);
    }
    if dice.chance(75) {
        operands.push(Operand::Id(names(dice)));
    }
    for _ in 0..dice.pick(&[0, 1, 1, 1, 2, 3]) {
        operands.push(action(dice));
    }
    if dice.chance(25) {
        from(dice, &class, &mut operands);
    } else if dice.chance(5) {
        operands.push(Operand::FClass(dice.pick(&["FACILITY", "DATASET", "NOCLASS"]).to_owned()));
    }
    if dice.chance(20) {
        let kinds = [None, Some(Reset::All), Some(Reset::Standard), Some(Reset::When)];
        operands.push(Operand::Reset(dice.pick(&kinds)));
    }
    if dice.chance(40) {
        let conditions = if dice.chance(3) { Vec::new() } else { conditions(dice, &class) };
        operands.push(Operand::When(conditions));
    }
    dice.shuffle(&mut operands);
    Permit { profile, operands }
}

fn names(dice: &mut Dice) -> Vec<String> {
    let count = dice.pick(&[1, 1, 1, 2, 3]);
    let name = |dice: &mut Dice| match dice.below(12) {
        0 => "GHOST",
        1 => "NOBODY",
        2 => "*",
        _ => dice.pick(&IDS),
    };
    let mut names: Vec<String> = (0..count).map(|_| name(dice).to_owned()).collect();
    // `*` is alone.
    if names.len() > 1 {
        names.retain(|it| it != "*");
    }
    if names.is_empty() { vec!["*".to_owned()] } else { names }
}

fn action(dice: &mut Dice) -> Operand {
    match dice.below(10) {
        0..3 => Operand::Delete,
        3 => Operand::Access(None),
        _ => Operand::Access(AccessLevel::ALL.get(dice.below(AccessLevel::ALL.len())).copied()),
    }
}

fn from(dice: &mut Dice, class: &str, operands: &mut Vec<Operand>) {
    let source = target(dice);
    operands.push(Operand::From(source.name));
    if source.class != class || dice.chance(20) {
        operands.push(Operand::FClass(source.class));
    }
    if source.generic {
        operands.push(Operand::FGeneric);
    }
}

/// Mostly such as the class allows.
fn conditions(dice: &mut Dice, class: &str) -> Vec<Condition> {
    let count = dice.pick(&[1, 1, 1, 2]);
    let mut conditions: Vec<Condition> = (0..count).map(|_| condition(dice, class)).collect();
    // Of a condition class that is named twice TSO takes the last; that is tested with the syntax.
    conditions.sort_by(|a, b| a.kind.cmp(&b.kind));
    conditions.dedup_by(|a, b| a.kind == b.kind);
    conditions
}

fn condition(dice: &mut Dice, class: &str) -> Condition {
    let kinds: &[&str] = match (class, dice.chance(5)) {
        (_, true) => &["PROGRAM", "SYSID", "TERMINAL"],
        ("DATASET" | "SERVAUTH", false) => {
            &["PROGRAM", "PROGRAM", "TERMINAL", "CONSOLE", "JESINPUT"]
        }
        ("PROGRAM", false) => &["SYSID", "TERMINAL", "APPCPORT"],
        _ => &["TERMINAL", "TERMINAL", "CONSOLE", "JESINPUT", "SERVAUTH"],
    };
    let value = dice.pick(&["X1", "X1", "X2", "X3", "*"]);
    Condition { kind: dice.pick(kinds).to_owned(), value: value.to_owned() }
}
