//! What this language knows, for callers that list it: verbs, operands, and how far each may be
//! shortened.

use super::dispatch::{Action, action};
use super::spelling::{Match, resolve};
use super::table::Table;
use super::verb;
use super::{connect, data_set, group, permit, resource, setropts, user};

/// A verb that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbEntry {
    /// In full.
    pub name: &'static str,
    /// Its alias; the same as the name where it has none.
    pub alias: &'static str,
    /// What may follow.
    pub operands: Vec<OperandEntry>,
}

/// An operand, or its negative form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperandEntry {
    /// In full.
    pub name: String,
    /// As short as it may be written.
    pub shortest: String,
}

/// The verbs that are read, and their operands.
pub fn vocabulary() -> Vec<VerbEntry> {
    let read = verb::verbs().filter(|verb| matches!(action(verb), Action::Read(_)));
    read.map(|verb| VerbEntry {
        name: verb.name,
        alias: verb.alias,
        operands: operands_of(verb.name),
    })
    .collect()
}

/// The commands that are skipped, with the reason.
pub fn skipped_commands() -> Vec<(&'static str, &'static str)> {
    let reason = |action| match action {
        Action::Read(_) => None,
        Action::Skip(why) | Action::Foreign(why) => Some(why),
    };
    verb::verbs().filter_map(|verb| Some((verb.name, reason(action(verb))?))).collect()
}

fn operands_of(verb: &str) -> Vec<OperandEntry> {
    match verb {
        "PERMIT" => entries(&permit::PERMIT),
        "RDEFINE" => entries(&resource::RDEFINE),
        "RALTER" => entries(&resource::RALTER),
        "RDELETE" => entries(&resource::RDELETE),
        "ADDSD" => entries(&data_set::ADDSD),
        "ALTDSD" => entries(&data_set::ALTDSD),
        "DELDSD" => entries(&data_set::DELDSD),
        "ADDUSER" => entries(&user::ADDUSER),
        "ALTUSER" => entries(&user::ALTUSER),
        "ADDGROUP" => entries(&group::ADDGROUP),
        "ALTGROUP" => entries(&group::ALTGROUP),
        "DELUSER" | "DELGROUP" => entries(&user::DIRECTED),
        "CONNECT" => entries(&connect::CONNECT),
        "REMOVE" => entries(&connect::REMOVE),
        "SETROPTS" => entries(&setropts::SETROPTS),
        _ => Vec::new(),
    }
}

fn entries<T>(table: &'static Table<T>) -> Vec<OperandEntry> {
    let names = table.spellings().map(|(spelling, _)| spelling.full());
    names.map(|name| OperandEntry { shortest: shortest(table, &name), name }).collect()
}

/// The shortest beginning of a name that stands for it alone.
fn shortest<T>(table: &'static Table<T>, name: &str) -> String {
    let spellings = table.spellings().map(|(spelling, _)| (spelling, spelling));
    let stands = |word: &&str| match resolve(word, spellings.clone()) {
        Match::One(spelling) => spelling.full() == name,
        Match::Many(_) | Match::None => false,
    };
    (1..=name.len()).filter_map(|length| name.get(..length)).find(stands).unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::forms::Side;
    use crate::syntax::segment::{group as groups, resource as resources, user as users};
    use crate::syntax::spelling::Spelling;

    /// Every beginning of every word stands for that word, or is refused with those that it may be.
    fn check<V>(what: &str, spellings: impl Iterator<Item = (Spelling, V)> + Clone) {
        let names: Vec<String> = spellings.clone().map(|(it, _)| it.full()).collect();
        let known = spellings.map(|(it, _)| (it, it.full()));
        for name in &names {
            assert_eq!(names.iter().filter(|it| *it == name).count(), 1, "{what}: {name} twice");
            for length in 1..=name.len() {
                let word = name.get(..length).unwrap_or_default();
                let fits: Vec<String> =
                    names.iter().filter(|it| it.starts_with(word)).cloned().collect();
                let expected = match fits.as_slice() {
                    _ if names.iter().any(|it| it == word) => Match::One(word.to_owned()),
                    [one] => Match::One(one.clone()),
                    _ => Match::Many(fits),
                };
                assert_eq!(resolve(word, known.clone()), expected, "{what}: {word}");
                assert_eq!(resolve(&word.to_lowercase(), known.clone()), expected, "{what}");
            }
        }
    }

    #[test]
    fn every_abbreviation_of_every_operand() {
        check("PERMIT", permit::PERMIT.spellings());
        check("RDEFINE", resource::RDEFINE.spellings());
        check("RALTER", resource::RALTER.spellings());
        check("RDELETE", resource::RDELETE.spellings());
        check("ADDSD", data_set::ADDSD.spellings());
        check("ALTDSD", data_set::ALTDSD.spellings());
        check("DELDSD", data_set::DELDSD.spellings());
        check("ADDUSER", user::ADDUSER.spellings());
        check("ALTUSER", user::ALTUSER.spellings());
        check("ADDGROUP", group::ADDGROUP.spellings());
        check("ALTGROUP", group::ALTGROUP.spellings());
        check("CONNECT", connect::CONNECT.spellings());
        check("REMOVE", connect::REMOVE.spellings());
        check("SETROPTS", setropts::SETROPTS.spellings());
    }

    #[test]
    fn every_abbreviation_of_every_field() {
        let segments = [
            &users::CICS,
            &users::DCE,
            &users::DFP,
            &users::EIM,
            &users::KERB,
            &users::LANGUAGE,
            &users::LNOTES,
            &users::MFA,
            &users::NDS,
            &users::NETVIEW,
            &users::OMVS,
            &users::OPERPARM,
            &users::OVM,
            &users::PROXY,
            &users::TSO,
            &users::WORKATTR,
            &groups::OMVS,
            &groups::OVM,
            &groups::TME,
            &resources::CDTINFO,
            &resources::CFDEF,
            &resources::DFP,
            &resources::DLFDATA,
            &resources::EIM,
            &resources::ICSF,
            &resources::ICTX,
            &resources::IDTPARMS,
            &resources::JES,
            &resources::KERB,
            &resources::MFA,
            &resources::MFPOLICY,
            &resources::SESSION,
            &resources::SIGVER,
            &resources::SSIGNON,
            &resources::STDATA,
            &resources::SVFMR,
            &resources::TME,
        ];
        for segment in segments {
            check(segment.name, segment.spellings(Side::Define));
            check(segment.name, segment.spellings(Side::Alter));
        }
    }

    #[test]
    fn every_verb_that_is_read_has_its_table() {
        for verb in vocabulary() {
            assert!(!verb.operands.is_empty(), "{}", verb.name);
        }
    }
}
