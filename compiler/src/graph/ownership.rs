//! Who owns which users and groups: the scope of group authority.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeFiltered, EdgeRef as _, Reversed};
use saffron_vocabulary::index::{Index as _, IndexVec};

use crate::model::{Model, Principal, PrincipalId, PrincipalKind};

/// Users and groups and their owners.
#[derive(Debug)]
pub struct Ownership {
    /// An edge runs from what is owned to its owner, where group authority over the owner reaches
    /// what is owned.
    graph: DiGraph<PrincipalId, ()>,
    nodes: IndexVec<PrincipalId, NodeIndex>,
}

impl Ownership {
    /// The ownership that a model states.
    pub fn of(model: &Model) -> Self {
        let mut graph = DiGraph::with_capacity(model.principals.len(), model.principals.len());
        let ids = model.principals.iter_enumerated();
        let nodes: IndexVec<PrincipalId, NodeIndex> =
            ids.map(|(id, _)| graph.add_node(id)).collect();
        for (id, principal) in model.principals.iter_enumerated() {
            if let (Some(owner), Some(from)) = (scoping_owner(principal), nodes.get(id))
                && let Some(to) = nodes.get(owner)
            {
                graph.add_edge(*from, *to, ());
            }
        }
        Self { graph, nodes }
    }

    /// What an ID owns, where group authority over the ID reaches it.
    fn owned_by(&self, id: PrincipalId) -> impl Iterator<Item = PrincipalId> + '_ {
        let node = self.nodes.get(id).copied();
        let owned = node
            .into_iter()
            .flat_map(|node| self.graph.neighbors_directed(node, petgraph::Direction::Incoming));
        owned.filter_map(|node| self.graph.node_weight(node).copied())
    }

    /// The users and groups in the scope of a group, ascending: groups reached by ownership that
    /// follows the group tree, and users owned by one of them.
    ///
    /// Source: `RACF Security Administrator's Guide`, "Scope of authority for group attributes".
    pub fn scope(&self, model: &Model, group: PrincipalId) -> Vec<PrincipalId> {
        let Some(&start) = self.nodes.get(group) else { return vec![group] };
        // What a user owns is in no group's scope.
        let within = EdgeFiltered::from_fn(&self.graph, |edge| {
            let owner =
                self.graph.node_weight(edge.target()).and_then(|id| model.principals.get(*id));
            owner.is_some_and(|owner| !owner.kind.is_user())
        });
        let owned = Reversed(&within);
        let mut walk = Dfs::new(owned, start);
        let reached = std::iter::from_fn(|| walk.next(owned));
        let mut scope: Vec<PrincipalId> =
            reached.filter_map(|node| self.graph.node_weight(node).copied()).collect();
        scope.sort_unstable();
        scope
    }
}

/// For each ID, whether the policy leaves open in which scopes it is: an external ID has an owner that is unknown, and
/// so has what it owns along the group tree.
pub(crate) fn unknown_scope(model: &Model) -> Vec<bool> {
    let external: Vec<PrincipalId> = model
        .principals
        .iter_enumerated()
        .filter(|(_, it)| it.kind.is_external())
        .map(|(id, _)| id)
        .collect();
    let mut unknown = vec![false; model.principals.len()];
    if external.is_empty() {
        return unknown;
    }
    let ownership = Ownership::of(model);
    let mut pending = external;
    while let Some(id) = pending.pop() {
        let Some(seen) = unknown.get_mut(id.as_usize()) else { continue };
        let owns =
            model.principals.get(id).is_some_and(|it| !matches!(it.kind, PrincipalKind::User(_)));
        // What a user of the policy owns is in no scope.
        if !std::mem::replace(seen, true) && owns {
            pending.extend(ownership.owned_by(id));
        }
    }
    unknown
}

/// The owner whose group authority reaches the user or group: of a group only its superior, so that
/// the scope follows the group tree.
fn scoping_owner(principal: &Principal) -> Option<PrincipalId> {
    match &principal.kind {
        PrincipalKind::User(user) => user.owner,
        PrincipalKind::Group(group) => group.owner.filter(|&owner| group.superior == Some(owner)),
        PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => None,
    }
}
