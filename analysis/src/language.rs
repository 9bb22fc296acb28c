//! A language of names: those that all of some patterns cover and none of others, and that are legal in the class.
//! Whether it is empty, and its shortest name, are decided by a walk over the product of the automata, which is made
//! as it is walked.
//!
//! The characters of a class are many, but at each place only those make a difference that some automaton names
//! there; one other character stands for all the rest.

use std::collections::{HashSet, VecDeque};

use crate::pattern::{Pattern, Positions};
use crate::words::{Reading, Words};

/// Most places of a product that one walk visits.
pub const MOST_PLACES: usize = 50_000;

/// What a class asks of a name.
#[derive(Clone, Copy, Debug)]
pub struct Legal {
    /// Longest name, in characters.
    pub longest: usize,
    /// Names of data sets: their characters, and no empty qualifier.
    pub dataset: bool,
    /// Whether the name has a period; `None`: either.
    pub period: Option<bool>,
}

/// An automaton, and what it has read before the name begins.
#[derive(Clone, Copy, Debug)]
pub struct Part<'p> {
    /// The automaton.
    pub pattern: &'p Pattern,
    /// The qualifier that the system puts before the name, with its period.
    pub before: &'p str,
}

/// Names that every one of `within` covers and none of `without`.
#[derive(Clone, Debug, Default)]
pub struct Language<'l> {
    /// All of these cover the name.
    pub within: Vec<Part<'l>>,
    /// None of these does.
    pub without: Vec<Part<'l>>,
    /// Nor is it one of these.
    pub not_words: Vec<(&'l Words, &'l str)>,
}

/// What a walk found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortest {
    /// The shortest name; of equally short ones the first in the order of the characters.
    Name(String),
    /// There is no name.
    Empty,
    /// There are more places than the limit allows.
    Unknown,
}

/// One place of the product.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Place {
    within: Vec<Positions>,
    /// By number; those that can cover no more are left out.
    without: Vec<(u32, Positions)>,
    words: Vec<(u32, Reading)>,
    /// At the beginning of a qualifier.
    fresh: bool,
    period: bool,
}

/// How a place was reached.
struct Reached {
    place: Place,
    from: Option<usize>,
    character: char,
    length: usize,
}

/// Characters for "any other", in the order in which they are taken.
const OTHERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@#$-";
/// More of them, for names that aren't those of data sets.
const MORE_OTHERS: &str = "_:/!'\"+=<>?{}[]|~^`\\¢£¥§¶";

impl Language<'_> {
    /// The shortest name of the language.
    pub fn shortest(&self, legal: Legal) -> Shortest {
        let Some(start) = self.start() else { return Shortest::Empty };
        let mut seen = HashSet::from([start.clone()]);
        let mut reached = vec![Reached { place: start, from: None, character: '.', length: 0 }];
        let mut waiting = VecDeque::from([0]);
        while let Some(number) = waiting.pop_front() {
            let Some(Reached { place, length, .. }) = reached.get(number) else { continue };
            let (place, length) = (place.clone(), *length);
            if length == legal.longest {
                continue;
            }
            for character in self.characters(&place, legal) {
                let Some(next) = self.step(&place, character, legal) else { continue };
                if seen.contains(&next) {
                    continue;
                }
                if seen.len() >= MOST_PLACES {
                    return Shortest::Unknown;
                }
                let ends = self.accepts(&next, legal);
                seen.insert(next.clone());
                reached.push(Reached {
                    place: next,
                    from: Some(number),
                    character,
                    length: length + 1,
                });
                if ends {
                    return Shortest::Name(spelled(&reached));
                }
                waiting.push_back(reached.len() - 1);
            }
        }
        Shortest::Empty
    }

    /// Before the first character. `None` if nothing can be covered.
    fn start(&self) -> Option<Place> {
        let begin = |part: &Part<'_>| {
            let start = part.pattern.start();
            part.before.chars().fold(start, |at, character| part.pattern.step(&at, character))
        };
        let within: Vec<Positions> = self.within.iter().map(begin).collect();
        let without = (0..).zip(&self.without).map(|(number, part)| (number, begin(part)));
        let words = (0..).zip(&self.not_words).filter_map(|(number, (words, before))| {
            let read = before.chars().try_fold(words.start(), |at, next| words.step(at, next));
            Some((number, read?))
        });
        let place = Place {
            without: without.filter(|(_, at)| !at.is_empty()).collect(),
            words: words.collect(),
            within,
            fresh: true,
            period: false,
        };
        self.is_alive(&place).then_some(place)
    }

    /// Whether the place can be on the way to a name.
    fn is_alive(&self, place: &Place) -> bool {
        let hidden = |(number, at): &(u32, Positions)| {
            self.without.get(*number as usize).is_some_and(|part| part.pattern.accepts_all(at))
        };
        place.within.iter().all(|at| !at.is_empty()) && !place.without.iter().any(hidden)
    }

    /// The characters that make a difference here, and one that stands for the others.
    fn characters(&self, place: &Place, legal: Legal) -> Vec<char> {
        let mut named = vec!['.'];
        let mut digits = false;
        for (part, at) in self.within.iter().zip(&place.within) {
            digits |= part.pattern.distinguishes(at, &mut named);
        }
        for (number, at) in &place.without {
            if let Some(part) = self.without.get(*number as usize) {
                digits |= part.pattern.distinguishes(at, &mut named);
            }
        }
        for (number, at) in &place.words {
            if let Some((words, _)) = self.not_words.get(*number as usize) {
                words.distinguishes(*at, &mut named);
            }
        }
        with_others(named, digits, legal.dataset)
    }

    fn step(&self, place: &Place, character: char, legal: Legal) -> Option<Place> {
        let period = character == '.';
        if period && (legal.period == Some(false) || legal.dataset && place.fresh) {
            return None;
        }
        let mut within = Vec::with_capacity(place.within.len());
        for (part, at) in self.within.iter().zip(&place.within) {
            let next = part.pattern.step(at, character);
            if next.is_empty() {
                return None;
            }
            within.push(next);
        }
        let without = place.without.iter().filter_map(|(number, at)| {
            let next = self.without.get(*number as usize)?.pattern.step(at, character);
            (!next.is_empty()).then_some((*number, next))
        });
        let words = place.words.iter().filter_map(|(number, at)| {
            let (words, _) = self.not_words.get(*number as usize)?;
            Some((*number, words.step(*at, character)?))
        });
        let next = Place {
            without: without.collect(),
            words: words.collect(),
            within,
            fresh: period && legal.dataset,
            period: place.period || period && legal.period.is_some(),
        };
        self.is_alive(&next).then_some(next)
    }

    fn accepts(&self, place: &Place, legal: Legal) -> bool {
        let complete = !place.fresh && legal.period.is_none_or(|period| period == place.period);
        let covered = |(part, at): (&Part<'_>, &Positions)| part.pattern.accepts(at);
        complete
            && self.within.iter().zip(&place.within).all(covered)
            && !place.without.iter().any(|(number, at)| {
                self.without.get(*number as usize).is_some_and(|part| part.pattern.accepts(at))
            })
            && !place.words.iter().any(|(number, at)| {
                self.not_words.get(*number as usize).is_some_and(|(words, _)| words.accepts(*at))
            })
    }
}

/// Characters in the order in which they are tried, with one for all that aren't named.
fn with_others(mut named: Vec<char>, digits: bool, dataset: bool) -> Vec<char> {
    let known: HashSet<char> = named.iter().copied().collect();
    let more = if dataset { "" } else { MORE_OTHERS };
    let mut others = OTHERS.chars().chain(more.chars()).filter(|other| !known.contains(other));
    if digits {
        let (numbers, rest): (Vec<char>, Vec<char>) = others.partition(char::is_ascii_digit);
        named.extend(numbers.first());
        named.extend(rest.first());
    } else {
        named.extend(others.next());
    }
    let rank = |character: &char| {
        OTHERS.chars().position(|known| known == *character).unwrap_or(usize::MAX)
    };
    named.sort_unstable_by_key(|character| (rank(character), *character));
    named.dedup();
    if dataset {
        named.retain(|character| *character == '.' || OTHERS.contains(*character));
    }
    named
}

/// The name of the place that was reached last.
fn spelled(reached: &[Reached]) -> String {
    let mut name = Vec::new();
    let mut at = reached.last();
    while let Some(Reached { from: Some(from), character, .. }) = at {
        name.push(*character);
        at = reached.get(*from);
    }
    name.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use saffron_vocabulary::specificity::Naming;

    use super::*;
    use crate::pattern::Meaning;

    fn pattern(name: &str) -> Pattern {
        let members = |_: &str| Vec::new();
        let meaning = Meaning {
            naming: Naming::Enhanced,
            dataset: true,
            percent_matches_period: false,
            backtracking: false,
            members: &members,
            own: [None, None],
        };
        Pattern::generic(name, &meaning).unwrap()
    }

    const LEGAL: Legal = Legal { longest: 44, dataset: true, period: None };

    fn shortest(within: &[&str], without: &[&str], words: &[&str]) -> Option<String> {
        let within: Vec<Pattern> = within.iter().map(|name| pattern(name)).collect();
        let without: Vec<Pattern> = without.iter().map(|name| pattern(name)).collect();
        let words = Words::new(words.iter().copied());
        let part = |pattern| Part { pattern, before: "" };
        let language = Language {
            within: within.iter().map(part).collect(),
            without: without.iter().map(part).collect(),
            not_words: vec![(&words, "")],
        };
        match language.shortest(LEGAL) {
            Shortest::Name(name) => Some(name),
            Shortest::Empty => None,
            Shortest::Unknown => panic!("the limit is reached"),
        }
    }

    #[test]
    fn the_shortest_name_is_found() {
        assert_eq!(shortest(&["PAY.**"], &[], &[]).as_deref(), Some("PAY"));
        assert_eq!(shortest(&["PAY.**"], &[], &["PAY"]).as_deref(), Some("PAY.A"));
        assert_eq!(shortest(&["PAY.**"], &["PAY.*"], &["PAY"]).as_deref(), Some("PAY.A.A"));
        assert_eq!(shortest(&["PAY.**"], &["PAY.A*.**"], &["PAY"]).as_deref(), Some("PAY.B"));
        assert_eq!(shortest(&["PAY.A%", "PAY.%B"], &[], &[]).as_deref(), Some("PAY.AB"));
    }

    #[test]
    fn emptiness_is_decided() {
        assert_eq!(shortest(&["PAY.A%"], &["PAY.A*"], &[]), None);
        assert_eq!(shortest(&["PAY.**"], &["PAY.*.**"], &["PAY"]), None);
        assert_eq!(shortest(&["PAY.A"], &[], &["PAY.A"]), None);
        assert_eq!(shortest(&["PAY.A*.B"], &["PAY.**.B"], &[]), None);
    }

    #[test]
    fn a_limit_on_the_length_counts() {
        let long = "A.BBBBBBBB.CCCCCCCC.DDDDDDDD.EEEEEEEE.FFFFFF.**";
        assert_eq!(shortest(&[long], &[], &[]).map(|name| name.len()), Some(44));
        assert_eq!(shortest(&[long], &[], &[long.trim_end_matches(".**")]), None);
    }
}
