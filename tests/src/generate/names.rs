//! Names of resources, and generic names that cover some of them.

use super::Dice;

/// Classes with profiles, next to the declared one.
pub(super) const CLASSES: [&str; 16] = [
    "DATASET", "DATASET", "DATASET", "FACILITY", "APPL", "UNIXPRIV", "EJBROLE", "GEJBROLE",
    "DASDVOL", "GDASDVOL", "TCICSTRN", "GCICSTRN", "JESSPOOL", "PROGRAM", "TERMINAL", "SERVAUTH",
];
/// More classes, rarer.
pub(super) const RARE_CLASSES: [&str; 5] = ["MYCLASS", "GTERMINL", "FILE", "GMYCLASS", "VMMDISK"];
/// High-level qualifiers of data sets.
pub(super) const HIGH_LEVEL: [&str; 5] = ["ANN", "RST", "PAY", "G1", "GA"];
const QUALIFIERS: [&str; 6] = ["A", "B", "AB", "AC", "B1", "AB-"];
const MIXED: [&str; 5] = ["Ab", "AB", "ab", "b", "A"];
const NODES: [&str; 3] = ["N1", "N2", "NA"];
const OWNERS: [&str; 4] = ["ANN", "BOB", "OPS", "RST"];
/// Members of the variables that generic names use.
pub(super) const VARIABLES: [(&str, &[&str]); 3] =
    [("&V", &["A", "AB", "A.B"]), ("&W", &["B", "B1", "A%"]), ("&LONGNAM", &["AC", "A"])];

/// The class whose resources a class's profiles name.
pub(super) fn member_class(class: &str) -> &str {
    match class {
        "GEJBROLE" => "EJBROLE",
        "GDASDVOL" => "DASDVOL",
        "GCICSTRN" => "TCICSTRN",
        "GTERMINL" => "TERMINAL",
        "GMYCLASS" => "MYCLASS",
        other => other,
    }
}

fn short_names(class: &str) -> Option<&'static [&'static str]> {
    Some(match class {
        "APPL" => &["AP", "APP1", "APPA", "A"],
        "DASDVOL" => &["V1", "V2", "VA", "VAB"],
        "TCICSTRN" => &["CE", "CEMT", "CEDA", "CSPG", "CEM1"],
        "PROGRAM" => &["PGM1", "PGM2", "PGMA", "PG"],
        "TERMINAL" => &["T1", "TA", "TAB", "TB1"],
        _ => return None,
    })
}

/// Longest name of the class.
pub(super) fn longest(class: &str) -> usize {
    match class {
        "DASDVOL" => 6,
        "APPL" | "PROGRAM" | "TERMINAL" => 8,
        "TCICSTRN" => 13,
        "VMMDISK" => 22,
        "FACILITY" | "MYCLASS" => 39,
        _ => 44,
    }
}

/// The name of a resource.
pub(super) fn resource(dice: &mut Dice, class: &str) -> String {
    if let Some(names) = short_names(class) {
        return dice.pick(names).to_owned();
    }
    let mut qualifiers = match class {
        "DATASET" => vec![dice.pick(&HIGH_LEVEL)],
        "JESSPOOL" => vec![dice.pick(&NODES), dice.pick(&OWNERS)],
        "FILE" => vec!["POOL", dice.pick(&OWNERS)],
        _ => Vec::new(),
    };
    let more = if class == "DATASET" { dice.between(1, 3) } else { dice.between(1, 4) };
    for _ in 0..more {
        qualifiers.push(qualifier(dice, class));
    }
    qualifiers.join(".")
}

/// A resource as a request names it: rarely one that can't exist, or with blanks at its end.
pub(super) fn requested(dice: &mut Dice, class: &str) -> String {
    let name = resource(dice, class);
    if !dice.chance(4) {
        return name;
    }
    let other =
        dice.pick(&[" ", "  ", ".", "..A", " A", "\u{0}", "é", "漢", "'", "(", ",", "*", "%"]);
    match dice.between(0, 3) {
        0 => String::new(),
        1 => name.repeat(20),
        2 => format!("{other}{name}"),
        _ => name + other,
    }
}

/// A qualifier of a resource of the class.
pub(super) fn qualifier(dice: &mut Dice, class: &str) -> &'static str {
    if class == "EJBROLE" { dice.pick(&MIXED) } else { dice.pick(&QUALIFIERS) }
}

/// What a generic name may hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shapes<'a> {
    /// `**`, where it isn't allowed everywhere.
    pub(super) double_star: bool,
    /// Variables that are declared.
    pub(super) variables: &'a [String],
}

/// A name for a profile of the class, generic in most cases.
pub(super) fn pattern(dice: &mut Dice, class: &str, shapes: Shapes<'_>) -> String {
    let name = resource(dice, class);
    if dice.chance(25) {
        return name;
    }
    if class == "PROGRAM" {
        return trailing_star(dice, &name);
    }
    let general = class != "DATASET";
    if general && dice.chance(6) {
        return dice.pick(&["*", "**", "%.**"]).to_owned();
    }
    let double_star = general || shapes.double_star;
    let mut qualifiers: Vec<String> = name.split('.').map(str::to_owned).collect();
    let fixed = usize::from(!general);
    for qualifier in qualifiers.iter_mut().skip(fixed) {
        if dice.chance(45) {
            *qualifier = generic_qualifier(dice, qualifier, general, shapes.variables);
        }
    }
    if dice.chance(35) {
        qualifiers.push("*".to_owned());
    }
    if double_star && dice.chance(50) {
        let at = dice.between(fixed, qualifiers.len());
        qualifiers.insert(at, "**".to_owned());
    }
    let pattern = qualifiers.join(".");
    let refused = general && pattern.ends_with("%*");
    if pattern.len() <= longest(class) && !refused { pattern } else { name }
}

fn trailing_star(dice: &mut Dice, name: &str) -> String {
    let kept: String = name.chars().take(dice.between(0, name.len())).collect();
    format!("{kept}*")
}

fn generic_qualifier(
    dice: &mut Dice,
    qualifier: &str,
    general: bool,
    variables: &[String],
) -> String {
    let start: String = qualifier.chars().take(dice.between(0, qualifier.len())).collect();
    match dice.below(if general && !variables.is_empty() { 10 } else { 6 }) {
        2 | 3 if !start.ends_with('-') => format!("{start}*"),
        4 | 5 => with_percent(dice, qualifier),
        6 => dice.pick(variables),
        7 => format!("{start}{}", dice.pick(variables)),
        8 => {
            format!("{}{}", dice.pick(variables), dice.pick(&["*", "%", "", "1"]).replace('1', ""))
        }
        9 => format!("{}{}", dice.pick(variables), dice.pick(variables)),
        _ => "*".to_owned(),
    }
}

fn with_percent(dice: &mut Dice, qualifier: &str) -> String {
    let at = dice.below(qualifier.len());
    let replaced = qualifier.chars().enumerate();
    replaced.map(|(position, it)| if position == at { '%' } else { it }).collect()
}

/// A resource that the generic name covers, or nearly so.
pub(super) fn covered(dice: &mut Dice, class: &str, pattern: &str) -> String {
    let qualifiers: Vec<String> =
        pattern.split('.').filter_map(|it| concrete(dice, class, it)).collect();
    let mut name = qualifiers.join(".");
    if pattern.ends_with('*') && dice.chance(30) {
        name = format!("{name}.{}", qualifier(dice, class));
    }
    match dice.below(12) {
        0 => format!("{name}.{}", qualifier(dice, class)),
        1 => name.rsplit_once('.').map_or(name.clone(), |(start, _)| start.to_owned()),
        2 => format!("{name}{}", dice.pick(&["A", "1", "."])),
        3 => name.chars().take(name.chars().count().saturating_sub(1)).collect(),
        4 => name.to_ascii_lowercase(),
        5 => pattern.to_owned(),
        _ => name,
    }
}

fn concrete(dice: &mut Dice, class: &str, part: &str) -> Option<String> {
    if part == "**" {
        return match dice.below(3) {
            0 => None,
            1 => Some(qualifier(dice, class).to_owned()),
            _ => Some(format!("{}.{}", qualifier(dice, class), qualifier(dice, class))),
        };
    }
    let mut text = part.to_owned();
    for (variable, members) in VARIABLES {
        let member = dice.pick(members);
        text = text.replace(variable, member);
    }
    text =
        text.replace("&RACUID", dice.pick(&OWNERS)).replace("&RACGPID", dice.pick(&["G1", "GA"]));
    text = text.replace('%', dice.pick(&["A", "B", "1"]));
    if text == "*" {
        return Some(qualifier(dice, class).to_owned());
    }
    Some(text.replace('*', dice.pick(&["", "A", "B1", "1"])))
}
