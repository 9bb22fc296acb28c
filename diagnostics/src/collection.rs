//! Diagnostics of a run, as many as anyone reads: a policy of ten megabytes can contain a million
//! mistakes.
//!
//! INVARIANT: an error is counted even if it isn't kept, and warnings never displace errors.

use std::collections::HashMap;

use saffron_vocabulary::budget::Budget;

use crate::diagnostic::{self, Code, Diagnostic, Severity};

/// Errors that are kept, and as many warnings.
pub const MOST_KEPT: usize = 10_000;

/// Diagnostics with the same code and message that are kept; the last one states how many more
/// there are.
pub const MOST_ALIKE: usize = 50;

/// Numbers of errors and warnings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Totals {
    /// The numbers of these diagnostics.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut totals = Self::default();
        for diagnostic in diagnostics {
            totals.add(diagnostic.severity, 1);
        }
        totals
    }

    fn add(&mut self, severity: Severity, number: usize) {
        match severity {
            Severity::Error => self.errors += number,
            Severity::Warning => self.warnings += number,
        }
    }

    /// Errors and warnings.
    pub fn all(self) -> usize {
        self.errors + self.warnings
    }
}

impl std::ops::Add for Totals {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (errors, warnings) = (self.errors + other.errors, self.warnings + other.warnings);
        Self { errors, warnings }
    }
}

/// Diagnostics that are being collected.
#[derive(Debug)]
pub struct Collection {
    kept: Vec<Diagnostic>,
    errors: Budget,
    warnings: Budget,
    alike: HashMap<(Code, String), Alike>,
    left_out: Totals,
}

/// Diagnostics with the same code and message.
#[derive(Debug)]
struct Alike {
    number: usize,
    /// Where the last one is that was kept.
    last: usize,
}

impl Default for Collection {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            errors: Budget::new(MOST_KEPT),
            warnings: Budget::new(MOST_KEPT),
            alike: HashMap::new(),
            left_out: Totals::default(),
        }
    }
}

impl Collection {
    /// Keeps a diagnostic, or counts it.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        let key = (diagnostic.code, diagnostic.message.clone());
        let fits = match self.alike.get_mut(&key) {
            Some(alike) if alike.number >= MOST_ALIKE => {
                alike.number += 1;
                false
            }
            _ => self.budget(diagnostic.severity).spend(1),
        };
        if !fits {
            self.left_out.add(diagnostic.severity, 1);
            return;
        }
        let alike = self.alike.entry(key).or_insert(Alike { number: 0, last: 0 });
        alike.number += 1;
        alike.last = self.kept.len();
        self.kept.push(diagnostic);
    }

    fn budget(&mut self, severity: Severity) -> &mut Budget {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        }
    }

    /// Whether anything is an error.
    pub fn has_errors(&self) -> bool {
        self.errors.used() > 0
    }

    /// What is kept, in the reader's order, and the numbers of what isn't.
    pub fn finish(mut self) -> (Vec<Diagnostic>, Totals) {
        // The order doesn't matter: each changes its own diagnostic.
        for alike in self.alike.into_values().filter(|it| it.number > MOST_ALIKE) {
            if let Some(last) = self.kept.get_mut(alike.last) {
                let more = format!("the same at {} more places", alike.number - MOST_ALIKE);
                last.help = Some(match last.help.take() {
                    Some(help) => format!("{help}; {more}"),
                    None => more,
                });
            }
        }
        diagnostic::sort(&mut self.kept);
        (self.kept, self.left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    fn at(start: u32) -> Span {
        Span { file: FileId(0), start, end: start + 1 }
    }

    #[test]
    fn errors_are_counted_after_the_limit_and_warnings_take_no_room() {
        let mut all = Collection::default();
        for number in 0..MOST_KEPT + 5 {
            all.add(Diagnostic::warning(Code("W"), format!("{number}"), at(0), ""));
        }
        assert!(!all.has_errors());
        all.add(Diagnostic::error(Code("E"), "wrong", at(0), ""));
        assert!(all.has_errors());
        let (kept, left_out) = all.finish();
        assert_eq!(Totals::of(&kept), Totals { errors: 1, warnings: MOST_KEPT });
        assert_eq!(left_out, Totals { errors: 0, warnings: 5 });
    }

    #[test]
    fn the_last_of_many_alike_states_how_many_more_there_are() {
        let mut all = Collection::default();
        for start in 0..1_000 {
            all.add(Diagnostic::error(Code("E"), "wrong", at(start), "").help("fix it"));
        }
        let (kept, left_out) = all.finish();
        let helps: Vec<_> = kept.iter().filter_map(|it| it.help.as_deref()).collect();
        assert_eq!(kept.len(), MOST_ALIKE);
        assert_eq!(helps.first(), Some(&"fix it"));
        assert_eq!(helps.last(), Some(&"fix it; the same at 950 more places"));
        assert_eq!(left_out.errors, 950);
    }
}
