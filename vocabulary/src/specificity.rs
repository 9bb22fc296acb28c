//! Generic names: their canonical form and the order in which RACF searches them.
//!
//! Source of the order: Security Administrator's Guide, "Generic profile checking of general
//! resources", and the General User's Guide on choosing between profiles: names are compared from
//! the left, and at the first difference an ordinary character comes before a generic one. The
//! codes below reproduce every order shown there; RACF's own are not published.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::ebcdic;
use crate::racf::{Switch, Switches};

/// How a trailing `*` reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// DATASET under EGN: a trailing `*` stays in its qualifier.
    Enhanced,
    /// DATASET under NOEGN, and every general resource class: a trailing `*` reaches to the end of
    /// the name.
    Plain,
}

/// Whether a profile of this name is generic by its spelling. `&` begins a RACF variable only in
/// general resource classes.
pub fn has_generic_characters(name: &str, variables: bool) -> bool {
    name.contains(['*', '%']) || (variables && name.contains('&'))
}

/// The one form in which a `*` never reaches past its qualifier: what trails further is written
/// `.**`, so that both namings match by one rule.
pub fn canonical(name: &str, naming: Naming) -> Cow<'_, str> {
    if naming == Naming::Plain && trails(name) {
        Cow::Owned(format!("{name}.**"))
    } else {
        Cow::Borrowed(name)
    }
}

/// Whether a name ends with a `*` that is not a qualifier `**`.
fn trails(name: &str) -> bool {
    name.ends_with('*') && name != "**" && !name.ends_with(".**")
}

/// Whether a generic name can't be matched qualifier by qualifier: a RACF variable may stand for more
/// than one qualifier, and so may `%` where it matches a period, which it never does in DATASET. In
/// DATASET only the variables of global access checking are variables.
pub fn is_irregular(name: &str, is_dataset: bool, percent_matches_period: bool) -> bool {
    let variable = name.contains('&') && (!is_dataset || name.contains("&RAC"));
    variable || !is_dataset && percent_matches_period && name.contains('%')
}

/// After every ordinary character, in this order.
const VARIABLE: u32 = u32::MAX - 5;
const PERCENT: u32 = u32::MAX - 4;
const STAR: u32 = u32::MAX - 3;
const DOUBLE_STAR_INSIDE: u32 = u32::MAX - 2;
const DOUBLE_STAR_END: u32 = u32::MAX - 1;

/// Which of two names is searched first that differ in an ordinary character where one of them
/// would have to be generic to be the less specific: `A.**.B` and `A.**.C.B`, say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The first in EBCDIC order.
    Ascending,
    /// The last in EBCDIC order.
    Descending,
}

impl Ties {
    /// As the policy's option says.
    pub fn of(switches: Switches) -> Self {
        let ascending = switches.is_on(Switch::EqualSpecificityAscending);
        if ascending { Self::Ascending } else { Self::Descending }
    }
}

/// Compares two canonical generic names of one class: the lesser is the more specific and is
/// searched first. A name or qualifier that ends comes before one that goes on.
pub fn compare(a: &str, b: &str, ties: Ties) -> Ordering {
    in_order(codes(a, false), codes(b, false), ties)
}

/// Compares two generic names by their canonical forms, which are not made.
pub fn compare_as(a: &str, b: &str, naming: Naming, ties: Ties) -> Ordering {
    let trails = |name: &str| naming == Naming::Plain && trails(name);
    in_order(codes(a, trails(a)), codes(b, trails(b)), ties)
}

fn in_order(
    mut a: impl Iterator<Item = u32>,
    mut b: impl Iterator<Item = u32>,
    ties: Ties,
) -> Ordering {
    let period = ebcdic::collation('.');
    let is_ordinary = |code: u32| code < VARIABLE && code != period;
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => {
                let plain = is_ordinary(a) && is_ordinary(b);
                return if plain && ties == Ties::Descending { b.cmp(&a) } else { a.cmp(&b) };
            }
            (one, other) => return one.cmp(&other),
        }
    }
}

/// The codes of a name; `trails` adds those of `.**`.
fn codes(name: &str, trails: bool) -> impl Iterator<Item = u32> + '_ {
    let mut rest = name;
    let end = trails.then_some([ebcdic::collation('.'), DOUBLE_STAR_END]);
    let own = std::iter::from_fn(move || {
        if let Some(after) = rest.strip_prefix("**") {
            rest = after;
            let ends = after.is_empty() && !trails;
            return Some(if ends { DOUBLE_STAR_END } else { DOUBLE_STAR_INSIDE });
        }
        let mut characters = rest.chars();
        let first = characters.next()?;
        rest = characters.as_str();
        Some(match first {
            '&' => VARIABLE,
            '%' => PERCENT,
            '*' => STAR,
            other => ebcdic::collation(other),
        })
    });
    own.chain(end.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_order(names: &[&str], naming: Naming) {
        let mut sorted = names.to_vec();
        sorted.reverse();
        sorted
            .sort_by(|a, b| compare(&canonical(a, naming), &canonical(b, naming), Ties::Ascending));
        assert_eq!(sorted, names);
        sorted.reverse();
        sorted.sort_by(|a, b| compare_as(a, b, naming, Ties::Ascending));
        assert_eq!(sorted, names);
    }

    #[test]
    fn data_set_profiles_under_enhanced_naming() {
        assert_order(
            &[
                "AB.CD",
                "AB.CD.*",
                "AB.CD.*.**",
                "AB.CD.**",
                "AB.CD*",
                "AB.CD*.**",
                "AB.C%.EF",
                "AB.C*.EF",
                "AB.*",
                "AB.*.EF",
                "AB.*.**",
                "AB.**.EF",
                "AB.**",
            ],
            Naming::Enhanced,
        );
    }

    #[test]
    fn general_resources() {
        assert_order(
            &[
                "COPY.PAPER.%",
                "COPY.PAPER.*",
                "COPY.PAPER.**",
                "COPY.PAPER%",
                "COPY.PAPER*",
                "COPY.PAPE%",
                "COPY.PAP*",
                "COPY.PRINT.*",
                "COPY.&X",
                "COPY.%APER",
                "COPY.*",
                "COPY.**",
                "COPY*",
                "%OPY.WEB.*",
                "*.WEB.**",
                "*",
                "**.FINAL",
                "**",
            ],
            Naming::Plain,
        );
    }

    #[test]
    fn position_decides_not_how_much_is_covered() {
        assert_order(
            &["SYS1.PARM*", "SYS1.P*", "SYS1.%ARMLIB", "SYS1.*", "SYS1.**"],
            Naming::Enhanced,
        );
    }

    #[test]
    fn only_ordinary_characters_are_ties() {
        let order = |a, b| compare(a, b, Ties::Descending);
        assert_eq!(order("A.**.B", "A.**.C.B"), Ordering::Greater);
        assert_eq!(order("A.B", "A.B.**"), Ordering::Less);
        assert_eq!(order("A.B.**", "A.BC*"), Ordering::Less);
        assert_eq!(order("A.B*", "A.%*"), Ordering::Less);
    }
}
