//! Operands that general resources and data sets have in common.

use saffron_diagnostics::Span;

use crate::command::{Name, ProfileOperands, Setting};

use super::given::Given;
use super::reading::upper;
use super::shows;
use super::table::{Row, row};
use super::words::LEVELS;

/// What a command specifies for profiles, before it is known whose they are.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) profile: ProfileOperands,
    pub(super) add_members: Vec<Name>,
    pub(super) delete_members: Vec<Name>,
    pub(super) generic: Option<Span>,
    pub(super) volumes: Vec<Name>,
    pub(super) add_volumes: Vec<Name>,
    pub(super) delete_volumes: Vec<Name>,
    /// ALTVOL: volumes that others take the place of, and those others.
    pub(super) exchanged_volumes: Vec<Name>,
    pub(super) new_volumes: Vec<Name>,
    /// Why the command makes no profile that protects anything, if it doesn't.
    pub(super) apart: Option<&'static str>,
}

/// Operands of RDEFINE, RALTER, ADDSD and ALTDSD.
pub(super) const PROFILE: &[Row<Draft>] = &[
    row!("ADDCATEGORY", Plain, Names, |given, to| to.profile.security.add_categories = given.ids()),
    row!("AT", Plain, Names, |given, _| given.elsewhere()),
    row!("AUDIT", Plain, Parts(shows::AUDIT), |given, to| to.profile.audit = given.audit()),
    row!("CSDATA", Undo, Text, |given, to| given
        .custom_segment("CSDATA", &mut to.profile.segments)),
    row!("DATA", Undo, Text, |given, to| to.profile.data = given.text()),
    row!("DELCATEGORY", Altering, Names, |given, to| to.profile.security.delete_categories =
        given.ids()),
    row!("FCLASS", Defining, Names, |given, _| given.reading.source.class = given.id()),
    row!("FGENERIC", Defining, Nothing, |given, _| given.reading.source.generic =
        Some(given.switch().span)),
    row!("FROM", Defining, Names, |given, _| given.reading.source.name = given.one()),
    row!("FVOLUME", Defining, Names, |given, _| given.reading.source.volume = given.id()),
    row!("GLOBALAUDIT", Altering, Parts(shows::AUDIT), |given, to| to.profile.global_audit =
        given.audit()),
    row!("LEVEL", Plain, Numbers, |given, to| to.profile.level = given.number(99)),
    row!("NOTIFY", Undo, Names, |given, to| to.profile.notify = notify(given)),
    row!("ONLYAT" in "AT", Plain, Names, |given, _| given.elsewhere()),
    row!("OWNER", Plain, Names, |given, to| to.profile.owner = given.id()),
    row!("SECLABEL", Undo, Names, |given, to| to.profile.security.label = given.folded_setting()),
    row!("SECLEVEL", Undo, Names, |given, to| to.profile.security.level = given.folded_setting()),
    row!("UACC", Plain, Words, |given, to| to.profile.uacc = given.word(LEVELS)),
    row!("WARNING", Undo, Nothing, |given, to| to.profile.warning = Some(given.switch())),
];

/// `NOTIFY(user)`, `NOTIFY` for the issuer, `NONOTIFY`.
fn notify(given: &mut Given<'_, '_>) -> Option<Setting<Option<String>>> {
    if !given.on {
        given.nothing();
        return Some(Setting::Off(given.span()));
    }
    let user = match given.list() {
        Some(_) => Some(upper(&given.value()?.text())),
        None => None,
    };
    Some(Setting::To(given.spanned(user)))
}
