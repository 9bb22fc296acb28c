//! Which file a declaration goes to, and in which order files declare it.
//!
//! Options, classes and security data are the system's; groups, users and connections the
//! identities'. Profiles stay together as they stood together under a banner; else by the first
//! qualifier of their names, in which products and departments are distinguished; else by class. A [`Layout`] can
//! choose one of these for all.

use std::collections::BTreeMap;

use saffron_lang::ast::{Item, ItemKind};

use super::comment;
use super::layout::Layout;
use super::note::{Notes, SectionId};

/// A prefix of fewer profiles has no file of its own.
const FEWEST: usize = 2;

/// Profiles under one banner, users and connections, or profiles of one class: more than this are
/// divided.
const MOST: usize = 1_000;

/// More files than this are too many to find anything in.
const MOST_FILES: usize = 400;

/// Files with a meaning of their own, and names that some systems don't allow.
const RESERVED: [&str; 10] = [
    "system",
    "identities",
    "params",
    "started-tasks",
    "other",
    "con",
    "prn",
    "aux",
    "nul",
    "saffron",
];

/// The files of a package, without their endings, and the positions of their items.
pub(super) type Files = BTreeMap<String, Vec<usize>>;

/// Distributes items over files.
pub(super) fn arrange(items: &[Item], notes: &Notes<'_>, layout: Layout) -> Files {
    let plan = Plan::of(items, notes, layout);
    let mut files = Files::new();
    for (at, item) in items.iter().enumerate() {
        files.entry(plan.file(item, notes)).or_default().push(at);
    }
    let depths = depths(items, notes);
    for positions in files.values_mut() {
        positions.sort_by_cached_key(|&at| {
            let item = items.get(at);
            let place = item.map_or((0, 0), |it| notes.order(it.span));
            let path = item.and_then(|it| depths.get(tree_name(it))).cloned().unwrap_or_default();
            (item.map_or(0, |it| rank(&it.kind)), path, place, at)
        });
    }
    files
}

/// Groups in the order of their tree, users in that of their default groups.
fn tree_name(item: &Item) -> &str {
    match &item.kind {
        ItemKind::Group(it) => &it.name.text,
        ItemKind::User(it) => it
            .properties
            .iter()
            .find(|it| it.key.node == "default-group")
            .and_then(super::tidy::said)
            .unwrap_or_default(),
        ItemKind::Connect(it) => &it.group.text,
        _ => "",
    }
}

/// A place in the order of scripts, and a name in the order of those that no script declares.
type Order<'i> = ((usize, u32), &'i str);

/// Each group's position in the tree: the position of every superior, then its own.
fn depths<'i>(items: &'i [Item], notes: &Notes<'_>) -> BTreeMap<String, Vec<Order<'i>>> {
    let mut order: BTreeMap<&str, (Order<'i>, &str)> = BTreeMap::new();
    for item in items {
        if let ItemKind::Group(it) = &item.kind {
            let superior = it.properties.iter().find(|it| it.key.node == "superior");
            let superior = superior.and_then(super::tidy::said).unwrap_or_default();
            let at = (notes.order(item.span), it.name.text.as_str());
            order.insert(&it.name.text, (at, superior));
        }
    }
    let mut paths = BTreeMap::new();
    for name in order.keys() {
        let (mut path, mut next) = (Vec::new(), *name);
        // RACF lets no group be above itself; a longer way than there are groups would be one.
        while let Some((at, superior)) = order.get(next).filter(|_| path.len() <= order.len()) {
            path.push(*at);
            next = superior;
        }
        path.reverse();
        paths.insert((*name).to_owned(), path);
    }
    paths
}

/// What is specified first in a file.
fn rank(kind: &ItemKind) -> u8 {
    match kind {
        ItemKind::Options(_) => 0,
        ItemKind::Class(_) => 1,
        ItemKind::SecurityLevel(_) => 2,
        ItemKind::Category(_) => 3,
        ItemKind::SecurityLabel(_) => 4,
        ItemKind::Variable(_) => 5,
        ItemKind::Global(_) => 6,
        ItemKind::Group(_) => 7,
        ItemKind::External(_) => 8,
        ItemKind::User(_) => 9,
        ItemKind::Connect(_) => 10,
        _ => 11,
    }
}

/// The first qualifier of a name up to its first generic character, if that tells anything.
fn prefix(name: &str) -> Option<&str> {
    let first = name.split('.').next()?;
    let plain = first.split(['*', '%', '&', '$']).next()?;
    // A parameter is a better name than none.
    let parameter = first.strip_prefix("${").and_then(|it| it.split('}').next());
    parameter.or((plain.len() >= 2).then_some(plain))
}

/// What decides over files.
struct Plan {
    layout: Layout,
    sections: BTreeMap<SectionId, String>,
    prefixes: BTreeMap<String, usize>,
    classes: BTreeMap<String, usize>,
    fewest: usize,
    groups: usize,
    /// Users and connections, and of which group.
    identities: usize,
    by_group: BTreeMap<String, usize>,
    large_group: usize,
}

impl Plan {
    fn of(items: &[Item], notes: &Notes<'_>, layout: Layout) -> Self {
        let mut plan = Self {
            layout,
            sections: if layout == Layout::Mixed {
                sections(items, notes)
            } else {
                BTreeMap::new()
            },
            prefixes: BTreeMap::new(),
            classes: BTreeMap::new(),
            fewest: FEWEST,
            groups: 0,
            identities: 0,
            by_group: BTreeMap::new(),
            large_group: FEWEST,
        };
        for item in items {
            match &item.kind {
                ItemKind::Profile(it) | ItemKind::ExternalProfile(it)
                    if plan.section(item, notes).is_none() =>
                {
                    let prefix = prefix(&it.target.name.node).map(comment::slug);
                    *plan.prefixes.entry(prefix.unwrap_or_default()).or_default() += 1;
                }
                ItemKind::User(_) | ItemKind::Connect(_) => {
                    plan.identities += 1;
                    *plan.by_group.entry(tree_name(item).to_owned()).or_default() += 1;
                }
                ItemKind::Group(_) => plan.groups += 1,
                _ => {}
            }
        }
        let fewest = if layout == Layout::Qualifier { 1 } else { FEWEST };
        plan.fewest = raised(&plan.prefixes, fewest);
        plan.large_group = raised(&plan.by_group, FEWEST);
        for item in items {
            if let ItemKind::Profile(it) | ItemKind::ExternalProfile(it) = &item.kind
                && plan.section(item, notes).is_none()
                && plan.by_prefix(&it.target.name.node).is_none()
            {
                *plan.classes.entry(it.target.class.text.clone()).or_default() += 1;
            }
        }
        plan
    }

    fn section(&self, item: &Item, notes: &Notes<'_>) -> Option<&String> {
        self.sections.get(&notes.section(item.span)?)
    }

    fn by_prefix(&self, name: &str) -> Option<String> {
        if self.layout == Layout::Class {
            return None;
        }
        let slug = prefix(name).map(comment::slug).filter(|it| !it.is_empty())?;
        let count = self.prefixes.get(&slug)?;
        (*count >= self.fewest).then_some(slug)
    }

    fn file(&self, item: &Item, notes: &Notes<'_>) -> String {
        match &item.kind {
            _ if self.layout == Layout::OneFile => "policy".to_owned(),
            ItemKind::Group(it) if self.groups > MOST => {
                format!("groups/{}", first_letter(&it.name.text))
            }
            ItemKind::User(_) | ItemKind::Connect(_) if self.identities > MOST => {
                format!("users/{}", self.of_group(tree_name(item)))
            }
            ItemKind::Group(_)
            | ItemKind::External(_)
            | ItemKind::User(_)
            | ItemKind::Connect(_) => "identities".to_owned(),
            ItemKind::Started(_) => "started-tasks".to_owned(),
            ItemKind::Param(_) => "params".to_owned(),
            ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => {
                let name = it.target.name.node.as_str();
                let together = self.section(item, notes).cloned();
                let file = together.or_else(|| self.by_prefix(name));
                free(file.unwrap_or_else(|| self.by_class(&it.target.class.text, name)))
            }
            _ => "system".to_owned(),
        }
    }

    /// A class of its own file, divided by the first letter if it is large.
    fn by_class(&self, class: &str, name: &str) -> String {
        let count = self.classes.get(class).copied().unwrap_or_default();
        let slug = if class == "DATASET" { "data-sets".to_owned() } else { comment::slug(class) };
        match count {
            _ if slug.is_empty() => "other".to_owned(),
            0..FEWEST if self.layout == Layout::Class => slug,
            0..FEWEST if class == "STARTED" => "started-tasks".to_owned(),
            0..FEWEST => "other".to_owned(),
            FEWEST..=MOST => slug,
            _ => format!("{slug}/{}", first_letter(name)),
        }
    }

    /// Users of a large group have a file; those of the others are divided by its first letter.
    fn of_group(&self, group: &str) -> String {
        let count = self.by_group.get(group).copied().unwrap_or_default();
        let slug = comment::slug(group);
        if count >= self.large_group && slug.len() > 1 { slug } else { first_letter(group) }
    }
}

/// The first letter or digit of a name.
fn first_letter(name: &str) -> String {
    let first = name.chars().find(char::is_ascii_alphanumeric);
    first.map_or_else(|| "other".to_owned(), |it| it.to_ascii_lowercase().to_string())
}

/// Doubles a threshold until no more than this many are over it.
fn raised(counts: &BTreeMap<String, usize>, mut fewest: usize) -> usize {
    while counts.values().filter(|it| **it >= fewest).count() > MOST_FILES {
        fewest *= 2;
    }
    fewest
}

/// Banners that have a file of their own: those with some profiles, but not too many.
fn sections(items: &[Item], notes: &Notes<'_>) -> BTreeMap<SectionId, String> {
    let mut counts: BTreeMap<SectionId, usize> = BTreeMap::new();
    let is_profile =
        |kind: &ItemKind| matches!(kind, ItemKind::Profile(_) | ItemKind::ExternalProfile(_));
    for item in items.iter().filter(|it| is_profile(&it.kind)) {
        if let Some(section) = notes.section(item.span) {
            *counts.entry(section).or_default() += 1;
        }
    }
    let titled = counts.into_iter().filter_map(|(section, count)| {
        let slug = comment::slug(notes.name(section)?);
        let fits = (FEWEST..=MOST).contains(&count) && !slug.is_empty();
        fits.then_some((section, slug))
    });
    titled.take(MOST_FILES).collect()
}

fn free(file: String) -> String {
    if RESERVED.contains(&file.as_str()) && !matches!(file.as_str(), "other" | "started-tasks") {
        format!("{file}-profiles")
    } else {
        file
    }
}
