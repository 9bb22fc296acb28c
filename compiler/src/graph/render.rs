//! The graph as text: for Graphviz, for Mermaid, for programs.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use petgraph::dot::{Config, Dot};
use petgraph::graph::{DiGraph, EdgeReference, NodeIndex};
use petgraph::visit::EdgeRef as _;
use saffron_diagnostics::render::JSON_VERSION;
use saffron_vocabulary::racf::AccessLevel;
use serde_json::{Map, Value, json};

use super::reach::reach;
use super::{Edge, Node, PolicyGraph, SharedRights, facts};
use crate::model::{GroupEnvironment, Model, PrincipalKind, ProfileKind};

/// The notation of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Graphviz.
    Dot,
    /// Mermaid.
    Mermaid,
    /// For programs.
    Json,
}

/// Draws the graph; with a focus only what is within reach of the ID, profile or class of that
/// name. `None` if nothing has that name.
pub fn render(
    graph: &PolicyGraph,
    model: &Model,
    notation: Notation,
    focus: Option<&str>,
) -> Option<String> {
    let drawing = Drawing::new(graph, model, focus)?;
    Some(match notation {
        Notation::Dot => drawing.dot(),
        Notation::Mermaid => drawing.mermaid(),
        Notation::Json => format!("{:#}\n", drawing.json()),
    })
}

/// What can be focused on, for suggestions.
pub fn names(graph: &PolicyGraph, model: &Model) -> Vec<String> {
    graph.graph.node_weights().map(|node| name(model, *node).to_owned()).collect()
}

/// The part of the graph that is drawn, its nodes and edges numbered anew.
struct Drawing<'m> {
    model: &'m Model,
    graph: DiGraph<Node, Edge>,
    /// The options of the system; with a focus they are left out.
    options: Vec<(&'static str, &'m str)>,
}

impl<'m> Drawing<'m> {
    fn new(graph: &PolicyGraph, model: &'m Model, focus: Option<&str>) -> Option<Self> {
        let graph = &graph.graph;
        let Some(focus) = focus else {
            let unused = |at| graph.edges(at).next().is_none();
            let part = part(graph, |at, node| *node != Node::Any || !unused(at));
            return Some(Self { model, graph: part, options: options(model) });
        };
        let called = |at: &NodeIndex| {
            graph.node_weight(*at).is_some_and(|node| is_called(model, *node, focus))
        };
        let start: Vec<NodeIndex> = graph.node_indices().filter(called).collect();
        if start.is_empty() {
            return None;
        }
        let reach = reach(graph, &start);
        let part = part(graph, |at, _| reach.contains(&at));
        Some(Self { model, graph: part, options: Vec::new() })
    }

    fn dot(&self) -> String {
        let label_edge = |graph: &DiGraph<Node, Edge>, edge: EdgeReference<'_, Edge>| {
            let node = |at| graph.node_weight(at).copied();
            let ends = node(edge.source()).zip(node(edge.target()));
            let label = ends.map(|ends| self.edge_label(*edge.weight(), ends));
            let style = if edge.weight().is_structure() { ", style=dashed" } else { "" };
            format!("label={}{style}", quoted(&label.unwrap_or_default()))
        };
        let label_node = |_: &DiGraph<Node, Edge>, (_, node): (NodeIndex, &Node)| {
            let shape = shape(self.kind(*node));
            format!("label={}, shape={shape}", quoted(&self.label(*node)))
        };
        let (of_edge, of_node) =
            (|graph: &DiGraph<Node, Edge>, edge| label_edge(graph, edge), label_node);
        let config = [Config::GraphContentOnly, Config::NodeNoLabel, Config::EdgeNoLabel];
        let content = Dot::with_attr_getters(&self.graph, &config, &of_edge, &of_node);
        let options = self.options_label();
        let options = options.map(|it| format!("    label={};\n    labelloc=b;\n", quoted(&it)));
        let options = options.unwrap_or_default();
        format!(
            "digraph policy {{\n    rankdir=LR;\n{options}    node [fontname=\"Helvetica\", fontsize=10];\n{content:?}}}\n"
        )
    }

    fn options_label(&self) -> Option<String> {
        let lines =
            self.options.iter().map(|(key, value)| format!("{key} {}", value.to_lowercase()));
        let lines: Vec<String> = lines.collect();
        (!lines.is_empty()).then(|| format!("options\n{}", lines.join("\n")))
    }

    fn mermaid(&self) -> String {
        let mut text = String::from("flowchart LR\n");
        if let Some(options) = self.options_label() {
            let label = options.replace('\n', "<br/>");
            let _ = writeln!(text, "  options[[\"{label}\"]]");
        }
        for (number, node) in self.nodes() {
            let label = self.label(node).replace('"', "#quot;").replace('\n', "<br/>");
            let (open, close) = brackets(self.kind(node));
            // Writing to a `String` can't fail.
            let _ = writeln!(text, "  n{number}{open}\"{label}\"{close}");
        }
        for ((from, at), edge, ends) in self.edges() {
            let arrow = if edge.is_structure() { "-.->" } else { "-->" };
            let label = self.edge_label(edge, ends).replace('"', "#quot;");
            let _ = writeln!(text, "  n{from} {arrow}|\"{label}\"| n{at}");
        }
        text
    }

    /// The nodes with their numbers.
    fn nodes(&self) -> impl Iterator<Item = (usize, Node)> + '_ {
        self.graph.node_weights().copied().enumerate()
    }

    /// The edges: the numbers of both nodes, the edge, and the nodes.
    fn edges(&self) -> impl Iterator<Item = ((usize, usize), Edge, (Node, Node))> + '_ {
        self.graph.edge_references().filter_map(|edge| {
            let node = |at| self.graph.node_weight(at).copied();
            let ends = (node(edge.source())?, node(edge.target())?);
            Some(((edge.source().index(), edge.target().index()), *edge.weight(), ends))
        })
    }

    fn json(&self) -> Value {
        let nodes = self.nodes().map(|(number, node)| self.node_json(node, number));
        let edges = self.edges().map(|(numbers, edge, ends)| self.edge_json(numbers, edge, ends));
        let (nodes, edges) = (nodes.collect::<Vec<_>>(), edges.collect::<Vec<_>>());
        let mut value = json!({ "version": JSON_VERSION, "nodes": nodes, "edges": edges });
        let options = self.options.iter().map(|(key, word)| (*key, word.to_lowercase()));
        let options: BTreeMap<&str, String> = options.collect();
        if let Some(object) = value.as_object_mut().filter(|_| !options.is_empty()) {
            object.insert("options".to_owned(), json!(options));
        }
        value
    }

    fn node_json(&self, node: Node, number: usize) -> Value {
        let mut value = Map::new();
        value.insert("id".to_owned(), number.into());
        value.insert("kind".to_owned(), self.kind(node).into());
        value.insert("name".to_owned(), name(self.model, node).into());
        if let Some(environment) = self.environment(node) {
            value.insert("environment".to_owned(), environment.into());
        }
        if let Node::Profile(id) = node {
            let profile = &self.model.profiles[id];
            let class = self.model.classes[profile.class].name.as_str();
            value.insert("class".to_owned(), class.into());
            value.insert("uacc".to_owned(), profile.uacc.as_str().into());
        }
        for (key, words) in [
            ("attributes", facts::attributes(self.model, node)),
            ("members", facts::members(self.model, node)),
        ] {
            if !words.is_empty() {
                value.insert(key.to_owned(), words.into());
            }
        }
        value.into()
    }

    fn edge_json(&self, (from, at): (usize, usize), edge: Edge, ends: (Node, Node)) -> Value {
        let mut value = Map::new();
        value.insert("from".to_owned(), from.into());
        value.insert("to".to_owned(), at.into());
        value.insert("kind".to_owned(), edge_kind(edge).into());
        if let Some(access) = access(edge) {
            value.insert("access".to_owned(), access.as_str().into());
        }
        if let Edge::Access(access) = edge {
            value.insert("access".to_owned(), access.as_str().into());
        }
        if let Edge::Edit(right) = edge {
            value.insert("right".to_owned(), right.as_str().into());
        }
        if let Some(connection) = facts::connection(self.model, edge, ends.0) {
            let words = facts::of_connection(connection);
            if !words.is_empty() {
                value.insert("attributes".to_owned(), words.into());
            }
        }
        if let Some(when) = self.condition(edge, ends.1) {
            value.insert("when".to_owned(), when.into());
        }
        value.into()
    }

    fn kind(&self, node: Node) -> &'static str {
        match node {
            Node::Any => "any",
            Node::Class(_) => "class",
            Node::Principal(id) => match self.model.principals[id].kind {
                PrincipalKind::User(_) => "user",
                PrincipalKind::Group(_) => "group",
                PrincipalKind::ExternalUser(_) => "external-user",
                PrincipalKind::ExternalGroup => "external-group",
            },
            Node::Profile(id) if self.model.profiles[id].external => "external-profile",
            Node::Profile(id) => match self.model.profiles[id].kind {
                ProfileKind::Discrete => "discrete-profile",
                ProfileKind::Generic => "generic-profile",
            },
            Node::SafrGroup(_) => "safr-group",
            Node::Environment(_) => "environment",
            Node::Rights(_) => "rights",
            Node::Item(id) => self.model.safr.items[id].kind.as_str(),
        }
    }

    /// Of items and rights, where they are.
    fn environment(&self, node: Node) -> Option<&'m str> {
        let safr = &self.model.safr;
        let environment = match node {
            Node::Item(id) => safr.items[id].environment,
            Node::Rights(shared) => rights(self.model, shared)?.environment,
            _ => return None,
        };
        Some(&safr.environments[environment].name)
    }

    fn label(&self, node: Node) -> String {
        self.head(node) + &facts::lines(self.model, node)
    }

    fn head(&self, node: Node) -> String {
        let name = name(self.model, node);
        match node {
            Node::Profile(id) => {
                let profile = &self.model.profiles[id];
                let class = &self.model.classes[profile.class].name;
                format!("{class} {name}\nuacc {}", profile.uacc.as_str().to_lowercase())
            }
            Node::SafrGroup(_) => format!("SAFR group {name}"),
            Node::Environment(_) => format!("environment {name}"),
            Node::Rights(_) => {
                let environment = self.environment(node).unwrap_or_default();
                format!("{name}\nin {environment}")
            }
            Node::Item(_) => {
                let environment = self.environment(node).unwrap_or_default();
                format!("{} {name}\n{environment}", self.kind(node))
            }
            _ => name.to_owned(),
        }
    }

    fn edge_label(&self, edge: Edge, (from, to): (Node, Node)) -> String {
        match edge {
            Edge::Access(access) => return access.to_string(),
            Edge::Edit(right) => return right.to_string(),
            _ => {}
        }
        if let Some(connection) = facts::connection(self.model, edge, from) {
            let words = facts::of_connection(connection);
            let kind = std::iter::once(edge_kind(edge).to_owned());
            return kind.chain(words).collect::<Vec<_>>().join(", ");
        }
        let Some(access) = access(edge) else { return edge_kind(edge).to_owned() };
        let level = access.as_str().to_lowercase();
        match self.condition(edge, to) {
            Some(when) => format!("{level} when {when}"),
            None => level,
        }
    }

    fn condition(&self, edge: Edge, to: Node) -> Option<String> {
        let (Edge::Conditional { entry, .. }, Node::Profile(id)) = (edge, to) else { return None };
        let condition = &self.model.profiles[id].conditional.get(entry as usize)?.condition;
        let name = if condition.name.is_empty() { "" } else { " " };
        Some(format!("{}{name}{} {}", condition.kind, condition.name, condition.value))
    }
}

/// The options of the system, of a policy that has profiles.
fn options(model: &Model) -> Vec<(&'static str, &str)> {
    if model.profiles.is_empty() { Vec::new() } else { model.options.of_the_system().into() }
}

/// The nodes that are kept, and the edges between them.
fn part(
    graph: &DiGraph<Node, Edge>,
    keep: impl Fn(NodeIndex, &Node) -> bool,
) -> DiGraph<Node, Edge> {
    graph.filter_map(|at, node| keep(at, node).then_some(*node), |_, edge| Some(*edge))
}

fn is_called(model: &Model, node: Node, wanted: &str) -> bool {
    let own = name(model, node);
    let with_class = || match node {
        Node::Profile(id) => {
            let class = &model.classes[model.profiles[id].class].name;
            format!("{class} {own}").eq_ignore_ascii_case(wanted)
        }
        Node::Item(id) => {
            let kind = model.safr.items[id].kind;
            format!("{kind} {own}").eq_ignore_ascii_case(wanted)
        }
        _ => false,
    };
    own.eq_ignore_ascii_case(wanted) || with_class()
}

fn name(model: &Model, node: Node) -> &str {
    match node {
        Node::Any => "*",
        Node::Principal(id) => &model.principals[id].name,
        Node::Class(id) => &model.classes[id].name,
        Node::Profile(id) => &model.profiles[id].name,
        Node::SafrGroup(id) => &model.safr.groups[id].name,
        Node::Environment(id) => &model.safr.environments[id].name,
        Node::Rights(shared) => {
            rights(model, shared).and_then(|it| it.role.as_deref()).unwrap_or("rights")
        }
        Node::Item(id) => &model.safr.items[id].name,
    }
}

/// The first group's access from which a list of rights is known.
fn rights(model: &Model, shared: SharedRights) -> Option<&GroupEnvironment> {
    model.safr.groups[shared.group].environments.get(shared.place)
}

const fn edge_kind(edge: Edge) -> &'static str {
    match edge {
        Edge::Superior => "superior",
        Edge::Owner => "owner",
        Edge::Connected(_) => "connected",
        Edge::Standard { .. } => "permit",
        Edge::Conditional { .. } => "permit-when",
        Edge::RunsAs => "runs-as",
        Edge::RunsIn => "runs-in",
        Edge::InClass => "in-class",
        Edge::Groups => "groups",
        Edge::SystemAdministrator => "system-administrator",
        Edge::Member => "member",
        Edge::Access(_) => "access",
        Edge::Holds => "holds",
        Edge::Edit(_) => "edit",
        Edge::InFolder => "in-folder",
        Edge::Refers => "refers",
    }
}

fn access(edge: Edge) -> Option<AccessLevel> {
    match edge {
        Edge::Standard { access, .. } | Edge::Conditional { access, .. } => Some(access),
        _ => None,
    }
}

fn shape(kind: &str) -> &'static str {
    match kind {
        "user" | "external-user" | "any" => "ellipse",
        "group" | "external-group" | "safr-group" => "hexagon",
        "class" | "environment" => "tab",
        "rights" => "note",
        _ => "box",
    }
}

fn brackets(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "user" | "external-user" | "any" => ("([", "])"),
        "group" | "external-group" | "safr-group" => ("{{", "}}"),
        "class" | "environment" => ("[/", "/]"),
        "rights" => ("[[", "]]"),
        _ => ("[", "]"),
    }
}

/// A text for Graphviz.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
