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
//! INVARIANT: a match is exact and takes time in proportion to the length of the pattern, since it
//! keeps the set of all places in the name that it may have reached. No pattern makes it slow, and
//! none makes it give up.

use saffron_bundle::layout::{VariableRow, meta_flag};
use saffron_bundle::run;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::racf::Switch;

use crate::racf::name::{MAX_NAME, Name};
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

/// What is after the character whose first byte has been taken.
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
    /// `&RACUID`; `None` for an undefined user, for which no such entry matches.
    pub(crate) user: Option<&'s [u8]>,
    /// `&RACGPID`.
    pub(crate) group: Option<&'s [u8]>,
}

/// A set of positions in a name: bit `p` for the place before byte `p`, up to the end of the name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Positions([u64; WORDS]);

const WORDS: usize = (MAX_NAME + 1) / 64;

impl Positions {
    fn of(position: usize) -> Self {
        let mut set = Self::default();
        set.insert(position);
        set
    }

    fn insert(&mut self, position: usize) {
        if let Some(word) = self.0.get_mut(position / 64) {
            *word |= 1 << (position % 64);
        }
    }

    fn contains(&self, position: usize) -> bool {
        self.0.get(position / 64).is_some_and(|word| word >> (position % 64) & 1 != 0)
    }

    fn is_empty(&self) -> bool {
        self.0 == [0; WORDS]
    }

    /// The first position.
    fn first(&self) -> Option<usize> {
        self.iter().next()
    }

    fn iter(self) -> impl Iterator<Item = usize> {
        let mut words = self.0;
        (0..WORDS).flat_map(move |at| {
            let mut word = words.get_mut(at).map(std::mem::take).unwrap_or_default();
            std::iter::from_fn(move || {
                let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
                word &= word - 1;
                Some(at * 64 + bit)
            })
        })
    }

    fn and(self, other: &Self) -> Self {
        let mut words = self.0;
        words.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
        Self(words)
    }

    fn or(self, other: &Self) -> Self {
        let mut words = self.0;
        words.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
        Self(words)
    }

    fn without(self, other: &Self) -> Self {
        let mut words = self.0;
        words.iter_mut().zip(other.0).for_each(|(word, other)| *word &= !other);
        Self(words)
    }

    /// Each position one byte further.
    fn next(self) -> Self {
        let mut carry = 0;
        Self(self.0.map(|word| {
            let moved = word << 1 | carry;
            carry = word >> 63;
            moved
        }))
    }

    /// Each position some bytes back; what would be before the name is left out.
    fn back(self, bytes: usize) -> Self {
        let (words, bits) = (bytes / 64, bytes % 64);
        let word = |at: usize| self.0.get(at).copied().unwrap_or_default();
        let mut moved = Self::default();
        for (at, to) in moved.0.iter_mut().enumerate() {
            let next = word(at + words + 1).checked_shl(64 - u32::try_from(bits).unwrap_or(0));
            *to = word(at + words) >> bits | next.unwrap_or_default();
        }
        moved
    }

    /// All positions after this one.
    fn after(position: usize) -> Self {
        let mut words = [0; WORDS];
        for (at, word) in words.iter_mut().enumerate() {
            *word = match (position + 1).checked_sub(at * 64) {
                None => u64::MAX,
                Some(low @ 0..64) => u64::MAX << low,
                Some(_) => 0,
            };
        }
        Self(words)
    }
}

/// A name prepared for generic names with variables: for each byte the positions where it is.
///
/// Generic names are matched by the set of all positions in the name at which the match may be, so
/// every match is exact and takes time in proportion to the generic name, whatever stands in it.
pub(crate) struct Places<'n> {
    name: &'n [u8],
    bytes: [Positions; 256],
    /// The later bytes of characters that have several.
    continued: Positions,
}

impl<'n> Places<'n> {
    pub(crate) fn of(name: &'n Name<'_>) -> Self {
        let name = name.as_bytes();
        let (mut bytes, mut continued) = ([Positions::default(); 256], Positions::default());
        for (at, byte) in name.iter().enumerate() {
            if let Some(places) = bytes.get_mut(usize::from(*byte)) {
                places.insert(at);
            }
            if matches!(byte, 0x80..=0xBF) {
                continued.insert(at);
            }
        }
        Self { name, bytes, continued }
    }

    fn at(&self, byte: u8) -> Positions {
        self.bytes.get(usize::from(byte)).copied().unwrap_or_default()
    }

    /// After the character at each of the positions that can be left.
    fn after_character(&self, from: Positions) -> Positions {
        let mut reached = from.next();
        loop {
            let inside = reached.and(&self.continued);
            if inside.is_empty() {
                return reached;
            }
            reached = reached.without(&inside).or(&inside.next());
        }
    }

    /// The end of the name and everything past it.
    fn past_end(&self) -> Positions {
        Positions::after(self.name.len()).or(&Positions::of(self.name.len()))
    }

    fn rest(&self, position: usize) -> &'n [u8] {
        self.name.get(position..).unwrap_or_default()
    }

    fn end_of_qualifier(&self, position: usize) -> usize {
        let period = self.rest(position).iter().position(|&byte| byte == b'.');
        period.map_or(self.name.len(), |at| position + at)
    }
}

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
    places: &Places<'_>,
    substitution: &Substitution<'_>,
    steps: &mut u64,
) -> bool {
    let matcher = Matcher {
        tables,
        substitution,
        places,
        percent_matches_period: tables.is_on(Switch::PercentMatchesPeriod),
        backtracking: tables.is_on(Switch::RacfvarsBacktracking),
    };
    matcher.fits(pattern, steps)
}

/// What the match of one irregular name reads.
struct Matcher<'m, 'b> {
    tables: &'m Tables<'b>,
    substitution: &'m Substitution<'m>,
    places: &'m Places<'m>,
    percent_matches_period: bool,
    backtracking: bool,
}

impl Matcher<'_, '_> {
    /// Whether the whole name fits the whole pattern.
    fn fits(&self, mut pattern: &[u8], steps: &mut u64) -> bool {
        let end = self.places.name.len();
        let mut at = Positions::of(0);
        while let Some((first, after)) = pattern.split_first() {
            if at.is_empty() {
                return false;
            }
            *steps += 1;
            (at, pattern) = match first {
                b'&' => self.variable(pattern, at, steps),
                b'*' if after == b"*" => return true,
                b'*' if after.is_empty() => return self.trailing_star(at, steps),
                // No generic name has `**` inside a qualifier.
                b'*' if after.starts_with(b"*") && !after.starts_with(b"*.") => return false,
                b'*' => match after.strip_prefix(b"*.") {
                    Some(after) => (self.any_qualifiers(at), after),
                    None => (self.rest_of_qualifier(at, steps), after),
                },
                b'%' => (self.any_character(at), after),
                // `**` at the end may be for no qualifier, and then for its period too.
                b'.' if after == b"**" && at.contains(end) => return true,
                byte => (at.and(&self.places.at(*byte)).next(), after),
            };
        }
        at.contains(end)
    }

    /// `%`: one character.
    fn any_character(&self, at: Positions) -> Positions {
        let mut from = at.without(&self.places.past_end());
        if !self.percent_matches_period {
            from = from.without(&self.places.at(b'.'));
        }
        self.places.after_character(from)
    }

    /// A `*` that ends the name: the rest of it, or of its last qualifier.
    fn trailing_star(&self, at: Positions, steps: &mut u64) -> bool {
        let periods = self.places.at(b'.');
        !self.substitution.enhanced
            || at.iter().any(|position| {
                *steps += 1;
                !periods.contains(position) && periods.and(&Positions::after(position)).is_empty()
            })
    }

    /// A `*` before more of the name.
    fn rest_of_qualifier(&self, at: Positions, steps: &mut u64) -> Positions {
        let mut reached = Positions::default();
        let mut end = None;
        for position in at.iter() {
            *steps += 1;
            let next = end.filter(|end| position <= *end);
            let next = next.unwrap_or_else(|| self.places.end_of_qualifier(position));
            reached.insert(next);
            end = Some(next);
        }
        reached
    }

    /// `**.`: nothing, or any number of whole qualifiers.
    fn any_qualifiers(&self, at: Positions) -> Positions {
        let Some(first) = at.first() else { return at };
        at.or(&self.places.at(b'.').next().and(&Positions::after(first)))
    }

    /// A variable ends at its eighth character, at the end of the name, or at `.`, `&`, `%`, `*`.
    fn variable<'p>(
        &self,
        pattern: &'p [u8],
        at: Positions,
        steps: &mut u64,
    ) -> (Positions, &'p [u8]) {
        let ends = |&(at, byte): &(usize, &u8)| at > 0 && matches!(byte, b'.' | b'&' | b'%' | b'*');
        let end = pattern.iter().enumerate().take(8).find(ends);
        let end = end.map_or(pattern.len().min(8), |(at, _)| at);
        let (variable, after) = pattern.split_at_checked(end).unwrap_or((pattern, b""));
        let own = match variable {
            b"&RACUID" => self.substitution.user,
            b"&RACGPID" => self.substitution.group,
            _ => return (self.members(variable, at, steps), after),
        };
        let value = own.filter(|value| !value.is_empty());
        (value.map_or_else(Positions::default, |value| self.ends_of(value, at, steps)), after)
    }

    /// The members of a variable: from each position the first that fits, or all of them under
    /// `racfvars-backtracking`.
    fn members(&self, variable: &[u8], at: Positions, steps: &mut u64) -> Positions {
        let bundle = &self.tables.bundle;
        let mut reached = Positions::default();
        if !self.tables.has(meta_flag::VARIABLES) {
            return reached;
        }
        let variable = std::str::from_utf8(variable).unwrap_or_default();
        let place = |row: &VariableRow| ebcdic::compare(bundle.text(row.name()), variable);
        let found = bundle.variables().binary_search_by(place).ok();
        let Some(row) = found.and_then(|at| bundle.variables().get(at)) else { return reached };
        let mut left = at;
        for member in run(bundle.members(), row.members()) {
            if left.is_empty() {
                break;
            }
            let member = bundle.bytes(*member);
            let ends = self.ends_of(member, left, steps);
            reached = reached.or(&ends);
            if !self.backtracking {
                left = left.without(&ends.back(member.len()));
            }
        }
        reached
    }

    /// Where a text ends that begins at one of the positions.
    fn ends_of(&self, text: &[u8], at: Positions, steps: &mut u64) -> Positions {
        *steps += 1;
        let mut reached = at;
        for byte in text {
            *steps += 1;
            reached = reached.and(&self.places.at(*byte)).next();
            if reached.is_empty() {
                break;
            }
        }
        reached
    }
}
