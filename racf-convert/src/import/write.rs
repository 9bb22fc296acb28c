//! Files as text: declarations with the comments that stood above them.

use std::collections::{BTreeMap, BTreeSet};

use saffron_lang::ast::{Item, ItemKind, ProfileClause, Property, Text};
use saffron_lang::print::{self, Remarks};
use saffron_lang::{Span, format};

use super::arrange::Files;
use super::comment;
use super::note::{self, Notes, SectionId};
use super::read::Noted;

/// A banner of this many lines is repeated where it belongs.
const SHORT: usize = 3;

/// Writes the files of a package.
pub(super) struct Writer<'w, 'i> {
    pub(super) items: &'w mut [Item],
    pub(super) notes: &'w mut Notes<'i>,
    /// Comments that belong to no command, by the item after which they are.
    pub(super) after: BTreeMap<usize, Vec<String>>,
    /// Banners that are written already.
    pub(super) titled: BTreeSet<SectionId>,
    /// Names that the language has no way to write. A package with one is refused, not misread.
    pub(super) wrong: Vec<String>,
    /// The file of each banner.
    homes: BTreeMap<SectionId, String>,
}

impl<'w, 'i> Writer<'w, 'i> {
    pub(super) fn new(items: &'w mut [Item], notes: &'w mut Notes<'i>, scripts: &[Noted]) -> Self {
        let after = floating(items, scripts);
        let (titled, wrong, homes) = (BTreeSet::new(), Vec::new(), BTreeMap::new());
        Self { items, notes, after, titled, wrong, homes }
    }

    /// Paths and canonical texts. What is at the head of the scripts is at the head of the
    /// system's file.
    pub(super) fn files(&mut self, files: &Files) -> Vec<(String, String)> {
        self.banners_of_items(files);
        let mut written = Vec::with_capacity(files.len());
        for (file, positions) in files {
            let mut text = String::new();
            if file == "system" {
                for lines in self.notes.headers() {
                    push_lines(&mut text, lines);
                    text.push('\n');
                }
            }
            text.push_str(&self.file(file, positions));
            let formatted = format(&text);
            let path = format!("{file}.saf");
            let wrong = formatted.diagnostics.iter().filter(|it| it.is_error());
            self.wrong.extend(wrong.map(|it| format!("`{path}` must be fixed: {}", it.message)));
            written.push((path, formatted.text));
        }
        written
    }

    /// A banner under which a declaration is, is written above it, not above a clause.
    fn banners_of_items(&mut self, files: &Files) {
        let mut counts: BTreeMap<(SectionId, &str), usize> = BTreeMap::new();
        for (file, positions) in files {
            let items = positions.iter().filter_map(|at| self.items.get(*at));
            for section in items.filter_map(|it| self.section(it)) {
                *counts.entry((section, file)).or_default() += 1;
            }
        }
        let mut most: BTreeMap<SectionId, (usize, &str)> = BTreeMap::new();
        for ((section, file), count) in counts {
            let known = most.entry(section).or_insert((count, file));
            if count > known.0 {
                *known = (count, file);
            }
        }
        self.titled.extend(most.keys());
        self.homes = most.into_iter().map(|(it, (_, file))| (it, file.to_owned())).collect();
    }

    /// Whether a banner is written in a file: a short one in each, a long one where most is under
    /// it.
    fn is_at_home(&self, section: SectionId, file: &str) -> bool {
        let short = self.notes.title(section).len() <= SHORT;
        short || self.homes.get(&section).is_some_and(|it| it == file)
    }

    fn file(&mut self, file: &str, positions: &[usize]) -> String {
        let mut out = String::new();
        let mut seen: BTreeSet<SectionId> = BTreeSet::new();
        let mut last: Option<SectionId> = None;
        for &at in positions {
            let section = self.items.get(at).and_then(|it| self.section(it));
            let titled = section.filter(|it| last != Some(*it) && self.is_at_home(*it, file));
            if let Some(section) = titled.filter(|it| seen.insert(*it)) {
                push_lines(&mut out, self.notes.title(section));
                out.push('\n');
            }
            last = section;
            let text = self.item(at);
            if text.starts_with("///") && !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&text);
            if let Some(lines) = self.after.get(&at) {
                out.push('\n');
                push_lines(&mut out, lines);
                out.push('\n');
            }
        }
        out
    }

    /// The banner above an item. Options come of many commands, and parameters of none.
    fn section(&self, item: &Item) -> Option<SectionId> {
        match &item.kind {
            ItemKind::Options(_) | ItemKind::Param(_) | ItemKind::External(_) => None,
            _ => self.notes.section(item.span),
        }
    }

    fn item(&mut self, at: usize) -> String {
        let Some(mut item) = self.items.get(at).cloned() else { return String::new() };
        let span = item.span;
        if !matches!(item.kind, ItemKind::Options(_) | ItemKind::Param(_) | ItemKind::External(_)) {
            let lines = self.notes.take(span).into_iter();
            item.docs.extend(lines.map(|node| Text { node, span }));
        }
        let mut remarks = Remarks::new();
        for (clause, span) in clauses(&item.kind).into_iter().enumerate() {
            let mut lines = self.banner_above(span);
            lines.extend(self.notes.take(span));
            if !lines.is_empty() {
                remarks.insert(clause, lines);
            }
        }
        print::commented(&item, &remarks)
    }

    /// A banner with nothing but clauses under it.
    fn banner_above(&mut self, span: Span) -> Vec<String> {
        match self.notes.section(span) {
            Some(section) if self.titled.insert(section) => self.notes.title(section).to_vec(),
            _ => Vec::new(),
        }
    }
}

fn push_lines(out: &mut String, lines: &[String]) {
    out.extend(lines.iter().map(|line| print::remark(line)));
}

/// The places of the clauses of an item, in the order in which they are printed.
fn clauses(kind: &ItemKind) -> Vec<Span> {
    let spans = |list: &[Property]| list.iter().map(|it| it.span).collect();
    match kind {
        ItemKind::Options(it) => spans(it),
        ItemKind::Class(it)
        | ItemKind::Group(it)
        | ItemKind::User(it)
        | ItemKind::SecurityLabel(it) => spans(&it.properties),
        ItemKind::Connect(it) => spans(&it.properties),
        ItemKind::Started(it) => spans(&it.properties),
        ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => {
            it.clauses.iter().filter_map(clause_span).collect()
        }
        ItemKind::Variable(it) => it.members.iter().map(|it| it.span).collect(),
        ItemKind::Global(it) => it.entries.iter().map(|it| it.span).collect(),
        _ => Vec::new(),
    }
}

fn clause_span(clause: &ProfileClause) -> Option<Span> {
    match clause {
        ProfileClause::Property(it) => Some(it.span),
        ProfileClause::Permit(it) => Some(it.span),
        ProfileClause::AccessFrom(it) => Some(it.span),
        ProfileClause::Error => None,
    }
}

/// Commands in comments, and comments at the end of a script, after the declaration before them;
/// or after the first, if none is before them.
fn floating(items: &[Item], scripts: &[Noted]) -> BTreeMap<usize, Vec<String>> {
    let mut places: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for (at, item) in items.iter().enumerate() {
        if !matches!(item.kind, ItemKind::Options(_) | ItemKind::Param(_)) {
            places.entry((item.span.file.0, item.span.start)).or_insert(at);
        }
    }
    let mut after: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for script in scripts {
        for (start, lines) in remarks(script) {
            let file = script.file.0;
            let before = places.range((file, 0)..=(file, start)).next_back();
            let next = || places.range((file, start)..=(file, u32::MAX)).next();
            let any = || places.iter().next_back();
            let at = before.or_else(next).or_else(any).map_or(0, |(_, at)| *at);
            after.entry(at).or_default().extend(lines);
        }
    }
    after
}

/// In the order of the script.
fn remarks(script: &Noted) -> Vec<(u32, Vec<String>)> {
    let mut all: Vec<(u32, Vec<String>)> = Vec::new();
    for text in &script.commented {
        let comments = text.comments.iter().flat_map(|it| comment::lines(&it.text));
        let command = text.text.trim().to_owned();
        let lines = comments.chain([command]).collect();
        all.push((text.span.map_or(0, |it| it.start), lines));
    }
    for comment in script.comments.iter().filter(|it| !note::is_command(it, script)) {
        all.push((comment.span.start, comment::lines(&comment.text)));
    }
    all.sort_by_key(|(start, _)| *start);
    all.retain(|(_, lines)| !lines.is_empty());
    all
}
