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
//! A list is in the order of its conditions and, under one condition, of its IDs. So the entries of
//! each condition that a question meets are found by a binary search, and the cost doesn't depend on
//! how many other conditions the list has. Which conditions are valid in which class is checked by
//! the compiler.

use saffron_bundle::layout::{ConditionalRow, ProfileRow, meta_flag, user_flag};
use saffron_bundle::{Condition, run, steps};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Switch};

use crate::racf::entries::{Hit, group_entry, user_entry};
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
    for condition in met(tables, question) {
        let start = list.partition_point(|entry| is_before(tables, entry, &condition));
        let rest = list.get(start..).unwrap_or_default();
        let end = rest.partition_point(|entry| is(tables, entry, &condition));
        tables.count(|| 2 * steps::search_names(list.len()));
        let entries = rest.get(..end).unwrap_or_default();
        if let Some(next) = under_condition(tables, user, entries, start)
            && best.is_none_or(|best| {
                next.level > best.level || next.level == best.level && next.entry < best.entry
            })
        {
            best = Some(next);
        }
    }
    best
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
    if entries.is_empty() {
        return None;
    }
    let place = |hit: Hit| ConditionalHit {
        entry: hit.entry.saturating_add(u32::try_from(start).unwrap_or(u32::MAX)),
        level: hit.level,
    };
    tables.count(|| steps::search(entries.len()));
    let own = user_entry(entries, user.id).map(place);
    let group = group_entry(tables, entries, user).map(place);
    // `ID(*)` sorts before all other entries of its condition.
    let any = entries.first().filter(|entry| entry.who().get().is_none());
    let any = any.map(|entry| place(Hit { entry: 0, level: entry.access() }));
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
/// condition. Only the option `conditional-entry-blocks-operations` needs this. The cost is linear in
/// the length of the list.
#[cold]
pub(crate) fn names(tables: &Tables<'_>, user: &User<'_>, profile: &ProfileRow) -> bool {
    let list = run(tables.bundle.conditional(), profile.conditional());
    tables.count(|| (list.len() as u64).saturating_mul(steps::search(user.groups.len())));
    list.iter().any(|entry| {
        let id = entry.who().get().map(|id| id.0);
        id.is_some_and(|id| id == user.id || user.position(id).is_some())
    })
}

fn is(tables: &Tables<'_>, entry: &ConditionalRow, condition: &Condition<'_>) -> bool {
    tables.bundle.condition(entry).compare_with_met(condition).is_eq()
}

fn is_before(tables: &Tables<'_>, entry: &ConditionalRow, condition: &Condition<'_>) -> bool {
    tables.bundle.condition(entry).compare_with_met(condition).is_lt()
}

/// The conditions that a question meets; the table in the description of this module lists them.
/// Values are compared without regard to case, except the values of criteria.
///
/// Source: Command Language Reference, `PERMIT`, operand WHEN; Security Administrator's Guide,
/// "Program access to data sets".
fn met<'q>(
    tables: &Tables<'_>,
    question: &Question<'q>,
) -> impl Iterator<Item = Condition<'q>> + use<'q> {
    let Question { context, mode, .. } = *question;
    let of = |kind: ConditionKind| move |value: &'q str| Condition { kind, name: "", value };
    let port = |kind: ConditionKind, value: Option<&'q str>| {
        value.filter(|_| tables.is_condition_class_active(kind)).map(of(kind))
    };
    let program_control = tables.has(meta_flag::PROGRAM_CONTROL);
    let clean = program_control && !context.program_unclean;
    let programs = if clean { context.program } else { &[] };
    let criteria = if mode == Mode::FastAuth { context.criteria } else { &[] };
    let ports = [
        port(ConditionKind::Terminal, context.terminal),
        port(ConditionKind::Console, context.console),
        port(ConditionKind::Jesinput, context.jesinput),
        port(ConditionKind::Servauth, context.servauth),
        port(ConditionKind::Appcport, context.appcport),
        port(ConditionKind::Appcport, context.appcport.and_then(without_net_id)),
        context.sysid.filter(|_| program_control).map(of(ConditionKind::Sysid)),
    ];
    let programs = distinct(programs, |one, other| one.eq_ignore_ascii_case(other));
    let programs = programs.copied().map(of(ConditionKind::Program));
    let criteria =
        distinct(criteria, |one, other| one.0.eq_ignore_ascii_case(other.0) && one.1 == other.1);
    let criteria = criteria.map(|&(name, value)| {
        let kind = ConditionKind::Criteria;
        Condition { kind, name, value }
    });
    ports.into_iter().flatten().chain(programs).chain(criteria)
}

/// The values that aren't among the first ones already: the same condition is not searched again.
fn distinct<T>(values: &[T], is_same: impl Fn(&T, &T) -> bool) -> impl Iterator<Item = &T> {
    values.iter().enumerate().filter_map(move |(at, value)| {
        let earlier = values.get(..at.min(steps::CONDITIONS)).unwrap_or_default();
        (!earlier.iter().any(|known| is_same(known, value))).then_some(value)
    })
}

/// The partner LU without its net ID, if it has one: an entry without a net ID matches every net ID.
///
/// Source: Command Language Reference, `PERMIT`, operand WHEN(APPCPORT).
fn without_net_id(partner: &str) -> Option<&str> {
    partner.rsplit_once('.').map(|(_, lu)| lu)
}
