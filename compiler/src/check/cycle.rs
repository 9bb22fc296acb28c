//! Cycles and order among things that need each other: groups and their superiors, access lists that
//! are copied, roles and features.
//!
//! Strongly connected components are found with Kosaraju's algorithm, since petgraph's version of
//! Tarjan's recurses as deep as the longest chain that a policy can state.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::{astar, kosaraju_scc};
use petgraph::graphmap::DiGraphMap;
use petgraph::visit::NodeFiltered;
use saffron_diagnostics::{Code, Diagnostic, Span};

/// What each thing needs, by number, and the place where the need is specified.
pub(crate) type Needs = BTreeMap<usize, Vec<(usize, Span)>>;

/// A cycle: each member with the place of its need for the next one; the last needs the first.
pub(crate) type Cycle = Vec<(usize, Span)>;

/// The things with needs, such that what a thing needs comes before it. Left out are those on a
/// cycle, and those that need one of them, directly or not.
pub(crate) fn ordered(needs: &Needs) -> Vec<usize> {
    let graph = graph(needs);
    let mut blocked: BTreeSet<usize> = BTreeSet::new();
    let mut order = Vec::new();
    for component in kosaraju_scc(&graph) {
        let is_blocked = is_cyclic(&graph, &component)
            || component.iter().any(|&one| graph.neighbors(one).any(|it| blocked.contains(&it)));
        if is_blocked {
            blocked.extend(component);
        } else {
            order.extend(component.into_iter().filter(|one| needs.contains_key(one)));
        }
    }
    order
}

/// A shortest cycle through the first member of each group of things that need each other, in the
/// order of those members.
pub(crate) fn cycles(needs: &Needs) -> Vec<Cycle> {
    let graph = graph(needs);
    let mut components: Vec<BTreeSet<usize>> = kosaraju_scc(&graph)
        .into_iter()
        .filter(|component| is_cyclic(&graph, component))
        .map(|component| component.into_iter().collect())
        .collect();
    components.sort_by_key(|component| component.first().copied());
    components.iter().map(|component| shortest(&graph, component)).collect()
}

/// The names of a cycle with its first one again at the end: `A` → `B` → `A`.
pub(crate) fn shown<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.extend(quoted.first().cloned());
    quoted.join(" → ")
}

/// The error about a cycle, at the need of its first member; the other needs explain it.
pub(crate) fn error(
    code: Code,
    message: String,
    cycle: &[(usize, Span)],
    (here, there): (&str, &str),
) -> Option<Diagnostic> {
    let ((_, span), rest) = cycle.split_first()?;
    let diagnostic = Diagnostic::error(code, message, *span, here);
    Some(rest.iter().fold(diagnostic, |diagnostic, (_, span)| diagnostic.because(*span, there)))
}

fn graph(needs: &Needs) -> DiGraphMap<usize, Span> {
    let mut graph = DiGraphMap::new();
    for (&one, others) in needs {
        graph.add_node(one);
        for &(other, span) in others {
            if !graph.contains_edge(one, other) {
                graph.add_edge(one, other, span);
            }
        }
    }
    graph
}

fn is_cyclic(graph: &DiGraphMap<usize, Span>, component: &[usize]) -> bool {
    component.len() > 1 || component.iter().any(|&one| graph.contains_edge(one, one))
}

fn shortest(graph: &DiGraphMap<usize, Span>, component: &BTreeSet<usize>) -> Cycle {
    let Some(&start) = component.first() else { return Cycle::new() };
    let within = NodeFiltered::from_fn(graph, |one| component.contains(&one));
    let back = |next| astar(&within, next, |one| one == start, |_| 1_usize, |_| 0);
    let next = graph.neighbors(start).find(|one| component.contains(one));
    let Some((_, rest)) = next.and_then(back) else { return Cycle::new() };
    let members = std::iter::once(start).chain(rest);
    let all: Vec<usize> = members.collect();
    let edge = |pair: &[usize]| match *pair {
        [one, other] => graph.edge_weight(one, other).map(|&span| (one, span)),
        _ => None,
    };
    all.windows(2).filter_map(edge).collect()
}

#[cfg(test)]
mod tests {
    use saffron_diagnostics::FileId;

    use super::*;

    fn needs(edges: &[(usize, usize)]) -> Needs {
        let mut needs = Needs::new();
        for (at, &(one, other)) in (0..).zip(edges) {
            let span = Span { file: FileId(0), start: at, end: at };
            needs.entry(one).or_default().push((other, span));
        }
        needs
    }

    fn members(cycle: &Cycle) -> Vec<usize> {
        cycle.iter().map(|(one, _)| *one).collect()
    }

    #[test]
    fn what_is_needed_comes_first() {
        let order = ordered(&needs(&[(1, 2), (2, 3), (4, 2)]));
        let place = |one: usize| order.iter().position(|&other| other == one);
        assert_eq!(order.len(), 3, "3 needs nothing, so it is not part of it: {order:?}");
        assert!(place(2) < place(1) && place(2) < place(4), "{order:?}");
    }

    #[test]
    fn what_needs_a_cycle_has_no_place_in_the_order() {
        let needs = needs(&[(1, 2), (2, 3), (3, 2), (4, 5), (6, 6)]);
        assert_eq!(ordered(&needs), [4]);
        let found: Vec<Vec<usize>> = cycles(&needs).iter().map(members).collect();
        assert_eq!(found, [vec![2, 3], vec![6]]);
    }

    #[test]
    fn a_long_chain_is_no_problem() {
        let chain: Vec<(usize, usize)> = (0..200_000).map(|at| (at, at + 1)).collect();
        let needs = needs(&chain);
        assert_eq!(ordered(&needs).len(), 200_000);
        assert!(cycles(&needs).is_empty());
    }

    #[test]
    fn names_of_a_cycle_end_with_the_first() {
        assert_eq!(shown(["A", "B"]), "`A` → `B` → `A`");
    }
}
