//! The conditional entry that would grant the request if its condition were met.
//!
//! Each entry that concerns the user and is high enough is tried: the request is evaluated again with
//! its condition met. So an entry whose class is inactive, or that another rule hides, isn't shown.
//! Nothing here affects a decision.
//!
//! Source: Command Language Reference, `PERMIT`, operand WHEN.

use saffron_bundle::layout::{ConditionalRow, ProfileRow};
use saffron_bundle::run;
use saffron_vocabulary::racf::{ConditionKind, Outcome, Step};

use super::ladder::Ladder;
use crate::explain::rung::ConditionalGrant;
use crate::racf::conditional::ConditionalHit;
use crate::racf::flow;
use crate::racf::view;
use crate::request::{Context, Question};

/// The most entries that are tried: a list can have as many as a bundle has room for.
const TRIED: usize = 16;

impl<'b> Ladder<'_, 'b> {
    /// The first entry, in the order of the list, that would grant what isn't granted.
    pub(super) fn conditional_grant(&self) -> Option<ConditionalGrant<'b>> {
        let (_, profile) = self.walk.profile?;
        if self.walk.step != Step::Insufficient || self.administers() {
            return None;
        }
        let list = run(self.tables.bundle.conditional(), profile.conditional());
        let high = list.iter().enumerate().filter(|(_, entry)| self.would_suffice(entry));
        let (_, hit) = high
            .take(TRIED)
            .filter_map(|(at, entry)| Some((entry, hit(at, entry)?)))
            .find(|(entry, hit)| self.grants_under(entry, *hit))?;
        self.shown(profile, hit)
    }

    fn would_suffice(&self, entry: &ConditionalRow) -> bool {
        let concerns = self.acee.user.as_ref().is_some_and(|user| {
            let named = entry.who().get().map(|id| id.0);
            named.is_none_or(|id| id == user.id || user.position(id).is_some())
        });
        concerns && entry.access() >= self.walk.need
    }

    /// Whether this entry grants the same request where its condition is met.
    fn grants_under(&self, entry: &ConditionalRow, hit: ConditionalHit) -> bool {
        let name = self.tables.bundle.text(entry.name());
        let value = self.tables.bundle.text(entry.value());
        let context = self.question().context;
        let programs: Vec<&str> = context.program.iter().copied().chain([value]).collect();
        let criteria: Vec<_> = context.criteria.iter().copied().chain([(name, value)]).collect();
        let context = met(entry.kind(), value, context, &programs, &criteria);
        let question = Question { context, ..*self.question() };
        let walk = flow::evaluate(self.tables, self.acee, &question);
        walk.outcome == Outcome::Grant && walk.access.conditional == Some(hit)
    }

    fn shown(&self, profile: &'b ProfileRow, hit: ConditionalHit) -> Option<ConditionalGrant<'b>> {
        let entry = view::conditional_view(self.tables, profile, hit)?;
        let source = view::conditional_origin(self.tables, profile, hit);
        Some(ConditionalGrant { entry, source })
    }
}

fn hit(at: usize, entry: &ConditionalRow) -> Option<ConditionalHit> {
    Some(ConditionalHit { entry: u32::try_from(at).ok()?, level: entry.access() })
}

/// The context with the condition met.
fn met<'c>(
    kind: ConditionKind,
    value: &'c str,
    context: Context<'c>,
    programs: &'c [&'c str],
    criteria: &'c [(&'c str, &'c str)],
) -> Context<'c> {
    // A user has one port of entry.
    let elsewhere =
        Context { terminal: None, console: None, jesinput: None, appcport: None, ..context };
    match kind {
        ConditionKind::Terminal => elsewhere.terminal(value),
        ConditionKind::Console => elsewhere.console(value),
        ConditionKind::Jesinput => elsewhere.jesinput(value),
        ConditionKind::Appcport => elsewhere.appcport(value),
        ConditionKind::Servauth => context.servauth(value),
        ConditionKind::Sysid => context.sysid(value),
        ConditionKind::Program => Context { program: programs, ..context },
        ConditionKind::Criteria => Context { criteria, ..context },
    }
}
