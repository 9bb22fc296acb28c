//! SETROPTS.

use saffron_vocabulary::racf::{Enforcement, LogOptions};

use crate::command::{CommandKind, Name, SetRoptsOperand, SystemOption};

use super::arrange::arrange;
use super::forms::Side;
use super::given::Given;
use super::reading::Reading;
use super::table::{Row, Table, row};
use super::tree::{Item, Tree};
use super::words::{ENFORCEMENTS, LOG_OPTIONS};

/// Options in order, each with its set.
pub(super) type Draft = Vec<(&'static str, SetRoptsOperand)>;

pub(super) static SETROPTS: Table<Draft> =
    Table { parts: &[DECIDING, IDLE, AUDITING], side: Side::Define };

/// Options that decisions, or the meaning of later commands, depend on.
const DECIDING: &[Row<Draft>] = &[
    row!("ADDCREATOR", Either, |given, to| on_off(given, to, SystemOption::AddCreator)),
    row!("CLASSACT", Either, |given, to| classes(given, to, SystemOption::Active)),
    row!("EGN", Either, |given, to| on_off(given, to, SystemOption::EnhancedGenericNaming)),
    row!("GENCMD", Either, |given, to| classes(given, to, SystemOption::GenericCommands)),
    row!("GENERIC", Either, |given, to| classes(given, to, SystemOption::Generic)),
    row!("GENERICOWNER", Either, |given, to| on_off(given, to, SystemOption::GenericOwner)),
    row!("GENLIST", Either, |given, to| classes(given, to, SystemOption::Genlist)),
    row!("GLOBAL", Either, |given, to| classes(given, to, SystemOption::Global)),
    row!("GRPLIST", Either, |given, to| on_off(given, to, SystemOption::ListOfGroups)),
    row!("LIST", Plain, |given, to| plain(given, to, SystemOption::List)),
    row!("LOGOPTIONS", Plain, log_options),
    row!("MLACTIVE", Either, |given, to| {
        enforced(given, to, SystemOption::MlActive, Enforcement::Warning);
    }),
    row!("MLS", Either, |given, to| enforced(given, to, SystemOption::Mls, Enforcement::Warning)),
    row!("OPERAUDIT", Either, |given, to| on_off(given, to, SystemOption::OperationsAudit)),
    row!("PREFIX", Either, prefix),
    row!("PROTECTALL", Either, |given, to| {
        enforced(given, to, SystemOption::ProtectAll, Enforcement::Failures);
    }),
    row!("RACLIST", Either, |given, to| classes(given, to, SystemOption::Raclist)),
    row!("REFRESH", Plain, |given, to| plain(given, to, SystemOption::Refresh)),
    row!("WHEN", Either, program_control),
];

/// Options that take no part in decisions.
const IDLE: &[Row<Draft>] = &[
    row!("ADSP", Either, idle),
    row!("AT", Plain, |given, _| given.elsewhere()),
    row!("CATDSNS", Either, idle),
    row!("COMPATMODE", Either, idle),
    row!("ERASE", Either, idle),
    row!("INACTIVE", Either, idle),
    row!("INITSTATS", Either, idle),
    row!("JES", Plain, idle),
    row!("KERBLVL", Plain, idle),
    row!("LANGUAGE", Plain, idle),
    row!("MLFSOBJ", Plain, idle),
    row!("MLIPCOBJ", Plain, idle),
    row!("MLNAMES", Either, idle),
    row!("MLQUIET", Either, idle),
    row!("MLSTABLE", Either, idle),
    row!("MODEL", Either, idle),
    row!("ONLYAT" in "AT", Plain, |given, _| given.elsewhere()),
    row!("PASSWORD", Plain, idle),
    row!("REALDSN", Either, idle),
    row!("RETPD", Either, idle),
    row!("RVARYPW", Plain, |given, to| {
        given.secret();
        idle(given, to);
    }),
    row!("SECLABELCONTROL", Either, idle),
    row!("SECLBYSYSTEM", Either, idle),
    row!("SESSIONINTERVAL", Either, idle),
    row!("STATISTICS", Either, idle),
    row!("TAPEDSN", Either, idle),
    row!("TERMINAL", Plain, idle),
];

/// Options that only AUDITOR may set.
const AUDITING: &[Row<Draft>] = &[
    row!("APPLAUDIT", Either, idle_audit),
    row!("AUDIT", Either, idle_audit),
    row!("CMDVIOL", Either, idle_audit),
    row!("SAUDIT", Either, idle_audit),
    row!("SECLABELAUDIT", Either, idle_audit),
    row!("SECLEVELAUDIT", Either, idle_audit),
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
    set(given, to, SystemOption::Idle(given.name));
}

fn idle_audit(given: &mut Given<'_, '_>, to: &mut Draft) {
    set(given, to, SystemOption::IdleAudit(given.name));
}

#[expect(clippy::unnecessary_wraps, reason = "as every verb is read")]
pub(super) fn set_options<'t>(reading: &mut Reading<'t>, tree: &Tree<'t>) -> Option<CommandKind> {
    let mut options = Draft::new();
    arrange(reading, tree, &[], &SETROPTS, &mut options);
    let options = options.into_iter().map(|(_, option)| option).collect();
    Some(CommandKind::SetRopts(options))
}
