//! Segments of users and groups: `OMVS(UID(0) HOME('/u/x'))`.
//!
//! A policy checks no field of a segment, RACF does: what it would refuse is left out, so that it
//! doesn't affect the rest of the command.

use saffron_compiler::model::Segment;
use saffron_lang::Diagnostic;

use super::Emitter;
use super::quote::quoted;
use super::statement::Statement;
use saffron_command_files::script::CommandText;
use saffron_racf::syntax::parse;

/// Fields that take no value; the policy says `yes`.
const FLAGS: [(&str, &str); 3] = [("OMVS", "SHARED"), ("MFA", "PWFALLBACK"), ("MFA", "ACTIVE")];

impl Emitter<'_> {
    /// The segments of an ID, in a command of their own.
    pub(super) fn segments(&mut self, verb: &'static str, id: &str, segments: &[Segment]) {
        let bare = Statement::new(verb).names(&[id]);
        let mut said = bare.clone();
        for segment in segments {
            let name = segment.name.to_ascii_uppercase();
            if !is_understood(&bare.clone().word(&name)) {
                let what = format!("`{}` of `{id}`", segment.name);
                self.remarks.about(what, "RACF has no such segment, or no command for it");
                continue;
            }
            let mut fields = Vec::with_capacity(segment.fields.len());
            for (key, value) in &segment.fields {
                let written = field(&name, key, value);
                if is_understood(&bare.clone().value(&name, &written)) {
                    fields.push(written);
                } else {
                    let remark = "RACF has no such field in the segment, or not such a value";
                    let what = format!("`{key}` in the segment {name} of `{id}`");
                    self.remarks.about(what, remark);
                }
            }
            said = if fields.is_empty() { said.word(name) } else { said.list(&name, &fields) };
        }
        if said != bare {
            self.page.say(&said);
        }
    }
}

fn is_understood(statement: &Statement) -> bool {
    let parsed = parse(&CommandText { text: statement.text(), ..CommandText::default() });
    !parsed.diagnostics.iter().any(Diagnostic::is_error)
}

/// What the policy says of a field is text; `[a, b]` is a list.
fn field(segment: &str, key: &str, value: &str) -> String {
    let key = key.to_ascii_uppercase();
    match (key.as_str(), value) {
        ("UID" | "GID", "auto") => format!("AUTO{key}"),
        (flag, "yes") if FLAGS.contains(&(segment, flag)) => key,
        _ => format!("{key}({})", values(value)),
    }
}

fn values(value: &str) -> String {
    match value.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        Some(list) => list.split(", ").map(single).collect::<Vec<_>>().join(" "),
        None => single(value),
    }
}

/// A number or a name as it is; all else in quotes, which keep small letters and blanks.
fn single(value: &str) -> String {
    let plain = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit() || "@#$".contains(it);
    if !value.is_empty() && value.chars().all(plain) { value.to_owned() } else { quoted(value) }
}
