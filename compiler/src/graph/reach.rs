//! The part of the graph that is within reach of some of its nodes.

use std::collections::BTreeSet;

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{
    Dfs, EdgeFiltered, EdgeRef as _, GraphBase, IntoNeighbors, Reversed, Visitable,
};

use super::{Edge, Node};

/// What is within reach: downward from an ID to what it is granted, also through its groups; upward
/// from a profile to everyone who is granted it; and the owners and superior groups of the start.
pub(super) fn reach(graph: &DiGraph<Node, Edge>, start: &[NodeIndex]) -> BTreeSet<NodeIndex> {
    let granting = EdgeFiltered::from_fn(graph, |edge| !edge.weight().is_structure());
    let mut reach = BTreeSet::new();
    walk(&granting, start, &mut reach);
    walk(Reversed(&granting), start, &mut reach);
    let owners = start.iter().flat_map(|&node| graph.edges(node));
    reach.extend(owners.filter(|edge| edge.weight().is_structure()).map(|edge| edge.target()));
    reach
}

fn walk<G>(graph: G, start: &[NodeIndex], reach: &mut BTreeSet<NodeIndex>)
where
    G: Copy + GraphBase<NodeId = NodeIndex> + IntoNeighbors + Visitable,
{
    let mut walk = Dfs::empty(graph);
    for &node in start {
        walk.move_to(node);
        reach.extend(std::iter::from_fn(|| walk.next(graph)));
    }
}
