//! Verbs: which commands there are, and who reads each.

use crate::command::CommandKind;

use super::reading::Reading;
use super::tree::Tree;
use super::{connect, data_set, group, permit, resource, setropts, user};

/// Reads a command of one verb; `None` after a mistake.
type Reader = for<'t> fn(&mut Reading<'t>, &Tree<'t>) -> Option<CommandKind>;

/// What becomes of a command with a verb.
#[derive(Clone, Copy)]
pub(super) enum Action {
    /// It is read.
    Read(Reader),
    /// A command of RACF that is passed over.
    PassOver(&'static str),
    /// A command of TSO, whose operands are none of our business.
    Foreign(&'static str),
}

/// A verb.
pub(super) struct Verb {
    /// In full.
    pub(super) name: &'static str,
    /// As it may be written too; the name again where there is no alias.
    pub(super) alias: &'static str,
    pub(super) action: Action,
}

const fn read(name: &'static str, alias: &'static str, read: Reader) -> Verb {
    Verb { name, alias, action: Action::Read(read) }
}

const fn pass_over(name: &'static str, alias: &'static str, why: &'static str) -> Verb {
    Verb { name, alias, action: Action::PassOver(why) }
}

const fn foreign(name: &'static str, alias: &'static str) -> Verb {
    Verb { name, alias, action: Action::Foreign("a command of TSO; it changes nothing in RACF") }
}

const LISTS: &str = "it lists, and changes nothing";
const CERTIFICATES: &str = "certificates and key rings are not part of a policy";
const CREDENTIALS: &str = "passwords are not part of a policy";
const OPERATIONS: &str = "it operates RACF, and changes no profile";

/// Commands of RACF and their aliases (`RACF Command Language Reference`), and those of TSO that
/// stand between them.
pub(super) const VERBS: &[Verb] = &[
    read("PERMIT", "PE", permit::permit),
    read("RDEFINE", "RDEF", resource::define),
    read("SETROPTS", "SETR", setropts::set_options),
    read("ADDUSER", "AU", user::add),
    read("ALTUSER", "ALU", user::alter),
    read("DELUSER", "DU", user::delete),
    read("ADDGROUP", "AG", group::add),
    read("ALTGROUP", "ALG", group::alter),
    read("DELGROUP", "DG", group::delete),
    read("CONNECT", "CO", connect::connect),
    read("REMOVE", "RE", connect::remove),
    read("RALTER", "RALT", resource::alter),
    read("RDELETE", "RDEL", resource::delete),
    read("ADDSD", "AD", data_set::add),
    read("ALTDSD", "ALD", data_set::alter),
    read("DELDSD", "DD", data_set::delete),
    pass_over("RLIST", "RL", LISTS),
    pass_over("LISTUSER", "LU", LISTS),
    pass_over("LISTGRP", "LG", LISTS),
    pass_over("LISTDSD", "LD", LISTS),
    pass_over("SEARCH", "SR", LISTS),
    pass_over("DISPLAY", "DISPLAY", LISTS),
    pass_over("RACDCERT", "RACDCERT", CERTIFICATES),
    pass_over("RACMAP", "RACMAP", "identity filters are not part of a policy"),
    pass_over("RACLINK", "RACLINK", "associations of users are not part of a policy"),
    pass_over("RACPRIV", "RACPRIV", OPERATIONS),
    pass_over("RACPRMCK", "RACPRMCK", OPERATIONS),
    pass_over("RVARY", "RVARY", OPERATIONS),
    pass_over("BLKUPD", "BLKUPD", OPERATIONS),
    pass_over("IRRDPI00", "IRRDPI00", OPERATIONS),
    pass_over("RACFRW", "RACFRW", LISTS),
    pass_over("RESTART", "RESTART", OPERATIONS),
    pass_over("SET", "SET", OPERATIONS),
    pass_over("SIGNOFF", "SIGNOFF", OPERATIONS),
    pass_over("STOP", "STOP", OPERATIONS),
    pass_over("TARGET", "TARGET", OPERATIONS),
    pass_over("PASSWORD", "PW", CREDENTIALS),
    pass_over("PHRASE", "PHRASE", CREDENTIALS),
    foreign("ALLOCATE", "ALLOC"),
    foreign("ALTLIB", "ALTLIB"),
    foreign("ATTRIB", "ATTR"),
    foreign("CALL", "CALL"),
    foreign("CANCEL", "CANCEL"),
    foreign("DEFINE", "DEF"),
    foreign("DELETE", "DEL"),
    foreign("END", "END"),
    foreign("EXEC", "EX"),
    foreign("EXECUTIL", "EXECUTIL"),
    foreign("EXIT", "EXIT"),
    foreign("FREE", "FREE"),
    foreign("HELP", "H"),
    foreign("ISPEXEC", "ISPEXEC"),
    foreign("ISPSTART", "ISPSTART"),
    foreign("LISTALC", "LISTA"),
    foreign("LISTBC", "LISTB"),
    foreign("LISTCAT", "LISTC"),
    foreign("LISTDS", "LISTD"),
    foreign("LOGOFF", "LOGOFF"),
    foreign("LOGON", "LOGON"),
    foreign("BPXBATCH", "BPXBATCH"),
    foreign("MKDIR", "MKDIR"),
    foreign("MOUNT", "MOUNT"),
    foreign("OGET", "OGET"),
    foreign("OMVS", "OMVS"),
    foreign("OPUT", "OPUT"),
    foreign("OPUTX", "OPUTX"),
    foreign("OSHELL", "OSHELL"),
    foreign("OUTPUT", "OUT"),
    foreign("PRINTDS", "PR"),
    foreign("PROFILE", "PROF"),
    foreign("RECEIVE", "RECEIVE"),
    foreign("RENAME", "REN"),
    foreign("SEND", "SE"),
    foreign("STATUS", "ST"),
    foreign("SUBMIT", "SUB"),
    foreign("TERMINAL", "TERM"),
    foreign("TIME", "TIME"),
    foreign("TRANSMIT", "XMIT"),
    foreign("TSOEXEC", "TSOEXEC"),
    foreign("TSOLIB", "TSOLIB"),
    foreign("WRITE", "WRITE"),
    foreign("WRITENR", "WRITENR"),
];

/// The verb that a word is, in full or by its alias. Verbs have no other abbreviation.
pub(super) fn find(word: &str) -> Option<&'static Verb> {
    VERBS
        .iter()
        .find(|verb| verb.name.eq_ignore_ascii_case(word) || verb.alias.eq_ignore_ascii_case(word))
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
    find(word).is_some_and(|verb| !matches!(verb.action, Action::Foreign(_)))
}
