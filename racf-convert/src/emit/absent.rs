//! What a profile doesn't have, and the operands that take it away.

use saffron_compiler::model::Profile;
use saffron_racf::command::{ProfileOperands, SegmentOperand, Setting, made};

use super::operand::ids;
use super::target::Target;

/// Something that a profile doesn't have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Absent {
    Warning,
    Notify,
    Level,
    Data,
    ApplicationData,
    SecurityLevel,
    Categories,
    Label,
    Erase,
    Started,
}

/// What the profile doesn't have, of what its class can have.
pub(super) fn absent(target: &Target<'_>, profile: &Profile) -> Vec<Absent> {
    let data_set = target.is_data_set();
    let is_label = target.class == "SECLABEL";
    let absent = [
        (!profile.warning && target.class != "PROGRAM", Absent::Warning),
        (profile.notify.is_none(), Absent::Notify),
        (profile.level == 0, Absent::Level),
        (profile.data.is_none(), Absent::Data),
        (profile.application_data.is_none() && !data_set, Absent::ApplicationData),
        (profile.security_level == 0 && !is_label, Absent::SecurityLevel),
        (profile.categories.is_empty() && !is_label, Absent::Categories),
        (profile.label.is_none(), Absent::Label),
        (!profile.erase && data_set, Absent::Erase),
        (profile.started.is_none() && target.class == "STARTED", Absent::Started),
    ];
    absent.into_iter().filter(|(is_absent, _)| *is_absent).map(|(_, fact)| fact).collect()
}

/// Adds the operands that take these away.
pub(super) fn take_away(facts: &mut ProfileOperands, absent: &[Absent]) {
    let nowhere = made(()).span;
    for fact in absent {
        match fact {
            Absent::Warning => facts.warning = Some(made(false)),
            Absent::Notify => facts.notify = Some(Setting::Off(nowhere)),
            Absent::Level => facts.level = Some(made(0)),
            Absent::Data => facts.data = Some(Setting::Off(nowhere)),
            Absent::ApplicationData => facts.application_data = Some(Setting::Off(nowhere)),
            Absent::SecurityLevel => facts.security.level = Some(Setting::Off(nowhere)),
            Absent::Categories => facts.security.delete_categories = ids(&["*"]),
            Absent::Label => facts.security.label = Some(Setting::Off(nowhere)),
            Absent::Erase => facts.erase = Some(made(false)),
            Absent::Started => facts.segments.push(SegmentOperand {
                name: "STDATA".to_owned(),
                fields: Vec::new(),
                delete: true,
                span: nowhere,
            }),
        }
    }
}
