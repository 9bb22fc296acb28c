//! A package that exists, brought to what the system holds now.
//!
//! Only declarations of what differs are touched: they are replaced where they are, what is new goes where an import
//! would put it, and every other byte of the text stays. The doc comment above a declaration stays there, and comments
//! inside one that is replaced move above it.
//!
//! What is stated in another way (by a template, a parameter, a copied access list) can't be changed here: who calls
//! this compares the result with the system, and what differs still is changed by hand.

use std::collections::{BTreeMap, BTreeSet};

use saffron_analysis::drift::{Fact, Subject as Differing, What};
use saffron_lang::ast::{Item, ItemKind, Name};
use saffron_lang::{SourceMap, format, print};
use saffron_racf::database::{Database, IBMUSER};
use saffron_racf::disclosure::Disclosure;

use super::arrange::{self, Files};
use super::layout::Layout;
use super::note::Notes;
use super::{tidy, withheld};
use crate::policy;

/// A file of a package.
#[derive(Clone, Debug)]
pub struct OldFile {
    /// Its path in the package.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// What a declaration is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Options,
    Id(String),
    Connection(String, String),
    Profile(String, String),
    /// Declarations of data, all of a kind together: by the class that holds it.
    Data(&'static str),
}

/// Classes that hold data for which the language has declarations of their own.
const DATA: [&str; 5] = ["CDT", "GLOBAL", "RACFVARS", "SECDATA", "SECLABEL"];

impl Subject {
    /// The declarations that may state a fact. A label has one of its own, and a profile with its access list.
    fn of_fact(it: &Differing) -> Vec<Self> {
        let data = |class: &str| DATA.into_iter().find(|it| *it == class).map(Self::Data);
        let profile = |class: &str| Some(Self::Profile(class.to_owned(), it.profile.clone()?));
        match (it.what, it.class.as_deref(), &it.group, &it.id) {
            (What::Option, ..) => vec![Self::Options],
            (What::Class, ..) => vec![Self::Data("CDT")],
            (_, Some(class), ..) => data(class).into_iter().chain(profile(class)).collect(),
            (_, None, Some(group), Some(user)) => {
                vec![Self::Connection(user.clone(), group.clone())]
            }
            (_, None, _, Some(id)) => vec![Self::Id(id.clone())],
            _ => vec![Self::Options],
        }
    }
}

/// Files that change, with their new text.
pub fn update(
    files: &[OldFile],
    facts: &[Fact],
    database: &Database,
    layout: Layout,
    disclosure: &Disclosure,
) -> Vec<OldFile> {
    let changed: BTreeSet<Subject> =
        facts.iter().flat_map(|it| Subject::of_fact(&it.subject)).collect();
    let stated = Stated::of(database, layout, disclosure, &changed);
    let mut update = Update { database, changed, stated, placed: BTreeSet::new() };
    let mut texts: Vec<(OldFile, String)> =
        files.iter().map(|file| (file.clone(), update.file(file))).collect();
    update.declare_external(files);
    update.add_new(&mut texts);
    let is_changed = |(old, new): &(OldFile, String)| old.text != *new;
    let changed = texts.into_iter().filter(is_changed);
    changed.map(|(old, text)| OldFile { path: old.path, text }).collect()
}

/// What an import of the system would write about what changed.
struct Stated {
    items: Vec<Item>,
    files: Files,
}

impl Stated {
    fn of(
        database: &Database,
        layout: Layout,
        disclosure: &Disclosure,
        changed: &BTreeSet<Subject>,
    ) -> Self {
        let notes = Notes::of(&[], &SourceMap::default());
        let items = policy::translate(database).file.items;
        let (mut items, _) = tidy::tidy(items, IBMUSER, tidy::RESIDUAL, &notes);
        drop(withheld::items(&mut items, disclosure));
        let files = arrange::arrange(&items, &notes, layout);
        // An item about nothing that changed keeps its position.
        let items = items.into_iter().map(|item| only(item, &|it| changed.contains(it)));
        Self { items: items.collect(), files }
    }
}

struct Update<'d> {
    database: &'d Database,
    changed: BTreeSet<Subject>,
    stated: Stated,
    /// Positions of the new declarations that are written.
    placed: BTreeSet<usize>,
}

/// A text to put in place of some bytes.
struct Edit {
    start: usize,
    end: usize,
    text: String,
}

/// A declaration replaced by a text, or removed with its comment.
fn replaced(item: &Item, text: &str, new: &str) -> Edit {
    let (range, new) = (item.span.range(), new.trim_end().to_owned());
    if new.is_empty() {
        return Edit { start: docs_start(item), end: line_end(text, range.end), text: new };
    }
    Edit { start: range.start, end: range.end, text: new }
}

impl Update<'_> {
    /// The text of a file with the declarations of what changed replaced.
    fn file(&mut self, file: &OldFile) -> String {
        let mut edits: Vec<Edit> = Vec::new();
        for item in parsed(file) {
            edits.extend(self.edit(&item, &file.text));
        }
        let mut text = file.text.clone();
        for edit in edits.into_iter().rev() {
            text.replace_range(edit.start..edit.end, &edit.text);
        }
        text
    }

    /// What becomes of a declaration; `None` if it stays as it is.
    fn edit(&mut self, item: &Item, text: &str) -> Option<Edit> {
        if let ItemKind::External(_) = &item.kind {
            return self.external(item, text);
        }
        let subjects = subjects(item, self.database);
        if !subjects.iter().any(|it| self.changed.contains(it)) {
            return None;
        }
        let range = item.span.range();
        let mut new = inner_comments(text.get(range.clone()).unwrap_or_default());
        let kept = only(item.clone(), &|it| !self.changed.contains(it));
        if !is_empty(&kept) {
            new.push_str(&printed(&kept));
        }
        for at in self.of(&subjects) {
            if self.placed.insert(at)
                && let Some(item) = self.stated.items.get(at)
            {
                new.push_str(&printed(item));
            }
        }
        Some(replaced(item, text, &new))
    }

    /// An external ID that the system defines now is declared elsewhere.
    fn external(&self, item: &Item, text: &str) -> Option<Edit> {
        let mut kept = item.clone();
        let ItemKind::External(it) = &mut kept.kind else { return None };
        let before = it.names.len();
        it.names.retain(|name| !self.changed.contains(&Subject::Id(upper(name))));
        match it.names.len() {
            after if after == before => None,
            0 => Some(replaced(item, text, "")),
            _ => Some(replaced(item, text, &printed(&kept))),
        }
    }

    /// Positions of new declarations about some of these.
    fn of(&self, subjects: &[Subject]) -> Vec<usize> {
        let is_about = |item: &Item| {
            let own = self::subjects(item, self.database);
            own.iter().any(|it| self.changed.contains(it) && subjects.contains(it))
        };
        let items = self.stated.items.iter().enumerate();
        items.filter(|(_, item)| is_about(item)).map(|(at, _)| at).collect()
    }

    /// Leaves of external IDs those that no file declares yet.
    fn declare_external(&mut self, files: &[OldFile]) {
        let mut declared = BTreeSet::new();
        for file in files {
            for item in parsed(file) {
                declared.extend(ids(&item));
            }
        }
        declared.retain(|id| !self.changed.contains(&Subject::Id(id.clone())));
        for item in &mut self.stated.items {
            if let ItemKind::External(it) = &mut item.kind {
                it.names.retain(|name| !declared.contains(&upper(name)));
            }
        }
    }

    /// Whether a declaration is to be written, and isn't yet.
    fn is_new(&self, at: usize) -> bool {
        let Some(item) = self.stated.items.get(at) else { return false };
        let is_about = || subjects(item, self.database).iter().any(|it| self.changed.contains(it));
        match &item.kind {
            ItemKind::External(it) => !it.names.is_empty(),
            _ => !self.placed.contains(&at) && is_about(),
        }
    }

    /// Adds the declarations that replace none to the files where an import would put them.
    fn add_new(&mut self, texts: &mut Vec<(OldFile, String)>) {
        let mut new: BTreeMap<String, String> = BTreeMap::new();
        for (file, positions) in &self.stated.files {
            for at in positions.iter().filter(|at| self.is_new(**at)) {
                let text = self.stated.items.get(*at).map(printed).unwrap_or_default();
                let all = new.entry(format!("{file}.saf")).or_default();
                all.push('\n');
                all.push_str(&text);
            }
        }
        for (path, text) in new {
            if let Some((_, all)) = texts.iter_mut().find(|(old, _)| old.path == path) {
                all.push_str(&text);
            } else {
                let old = OldFile { path, text: String::new() };
                texts.push((old, text.trim_start().to_owned()));
            }
        }
    }
}

/// The declarations of a file.
fn parsed(file: &OldFile) -> Vec<Item> {
    let mut sources = SourceMap::default();
    let id = sources.add(file.path.as_str(), file.text.as_str());
    saffron_lang::parse(id, &file.text).file.items
}

/// The IDs that a declaration declares.
fn ids(item: &Item) -> Vec<String> {
    match &item.kind {
        ItemKind::Group(it) | ItemKind::User(it) => vec![upper(&it.name)],
        ItemKind::External(it) => it.names.iter().map(upper).collect(),
        _ => Vec::new(),
    }
}

fn printed(item: &Item) -> String {
    let plain = Item { docs: Vec::new(), ..item.clone() };
    format(&print::item(&plain)).text
}

/// The lines of comments inside a declaration.
fn inner_comments(text: &str) -> String {
    let lines = text.lines().map(str::trim_start).filter(|it| it.starts_with("//"));
    lines.flat_map(|it| [it, "\n"]).collect()
}

fn docs_start(item: &Item) -> usize {
    item.docs.first().map_or(item.span.range().start, |it| it.span.range().start)
}

/// The end of the line on which a place is, with its line feed.
fn line_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let end = rest.find('\n').map_or(text.len(), |at| from + at + 1);
    // Something else may follow on the same line.
    let is_rest_empty = text.get(from..end).is_some_and(|it| it.trim().is_empty());
    if is_rest_empty { end } else { from }
}

/// The item without the users of a connection about whom it isn't to be; other items stay.
fn only(mut item: Item, keeps: &dyn Fn(&Subject) -> bool) -> Item {
    if let ItemKind::Connect(it) = &mut item.kind {
        let group = upper(&it.group);
        it.users.retain(|user| keeps(&Subject::Connection(upper(user), group.clone())));
    }
    item
}

/// Whether nothing is left of a connection; everything else is replaced as a whole.
fn is_empty(item: &Item) -> bool {
    match &item.kind {
        ItemKind::Connect(it) => it.users.is_empty(),
        _ => true,
    }
}

fn upper(name: &Name) -> String {
    name.text.to_ascii_uppercase()
}

/// What a declaration is about.
fn subjects(item: &Item, database: &Database) -> Vec<Subject> {
    let profile = |class: &Name, name: &str| {
        let class = upper(class);
        let keeps_case = database.class(&class).is_some_and(|it| it.descriptor.mixed_case);
        let name = if keeps_case { name.to_owned() } else { name.to_ascii_uppercase() };
        vec![Subject::Profile(class, name)]
    };
    match &item.kind {
        ItemKind::Options(_) => vec![Subject::Options],
        ItemKind::Group(it) | ItemKind::User(it) => vec![Subject::Id(upper(&it.name))],
        ItemKind::Connect(it) => {
            let users = it.users.iter();
            users.map(|user| Subject::Connection(upper(user), upper(&it.group))).collect()
        }
        ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => {
            profile(&it.target.class, &it.target.name.node)
        }
        ItemKind::Permit(it) => profile(&it.target.class, &it.target.name.node),
        ItemKind::Started(it) => {
            vec![Subject::Profile("STARTED".to_owned(), it.name.node.to_ascii_uppercase())]
        }
        ItemKind::Class(_) => vec![Subject::Data("CDT")],
        ItemKind::Global(_) => vec![Subject::Data("GLOBAL")],
        ItemKind::Variable(_) => vec![Subject::Data("RACFVARS")],
        ItemKind::SecurityLevel(_) | ItemKind::Category(_) => vec![Subject::Data("SECDATA")],
        ItemKind::SecurityLabel(_) => vec![Subject::Data("SECLABEL")],
        _ => Vec::new(),
    }
}
