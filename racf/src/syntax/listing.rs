//! What this language knows, for callers that list it: verbs, operands, and how far each may be
//! shortened.

use super::dispatch::{Action, action};
use super::exposed::of_field;
use super::forms::Side;
use super::shows::Shows;
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

/// A place for a value: an operand, or a field or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueEntry {
    /// The verb in full.
    pub verb: &'static str,
    /// The operand in full, and those inside it: `SSIGNON`, `KEYMASKED`.
    pub path: Vec<&'static str>,
    /// Whether a well-formed value there is known to be harmless, so that it may be shown.
    pub harmless: bool,
}

/// Every place for a value of the verbs that are read.
pub fn values() -> Vec<ValueEntry> {
    let mut all = Vec::new();
    for verb in verb::verbs() {
        let mut of_verb = Vec::new();
        shows_of(verb.name, &mut |name, shows, side| places(vec![name], shows, side, &mut of_verb));
        let entry = |(path, harmless)| ValueEntry { verb: verb.name, path, harmless };
        all.extend(of_verb.into_iter().map(entry));
    }
    all
}

type Place = (Vec<&'static str>, bool);

/// The places for values below an operand. Tables are nested only a few levels deep.
fn places(path: Vec<&'static str>, shows: Shows, side: Side, to: &mut Vec<Place>) {
    let below = |name: &'static str| path.iter().copied().chain([name]).collect::<Vec<_>>();
    match shows {
        Shows::Parts(parts) => {
            for &(name, shows) in parts {
                places(below(name), shows, side, to);
            }
        }
        Shows::Fields(segment) => {
            let plain = segment.spellings(side).filter(|(spelling, _)| !spelling.negated);
            plain.for_each(|(_, field)| places(below(field.name), of_field(field), side, to));
        }
        Shows::Words | Shows::Names | Shows::Numbers => return to.push((path, true)),
        Shows::Nothing | Shows::Text | Shows::Secret => {}
    }
    to.push((path, false));
}

fn shows_of(verb: &str, each: &mut dyn FnMut(&'static str, Shows, Side)) {
    fn of<T>(table: &'static Table<T>, each: &mut dyn FnMut(&'static str, Shows, Side)) {
        let plain = table.spellings().filter(|(spelling, _)| !spelling.negated);
        plain.for_each(|(_, (row, _))| each(row.name, row.shows, table.side));
    }
    match verb {
        "PERMIT" => of(&permit::PERMIT, each),
        "RDEFINE" => of(&resource::RDEFINE, each),
        "RALTER" => of(&resource::RALTER, each),
        "RDELETE" => of(&resource::RDELETE, each),
        "ADDSD" => of(&data_set::ADDSD, each),
        "ALTDSD" => of(&data_set::ALTDSD, each),
        "DELDSD" => of(&data_set::DELDSD, each),
        "ADDUSER" => of(&user::ADDUSER, each),
        "ALTUSER" => of(&user::ALTUSER, each),
        "ADDGROUP" => of(&group::ADDGROUP, each),
        "ALTGROUP" => of(&group::ALTGROUP, each),
        "DELUSER" | "DELGROUP" => of(&user::DIRECTED, each),
        "CONNECT" => of(&connect::CONNECT, each),
        "REMOVE" => of(&connect::REMOVE, each),
        "SETROPTS" => of(&setropts::SETROPTS, each),
        _ => {}
    }
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
