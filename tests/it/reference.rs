//! The reference "RACF commands and operands" lists every operand that the command language has, in
//! the order of its tables, with what it is in a policy. A new operand without an entry here fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use saffron_racf::syntax::{OperandEntry, VerbEntry, skipped_commands, vocabulary};

use crate::book::check_generated;

const IGNORED: &str = "not part of a policy: it affects no decision";
const ROUTING: &str = "not part of a policy: it sends the command to another system";
const SEGMENT: &str = "a segment of a resource profile is not part of a policy";

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

/// What an operand is in a policy: the first command of its group, the operand, the text.
const MEANINGS: &[(&str, &str, &str)] = &[
    ("*", "AT", ROUTING),
    ("*", "ONLYAT", ROUTING),
    ("*", "MODEL", IGNORED),
    ("*", "TERMUACC", IGNORED),
    ("*", "OWNER", "`owner ID`"),
    ("*", "DATA", "`data \"TEXT\"`"),
    ("*", "UACC", "`uacc LEVEL`"),
    ("*", "ADDCATEGORY", "`categories [NAME, …]`"),
    ("*", "DELCATEGORY", "remove the name from `categories`"),
    ("*", "SECLEVEL", "`security-level NAME`"),
    ("*", "SECLABEL", "`security-label NAME`"),
    ("*", "ADSP", "`attributes [adsp]`"),
    ("*", "AUDITOR", "`attributes [auditor]`"),
    ("*", "GRPACC", "`attributes [grpacc]`"),
    ("*", "OPERATIONS", "`attributes [operations]`"),
    ("*", "SPECIAL", "`attributes [special]`"),
    ("*", "REVOKE", "`revoked yes`, or `revoke on DATE`"),
    ("*", "RESUME", "no `revoked`, or `resume on DATE`"),
    // Users
    ("ADDUSER", "AUTHORITY", "`authority` of the `connect` to the default group, or to GROUP"),
    ("ADDUSER", "UACC", "`uacc` of the `connect` to the default group, or to GROUP"),
    ("ADDUSER", "GROUP", "the group of the `connect` that AUTHORITY and UACC change"),
    ("ADDUSER", "CLAUTH", "`class-authority [CLASS, …]`"),
    ("ADDUSER", "DFLTGRP", "`default-group GROUP`"),
    ("ADDUSER", "NAME", "`name \"TEXT\"`"),
    ("ADDUSER", "RESTRICTED", "`attributes [restricted]`"),
    ("ADDUSER", "ROAUDIT", "`attributes [roaudit]`"),
    ("ADDUSER", "UAUDIT", "`attributes [uaudit]`"),
    (
        "ADDUSER",
        "PASSWORD",
        "never read; a user with neither password nor phrase is `attributes [protected]`",
    ),
    ("ADDUSER", "PHRASE", "as PASSWORD"),
    ("ADDUSER", "OIDCARD", "as PASSWORD"),
    ("ADDUSER", "EXPIRED", IGNORED),
    ("ADDUSER", "PWCLEAN", IGNORED),
    ("ADDUSER", "PWCONVERT", IGNORED),
    ("ADDUSER", "WHEN", IGNORED),
    ("ADDUSER", "CICS", "`cics { … }`"),
    ("ADDUSER", "CSDATA", "`csdata { … }`"),
    ("ADDUSER", "DCE", "`dce { … }`"),
    ("ADDUSER", "DFP", "`dfp { … }`"),
    ("ADDUSER", "EIM", "`eim { … }`"),
    ("ADDUSER", "KERB", "`kerb { … }`"),
    ("ADDUSER", "LANGUAGE", "`language { … }`"),
    ("ADDUSER", "LNOTES", "`lnotes { … }`"),
    ("ADDUSER", "MFA", "`mfa { … }`"),
    ("ADDUSER", "NDS", "`nds { … }`"),
    ("ADDUSER", "NETVIEW", "`netview { … }`"),
    ("ADDUSER", "OMVS", "`omvs { … }`"),
    ("ADDUSER", "OPERPARM", "`operparm { … }`"),
    ("ADDUSER", "OVM", "`ovm { … }`"),
    ("ADDUSER", "PROXY", "`proxy { … }`"),
    ("ADDUSER", "TSO", "`tso { … }`"),
    ("ADDUSER", "WORKATTR", "`workattr { … }`"),
    // Groups
    ("ADDGROUP", "CSDATA", "`csdata { … }`"),
    ("ADDGROUP", "DFP", "`dfp { … }`"),
    ("ADDGROUP", "OMVS", "`omvs { … }`"),
    ("ADDGROUP", "OVM", "`ovm { … }`"),
    ("ADDGROUP", "TME", "`tme { … }`"),
    ("ADDGROUP", "SUPGROUP", "`superior GROUP`"),
    ("ADDGROUP", "UNIVERSAL", "`universal yes`"),
    // Connections
    ("CONNECT", "AUTHORITY", "`authority use`, `create`, `connect` or `join`"),
    ("CONNECT", "GROUP", "the group after `to`"),
    ("REMOVE", "GROUP", "the group of the `connect` to delete"),
    ("REMOVE", "OWNER", "`owner` of the group data set profiles that the user owned"),
    // Profiles
    ("ADDSD", "AUDIT", "`audit failures(LEVEL), success(LEVEL)`"),
    ("ADDSD", "GLOBALAUDIT", "`global-audit …`, written as `audit`"),
    ("ADDSD", "LEVEL", "`level NUMBER`"),
    ("ADDSD", "NOTIFY", "`notify USER`"),
    ("ADDSD", "WARNING", "`warning on`"),
    ("ADDSD", "CSDATA", SEGMENT),
    ("ADDSD", "DFP", SEGMENT),
    ("ADDSD", "TME", SEGMENT),
    (
        "ADDSD",
        "FROM",
        "write the properties and entries of the other profile; `access from` copies its access lists",
    ),
    ("ADDSD", "FCLASS", "the class of the profile in FROM"),
    ("ADDSD", "FGENERIC", "`generic` after the name of the profile in FROM"),
    ("ADDSD", "FVOLUME", "`volume` after the name of the profile in FROM"),
    ("ADDSD", "ERASE", "`erase on`"),
    ("ADDSD", "GENERIC", "`generic` after the name"),
    ("ADDSD", "VOLUME", "`volume \"VOLUME\"` or `volumes [\"VOLUME\", …]` after the name"),
    ("ADDSD", "ADDVOL", "add the volume to `volumes`"),
    ("ADDSD", "DELVOL", "remove the volume from `volumes`"),
    ("ADDSD", "ALTVOL", "replace the volume in `volumes`"),
    ("ADDSD", "MODEL", "a model profile protects no data set and is not part of a policy"),
    ("ADDSD", "TAPE", IGNORED),
    ("ADDSD", "FILESEQ", IGNORED),
    ("ADDSD", "RETPD", IGNORED),
    ("ADDSD", "UNIT", IGNORED),
    ("ADDSD", "SET", IGNORED),
    ("ADDSD", "SETONLY", "a TVTOC entry alone is not part of a policy"),
    (
        "RDEFINE",
        "ADDMEM",
        "`members [\"NAME\", …]`; in classes with their own declaration, the entries of that declaration",
    ),
    ("RDEFINE", "DELMEM", "remove the name from `members`"),
    ("RDEFINE", "APPLDATA", "`application-data \"TEXT\"`"),
    (
        "RDEFINE",
        "STDATA",
        "the properties `user`, `group`, `trusted`, `privileged` and `trace` of `started`",
    ),
    ("RDEFINE", "CDTINFO", "the properties of `class`"),
    ("RDEFINE", "ADDVOL", IGNORED),
    ("RDEFINE", "DELVOL", IGNORED),
    ("RDEFINE", "SINGLEDSN", IGNORED),
    ("RDEFINE", "TIMEZONE", IGNORED),
    ("RDEFINE", "TVTOC", IGNORED),
    ("RDEFINE", "WHEN", IGNORED),
    ("RDEFINE", "CFDEF", SEGMENT),
    ("RDEFINE", "DLFDATA", SEGMENT),
    ("RDEFINE", "EIM", SEGMENT),
    ("RDEFINE", "ICSF", SEGMENT),
    ("RDEFINE", "ICTX", SEGMENT),
    ("RDEFINE", "IDTPARMS", SEGMENT),
    ("RDEFINE", "JES", SEGMENT),
    ("RDEFINE", "KERB", SEGMENT),
    ("RDEFINE", "MFA", SEGMENT),
    ("RDEFINE", "MFPOLICY", SEGMENT),
    ("RDEFINE", "PROXY", SEGMENT),
    ("RDEFINE", "SESSION", SEGMENT),
    ("RDEFINE", "SIGVER", SEGMENT),
    ("RDEFINE", "SSIGNON", SEGMENT),
    ("RDEFINE", "SVFMR", SEGMENT),
    ("DELUSER", "GENERIC", "selects the declaration with `generic`"),
    ("DELUSER", "VOLUME", "selects the declaration with this volume"),
    ("DELUSER", "SET", IGNORED),
    ("DELUSER", "SETONLY", IGNORED),
    // Access lists
    ("PERMIT", "ACCESS", "the level after `:`"),
    ("PERMIT", "ID", "the IDs after `permit`; `*` for every user"),
    ("PERMIT", "DELETE", "delete the `permit`"),
    ("PERMIT", "CLASS", "the class of the profile"),
    ("PERMIT", "GENERIC", "`generic` after the name of the profile"),
    ("PERMIT", "VOLUME", "`volume` after the name of the profile"),
    ("PERMIT", "FROM", "`access from CLASS \"NAME\"`"),
    ("PERMIT", "FCLASS", "the class in `access from`"),
    ("PERMIT", "FGENERIC", "`generic` in `access from`"),
    ("PERMIT", "FVOLUME", "`volume` in `access from`"),
    ("PERMIT", "RESET", "delete the `permit`s of the profile"),
    ("PERMIT", "WHEN", "`when CONDITION \"VALUE\"`"),
    // Options
    ("SETROPTS", "ADDCREATOR", "`add-creator on`"),
    ("SETROPTS", "CLASSACT", "`active [CLASS, …]`"),
    ("SETROPTS", "EGN", "`enhanced-generic-naming on`"),
    ("SETROPTS", "GENCMD", "`generic-commands [CLASS, …]`"),
    ("SETROPTS", "GENERIC", "`generic [CLASS, …]`"),
    ("SETROPTS", "GENERICOWNER", "`generic-owner on`"),
    ("SETROPTS", "GENLIST", IGNORED),
    ("SETROPTS", "GLOBAL", "`global [CLASS, …]`"),
    ("SETROPTS", "GRPLIST", "`list-of-groups on`"),
    ("SETROPTS", "LIST", "it lists the options and changes nothing"),
    (
        "SETROPTS",
        "LOGOPTIONS",
        "`log-always`, `log-never`, `log-successes`, `log-failures`, `log-default`, each with a list of classes",
    ),
    ("SETROPTS", "MLACTIVE", "`ml-active failures` or `warning`"),
    ("SETROPTS", "MLS", "`mls failures` or `warning`"),
    ("SETROPTS", "OPERAUDIT", "`operations-audit on`"),
    ("SETROPTS", "PREFIX", "`prefix ID`"),
    ("SETROPTS", "PROTECTALL", "`protect-all failures` or `warning`"),
    ("SETROPTS", "RACLIST", "`raclist [CLASS, …]`"),
    ("SETROPTS", "REFRESH", "implied: every change is visible immediately"),
    ("SETROPTS", "WHEN", "`program-control on`, for WHEN(PROGRAM)"),
    ("SETROPTS", "ADSP", IGNORED),
    ("SETROPTS", "RVARYPW", "never read"),
    ("SETROPTS", "*", IGNORED),
];

fn meaning(group: &str, operand: &str) -> Option<&'static str> {
    // Profiles of data sets and of general resources share most operands.
    let fallback = if group == "RDEFINE" { "ADDSD" } else { group };
    let find = |command: &str, name: &str| {
        let found = MEANINGS.iter().find(|entry| entry.0 == command && entry.1 == name);
        found.map(|entry| entry.2)
    };
    find(group, operand)
        .or_else(|| find(fallback, operand))
        .or_else(|| find("*", operand))
        .or_else(|| find(group, "*"))
}

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
        let meaning = meaning(group, &operand.name)
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
    for (command, operand, _) in MEANINGS {
        assert!(*operand == "*" || names.contains(operand), "{command} {operand}");
    }
}
