//! Commands as an auditor reads them: verb and operands in full, in a fixed order. Written so that
//! it can be read as a command again.

use saffron_lang::ast::Spanned;
use saffron_racf::command::{
    AuditSetting, Command, CommandKind, ConnectOperands, DataSetOperands, FromOperands,
    GroupOperands, Moment, Name, PermitAction, PermitOperands, ProfileOperands, RemoveOperands,
    Reset, ResourceOperands, SecurityOperands, SegmentField, SegmentOperand, SetRoptsOperand,
    Setting, SystemOption, UserAttribute, UserOperands, WhenCondition, WhenOperand,
};
use saffron_vocabulary::racf::{ConditionKind, Day, Enforcement};

/// A command in full.
pub(super) fn command(command: &Command) -> String {
    let operands = match &command.kind {
        CommandKind::AddUser(user) | CommandKind::AltUser(user) => user_operands(user),
        CommandKind::DelUser(ids) | CommandKind::DelGroup(ids) => list(ids),
        CommandKind::AddGroup(group) | CommandKind::AltGroup(group) => group_operands(group),
        CommandKind::Connect(connect) => connect_operands(connect),
        CommandKind::Remove(remove) => remove_operands(remove),
        CommandKind::RDefine(it) | CommandKind::RAlter(it) | CommandKind::RDelete(it) => {
            resource_operands(it)
        }
        CommandKind::AddSd(it) | CommandKind::AltDsd(it) | CommandKind::DelDsd(it) => {
            data_set_operands(it)
        }
        CommandKind::Permit(permit) => permit_operands(permit),
        CommandKind::SetRopts(options) => set_options(options),
        CommandKind::Skipped { why } => return format!("{} is skipped: {why}", command.verb),
    };
    format!("{} {operands}", command.verb).trim_end().to_owned()
}

/// Parts of a line, those that aren't there left out.
fn line(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn name(name: &Name) -> String {
    if name.quoted { quote(&name.text) } else { name.text.clone() }
}

fn names(all: &[Name]) -> String {
    all.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// What a command is about: a name, or a list of names.
fn list(all: &[Name]) -> String {
    if let [one] = all { name(one) } else { format!("({})", names(all)) }
}

fn keyed(key: &str, value: Option<&Name>) -> Option<String> {
    value.map(|value| format!("{key}({})", name(value)))
}

fn keyed_list(key: &str, values: &[Name]) -> Option<String> {
    (!values.is_empty()).then(|| format!("{key}({})", names(values)))
}

fn worded<V: std::fmt::Display>(key: &str, value: Option<&Spanned<V>>) -> Option<String> {
    value.map(|value| format!("{key}({})", value.node))
}

fn on_off(key: &str, on: bool) -> String {
    format!("{}{key}", if on { "" } else { "NO" })
}

fn switch(key: &str, on: Option<&Spanned<bool>>) -> Option<String> {
    on.map(|on| on_off(key, on.node))
}

fn text(key: &str, setting: Option<&Setting<String>>) -> Option<String> {
    setting.map(|setting| match setting {
        Setting::To(text) => format!("{key}({})", quote(&text.node)),
        Setting::Off(_) => format!("NO{key}"),
    })
}

fn word(key: &str, setting: Option<&Setting<String>>) -> Option<String> {
    setting.map(|setting| match setting {
        Setting::To(word) => format!("{key}({})", word.node),
        Setting::Off(_) => format!("NO{key}"),
    })
}

fn user_operands(user: &UserOperands) -> String {
    let named = user.name.as_ref().map(|it| format!("NAME({})", quote(&it.node)));
    let (given, taken): (Vec<_>, Vec<_>) = user.class_authority.iter().partition(|it| it.1);
    let classes = |all: Vec<&(Name, bool)>| all.into_iter().map(|it| it.0.clone()).collect();
    let (given, taken): (Vec<Name>, Vec<Name>) = (classes(given), classes(taken));
    line([
        Some(list(&user.users)),
        named,
        keyed("DFLTGRP", user.default_group.as_ref()),
        keyed("OWNER", user.owner.as_ref()),
        keyed("GROUP", user.group.as_ref()),
        worded("AUTHORITY", user.authority.as_ref()),
        worded("UACC", user.uacc.as_ref()),
        Some(attributes(&user.attributes)),
        switch("PASSWORD", user.password.as_ref()),
        switch("PHRASE", user.phrase.as_ref()),
        switch("OIDCARD", user.oidcard.as_ref()),
        moment("REVOKE", user.revoke.as_ref()),
        moment("RESUME", user.resume.as_ref()),
        Some(security(&user.security)),
        keyed_list("CLAUTH", &given),
        keyed_list("NOCLAUTH", &taken),
        text("DATA", user.data.as_ref()),
        Some(segments(&user.segments)),
    ])
}

fn attributes(all: &[(UserAttribute, Spanned<bool>)]) -> String {
    let word = |attribute| format!("{attribute:?}").to_uppercase();
    all.iter().map(|(it, on)| on_off(&word(*it), on.node)).collect::<Vec<_>>().join(" ")
}

fn moment(key: &str, moment: Option<&Spanned<Moment>>) -> Option<String> {
    moment.map(|moment| match moment.node {
        Moment::Now => key.to_owned(),
        Moment::On(day) => format!("{key}({})", date(day)),
        Moment::Never => format!("NO{key}"),
    })
}

fn date(day: Day) -> String {
    let years = 1970..=2071;
    let days = years.flat_map(|y| (1..=12).flat_map(move |m| (1..=31).map(move |d| (y, m, d))));
    let mut days = days.filter(|&(y, m, d)| Day::from_civil(y, m, d) == Some(day));
    days.next().map_or_else(|| format!("{day:?}"), |(y, m, d)| format!("{y}-{m:02}-{d:02}"))
}

fn security(security: &SecurityOperands) -> String {
    line([
        word("SECLEVEL", security.level.as_ref()),
        keyed_list("ADDCATEGORY", &security.add_categories),
        keyed_list("DELCATEGORY", &security.delete_categories),
        word("SECLABEL", security.label.as_ref()),
    ])
}

fn segments(all: &[SegmentOperand]) -> String {
    all.iter().map(segment).collect::<Vec<_>>().join(" ")
}

fn segment(segment: &SegmentOperand) -> String {
    let fields: Vec<String> = segment.fields.iter().map(field).collect();
    match segment {
        SegmentOperand { delete: true, name, .. } => format!("NO{name}"),
        SegmentOperand { name, .. } if fields.is_empty() => name.clone(),
        SegmentOperand { name, .. } => format!("{name}({})", fields.join(" ")),
    }
}

/// Fields that have a value which is never kept.
const SECRET: [&str; 5] = ["BINDPW", "KEYENCRYPTED", "KEYMASKED", "PASSWORD", "SESSKEY"];

fn field(field: &SegmentField) -> String {
    match field {
        SegmentField { delete: false, name, .. } if SECRET.contains(&name.as_str()) => {
            format!("{name}(…)")
        }
        SegmentField { delete: true, name, .. } => format!("NO{name}"),
        SegmentField { name, values, .. } if values.is_empty() => name.clone(),
        SegmentField { name, values, .. } => format!("{name}({})", names(values)),
    }
}

fn group_operands(group: &GroupOperands) -> String {
    line([
        Some(list(&group.groups)),
        keyed("SUPGROUP", group.superior.as_ref()),
        keyed("OWNER", group.owner.as_ref()),
        switch("UNIVERSAL", group.universal.as_ref()),
        text("DATA", group.data.as_ref()),
        Some(segments(&group.segments)),
    ])
}

fn connect_operands(connect: &ConnectOperands) -> String {
    line([
        Some(list(&connect.users)),
        keyed("GROUP", connect.group.as_ref()),
        keyed("OWNER", connect.owner.as_ref()),
        worded("AUTHORITY", connect.authority.as_ref()),
        worded("UACC", connect.uacc.as_ref()),
        Some(attributes(&connect.attributes)),
        moment("REVOKE", connect.revoke.as_ref()),
        moment("RESUME", connect.resume.as_ref()),
    ])
}

fn remove_operands(remove: &RemoveOperands) -> String {
    line([
        Some(list(&remove.users)),
        keyed("GROUP", remove.group.as_ref()),
        keyed("OWNER", remove.owner.as_ref()),
    ])
}

fn resource_operands(resource: &ResourceOperands) -> String {
    line([
        Some(name(&resource.class)),
        Some(list(&resource.names)),
        keyed_list("ADDMEM", &resource.add_members),
        keyed_list("DELMEM", &resource.delete_members),
        Some(profile(&resource.profile)),
    ])
}

fn data_set_operands(data_set: &DataSetOperands) -> String {
    line([
        Some(list(&data_set.names)),
        data_set.generic.map(|_| "GENERIC".to_owned()),
        keyed_list("VOLUME", &data_set.volumes),
        keyed_list("ADDVOL", &data_set.add_volumes),
        keyed_list("DELVOL", &data_set.delete_volumes),
        Some(profile(&data_set.profile)),
    ])
}

fn profile(profile: &ProfileOperands) -> String {
    line([
        keyed("OWNER", profile.owner.as_ref()),
        worded("UACC", profile.uacc.as_ref()),
        audit("AUDIT", profile.audit.as_ref()),
        audit("GLOBALAUDIT", profile.global_audit.as_ref()),
        switch("WARNING", profile.warning.as_ref()),
        profile.notify.as_ref().map(notify),
        worded("LEVEL", profile.level.as_ref()),
        text("DATA", profile.data.as_ref()),
        text("APPLDATA", profile.application_data.as_ref()),
        Some(security(&profile.security)),
        switch("ERASE", profile.erase.as_ref()),
        profile.from.as_ref().map(from),
        Some(segments(&profile.segments)),
    ])
}

fn audit(key: &str, setting: Option<&Spanned<AuditSetting>>) -> Option<String> {
    setting.map(|setting| {
        let AuditSetting { success, failures } = setting.node;
        let attempts = line([
            success.map(|level| format!("SUCCESS({level})")),
            failures.map(|level| format!("FAILURES({level})")),
        ]);
        format!("{key}({})", if attempts.is_empty() { "NONE" } else { &attempts })
    })
}

fn notify(notify: &Setting<Option<String>>) -> String {
    match notify {
        Setting::To(Spanned { node: Some(user), .. }) => format!("NOTIFY({user})"),
        Setting::To(Spanned { node: None, .. }) => "NOTIFY".to_owned(),
        Setting::Off(_) => "NONOTIFY".to_owned(),
    }
}

fn from(from: &FromOperands) -> String {
    line([
        Some(format!("FROM({})", name(&from.name))),
        keyed("FCLASS", from.class.as_ref()),
        from.generic.then(|| "FGENERIC".to_owned()),
        keyed("FVOLUME", from.volume.as_ref()),
    ])
}

fn permit_operands(permit: &PermitOperands) -> String {
    let action = permit.action.as_ref().map(|action| match action.node {
        PermitAction::Access(level) => format!("ACCESS({level})"),
        PermitAction::Delete => "DELETE".to_owned(),
    });
    let reset = permit.reset.as_ref().map(|reset| match reset.node {
        Reset::All => "RESET(ALL)",
        Reset::Standard => "RESET(STANDARD)",
        Reset::When => "RESET(WHEN)",
    });
    line([
        Some(name(&permit.profile)),
        keyed("CLASS", permit.class.as_ref()),
        permit.generic.map(|_| "GENERIC".to_owned()),
        keyed("VOLUME", permit.volume.as_ref()),
        permit.ids.as_ref().map(|ids| format!("ID({})", names(ids))),
        action,
        permit.from.as_ref().map(from),
        reset.map(str::to_owned),
        permit.when.as_ref().map(when),
    ])
}

/// Criteria of several names are one condition.
fn when(when: &WhenOperand) -> String {
    let is_criterion = |it: &&WhenCondition| it.kind == ConditionKind::Criteria;
    let plain = when.conditions.iter().filter(|it| !is_criterion(it));
    let mut shown: Vec<String> =
        plain.map(|it| condition(&it.kind.as_str().to_uppercase(), &it.values)).collect();
    let criteria = when.conditions.iter().filter(is_criterion);
    let criteria: Vec<String> = criteria.map(|it| condition(&it.criterion, &it.values)).collect();
    if !criteria.is_empty() {
        shown.push(format!("CRITERIA({})", criteria.join(" ")));
    }
    if shown.is_empty() { "WHEN".to_owned() } else { format!("WHEN({})", shown.join(" ")) }
}

fn condition(key: &str, values: &[Name]) -> String {
    if values.is_empty() { key.to_owned() } else { format!("{key}({})", names(values)) }
}

/// LOGOPTIONS of several words is one operand.
fn set_options(options: &[SetRoptsOperand]) -> String {
    let mut shown: Vec<String> = Vec::new();
    for operand in options {
        let option = option(operand);
        match (&operand.option, shown.last_mut()) {
            (SystemOption::LogOptions(..), Some(last)) if last.starts_with("LOGOPTIONS(") => {
                let more = option.strip_prefix("LOGOPTIONS(").unwrap();
                *last = format!("{} {more}", last.strip_suffix(')').unwrap());
            }
            _ => shown.push(option),
        }
    }
    shown.join(" ")
}

fn option(operand: &SetRoptsOperand) -> String {
    let classes =
        |key: &str, all: &[Name], on: bool| format!("{}({})", on_off(key, on), names(all));
    match &operand.option {
        SystemOption::Active(all, on) => classes("CLASSACT", all, *on),
        SystemOption::Generic(all, on) => classes("GENERIC", all, *on),
        SystemOption::GenericCommands(all, on) => classes("GENCMD", all, *on),
        SystemOption::Raclist(all, on) => classes("RACLIST", all, *on),
        SystemOption::Genlist(all, on) => classes("GENLIST", all, *on),
        SystemOption::Global(all, on) => classes("GLOBAL", all, *on),
        SystemOption::LogOptions(word, all) => {
            format!("LOGOPTIONS({}({}))", word.as_str().to_uppercase(), names(all))
        }
        SystemOption::Refresh => "REFRESH".to_owned(),
        SystemOption::ListOfGroups(on) => on_off("GRPLIST", *on),
        SystemOption::EnhancedGenericNaming(on) => on_off("EGN", *on),
        SystemOption::ProtectAll(how) => enforced("PROTECTALL", *how),
        SystemOption::ProgramControl(on) => format!("{}(PROGRAM)", on_off("WHEN", *on)),
        SystemOption::AddCreator(on) => on_off("ADDCREATOR", *on),
        SystemOption::GenericOwner(on) => on_off("GENERICOWNER", *on),
        SystemOption::Mls(how) => enforced("MLS", *how),
        SystemOption::MlActive(how) => enforced("MLACTIVE", *how),
        SystemOption::OperationsAudit(on) => on_off("OPERAUDIT", *on),
        SystemOption::UndefinedTerminals(on) => {
            format!("TERMINAL({})", if *on { "READ" } else { "NONE" })
        }
        SystemOption::Prefix(Some(qualifier)) => format!("PREFIX({})", name(qualifier)),
        SystemOption::Prefix(None) => "NOPREFIX".to_owned(),
        SystemOption::Idle(name) | SystemOption::IdleAudit(name) => (*name).to_owned(),
        SystemOption::List => "LIST".to_owned(),
    }
}

fn enforced(key: &str, how: Enforcement) -> String {
    match how {
        Enforcement::Off => format!("NO{key}"),
        Enforcement::Warning => format!("{key}(WARNING)"),
        Enforcement::Failures => format!("{key}(FAILURES)"),
    }
}
