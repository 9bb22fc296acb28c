//! Words that are values: access levels, authorities, audit attempts, dates.

use saffron_diagnostics::Spanned;
use saffron_vocabulary::racf::{
    AccessLevel, ConditionKind, Day, Enforcement, GroupAuthority, LogOptions,
};

use crate::codes;
use crate::command::{AuditSetting, Moment, Reset};

use super::given::Given;
use super::reading::shown;
use super::spelling::Words;
use super::tree::{Item, List, Value};

/// Access authorities of a profile (PERMIT, ACCESS).
pub(super) const LEVELS: &Words<AccessLevel> = &[
    ("NONE", AccessLevel::None),
    ("EXECUTE", AccessLevel::Execute),
    ("READ", AccessLevel::Read),
    ("UPDATE", AccessLevel::Update),
    ("CONTROL", AccessLevel::Control),
    ("ALTER", AccessLevel::Alter),
];

/// Access authorities of a connection (CONNECT, UACC).
pub(super) const CONNECTION_LEVELS: &Words<AccessLevel> = &[
    ("NONE", AccessLevel::None),
    ("READ", AccessLevel::Read),
    ("UPDATE", AccessLevel::Update),
    ("CONTROL", AccessLevel::Control),
    ("ALTER", AccessLevel::Alter),
];

/// Levels from which on attempts are logged (RDEFINE, AUDIT).
const AUDIT_LEVELS: &Words<AccessLevel> = &[
    ("READ", AccessLevel::Read),
    ("UPDATE", AccessLevel::Update),
    ("CONTROL", AccessLevel::Control),
    ("ALTER", AccessLevel::Alter),
];

/// Group authorities (CONNECT, AUTHORITY).
pub(super) const AUTHORITIES: &Words<GroupAuthority> = &[
    ("USE", GroupAuthority::Use),
    ("CREATE", GroupAuthority::Create),
    ("CONNECT", GroupAuthority::Connect),
    ("JOIN", GroupAuthority::Join),
];

/// Which lists PERMIT's RESET deletes.
pub(super) const RESETS: &Words<Reset> =
    &[("ALL", Reset::All), ("STANDARD", Reset::Standard), ("WHEN", Reset::When)];

/// Conditions of PERMIT's WHEN.
pub(super) const CONDITIONS: &Words<ConditionKind> = &[
    ("APPCPORT", ConditionKind::Appcport),
    ("CONSOLE", ConditionKind::Console),
    ("CRITERIA", ConditionKind::Criteria),
    ("JESINPUT", ConditionKind::Jesinput),
    ("PROGRAM", ConditionKind::Program),
    ("SERVAUTH", ConditionKind::Servauth),
    ("SYSID", ConditionKind::Sysid),
    ("TERMINAL", ConditionKind::Terminal),
];

/// A condition in full.
pub(super) fn name_of(kind: ConditionKind) -> &'static str {
    CONDITIONS.iter().find(|(_, known)| *known == kind).map_or("WHEN", |(name, _)| name)
}

/// How SETROPTS lets an option be enforced.
pub(super) const ENFORCEMENTS: &Words<Enforcement> =
    &[("FAILURES", Enforcement::Failures), ("WARNING", Enforcement::Warning)];

/// Whether SETROPTS TERMINAL lets terminals be used that aren't defined.
pub(super) const UNDEFINED_TERMINALS: &Words<bool> = &[("READ", true), ("NONE", false)];

/// What SETROPTS LOGOPTIONS asks for.
pub(super) const LOG_OPTIONS: &Words<LogOptions> = &[
    ("ALWAYS", LogOptions::Always),
    ("NEVER", LogOptions::Never),
    ("SUCCESSES", LogOptions::Successes),
    ("FAILURES", LogOptions::Failures),
    ("DEFAULT", LogOptions::Default),
];

/// Attempts that AUDIT names.
#[derive(Clone, Copy)]
enum Attempt {
    All,
    Failures,
    None,
    Success,
}

const ATTEMPTS: &Words<Attempt> = &[
    ("ALL", Attempt::All),
    ("FAILURES", Attempt::Failures),
    ("NONE", Attempt::None),
    ("SUCCESS", Attempt::Success),
];

impl<'r, 't> Given<'r, 't> {
    /// `AUDIT(SUCCESS(UPDATE) FAILURES)`; a level that isn't given is READ.
    pub(super) fn audit(&mut self) -> Option<Spanned<AuditSetting>> {
        let list = self.required_list()?;
        let mut setting = AuditSetting::default();
        for item in &list.items {
            self.attempt(item, &mut setting)?;
        }
        Some(self.spanned(setting))
    }

    fn attempt(&mut self, item: &'r Item<'t>, setting: &mut AuditSetting) -> Option<()> {
        let Some(value) = &item.value else {
            self.reading.plain(self.name, item);
            return None;
        };
        let attempt = self.one_of(value, ATTEMPTS)?;
        let level = match &item.list {
            Some(list) => self.audit_level(list)?,
            None => AccessLevel::Read,
        };
        let (success, failures) = match attempt {
            Attempt::All => (Some(level), Some(level)),
            Attempt::Success => (Some(level), setting.failures),
            Attempt::Failures => (setting.success, Some(level)),
            Attempt::None => (None, None),
        };
        *setting = AuditSetting { success, failures };
        Some(())
    }

    fn audit_level(&mut self, list: &List<'t>) -> Option<AccessLevel> {
        if let [Item { value: Some(value), list: None }] = list.items.as_slice() {
            return self.one_of(value, AUDIT_LEVELS);
        }
        let message = format!("each attempt type of `{}` takes one level", self.name);
        let help = "write `SUCCESS(READ)`, `FAILURES(UPDATE)` or the like";
        self.reading.error(codes::TOO_MANY_VALUES, list.range(), message, "not one level", help);
        None
    }

    /// `REVOKE`, `REVOKE(date)`, `NOREVOKE`.
    pub(super) fn moment(&mut self) -> Option<Spanned<Moment>> {
        if !self.on {
            self.nothing();
            return Some(self.spanned(Moment::Never));
        }
        let mut moment = Moment::Now;
        if self.list().is_some() {
            let value = self.value()?;
            moment = Moment::On(self.date(value)?);
        }
        Some(self.spanned(moment))
    }

    fn date(&mut self, value: &Value<'_>) -> Option<Day> {
        let text = value.text();
        let day = day(&text);
        if day.is_none() && !self.reading.needs_variable(self.name, value) {
            let message = format!("`{}` is not a date", shown(&text));
            let help = "write month, day and year: `12/31/26`";
            self.reading.error(codes::BAD_DATE, value.range(), message, "not a date", help);
        }
        day
    }
}

/// Two-digit years up to this one are of the next century.
const LAST_YEAR_OF_2000: i32 = 70;

/// `mm/dd/yy` or `yyyy-mm-dd`; years over 70 are of the last century
/// (`RACF Command Language Reference`, ALTUSER, REVOKE).
fn day(text: &str) -> Option<Day> {
    if text.contains('-') {
        return Day::parse(text);
    }
    let mut parts = text.split('/').map(|part| {
        let plain = (1..=2).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_digit());
        plain.then(|| part.parse::<u32>().ok()).flatten()
    });
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    let year = i32::try_from(year).ok()?;
    let century = if year <= LAST_YEAR_OF_2000 { 2000 } else { 1900 };
    Day::from_civil(century + year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_over_70_are_of_the_last_century() {
        assert_eq!(day("1/2/70"), Day::from_civil(2070, 1, 2));
        assert_eq!(day("01/02/71"), Day::from_civil(1971, 1, 2));
        assert_eq!(day("12/31/26"), Day::from_civil(2026, 12, 31));
        assert_eq!(day("2026-12-31"), Day::from_civil(2026, 12, 31));
    }

    #[test]
    fn what_is_no_date() {
        for text in ["", "13/01/26", "02/30/26", "12/31/2026", "12/31", "1/2/3/4", "+1/2/26", "//"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
