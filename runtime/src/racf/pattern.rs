//! Single qualifiers with generic characters, and the names that no trie can express.
//!
//! Most generic names are matched by [`crate::racf::search`], qualifier by qualifier, with
//! [`matches_qualifier`]. The others are *irregular*: names with RACF variables, and names with `%`
//! under the option `percent-matches-period`. They are matched as a whole by [`matches_irregular`].
//!
//! Source: Security Administrator's Guide, "When you can specify generic profile names", "How RACF
//! uses the RACFVARS member list" and "Using a RACF variable as a qualifier"; Command Language
//! Reference, "Profile names for general resources".
//!
//! INVARIANT: matching never takes more than [`STEP_LIMIT`] steps for one name, so no pattern can
//! make a decision arbitrarily slow.

use saffron_bundle::layout::meta_flag;
use saffron_bundle::run;
use saffron_bundle::vocabulary::Switch;

use crate::racf::name::Name;
use crate::tables::Tables;

/// Whether a qualifier matches a pattern of `%` and a trailing `*`: `%` stands for exactly one
/// character, the `*` for any number of them, including none. Neither reaches beyond the qualifier.
///
/// Source: Command Language Reference, "Generic profiles".
#[inline]
pub(crate) fn matches_qualifier(pattern: &[u8], qualifier: &[u8]) -> bool {
    let (pattern, open) = match pattern.split_last() {
        Some((b'*', before)) => (before, true),
        _ => (pattern, false),
    };
    if !qualifier.is_ascii() {
        return matches_characters(pattern, qualifier, open);
    }
    let long_enough =
        if open { qualifier.len() >= pattern.len() } else { qualifier.len() == pattern.len() };
    long_enough
        && pattern.iter().zip(qualifier).all(|(wanted, found)| *wanted == b'%' || wanted == found)
}

/// The same for names with characters of more than one byte, of which `%` covers one.
#[cold]
fn matches_characters(mut pattern: &[u8], mut qualifier: &[u8], open: bool) -> bool {
    while let Some((wanted, after)) = pattern.split_first() {
        let Some((found, behind)) = qualifier.split_first() else { return false };
        if *wanted != b'%' && wanted != found {
            return false;
        }
        pattern = after;
        qualifier = if *wanted == b'%' { behind_character(behind) } else { behind };
    }
    open || qualifier.is_empty()
}

/// What lies after the character whose first byte has been taken.
fn behind_character(mut rest: &[u8]) -> &[u8] {
    while let Some((0x80..=0xBF, behind)) = rest.split_first() {
        rest = behind;
    }
    rest
}

/// The values of the variables of global access checking, and the meaning of a trailing `*`.
///
/// The default is for profiles: there `&RACUID` and `&RACGPID` have no value and match nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Substitution<'s> {
    /// Whether a trailing `*` stays in its qualifier: DATASET under EGN.
    pub(crate) enhanced: bool,
    /// `&RACUID`; `None` for an undefined user, whom no such entry fits.
    pub(crate) user: Option<&'s [u8]>,
    /// `&RACGPID`.
    pub(crate) group: Option<&'s [u8]>,
}

/// Steps that the match of one irregular name may take. A pattern that needs more doesn't match.
const STEP_LIMIT: u32 = 100_000;

/// Whether a name matches a generic name with RACF variables, or with a `%` that matches periods.
///
/// A variable stands for each member of its profile in class RACFVARS. The first member that is
/// found at this place of the name is taken, and no later member is tried if the rest then doesn't
/// match; the option `racfvars-backtracking` tries them. Generic characters in a member are
/// ordinary characters. If class RACFVARS isn't active, no variable matches anything.
///
/// Whether `%` matches a period outside of DATASET is the option `percent-matches-period`.
///
/// Source: Security Administrator's Guide, "How RACF uses the RACFVARS member list" and "When you
/// can specify generic profile names".
pub(crate) fn matches_irregular(
    tables: &Tables<'_>,
    pattern: &[u8],
    name: &Name,
    substitution: &Substitution<'_>,
) -> bool {
    let mut matcher = Matcher {
        tables,
        substitution,
        percent_matches_period: tables.is_on(Switch::PercentMatchesPeriod),
        backtracking: tables.is_on(Switch::RacfvarsBacktracking),
        steps: 0,
    };
    matcher.rest(pattern, name.as_bytes())
}

/// The match of one irregular name, with the number of steps that it has taken.
struct Matcher<'m, 'b> {
    tables: &'m Tables<'b>,
    substitution: &'m Substitution<'m>,
    percent_matches_period: bool,
    backtracking: bool,
    steps: u32,
}

impl Matcher<'_, '_> {
    /// Whether the rest of the name fits the rest of the pattern. Recursion is as deep as the
    /// pattern has generic characters and variables.
    fn rest(&mut self, mut pattern: &[u8], mut name: &[u8]) -> bool {
        loop {
            self.steps += 1;
            if self.steps > STEP_LIMIT {
                return false;
            }
            match pattern.split_first() {
                None => return name.is_empty(),
                Some((b'&', _)) => return self.variable(pattern, name),
                Some((b'*', after)) => return self.star(after, name),
                // Between qualifiers `**` may be for none, and then for their period too.
                Some((b'.', after)) if after.starts_with(b"**") && name.is_empty() => {
                    return after.len() == 2;
                }
                Some((wanted, after)) => {
                    let Some((found, behind)) = name.split_first() else { return false };
                    let any = *wanted == b'%' && (self.percent_matches_period || *found != b'.');
                    if !any && wanted != found {
                        return false;
                    }
                    (pattern, name) = (after, if any { behind_character(behind) } else { behind });
                }
            }
        }
    }

    /// `*`: at the end of the pattern the rest of the name, or only the rest of the qualifier for
    /// DATASET under EGN; elsewhere the rest of the qualifier. `**` is handled by
    /// [`Self::double_star`].
    ///
    /// Source: Command Language Reference, "Generic profile rules when enhanced generic naming is
    /// active".
    fn star(&mut self, after: &[u8], name: &[u8]) -> bool {
        if let Some(after) = after.strip_prefix(b"*") {
            return self.double_star(after, name);
        }
        if after.is_empty() {
            return !self.substitution.enhanced || !name.contains(&b'.');
        }
        let end = name.iter().position(|&byte| byte == b'.').unwrap_or(name.len());
        self.rest(after, name.get(end..).unwrap_or_default())
    }

    /// `**`, a whole qualifier: nothing, or any number of whole qualifiers. At the end it covers
    /// whatever is left.
    fn double_star(&mut self, after: &[u8], name: &[u8]) -> bool {
        let Some(after) = after.strip_prefix(b".") else { return after.is_empty() };
        if self.rest(after, name) {
            return true;
        }
        let periods = (0..name.len()).filter(|&at| name.get(at) == Some(&b'.'));
        periods.into_iter().any(|at| self.rest(after, name.get(at + 1..).unwrap_or_default()))
    }

    /// A variable ends at its eighth character, at the end of the name, or at `.`, `&`, `%`, `*`.
    fn variable(&mut self, pattern: &[u8], name: &[u8]) -> bool {
        let ends = |&(at, byte): &(usize, &u8)| at > 0 && matches!(byte, b'.' | b'&' | b'%' | b'*');
        let end = pattern.iter().enumerate().take(8).find(ends);
        let end = end.map_or(pattern.len().min(8), |(at, _)| at);
        let (variable, after) = pattern.split_at_checked(end).unwrap_or((pattern, b""));
        let own = match variable {
            b"&RACUID" => Some(self.substitution.user),
            b"&RACGPID" => Some(self.substitution.group),
            _ => None,
        };
        if let Some(value) = own {
            let value = value.filter(|value| !value.is_empty());
            let behind = value.and_then(|value| name.strip_prefix(value));
            return behind.is_some_and(|behind| self.rest(after, behind));
        }
        self.members(variable, after, name)
    }

    /// The members of a variable in the order of its profile. A variable without a profile matches
    /// nothing.
    fn members(&mut self, variable: &[u8], after: &[u8], name: &[u8]) -> bool {
        if !self.tables.has(meta_flag::VARIABLES) {
            return false;
        }
        let bundle = &self.tables.bundle;
        let mut variables = bundle.variables().iter();
        let Some(row) = variables.find(|row| bundle.bytes(row.name()) == variable) else {
            return false;
        };
        for member in run(bundle.members(), row.members()) {
            let Some(behind) = name.strip_prefix(bundle.bytes(*member)) else { continue };
            let fits = self.rest(after, behind);
            if fits || !self.backtracking {
                return fits;
            }
        }
        false
    }
}
