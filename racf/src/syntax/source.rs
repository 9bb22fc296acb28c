//! FROM, FCLASS, FGENERIC and FVOLUME: the profile that is copied from.

use saffron_diagnostics::Diagnostic;

use crate::codes;
use crate::command::FromOperands;

use super::reading::{Reading, Source};

/// What is copied. Without FROM its companions are ignored
/// (`RACF Command Language Reference`, PERMIT, FCLASS).
pub(super) fn take(reading: &mut Reading<'_>) -> Option<FromOperands> {
    let Source { name, class, generic, volume } = std::mem::take(&mut reading.source);
    if let Some(name) = name {
        return Some(FromOperands { name, class, generic: generic.is_some(), volume });
    }
    let class = class.map(|it| ("FCLASS", it.span));
    let volume = volume.map(|it| ("FVOLUME", it.span));
    let generic = generic.map(|span| ("FGENERIC", span));
    for (operand, span) in [class, generic, volume].into_iter().flatten() {
        let message = format!("`{operand}` has no effect without `FROM`");
        let ignored = Diagnostic::warning(codes::IDLE_OPERAND, message, span, "ignored");
        reading.diagnostics.push(ignored.help("add `FROM(profile)`, or remove it"));
    }
    None
}
