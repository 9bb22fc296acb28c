//! The verbs of commands: RACF's, those of TSO that are often found next to them, and those of other
//! security managers.
//!
//! Source: `z/OS Security Server RACF Command Language Reference`, "RACF command names"; `TSO/E
//! Command Reference` for the others. RACF's verbs can be abbreviated to their alias and in no other
//! way.

use std::sync::LazyLock;

/// What a command with a verb does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerbKind {
    /// Defines, changes or deletes profiles, or sets options: the commands that make a policy.
    Definition,
    /// Lists, and changes nothing.
    Listing,
    /// Is about digital certificates and key rings.
    Certificate,
    /// Is about identity filters.
    IdentityFilter,
    /// Is about associations between users of several nodes.
    Association,
    /// Changes passwords or phrases only.
    Credential,
    /// Operates RACF, and changes no profile.
    Operation,
    /// An operator command of RACF whose verb is also a command of TSO or an ordinary word.
    Operator,
    /// A command of TSO/E, or of what runs under it.
    Tso,
    /// A command of the security manager of this name.
    Foreign(&'static str),
}

/// A verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verb {
    /// The verb in full.
    pub name: &'static str,
    /// Its alias; the name again where it has none.
    pub alias: &'static str,
    /// What commands with this verb do.
    pub kind: VerbKind,
    /// Whether a command can do without an operand in parentheses.
    plain: bool,
}

const fn verb(name: &'static str, alias: &'static str, kind: VerbKind) -> Verb {
    Verb { name, alias, kind, plain: false }
}

const fn plain(name: &'static str, alias: &'static str, kind: VerbKind) -> Verb {
    Verb { name, alias, kind, plain: true }
}

const fn tso(name: &'static str) -> Verb {
    verb(name, name, VerbKind::Tso)
}

/// Every verb that is known, RACF's first.
pub const VERBS: &[Verb] = &[
    verb("PERMIT", "PE", VerbKind::Definition),
    verb("RDEFINE", "RDEF", VerbKind::Definition),
    plain("SETROPTS", "SETR", VerbKind::Definition),
    verb("ADDUSER", "AU", VerbKind::Definition),
    verb("ALTUSER", "ALU", VerbKind::Definition),
    plain("DELUSER", "DU", VerbKind::Definition),
    verb("ADDGROUP", "AG", VerbKind::Definition),
    verb("ALTGROUP", "ALG", VerbKind::Definition),
    plain("DELGROUP", "DG", VerbKind::Definition),
    verb("CONNECT", "CO", VerbKind::Definition),
    verb("REMOVE", "RE", VerbKind::Definition),
    verb("RALTER", "RALT", VerbKind::Definition),
    plain("RDELETE", "RDEL", VerbKind::Definition),
    verb("ADDSD", "AD", VerbKind::Definition),
    verb("ALTDSD", "ALD", VerbKind::Definition),
    plain("DELDSD", "DD", VerbKind::Definition),
    plain("RLIST", "RL", VerbKind::Listing),
    plain("LISTUSER", "LU", VerbKind::Listing),
    plain("LISTGRP", "LG", VerbKind::Listing),
    plain("LISTDSD", "LD", VerbKind::Listing),
    plain("SEARCH", "SR", VerbKind::Listing),
    verb("RACFRW", "RACFRW", VerbKind::Listing),
    verb("RACDCERT", "RACDCERT", VerbKind::Certificate),
    verb("RACMAP", "RACMAP", VerbKind::IdentityFilter),
    verb("RACLINK", "RACLINK", VerbKind::Association),
    verb("RACPRIV", "RACPRIV", VerbKind::Operation),
    verb("RACPRMCK", "RACPRMCK", VerbKind::Operation),
    verb("RVARY", "RVARY", VerbKind::Operation),
    verb("BLKUPD", "BLKUPD", VerbKind::Operation),
    verb("IRRDPI00", "IRRDPI00", VerbKind::Operation),
    verb("PASSWORD", "PW", VerbKind::Credential),
    verb("PHRASE", "PHRASE", VerbKind::Credential),
    verb("DISPLAY", "DISPLAY", VerbKind::Operator),
    verb("RESTART", "RESTART", VerbKind::Operator),
    verb("SET", "SET", VerbKind::Operator),
    verb("SIGNOFF", "SIGNOFF", VerbKind::Operator),
    verb("STOP", "STOP", VerbKind::Operator),
    verb("TARGET", "TARGET", VerbKind::Operator),
    verb("ALLOCATE", "ALLOC", VerbKind::Tso),
    tso("ALTLIB"),
    verb("ATTRIB", "ATTR", VerbKind::Tso),
    tso("ATTN"),
    tso("BPXBATCH"),
    tso("CALL"),
    tso("CANCEL"),
    tso("CONSOLE"),
    tso("CONSPROF"),
    tso("CONTROL"),
    verb("DEFINE", "DEF", VerbKind::Tso),
    verb("DELETE", "DEL", VerbKind::Tso),
    tso("DELSTACK"),
    tso("DROPBUF"),
    tso("END"),
    verb("EXEC", "EX", VerbKind::Tso),
    tso("EXECIO"),
    tso("EXECUTIL"),
    tso("EXIT"),
    tso("FREE"),
    tso("HALTER"),
    tso("HDELETE"),
    verb("HELP", "H", VerbKind::Tso),
    tso("HLIST"),
    tso("HMIGRATE"),
    tso("HRECALL"),
    tso("HSEND"),
    tso("IDCAMS"),
    tso("ISPEXEC"),
    tso("ISPF"),
    tso("ISPSTART"),
    tso("ISREDIT"),
    verb("LISTALC", "LISTA", VerbKind::Tso),
    verb("LISTBC", "LISTB", VerbKind::Tso),
    verb("LISTCAT", "LISTC", VerbKind::Tso),
    verb("LISTDS", "LISTD", VerbKind::Tso),
    tso("LOGOFF"),
    tso("LOGON"),
    tso("MAKEBUF"),
    tso("MKDIR"),
    tso("MOUNT"),
    tso("NEWSTACK"),
    tso("OBROWSE"),
    tso("OCOPY"),
    tso("OEDIT"),
    tso("OGET"),
    tso("OGETX"),
    tso("OMVS"),
    tso("OPUT"),
    tso("OPUTX"),
    tso("OSHELL"),
    verb("OUTPUT", "OUT", VerbKind::Tso),
    tso("PRINT"),
    verb("PRINTDS", "PR", VerbKind::Tso),
    verb("PROFILE", "PROF", VerbKind::Tso),
    tso("QBUF"),
    tso("RECEIVE"),
    verb("RENAME", "REN", VerbKind::Tso),
    tso("REPRO"),
    tso("RUN"),
    tso("SDSF"),
    verb("SEND", "SE", VerbKind::Tso),
    verb("STATUS", "ST", VerbKind::Tso),
    tso("SUBCOM"),
    verb("SUBMIT", "SUB", VerbKind::Tso),
    verb("TERMINAL", "TERM", VerbKind::Tso),
    tso("TIME"),
    verb("TRANSMIT", "XMIT", VerbKind::Tso),
    tso("TSOEXEC"),
    tso("TSOLIB"),
    tso("UNMOUNT"),
    tso("VERIFY"),
    tso("WHEN"),
    tso("WRITE"),
    tso("WRITENR"),
    verb("ACF", "ACF", VerbKind::Foreign("ACF2")),
    verb("ACFCOMP", "ACFCOMP", VerbKind::Foreign("ACF2")),
    verb("ACFNRULE", "ACFNRULE", VerbKind::Foreign("ACF2")),
    verb("CHANGE", "CHANGE", VerbKind::Foreign("ACF2")),
    verb("COMPILE", "COMPILE", VerbKind::Foreign("ACF2")),
    verb("DECOMP", "DECOMP", VerbKind::Foreign("ACF2")),
    verb("INSERT", "INSERT", VerbKind::Foreign("ACF2")),
    verb("RECKEY", "RECKEY", VerbKind::Foreign("ACF2")),
    verb("STORE", "STORE", VerbKind::Foreign("ACF2")),
    verb("TSS", "TSS", VerbKind::Foreign("Top Secret")),
];

/// Verbs of RACF, written in full, that are words or commands elsewhere too.
const ORDINARY: [&str; 6] = ["BLKUPD", "CONNECT", "PASSWORD", "PHRASE", "REMOVE", "SEARCH"];

/// Aliases of up to so many letters are words elsewhere too.
const SHORT_ALIAS: usize = 3;

/// No verb is longer.
const LONGEST: usize = 9;

impl Verb {
    /// Whether RACF itself reads commands with this verb where TSO commands are expected.
    pub fn is_racf(self) -> bool {
        !matches!(self.kind, VerbKind::Operator | VerbKind::Tso | VerbKind::Foreign(_))
    }
}

/// The verb of this name or alias, in any case of letters.
pub fn find(word: &str) -> Option<&'static Verb> {
    static SPELLINGS: LazyLock<Vec<(&'static str, &'static Verb)>> = LazyLock::new(|| {
        let both = VERBS.iter().flat_map(|verb| [(verb.name, verb), (verb.alias, verb)]);
        let mut all: Vec<_> = both.collect();
        all.sort_unstable_by_key(|&(spelling, _)| spelling);
        all.dedup_by_key(|&mut (spelling, _)| spelling);
        all
    });
    let mut folded = [0; LONGEST];
    let folded = folded.get_mut(..word.len())?;
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_uppercase();
    let at = SPELLINGS.binary_search_by(|&(spelling, _)| spelling.as_bytes().cmp(folded)).ok()?;
    SPELLINGS.get(at).map(|&(_, verb)| verb)
}

/// Whether a spelling of a verb of RACF is also an ordinary word or another command, so that only
/// operands show which is meant: `CONNECT`, `DD`, `RE`.
pub fn is_ordinary(spelling: &str) -> bool {
    let Some(verb) = find(spelling).filter(|verb| verb.is_racf()) else { return false };
    ORDINARY.contains(&verb.name) || spelling.len() <= SHORT_ALIAS
}

/// Whether a command that begins with this spelling can do without an operand in parentheses.
/// `DD` can't: it is a statement of JCL.
pub fn is_complete_alone(spelling: &str) -> bool {
    find(spelling).is_some_and(|verb| verb.plain) && !spelling.eq_ignore_ascii_case("DD")
}

/// Every spelling of a verb of RACF that means nothing else.
pub fn unmistakable() -> impl Iterator<Item = &'static str> {
    let racf = VERBS.iter().filter(|verb| verb.is_racf());
    racf.flat_map(|verb| {
        let alias = (verb.alias != verb.name).then_some(verb.alias);
        std::iter::once(verb.name).chain(alias)
    })
    .filter(|spelling| !is_ordinary(spelling))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_belongs_to_one_verb() {
        let mut spellings: Vec<&str> = VERBS
            .iter()
            .flat_map(|verb| [Some(verb.name), (verb.alias != verb.name).then_some(verb.alias)])
            .flatten()
            .collect();
        let all = spellings.len();
        spellings.sort_unstable();
        spellings.dedup();
        assert_eq!(spellings.len(), all);
        assert!(spellings.iter().all(|spelling| spelling.len() <= LONGEST));
    }

    #[test]
    fn verbs_are_found_in_any_case() {
        assert_eq!(find("permit").map(|verb| verb.alias), Some("PE"));
        assert_eq!(find("Pe").map(|verb| verb.name), Some("PERMIT"));
        assert!(find("").is_none() && find("PERMITTED ONES").is_none() && find("é").is_none());
    }

    #[test]
    fn ordinary_words_need_operands() {
        assert!(is_ordinary("connect") && is_ordinary("DD") && is_ordinary("SEARCH"));
        assert!(!is_ordinary("RDEF") && !is_ordinary("PERMIT") && !is_ordinary("ALLOC"));
        assert!(is_complete_alone("SETR") && !is_complete_alone("DD"));
        assert!(unmistakable().any(|spelling| spelling == "RALT"));
        assert!(unmistakable().all(|spelling| spelling != "AU" && spelling != "STOP"));
    }
}
