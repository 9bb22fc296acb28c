//! The group tree: one root, no cycle, and owners that are superiors.

use saffron_diagnostics::Diagnostic;
use saffron_vocabulary::Index as _;

use super::cycle::{self, Needs};
use crate::codes;
use crate::lower::report::Report;
use crate::model::{Group, Model, Principal, PrincipalId, PrincipalKind, ROOT};

pub(crate) fn check(model: &Model, report: &mut Report) {
    for (id, principal, group) in groups(model) {
        check_root(principal, group, report);
        check_owner(model, id, principal, group, report);
    }
    check_cycles(model, report);
}

fn groups(model: &Model) -> impl Iterator<Item = (PrincipalId, &Principal, &Group)> {
    model.principals.iter_enumerated().filter_map(|(id, principal)| match &principal.kind {
        PrincipalKind::Group(group) => Some((id, principal, group.as_ref())),
        _ => None,
    })
}

fn check_root(principal: &Principal, group: &Group, report: &mut Report) {
    if let (Some(_), ROOT, Some(span)) = (group.superior, principal.name.as_str(), principal.origin)
    {
        let message = "the group `SYS1` has a superior";
        let diagnostic =
            Diagnostic::error(codes::ROOT_SUPERIOR, message, span, "the root of all groups");
        report.add(diagnostic.help("drop its `superior`"));
    }
}

fn check_owner(model: &Model, id: PrincipalId, it: &Principal, group: &Group, report: &mut Report) {
    let (Some(owner), Some(span)) = (group.owner, it.origin) else { return };
    let owner_row = &model.principals[owner];
    if owner_row.kind.is_user() || group.superior == Some(owner) || it.name == ROOT {
        return;
    }
    let label = if owner == id { "its own owner" } else { "owned by another group" };
    let message = format!(
        "the group `{}` is owned by the group `{}`, not its superior",
        it.name, owner_row.name
    );
    let superior = group.superior.map_or("SYS1", |it| model.principals[it].name.as_str());
    let diagnostic = Diagnostic::error(codes::GROUP_OWNER, message, span, label);
    report.add(diagnostic.help(format!(
        "let its superior `{superior}` or a user own it, or make `{}` its superior",
        owner_row.name
    )));
}

fn check_cycles(model: &Model, report: &mut Report) {
    let needs: Needs = groups(model)
        .filter_map(|(id, principal, _)| {
            let superior = superior(model, id)?;
            Some((id.as_usize(), vec![(superior.as_usize(), principal.origin?)]))
        })
        .collect();
    for cycle in cycle::cycles(&needs) {
        let members =
            cycle.iter().map(|&(at, _)| &*model.principals[PrincipalId::from_usize(at)].name);
        let message = format!("circular superior groups: {}", cycle::shown(members));
        let labels = ("part of the cycle", "part of it too");
        let error = cycle::error(codes::GROUP_CYCLE, message, &cycle, labels);
        let help = "give one of them a `superior` that is not on the cycle";
        report.add_some(error.map(|error| error.help(help)));
    }
}

fn superior(model: &Model, id: PrincipalId) -> Option<PrincipalId> {
    let principal = &model.principals[id];
    match &principal.kind {
        // A wrong superior is reported already.
        PrincipalKind::Group(_) if principal.name == ROOT => None,
        PrincipalKind::Group(group) => group.superior,
        _ => None,
    }
}
