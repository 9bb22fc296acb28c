//! SAFR's part of the graph. Groups that share their rights share a node, so the graph is no larger
//! than the policy's text makes it.

use std::collections::HashMap;
use std::sync::Arc;

use petgraph::graph::NodeIndex;
use saffron_vocabulary::index::IndexVec;

use super::{Edge, Node, PolicyGraph, SharedRights};
use crate::model::{EnvironmentId, ItemId, ItemRight, Model, SafrGroup, SafrGroupId};

/// The nodes of environments and items, and those of the lists of rights added so far.
struct Places {
    environments: IndexVec<EnvironmentId, NodeIndex>,
    items: IndexVec<ItemId, NodeIndex>,
    /// By address: the order of nodes doesn't depend on it.
    rights: HashMap<*const Vec<ItemRight>, NodeIndex>,
}

impl PolicyGraph {
    pub(super) fn relate_safr(&mut self, model: &Model) {
        let safr = &model.safr;
        let environments = safr.environments.iter_enumerated();
        let items = safr.items.iter_enumerated();
        let mut places = Places {
            environments: environments
                .map(|(id, _)| self.graph.add_node(Node::Environment(id)))
                .collect(),
            items: items.map(|(id, _)| self.graph.add_node(Node::Item(id))).collect(),
            rights: HashMap::new(),
        };
        for (user, _) in &safr.administrators {
            for &environment in &places.environments {
                let user = self.principals[*user];
                self.graph.add_edge(user, environment, Edge::SystemAdministrator);
            }
        }
        self.relate_items(model, &places);
        for (id, group) in safr.groups.iter_enumerated() {
            self.relate_group(id, group, &mut places);
        }
    }

    fn relate_items(&mut self, model: &Model, places: &Places) {
        for (id, item) in model.safr.items.iter_enumerated() {
            let node = places.items[id];
            if let Some(folder) = item.folder {
                self.graph.add_edge(node, places.items[folder], Edge::InFolder);
            }
            for &used in &item.references {
                self.graph.add_edge(node, places.items[used], Edge::Refers);
            }
        }
    }

    fn relate_group(&mut self, id: SafrGroupId, group: &SafrGroup, places: &mut Places) {
        let node = self.graph.add_node(Node::SafrGroup(id));
        for (user, _) in &group.members {
            self.graph.add_edge(self.principals[*user], node, Edge::Member);
        }
        for (place, it) in group.environments.iter().enumerate() {
            let environment = places.environments[it.environment];
            self.graph.add_edge(node, environment, Edge::Access(it.access));
            if it.rights.is_empty() {
                continue;
            }
            let address = Arc::as_ptr(&it.rights);
            let known = places.rights.get(&address).copied();
            let rights = known.unwrap_or_else(|| {
                let rights = Node::Rights(SharedRights { group: id, place });
                let rights = self.graph.add_node(rights);
                for right in it.rights.iter() {
                    let edge = Edge::Edit(right.right);
                    self.graph.add_edge(rights, places.items[right.item], edge);
                }
                places.rights.insert(address, rights);
                rights
            });
            self.graph.add_edge(node, rights, Edge::Holds);
        }
    }
}
