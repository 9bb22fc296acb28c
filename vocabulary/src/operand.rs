//! The operands of RACF commands, and what each of them is in a policy. Messages to people who know
//! RACF, and the reference of the commands, read it.

const IGNORED: &str = "not part of a policy: it affects no decision";
const NOT_MODELLED: &str = "not modelled: ";
const ROUTING: &str = "not part of a policy: it sends the command to another system";
const SEGMENT: &str = "a segment of a resource profile is not part of a policy";

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
    ("SETROPTS", "TERMINAL", "`undefined-terminals off`, for TERMINAL(NONE)"),
    ("SETROPTS", "WHEN", "`program-control on`, for WHEN(PROGRAM)"),
    ("SETROPTS", "ADSP", IGNORED),
    (
        "SETROPTS",
        "COMPATMODE",
        "not modelled: a request doesn't say how the ACEE was made; labels are checked as without it",
    ),
    ("SETROPTS", "INACTIVE", "not modelled: no user is revoked for inactivity"),
    ("SETROPTS", "RVARYPW", "never read"),
    ("SETROPTS", "SECLABELAUDIT", "not modelled: it affects no access, only what is logged"),
    (
        "SETROPTS",
        "SECLBYSYSTEM",
        "not modelled: a policy doesn't say on which systems a label is active; it is on all",
    ),
    ("SETROPTS", "SECLEVELAUDIT", "not modelled: it affects no access, only what is logged"),
    (
        "SETROPTS",
        "TAPEDSN",
        "not modelled: a request doesn't say what is on tape; it is answered as on disk, as with TAPEDSN",
    ),
    ("SETROPTS", "*", IGNORED),
];

/// Fields of segments that people look for among the operands of the command.
const FIELDS: &[(&str, &str, &str)] = &[
    ("ADDUSER", "UID", "`omvs { uid NUMBER }`"),
    ("ADDUSER", "HOME", "`omvs { home \"PATH\" }`"),
    ("ADDUSER", "PROGRAM", "`omvs { program \"PATH\" }`"),
    ("ADDGROUP", "GID", "`omvs { gid NUMBER }`"),
];

/// What an operand is in a policy, as in "`default-group GROUP`" for DFLTGRP of ADDUSER. Commands
/// with the same operands are known by the first of them: ADDUSER, ADDGROUP, CONNECT, ADDSD,
/// RDEFINE, PERMIT, SETROPTS, REMOVE, DELUSER.
pub fn in_policy(command: &str, operand: &str) -> Option<&'static str> {
    // Profiles of data sets and of general resources share most operands.
    let fallback = if command == "RDEFINE" { "ADDSD" } else { command };
    let find = |command: &str, name: &str| {
        let mut known = MEANINGS.iter().chain(FIELDS);
        known.find(|entry| entry.0 == command && entry.1 == name).map(|entry| entry.2)
    };
    find(command, operand)
        .or_else(|| find(fallback, operand))
        .or_else(|| find("*", operand))
        .or_else(|| find(command, "*"))
}

/// What Saffron does instead, for an operand on which decisions of RACF depend and which it doesn't model.
pub fn not_modelled(command: &str, operand: &str) -> Option<&'static str> {
    in_policy(command, operand)?.strip_prefix(NOT_MODELLED)
}

/// Each command and operand with a meaning; `*` stands for all of them.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    MEANINGS.iter().map(|entry| (entry.0, entry.1))
}

/// What a word is in a policy that may be the name of an operand, in any case and with or without
/// NO in front. None where the word is no operand of the command.
pub fn of_word(command: &str, word: &str) -> Option<&'static str> {
    let word = word.to_ascii_uppercase().replace('-', "");
    let found = |name: &str| {
        let is_listed = MEANINGS
            .iter()
            .chain(FIELDS)
            .any(|entry| entry.1 == name && name != "*" && is_for(entry.0, command));
        is_listed.then(|| in_policy(command, name)).flatten()
    };
    found(&word).or_else(|| found(word.strip_prefix("NO")?))
}

fn is_for(entry: &str, command: &str) -> bool {
    entry == command || entry == "*" || entry == "ADDSD" && command == "RDEFINE"
}
