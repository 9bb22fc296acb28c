//! Commands with a secret in each place for a value, well-formed and with mistakes.

use saffron_racf::syntax::{self, ValueEntry};

use super::SECRET;

/// Commands with one kind of mistake.
pub(super) struct Mutation {
    pub(super) name: &'static str,
    /// The secret that they have.
    pub(super) secret: &'static str,
    /// Writes an operand with its value.
    write: fn(&str, &str) -> String,
    /// Whether the mistake makes it uncertain what the value is, so that it is hidden in each operand.
    everywhere: bool,
}

const fn mutation(name: &'static str, write: fn(&str, &str) -> String) -> Mutation {
    Mutation { name, secret: SECRET, write, everywhere: false }
}

pub(super) const MUTATIONS: &[Mutation] = &[
    mutation("well-formed", |operand, value| format!("{operand}({value})")),
    mutation("in quotes", |operand, value| format!("{operand}('{value}')")),
    Mutation {
        everywhere: true,
        ..mutation("a misspelt operand", |operand, value| format!("{}({value})", misspelt(operand)))
    },
    mutation("no opening parenthesis", |operand, value| format!("{operand} {value})")),
    mutation("glued to the operand", |operand, value| format!("{operand}{value})")),
    mutation("no closing parenthesis", |operand, value| format!("{operand}({value}")),
    mutation("double quotes for parentheses", |operand, value| format!("{operand}\"{value}\"")),
    mutation("quotes for parentheses", |operand, value| format!("{operand}'{value}'")),
    mutation("brackets", |operand, value| format!("{operand}[{value}]")),
    mutation("braces", |operand, value| format!("{operand}{{{value}}}")),
    mutation("an equals sign", |operand, value| format!("{operand}={value}")),
    mutation("a colon", |operand, value| format!("{operand}: {value}")),
    mutation("two lists", |operand, value| format!("{operand}(OLD)({value})")),
    mutation("two values", |operand, value| format!("{operand}(OLD {value})")),
    mutation("a special blank", |operand, value| format!("{operand}\u{a0}({value})")),
    mutation("special blanks inside", |operand, value| format!("{operand}(\u{a0}{value}\u{a0})")),
    mutation("full-width parentheses", |operand, value| format!("{operand}（{value}）")),
    Mutation {
        secret: "Ｑ７ＸＫ２Ｚ",
        everywhere: true,
        ..mutation("full-width letters", |operand, value| format!("{operand}({value})"))
    },
    mutation("a broken continuation", |operand, value| format!("{operand}( -\n\n  {value})")),
    mutation("a missing continuation", |operand, value| format!("{operand}(\n  {value})")),
    mutation("a mistyped continuation", |operand, value| format!("{operand}( _\n  {value})")),
    mutation("a default of a shell", |operand, value| format!("{operand}(${{A:-{value}}})")),
    mutation("a default of a template", |operand, value| {
        format!("{operand}({{{{ a | default('{value}') }}}})")
    }),
    Mutation {
        everywhere: true,
        ..mutation("a comment", |operand, value| format!("{operand}(X) /* pw: {value} */"))
    },
    Mutation {
        everywhere: true,
        ..mutation("an open comment", |operand, value| format!("{operand}(X) /* {value}"))
    },
];

impl Mutation {
    /// A command for each place.
    pub(super) fn commands(&self) -> Vec<String> {
        let places = syntax::values().into_iter();
        let places = places.filter(|place| self.everywhere || !place.harmless);
        places.map(|place| self.command(&place)).collect()
    }

    fn command(&self, place: &ValueEntry) -> String {
        let mut path = place.path.iter().rev();
        let innermost =
            path.next().map_or(String::new(), |operand| (self.write)(operand, self.secret));
        let operands = path.fold(innermost, |inner, operand| format!("{operand}({inner})"));
        format!("{} {}{operands}", place.verb, object(place.verb))
    }
}

/// What a command is about.
fn object(verb: &str) -> &'static str {
    match verb {
        "SETROPTS" => "",
        "PERMIT" => "A.B CLASS(FACILITY) ",
        "RDEFINE" | "RALTER" | "RDELETE" => "FACILITY A.B ",
        "ADDSD" | "ALTDSD" | "DELDSD" => "'A.B' ",
        "ADDGROUP" | "ALTGROUP" | "DELGROUP" => "G1 ",
        _ => "U1 ",
    }
}

/// An operand with its second and third letters exchanged.
fn misspelt(operand: &str) -> String {
    let mut letters: Vec<char> = operand.chars().collect();
    match letters.as_mut_slice() {
        [_, second, third, ..] if second != third => std::mem::swap(second, third),
        letters => letters.reverse(),
    }
    letters.into_iter().collect()
}
