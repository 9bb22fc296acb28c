//! Collects diagnostics and words those that every kind of declaration can trigger.
//!
//! INVARIANT: a mistake is reported once: what is at a place that is already known to be wrong, or
//! is only missing because of a syntax error, triggers no further diagnostic.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use saffron_diagnostics::diagnostic::did_you_mean;
use saffron_diagnostics::{Code, Collection, Diagnostic, Span, Totals};
use saffron_vocabulary::budget::Budget;

use super::damage::Damage;
use crate::codes;

/// Comparisons of names that one run spends on suggestions; a policy of many mistakes and many
/// names must be rejected quickly.
const COMPARISONS: usize = 500_000;

/// A parameter's value at a place where its name was written.
#[derive(Clone, Debug)]
struct Substitution {
    param: String,
    value: String,
    origin: Option<Span>,
    /// The parameter is a template's, so that the value was written at an `apply`.
    of_template: bool,
}

/// An undeclared name that is the value of a parameter, reported once for all its uses.
#[derive(Debug)]
struct Missing {
    code: Code,
    kind: String,
    param: String,
    help: String,
    uses: BTreeSet<Span>,
}

/// Uses of a missing name that are shown.
const MOST_USES: usize = 5;

/// The kind of an ID that either a user or a group may be.
pub(crate) const EITHER: &str = "user or group";

/// The values at one place: in a template, a different value for each `apply`.
#[derive(Debug, Default)]
struct Substitutions {
    by_value: HashMap<String, Substitution>,
    last: Option<Substitution>,
}

impl Substitutions {
    /// The one with the value that a diagnostic is about; the only one, if it isn't about a value.
    fn of(&self, value: Option<&str>) -> Option<&Substitution> {
        let with_value = value.and_then(|value| self.by_value.get(value));
        with_value.or(self.last.as_ref().filter(|_| self.by_value.len() == 1))
    }
}

/// A name of the policy, where it is and how it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'a> {
    pub(crate) text: &'a str,
    pub(crate) span: Span,
    pub(crate) quoted: bool,
}

impl<'a> From<&'a saffron_lang::ast::Name> for Named<'a> {
    fn from(name: &'a saffron_lang::ast::Name) -> Self {
        Self { text: &name.text, span: name.span, quoted: name.quoted }
    }
}

impl<'a> From<&'a saffron_lang::ast::Text> for Named<'a> {
    fn from(text: &'a saffron_lang::ast::Text) -> Self {
        Self { text: &text.node, span: text.span, quoted: true }
    }
}

impl From<Named<'_>> for saffron_lang::ast::Name {
    fn from(name: Named<'_>) -> Self {
        Self { text: name.text.to_owned(), quoted: name.quoted, span: name.span }
    }
}

/// The diagnostics so far.
#[derive(Debug)]
pub(crate) struct Report {
    diagnostics: Collection,
    substitutions: HashMap<Span, Substitutions>,
    wrong: HashSet<Span>,
    /// By the place of the value, and the value.
    missing: BTreeMap<(Span, String), Missing>,
    comparisons: Budget,
    /// Bytes of values that are put into texts.
    interpolated: Budget,
    damage: Damage,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            diagnostics: Collection::default(),
            substitutions: HashMap::new(),
            wrong: HashSet::new(),
            missing: BTreeMap::new(),
            comparisons: Budget::new(COMPARISONS),
            interpolated: Budget::new(MOST_INTERPOLATED),
            damage: Damage::default(),
        }
    }
}

/// Bytes of values that may be put into the texts of a package.
pub(crate) const MOST_INTERPOLATED: usize = 256 << 20;

impl Report {
    /// A report on declarations with syntax errors.
    pub(crate) fn after(damage: Damage) -> Self {
        Self { damage, ..Self::default() }
    }

    /// Counts bytes that are put into a text; `false` if there are too many.
    pub(crate) fn interpolate(&mut self, bytes: usize) -> bool {
        self.interpolated.spend(bytes)
    }

    pub(crate) fn add(&mut self, diagnostic: Diagnostic) {
        if !self.wrong.contains(&diagnostic.primary.span) && !self.damage.explains(&diagnostic) {
            if diagnostic.is_error() {
                self.damage.misread(&diagnostic);
            }
            let diagnostic = self.explain_substitution(diagnostic);
            self.diagnostics.add(diagnostic);
        }
    }

    /// Adds what was found, if anything was.
    pub(crate) fn add_some(&mut self, diagnostic: Option<Diagnostic>) {
        if let Some(diagnostic) = diagnostic {
            self.add(diagnostic);
        }
    }

    /// Whether the package is refused already.
    pub(crate) fn has_errors(&self) -> bool {
        !self.missing.is_empty() || self.diagnostics.has_errors()
    }

    /// Reports nothing more at `span`.
    pub(crate) fn silence(&mut self, span: Span) {
        self.wrong.insert(span);
    }

    /// Remembers that a parameter was written at `span`.
    pub(crate) fn substituted(
        &mut self,
        span: Span,
        param: &str,
        value: &str,
        origin: Option<Span>,
        of_template: bool,
    ) {
        let here = self.substitutions.entry(span).or_default();
        if !here.by_value.contains_key(value) {
            let (param, value) = (param.to_owned(), value.to_owned());
            let it = Substitution { param, value: value.clone(), origin, of_template };
            here.by_value.insert(value, it.clone());
            here.last = Some(it);
        }
    }

    fn explain_substitution(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let Some(here) = self.substitutions.get(&diagnostic.primary.span) else {
            return diagnostic;
        };
        diagnostic.fix = None;
        let Some(it) = here.of(diagnostic.about.as_deref()) else { return diagnostic };
        let says = format!("the value of `{}` is `{}` here", it.param, it.value);
        diagnostic.help = Some(match diagnostic.help {
            Some(help) => format!("{says}; {help}"),
            None => says,
        });
        match it.origin {
            Some(origin) => diagnostic.because(origin, format!("`{}` is given here", it.value)),
            None => diagnostic,
        }
    }

    /// The nearest of the known names, as long as the run's comparisons last.
    pub(crate) fn nearest<'k>(
        &mut self,
        name: &str,
        known: impl Iterator<Item = &'k str>,
    ) -> Option<String> {
        let comparisons = &mut self.comparisons;
        did_you_mean(name, known.take_while(|_| comparisons.spend(1))).map(str::to_owned)
    }

    /// A name that isn't declared; `declare` is the help on how to declare it.
    pub(crate) fn unknown<'k>(
        &mut self,
        code: Code,
        kind: &str,
        name: Named<'_>,
        known: impl Iterator<Item = &'k str>,
        declare: &str,
    ) {
        let of_id = [codes::UNKNOWN_USER, codes::UNKNOWN_GROUP, codes::UNKNOWN_ID].contains(&code);
        if let (true, Some((given, at))) = (of_id, self.given(name)) {
            let (param, of_template) = (given.param.clone(), given.of_template);
            let near = if of_template { self.nearest(name.text, known) } else { None };
            let help = near.map_or(declare.to_owned(), |near| format!("did you mean `{near}`?"));
            self.undeclared(
                Missing { code, kind: kind.to_owned(), param, help, uses: [name.span].into() },
                at,
                name.text,
            );
            return;
        }
        let message = format!("unknown {kind} `{}`", name.text);
        let diagnostic =
            Diagnostic::error(code, message, name.span, "not declared").about(name.text);
        let diagnostic = match self.nearest(name.text, known) {
            Some(near) => {
                let written = if name.quoted { format!("\"{near}\"") } else { near.clone() };
                diagnostic.help(format!("did you mean `{near}`?")).fix(name.span, written)
            }
            None if declare.is_empty() => diagnostic,
            None => diagnostic.help(declare),
        };
        self.add(diagnostic);
    }

    /// The parameter whose value is the name, and where the value is written.
    fn given(&self, name: Named<'_>) -> Option<(&Substitution, Span)> {
        let written = |span: &Span| {
            let it = self.substitutions.get(span)?.by_value.get(name.text)?;
            Some((it, it.origin?))
        };
        let first = written(&name.span)?;
        // The value of a template's parameter may be a parameter of the package.
        Some(written(&first.1).unwrap_or(first))
    }

    fn undeclared(&mut self, new: Missing, at: Span, name: &str) {
        if new.uses.iter().any(|span| self.wrong.contains(span)) {
            return;
        }
        let Some(known) = self.missing.get_mut(&(at, name.to_owned())) else {
            self.missing.insert((at, name.to_owned()), new);
            return;
        };
        known.uses.extend(&new.uses);
        if known.kind == EITHER {
            (known.code, known.kind, known.help) = (new.code, new.kind, new.help);
        }
    }

    fn report_missing(&mut self) {
        for ((at, name), it) in std::mem::take(&mut self.missing) {
            let message =
                format!("unknown {} `{name}`, which is the value of `{}`", it.kind, it.param);
            let mut diagnostic = Diagnostic::error(it.code, message, at, "not declared");
            for (number, span) in (1..).zip(it.uses.iter().take(MOST_USES)) {
                let more = if number == MOST_USES { it.uses.len() - MOST_USES } else { 0 };
                diagnostic = diagnostic.because(
                    *span,
                    match more {
                        0 => "used here".to_owned(),
                        more => format!("used here, and {more} more times"),
                    },
                );
            }
            self.add(if it.help.is_empty() { diagnostic } else { diagnostic.help(it.help) });
        }
    }

    /// An operand of RACF where the word of a policy is expected. `meaning` is what it is in a
    /// policy.
    pub(crate) fn racf_word(&mut self, code: Code, message: String, span: Span, meaning: &str) {
        let help = if meaning.starts_with('`') {
            format!("write {meaning}")
        } else {
            format!("it is an operand of RACF; in a policy: {meaning}")
        };
        self.add(Diagnostic::error(code, message, span, "an operand of RACF").help(help));
    }

    /// A word that is not one of `known`.
    pub(crate) fn unknown_word(
        &mut self,
        code: Code,
        message: String,
        word: (&str, Span),
        known: &[&str],
    ) {
        let diagnostic = Diagnostic::error(code, message, word.1, "unknown").about(word.0);
        let near = self.nearest(word.0, known.iter().copied());
        let diagnostic = diagnostic.help(known_words(near.as_deref(), known));
        let diagnostic = match near {
            Some(near) => diagnostic.fix(word.1, near),
            None => diagnostic,
        };
        self.add(diagnostic);
    }

    /// The same is declared at two places. `what` is such as "user `ALICE`".
    pub(crate) fn declared_twice(&mut self, what: &str, first: Span, second: Span) {
        let (first, second) = in_order(first, second);
        let message = format!("{what} is declared twice");
        let help = if first == second {
            "a template that is applied twice must declare different names: use its parameters in them"
        } else {
            "merge the two declarations, or rename one"
        };
        self.add(
            Diagnostic::error(codes::DECLARED_TWICE, message, second, "declared again here")
                .because(first, "first declared here")
                .help(help),
        );
    }

    /// The same fact is stated at two places: a warning if both are the same, else an error.
    /// `what` is such as "the UACC of `A.B`".
    pub(crate) fn stated_twice(&mut self, what: &str, first: (Span, &str), second: (Span, &str)) {
        let (first, second) = if first.0 <= second.0 { (first, second) } else { (second, first) };
        if first.1 == second.1 {
            self.add(
                Diagnostic::warning(
                    codes::SAID_TWICE,
                    format!("{what} is stated twice"),
                    second.0,
                    "stated again here",
                )
                .because(first.0, "already stated here")
                .help("remove one of them, so that each fact has one place"),
            );
            return;
        }
        self.add(
            Diagnostic::error(
                codes::CONTRADICTION,
                format!("{what} is stated as `{}` and as `{}`", first.1, second.1),
                second.0,
                format!("`{}` here", second.1),
            )
            .because(first.0, format!("`{}` here", first.1))
            .help("keep the correct one and remove the other"),
        );
    }

    /// The diagnostics in the reader's order, and the numbers of those that aren't kept.
    pub(crate) fn finish(mut self) -> (Vec<Diagnostic>, Totals) {
        self.report_missing();
        self.diagnostics.finish()
    }
}

fn in_order(a: Span, b: Span) -> (Span, Span) {
    (a.min(b), a.max(b))
}

/// A longer list of words is left out where the nearest word is suggested.
const MOST_WORDS: usize = 8;

/// The suggestion, then the words that are allowed.
pub(crate) fn known_words(near: Option<&str>, known: &[&str]) -> String {
    let all = || format!("expected one of {}", list(known));
    match near {
        Some(near) if known.len() > MOST_WORDS => format!("did you mean `{near}`?"),
        Some(near) => format!("did you mean `{near}`? {}", all()),
        None => all(),
    }
}

/// `a`, `b` and `c`, each in backticks.
pub(crate) fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
