//! Diagnostics as terminal text. The only module that names the rendering library.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{SourceFile, SourceMap, Span};

/// Lines that are longer are shown in part.
const LONGEST_LINE: usize = 400;

/// Labels of one file that lie farther apart have excerpts of their own.
const LONGEST_EXCERPT: usize = 4_000;

/// How much of a long line is shown before and after what is marked.
const MARGIN: usize = 60;

/// How much of what is marked is shown, lines and characters.
const LONGEST_MARK: usize = 200;

/// Renders diagnostics in the look of rustc, each followed by an empty line.
pub fn text(sources: &SourceMap, diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        out.push_str(&one(sources, diagnostic, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn one(sources: &SourceMap, diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.0);
    let mut excerpts: Vec<Excerpt<'_>> = Vec::new();
    for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary) {
        if !excerpts.iter_mut().any(|excerpt| excerpt.take(label)) {
            excerpts.extend(Excerpt::around(sources, label));
        }
    }
    let mut group: Group<'_> = title.elements(excerpts.iter().map(|it| it.snippet(diagnostic)));
    for help in diagnostic.help.iter().cloned().chain(mend(sources, diagnostic)) {
        group = group.element(Level::HELP.message(help));
    }
    renderer.render(&[group])
}

/// What the fix does, in words, where the help doesn't say it.
fn mend(sources: &SourceMap, diagnostic: &Diagnostic) -> Option<String> {
    let fix = diagnostic.fix.as_ref()?;
    let old = sources.text(fix.span);
    let is_short = fix.replacement.len() <= MARGIN && old.len() <= MARGIN;
    let is_one_line = !fix.replacement.contains('\n') && !old.contains('\n');
    let (old, new) = (old.trim(), fix.replacement.trim());
    let said = format!("`{new}`");
    // A near name is named without the quotes in which it is written.
    let bare = format!("`{}`?", new.trim_matches('"'));
    let is_said = diagnostic.primary.text.contains(&said)
        || diagnostic.help.as_deref().is_some_and(|it| it.contains(&said) || it.contains(&bare));
    (is_short && is_one_line && !is_said && !old.is_empty() && !new.is_empty())
        .then(|| format!("write `{new}` instead of `{old}`"))
}

/// A part of a file and the labels in it.
struct Excerpt<'a> {
    file: &'a SourceFile,
    span: Span,
    /// The first byte that is shown, and one past the last.
    window: std::ops::Range<usize>,
    labels: Vec<&'a Label>,
}

impl<'a> Excerpt<'a> {
    /// All of the file, if its lines are short; else what surrounds the label.
    fn around(sources: &'a SourceMap, label: &'a Label) -> Option<Self> {
        let file = sources.get(label.span.file)?;
        let window = window(&file.text, label.span.range());
        Some(Self { file, span: label.span, window, labels: vec![label] })
    }

    /// Shows a label too, if it is in the same file and not far off.
    fn take(&mut self, label: &'a Label) -> bool {
        if label.span.file != self.span.file {
            return false;
        }
        let own = window(&self.file.text, label.span.range());
        let both = self.window.start.min(own.start)..self.window.end.max(own.end);
        let text = self.file.text.get(both.clone()).unwrap_or_default();
        let is_near =
            text.len() <= LONGEST_EXCERPT && text.lines().all(|line| line.len() <= LONGEST_LINE);
        if is_near {
            self.window = both;
            self.labels.push(label);
        }
        is_near
    }

    fn snippet(&self, diagnostic: &Diagnostic) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let text = self.file.text.get(self.window.clone()).unwrap_or_default();
        let start = u32::try_from(self.window.start).unwrap_or(u32::MAX);
        let start = if self.file.is_records() { self.span.start } else { start };
        let line = self.file.line_column(start).line;
        let mut snippet = Snippet::source(text).path(&self.file.path).line_start(line as usize);
        for label in &self.labels {
            let is_primary = std::ptr::eq(*label, &raw const diagnostic.primary);
            let kind = if is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            snippet = snippet.annotation(kind.span(self.within(label.span)).label(&label.text));
        }
        snippet
    }

    /// A span relative to the window, and no longer than what one wants to see.
    fn within(&self, span: Span) -> std::ops::Range<usize> {
        let start = span.range().start.clamp(self.window.start, self.window.end);
        let end = span.range().end.clamp(start, self.window.end);
        start - self.window.start..end - self.window.start
    }
}

/// The whole lines around a range; of long lines only what is near.
fn window(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = floor(text, range.start);
    let end = floor(text, range.end.min(start + LONGEST_MARK).max(start));
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let near = floor(text, start.saturating_sub(LONGEST_LINE));
    let line_start = text
        .get(near..start)
        .and_then(|near| near.rfind('\n'))
        .map(|at| near + at + 1)
        .or_else(|| (before.len() < LONGEST_LINE).then_some(0));
    let first = line_start.unwrap_or_else(|| floor(text, start.saturating_sub(MARGIN)));
    let tail = after.get(..floor(after, LONGEST_LINE)).unwrap_or(after);
    let last = match tail.find('\n') {
        Some(at) => end + at,
        None if tail.len() == after.len() => text.len(),
        None => floor(text, end + MARGIN),
    };
    first..last
}

/// The nearest boundary of a character at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
