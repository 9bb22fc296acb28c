//! Verbs: which commands there are.

use saffron_vocabulary::verb::{self, VERBS, Verb, VerbKind};

/// The verbs that commands of RACF and TSO can have, in full.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    verbs().map(|verb| verb.name)
}

/// The verbs that commands of RACF and TSO can have.
pub(super) fn verbs() -> impl Iterator<Item = &'static Verb> {
    VERBS.iter().filter(|verb| !matches!(verb.kind, VerbKind::Foreign(_)))
}

/// The verb that a word is, in full or by its alias. Commands of other security managers aren't
/// among them: those are diagnosed as such.
pub(super) fn find(word: &str) -> Option<&'static Verb> {
    verb::find(word).filter(|verb| !matches!(verb.kind, VerbKind::Foreign(_)))
}

/// The command that alters what this one defines, or the other way round.
pub(super) fn counterpart(verb: &str) -> &'static str {
    match verb {
        "ADDUSER" => "ALTUSER",
        "ALTUSER" => "ADDUSER",
        "ADDGROUP" => "ALTGROUP",
        "ALTGROUP" => "ADDGROUP",
        "RDEFINE" => "RALTER",
        "RALTER" => "RDEFINE",
        "ADDSD" => "ALTDSD",
        _ => "ADDSD",
    }
}

/// Whether a word begins a command of RACF.
pub(super) fn is_command(word: &str) -> bool {
    find(word).is_some_and(|verb| verb.kind != VerbKind::Tso)
}
