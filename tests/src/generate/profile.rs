//! Profiles with their access lists, and the global access checking table.

use super::names::{self, Shapes, member_class};
use super::policy::{Declared, EXTERNAL, GROUPS, USERS, World};
use super::{Declaration, Dice};

const LEVELS: [&str; 5] = ["none", "read", "update", "control", "alter"];
const LEVELS_WITH_EXECUTE: [&str; 6] = ["none", "execute", "read", "update", "control", "alter"];

/// Adds a profile, unless one of its name is there already.
pub(super) fn profile(dice: &mut Dice, world: &mut World) {
    let class = dice.pick(&world.classes);
    let name = profile_name(dice, world, &class);
    let suffix = if class == "DATASET" && !name.contains(['*', '%']) { suffix(dice) } else { "" };
    let head = format!("profile {class} \"{name}\"{suffix}");
    if taken(world, &head, &class, &name) {
        return;
    }
    let external = dice.chance(14);
    let mut clauses = if external { Vec::new() } else { properties(dice, world, &class) };
    let owner = clauses.iter().find_map(|clause| clause.strip_prefix("owner "));
    world.profiles.push(Declared {
        class: class.clone(),
        name: name.clone(),
        owner: owner.map(str::to_owned),
        generic: suffix == " generic",
    });
    if member_class(&class) == class {
        world.names.push((class.clone(), name));
    } else if !external {
        clauses.push(members(dice, world, &class));
    }
    permits(dice, &class, &mut clauses);
    conditional_permits(dice, world, &class, &mut clauses);
    let head = if external { format!("external {head}") } else { head };
    world.declarations.push(Declaration::block(head, clauses));
}

/// Profiles of one name may differ by kind or volume only.
fn taken(world: &World, head: &str, class: &str, name: &str) -> bool {
    let plain = |it: &Declaration| it.head.trim_start_matches("external ").to_owned();
    let same = world.declarations.iter().any(|it| plain(it) == head);
    let start = format!("profile {class} \"{name}\" volume");
    let volumes = |it: &&Declaration| plain(it).starts_with(&start);
    same || (head.starts_with(&start) && world.declarations.iter().filter(volumes).count() > 1)
}

fn profile_name(dice: &mut Dice, world: &World, class: &str) -> String {
    if member_class(class) != class {
        return dice.pick(&["GRPA", "GRP1", "GRPB", "GRP#"]).to_owned();
    }
    names::pattern(dice, class, shapes(world))
}

fn shapes(world: &World) -> Shapes<'_> {
    Shapes { double_star: world.enhanced, variables: &world.variables }
}

fn suffix(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "",
        "",
        " generic",
        " volume \"V1\"",
        " volume \"VA\"",
        " volumes [\"VB\", \"V2\"]",
    ])
}

fn members(dice: &mut Dice, world: &mut World, class: &str) -> String {
    let class = member_class(class);
    let mut members: Vec<String> =
        (0..dice.between(1, 4)).map(|_| names::pattern(dice, class, shapes(world))).collect();
    members.sort_unstable();
    members.dedup();
    world.names.extend(members.iter().map(|member| (class.to_owned(), member.clone())));
    let quoted: Vec<String> = members.iter().map(|member| format!("\"{member}\"")).collect();
    format!("members [{}]", quoted.join(", "))
}

fn properties(dice: &mut Dice, world: &World, class: &str) -> Vec<String> {
    let mut clauses = Vec::new();
    if dice.chance(70) {
        clauses.push(format!("uacc {}", level(dice, class)));
    }
    if dice.chance(60) {
        clauses.push(format!("owner {}", World::id(dice)));
    }
    if dice.chance(15) {
        clauses.push("warning on".to_owned());
    }
    if dice.chance(30) {
        clauses.push(format!("notify {}", dice.pick(&USERS)));
    }
    for key in ["audit", "global-audit"] {
        if dice.chance(40) {
            clauses.push(format!("{key} {}", audit(dice)));
        }
    }
    world.classification(dice, &mut clauses);
    clauses
}

fn audit(dice: &mut Dice) -> String {
    let level = |dice: &mut Dice| dice.pick(&["read", "update", "control", "alter"]);
    match dice.below(5) {
        0 => "none".to_owned(),
        1 => format!("success({})", level(dice)),
        2 => format!("failures({})", level(dice)),
        3 => format!("all({})", level(dice)),
        _ => format!("success({}), failures({})", level(dice), level(dice)),
    }
}

fn level(dice: &mut Dice, class: &str) -> &'static str {
    if matches!(class, "DATASET" | "PROGRAM") {
        dice.pick(&LEVELS_WITH_EXECUTE)
    } else {
        dice.pick(&LEVELS)
    }
}

fn grantees() -> Vec<&'static str> {
    USERS.into_iter().chain(GROUPS).chain(EXTERNAL).chain(["*", "*"]).collect()
}

fn permits(dice: &mut Dice, class: &str, clauses: &mut Vec<String>) {
    let mut chosen = dice.some(&grantees(), 5);
    chosen.sort_unstable();
    chosen.dedup();
    for who in chosen {
        clauses.push(format!("permit {who}: {}", level(dice, class)));
    }
}

fn conditional_permits(dice: &mut Dice, world: &mut World, class: &str, clauses: &mut Vec<String>) {
    if dice.chance(30) {
        return;
    }
    let mut chosen: Vec<(&str, &str)> = Vec::new();
    for _ in 0..dice.between(1, 6) {
        let condition = condition(dice, class);
        chosen.push((dice.pick(&grantees()), condition));
    }
    chosen.sort_unstable();
    chosen.dedup();
    for (who, condition) in chosen {
        world.conditions.push((member_class(class).to_owned(), condition));
        clauses.push(format!("permit {who}: {} when {condition}", level(dice, class)));
    }
}

fn condition(dice: &mut Dice, class: &str) -> &'static str {
    let anywhere = [
        "terminal \"T1\"",
        "terminal \"TA\"",
        "console \"C1\"",
        "jesinput \"J1\"",
        "appcport \"LU1\"",
        "appcport \"NET.LU1\"",
        "servauth \"ZONE.A\"",
    ];
    let special: &[&str] = match class {
        "DATASET" => &["program \"PGM1\"", "program \"PGMA\""],
        "SERVAUTH" => &["program \"PGM1\"", "criteria SQLROLE \"TELLER\""],
        "PROGRAM" => &["sysid \"SYSA\"", "sysid \"SYS1\""],
        _ => {
            &["criteria SQLROLE \"TELLER\"", "criteria SQLROLE \"Boss\"", "criteria APPROLE \"X\""]
        }
    };
    if dice.chance(60) { dice.pick(special) } else { dice.pick(&anywhere) }
}

/// Adds a global access checking table, unless the class has one.
pub(super) fn global(dice: &mut Dice, world: &mut World) {
    let class = dice.pick(&world.classes);
    let head = format!("global {class}");
    let has_table = world.declarations.iter().any(|it| it.head == head);
    if member_class(&class) != class || has_table {
        return;
    }
    let mut names: Vec<String> = Vec::new();
    for _ in 0..dice.between(1, 4) {
        names.push(match dice.below(6) {
            0 => "&RACUID.**".to_owned(),
            1 => dice.pick(&["&RACUID.A*", "&RACGPID.**", "&RACGPID.*", "&RACUID.A"]).to_owned(),
            2 => dice.pick(&["&RACUID", "&RACUID*", "&RACGPID"]).to_owned(),
            _ => names::pattern(dice, &class, Shapes { variables: &[], ..shapes(world) }),
        });
    }
    names.retain(|name| world.enhanced || class != "DATASET" || !name.contains("**"));
    names.retain(|name| name.len() <= names::longest(&class));
    names.retain(|name| class != "DATASET" || name.contains('.'));
    names.retain(|name| class != "PROGRAM" || !name.contains('&'));
    names.sort_unstable();
    names.dedup();
    let entries = names.iter().map(|name| format!("\"{name}\": {}", dice.pick(&LEVELS))).collect();
    world.names.extend(names.iter().map(|name| (class.clone(), name.clone())));
    world.declarations.push(Declaration::block(head, entries));
}
