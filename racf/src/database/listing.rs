//! The database as text, for an auditor and for tests: a paragraph for the options, for each class
//! that has settings, each group, user and profile; in RACF's words. What holds because nothing was
//! said isn't listed.

use std::fmt::Write;

use saffron_vocabulary::racf::{AccessLevel, Day, Enforcement};

use super::class::Class;
use super::{
    ClassOptions, ConditionalKey, Connection, Database, Details, Fact, Group, Options, Profile,
    ProfileKey, Revocation, Security, Segments, User, UserAttributes,
};
use crate::command::AuditSetting;

/// The whole database.
pub fn listing(database: &Database) -> String {
    let mut text = String::new();
    for paragraph in paragraphs(database) {
        text.push_str(&paragraph);
    }
    text
}

/// The database's paragraphs, in order: a first line, and indented ones.
pub fn paragraphs(database: &Database) -> Vec<String> {
    let mut all = vec![options(&database.options)];
    all.extend(database.options.classes.iter().filter_map(|(name, it)| class(name, it)));
    let dynamic = database.defined_classes().into_iter().filter(|it| it.dynamic);
    all.extend(dynamic.map(|it| definition(&it)));
    all.extend(database.groups.iter().map(|(name, it)| group(name, it)));
    all.extend(database.users.iter().map(|(name, it)| user(name, it)));
    for (class, profiles) in &database.classes {
        let mut sorted: Vec<(&ProfileKey, &Profile)> = profiles.iter().collect();
        sorted.sort_by_key(|(key, _)| *key);
        all.extend(sorted.into_iter().map(|(key, it)| profile(class, key, it)));
    }
    all
}

/// A paragraph while it is written.
struct Paragraph(String);

impl Paragraph {
    fn new(head: &str) -> Self {
        Self(format!("{head}\n"))
    }

    fn line(&mut self, text: &str) {
        self.0.push_str("  ");
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn lines(&mut self, texts: impl IntoIterator<Item = String>) {
        for text in texts {
            self.line(&text);
        }
    }
}

fn options(it: &Options) -> String {
    let mut paragraph = Paragraph::new("options");
    let switches = [
        (&it.list_of_groups, "GRPLIST"),
        (&it.enhanced_generic_naming, "EGN"),
        (&it.program_control, "WHEN(PROGRAM)"),
        (&it.add_creator, "ADDCREATOR"),
        (&it.generic_owner, "GENERICOWNER"),
        (&it.operations_audit, "OPERAUDIT"),
    ];
    for (_, word) in switches.iter().filter(|(fact, _)| fact.value) {
        paragraph.line(word);
    }
    let enforced = [(&it.protect_all, "PROTECTALL"), (&it.mls, "MLS"), (&it.ml_active, "MLACTIVE")];
    for (fact, word) in enforced.iter().filter(|(fact, _)| fact.value != Enforcement::Off) {
        paragraph.line(&format!("{word}({})", fact.value.as_str().to_ascii_uppercase()));
    }
    if !it.undefined_terminals.value {
        paragraph.line("TERMINAL(NONE)");
    }
    if let Some(prefix) = &it.prefix.value {
        paragraph.line(&format!("PREFIX({prefix})"));
    }
    paragraph.0
}

fn class(name: &str, it: &ClassOptions) -> Option<String> {
    let switches = [
        (&it.active, "CLASSACT"),
        (&it.generic, "GENERIC"),
        (&it.generic_commands, "GENCMD"),
        (&it.raclisted, "RACLIST"),
        (&it.global, "GLOBAL"),
    ];
    let on = switches.iter().filter(|(fact, _)| fact.is_some());
    let mut words: Vec<String> = on.map(|(_, word)| (*word).to_owned()).collect();
    if let Some(log) = &it.log_options {
        words.push(format!("LOGOPTIONS({})", log.value.as_str().to_ascii_uppercase()));
    }
    (!words.is_empty()).then(|| format!("class {name}: {}\n", words.join(" ")))
}

/// A dynamic class, as RACF takes it.
fn definition(it: &Class) -> String {
    let mut paragraph = Paragraph::new(&format!("dynamic class {}", it.name));
    let uacc = it.descriptor.default_uacc.map_or("ACEE", AccessLevel::as_str);
    paragraph.line(&format!(
        "MAXLENGTH({}) DEFAULTUACC({uacc}) DEFAULTRC({})",
        it.descriptor.max_length, it.descriptor.default_return_code
    ));
    let raclist = format!("{:?}", it.descriptor.raclist).to_ascii_uppercase();
    let posit = it.descriptor.posit.map_or_else(|| "none".to_owned(), |it| it.to_string());
    paragraph.line(&format!("RACLIST({raclist}) POSIT({posit})"));
    paragraph.0
}

fn group(name: &str, it: &Group) -> String {
    let mut head = format!("group {name}: owner {}", it.owner.value);
    if let Some(superior) = &it.superior {
        _ = write!(head, ", superior {}", superior.value);
    }
    if it.universal.as_ref().is_some_and(|it| it.value) {
        head.push_str(", universal");
    }
    let mut paragraph = Paragraph::new(&head);
    paragraph.lines(text("DATA", it.data.as_ref()));
    paragraph.lines(segments(&it.segments));
    paragraph.0
}

fn user(name: &str, it: &User) -> String {
    let mut head = format!("user {name}: default group {}", it.default_group.value);
    _ = write!(head, ", owner {}", it.owner.value);
    if !it.has_password && !it.has_phrase {
        head.push_str(", protected");
    }
    head.push_str(&attributes(&it.attributes));
    head.push_str(&revocation(&it.revocation));
    let mut paragraph = Paragraph::new(&head);
    paragraph.lines(text("NAME", it.name.as_ref()));
    paragraph.lines(security(&it.security));
    if !it.class_authority.is_empty() {
        let classes: Vec<&str> = it.class_authority.keys().map(String::as_str).collect();
        paragraph.line(&format!("CLAUTH({})", classes.join(" ")));
    }
    paragraph.lines(text("DATA", it.data.as_ref()));
    paragraph.lines(segments(&it.segments));
    paragraph.lines(it.connections.iter().map(|(group, it)| connection(group, it)));
    paragraph.0
}

fn connection(group: &str, it: &Connection) -> String {
    format!(
        "connected to {group}: {}, UACC {}, owner {}{}{}",
        it.authority.value,
        it.uacc.value,
        it.owner.value,
        attributes(&it.attributes),
        revocation(&it.revocation)
    )
}

fn attributes(it: &UserAttributes) -> String {
    let mut text = String::new();
    for attribute in it.keys() {
        _ = write!(text, ", {}", attribute.as_str());
    }
    text
}

fn revocation(it: &Revocation) -> String {
    let mut text = String::new();
    if it.revoked.as_ref().is_some_and(|it| it.value) {
        text.push_str(", revoked");
    }
    for (word, date) in [("revoke", &it.revoke_on), ("resume", &it.resume_on)] {
        if let Some(date) = date {
            _ = write!(text, ", {word} on {}", day(date.value));
        }
    }
    text
}

/// `YYYY-MM-DD`; days are counted in eras of 400 years, which are all alike.
fn day(Day(days): Day) -> String {
    let days = days + 719_468;
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let (day, month) = (day_of_year - (153 * from_march + 2) / 5 + 1, (from_march + 2) % 12 + 1);
    let year = year_of_era + days.div_euclid(146_097) * 400 + i32::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn profile(class: &str, key: &ProfileKey, it: &Profile) -> String {
    let mut head = format!("profile {class} {}", key.name);
    if key.generic {
        head.push_str(" (generic)");
    }
    if !key.volumes.is_empty() {
        _ = write!(head, " on {}", key.volumes.join(" "));
    }
    _ = write!(head, ": owner {}, UACC {}", it.owner.value, it.uacc.value);
    let mut paragraph = Paragraph::new(&head);
    paragraph.lines(it.standard.iter().map(|(id, level)| format!("{id} {}", level.value)));
    paragraph.lines(it.conditional.iter().map(|(key, level)| conditional(key, level)));
    if let Some(it) = &it.details {
        details(&mut paragraph, it);
    }
    paragraph.0
}

fn conditional(key: &ConditionalKey, level: &Fact<AccessLevel>) -> String {
    let kind = key.kind.as_str().to_ascii_uppercase();
    let value = match key.criterion.as_str() {
        "" => key.value.clone(),
        criterion => format!("{criterion}({})", key.value),
    };
    format!("{} {} when {kind}({value})", key.id, level.value)
}

fn details(paragraph: &mut Paragraph, it: &Details) {
    let is_on = |fact: &Option<Fact<bool>>| fact.as_ref().is_some_and(|it| it.value);
    if is_on(&it.warning) {
        paragraph.line("WARNING");
    }
    paragraph.lines(it.audit.as_ref().map(|it| audit("AUDIT", it.value)));
    paragraph.lines(it.global_audit.as_ref().map(|it| audit("GLOBALAUDIT", it.value)));
    paragraph.lines(it.notify.as_ref().map(|it| format!("NOTIFY({})", it.value)));
    paragraph.lines(it.level.as_ref().map(|it| format!("LEVEL({})", it.value)));
    if is_on(&it.erase) {
        paragraph.line("ERASE");
    }
    paragraph.lines(text("DATA", it.data.as_ref()));
    paragraph.lines(text("APPLDATA", it.application_data.as_ref()));
    paragraph.lines(security(&it.security));
    paragraph.lines(it.members.keys().map(|member| format!("member {member}")));
    paragraph.lines(segments(&it.segments));
}

fn audit(word: &str, it: AuditSetting) -> String {
    let kinds = [("SUCCESS", it.success), ("FAILURES", it.failures)];
    let said: Vec<String> =
        kinds.iter().filter_map(|(kind, level)| Some(format!("{kind}({})", (*level)?))).collect();
    let said = if said.is_empty() { "NONE".to_owned() } else { said.join(" ") };
    format!("{word}({said})")
}

fn text(word: &str, fact: Option<&Fact<String>>) -> Option<String> {
    fact.map(|it| format!("{word}('{}')", it.value))
}

fn security(it: &Security) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(it.level.as_ref().map(|it| format!("SECLEVEL({})", it.value)));
    if !it.categories.is_empty() {
        let names: Vec<&str> = it.categories.keys().map(String::as_str).collect();
        lines.push(format!("CATEGORIES({})", names.join(" ")));
    }
    lines.extend(it.label.as_ref().map(|it| format!("SECLABEL({})", it.value)));
    lines
}

fn segments(it: &Segments) -> Vec<String> {
    let line = |(name, segment): (&String, &super::Segment)| {
        let fields =
            segment.fields.iter().map(|(field, value)| format!("{field}({})", value.value));
        let fields: Vec<String> = fields.collect();
        format!("{name} {}", fields.join(" ")).trim_end().to_owned()
    };
    it.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_as_they_are_read() {
        for date in ["1970-01-01", "2024-02-29", "2026-11-21", "1999-12-31", "2000-03-01"] {
            assert_eq!(day(Day::parse(date).expect(date)), date);
        }
    }
}
