//! PERMIT.

use saffron_diagnostics::Span;
use saffron_diagnostics::Spanned;
use saffron_vocabulary::racf::{AccessLevel, ConditionKind};

use crate::command::{
    CommandKind, Name, PermitAction, PermitOperands, Reset, WhenCondition, WhenOperand,
};

use super::arrange::{arrange, missing};
use super::arrangement::Place;
use super::forms::Side;
use super::given::Given;
use super::reading::Reading;
use super::shows;
use super::source;
use super::table::{Row, Table, row};
use super::tree::{Item, Tree, Value};
use super::words::{self, CONDITIONS, LEVELS, RESETS};

const PROFILE: &[Place] = &[Place::Name("the name of a profile")];

/// What a PERMIT specifies, before it is known whether it names a profile.
#[derive(Default)]
pub(super) struct Draft {
    class: Option<Name>,
    generic: Option<Span>,
    volume: Option<Name>,
    ids: Option<Vec<Name>>,
    action: Option<Spanned<PermitAction>>,
    reset: Option<Spanned<Reset>>,
    when: Option<WhenOperand>,
}

pub(super) static PERMIT: Table<Draft> = Table { parts: &[OPERANDS], side: Side::Define };

const OPERANDS: &[Row<Draft>] = &[
    row!("ACCESS", Plain, Words, |given, to| to.action = access(given)),
    row!("AT", Plain, Names, |given, _| given.elsewhere()),
    row!("CLASS", Plain, Names, |given, to| to.class = given.id()),
    row!("DELETE" in "ACCESS", Plain, Nothing, |given, to| {
        given.nothing();
        to.action = Some(given.spanned(PermitAction::Delete));
    }),
    row!("FCLASS", Plain, Names, |given, _| given.reading.source.class = given.id()),
    row!("FGENERIC", Plain, Nothing, |given, _| given.reading.source.generic =
        Some(given.switch().span)),
    row!("FROM", Plain, Names, |given, _| given.reading.source.name = given.one()),
    row!("FVOLUME", Plain, Names, |given, _| given.reading.source.volume = given.id()),
    row!("GENERIC", Plain, Nothing, |given, to| to.generic = Some(given.switch().span)),
    row!("ID", Plain, Names, |given, to| to.ids = Some(given.ids())),
    row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
    row!("RESET", Plain, Words, |given, to| to.reset = given.word_or(RESETS, Reset::All)),
    row!("VOLUME", Plain, Names, |given, to| to.volume = given.id()),
    row!("WHEN", Plain, Parts(shows::CONDITION), |given, to| to.when = Some(when(given))),
];

/// ACCESS without a level is READ.
fn access(given: &mut Given<'_, '_>) -> Option<Spanned<PermitAction>> {
    let level = given.word_or(LEVELS, AccessLevel::Read)?;
    Some(Spanned { node: PermitAction::Access(level.node), span: level.span })
}

fn when(given: &mut Given<'_, '_>) -> WhenOperand {
    let mut conditions = Vec::new();
    let items = given.list().map(|list| list.items.as_slice()).unwrap_or_default();
    for item in items {
        condition(given, item, &mut conditions);
    }
    WhenOperand { conditions, span: given.span() }
}

fn condition<'r, 't>(
    given: &mut Given<'r, 't>,
    item: &'r Item<'t>,
    to: &mut Vec<WhenCondition>,
) -> Option<()> {
    let Some(value) = &item.value else {
        given.reading.plain(given.name, item);
        return None;
    };
    let kind = given.one_of(value, CONDITIONS)?;
    let span = given.reading.span(item.range());
    if let Some(earlier) = to.iter().find(|it| it.kind == kind) {
        let (name, place) = (words::name_of(kind), earlier.span);
        given.reading.repeated(name, name, span, place);
        to.retain(|it| it.kind != kind);
    }
    let items = item.list.as_ref().map(|list| list.items.as_slice()).unwrap_or_default();
    if kind == ConditionKind::Criteria {
        if items.is_empty() {
            given.reading.missing_value("CRITERIA", item.range());
        }
        to.extend(items.iter().filter_map(|item| criterion(given, item)));
        return Some(());
    }
    let values = values(given, items);
    let values = values.into_iter().map(|value| given.reading.folded(value)).collect();
    to.push(WhenCondition { kind, criterion: String::new(), values, span });
    Some(())
}

/// `SQLROLE(TELLER)`; a value in quotes keeps its small letters, since the application chose it.
fn criterion<'r, 't>(given: &mut Given<'r, 't>, item: &'r Item<'t>) -> Option<WhenCondition> {
    let Some(value) = &item.value else {
        given.reading.plain(given.name, item);
        return None;
    };
    let criterion = given.reading.folded(value).text;
    let items = item.list.as_ref().map(|list| list.items.as_slice()).unwrap_or_default();
    let values = values(given, items).into_iter().map(|value| {
        if value.is_quoted() { given.reading.name(value) } else { given.reading.folded(value) }
    });
    let values = values.collect();
    let span = given.reading.span(item.range());
    Some(WhenCondition { kind: ConditionKind::Criteria, criterion, values, span })
}

fn values<'r, 't>(given: &mut Given<'r, 't>, items: &'r [Item<'t>]) -> Vec<&'r Value<'t>> {
    items.iter().filter_map(|item| given.reading.plain(given.name, item)).collect()
}

pub(super) fn permit<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    let mut draft = Draft::default();
    let fillers = arrange(reading, tree, PROFILE, &PERMIT, &mut draft);
    let from = source::take(reading);
    let Some(profile) = fillers.first() else {
        missing(reading, tree, "the name of a profile", "BPX.SERVER CLASS(FACILITY) …");
        return None;
    };
    let profile = profile.names(reading).pop()?;
    let Draft { class, generic, volume, ids, action, reset, when } = draft;
    let permit = PermitOperands { profile, class, generic, volume, ids, action, from, reset, when };
    Some(CommandKind::Permit(permit))
}
