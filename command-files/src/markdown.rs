//! Runbooks: blocks of code, commands in code spans and on lines of their own.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::context::Context;
use super::mapped::{Builder, Mapped};
use super::prose::{self, Marks};
use super::tso::{self, LineFormat};
use super::{embedded, jcl, program, rexx, shell, verb, xml, yaml};

/// Reads a runbook.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>) {
    let mut page = Page { context, text, block: None, prose: None, html: Builder::default() };
    let options = Options::ENABLE_TABLES;
    for (event, range) in Parser::new_ext(text.text(), options).into_offset_iter() {
        page.event(&event, range);
    }
    page.html_ends();
}

/// A block of code.
struct Block {
    /// The language that its fence names.
    language: String,
    text: Builder,
}

/// A runbook that is being read.
struct Page<'p, 't> {
    context: &'p mut Context,
    text: &'p Mapped<'t>,
    block: Option<Block>,
    /// A paragraph.
    prose: Option<Range<usize>>,
    html: Builder,
}

impl Page<'_, '_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        if !matches!(event, Event::Html(_) | Event::End(TagEnd::HtmlBlock)) {
            self.html_ends();
        }
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                self.prose_ends();
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_ascii_lowercase(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.block = Some(Block { language, text: Builder::default() });
            }
            Event::End(TagEnd::CodeBlock) => self.block_ends(),
            Event::Text(_) => match &mut self.block {
                Some(block) => block.text.copy(self.text, range),
                None => self.word(range),
            },
            Event::Code(_) => self.span(range),
            Event::Html(_) => self.html.copy(self.text, range),
            Event::InlineHtml(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. }) => self.word(range),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            _ => self.prose_ends(),
        }
    }

    /// A part of a paragraph.
    fn word(&mut self, range: Range<usize>) {
        let start = self.prose.as_ref().map_or(range.start, |it| it.start.min(range.start));
        let end = self.prose.as_ref().map_or(range.end, |it| it.end.max(range.end));
        self.prose = Some(start..end);
    }

    /// A paragraph is complete: lines of it may be commands.
    fn prose_ends(&mut self) {
        if let Some(range) = self.prose.take() {
            prose::read(self.context, &self.text.part(range), Marks::Markdown);
        }
    }

    /// A code span.
    fn span(&mut self, range: Range<usize>) {
        self.prose_ends();
        let written = self.text.get(range.clone());
        let ticks = written.len() - written.trim_start_matches('`').len();
        let inner = range.start + ticks..range.end.saturating_sub(ticks).max(range.start + ticks);
        let words = self.text.get(inner.clone());
        if verb::is_quoted_command(words) {
            tso::read(self.context, &self.text.part(inner), LineFormat::Free);
        } else if shell::is_call(words) {
            shell::read(self.context, &self.text.part(inner));
        }
    }

    /// A block of code is complete.
    fn block_ends(&mut self) {
        let Some(Block { language, text }) = self.block.take() else { return };
        self.context.next_block();
        let text = text.finish();
        let word = language.split([' ', ',', '{']).next().unwrap_or_default();
        match word {
            _ if embedded::begins_with_command(text.text()) => {
                embedded::read(self.context, &text, 0);
            }
            "jcl" => jcl_or_commands(self.context, &text),
            "rexx" => rexx::read(self.context, &text),
            "python" | "py" | "javascript" | "js" | "typescript" | "ts" | "groovy" | "java" => {
                program::read(self.context, &text);
            }
            "yaml" | "yml" => yaml::read(self.context, &text),
            "xml" | "html" => xml::read(self.context, &text),
            "sh" | "bash" | "shell" | "ksh" | "zsh" if text.text().contains("tsocmd") => {
                shell::read(self.context, &text);
            }
            _ => embedded::read(self.context, &text, 0),
        }
    }

    /// Elements between the lines of a runbook.
    fn html_ends(&mut self) {
        let html = std::mem::take(&mut self.html).finish();
        if html.text().contains("<pre") || html.text().contains("<code") {
            xml::read(self.context, &html);
        }
    }
}

/// What is called JCL in a runbook is often only the data of a job.
fn jcl_or_commands(context: &mut Context, text: &Mapped<'_>) {
    if super::kind::is_jcl(text.text()) {
        jcl::read(context, text);
    } else {
        embedded::read(context, text, 0);
    }
}
