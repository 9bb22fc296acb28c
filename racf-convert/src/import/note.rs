//! Where comments belong: to the declaration, or the clause, that came of their command; and
//! banners, to what stood under them.

use std::collections::{BTreeMap, BTreeSet};

use saffron_lang::{FileId, SourceMap, Span};

use super::comment;
use super::read::{Noted, NotedCommand};
use saffron_command_files::script::Comment;

/// A banner, by script and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SectionId(pub(super) usize, pub(super) usize);

/// A command of which something is noted, by script and number.
pub(super) type CommandId = (usize, usize);

#[derive(Debug)]
struct Section {
    start: u32,
    lines: Vec<String>,
    /// The line that it is called by, if it is the heading of something.
    name: Option<String>,
}

/// Comments by where they belong.
#[derive(Debug)]
pub(super) struct Notes<'i> {
    scripts: &'i [Noted],
    by_file: BTreeMap<FileId, usize>,
    /// Per script, ascending.
    sections: Vec<Vec<Section>>,
    /// Per script, what is above its first command and isn't about it.
    headers: Vec<Vec<String>>,
    /// Per command, the lines that aren't of a banner.
    remarks: BTreeMap<CommandId, Vec<String>>,
    /// Commands whose remarks are written somewhere.
    carried: BTreeSet<CommandId>,
}

impl<'i> Notes<'i> {
    pub(super) fn of(scripts: &'i [Noted], sources: &SourceMap) -> Self {
        let by_file = scripts.iter().enumerate().map(|(at, it)| (it.file, at)).collect();
        let (sections, carried) = (Vec::with_capacity(scripts.len()), BTreeSet::new());
        let (headers, remarks) = (Vec::with_capacity(scripts.len()), BTreeMap::new());
        let mut notes = Self { scripts, by_file, sections, headers, remarks, carried };
        for (script, noted) in scripts.iter().enumerate() {
            let mut split = Split { sources, noted, header: Vec::new(), sections: Vec::new() };
            for (at, command) in noted.commands.iter().enumerate() {
                let remarks = split.command(command);
                if !remarks.is_empty() {
                    notes.remarks.insert((script, at), remarks);
                }
            }
            split.sections.sort_by_key(|it| it.start);
            notes.sections.push(split.sections);
            notes.headers.push(split.header);
        }
        notes
    }

    /// What is at the head of the scripts.
    pub(super) fn headers(&self) -> impl Iterator<Item = &[String]> {
        self.headers.iter().map(Vec::as_slice).filter(|it| !it.is_empty())
    }

    /// The noted command to which a place belongs.
    pub(super) fn command(&self, span: Span) -> Option<CommandId> {
        let script = *self.by_file.get(&span.file)?;
        let commands = &self.scripts.get(script)?.commands;
        let at = commands.partition_point(|it| it.span.start <= span.start).checked_sub(1)?;
        let command = commands.get(at)?;
        (span.start < command.span.end).then_some((script, at))
    }

    /// The command to which a place belongs, if there is a remark on it.
    pub(super) fn remarked(&self, span: Span) -> Option<CommandId> {
        self.command(span).filter(|it| self.remarks.contains_key(it))
    }

    /// The lines above a command that gives rise to what is at a place, for the one who asks
    /// first.
    pub(super) fn take(&mut self, span: Span) -> Vec<String> {
        let command = self.remarked(span).filter(|it| self.carried.insert(*it));
        command.and_then(|it| self.remarks.get(&it)).cloned().unwrap_or_default()
    }

    /// The banner under which a place is.
    pub(super) fn section(&self, span: Span) -> Option<SectionId> {
        let script = *self.by_file.get(&span.file)?;
        let sections = self.sections.get(script)?;
        let at = sections.partition_point(|it| it.start <= span.start).checked_sub(1)?;
        Some(SectionId(script, at))
    }

    /// The lines of a banner.
    pub(super) fn title(&self, section: SectionId) -> &[String] {
        let found = self.sections.get(section.0).and_then(|all| all.get(section.1));
        found.map(|it| it.lines.as_slice()).unwrap_or_default()
    }

    /// What a banner is called by.
    pub(super) fn name(&self, section: SectionId) -> Option<&str> {
        self.sections.get(section.0)?.get(section.1)?.name.as_deref()
    }

    /// All banners.
    pub(super) fn sections(&self) -> impl Iterator<Item = SectionId> {
        let each = self.sections.iter().enumerate();
        each.flat_map(|(script, all)| (0..all.len()).map(move |at| SectionId(script, at)))
    }

    /// Where a banner is.
    pub(super) fn place(&self, section: SectionId) -> Option<Span> {
        let start = self.sections.get(section.0)?.get(section.1)?.start;
        Some(Span { file: self.scripts.get(section.0)?.file, start, end: start })
    }

    /// Position of the script that a place belongs to, for an order of places. Records of an unload have none: they
    /// can be in any order.
    pub(super) fn order(&self, span: Span) -> (usize, u32) {
        let script = self.by_file.get(&span.file);
        script.map_or((0, 0), |at| (at + 1, span.start))
    }

    /// Commands whose remarks were not written anywhere.
    pub(super) fn left(&self) -> impl Iterator<Item = &'i NotedCommand> {
        let left = self.remarks.keys().filter(|it| !self.carried.contains(it));
        left.filter_map(|(script, at)| self.scripts.get(*script)?.commands.get(*at))
    }
}

/// Tells the comments of a script apart.
struct Split<'s> {
    sources: &'s SourceMap,
    noted: &'s Noted,
    header: Vec<String>,
    sections: Vec<Section>,
}

impl Split<'_> {
    /// Takes headers and banners out of a command's comments; what remains is about the command.
    fn command(&mut self, command: &NotedCommand) -> Vec<String> {
        let comments: Vec<&Comment> =
            command.comments.iter().filter(|it| !is_command(it, self.noted)).collect();
        let (above, beside): (Vec<&Comment>, Vec<&Comment>) =
            comments.into_iter().partition(|it| it.span.start < command.span.start);
        let mut remarks = Vec::new();
        let runs = runs(&above, self.sources);
        let banners = self.sections.len();
        for (at, run) in runs.iter().enumerate() {
            let next = runs.get(at + 1).and_then(|run| run.first());
            let next = next.map_or(command.span, |it| it.span);
            let is_heading = comment::is_heading(self.sources, run);
            let lines = comment::lines(&joined(run));
            if !is_heading && !comment::is_apart(self.sources, run, next) {
                remarks.extend(lines);
            } else if command.span.start == self.noted.start && (at == 0 || !is_heading) {
                push(&mut self.header, lines);
            } else {
                self.banner(banners, run, is_heading, lines);
            }
        }
        remarks.extend(beside.iter().flat_map(|it| comment::lines(&it.text)));
        remarks.extend(command.condition.iter().map(|it| format!("Only if {}", it.trim())));
        remarks
    }

    /// A banner. What is above it, with no command between, belongs to it.
    fn banner(&mut self, first: usize, run: &[&Comment], is_heading: bool, lines: Vec<String>) {
        let (Some(start), Some(line)) = (run.first().map(|it| it.span.start), lines.first()) else {
            return;
        };
        let name = is_heading.then(|| line.clone());
        match self.sections.get_mut(first) {
            Some(section) => {
                push(&mut section.lines, lines);
                section.name = name.or_else(|| section.name.take());
            }
            None => self.sections.push(Section { start, lines, name }),
        }
    }
}

/// Appends lines, with an empty one in between.
fn push(all: &mut Vec<String>, lines: Vec<String>) {
    if !all.is_empty() && !lines.is_empty() {
        all.push(String::new());
    }
    all.extend(lines);
}

fn joined(run: &[&Comment]) -> String {
    run.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Whether a comment is a command that was put into a comment, which is carried as such.
pub(super) fn is_command(comment: &Comment, script: &Noted) -> bool {
    let at = script
        .commented
        .partition_point(|it| it.span.is_some_and(|it| it.end <= comment.span.start));
    let spans = script.commented.iter().skip(at).map_while(|it| it.span).take(1);
    spans.into_iter().any(|it| it.start < comment.span.end)
}

/// Comments on lines that follow each other: rules and titles of one box are often comments each.
fn runs<'c>(comments: &[&'c Comment], sources: &SourceMap) -> Vec<Vec<&'c Comment>> {
    let mut runs: Vec<Vec<&Comment>> = Vec::new();
    for &comment in comments {
        let last = runs.last_mut().filter(|run| {
            run.last().is_some_and(|before| {
                let end = comment.span.start.max(before.span.end);
                let gap = Span { start: before.span.end, end, ..before.span };
                let text = sources.text(gap);
                text.chars().filter(|it| *it == '\n').count() <= 1 && text.len() < 100
            })
        });
        match last {
            Some(run) => run.push(comment),
            None => runs.push(vec![comment]),
        }
    }
    runs
}
