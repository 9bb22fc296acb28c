//! Users and groups of the model.

use saffron_compiler::model::{
    Connection, Group, Label, Model, Principal, PrincipalId, PrincipalKind, Segment, User,
};
use saffron_vocabulary::racf::{AccessLevel, Day};

use super::sheet::{Sheet, commas};

pub(super) fn authority(sheet: &mut Sheet<'_>, model: &Model, it: &Principal) {
    let said = match &it.kind {
        PrincipalKind::User(user) => format!("user {}{}", it.name, user_facts(model, user)),
        PrincipalKind::Group(group) => format!("group {}{}", it.name, group_facts(model, group)),
        PrincipalKind::ExternalUser(_) => format!("external user {}", it.name),
        PrincipalKind::ExternalGroup => format!("external group {}", it.name),
    };
    match it.origin {
        Some(origin) => sheet.line(origin, 1, &said),
        None => sheet.bare(1, &format!("{said}, taken for granted")),
    }
    match &it.kind {
        PrincipalKind::User(user) | PrincipalKind::ExternalUser(user) => {
            for connection in &user.connections {
                sheet.line(connection.origin, 2, &connected(model, connection));
            }
            segments(sheet, &user.segments);
        }
        PrincipalKind::Group(group) => segments(sheet, &group.segments),
        PrincipalKind::ExternalGroup => {}
    }
}

fn segments(sheet: &mut Sheet<'_>, all: &[Segment]) {
    for it in all {
        let fields = commas(&it.fields, |(key, value)| format!("{key} {value}"));
        sheet.line(it.origin, 2, &format!("segment {}: {fields}", it.name));
    }
}

fn user_facts(model: &Model, it: &User) -> String {
    let has = it.attributes;
    let mut facts = Facts::default();
    facts.named("default group", it.default_group.map(|it| id(model, it)));
    facts.named("owner", it.owner.map(|it| id(model, it)));
    facts.named("name", it.display_name.as_ref().map(|it| format!("{it:?}")));
    facts.named("data", it.data.as_ref().map(|it| format!("{it:?}")));
    facts.flag("SPECIAL", has.special);
    facts.flag("OPERATIONS", has.operations);
    facts.flag("AUDITOR", has.auditor);
    facts.flag("ROAUDIT", has.roaudit);
    facts.flag("RESTRICTED", has.restricted);
    facts.flag("PROTECTED", has.protected);
    facts.flag("UAUDIT", has.uaudit);
    facts.flag("ADSP", has.adsp);
    facts.flag("GRPACC", has.grpacc);
    facts.revocation(it.revoked, it.revoke_on, it.resume_on);
    facts.security(model, it.security_level, &it.categories, it.label);
    let authority = commas(&it.class_authority, |it| class_name(model, *it));
    facts.named("class authority", (!authority.is_empty()).then_some(authority));
    facts.text
}

fn connected(model: &Model, it: &Connection) -> String {
    let mut facts = Facts::default();
    facts.flag("SPECIAL", it.special);
    facts.flag("OPERATIONS", it.operations);
    facts.flag("AUDITOR", it.auditor);
    facts.flag("ADSP", it.adsp);
    facts.flag("GRPACC", it.grpacc);
    let uacc = (it.uacc != AccessLevel::None).then(|| it.uacc.to_string());
    facts.named("uacc", uacc);
    facts.named("owner", it.owner.map(|it| id(model, it)));
    facts.revocation(it.revoked, it.revoke_on, it.resume_on);
    format!("connected to {}, authority {}{}", id(model, it.group), it.authority, facts.text)
}

fn group_facts(model: &Model, it: &Group) -> String {
    let mut facts = Facts::default();
    facts.named("superior", it.superior.map(|it| id(model, it)));
    facts.named("owner", it.owner.map(|it| id(model, it)));
    facts.flag("universal", it.universal);
    facts.named("data", it.data.as_ref().map(|it| format!("{it:?}")));
    facts.text
}

/// Facts with a comma before each.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) text: String,
}

impl Facts {
    pub(super) fn flag(&mut self, name: &str, on: bool) {
        if on {
            self.text.extend([", ", name]);
        }
    }

    pub(super) fn named(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.text.extend([", ", name, " ", &value]);
        }
    }

    fn revocation(&mut self, revoked: bool, revoke: Option<Day>, resume: Option<Day>) {
        self.flag("revoked", revoked);
        self.named("revoked on", revoke.map(civil));
        self.named("resumed on", resume.map(civil));
    }

    pub(super) fn security(
        &mut self,
        model: &Model,
        level: u8,
        categories: &[u16],
        label: Option<Label>,
    ) {
        self.named("security level", (level != 0).then(|| level.to_string()));
        let names = commas(categories, |it| category(model, *it));
        self.named("categories", (!names.is_empty()).then(|| format!("[{names}]")));
        self.named("label", label.map(|it| label_name(model, it)));
    }
}

pub(super) fn id(model: &Model, id: PrincipalId) -> String {
    model.principals.get(id).map(|it| it.name.clone()).unwrap_or_default()
}

pub(super) fn class_name(model: &Model, class: saffron_compiler::model::ClassId) -> String {
    model.classes.get(class).map(|it| it.name.clone()).unwrap_or_default()
}

pub(super) fn category(model: &Model, number: u16) -> String {
    model.categories.get(usize::from(number)).map(|it| it.name.clone()).unwrap_or_default()
}

fn label_name(model: &Model, label: Label) -> String {
    match label {
        Label::SysHigh => "SYSHIGH".to_owned(),
        Label::SysLow => "SYSLOW".to_owned(),
        Label::SysNone => "SYSNONE".to_owned(),
        Label::SysMulti => "SYSMULTI".to_owned(),
        Label::Declared(id) => model.labels.get(id).map(|it| it.name.clone()).unwrap_or_default(),
    }
}

/// A day as it is written.
pub(super) fn civil(day: Day) -> String {
    let of_era = day.0 + 719_468;
    let (era, day_of_era) = (of_era.div_euclid(146_097), of_era.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + i32::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::civil;
    use saffron_vocabulary::racf::Day;

    #[test]
    fn days_are_written_as_they_are_read() {
        for text in ["1970-01-01", "2000-02-29", "2026-12-31", "2027-03-01", "1969-07-20"] {
            assert_eq!(civil(Day::parse(text).unwrap()), text);
        }
    }
}
