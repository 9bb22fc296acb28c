//! The book of checks: what the compiler makes of SAFR's part of a policy, and what it says of it.
//!
//! A case is a level-2 heading with the rule in prose and a policy. A block `diagnostics` holds what is
//! stated of it, one line each: line, code and message; without it nothing is stated. A block `rights` holds
//! the edit rights that groups result in have.

use std::fs;
use std::path::Path;

use saffron_compiler::model::{GroupEnvironment, Model, SafrGroup};
use saffron_compiler::{Settings, SourceTree, analyse};
use saffron_diagnostics::{FileId, SourceMap};
use saffron_lang::ast::{File, ItemKind};
use saffron_lang::parse;

/// A case and what it expects.
#[derive(Default)]
struct Case {
    name: String,
    prose: String,
    policy: String,
    diagnostics: Vec<String>,
    rights: Option<Vec<String>>,
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks/safr.md");
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<(String, Vec<String>)> = None;
    for line in fs::read_to_string(path).unwrap().lines() {
        if let Some(kind) = line.strip_prefix("```") {
            match open.take() {
                None => open = Some((kind.to_owned(), Vec::new())),
                Some((kind, lines)) => close(cases.last_mut().unwrap(), &kind, lines),
            }
        } else if let Some((_, lines)) = &mut open {
            lines.push(line.to_owned());
        } else if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), ..Case::default() });
        } else if let Some(case) = cases.last_mut() {
            case.prose.push_str(line.trim());
        }
    }
    cases
}

fn close(case: &mut Case, kind: &str, lines: Vec<String>) {
    match kind {
        "saffron" => case.policy = lines.join("\n") + "\n",
        "diagnostics" => case.diagnostics = lines,
        "rights" => case.rights = Some(lines),
        other => panic!("{}: a block of kind {other}", case.name),
    }
}

/// What is stated about a policy, and the model.
fn said_of(policy: &str) -> (Vec<String>, Model) {
    let mut sources = SourceMap::default();
    let file = sources.add("policy.saf", policy);
    let analysis = analyse(&[SourceTree::from(parse(file, policy))], &Settings::default());
    let said = analysis.diagnostics.iter().map(|it| {
        let at = sources.get(it.primary.span.file).unwrap().line_column(it.primary.span.start);
        format!("{}: {} {}", at.line, it.code.0, it.message)
    });
    (said.collect(), analysis.model)
}

fn rights(model: &Model) -> Vec<String> {
    let all = model.safr.groups.iter().flat_map(|group| {
        group.environments.iter().flat_map(move |place| rights_in(model, group, place))
    });
    all.collect()
}

fn rights_in(model: &Model, group: &SafrGroup, place: &GroupEnvironment) -> Vec<String> {
    let head = format!("{} in {}", group.name, model.safr.environments[place.environment].name);
    let access = std::iter::once(format!("{head}: {}", place.access));
    let create = place.create.iter().map(|(kind, _)| format!("{head}: create {kind}"));
    let run = place.migrate_in.map(|_| format!("{head}: migrate-in"));
    let rights = place.rights.iter().map(|it| {
        let item = &model.safr.items[it.item];
        format!("{head}: {} {}: {}", item.kind, item.name, it.right)
    });
    access.chain(create).chain(run).chain(rights).collect()
}

#[test]
fn policies_are_judged_by_the_book() {
    let mut wrong = Vec::new();
    let cases = cases();
    for case in &cases {
        assert!(!case.prose.is_empty(), "{} says no rule", case.name);
        let (said, model) = said_of(&case.policy);
        if said != case.diagnostics {
            wrong.push(format!("{}\n{}", case.name, said.join("\n")));
        }
        let has = rights(&model);
        if case.rights.as_ref().is_some_and(|it| *it != has) {
            wrong.push(format!("{}\n{}", case.name, has.join("\n")));
        }
    }
    assert!(cases.len() > 40, "{}", cases.len());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

/// SAFR's part of the model in words, without its places.
fn without_places(model: &Model) -> String {
    let debug = format!("{:?}", model.safr);
    let mut parts = debug.split("Span { ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(" }").map_or("", |(_, rest)| rest))
}

/// The same declarations, each part of a `safr` block in a block and a file of its own, backwards.
fn dealt_out(file: &File) -> Vec<SourceTree> {
    let mut trees = Vec::new();
    for item in &file.items {
        let items = match &item.kind {
            ItemKind::Safr(parts) => parts
                .iter()
                .map(|it| saffron_lang::ast::Item {
                    kind: ItemKind::Safr(vec![it.clone()]),
                    ..item.clone()
                })
                .collect(),
            _ => vec![item.clone()],
        };
        trees.extend(items.into_iter().map(|it| SourceTree::from(File { items: vec![it] })));
    }
    trees.reverse();
    trees
}

#[test]
fn blocks_and_their_order_mean_nothing() {
    let policies = cases().into_iter().map(|it| it.policy);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/policies/safr.saf");
    let mut compared = 0;
    for policy in policies.chain([fs::read_to_string(path).unwrap()]) {
        let parsed = parse(FileId(0), &policy);
        let trees = dealt_out(&parsed.file);
        let one = analyse(&[SourceTree::from(parsed)], &Settings::default());
        if one.has_errors() {
            continue;
        }
        let other = analyse(&trees, &Settings::default());
        assert_eq!(without_places(&one.model), without_places(&other.model), "{policy}");
        assert_eq!(one.diagnostics, other.diagnostics, "{policy}");
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
}
