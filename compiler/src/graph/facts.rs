//! What an auditor reads of a node or an edge in addition to what is related: attributes and members.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use saffron_vocabulary::racf::GroupAuthority;

use super::{Edge, Node};
use crate::model::{Connection, Model, PrincipalKind, StartedId};

/// Members that a label names; the number of the others follows.
const MOST_NAMED: usize = 5;

/// The words that hold of a node: `special`, `revoked`, `warning`, `trusted`; of a class its options.
pub(super) fn attributes(model: &Model, node: Node) -> Vec<&'static str> {
    match node {
        Node::Principal(id) => of_principal(&model.principals[id].kind),
        Node::Profile(id) => {
            let profile = &model.profiles[id];
            let started = profile.started.as_ref();
            chosen(&[
                ("warning", profile.warning),
                ("trusted", started.is_some_and(|it| it.trusted)),
                ("privileged", started.is_some_and(|it| it.privileged)),
                ("user-is-member", started.is_some_and(|it| it.user == Some(StartedId::Member))),
            ])
        }
        Node::Class(id) => {
            let settings = model.classes[id].settings;
            chosen(&[
                ("active", settings.active),
                ("generic", settings.generic),
                ("raclist", settings.raclisted),
                ("global", settings.global),
            ])
        }
        _ => Vec::new(),
    }
}

fn of_principal(kind: &PrincipalKind) -> Vec<&'static str> {
    match kind {
        PrincipalKind::User(user) | PrincipalKind::ExternalUser(user) => {
            let mut words = chosen(&user.attributes.by_word());
            words.extend(user.revoked.then_some("revoked"));
            words
        }
        PrincipalKind::Group(group) => chosen(&[("universal", group.universal)]),
        PrincipalKind::ExternalGroup => Vec::new(),
    }
}

/// The members of a grouping profile.
pub(super) fn members(model: &Model, node: Node) -> Vec<&str> {
    let Node::Profile(id) = node else { return Vec::new() };
    model.profiles[id].members.iter().map(|it| it.name.as_str()).collect()
}

/// Lines for the label of a node.
pub(super) fn lines(model: &Model, node: Node) -> String {
    let attributes = attributes(model, node).join(", ");
    let members = members(model, node);
    let mut lines = if attributes.is_empty() { String::new() } else { format!("\n{attributes}") };
    if !members.is_empty() {
        let named: Vec<&str> = members.iter().take(MOST_NAMED).copied().collect();
        let more = members.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        lines.extend(["\nmembers ", &named.join(", "), &more]);
    }
    lines
}

/// The connection of an edge from a user.
pub(super) fn connection(model: &Model, edge: Edge, from: Node) -> Option<&Connection> {
    let (Edge::Connected(place), Node::Principal(id)) = (edge, from) else { return None };
    model.principals[id].kind.user()?.connections.get(place as usize)
}

/// The words of a connection beyond a plain one: an authority above USE, attributes in the group, `revoked`.
pub(super) fn of_connection(connection: &Connection) -> Vec<String> {
    let authority = Some(connection.authority).filter(|it| *it != GroupAuthority::Use);
    let authority = authority.map(|it| it.as_str().to_lowercase());
    let mut words = chosen(&connection.attributes_by_word());
    words.extend(connection.revoked.then_some("revoked"));
    authority.into_iter().chain(words.into_iter().map(str::to_owned)).collect()
}

/// The words whose condition holds.
fn chosen(words_and_conditions: &[(&'static str, bool)]) -> Vec<&'static str> {
    words_and_conditions.iter().filter(|(_, holds)| *holds).map(|(word, _)| *word).collect()
}
