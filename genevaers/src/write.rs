//! A database as the files of a package, in the language's canonical form.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use saffron_lang::print::written;
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules};

use crate::model::{Environment, Group, Item, Key, Share, World};

/// A set of rights in the words of the language: without a place, so that it can be a role.
type Clauses = Vec<String>;

/// Sets of this many clauses or more are worth a role where they are used more than once.
const WORTH_A_ROLE: usize = 3;

/// The files of the package.
pub(crate) fn package(world: &World, name: &str) -> Vec<(&'static str, String)> {
    let manifest = manifest(name);
    let roles = roles(world);
    let mut files = vec![
        ("saffron.toml", manifest),
        ("users.saf", users(world)),
        ("environments.saf", environments(world)),
        ("groups.saf", groups(world, &roles)),
    ];
    if !roles.is_empty() {
        files.push(("roles.saf", roles_text(&roles)));
    }
    // The first is the manifest.
    for (_, text) in files.iter_mut().skip(1) {
        *text = saffron_lang::format(text).text;
    }
    files
}

/// The manifest of a package about SAFR.
pub(crate) fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{}\"\nedition = \"2026\"\n", manifest_name(name))
}

/// Sets of rights that several groups have, each with the name of its role.
pub(crate) fn roles(world: &World) -> BTreeMap<Clauses, String> {
    let mut uses: BTreeMap<Clauses, usize> = BTreeMap::new();
    for group in world.groups.values() {
        for (at, share) in &group.shares {
            *uses.entry(clauses(world, *at, share)).or_default() += 1;
        }
    }
    let shared = uses.into_iter().filter(|(it, uses)| it.len() >= WORTH_A_ROLE && *uses > 1);
    shared.zip(1..).map(|((it, _), number)| (it, format!("RIGHTS_{number}"))).collect()
}

fn manifest_name(name: &str) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() || it == '_' { it } else { '-' };
    let name: String = name.chars().map(plain).collect();
    let begins = name.starts_with(|it: char| it.is_ascii_alphabetic());
    if begins { name } else { format!("imported{name}") }
}

fn list(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn users(world: &World) -> String {
    let mut text = "// Users of the Workbench, known by their IDs only.\n\n".to_owned();
    if !world.users.is_empty() {
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "external user {}", list(world.users.keys().map(|it| written(it))));
    }
    text
}

fn environments(world: &World) -> String {
    let mut text =
        format!("// Environments and what they contain.\n\nsafr {{\n  rules {}\n", world.rules);
    for environment in world.environments.values() {
        let _ = writeln!(text, "\n  environment {} {{", written(&environment.name));
        let views = views(environment);
        for ((kind, id), it) in &environment.items {
            match kind {
                ItemType::View => {}
                ItemType::ViewFolder => {
                    let views = views.get(id).map_or(&[][..], Vec::as_slice);
                    folder(&mut text, environment, it, views);
                }
                kind => item(&mut text, environment, *kind, it),
            }
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n");
    text
}

fn item(text: &mut String, environment: &Environment, kind: ItemType, it: &Item) {
    let _ = write!(text, "    {kind} {}", written(&it.name));
    let references = list(it.references.iter().filter_map(|key| reference(environment, *key)));
    if !references.is_empty() {
        let verb = if kind == ItemType::LookupPath { "uses" } else { "refers" };
        let _ = write!(text, " {{ {verb} [{references}] }}");
    }
    text.push('\n');
}

fn reference(environment: &Environment, key: Key) -> Option<String> {
    let item = environment.items.get(&key)?;
    Some(format!("{} {}", key.0, written(&item.name)))
}

/// The views of an environment by the number of their folder.
fn views(environment: &Environment) -> BTreeMap<i64, Vec<&Item>> {
    let mut views: BTreeMap<i64, Vec<&Item>> = BTreeMap::new();
    for ((kind, _), it) in &environment.items {
        if let (ItemType::View, Some(folder)) = (kind, it.folder) {
            views.entry(folder).or_default().push(it);
        }
    }
    views
}

fn folder(text: &mut String, environment: &Environment, it: &Item, views: &[&Item]) {
    let _ = writeln!(text, "    view-folder {} {{", written(&it.name));
    for view in views {
        item(text, environment, ItemType::View, view);
    }
    text.push_str("    }\n");
}

fn groups(world: &World, roles: &BTreeMap<Clauses, String>) -> String {
    let mut text = "// Groups, their members, and what they may do.\n\nsafr {\n".to_owned();
    for it in world.groups.values() {
        group(&mut text, world, it, roles);
    }
    let administrators = world.users.iter().filter(|(_, administers)| **administers);
    let administrators = list(administrators.map(|(id, _)| written(id)));
    if !administrators.is_empty() {
        let _ = writeln!(text, "\n  system-administrator {administrators}");
    }
    text.push_str("}\n");
    text
}

fn group(text: &mut String, world: &World, it: &Group, roles: &BTreeMap<Clauses, String>) {
    let _ = writeln!(text, "\n  group {} {{", written(&it.name));
    if !it.members.is_empty() {
        let _ = writeln!(text, "    members [{}]", list(it.members.iter().map(|it| written(it))));
    }
    for (at, share) in &it.shares {
        let Some(environment) = world.environments.get(at) else { continue };
        let clauses = clauses(world, *at, share);
        let role = roles.get(&clauses);
        let role_word = role_word(share.access, world.rules);
        let words = list(role_word.into_iter().chain(role.cloned()));
        let _ = write!(text, "    in {}", written(&environment.name));
        if !words.is_empty() {
            let _ = write!(text, " as {words}");
        }
        if role.is_none() && !clauses.is_empty() {
            let _ = write!(text, " {{\n{}    }}", lines(&clauses));
        }
        text.push('\n');
    }
    text.push_str("  }\n");
}

fn role_word(access: Access, rules: Rules) -> Option<String> {
    (access != Access::General || rules == Rules::GenevaersRoles).then(|| access.to_string())
}

fn lines(clauses: &[String]) -> String {
    clauses.iter().fold(String::new(), |text, clause| text + "      " + clause + "\n")
}

fn roles_text(roles: &BTreeMap<Clauses, String>) -> String {
    let mut text = "// Sets of rights that several groups have.\n\nsafr {\n".to_owned();
    for (clauses, name) in roles {
        let _ = writeln!(text, "\n  role {name} {{\n{}  }}", lines(clauses));
    }
    text.push_str("}\n");
    text
}

/// What a group may do in an environment, in the words of the language.
fn clauses(world: &World, at: i64, share: &Share) -> Clauses {
    let mut clauses = Vec::new();
    if !share.create.is_empty() {
        let kinds = list(share.create.iter().map(ToString::to_string));
        clauses.push(format!("create [{kinds}]"));
    }
    if share.migrate_in {
        clauses.push("run [migrate-in]".to_owned());
    }
    let mut edits: BTreeMap<(ItemType, Right), Vec<&str>> = BTreeMap::new();
    let items = world.environments.get(&at).map(|it| &it.items);
    for (key, right) in &share.rights {
        if let Some(item) = items.and_then(|it| it.get(key)) {
            edits.entry((key.0, *right)).or_default().push(&item.name);
        }
    }
    for ((kind, right), mut names) in edits {
        names.sort_unstable();
        clauses.push(format!("edit {kind} {}: {right}", list(names.into_iter().map(written))));
    }
    clauses
}
