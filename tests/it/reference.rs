//! The reference "RACF commands and operands" lists every operand that the command language has, in
//! the order of its tables, with what it is in a policy. A new operand without an entry here fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use saffron_racf::syntax::{OperandEntry, VerbEntry, skipped_commands, vocabulary};
use saffron_vocabulary::operand::{self, in_policy};

use crate::book::check_generated;

/// Commands that share their operands.
const GROUPS: [(&[&str], &str); 9] = [
    (&["ADDUSER", "ALTUSER"], "`user NAME { … }`; see [Users](../language.md#users)."),
    (&["ADDGROUP", "ALTGROUP"], "`group NAME { … }`; see [Groups](../language.md#groups)."),
    (&["CONNECT"], "`connect USER to GROUP { … }`; see [Connections](../language.md#connections)."),
    (
        &["ADDSD", "ALTDSD"],
        "`profile DATASET \"NAME\" { … }`; see [Profiles](../language.md#profiles).",
    ),
    (
        &["RDEFINE", "RALTER"],
        "`profile CLASS \"NAME\" { … }`; see [Profiles](../language.md#profiles). Some classes have \
         their own declaration: `GLOBAL` is [`global`](../language.md#global-access-checking), \
         `RACFVARS` is [`variable`](../language.md#racf-variables), `STARTED` is \
         [`started`](../language.md#started-tasks), `SECDATA` is `security-level` and `category`, \
         `SECLABEL` is `security-label`, and `CDT` is [`class`](../language.md#classes).",
    ),
    (
        &["PERMIT"],
        "`permit ID: LEVEL` in a profile, or `permit ID: LEVEL on CLASS \"NAME\"`; see \
         [Permits](../language.md#permits).",
    ),
    (&["SETROPTS"], "`options { … }`; see [Options](../language.md#options)."),
    (&["REMOVE"], "A policy has no command to remove a connection: delete the `connect`."),
    (
        &["DELUSER", "DELGROUP", "DELDSD", "RDELETE"],
        "A policy has no commands to delete: delete the declaration.",
    ),
];

fn verbs() -> &'static [VerbEntry] {
    static VERBS: LazyLock<Vec<VerbEntry>> = LazyLock::new(vocabulary);
    &VERBS
}

fn verb(name: &str) -> &'static VerbEntry {
    verbs().iter().find(|verb| verb.name == name).unwrap()
}

/// The negative form of an operand, if one of the commands has it.
fn negative<'o>(operands: &'o [OperandEntry], name: &str) -> Option<&'o OperandEntry> {
    operands.iter().find(|other| other.name.strip_prefix("NO") == Some(name))
}

fn forms(operands: &[OperandEntry], operand: &OperandEntry) -> String {
    let both = [Some(operand), negative(operands, &operand.name)];
    both.into_iter().flatten().map(|form| format!("`{}`", form.name)).collect::<Vec<_>>().join(", ")
}

/// The operands of several commands, once each.
fn operands(verbs: &[&str]) -> Vec<OperandEntry> {
    let mut seen = BTreeSet::new();
    let all = verbs.iter().flat_map(|name| verb(name).operands.clone());
    all.filter(|operand| seen.insert(operand.name.clone())).collect()
}

fn is_negative(operands: &[OperandEntry], name: &str) -> bool {
    name.strip_prefix("NO").is_some_and(|plain| operands.iter().any(|other| other.name == plain))
}

/// In which of the commands an operand is known, where that is not all of them.
fn limited(verbs: &[&str], operand: &str) -> String {
    let has = |name: &&&str| verb(name).operands.iter().any(|other| other.name == operand);
    let having: Vec<&str> = verbs.iter().filter(has).copied().collect();
    if having.len() == verbs.len() { String::new() } else { format!(" ({})", having.join(", ")) }
}

fn section(verbs: &[&str], text: &str) -> String {
    let mut page = format!("\n## {}\n\n{text}\n\n", verbs.join(", "));
    let aliases = verbs.iter().map(|name| format!("`{}`", verb(name).alias));
    let aliases = aliases.collect::<Vec<_>>().join(", ");
    writeln!(
        page,
        "Short forms: {aliases}.\n\n| operand | shortest form | in a policy |\n|---|---|---|"
    )
    .unwrap();
    let operands = operands(verbs);
    for operand in operands.iter().filter(|operand| !is_negative(&operands, &operand.name)) {
        let group = verbs.first().copied().unwrap_or_default();
        let meaning = in_policy(group, &operand.name)
            .unwrap_or_else(|| panic!("{group} {}: no meaning in a policy", operand.name));
        let (forms, limited) = (forms(&operands, operand), limited(verbs, &operand.name));
        writeln!(page, "| {forms}{limited} | `{}` | {meaning} |", operand.shortest).unwrap();
    }
    page
}

#[test]
fn every_operand_is_in_the_reference() {
    let mut page = String::new();
    let mut listed = BTreeSet::new();
    for (verbs, text) in GROUPS {
        listed.extend(verbs.iter().copied());
        page.push_str(&section(verbs, text));
    }
    let known: BTreeSet<&str> = verbs().iter().map(|verb| verb.name).collect();
    assert_eq!(listed, known, "every command has a section");
    page.push_str(
        "\n## Other commands\n\nThese commands are skipped.\n\n| commands | reason |\n|---|---|\n",
    );
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, why) in skipped_commands() {
        by_reason.entry(why).or_default().push(name);
    }
    for (why, names) in by_reason {
        writeln!(page, "| {} | {why} |", names.join(", ")).unwrap();
    }
    check_generated("docs/reference/racf-commands.md", "of its command.\n", &page);
}

/// A meaning of an operand that no command has is a typo.
#[test]
fn every_meaning_is_of_an_operand() {
    let names: BTreeSet<&str> = verbs()
        .iter()
        .flat_map(|verb| verb.operands.iter().map(|operand| operand.name.as_str()))
        .collect();
    for (command, operand) in operand::all() {
        assert!(operand == "*" || names.contains(operand), "{command} {operand}");
    }
}
