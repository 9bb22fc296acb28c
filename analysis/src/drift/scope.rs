//! What a policy answers for.

use saffron_compiler::manifest::Manage;

use super::fact::{Subject, What};

/// What of a system the policy answers for.
#[derive(Clone, Copy, Debug)]
pub struct Managed<'s> {
    /// What `[manage]` states; `None` where the policy describes the whole system.
    scope: Option<&'s Manage>,
}

impl<'s> Managed<'s> {
    /// The policy describes the whole system.
    pub const EVERYTHING: Self = Self { scope: None };

    /// Only what the manifest states, or everything if it has no such section.
    pub fn of(scope: Option<&'s Manage>) -> Self {
        Self { scope }
    }

    /// Whether everything is managed.
    pub fn is_everything(self) -> bool {
        self.scope.is_none()
    }

    /// Whether the policy answers for the options of the system.
    pub fn manages_options(self) -> bool {
        self.scope.is_none_or(|it| it.options)
    }

    /// Whether the policy is all there is of this thing. Outside, only what it states is compared.
    pub fn contains(self, subject: &Subject) -> bool {
        let Some(scope) = self.scope else { return true };
        let any = |patterns: &[String], name: Option<&str>| {
            name.is_some_and(|name| patterns.iter().any(|pattern| covers(pattern, name)))
        };
        let id = subject.id.as_deref();
        if let (Some(class), Some(profile)) = (&subject.class, &subject.profile) {
            let patterns = scope.profiles.get(class).map_or(&[][..], Vec::as_slice);
            return any(patterns, Some(profile));
        }
        match subject.what {
            What::Option => scope.options,
            What::Class => {
                subject.class.as_ref().is_some_and(|class| scope.profiles.contains_key(class))
            }
            What::Connect => any(&scope.users, id) || any(&scope.groups, subject.group.as_deref()),
            What::Group => any(&scope.groups, id),
            _ => any(&scope.users, id),
        }
    }
}

/// Whether a pattern covers a name, taken literally: `*` any characters of a qualifier, `%` one of them, `**` any
/// qualifiers. `.**` at the end also covers nothing, so `ZWE.**` covers `ZWE`.
fn covers(pattern: &str, name: &str) -> bool {
    matches(pattern, name) || pattern.strip_suffix(".**").is_some_and(|it| matches(it, name))
}

/// The work is the product of both lengths.
fn matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<Piece> = pieces(pattern);
    // `reached[at]`: the first `at` pieces cover what was read so far.
    let mut reached = vec![false; pattern.len() + 1];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    pass_empty(&pattern, &mut reached);
    for character in name.chars() {
        let mut next = vec![false; reached.len()];
        for (at, piece) in
            pattern.iter().enumerate().filter(|(at, _)| reached.get(*at) == Some(&true))
        {
            let stays = match piece {
                Piece::Qualifiers => true,
                Piece::Characters => character != '.',
                Piece::One | Piece::Literal(_) => false,
            };
            let moves = match piece {
                Piece::Literal(wanted) => *wanted == character,
                Piece::One => character != '.',
                Piece::Qualifiers | Piece::Characters => false,
            };
            for (reached, at) in [(stays, at), (moves, at + 1)] {
                if let Some(place) = next.get_mut(at).filter(|_| reached) {
                    *place = true;
                }
            }
        }
        pass_empty(&pattern, &mut next);
        reached = next;
    }
    reached.last() == Some(&true)
}

#[derive(Clone, Copy)]
enum Piece {
    Literal(char),
    One,
    Characters,
    Qualifiers,
}

fn pieces(pattern: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '*' if rest.starts_with("**") => (Piece::Qualifiers, 2),
            '*' => (Piece::Characters, 1),
            '%' => (Piece::One, 1),
            literal => (Piece::Literal(literal), literal.len_utf8()),
        };
        pieces.push(piece);
        rest = rest.get(length..).unwrap_or_default();
    }
    pieces
}

/// A piece that covers nothing is passed at once.
fn pass_empty(pattern: &[Piece], reached: &mut [bool]) {
    for (at, piece) in pattern.iter().enumerate() {
        let passes = matches!(piece, Piece::Characters | Piece::Qualifiers);
        if passes
            && reached.get(at) == Some(&true)
            && let Some(next) = reached.get_mut(at + 1)
        {
            *next = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn patterns_cover_names_literally() {
        for (pattern, name, wanted) in [
            ("ZWE*", "ZWESVUSR", true),
            ("ZWE*", "ZWE", true),
            ("ZWE*", "ZWD", false),
            ("ZWE.**", "ZWE.*.**", true),
            ("ZWE.**", "ZWE", true),
            ("ZWE.**", "ZWEX", false),
            ("ZWE.*", "ZWE.A.B", false),
            ("ZWE.*.B", "ZWE.A.B", true),
            ("**", "ANY.THING", true),
            ("A%C", "ABC", true),
            ("A%C", "AC", false),
            ("A.**.C", "A.B.B.C", true),
        ] {
            assert_eq!(covers(pattern, name), wanted, "{pattern} {name}");
        }
    }
}
