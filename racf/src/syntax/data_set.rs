//! ADDSD, ALTDSD and DELDSD.

use crate::command::{CommandKind, DataSetOperands, Name};

use super::arrange::{arrange, missing};
use super::arrangement::{Filler, Place};
use super::forms::Side;
use super::given::Given;
use super::profile::{Draft, PROFILE};
use super::reading::Reading;
use super::segment::{group, resource};
use super::source;
use super::table::{Row, Table, row};
use super::tree::{Piece, Tree, Value};

const NAMES: &[Place] = &[Place::Names("the name of a profile")];

pub(super) static ADDSD: Table<Draft> = Table { parts: &[PROFILE, DATA_SET], side: Side::Define };
pub(super) static ALTDSD: Table<Draft> = Table { parts: &[PROFILE, DATA_SET], side: Side::Alter };
pub(super) static DELDSD: Table<Draft> = Table { parts: &[DELETION], side: Side::Define };

/// SETONLY writes to a tape's table of contents.
const ONLY_TVTOC: &str = "SETONLY changes a tape's table of contents, not a profile";
/// Model profiles are copied when others are made.
const MODEL: &str = "a model profile protects no data set";

const DATA_SET: &[Row<Draft>] = &[
    row!("ADDVOL", Altering, Names, |given, to| to.add_volumes = given.ids()),
    row!("ALTVOL", Altering, Names, exchange_volumes),
    row!("DELVOL", Altering, Names, |given, to| to.delete_volumes = given.ids()),
    row!("DFP", Undo, Fields(&resource::DFP), |given, to| given
        .segment(&resource::DFP, &mut to.profile.segments)),
    row!("ERASE", Undo, Nothing, |given, to| to.profile.erase = Some(given.switch())),
    row!("FILESEQ", Defining, Numbers, |given, _| given.idle()),
    row!("GENERIC", Plain, Nothing, |given, to| to.generic = Some(given.switch().span)),
    row!("MODEL" in "GENERIC", Defining, Nothing, |given, to| {
        to.generic = None;
        apart(given, to, MODEL);
    }),
    row!("RETPD", Plain, Numbers, |given, _| given.idle()),
    row!("SET", Either, Nothing, |given, _| given.idle()),
    row!("SETONLY" in "SET", Defining, Nothing, |given, to| apart(given, to, ONLY_TVTOC)),
    row!("TAPE" in "GENERIC", Defining, Nothing, |given, to| {
        to.generic = None;
        given.idle();
    }),
    row!("TME", Undo, Fields(&group::TME), |given, to| given
        .segment(&group::TME, &mut to.profile.segments)),
    row!("UNIT", Plain, Names, |given, _| given.idle()),
    row!("VOLUME", Plain, Names, |given, to| to.volumes = given.ids()),
];

const DELETION: &[Row<Draft>] = &[
    row!("AT", Plain, Names, |given, _| given.elsewhere()),
    row!("GENERIC", Plain, Nothing, |given, to| to.generic = Some(given.switch().span)),
    row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
    row!("SET", Either, Nothing, |given, _| given.idle()),
    row!("SETONLY" in "SET", Plain, Nothing, |given, to| apart(given, to, ONLY_TVTOC)),
    row!("VOLUME", Plain, Names, |given, to| to.volumes = given.ids()),
];

fn apart(given: &mut Given<'_, '_>, to: &mut Draft, why: &'static str) {
    given.nothing();
    given.idle();
    to.apart = Some(why);
}

/// `ALTVOL(old new …)`
fn exchange_volumes(given: &mut Given<'_, '_>, to: &mut Draft) {
    let volumes = given.ids();
    let odd = volumes.len() % 2 == 1;
    let last = given.list().and_then(|list| list.items.last()?.value.as_ref());
    if let Some(value) = last.filter(|_| odd) {
        let help = "write pairs: each volume and its replacement";
        given.reading.bad_value(given.name, value, "expected a pair", help);
    }
    (to.exchanged_volumes, to.new_volumes) = (Vec::new(), Vec::new());
    for (at, volume) in volumes.into_iter().enumerate() {
        let side = if at % 2 == 0 { &mut to.exchanged_volumes } else { &mut to.new_volumes };
        side.push(volume);
    }
}

fn operands<'t>(
    reading: &mut Reading<'t>,
    tree: &Tree<'t>,
    table: &'static Table<Draft>,
    kind: fn(DataSetOperands) -> CommandKind,
) -> Option<CommandKind> {
    let mut draft = Draft::default();
    let fillers = arrange(reading, tree, NAMES, table, &mut draft);
    draft.profile.from = source::take(reading);
    let Some(names) = fillers.first() else {
        missing(reading, tree, "the name of a profile", "'SYS1.**' …");
        return None;
    };
    let names = names_of(reading, *names);
    draft.add_volumes.append(&mut draft.new_volumes);
    draft.delete_volumes.append(&mut draft.exchanged_volumes);
    let Draft { profile, generic, volumes, add_volumes, delete_volumes, apart, .. } = draft;
    let data_set =
        DataSetOperands { names, generic, volumes, add_volumes, delete_volumes, profile };
    Some(apart.map_or_else(|| kind(data_set), |why| CommandKind::Skipped { why }))
}

/// Names without the passwords that may be after them.
fn names_of<'t>(reading: &mut Reading<'t>, names: Filler<'_, 't>) -> Vec<Name> {
    let values = names.values(reading);
    values.into_iter().map(|value| without_password(reading, value)).collect()
}

/// `'SYS1.LINKLIB'/password`: the name alone; the password is a secret.
fn without_password(reading: &mut Reading<'_>, value: &Value<'_>) -> Name {
    let (text, end) = match (value.first, value.rest.as_slice()) {
        (Piece::Quoted(raw), [Piece::Word(rest), ..]) if rest.starts_with('/') => {
            (value.first.text(), value.start.saturating_add(length(raw)).saturating_add(2))
        }
        (Piece::Word(word), _) => match word.split_once('/') {
            Some((name, _)) => (name.into(), value.start.saturating_add(length(name))),
            None => return reading.name(value),
        },
        _ => return reading.name(value),
    };
    let span = reading.span(end..value.end);
    reading.secrets.push(Name { text: "PASSWORD".to_owned(), quoted: false, span });
    let span = reading.span(value.start..end);
    Name { text: text.into_owned(), quoted: value.is_quoted(), span }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

pub(super) fn add<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &ADDSD, CommandKind::AddSd)
}

pub(super) fn alter<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &ALTDSD, CommandKind::AltDsd)
}

pub(super) fn delete<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    operands(reading, tree, &DELDSD, CommandKind::DelDsd)
}
