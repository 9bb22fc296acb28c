//! The conditional access list: entries that apply only under a condition, and only ever add.
//!
//! Conditions are independent of each other. For each condition that is met, the user's entry is
//! taken, else the highest of the groups, else `ID(*)`. The highest of these over all conditions is
//! the result. A low entry never takes away what the standard list or UACC gives, and an entry of
//! NONE on the standard list doesn't prevent a conditional entry from granting.
//!
//! | condition | is met if |
//! |---|---|
//! | TERMINAL, CONSOLE, JESINPUT, APPCPORT | the class is active, and the port of entry is equal |
//! | SERVAUTH | class SERVAUTH is active, and the profile protects the user's IP zone |
//! | PROGRAM | program control is on, the environment is clean, and the question names it |
//! | SYSID | program control is on, and the SMF system ID is equal |
//! | CRITERIA | the request is a FASTAUTH, and name and value are among its criteria |
//!
//! Source: Command Language Reference, `PERMIT`, operand WHEN; Security Administrator's Guide,
//! "Program access to data sets" and "Granting access conditionally"; CICS Transaction Server,
//! "Conditional access processing".
//!
//! The cost is linear in the length of the list. Which conditions are valid in which class is
//! checked by the compiler.

use saffron_bundle::layout::{ConditionalRow, ProfileRow, meta_flag, user_flag};
use saffron_bundle::run;
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Switch};

use crate::racf::name::same_folded;
use crate::racf::subject::User;
use crate::request::{Mode, Question};
use crate::tables::Tables;

/// An entry found on a conditional access list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ConditionalHit {
    /// Its place on the list.
    pub(crate) entry: u32,
    /// The level that the entry gives.
    pub(crate) level: AccessLevel,
}

/// The highest entry over all conditions that are met; of equal ones the first.
///
/// Source: Security Administrator's Guide, "Granting access conditionally"; CICS Transaction
/// Server, "Conditional access processing", for entries that only increase authority.
#[cold]
pub(crate) fn best(
    tables: &Tables<'_>,
    user: &User<'_>,
    profile: &ProfileRow,
    question: &Question<'_>,
) -> Option<ConditionalHit> {
    let list = run(tables.bundle.conditional(), profile.conditional());
    let mut best: Option<ConditionalHit> = None;
    let mut start = 0;
    for condition in list.chunk_by(is_same_condition) {
        let holds = condition.first().is_some_and(|entry| holds(tables, entry, question));
        if let Some(next) = under_condition(tables, user, condition, start).filter(|_| holds)
            && best.is_none_or(|best| next.level > best.level)
        {
            best = Some(next);
        }
        start += condition.len();
    }
    best
}

/// Whether two entries have the same condition; such entries are neighbours.
fn is_same_condition(a: &ConditionalRow, b: &ConditionalRow) -> bool {
    a.kind() == b.kind() && a.value() == b.value() && a.name() == b.name()
}

/// What the entries of one condition give the user: own entry, else groups, else `ID(*)`.
///
/// The option `cond-user-entry-beats-cond-group` decides whether the user's entry applies even if
/// that of a group is higher. `ID(*)` applies to RESTRICTED users only under the option
/// `restricted-conditional-star`.
///
/// `start` is the place of the first entry on the whole list.
///
/// Source: CICS Transaction Server, "Conditional access processing"; Security Administrator's
/// Guide, "Defining restricted user IDs".
fn under_condition(
    tables: &Tables<'_>,
    user: &User<'_>,
    entries: &[ConditionalRow],
    start: usize,
) -> Option<ConditionalHit> {
    let mut own = None;
    let mut group: Option<ConditionalHit> = None;
    let mut any = None;
    for (at, entry) in (start..).zip(entries) {
        let level = entry.access();
        let hit = ConditionalHit { entry: u32::try_from(at).unwrap_or(u32::MAX), level };
        match entry.who().get().map(|id| id.0) {
            None => any = Some(hit),
            Some(id) if id == user.id => own = Some(hit),
            Some(id) if user.position(id).is_some() => {
                group = group.filter(|group| group.level >= level).or(Some(hit));
            }
            Some(_) => {}
        }
    }
    let starred =
        !user.has(user_flag::RESTRICTED) || tables.is_on(Switch::RestrictedConditionalStar);
    let named = match (own, group) {
        (Some(own), Some(group))
            if !tables.is_on(Switch::CondUserEntryBeatsCondGroup) && group.level > own.level =>
        {
            Some(group)
        }
        (own, group) => own.or(group),
    };
    named.or(any.filter(|_| starred))
}

/// Whether any conditional entry names the user or one of the groups in effect, whatever its
/// condition. Only the option `conditional-entry-blocks-operations` needs this.
#[cold]
pub(crate) fn names(tables: &Tables<'_>, user: &User<'_>, profile: &ProfileRow) -> bool {
    run(tables.bundle.conditional(), profile.conditional()).iter().any(|entry| {
        let id = entry.who().get().map(|id| id.0);
        id.is_some_and(|id| id == user.id || user.position(id).is_some())
    })
}

/// Whether the condition of an entry is met for a question; the table in the description of this
/// module lists the conditions. Values are compared without regard to case, except the values of
/// criteria.
///
/// Source: Command Language Reference, `PERMIT`, operand WHEN; Security Administrator's Guide,
/// "Program access to data sets".
pub(crate) fn holds(tables: &Tables<'_>, entry: &ConditionalRow, question: &Question<'_>) -> bool {
    let kind = entry.kind();
    let value = tables.bundle.text(entry.value());
    let context = &question.context;
    let port = |name: Option<&str>| {
        tables.is_condition_class_active(kind) && name.is_some_and(|name| same_folded(name, value))
    };
    match kind {
        ConditionKind::Terminal => port(context.terminal),
        ConditionKind::Console => port(context.console),
        ConditionKind::Jesinput => port(context.jesinput),
        ConditionKind::Servauth => port(context.servauth),
        ConditionKind::Appcport => {
            tables.is_condition_class_active(kind)
                && context.appcport.is_some_and(|partner| is_partner(partner, value))
        }
        ConditionKind::Program => {
            tables.has(meta_flag::PROGRAM_CONTROL)
                && !context.program_unclean
                && context.program.iter().any(|program| same_folded(program, value))
        }
        ConditionKind::Sysid => {
            tables.has(meta_flag::PROGRAM_CONTROL)
                && context.sysid.is_some_and(|sysid| same_folded(sysid, value))
        }
        ConditionKind::Criteria => {
            let name = tables.bundle.text(entry.name());
            let mut criteria = context.criteria.iter();
            question.mode == Mode::FastAuth
                && criteria.any(|(known, found)| same_folded(known, name) && *found == value)
        }
    }
}

/// Whether a partner LU is the one of an entry. An entry without a net ID matches every net ID.
///
/// Source: Command Language Reference, `PERMIT`, operand WHEN(APPCPORT).
fn is_partner(partner: &str, entry: &str) -> bool {
    let lu = partner.rsplit_once('.').map_or(partner, |(_, lu)| lu);
    same_folded(partner, entry) || (!entry.contains('.') && same_folded(lu, entry))
}
