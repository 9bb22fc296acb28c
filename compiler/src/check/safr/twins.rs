//! Roles that grant the same rights.

use std::collections::HashMap;

use saffron_diagnostics::Diagnostic;

use crate::codes;
use crate::lower::report::Report;
use crate::model::{Role, Safr};

pub(super) fn check(safr: &Safr, report: &mut Report) {
    let mut known: HashMap<_, &Role> = HashMap::new();
    for role in &safr.roles {
        let is_empty = role.create.is_empty() && !role.migrate_in && role.rights.is_empty();
        if is_empty {
            continue;
        }
        let first = *known.entry((&role.create, role.migrate_in, &role.rights)).or_insert(role);
        if first.name == role.name {
            continue;
        }
        let (one, other) = if first.origin < role.origin { (first, role) } else { (role, first) };
        let message =
            format!("the roles `{}` and `{}` grant the same rights", one.name, other.name);
        let (span, label) = (other.origin, format!("the same as `{}`", one.name));
        let diagnostic = Diagnostic::warning(codes::EQUAL_ROLES, message, span, label)
            .because(one.origin, "the other one");
        report.add(diagnostic.help("keep one of them"));
    }
}
