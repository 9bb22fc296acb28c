//! Events as rows: the columns that a list of them can have.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use saffron_unload::columns::Columns;
use saffron_unload::form::Records;

use crate::event::{Access, Changed, Event, Port, Recorded};
use crate::replay::{Refused, opened};

/// Events whose header isn't that of the others: they have no user and no outcome.
const OF_OPTIONS: [&str; 3] = ["RACFINIT", "CLASNAME", "DSAF"];

/// A cell of a row; blank or `None` if the event doesn't have it.
pub type Cell = for<'e, 'r> fn(&'e Event<'r>, Columns<'r>) -> Option<Cow<'r, str>>;

/// The columns by name, in order.
pub const COLUMNS: [(&str, Cell); 19] = [
    ("time", time),
    ("system", |_, columns| Some(columns.get(39, 42).into())),
    ("event", |_, columns| Some(columns.get(1, 8).into())),
    ("qualifier", |_, columns| Some(columns.get(10, 17).into())),
    ("user", user),
    ("group", group),
    ("outcome", outcome),
    ("authority", authority),
    ("class", class),
    ("resource", |event, _| Some(access(event)?.resource.into())),
    ("volume", |event, _| Some(access(event)?.volume.into())),
    ("access", |event, _| Some(access(event)?.request?.as_str().into())),
    ("granted", |event, _| Some(access(event)?.granted?.as_str().into())),
    ("profile", profile),
    ("changed", changed),
    ("port_class", port_class),
    ("port", port),
    ("security_label", |event, _| Some(access(event)?.label.into())),
    ("problem", problem),
];

/// The records of a file that has events, in whatever form it arrives; `None` if it is empty.
///
/// # Errors
///
/// If the file can't be read, or holds no events.
pub fn records(from: impl Read) -> Result<Option<Records<impl BufRead>>, Refused> {
    Ok(opened(from)?.map(|(records, _)| records))
}

fn access<'e, 'r>(event: &'e Event<'r>) -> Option<&'e Access<'r>> {
    match event {
        Event::Access(access) => Some(access),
        _ => None,
    }
}

/// Whether the record has the header that most have.
fn has_user(event: &Event<'_>, columns: Columns<'_>) -> bool {
    *event != Event::Unreadable && !OF_OPTIONS.contains(&columns.get(1, 8))
}

/// `2026-10-01T08:00:00`
fn time<'r>(_: &Event<'r>, columns: Columns<'r>) -> Option<Cow<'r, str>> {
    let (day, time) = (columns.get(28, 37), columns.get(19, 26));
    (!day.is_empty() && !time.is_empty()).then(|| format!("{day}T{time}").into())
}

/// `None` if the record has the name of a job there.
fn user<'r>(event: &Event<'r>, columns: Columns<'r>) -> Option<Cow<'r, str>> {
    let is_user = has_user(event, columns) && columns.get(49, 52) != "YES";
    is_user.then(|| columns.get(59, 66).into())
}

fn group<'r>(event: &Event<'r>, columns: Columns<'r>) -> Option<Cow<'r, str>> {
    has_user(event, columns).then(|| columns.get(68, 75).into())
}

/// What the system did: `grant`, `warning` (granted what it would refuse without WARNING) or `deny`.
fn outcome<'r>(event: &Event<'r>, columns: Columns<'r>) -> Option<Cow<'r, str>> {
    if !has_user(event, columns) {
        return None;
    }
    let recorded = match (columns.get(44, 47), columns.get(54, 57)) {
        ("YES", _) => Recorded::Refused,
        ("NO", "YES") => Recorded::Warned,
        ("NO", _) => Recorded::Granted,
        _ => return None,
    };
    let word = match recorded {
        Recorded::Granted => "grant",
        Recorded::Warned => "warning",
        Recorded::Refused => "deny",
    };
    Some(word.into())
}

/// By what else than a profile was decided. `None` if by a profile, whether another authority is flagged or not.
fn authority<'r>(event: &Event<'r>, _: Columns<'r>) -> Option<Cow<'r, str>> {
    let access = access(event).filter(|access| !access.normal)?;
    Some(access.authority?.as_str().into())
}

fn class<'r>(event: &Event<'r>, columns: Columns<'r>) -> Option<Cow<'r, str>> {
    match event {
        Event::Access(access) => Some(access.class.into()),
        Event::Command(command) => match command.changed {
            Changed::Profile(class, _) => Some(class.into()),
            _ => None,
        },
        Event::Other if columns.get(1, 8) == "CLASNAME" => Some(columns.get(44, 51).into()),
        _ => None,
    }
}

/// The profile that protected the resource.
fn profile<'r>(event: &Event<'r>, _: Columns<'r>) -> Option<Cow<'r, str>> {
    Some(access(event)?.profile.into())
}

/// The profile, user or group that a command changed.
fn changed<'r>(event: &Event<'r>, _: Columns<'r>) -> Option<Cow<'r, str>> {
    let Event::Command(command) = event else { return None };
    match command.changed {
        Changed::Profile(_, name) | Changed::User(name) | Changed::Group(name) => Some(name.into()),
        Changed::Options => None,
    }
}

fn port_class<'r>(event: &Event<'r>, _: Columns<'r>) -> Option<Cow<'r, str>> {
    let word = match access(event)?.port?.0 {
        Port::Terminal => "TERMINAL",
        Port::Console => "CONSOLE",
        Port::Jesinput => "JESINPUT",
        Port::Appcport => "APPCPORT",
        Port::Servauth => "SERVAUTH",
    };
    Some(word.into())
}

/// The port of entry; `NET.LU` for a partner whose net is known.
fn port<'r>(event: &Event<'r>, _: Columns<'r>) -> Option<Cow<'r, str>> {
    let access = access(event)?;
    let (class, name) = access.port?;
    if class == Port::Appcport && !access.net.is_empty() {
        return Some(format!("{}.{name}", access.net).into());
    }
    Some(name.into())
}

fn problem<'r>(event: &Event<'r>, _: Columns<'r>) -> Option<Cow<'r, str>> {
    match event {
        Event::Unreadable => Some("unreadable".into()),
        Event::Unknown => Some("unknown-event".into()),
        _ => None,
    }
}
