//! The equivalence report: one row for each fact of the policy.

use saffron_diagnostics::Span;

use crate::fact::Fact;
use crate::manager::Esm;

/// How a fact of the policy fares under another security manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same decisions.
    Equivalent,
    /// The same decisions on a condition.
    EquivalentIf,
    /// Lets more through.
    Wider,
    /// Lets less through.
    Narrower,
    /// Nothing expresses it, and no command is emitted.
    NotExpressible,
    /// The commands are right and have no effect.
    Inactive,
}

impl Verdict {
    /// Every verdict, in the order of the summary.
    pub const ALL: [Self; 6] = [
        Self::Equivalent,
        Self::EquivalentIf,
        Self::Wider,
        Self::Narrower,
        Self::NotExpressible,
        Self::Inactive,
    ];

    /// Its word in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::EquivalentIf => "equivalent-if",
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::NotExpressible => "not-expressible",
            Self::Inactive => "inactive",
        }
    }

    /// Which of two verdicts on one fact a reader has to know.
    const fn rank(self) -> u8 {
        match self {
            Self::Equivalent => 0,
            Self::EquivalentIf => 1,
            Self::Narrower => 2,
            Self::Inactive => 3,
            Self::NotExpressible => 4,
            Self::Wider => 5,
        }
    }
}

/// One fact and its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The fact.
    pub fact: Fact,
    /// How it fares.
    pub verdict: Verdict,
    /// Why it isn't equivalent.
    pub reason: Option<String>,
    /// On what condition it is equivalent; several are joined by `; `.
    pub condition: Option<String>,
    /// Where the policy states it.
    pub source: Option<Span>,
}

/// All rows, in the order of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The security manager.
    pub esm: Esm,
    /// What is assumed where the documentation is open.
    pub assumed: Vec<String>,
    /// One row for each fact.
    pub rows: Vec<Row>,
}

impl Report {
    /// How many rows have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rows.iter().filter(|row| row.verdict == verdict).count()
    }
}

/// What is found about one fact, bit by bit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finding {
    verdict: Option<(Verdict, String)>,
    conditions: Vec<String>,
}

impl Finding {
    /// Nothing against it.
    pub(crate) fn equivalent() -> Self {
        Self::default()
    }

    /// One verdict with its reason.
    pub(crate) fn of(verdict: Verdict, reason: impl Into<String>) -> Self {
        Self { verdict: Some((verdict, reason.into())), conditions: Vec::new() }
    }

    /// On a condition.
    pub(crate) fn only_if(condition: impl Into<String>) -> Self {
        Self::equivalent().and_if(condition)
    }

    /// On this condition too.
    pub(crate) fn and_if(mut self, condition: impl Into<String>) -> Self {
        let condition = condition.into();
        if !self.conditions.contains(&condition) {
            self.conditions.push(condition);
        }
        self
    }

    /// Whether this is its verdict.
    pub(crate) fn is(&self, verdict: Verdict) -> bool {
        self.verdict.as_ref().is_some_and(|(it, _)| *it == verdict)
    }

    /// Both findings about one fact.
    pub(crate) fn and(mut self, other: Self) -> Self {
        let rank = |it: &Option<(Verdict, String)>| it.as_ref().map_or(0, |(it, _)| it.rank());
        if rank(&other.verdict) > rank(&self.verdict) {
            self.verdict = other.verdict;
        }
        other.conditions.into_iter().fold(self, Self::and_if)
    }

    /// The row of a fact.
    pub(crate) fn row(self, fact: Fact, source: Option<Span>) -> Row {
        let (verdict, reason) = match self.verdict {
            Some((verdict, reason)) => (verdict, Some(reason)),
            None if self.conditions.is_empty() => (Verdict::Equivalent, None),
            None => (Verdict::EquivalentIf, None),
        };
        let joined = self.conditions.join("; ");
        let condition = (verdict == Verdict::EquivalentIf).then_some(joined);
        Row { fact, verdict, reason, condition, source }
    }
}
