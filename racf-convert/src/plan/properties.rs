//! Operands that set single properties of users, connections and profiles to what the policy has.

use saffron_analysis::drift::Fact;
use saffron_compiler::model::{Audit, Label, Model, Segment};
use saffron_racf::command::{
    AuditSetting, CommandKind, Moment, Name, SecurityOperands, SegmentField, SegmentOperand,
    Setting, UserAttribute, made,
};
use saffron_vocabulary::racf::{AccessLevel, Day};

use crate::emit::emitter::Emitter;
use crate::emit::names::Names;
use crate::emit::operand::{ids, word};

/// `DATA('…')`, or `NODATA` where the policy has none.
pub(super) fn text(value: Option<&String>) -> Setting<String> {
    match value {
        Some(value) => Setting::To(made(value.clone())),
        None => Setting::Off(made(()).span),
    }
}

pub(super) fn attribute(property: &str) -> Option<UserAttribute> {
    Some(match property {
        "special" => UserAttribute::Special,
        "operations" => UserAttribute::Operations,
        "auditor" => UserAttribute::Auditor,
        "roaudit" => UserAttribute::RoAudit,
        "restricted" => UserAttribute::Restricted,
        "uaudit" => UserAttribute::UAudit,
        "adsp" => UserAttribute::Adsp,
        "grpacc" => UserAttribute::GrpAcc,
        _ => return None,
    })
}

/// A date, or none.
pub(super) fn moment(day: Option<Day>) -> Moment {
    day.map_or(Moment::Never, Moment::On)
}

/// Words that one text has and another doesn't.
fn only_in<'t>(one: Option<&'t str>, other: Option<&'t str>) -> Vec<&'t str> {
    let of = |text: Option<&'t str>| text.map(|it| it.split(' ').collect::<Vec<_>>());
    let other = of(other).unwrap_or_default();
    let mut words = of(one).unwrap_or_default();
    words.retain(|it| !other.contains(it));
    words
}

/// Classes that are given and taken away.
pub(super) fn class_authority(fact: &Fact) -> Vec<(Name, bool)> {
    let (policy, system) = (fact.policy.as_deref(), fact.system.as_deref());
    let given = ids(&only_in(policy, system)).into_iter().map(|it| (it, true));
    let taken = ids(&only_in(system, policy)).into_iter().map(|it| (it, false));
    given.chain(taken).collect()
}

/// Sets one of SECLEVEL, the categories and SECLABEL.
pub(super) fn classify(security: &mut SecurityOperands, property: &str, fact: &Fact) {
    let setting = || match fact.policy.as_deref() {
        Some(name) => Some(Setting::To(made(word(name)))),
        None => Some(Setting::Off(made(()).span)),
    };
    let (policy, system) = (fact.policy.as_deref(), fact.system.as_deref());
    match property {
        "security-level" => security.level = setting(),
        "security-label" => security.label = setting(),
        _ => {
            security.add_categories = ids(&only_in(policy, system));
            security.delete_categories = ids(&only_in(system, policy));
        }
    }
}

/// All of them, for what is new.
pub(super) fn classification(
    names: Names<'_>,
    level: u8,
    categories: &[u16],
    label: Option<Label>,
) -> SecurityOperands {
    SecurityOperands {
        level: names.level(level).map(|level| Setting::To(made(word(level)))),
        add_categories: ids(&names.categories(categories)),
        delete_categories: Vec::new(),
        label: label.map(|label| Setting::To(made(word(names.label(label))))),
    }
}

pub(super) fn audit(it: Audit) -> AuditSetting {
    let level = |level: AccessLevel| level.max(AccessLevel::Read);
    AuditSetting { success: it.success.map(level), failures: it.failures.map(level) }
}

/// Segments as operands; what RACF wouldn't understand is left out.
pub(super) fn segments(
    model: &Model,
    id: &str,
    of_user: bool,
    all: &[Segment],
) -> Vec<SegmentOperand> {
    let mut emitter = Emitter::new(model);
    if of_user {
        emitter.user_segments(id, all);
    } else {
        emitter.group_segments(id, all);
    }
    let commands = emitter.script.commands();
    let operands = commands.filter_map(|command| match &command.kind {
        CommandKind::AltUser(it) => Some(it.segments.clone()),
        CommandKind::AltGroup(it) => Some(it.segments.clone()),
        _ => None,
    });
    operands.flatten().collect()
}

/// The operand that sets one field, or takes it away; without a field the segment.
pub(super) fn segment(
    model: &Model,
    id: &str,
    of_user: bool,
    (stated, fact): (&[Segment], &Fact),
) -> Option<SegmentOperand> {
    let property = fact.subject.property.as_deref()?;
    let (name, field) = property.split_once('.').unwrap_or((property, ""));
    let known = stated.iter().find(|it| it.name == name);
    if let (Some(known), Some(_)) = (known, &fact.policy) {
        let mut fields = known.fields.clone();
        fields.retain(|(key, _)| key == field);
        let only = Segment { fields, ..known.clone() };
        let operand = segments(model, id, of_user, &[only]).pop()?;
        return (field.is_empty() || !operand.fields.is_empty()).then_some(operand);
    }
    let fields =
        SegmentField { name: word(field), values: Vec::new(), delete: true, span: made(()).span };
    let whole = known.is_none();
    let fields = if whole { Vec::new() } else { vec![fields] };
    Some(SegmentOperand { name: word(name), fields, delete: whole, span: made(()).span })
}

/// Adds an operand to those of the same segment.
pub(super) fn merge(all: &mut Vec<SegmentOperand>, one: SegmentOperand) {
    match all.iter_mut().find(|it| it.name == one.name) {
        Some(known) => known.fields.extend(one.fields),
        None => all.push(one),
    }
}
