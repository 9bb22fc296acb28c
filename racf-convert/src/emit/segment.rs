//! Segments of users and groups: `OMVS(UID(0) HOME('/u/x'))`.
//!
//! A policy checks no field of a segment, RACF does: what it would refuse is left out, so that it
//! doesn't affect the rest of the command.

use saffron_compiler::model::Segment;
use saffron_racf::command::{
    Command, CommandKind, GroupOperands, Name, SegmentField, SegmentOperand, UserOperands, made,
};
use saffron_racf::syntax::reread;

use super::emitter::Emitter;
use super::operand::{id, name, quoted, word};

/// Fields that take no value; the policy says `yes`.
const FLAGS: [(&str, &str); 3] = [("OMVS", "SHARED"), ("MFA", "PWFALLBACK"), ("MFA", "ACTIVE")];

/// A command with nothing but segments of an ID.
type Alter = fn(&str, Vec<SegmentOperand>) -> CommandKind;

impl Emitter<'_> {
    pub(crate) fn user_segments(&mut self, user: &str, segments: &[Segment]) {
        self.segments(user, segments, |user, segments| {
            let users = vec![id(user)];
            CommandKind::AltUser(UserOperands { users, segments, ..UserOperands::default() })
        });
    }

    pub(crate) fn group_segments(&mut self, group: &str, segments: &[Segment]) {
        self.segments(group, segments, |group, segments| {
            let groups = vec![id(group)];
            CommandKind::AltGroup(GroupOperands { groups, segments, ..GroupOperands::default() })
        });
    }

    /// The segments of an ID, in a command of their own.
    fn segments(&mut self, of: &str, segments: &[Segment], alter: Alter) {
        let mut understood: Vec<SegmentOperand> = Vec::with_capacity(segments.len());
        for segment in segments {
            let Some(bare) = understand(of, operand(segment, Vec::new()), alter) else {
                let what = format!("`{}` of `{of}`", segment.name);
                self.remarks.about(what, "RACF has no such segment, or no command for it");
                continue;
            };
            let fields = self.fields(of, segment, &bare.name, alter);
            understood.retain(|earlier| earlier.name != bare.name);
            understood.push(SegmentOperand { fields, ..bare });
        }
        if !understood.is_empty() {
            self.command(alter(of, understood));
        }
    }

    fn fields(
        &mut self,
        of: &str,
        segment: &Segment,
        full_name: &str,
        alter: Alter,
    ) -> Vec<SegmentField> {
        let mut fields = Vec::with_capacity(segment.fields.len());
        for (key, value) in &segment.fields {
            let one = operand(segment, vec![field(full_name, key, value)]);
            let Some(understood) = understand(of, one, alter) else {
                let what = format!("`{key}` in the segment {full_name} of `{of}`");
                let remark = "RACF has no such field in the segment, or not such a value";
                self.remarks.about(what, remark);
                continue;
            };
            fields.extend(understood.fields);
        }
        fields
    }
}

/// What RACF understands by a segment; `None` if it is none, or a field isn't one of its.
fn understand(of: &str, segment: SegmentOperand, alter: Alter) -> Option<SegmentOperand> {
    let command = reread(&Command::from(alter(of, vec![segment])))?;
    let (CommandKind::AltUser(UserOperands { mut segments, .. })
    | CommandKind::AltGroup(GroupOperands { mut segments, .. })) = command.kind
    else {
        return None;
    };
    segments.pop().filter(|segment| !segment.delete)
}

fn operand(segment: &Segment, fields: Vec<SegmentField>) -> SegmentOperand {
    let name = word(&segment.name);
    SegmentOperand { name, fields, delete: false, span: made(()).span }
}

/// What the policy says of a field is text; `[a, b]` is a list.
fn field(segment: &str, key: &str, value: &str) -> SegmentField {
    let key = word(key);
    let (name, values) = match (key.as_str(), value) {
        ("UID" | "GID", "auto") => (format!("AUTO{key}"), Vec::new()),
        (flag, "yes") if FLAGS.contains(&(segment, flag)) => (key, Vec::new()),
        _ => (key, values(value)),
    };
    SegmentField { name, values, delete: false, span: made(()).span }
}

fn values(value: &str) -> Vec<Name> {
    match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => list.split(", ").map(single).collect(),
        None => vec![single(value)],
    }
}

/// A number or a name as it is; all else in quotes, which keep small letters and blanks.
fn single(value: &str) -> Name {
    let is_plain = |character: char| {
        character.is_ascii_uppercase() || character.is_ascii_digit() || "@#$".contains(character)
    };
    if !value.is_empty() && value.chars().all(is_plain) { name(value) } else { quoted(value) }
}
