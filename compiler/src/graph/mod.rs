//! The policy as a graph: who is connected where, who owns what, who is granted which profile; of
//! SAFR, who is in which group, and which items its rights reach.
//!
//! It is built when one of its questions is asked: what an ID reaches or who reaches a profile
//! (`saffron graph --focus`), and how that is drawn. The compiler itself asks a smaller graph for the
//! scope of group authority (`ownership`); cycles are found where names are resolved
//! (`check::cycle`). The decision table is built from the model.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use petgraph::graph::{DiGraph, NodeIndex};
use saffron_vocabulary::index::IndexVec;
use saffron_vocabulary::racf::AccessLevel;
use saffron_vocabulary::safr::{Access, Right};

use crate::model::{
    ClassId, EnvironmentId, ItemId, Model, PrincipalId, PrincipalKind, ProfileId, SafrGroupId,
    StartedId, Who,
};

mod facts;
pub(crate) mod ownership;
mod reach;
pub mod render;
mod safr;

pub use ownership::Ownership;

/// What a node represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// `ID(*)`: every defined user.
    Any,
    /// A user, group or external ID.
    Principal(PrincipalId),
    /// A class that has profiles.
    Class(ClassId),
    /// A profile.
    Profile(ProfileId),
    /// A group of SAFR's.
    SafrGroup(SafrGroupId),
    /// An environment.
    Environment(EnvironmentId),
    /// A list of edit rights in an environment; groups that share one share the node.
    Rights(SharedRights),
    /// An item; its environment is part of what it is.
    Item(ItemId),
}

/// A list of edit rights, by the first group that has it, and by its place among what that group
/// has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharedRights {
    /// The group.
    pub group: SafrGroupId,
    /// The place among the group's environments.
    pub place: usize,
}

/// How two nodes are related; each runs from the first named to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edge {
    /// A group and its superior.
    Superior,
    /// A user, group or profile and its owner.
    Owner,
    /// A user and a group; the number is the connection's place among the user's.
    Connected(u32),
    /// An ID and a profile on whose standard list it is.
    Standard {
        /// The entry's place on the list.
        entry: u32,
        /// Its level.
        access: AccessLevel,
    },
    /// An ID and a profile on whose conditional list it is.
    Conditional {
        /// The entry's place on the list.
        entry: u32,
        /// Its level.
        access: AccessLevel,
    },
    /// A profile of started tasks and their user.
    RunsAs,
    /// A profile of started tasks and their group.
    RunsIn,
    /// A profile and its class.
    InClass,
    /// A grouping class and its member class.
    Groups,
    /// A user and an environment: every environment is within a system administrator's reach.
    SystemAdministrator,
    /// A user and a group of SAFR's.
    Member,
    /// A group of SAFR's and an environment to which it has access.
    Access(Access),
    /// A group of SAFR's and the edit rights that it has somewhere.
    Holds,
    /// Edit rights and an item.
    Edit(Right),
    /// A view and its folder.
    InFolder,
    /// An item and what it refers to.
    Refers,
}

impl Edge {
    /// Whether it gives no access.
    pub(crate) const fn is_structure(self) -> bool {
        matches!(self, Self::Superior | Self::Owner | Self::InFolder | Self::Refers)
    }
}

/// The graph of a model. Nodes and edges are in the model's order, so equal models have equal
/// graphs.
#[derive(Clone, Debug, Default)]
pub struct PolicyGraph {
    graph: DiGraph<Node, Edge>,
    principals: IndexVec<PrincipalId, NodeIndex>,
    profiles: IndexVec<ProfileId, NodeIndex>,
}

impl PolicyGraph {
    /// The graph of `model`.
    pub fn build(model: &Model) -> Self {
        let mut graph = DiGraph::new();
        let any = graph.add_node(Node::Any);
        let ids = model.principals.iter_enumerated();
        let principals = ids.map(|(id, _)| graph.add_node(Node::Principal(id))).collect();
        let ids = model.profiles.iter_enumerated();
        let profiles = ids.map(|(id, _)| graph.add_node(Node::Profile(id))).collect();
        let mut built = Self { graph, principals, profiles };
        built.relate_principals(model);
        built.relate_profiles(model, any);
        built.relate_classes(model);
        built.relate_safr(model);
        built
    }

    fn relate_principals(&mut self, model: &Model) {
        for (id, principal) in model.principals.iter_enumerated() {
            let from = self.principals[id];
            match &principal.kind {
                PrincipalKind::User(user) | PrincipalKind::ExternalUser(user) => {
                    self.relate(from, user.owner, Edge::Owner);
                    for (place, connection) in (0_u32..).zip(&user.connections) {
                        self.relate(from, Some(connection.group), Edge::Connected(place));
                    }
                }
                PrincipalKind::Group(group) => {
                    self.relate(from, group.superior, Edge::Superior);
                    self.relate(from, group.owner, Edge::Owner);
                }
                PrincipalKind::ExternalGroup => {}
            }
        }
    }

    fn relate_profiles(&mut self, model: &Model, any: NodeIndex) {
        for (id, profile) in model.profiles.iter_enumerated() {
            let node = self.profiles[id];
            self.relate(node, profile.owner, Edge::Owner);
            let started = profile.started.as_ref();
            self.relate(node, started.and_then(|it| declared(it.user)), Edge::RunsAs);
            self.relate(node, started.and_then(|it| declared(it.group)), Edge::RunsIn);
            for (entry, granted) in (0_u32..).zip(&profile.standard) {
                let edge = Edge::Standard { entry, access: granted.access };
                self.graph.add_edge(self.who(granted.who, any), node, edge);
            }
            for (entry, granted) in (0_u32..).zip(&profile.conditional) {
                let edge = Edge::Conditional { entry, access: granted.access };
                self.graph.add_edge(self.who(granted.who, any), node, edge);
            }
        }
    }

    fn relate_classes(&mut self, model: &Model) {
        let mut nodes: IndexVec<ClassId, Option<NodeIndex>> =
            model.classes.iter().map(|_| None).collect();
        for (id, profile) in model.profiles.iter_enumerated() {
            let class = self.class(&mut nodes, profile.class);
            self.graph.add_edge(self.profiles[id], class, Edge::InClass);
        }
        let grouping = model.classes.iter_enumerated();
        for (id, class) in grouping.filter(|(_, class)| class.descriptor.member_class.is_some()) {
            if let (Some(from), Some(member)) = (nodes[id], class.descriptor.member_class) {
                let to = self.class(&mut nodes, member);
                self.graph.add_edge(from, to, Edge::Groups);
            }
        }
    }

    fn class(
        &mut self,
        nodes: &mut IndexVec<ClassId, Option<NodeIndex>>,
        class: ClassId,
    ) -> NodeIndex {
        *nodes[class].get_or_insert_with(|| self.graph.add_node(Node::Class(class)))
    }

    fn relate(&mut self, from: NodeIndex, to: Option<PrincipalId>, edge: Edge) {
        if let Some(to) = to {
            self.graph.add_edge(from, self.principals[to], edge);
        }
    }

    fn who(&self, who: Who, any: NodeIndex) -> NodeIndex {
        match who {
            Who::Any => any,
            Who::Id(id) => self.principals[id],
        }
    }
}

/// The ID, unless it is that of the started member.
fn declared(id: Option<StartedId>) -> Option<PrincipalId> {
    match id? {
        StartedId::Id(id) => Some(id),
        StartedId::Member => None,
    }
}
