//! Continuations that are missing, mistyped, or lead nowhere.
//!
//! RACF would run what is above, if it is a command, and refuse the rest; so does Saffron, and
//! says so at the place where the continuation belongs.

use std::ops::Range;

use saffron_diagnostics::Span;

use super::line::{LineFormat, Lines, NUMBERED, RECORD};
use super::reader::Reader;
use crate::{mistake, verb};

/// Characters typed instead of `-`, on keys next to it or on other keyboards.
const MISTYPED: &[&str] = &["0", "o", "O", "_", "=", "~", "\\", "&", "|", "."];

/// Which lines were meant for a command that has ended: up to here.
type Tail = Range<usize>;

impl Reader<'_, '_> {
    /// Whether a line is the rest of a command: the line above is a command, this one begins with an
    /// operand.
    pub(super) fn is_lost(&self, line: &Range<usize>, above: Option<usize>) -> bool {
        let text = self.text.get(line.clone());
        if text.trim_start().starts_with("/*") {
            return false;
        }
        (self.astray || above.is_some_and(|_| verb::begins_with_operand(text)))
            && !verb::begins(text)
    }

    /// The rest of a command whose continuation is missing, or has led nowhere.
    pub(super) fn lost(&mut self, line: &Range<usize>, above: Option<usize>) {
        let tail = self.tail(line);
        if std::mem::take(&mut self.astray) {
            return;
        }
        let (Some(end), Some(span)) = (above, self.text.span(tail)) else { return };
        self.context.broken(span);
        if let Some(at) = self.text.span(end..end) {
            self.context.say(mistake::unmarked(at, span));
        }
    }

    /// From a line to the last one that belongs to it: up to a blank line, a comment, a command.
    fn tail(&mut self, line: &Range<usize>) -> Tail {
        let mut tail = line.clone();
        let mut lines = self.lines;
        while let Some(next) = lines.next(self.text) {
            let text = self.text.get(next.clone()).trim_start();
            if text.is_empty() || text.starts_with("/*") || verb::begins(text) {
                break;
            }
            tail.end = next.end;
            self.lines = lines;
        }
        tail
    }

    /// Whether a line without a continuation is nonetheless to be continued, as an open parenthesis
    /// or an open quote shows. Then it is not a command; RACF would refuse it.
    pub(super) fn goes_on_unmarked(&mut self, end: usize) -> bool {
        let stray = self.mistyped(end);
        if stray.is_none() && self.flow.depth == 0 && self.flow.quote.is_none() {
            return false;
        }
        // Prose may hold an apostrophe; what is not a command isn't continued either.
        if !verb::begins(self.command.text()) {
            return false;
        }
        let mut lines = self.lines;
        let Some(next) = lines.next(self.text) else { return false };
        let text = self.text.get(next.clone()).trim_start();
        if text.is_empty()
            || text.starts_with("/*")
            || verb::begins(text)
            || verb::is_typo(verb::first_word(text))
        {
            return false;
        }
        self.lines = lines;
        let tail = self.tail(&next);
        self.say_broken(end, stray, tail);
        self.give_up();
        true
    }

    fn say_broken(&mut self, end: usize, stray: Option<Range<usize>>, tail: Tail) {
        let quoted = self.flow.quote.is_some();
        let Some(rest) = self.text.span(tail) else { return };
        let command = std::mem::take(&mut self.command).finish();
        let start = command.span(0..command.len()).map_or(rest.start, |it| it.start);
        self.context.broken(Span { start, ..rest });
        if let Some(range) = stray {
            let written = self.text.get(range.clone()).to_owned();
            if let Some(span) = self.text.span(range) {
                self.context.say(mistake::mistyped(&written, span, rest));
            }
        } else if let Some(at) = self.text.span(end..end) {
            let said =
                if quoted { mistake::open_quote(at, rest) } else { mistake::broken(at, rest) };
            self.context.say(said);
        }
    }

    /// A lone character at the end of a command that may have been meant for `-`.
    fn mistyped(&self, end: usize) -> Option<Range<usize>> {
        let command = self.command.text().trim_end();
        let (before, last) = command.rsplit_once(char::is_whitespace)?;
        let mistyped = MISTYPED.contains(&last) && verb::begins(before);
        mistyped.then_some(end - last.len()..end)
    }

    /// The continuation of the last line has nothing to continue with: RACF takes the command as it
    /// is.
    pub(super) fn idle(&mut self, at: usize) {
        let Some((mark, _)) = self.mark.take() else { return };
        self.in_comment = false;
        if self.command.text().trim().is_empty() {
            return self.give_up();
        }
        let rest = self.rest_behind(at);
        if let Some(span) = self.text.span(mark) {
            let rest = rest.and_then(|it| self.text.span(it));
            self.astray = rest.is_some();
            if let Some(rest) = rest {
                self.context.broken(rest);
            }
            self.context.say(mistake::idle(span, rest));
        }
        if self.astray && (self.flow.depth > 0 || self.flow.quote.is_some()) {
            return self.give_up();
        }
        self.done();
    }

    /// After blank lines and comments: a line that doesn't begin a command.
    fn rest_behind(&self, at: usize) -> Option<Range<usize>> {
        let mut lines = Lines { at };
        while let Some(line) = lines.next(self.text) {
            let text = self.text.get(line.clone()).trim_start();
            if text.starts_with("/*") && !text.contains("*/") {
                return None;
            }
            if !text.is_empty() && !text.starts_with("/*") {
                return (!verb::begins(text)).then_some(line);
            }
        }
        None
    }

    /// Warns of text where records have none.
    pub(super) fn check_width(&mut self, line: &Range<usize>) {
        if self.format == LineFormat::Free || line.len() <= NUMBERED {
            return;
        }
        let text = self.text.get(line.clone());
        let templated = text.contains(['{', '<', '&']);
        let Some((at, _)) = text.char_indices().nth(NUMBERED).filter(|_| !templated) else {
            return;
        };
        if let Some(span) = self.text.span(line.start + at..line.end) {
            let cut = text.chars().nth(RECORD).is_some();
            self.context.say(if cut { mistake::cut(span) } else { mistake::numbered(span) });
        }
    }
}
