//! The group tree: one root, no circle, and owners that are superiors.

use saffron_lang::{Diagnostic, Span};

use crate::codes;
use crate::lower::authority::ROOT;
use crate::lower::report::Report;
use crate::model::{AuthId, Authority, AuthorityKind, Group, Model};

pub(crate) fn check(model: &Model, report: &mut Report) {
    for (id, authority, group) in groups(model) {
        check_root(authority, group, report);
        check_owner(model, id, authority, group, report);
    }
    check_circles(model, report);
}

fn groups(model: &Model) -> impl Iterator<Item = (AuthId, &Authority, &Group)> {
    model.authorities.iter_enumerated().filter_map(|(id, authority)| match &authority.kind {
        AuthorityKind::Group(group) => Some((id, authority, group.as_ref())),
        _ => None,
    })
}

fn check_root(authority: &Authority, group: &Group, report: &mut Report) {
    if let (Some(_), ROOT, Some(span)) = (group.superior, authority.name.as_str(), authority.origin)
    {
        let message = "the group `SYS1` has a superior";
        let diagnostic =
            Diagnostic::error(codes::ROOT_SUPERIOR, message, span, "the root of all groups");
        report.add(diagnostic.help("drop its `superior`"));
    }
}

fn check_owner(model: &Model, id: AuthId, it: &Authority, group: &Group, report: &mut Report) {
    let (Some(owner), Some(span)) = (group.owner, it.origin) else { return };
    let owner_row = &model.authorities[owner];
    if owner_row.kind.is_user() || group.superior == Some(owner) || it.name == ROOT {
        return;
    }
    let label = if owner == id { "its own owner" } else { "owned by another group" };
    let message = format!(
        "the group `{}` is owned by the group `{}`, not its superior",
        it.name, owner_row.name
    );
    let superior = group.superior.map_or("SYS1", |it| model.authorities[it].name.as_str());
    let diagnostic = Diagnostic::error(codes::GROUP_OWNER, message, span, label);
    report.add(diagnostic.help(format!(
        "let its superior `{superior}` or a user own it, or make `{}` its superior",
        owner_row.name
    )));
}

/// Whether a group's chain of superiors ends, as far as that is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Unseen,
    /// On the chain that is being followed.
    Chain,
    Done,
}

fn check_circles(model: &Model, report: &mut Report) {
    let mut marks = vec![Mark::Unseen; model.authorities.len()];
    for (start, _, _) in groups(model) {
        let mut chain: Vec<AuthId> = Vec::new();
        let mut next = Some(start);
        while let Some(id) = next {
            let Some(mark) = marks.get_mut(id.0 as usize) else { break };
            match *mark {
                Mark::Done => break,
                Mark::Chain => {
                    let circle = chain.iter().skip_while(|it| **it != id);
                    report_circle(model, &circle.copied().collect::<Vec<_>>(), report);
                    break;
                }
                Mark::Unseen => *mark = Mark::Chain,
            }
            chain.push(id);
            next = superior(model, id);
        }
        for id in chain {
            if let Some(mark) = marks.get_mut(id.0 as usize) {
                *mark = Mark::Done;
            }
        }
    }
}

fn superior(model: &Model, id: AuthId) -> Option<AuthId> {
    let authority = &model.authorities[id];
    match &authority.kind {
        // Its superior is reported already.
        AuthorityKind::Group(_) if authority.name == ROOT => None,
        AuthorityKind::Group(group) => group.superior,
        _ => None,
    }
}

fn report_circle(model: &Model, circle: &[AuthId], report: &mut Report) {
    let rows: Vec<&Authority> = circle.iter().map(|&id| &model.authorities[id]).collect();
    let Some(first) = rows.first() else { return };
    let names: Vec<String> = rows.iter().map(|it| format!("`{}`", it.name)).collect();
    let message = format!(
        "the groups are superior to each other in a circle: {} and `{}` again",
        names.join(", "),
        first.name
    );
    let mut spans = rows.iter().filter_map(|it| it.origin);
    let Some(span) = spans.next() else { return };
    let diagnostic = Diagnostic::error(codes::GROUP_CIRCLE, message, span, "part of the circle");
    let diagnostic = spans.fold(diagnostic, |it, span: Span| it.because(span, "part of it too"));
    report.add(diagnostic.help("give one of them a `superior` outside the circle"));
}
