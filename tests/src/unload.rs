//! A database as IRRDBU00 would unload it. It shares no layout with the reader: columns are written here by number.

pub mod segment;

use std::collections::BTreeMap;

use saffron_racf::command::{AuditSetting, UserAttribute};
use saffron_racf::database::{
    ConditionalKey, Connection, Database, Details, Fact, Profile, ProfileKey, Revocation, Security,
    Segment, User,
};
use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

/// One record while it is written.
struct Line(String);

impl Line {
    fn new(kind: &str) -> Self {
        Self(kind.to_owned())
    }

    /// Puts a text from a column on, which is 1-based.
    fn put(mut self, column: usize, text: &str) -> Self {
        let width = self.0.chars().count();
        assert!(width < column, "{:?} overlaps column {column}", self.0);
        self.0.push_str(&" ".repeat(column - 1 - width));
        self.0.push_str(text);
        self
    }

    fn flag(self, column: usize, on: bool) -> Self {
        self.put(column, if on { "YES" } else { "NO" })
    }

    fn set(self, column: usize, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.put(column, text),
            None => self,
        }
    }
}

/// Numbers of security levels and categories, by name.
#[derive(Default)]
struct Numbers {
    levels: BTreeMap<String, u16>,
    categories: BTreeMap<String, u16>,
}

impl Numbers {
    fn of(database: &Database) -> Self {
        let mut it = Self::default();
        for (key, profile) in database.classes.get("SECDATA").into_iter().flatten() {
            let members = profile.details.iter().flat_map(|it| it.members.keys());
            for (at, member) in members.enumerate() {
                let number = u16::try_from(at + 1).unwrap_or(u16::MAX);
                match member.split_once('/') {
                    Some((name, number)) => {
                        let number = number.parse().unwrap_or_default();
                        it.levels.insert(name.to_owned(), number);
                    }
                    None if key.name == "CATEGORY" => {
                        it.categories.insert(member.clone(), number);
                    }
                    None => {}
                }
            }
        }
        it
    }

    fn level(&self, security: &Security) -> String {
        let name = security.level.as_ref().map(|it| it.value.as_str());
        let number = name.and_then(|it| self.levels.get(it)).copied().unwrap_or_default();
        format!("{number:03}")
    }

    fn categories(&self, security: &Security) -> impl Iterator<Item = String> {
        let numbers = security.categories.keys().filter_map(|it| self.categories.get(it));
        numbers.map(|number| format!("{number:05}"))
    }
}

/// The records, a line each: the parts of a profile before its basic record, its segments after it.
pub fn unload(database: &Database) -> String {
    let numbers = Numbers::of(database);
    let mut lines: Vec<Line> = Vec::new();
    groups(database, &mut lines);
    for (name, it) in &database.users {
        user(name, it, &numbers, &mut lines);
    }
    for (class, profiles) in &database.classes {
        for (key, it) in profiles {
            if class == "DATASET" {
                data_set(key, it, &numbers, &mut lines);
            } else {
                resource(class, key, it, &numbers, &mut lines);
            }
        }
    }
    lines.into_iter().map(|line| line.0 + "\n").collect()
}

fn groups(database: &Database, lines: &mut Vec<Line>) {
    for (name, it) in &database.groups {
        for (subgroup, of) in &database.groups {
            if of.superior.as_ref().is_some_and(|it| it.value == *name) {
                lines.push(Line::new("0101").put(6, name).put(15, subgroup));
            }
        }
        let is_universal = it.universal.as_ref().is_some_and(|it| it.value);
        for (user, of) in &database.users {
            let connection = of.connections.get(name);
            // A universal group lists only members with more than USE.
            let is_listed =
                |it: &&Connection| !is_universal || it.authority.value != GroupAuthority::Use;
            if let Some(connection) = connection.filter(is_listed) {
                let authority = connection.authority.value.as_str();
                lines.push(Line::new("0102").put(6, name).put(15, user).put(24, authority));
            }
        }
        let superior = it.superior.as_ref().map(|it| it.value.as_str());
        let line = Line::new("0100").put(6, name).set(15, superior).put(24, "2026-01-15");
        let line = line.put(35, &it.owner.value).put(44, "NONE").put(53, "NO");
        let line = line.set(58, it.data.as_ref().map(|it| it.value.as_str()));
        lines.push(line.flag(359, is_universal));
        lines.extend(segment::records(name, &it.segments, &segment::GROUP));
    }
}

fn number(segment: &Segment, field: &str) -> Option<String> {
    let value = &segment.fields.get(field)?.value;
    Some(format!("{value:0>10}"))
}

fn text<'s>(segment: &'s Segment, field: &str) -> Option<&'s str> {
    segment.fields.get(field).map(|it| it.value.as_str())
}

fn user(name: &str, it: &User, numbers: &Numbers, lines: &mut Vec<Line>) {
    for number in numbers.categories(&it.security) {
        lines.push(Line::new("0201").put(6, name).put(15, &number));
    }
    for class in it.class_authority.keys() {
        lines.push(Line::new("0202").put(6, name).put(15, class));
    }
    for (group, of) in &it.connections {
        lines.push(Line::new("0203").put(6, name).put(15, group));
        lines.push(connection(name, group, of));
    }
    let has = |attribute| it.attributes.contains_key(&attribute);
    let line = Line::new("0200").put(6, name).put(15, "2026-01-15").put(26, &it.owner.value);
    let line = line.flag(35, has(UserAttribute::Adsp)).flag(40, has(UserAttribute::Special));
    let line = line.flag(45, has(UserAttribute::Operations));
    let line = line.flag(50, is_revoked(&it.revocation)).flag(55, has(UserAttribute::GrpAcc));
    let programmer = it.name.as_ref().map_or("####################", |it| it.value.as_str());
    let line = line.put(75, programmer).put(96, &it.default_group.value);
    let line = line.set(125, it.data.as_ref().map(|it| it.value.as_str()));
    let line = line.flag(381, has(UserAttribute::UAudit)).flag(386, has(UserAttribute::Auditor));
    let protected = !it.has_password && !it.has_phrase;
    let line = line.put(391, if protected { "PRO" } else { "NO" });
    let line = line.put(454, &numbers.level(&it.security));
    let line = line.set(458, day(it.revocation.revoke_on.as_ref()).as_deref());
    let line = line.set(469, day(it.revocation.resume_on.as_ref()).as_deref());
    let line = line.set(533, it.security.label.as_ref().map(|it| it.value.as_str()));
    let line = line.set(542, has(UserAttribute::Restricted).then_some("RSTD"));
    lines.push(line.flag(634, has(UserAttribute::RoAudit)));
    lines.extend(segment::records(name, &it.segments, &segment::USER));
}

fn connection(user: &str, group: &str, it: &Connection) -> Line {
    let has = |attribute| it.attributes.contains_key(&attribute);
    let line = Line::new("0205").put(6, user).put(15, group).put(24, "2026-01-15");
    let line = line.put(35, &it.owner.value).put(64, it.uacc.value.as_str());
    let line = line.flag(79, has(UserAttribute::Adsp)).flag(84, has(UserAttribute::Special));
    let line = line.flag(89, has(UserAttribute::Operations)).flag(94, is_revoked(&it.revocation));
    let line = line.flag(99, has(UserAttribute::GrpAcc)).flag(109, has(UserAttribute::Auditor));
    let line = line.set(114, day(it.revocation.revoke_on.as_ref()).as_deref());
    line.set(125, day(it.revocation.resume_on.as_ref()).as_deref())
}

fn is_revoked(it: &Revocation) -> bool {
    it.revoked.as_ref().is_some_and(|it| it.value)
}

fn day(fact: Option<&Fact<saffron_vocabulary::racf::Day>>) -> Option<String> {
    fact.map(|it| it.value.to_string())
}

fn data_set(key: &ProfileKey, it: &Profile, numbers: &Numbers, lines: &mut Vec<Line>) {
    let volume = key.volumes.first().map(String::as_str);
    let begin = |kind: &str| Line::new(kind).put(6, &key.name).set(51, volume);
    let details = it.details.clone().unwrap_or_default();
    for number in numbers.categories(&details.security) {
        lines.push(begin("0401").put(58, &number));
    }
    for (on, level) in &it.conditional {
        lines.push(condition(begin("0402"), 58, on, level.value));
    }
    for serial in &key.volumes {
        lines.push(begin("0403").put(58, serial));
    }
    for (id, level) in &it.standard {
        lines.push(begin("0404").put(58, id).put(67, level.value.as_str()));
    }
    let line = begin("0400").flag(58, key.generic).put(63, "2026-01-15");
    let line = line.put(74, &it.owner.value).put(129, it.uacc.value.as_str());
    let (audit, global) = (audited(&details), globally_audited(&details));
    let line = line.put(143, word(audit)).put(170, &level_number(&details));
    let line = line.put(183, word(global)).set(192, said(details.data.as_ref()));
    let line = qualifiers(line, [448, 457], audit);
    let line = qualifiers(line, [466, 475], global);
    let line = line.flag(484, is_on(details.warning.as_ref()));
    let line = line.put(489, &numbers.level(&details.security));
    let line = line.set(493, said(details.notify.as_ref()));
    let line = line.flag(508, is_on(details.erase.as_ref()));
    lines.push(line.set(513, said(details.security.label.as_ref())));
}

fn resource(class: &str, key: &ProfileKey, it: &Profile, numbers: &Numbers, lines: &mut Vec<Line>) {
    let begin = |kind: &str| Line::new(kind).put(6, &key.name).put(253, class);
    let details = it.details.clone().unwrap_or_default();
    for number in numbers.categories(&details.security) {
        lines.push(begin("0502").put(262, &number));
    }
    for text in details.members.keys() {
        lines.push(member(begin("0503"), class, &key.name, text, numbers));
    }
    for (id, level) in &it.standard {
        lines.push(begin("0505").put(262, id).put(271, level.value.as_str()));
    }
    for (on, level) in &it.conditional {
        lines.push(condition(begin("0507"), 262, on, level.value));
    }
    // Programs have generic names without the flag.
    let line = begin("0500").flag(262, key.generic && class != "PROGRAM").put(271, "2026-01-15");
    let line = line.put(282, &it.owner.value).put(337, it.uacc.value.as_str());
    let (audit, global) = (audited(&details), globally_audited(&details));
    let line = line.put(346, word(audit)).put(355, &level_number(&details));
    let line = line.put(359, word(global)).set(368, said(details.data.as_ref()));
    let line = qualifiers(line, [624, 633], audit);
    let line = qualifiers(line, [642, 651], global);
    let line = line.flag(660, is_on(details.warning.as_ref()));
    let line = line.set(680, said(details.notify.as_ref()));
    let line = line.put(750, &numbers.level(&details.security));
    let line = line.set(754, said(details.application_data.as_ref()));
    lines.push(line.set(1010, said(details.security.label.as_ref())));
    if let Some(segment) = details.segments.get("STDATA") {
        let line = begin("0540").set(262, text(segment, "USER")).set(271, text(segment, "GROUP"));
        let line = line.set(280, text(segment, "TRUSTED")).set(285, text(segment, "PRIVILEGED"));
        lines.push(line.set(290, text(segment, "TRACE")));
    }
    if let Some(segment) = details.segments.get("CDTINFO") {
        lines.push(class_definition(begin("05C0"), segment));
    }
}

fn class_definition(line: Line, segment: &Segment) -> Line {
    let line = line.set(262, number(segment, "POSIT").as_deref());
    let line = line.set(273, text(segment, "MAXLENGTH")).set(277, text(segment, "MAXLENX"));
    let line = line.set(288, text(segment, "DEFAULTRC")).set(292, text(segment, "KEYQUALIFIERS"));
    let line = line.set(303, text(segment, "GROUP")).set(312, text(segment, "MEMBER"));
    let mut line = line;
    for (column, field) in [(321, "FIRST"), (341, "OTHER")] {
        let kinds = text(segment, field).unwrap_or_default();
        for (at, kind) in ["ALPHA", "NATIONAL", "NUMERIC", "SPECIAL"].iter().enumerate() {
            line = line.flag(column + 5 * at, kinds.split(' ').any(|it| it == *kind));
        }
    }
    let line = line.set(361, text(segment, "OPERATIONS")).set(366, text(segment, "DEFAULTUACC"));
    let line = line.set(375, text(segment, "RACLIST")).set(386, text(segment, "GENLIST"));
    let line = line.set(397, text(segment, "PROFILESALLOWED"));
    let line = line.set(402, text(segment, "SECLABELSREQUIRED"));
    let line = line.set(407, text(segment, "MACPROCESSING")).set(416, text(segment, "SIGNAL"));
    line.set(421, text(segment, "CASE")).set(430, text(segment, "GENERIC"))
}

fn member(line: Line, class: &str, profile: &str, text: &str, numbers: &Numbers) -> Line {
    match (class, profile) {
        ("GLOBAL", _) => {
            let (name, level) = text.rsplit_once('/').unwrap_or((text, "NONE"));
            line.put(262, name).put(518, level)
        }
        ("SECDATA", "SECLEVEL") => {
            let (name, number) = text.split_once('/').unwrap_or((text, "0"));
            line.put(262, name).put(549, &format!("{number:0>5}"))
        }
        ("SECDATA", _) => {
            let number = numbers.categories.get(text).copied().unwrap_or_default();
            line.put(262, text).put(555, &format!("{number:05}"))
        }
        ("PROGRAM", _) => {
            let mut parts = text.split('/').map(|it| it.trim_matches('\''));
            let line = line.put(262, parts.next().unwrap_or_default());
            let (volume, check) = (parts.next(), parts.next());
            line.set(527, check.filter(|it| !it.is_empty()))
                .set(536, volume.filter(|it| !it.is_empty()))
        }
        _ => line.put(262, text),
    }
}

fn condition(line: Line, column: usize, on: &ConditionalKey, level: AccessLevel) -> Line {
    let kind = on.kind.as_str().to_ascii_uppercase();
    let (network, name) = match on.value.split_once('.') {
        Some((network, name)) if kind == "APPCPORT" => (Some(network), name),
        _ => (None, on.value.as_str()),
    };
    let long = if kind == "CRITERIA" || (kind == "SERVAUTH" && name.len() > 8) {
        Some(name)
    } else {
        None
    };
    let short = match () {
        () if kind == "CRITERIA" => Some(on.criterion.as_str()),
        () if long.is_some() => None,
        () => Some(name),
    };
    let line = line.put(column, &kind).set(column + 9, short).put(column + 18, &on.id);
    let line = line.put(column + 27, level.as_str()).put(column + 36, "00000");
    line.set(column + 42, network).set(column + 51, long)
}

fn audited(details: &Details) -> AuditSetting {
    let usual = AuditSetting { success: None, failures: Some(AccessLevel::Read) };
    details.audit.as_ref().map_or(usual, |it| it.value)
}

fn globally_audited(details: &Details) -> AuditSetting {
    details.global_audit.as_ref().map(|it| it.value).unwrap_or_default()
}

fn word(it: AuditSetting) -> &'static str {
    match (it.success, it.failures) {
        (Some(_), Some(_)) => "ALL",
        (Some(_), None) => "SUCCESS",
        (None, Some(_)) => "FAIL",
        (None, None) => "NONE",
    }
}

fn qualifiers(line: Line, [success, failures]: [usize; 2], it: AuditSetting) -> Line {
    let line = line.set(success, it.success.map(AccessLevel::as_str));
    line.set(failures, it.failures.map(AccessLevel::as_str))
}

fn level_number(details: &Details) -> String {
    format!("{:03}", details.level.as_ref().map_or(0, |it| it.value))
}

fn said(fact: Option<&Fact<String>>) -> Option<&str> {
    fact.map(|it| it.value.as_str())
}

fn is_on(fact: Option<&Fact<bool>>) -> bool {
    fact.is_some_and(|it| it.value)
}
