//! SETROPTS.

use saffron_vocabulary::racf::{Enforcement, LogOptions};

use crate::command::{CommandKind, Name, SetRoptsOperand, SystemOption};

use super::arrange::arrange;
use super::forms::Side;
use super::given::Given;
use super::reading::Reading;
use super::shows;
use super::table::{Row, Table, row};
use super::tree::{Item, Tree};
use super::words::{ENFORCEMENTS, LOG_OPTIONS, UNDEFINED_TERMINALS};

/// Options in order, each with its set.
pub(super) type Draft = Vec<(&'static str, SetRoptsOperand)>;

pub(super) static SETROPTS: Table<Draft> =
    Table { parts: &[DECIDING, IDLE, AUDITING], side: Side::Define };

/// Options that decisions, or the meaning of later commands, depend on.
const DECIDING: &[Row<Draft>] = &[
    row!("ADDCREATOR", Either, Nothing, |given, to| on_off(given, to, SystemOption::AddCreator)),
    row!("CLASSACT", Either, Names, |given, to| classes(given, to, SystemOption::Active)),
    row!("EGN", Either, Nothing, |given, to| on_off(
        given,
        to,
        SystemOption::EnhancedGenericNaming
    )),
    row!("GENCMD", Either, Names, |given, to| classes(given, to, SystemOption::GenericCommands)),
    row!("GENERIC", Either, Names, |given, to| classes(given, to, SystemOption::Generic)),
    row!("GENERICOWNER", Either, Nothing, |given, to| on_off(
        given,
        to,
        SystemOption::GenericOwner
    )),
    row!("GENLIST", Either, Names, |given, to| classes(given, to, SystemOption::Genlist)),
    row!("GLOBAL", Either, Names, |given, to| classes(given, to, SystemOption::Global)),
    row!("GRPLIST", Either, Nothing, |given, to| on_off(given, to, SystemOption::ListOfGroups)),
    row!("LIST", Plain, Nothing, |given, to| plain(given, to, SystemOption::List)),
    row!("LOGOPTIONS", Plain, Parts(shows::LOG), log_options),
    row!("MLACTIVE", Either, Words, |given, to| {
        enforced(given, to, SystemOption::MlActive, Enforcement::Warning);
    }),
    row!("MLS", Either, Words, |given, to| enforced(
        given,
        to,
        SystemOption::Mls,
        Enforcement::Warning
    )),
    row!("OPERAUDIT", Either, Nothing, |given, to| on_off(
        given,
        to,
        SystemOption::OperationsAudit
    )),
    row!("PREFIX", Either, Names, prefix),
    row!("PROTECTALL", Either, Words, |given, to| {
        enforced(given, to, SystemOption::ProtectAll, Enforcement::Failures);
    }),
    row!("RACLIST", Either, Names, |given, to| classes(given, to, SystemOption::Raclist)),
    row!("REFRESH", Plain, Nothing, |given, to| plain(given, to, SystemOption::Refresh)),
    row!("WHEN", Either, Words, program_control),
];

/// Options that take no part in decisions, or none that is modelled (`vocabulary`'s `operand::not_modelled`).
const IDLE: &[Row<Draft>] = &[
    row!("ADSP", Either, Nothing, idle),
    row!("AT", Plain, Names, |given, _| given.elsewhere()),
    row!("CATDSNS", Either, Words, idle),
    row!("COMPATMODE", Either, Nothing, idle),
    row!("ERASE", Either, Parts(shows::ERASE), idle),
    row!("INACTIVE", Either, Numbers, idle),
    row!("INITSTATS", Either, Nothing, idle),
    row!("JES", Plain, Parts(shows::JES), idle),
    row!("KERBLVL", Plain, Numbers, idle),
    row!("LANGUAGE", Plain, Parts(shows::LANGUAGE), idle),
    row!("MLFSOBJ", Plain, Words, idle),
    row!("MLIPCOBJ", Plain, Words, idle),
    row!("MLNAMES", Either, Nothing, idle),
    row!("MLQUIET", Either, Nothing, idle),
    row!("MLSTABLE", Either, Nothing, idle),
    row!("MODEL", Either, Names, idle),
    row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
    row!("PASSWORD", Plain, Parts(shows::PASSWORD), idle),
    row!("REALDSN", Either, Nothing, idle),
    row!("RETPD", Either, Numbers, idle),
    row!("RVARYPW", Plain, Secret, |given, to| {
        given.secret();
        idle(given, to);
    }),
    row!("SECLABELCONTROL", Either, Nothing, idle),
    row!("SECLBYSYSTEM", Either, Nothing, idle),
    row!("SESSIONINTERVAL", Either, Numbers, idle),
    row!("STATISTICS", Either, Names, idle),
    row!("TAPEDSN", Either, Nothing, idle),
    row!("TERMINAL", Plain, Words, terminal),
];

/// Options that only AUDITOR may set.
const AUDITING: &[Row<Draft>] = &[
    row!("APPLAUDIT", Either, Nothing, idle_audit),
    row!("AUDIT", Either, Names, idle_audit),
    row!("CMDVIOL", Either, Nothing, idle_audit),
    row!("SAUDIT", Either, Nothing, idle_audit),
    row!("SECLABELAUDIT", Either, Nothing, idle_audit),
    row!("SECLEVELAUDIT", Either, Names, idle_audit),
];

/// Sets an option; replaces what its set specified before.
fn set(given: &Given<'_, '_>, to: &mut Draft, option: SystemOption) {
    to.retain(|(set, _)| *set != given.set);
    to.push((given.set, SetRoptsOperand { option, span: given.span() }));
}

fn plain(given: &mut Given<'_, '_>, to: &mut Draft, option: SystemOption) {
    given.nothing();
    set(given, to, option);
}

fn on_off(given: &mut Given<'_, '_>, to: &mut Draft, option: fn(bool) -> SystemOption) {
    given.nothing();
    set(given, to, option(given.on));
}

fn classes(given: &mut Given<'_, '_>, to: &mut Draft, option: fn(Vec<Name>, bool) -> SystemOption) {
    let classes = given.ids();
    set(given, to, option(classes, given.on));
}

fn enforced(
    given: &mut Given<'_, '_>,
    to: &mut Draft,
    option: fn(Enforcement) -> SystemOption,
    default: Enforcement,
) {
    if !given.on {
        return plain(given, to, option(Enforcement::Off));
    }
    if let Some(enforcement) = given.word_or(ENFORCEMENTS, default) {
        set(given, to, option(enforcement.node));
    }
}

/// `TERMINAL(READ)`, `TERMINAL(NONE)`
fn terminal(given: &mut Given<'_, '_>, to: &mut Draft) {
    if let Some(readable) = given.word(UNDEFINED_TERMINALS) {
        set(given, to, SystemOption::UndefinedTerminals(readable.node));
    }
}

/// `PREFIX(hlq)`, `NOPREFIX`
fn prefix(given: &mut Given<'_, '_>, to: &mut Draft) {
    if !given.on {
        return plain(given, to, SystemOption::Prefix(None));
    }
    if let Some(qualifier) = given.id() {
        set(given, to, SystemOption::Prefix(Some(qualifier)));
    }
}

/// `WHEN(PROGRAM)`, `NOWHEN(PROGRAM)`
fn program_control(given: &mut Given<'_, '_>, to: &mut Draft) {
    if given.word(&[("PROGRAM", ())]).is_some() {
        set(given, to, SystemOption::ProgramControl(given.on));
    }
}

/// `LOGOPTIONS(ALWAYS(FACILITY) NEVER(APPL))`: an option for each word.
fn log_options(given: &mut Given<'_, '_>, to: &mut Draft) {
    let Some(list) = given.required_list() else { return };
    to.retain(|(set, _)| *set != given.set);
    for item in &list.items {
        let Some((word, classes)) = log_option(given, item) else { continue };
        let span = given.reading.span(item.range());
        let same = |option: &SystemOption| matches!(option, SystemOption::LogOptions(earlier, _) if *earlier == word);
        if let Some((_, earlier)) = to.iter().find(|(_, it)| same(&it.option)) {
            given.reading.repeated(given.name, given.name, span, earlier.span);
            to.retain(|(_, it)| !same(&it.option));
        }
        let option = SystemOption::LogOptions(word, classes);
        to.push((given.set, SetRoptsOperand { option, span }));
    }
}

fn log_option<'r, 't>(
    given: &mut Given<'r, 't>,
    item: &'r Item<'t>,
) -> Option<(LogOptions, Vec<Name>)> {
    let Some(value) = &item.value else {
        given.reading.plain(given.name, item);
        return None;
    };
    let option = given.one_of(value, LOG_OPTIONS)?;
    let Some(list) = item.list.as_ref().filter(|list| !list.items.is_empty()) else {
        given.reading.missing_value(&value.text(), item.range());
        return None;
    };
    let mut classes = Vec::new();
    for item in &list.items {
        let class = given.reading.plain(given.name, item);
        classes.extend(class.map(|class| given.reading.folded(class)));
    }
    Some((option, classes))
}

fn idle(given: &mut Given<'_, '_>, to: &mut Draft) {
    given.idle();
    set(given, to, SystemOption::Idle(given.name));
}

fn idle_audit(given: &mut Given<'_, '_>, to: &mut Draft) {
    given.idle();
    set(given, to, SystemOption::IdleAudit(given.name));
}

#[expect(clippy::unnecessary_wraps, reason = "as every verb is read")]
pub(super) fn set_options<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    let mut options = Draft::new();
    arrange(reading, tree, &[], &SETROPTS, &mut options);
    let options = options.into_iter().map(|(_, option)| option).collect();
    Some(CommandKind::SetRopts(options))
}
