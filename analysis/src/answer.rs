//! What a name is answered: the decisions at all levels, without a condition and under each single one.

use std::collections::BTreeSet;

use saffron_bundle::layout::{ConditionalRow, ProfileRow, meta_flag};
use saffron_bundle::run;
use saffron_runtime::{Context, Decision, Question, Subject};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Outcome};

use crate::side::Side;

/// The levels that can be requested, from the lowest.
pub const LEVELS: [AccessLevel; 4] =
    [AccessLevel::Read, AccessLevel::Update, AccessLevel::Control, AccessLevel::Alter];

/// One condition of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Condition<'e> {
    /// What it is about.
    pub kind: ConditionKind,
    /// The program, terminal, ….
    pub value: &'e str,
}

/// What is asked: a name of a class.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The class.
    pub class: &'a str,
    /// The name.
    pub resource: &'a str,
    /// The volume of a data set.
    pub volume: Option<&'a str>,
}

/// What a request is answered at every level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Answer {
    /// Outcome, and whether it is a warning, at each of [`LEVELS`].
    pub outcomes: [(Outcome, bool); LEVELS.len()],
    /// The highest level.
    pub allowed: Option<AccessLevel>,
}

impl Answer {
    /// Whether a request could be answered in another way.
    pub fn differs(&self, other: &Self) -> bool {
        self.outcomes != other.outcomes
    }
}

impl Asked<'_> {
    /// The decision of one request.
    pub fn decide<'e>(
        &self,
        subject: &Subject<'e>,
        access: AccessLevel,
        condition: Option<Condition<'_>>,
    ) -> Decision<'e> {
        let mut question = Question::new(self.class, self.resource).access(access);
        question.volume = self.volume;
        match condition {
            None => subject.decide(&question),
            Some(Condition { kind: ConditionKind::Program, value }) => {
                subject.decide(&question.context(Context::default().program(&[value])))
            }
            Some(condition) => subject.decide(&question.context(context(condition))),
        }
    }

    /// The answer at all levels.
    pub fn answer(&self, subject: &Subject<'_>, condition: Option<Condition<'_>>) -> Answer {
        let decisions = LEVELS.map(|level| self.decide(subject, level, condition));
        let outcomes = decisions.map(|decision| (decision.outcome, decision.warning));
        Answer { outcomes, allowed: decisions[0].allowed }
    }
}

/// The context of a request under one condition other than a program.
fn context(condition: Condition<'_>) -> Context<'_> {
    let (context, value) = (Context::default(), condition.value);
    match condition.kind {
        ConditionKind::Terminal => context.terminal(value),
        ConditionKind::Console => context.console(value),
        ConditionKind::Jesinput => context.jesinput(value),
        ConditionKind::Appcport => context.appcport(value),
        ConditionKind::Servauth => context.servauth(value),
        ConditionKind::Sysid => context.sysid(value),
        ConditionKind::Program | ConditionKind::Criteria => context,
    }
}

/// The condition of an entry, as a request can meet it. Criteria are for FASTAUTH only.
fn condition<'e>(side: Side<'e>, row: &ConditionalRow) -> Option<Condition<'e>> {
    let condition = Condition { kind: row.kind(), value: side.bundle.text(row.value()) };
    (condition.kind != ConditionKind::Criteria).then_some(condition)
}

/// All conditions that entries of policies name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions<'e>(BTreeSet<Condition<'e>>);

impl<'e> Conditions<'e> {
    pub(crate) fn of(sides: &[Side<'e>]) -> Self {
        let rows = |side: &Side<'e>| {
            let side = *side;
            side.bundle.conditional().iter().filter_map(move |row| condition(side, row))
        };
        Self(sides.iter().flat_map(rows).collect())
    }

    /// Those on which an answer can depend under a profile: those of its entries; partner LUs with a net ID that an
    /// entry without one covers; and, where security levels are compared, every terminal, because a terminal can have
    /// a level.
    pub(crate) fn under(
        &self,
        side: Side<'e>,
        profile: Option<&ProfileRow>,
    ) -> BTreeSet<Condition<'e>> {
        let Some(profile) = profile else { return BTreeSet::new() };
        let rows = run(side.bundle.conditional(), profile.conditional());
        let mut found: BTreeSet<_> = rows.iter().filter_map(|row| condition(side, row)).collect();
        let covered = |it: &&Condition<'e>| {
            let lu = it.value.rsplit_once('.').map(|(_, lu)| lu);
            let entry = lu.map(|value| Condition { value, ..**it });
            it.kind == ConditionKind::Appcport && entry.is_some_and(|it| found.contains(&it))
        };
        let partners: Vec<Condition<'e>> = self.0.iter().filter(covered).copied().collect();
        found.extend(partners);
        let compared = side.has(meta_flag::SECDATA) && !side.has(meta_flag::SECLABEL);
        if compared && profile.security_level() > 0 {
            found.extend(self.0.iter().filter(|it| it.kind == ConditionKind::Terminal));
        }
        found
    }
}
