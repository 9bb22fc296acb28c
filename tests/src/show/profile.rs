//! Profiles of the model, with the lists that decide.

use saffron_compiler::model::{
    Audit, Condition, Model, Profile, ProfileKind, StartedData, StartedId, Who,
};

use super::sheet::{Sheet, commas};
use super::subject::{Facts, class_name, id};

pub(super) fn profile(sheet: &mut Sheet<'_>, model: &Model, it: &Profile) {
    let kind = match it.kind {
        ProfileKind::Discrete => "discrete",
        ProfileKind::Generic => "generic",
    };
    let head = format!("{} {:?}, {kind}", class_name(model, it.class), it.name);
    sheet.line(it.origin, 1, &format!("{head}{}", facts(model, it)));
    if let Some(origin) = it.uacc_origin {
        sheet.line(origin, 2, &format!("uacc {}", it.uacc));
    }
    for member in &it.members {
        sheet.line(member.origin, 2, &format!("member {:?}", member.name));
    }
    for entry in &it.standard {
        sheet.line(entry.origin, 2, &format!("{}: {}", who(model, entry.who), entry.access));
    }
    for entry in &it.conditional {
        let granted = format!("{}: {}", who(model, entry.who), entry.access);
        sheet.line(entry.origin, 2, &format!("{granted} when {}", condition(&entry.condition)));
    }
}

fn facts(model: &Model, it: &Profile) -> String {
    let mut facts = Facts::default();
    let volumes = commas(&it.volumes, Clone::clone);
    facts.named("volumes", (!volumes.is_empty()).then(|| format!("[{volumes}]")));
    facts.named("owner", it.owner.map(|it| id(model, it)));
    facts.named("uacc", it.uacc_origin.is_none().then(|| format!("{} by default", it.uacc)));
    facts.flag("WARNING", it.warning);
    facts.named("audit", Some(audit(it.audit)));
    facts.named(
        "global audit",
        (it.global_audit != Audit::default()).then(|| audit(it.global_audit)),
    );
    facts.named("notify", it.notify.map(|it| id(model, it)));
    facts.named("level", (it.level != 0).then(|| it.level.to_string()));
    facts.named("data", it.data.as_ref().map(|it| format!("{it:?}")));
    facts.named("application data", it.application_data.as_ref().map(|it| format!("{it:?}")));
    facts.flag("erase", it.erase);
    facts.security(model, it.security_level, &it.categories, it.label);
    facts.named("started", it.started.as_ref().map(|it| started(model, it)));
    facts.text
}

fn audit(it: Audit) -> String {
    match (it.success, it.failures) {
        (None, None) => "none".to_owned(),
        (Some(level), None) => format!("success({level})"),
        (None, Some(level)) => format!("failures({level})"),
        (Some(success), Some(failures)) => format!("success({success}) failures({failures})"),
    }
}

fn started(model: &Model, it: &StartedData) -> String {
    let named = |it: Option<StartedId>| match it {
        None => "nobody".to_owned(),
        Some(StartedId::Id(it)) => id(model, it),
        Some(StartedId::Member) => "=MEMBER".to_owned(),
    };
    let mut flags = Facts::default();
    flags.flag("trusted", it.trusted);
    flags.flag("privileged", it.privileged);
    flags.flag("traced", it.trace);
    let group = it.group.map(|group| format!(" in {}", named(Some(group)))).unwrap_or_default();
    format!("as {}{group}{}", named(it.user), flags.text)
}

fn who(model: &Model, who: Who) -> String {
    match who {
        Who::Any => "*".to_owned(),
        Who::Id(it) => id(model, it),
    }
}

pub(super) fn condition(it: &Condition) -> String {
    let name = if it.name.is_empty() { String::new() } else { format!("{} ", it.name) };
    format!("{} {name}{}", it.kind, it.value)
}
