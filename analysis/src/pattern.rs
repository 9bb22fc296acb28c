//! A generic name as an automaton that reads the characters of a name.
//!
//! A trailing `*` is read in its canonical form ([`specificity::canonical`]), so one rule matches both namings. A
//! RACF variable stands for the first of its members that the name has at this place. That is a choice between the
//! members, and where a longer member comes before a shorter one, the shorter one is taken only if the name doesn't
//! continue as the longer one: a [`Guard`] dies if it does.
//!
//! INVARIANT: a pattern accepts the names that the engine's matchers accept; every witness is checked against them.

use saffron_vocabulary::specificity::{self, Naming};

/// Which characters an edge reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// This one.
    One(char),
    /// Every one but a period.
    NotPeriod,
    /// Every one.
    Any,
    /// A decimal digit.
    Digit,
}

impl Reads {
    pub(crate) fn reads(self, character: char) -> bool {
        match self {
            Self::One(one) => one == character,
            Self::NotPeriod => character != '.',
            Self::Any => true,
            Self::Digit => character.is_ascii_digit(),
        }
    }
}

/// A state of the automaton.
#[derive(Clone, Debug, Default)]
struct Node {
    edges: Vec<(Reads, u32)>,
    /// To another state without a character, and the texts that must not follow.
    jumps: Vec<(u32, Vec<u16>)>,
    accepts: bool,
    /// Whether every continuation is accepted.
    accepts_all: bool,
}

/// A text that must not follow, and how much of it has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Guard {
    text: u16,
    read: u16,
}

/// Where the automaton may be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Position {
    node: u32,
    guards: Vec<Guard>,
}

/// All positions at which the automaton may be, in order.
pub(crate) type Positions = Vec<Position>;

/// The names that a generic name covers.
#[derive(Clone, Debug)]
pub struct Pattern {
    nodes: Vec<Node>,
    forbidden: Vec<Vec<char>>,
    /// What every name begins with that it covers.
    head: String,
    /// Whether a qualifier ends after that in every name.
    ends_qualifier: bool,
}

/// What the texts of generic names stand for.
pub(crate) struct Meaning<'m> {
    /// How a trailing `*` is read.
    pub(crate) naming: Naming,
    /// The class is DATASET.
    pub(crate) dataset: bool,
    /// The option `percent-matches-period`.
    pub(crate) percent_matches_period: bool,
    /// The option `racfvars-backtracking`.
    pub(crate) backtracking: bool,
    /// The members of a variable; none if it has no value.
    pub(crate) members: &'m dyn Fn(&str) -> Vec<&'m str>,
    /// The values of `&RACUID` and `&RACGPID`.
    pub(crate) own: [Option<&'m str>; 2],
}

impl Pattern {
    /// The pattern of a generic name; `None` if it covers nothing.
    pub(crate) fn generic(name: &str, meaning: &Meaning<'_>) -> Option<Self> {
        let irregular =
            specificity::is_irregular(name, meaning.dataset, meaning.percent_matches_period);
        let canonical = specificity::canonical(name, meaning.naming);
        let mut builder = Builder::new();
        let period = irregular && meaning.percent_matches_period;
        let percent = if period { Reads::Any } else { Reads::NotPeriod };
        let mut rest: &str = &canonical;
        while let Some(first) = rest.chars().next() {
            rest = match first {
                '.' if rest == ".**" => return Some(builder.any_qualifiers_at_end()),
                '*' if rest == "**" => return Some(builder.anything()),
                '*' => match rest.strip_prefix("**.") {
                    Some(after) => builder.any_qualifiers(after),
                    None => builder.rest_of_qualifier(rest.get(1..)?),
                },
                '%' => builder.one(percent, rest.get(1..)?),
                '&' if irregular => builder.variable(rest, meaning)?,
                other => builder.one(Reads::One(other), rest.get(other.len_utf8()..)?),
            };
        }
        Some(builder.end())
    }

    /// A name that stands for itself.
    pub(crate) fn literal(name: &str) -> Self {
        let mut builder = Builder::new();
        builder.text(name);
        builder.end()
    }

    /// Names whose qualifier at a place, counted from 0, is this text. `first` are the texts that the qualifier
    /// before may be; empty: any.
    pub(crate) fn of_owner(owner: &str, place: usize, first: &[&str]) -> Self {
        let mut builder = Builder::new();
        if place > 0 {
            builder.alternatives(first);
            builder.one(Reads::One('.'), "");
        }
        builder.text(owner);
        builder.any_qualifiers_at_end()
    }

    /// Names that the system generates for temporary data sets.
    pub(crate) fn temporary() -> Self {
        let mut builder = Builder::new();
        for character in "SYSddddd.Tdddddd.RAddd.".chars() {
            let reads = if character == 'd' { Reads::Digit } else { Reads::One(character) };
            builder.one(reads, "");
        }
        builder.one(Reads::NotPeriod, "");
        builder.anything()
    }

    /// The first qualifier of every name that the pattern covers, if they all have the same.
    pub(crate) fn first_qualifier(&self) -> Option<&str> {
        match self.head.split_once('.') {
            Some((first, _)) => Some(first),
            None => self.ends_qualifier.then_some(&self.head),
        }
    }

    /// Whether a name may be covered by both patterns, as far as what they begin with shows.
    pub(crate) fn may_meet(&self, other: &Self) -> bool {
        self.may_precede(other) || other.may_precede(self)
    }

    fn may_precede(&self, other: &Self) -> bool {
        let after = other.head.strip_prefix(&self.head);
        after
            .is_some_and(|after| after.is_empty() || !self.ends_qualifier || after.starts_with('.'))
    }

    fn node(&self, position: &Position) -> Option<&Node> {
        self.nodes.get(position.node as usize)
    }

    /// Where it begins.
    pub(crate) fn start(&self) -> Positions {
        self.closed(vec![Position { node: 0, guards: Vec::new() }])
    }

    /// After one more character.
    pub(crate) fn step(&self, from: &[Position], character: char) -> Positions {
        let mut reached = Vec::new();
        for position in from {
            let Some(guards) = self.guards_after(&position.guards, character) else { continue };
            for (reads, node) in self.node(position).into_iter().flat_map(|node| &node.edges) {
                if reads.reads(character) {
                    reached.push(Position { node: *node, guards: guards.clone() });
                }
            }
        }
        self.closed(reached)
    }

    /// The guards that still stand after a character; `None` if a forbidden text is complete.
    fn guards_after(&self, guards: &[Guard], character: char) -> Option<Vec<Guard>> {
        let mut standing = Vec::new();
        for guard in guards {
            let text = self.forbidden.get(usize::from(guard.text))?;
            let read = usize::from(guard.read);
            if text.get(read) == Some(&character) {
                if read + 1 == text.len() {
                    return None;
                }
                standing.push(Guard { read: guard.read + 1, ..*guard });
            }
        }
        Some(standing)
    }

    /// With all positions that are reached without a character.
    fn closed(&self, mut positions: Positions) -> Positions {
        let mut at = 0;
        while let Some(position) = positions.get(at).cloned() {
            at += 1;
            for (node, texts) in self.node(&position).into_iter().flat_map(|node| &node.jumps) {
                let mut guards = position.guards.clone();
                guards.extend(texts.iter().map(|&text| Guard { text, read: 0 }));
                guards.sort_unstable();
                guards.dedup();
                let next = Position { node: *node, guards };
                if !positions.contains(&next) {
                    positions.push(next);
                }
            }
        }
        positions.sort_unstable();
        positions.dedup();
        positions
    }

    /// Whether the characters read so far are a name that it covers.
    pub(crate) fn accepts(&self, positions: &[Position]) -> bool {
        positions.iter().any(|position| self.node(position).is_some_and(|node| node.accepts))
    }

    /// Whether every name is covered that continues the characters read so far.
    pub(crate) fn accepts_all(&self, positions: &[Position]) -> bool {
        let all = |position: &Position| {
            position.guards.is_empty() && self.node(position).is_some_and(|node| node.accepts_all)
        };
        positions.iter().any(all)
    }

    /// The characters that make a difference at these positions, and whether digits as such do.
    pub(crate) fn distinguishes(&self, positions: &[Position], characters: &mut Vec<char>) -> bool {
        let mut digits = false;
        for position in positions {
            for (reads, _) in self.node(position).into_iter().flat_map(|node| &node.edges) {
                match reads {
                    Reads::One(one) => characters.push(*one),
                    Reads::Digit => digits = true,
                    Reads::NotPeriod | Reads::Any => {}
                }
            }
            for guard in &position.guards {
                let text = self.forbidden.get(usize::from(guard.text));
                characters.extend(text.and_then(|text| text.get(usize::from(guard.read))));
            }
        }
        digits
    }

    /// Whether it covers a name.
    pub fn covers(&self, name: &str) -> bool {
        let end = name.chars().fold(self.start(), |at, character| self.step(&at, character));
        self.accepts(&end)
    }
}

/// A pattern in the making: what is built so far ends at `at`.
struct Builder {
    pattern: Pattern,
    at: u32,
    /// Whether every name so far has the same characters.
    fixed: bool,
}

impl Builder {
    fn new() -> Self {
        let nodes = vec![Node::default()];
        let (forbidden, head) = (Vec::new(), String::new());
        let pattern = Pattern { nodes, forbidden, head, ends_qualifier: false };
        Self { pattern, at: 0, fixed: true }
    }

    fn add(&mut self) -> u32 {
        self.pattern.nodes.push(Node::default());
        u32::try_from(self.pattern.nodes.len() - 1).unwrap_or(u32::MAX)
    }

    fn edit(&mut self, node: u32, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.pattern.nodes.get_mut(node as usize) {
            change(node);
        }
    }

    fn edge(&mut self, from: u32, reads: Reads, to: u32) {
        self.edit(from, |node| node.edges.push((reads, to)));
    }

    fn jump(&mut self, from: u32, to: u32) {
        self.edit(from, |node| node.jumps.push((to, Vec::new())));
    }

    /// One character. Returns what is after it, for the caller's loop.
    fn one<'r>(&mut self, reads: Reads, rest: &'r str) -> &'r str {
        match reads {
            Reads::One(character) if self.fixed => self.pattern.head.push(character),
            _ => self.fixed = false,
        }
        let next = self.add();
        self.edge(self.at, reads, next);
        self.at = next;
        rest
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            self.one(Reads::One(character), "");
        }
    }

    /// `*`: the rest of the qualifier.
    fn rest_of_qualifier<'r>(&mut self, rest: &'r str) -> &'r str {
        self.fixed = false;
        let next = self.add();
        self.jump(self.at, next);
        self.edge(next, Reads::NotPeriod, next);
        self.at = next;
        rest
    }

    /// `**.`: nothing, or any number of qualifiers with their periods.
    fn any_qualifiers<'r>(&mut self, rest: &'r str) -> &'r str {
        self.fixed = false;
        let (inside, next) = (self.add(), self.add());
        self.jump(self.at, next);
        for from in [self.at, inside] {
            self.edge(from, Reads::Any, inside);
            self.edge(from, Reads::One('.'), next);
        }
        self.at = next;
        rest
    }

    /// `.**`: nothing more, or a period and anything.
    fn any_qualifiers_at_end(mut self) -> Pattern {
        self.edit(self.at, |node| node.accepts = true);
        self.pattern.ends_qualifier = self.fixed;
        self.fixed = false;
        self.one(Reads::One('.'), "");
        self.anything()
    }

    fn anything(mut self) -> Pattern {
        let at = self.at;
        self.edit(at, |node| {
            node.accepts = true;
            node.accepts_all = true;
        });
        self.edge(at, Reads::Any, at);
        self.pattern
    }

    fn end(mut self) -> Pattern {
        self.edit(self.at, |node| node.accepts = true);
        self.pattern.ends_qualifier |= self.fixed;
        self.pattern
    }

    /// One of these texts; any qualifier if there are none.
    fn alternatives(&mut self, texts: &[&str]) {
        if texts.is_empty() {
            self.rest_of_qualifier("");
            return;
        }
        self.fixed = false;
        let (from, join) = (self.at, self.add());
        for text in texts {
            self.at = from;
            self.text(text);
            self.jump(self.at, join);
        }
        self.at = join;
    }

    /// A variable, which ends at its eighth character, at the end of the name, or at `.`, `&`, `%`, `*`.
    fn variable<'r>(&mut self, rest: &'r str, meaning: &Meaning<'_>) -> Option<&'r str> {
        let ends = |(at, byte): &(usize, u8)| *at > 0 && b".&%*".contains(byte);
        let end = rest.bytes().enumerate().take(8).find(ends).map(|(at, _)| at);
        let (name, after) = rest.split_at_checked(end.unwrap_or(rest.len().min(8)))?;
        let own = match name {
            "&RACUID" => meaning.own[0],
            "&RACGPID" => meaning.own[1],
            _ => {
                return self
                    .members(&(meaning.members)(name), meaning.backtracking)
                    .then_some(after);
            }
        };
        self.text(own.filter(|value| !value.is_empty())?);
        Some(after)
    }

    /// The first member that the name has here, or any under `racfvars-backtracking`. `false` if there is none.
    fn members(&mut self, members: &[&str], backtracking: bool) -> bool {
        self.fixed = false;
        let (from, join) = (self.at, self.add());
        let mut before: Vec<&str> = Vec::new();
        for member in members {
            let hidden = !backtracking && before.iter().any(|before| member.starts_with(before));
            if !hidden {
                self.at = from;
                self.text(member);
                let longer = before.iter().filter_map(|before| before.strip_prefix(member));
                let longer: Vec<Vec<char>> = longer.map(|text| text.chars().collect()).collect();
                let guards = if backtracking { Vec::new() } else { self.forbid(longer) };
                self.edit(self.at, |node| node.jumps.push((join, guards)));
            }
            before.push(member);
        }
        self.at = join;
        !members.is_empty()
    }

    fn forbid(&mut self, texts: Vec<Vec<char>>) -> Vec<u16> {
        let first = self.pattern.forbidden.len();
        self.pattern.forbidden.extend(texts);
        let numbers = first..self.pattern.forbidden.len();
        numbers.map(|number| u16::try_from(number).unwrap_or(u16::MAX)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(name: &str, naming: Naming, members: &[&'static str]) -> Pattern {
        let members = |_: &str| members.to_vec();
        let meaning = Meaning {
            naming,
            dataset: naming == Naming::Enhanced,
            percent_matches_period: false,
            backtracking: false,
            members: &members,
            own: [Some("ANN"), None],
        };
        Pattern::generic(name, &meaning).unwrap()
    }

    #[test]
    fn names_are_covered_as_the_documentation_shows() {
        let cases: [(Naming, &str, &[&str], &[&str]); 10] = [
            (Naming::Enhanced, "AB.CD*", &["AB.CD", "AB.CDEF"], &["AB.CD.EF", "AB.C"]),
            (Naming::Enhanced, "AB.CD.*", &["AB.CD.EF"], &["AB.CD", "AB.CD.EF.GH"]),
            (Naming::Enhanced, "AB.CD.**", &["AB.CD", "AB.CD.EF", "AB.CD.EF.GH"], &["AB.CDEF"]),
            (Naming::Enhanced, "AB.CD.*.**", &["AB.CD.EF", "AB.CD.EF.G"], &["AB.CD"]),
            (
                Naming::Enhanced,
                "AB.**.CD",
                &["AB.CD", "AB.XY.CD", "AB.X.Y.CD"],
                &["AB.XY", "AB.XCD"],
            ),
            (Naming::Enhanced, "AB.%%", &["AB.CD"], &["AB.C", "AB.CDE", "AB.C."]),
            (Naming::Plain, "AB.CD*", &["AB.CD", "AB.CD.EF", "AB.CDEF.GH"], &["AB.C"]),
            (Naming::Plain, "*.WEB.**", &["A.WEB", "A.WEB.B"], &["WEB", "A.B.WEB"]),
            (Naming::Plain, "**.FINAL", &["FINAL", "A.B.FINAL"], &["AFINAL"]),
            (Naming::Plain, "&RACUID.%", &["ANN.B"], &["BOB.B"]),
        ];
        for (naming, name, covered, others) in cases {
            let pattern = pattern(name, naming, &[]);
            assert!(covered.iter().all(|it| pattern.covers(it)), "{name} {covered:?}");
            assert!(!others.iter().any(|it| pattern.covers(it)), "{name} {others:?}");
        }
    }

    #[test]
    fn the_first_member_that_fits_is_taken() {
        let short_first = pattern("X.&V.Z", Naming::Plain, &["A", "AB"]);
        assert!(short_first.covers("X.A.Z") && !short_first.covers("X.AB.Z"));
        let long_first = pattern("X.&V.Z", Naming::Plain, &["A.Z", "A"]);
        assert!(long_first.covers("X.A.Z.Z") && !long_first.covers("X.A.Z"));
        let any = pattern("&V%*", Naming::Plain, &["AB", "A"]);
        assert!(any.covers("AC") && any.covers("ABC") && !any.covers("AB"));
    }
}
