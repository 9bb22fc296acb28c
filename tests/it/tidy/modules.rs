//! No cycle of modules inside a crate, except those that ARCHITECTURE.md names with a reason.
//!
//! A module is a file. It depends on the module that defines what it imports: a re-export counts
//! as an import of the module that has it, and is looked through by the modules that use it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, UseTree};

use super::{CRATES, block, root, rust_files};

/// A path from the root of a crate, such as `["lower", "names"]`; the root is empty.
type ModulePath = Vec<String>;

/// What a path in a module refers to: the module's path, then the segments that follow.
struct Reference {
    from: ModulePath,
    path: Vec<String>,
}

#[derive(Default)]
struct Crate {
    modules: BTreeSet<ModulePath>,
    /// Per module, the names that it imports and the full path of each.
    imports: BTreeMap<ModulePath, BTreeMap<String, Vec<String>>>,
    /// Per module, the modules of which it imports everything (`use x::*`).
    globs: BTreeMap<ModulePath, Vec<Vec<String>>>,
    references: Vec<Reference>,
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

fn module_of(source: &Path, file: &Path) -> ModulePath {
    let relative = file.strip_prefix(source).unwrap().with_extension("");
    let mut path: ModulePath =
        relative.iter().map(|segment| segment.to_str().unwrap().to_owned()).collect();
    if path.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        path.pop();
    }
    path
}

struct Reader<'c> {
    found: &'c mut Crate,
    module: ModulePath,
}

impl Reader<'_> {
    /// The path from the root of the crate; `None` for one that starts elsewhere.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut place = self.module.clone();
        let mut rest = path;
        let first = rest.first()?;
        if first == "crate" {
            place.clear();
            rest = &rest[1..];
        } else if first == "self" || first == "super" {
            while let Some(segment) =
                rest.first().filter(|segment| *segment == "self" || *segment == "super")
            {
                if segment == "super" {
                    place.pop()?;
                }
                rest = &rest[1..];
            }
        } else {
            place.push(first.clone());
            if !self.found.modules.contains(&place) {
                return None;
            }
            rest = &rest[1..];
        }
        Some(place.into_iter().chain(rest.iter().cloned()).collect())
    }

    fn refer(&mut self, path: Vec<String>) {
        self.found.references.push(Reference { from: self.module.clone(), path });
    }

    fn import(&mut self, prefix: &[String], tree: &UseTree) {
        let mut path = prefix.to_vec();
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.to_string());
                self.import(&path, &part.tree);
            }
            UseTree::Group(group) => {
                for part in &group.items {
                    self.import(prefix, part);
                }
            }
            UseTree::Glob(_) => {
                if let Some(path) = self.absolute(&path) {
                    let globs = self.found.globs.entry(self.module.clone()).or_default();
                    globs.push(path.clone());
                    self.refer(path);
                }
            }
            UseTree::Name(name) => self.name(path, name.ident.to_string(), None),
            UseTree::Rename(part) => {
                self.name(path, part.ident.to_string(), Some(part.rename.to_string()));
            }
        }
    }

    fn name(&mut self, mut path: Vec<String>, name: String, renamed: Option<String>) {
        if name != "self" {
            path.push(name);
        }
        let Some(absolute) = self.absolute(&path) else { return };
        let known = renamed.or_else(|| path.last().cloned()).unwrap_or_default();
        let imports = self.found.imports.entry(self.module.clone()).or_default();
        imports.insert(known, absolute.clone());
        self.refer(absolute);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if let Some((_, items)) = &item.content {
            self.module.push(item.ident.to_string());
            for item in items {
                self.visit_item(item);
            }
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.import(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1
            && let Some(absolute) = self.absolute(&segments)
        {
            self.refer(absolute);
        }
        visit::visit_path(self, path);
    }
}

impl Crate {
    fn read(source: &Path) -> Self {
        let files = rust_files(source);
        let mut found = Self {
            modules: files.iter().map(|file| module_of(source, file)).collect(),
            ..Self::default()
        };
        for file in files {
            let module = module_of(source, &file);
            if module.last().is_some_and(|name| name.ends_with("tests")) {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            let tree = syn::parse_file(&text).unwrap();
            Reader { found: &mut found, module }.visit_file(&tree);
        }
        found
    }

    /// The longest module that the path starts with, and the name that follows.
    fn split<'p>(&self, path: &'p [String]) -> (&'p [String], Option<&'p String>) {
        let length = (0..=path.len()).rev().find(|&length| self.modules.contains(&path[..length]));
        let length = length.unwrap_or(0);
        (&path[..length], path.get(length))
    }

    /// The module that defines what the path names.
    fn definition(&self, path: &[String], depth: usize) -> ModulePath {
        let (module, name) = self.split(path);
        let Some(name) = name.filter(|_| depth < 8) else { return module.to_vec() };
        if let Some(imported) = self.imports.get(module).and_then(|names| names.get(name)) {
            return self.definition(imported, depth + 1);
        }
        module.to_vec()
    }

    /// The groups of modules that depend on each other.
    fn cycles(&self) -> Vec<Vec<String>> {
        let mut graph = DiGraph::<String, ()>::new();
        let mut node_of = BTreeMap::new();
        for path in &self.modules {
            let name = if path.is_empty() { "crate".to_owned() } else { path.join("::") };
            node_of.insert(path.as_slice(), graph.add_node(name));
        }
        for reference in &self.references {
            let (from, _) = self.split(&reference.from);
            let to = self.definition(&reference.path, 0);
            if from != to.as_slice() {
                graph.update_edge(node_of[from], node_of[to.as_slice()], ());
            }
        }
        let groups = tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1);
        let mut cycles: Vec<Vec<String>> = groups
            .map(|group| group.into_iter().map(|node| graph[node].clone()).collect())
            .collect();
        for cycle in &mut cycles {
            cycle.sort();
        }
        cycles.sort();
        cycles
    }
}

/// Each line is `crate: module, module, …`, as in the block of ARCHITECTURE.md.
fn cycles() -> Vec<String> {
    let mut lines = Vec::new();
    for (folder, ..) in CRATES.iter().filter(|(folder, ..)| *folder != "tests") {
        for cycle in Crate::read(&root().join(folder).join("src")).cycles() {
            lines.push(format!("{folder}: {}", cycle.join(", ")));
        }
    }
    lines
}

/// The exceptions of ARCHITECTURE.md, each with a reason after `#`, and those of today, which are
/// still to be resolved.
fn named() -> Vec<String> {
    let mut named = Vec::new();
    for line in block("cycles") {
        let (cycle, _reason) = line.split_once(" # ").expect("an exception has a reason");
        named.push(cycle.to_owned());
    }
    named.extend(include_str!("cycles.txt").lines().map(str::to_owned));
    named
}

#[test]
fn modules_have_no_cycle_but_the_named_ones() {
    let found = cycles();
    let named = named();
    for line in &found {
        assert!(
            named.contains(line),
            "a new cycle of modules:\n  {line}\nall:\n{}",
            found.join("\n")
        );
    }
    for line in &named {
        assert!(found.contains(line), "this cycle is gone; remove it from the list:\n  {line}");
    }
}
