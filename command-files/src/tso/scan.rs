//! A line of a command: its code goes to the command, its comments next to it.

use std::ops::Range;

use super::line::{Lines, Quote, plain};
use super::reader::{Joint, Reader};
use crate::{mistake, verb};

/// What a line holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Scanned {
    /// Whether there is any of a command, the continuation apart.
    pub(super) code: bool,
    /// Where the continuation is, and how it joins.
    pub(super) mark: Option<(Range<usize>, Joint)>,
    /// The continuation of a comment that isn't closed.
    carried: Option<Range<usize>>,
    /// Its comments: what is between the delimiters, and all of it.
    pub(super) comments: Vec<(Range<usize>, Range<usize>)>,
    /// Where its code begins, if it has any.
    first: Option<usize>,
    /// Where its code ends.
    pub(super) end: usize,
    /// Characters that aren't what RACF knows, with what they were taken for; one of each kind.
    odd: Vec<(Range<usize>, &'static str)>,
    /// A comment that isn't closed.
    unclosed: Option<usize>,
}

impl Scanned {
    /// Code, no blank.
    fn code(&mut self, range: Range<usize>) {
        self.first.get_or_insert(range.start);
        self.end = range.end;
    }
}

/// Where the scanner is in a line.
struct Cursor {
    /// The next byte.
    at: usize,
    /// The end of the line.
    end: usize,
    /// From here on, code has not been taken over yet.
    start: usize,
}

impl Reader<'_, '_> {
    /// Takes a line apart.
    pub(super) fn scan(&mut self, line: &Range<usize>) -> Scanned {
        let mut found = Scanned { end: line.start, ..Scanned::default() };
        let mut cursor = Cursor { at: line.start, end: line.end, start: line.start };
        if self.in_comment {
            self.rest_of_comment(&mut cursor, &mut found);
        } else if self.command.is_empty() || self.drops_blanks() {
            cursor.at += self.blanks(line);
            cursor.start = cursor.at;
        }
        while cursor.at < cursor.end {
            self.step(&mut cursor, &mut found);
        }
        self.take(&cursor, cursor.end);
        self.find_mark(&mut found);
        self.report(&found);
        self.check_length();
        found
    }

    /// Whether the line before ended in `+`.
    fn drops_blanks(&self) -> bool {
        matches!(self.mark, Some((_, Joint::Drop)))
    }

    /// How many bytes of blanks a line begins with.
    fn blanks(&self, line: &Range<usize>) -> usize {
        let text = self.text.get(line.clone());
        text.len() - text.trim_start().len()
    }

    /// Looks at one character, or at a run that holds nothing of interest.
    fn step(&mut self, cursor: &mut Cursor, found: &mut Scanned) {
        let Some(&byte) = self.text.text().as_bytes().get(cursor.at) else {
            cursor.at = cursor.end;
            return;
        };
        let quoted = self.flow.quote.is_some();
        match byte {
            b'\'' => self.quote(Quote::Plain),
            b'/' if !quoted && self.text.get(cursor.at..cursor.end).starts_with("/*") => {
                return self.comment(cursor, found);
            }
            b'(' if !quoted => self.flow.depth += 1,
            b')' if !quoted => self.flow.depth = self.flow.depth.saturating_sub(1),
            128.. => return self.foreign(cursor, found),
            _ => {}
        }
        cursor.at += 1;
        if !byte.is_ascii_whitespace() {
            found.code(cursor.at - 1..cursor.at);
        }
    }

    /// A quote opens a quoted text, or closes it. Two in a row close and open: the text goes on.
    fn quote(&mut self, quote: Quote) {
        self.flow.quote = match self.flow.quote {
            None => Some(quote),
            Some(_) => None,
        };
    }

    /// A character that isn't ASCII: in a quoted text it is text, elsewhere what RACF would want.
    fn foreign(&mut self, cursor: &mut Cursor, found: &mut Scanned) {
        let rest = self.text.get(cursor.at..cursor.end);
        let Some(character) = rest.chars().next() else {
            cursor.at = cursor.end;
            return;
        };
        let range = cursor.at..cursor.at + character.len_utf8();
        cursor.at = range.end;
        let in_plain_text = self.flow.quote == Some(Quote::Plain);
        let closes = plain(character) == Some("'");
        let Some(meant) = plain(character).filter(|_| !in_plain_text) else {
            found.code(range);
            return;
        };
        if self.flow.quote == Some(Quote::Typographic) && !closes {
            found.code(range);
            return;
        }
        if closes {
            self.quote(Quote::Typographic);
        }
        self.take(cursor, range.start);
        if let Some(span) = self.text.span(range.clone()) {
            self.command.put(meant, span);
        }
        cursor.start = range.end;
        if !meant.trim().is_empty() {
            found.code(range.clone());
        }
        if !found.odd.iter().any(|(_, said)| *said == meant) {
            found.odd.push((range, meant));
        }
    }

    /// Takes code over, up to a byte.
    fn take(&mut self, cursor: &Cursor, end: usize) {
        if !self.full {
            self.command.copy(self.text, cursor.start..end);
        }
    }

    /// A comment, closed on this line or on a later one, or left open.
    fn comment(&mut self, cursor: &mut Cursor, found: &mut Scanned) {
        let open = cursor.at;
        self.take(cursor, open);
        let inside = self.text.get(open + 2..cursor.end);
        let close = inside.find("*/").map(|length| open + 2 + length);
        if let Some(close) = close.or_else(|| self.far_close(cursor)) {
            found.comments.push((open + 2..close, open..close + 2));
            cursor.at = close + 2;
            self.part_words(open, cursor.at);
        } else {
            found.unclosed = Some(open);
            found.comments.push((open + 2..cursor.end, open..cursor.end));
            cursor.at = cursor.end;
            self.carry_comment(open + 2..cursor.end, found);
        }
        cursor.start = cursor.at;
    }

    /// A comment counts as a blank between two words.
    fn part_words(&mut self, open: usize, close: usize) {
        let apart = |it: Option<char>| it.is_none_or(char::is_whitespace);
        let before = self.command.text().chars().next_back();
        let after = self.text.get(close..self.text.len()).chars().next();
        if !apart(before)
            && !apart(after)
            && let Some(span) = self.text.span(open..close)
        {
            self.command.put(" ", span);
        }
    }

    /// An open comment goes on with the next line if its line ends in a continuation.
    fn carry_comment(&mut self, inside: Range<usize>, found: &mut Scanned) {
        let end = inside.end;
        self.in_comment = self.text.get(inside).ends_with(['-', '+']);
        if self.in_comment {
            found.carried = Some(end - 1..end);
        }
    }

    /// The rest of a comment that a continuation has carried over to this line.
    fn rest_of_comment(&mut self, cursor: &mut Cursor, found: &mut Scanned) {
        let line = self.text.get(cursor.at..cursor.end);
        if verb::is_command(line)
            && let Some(span) = self.text.span(cursor.at..cursor.end)
        {
            self.context.say(mistake::swallowed(span));
            self.context.broken(span);
        }
        let close = line.find("*/").map(|length| cursor.at + length);
        let end = close.unwrap_or(cursor.end);
        let after = close.map_or(cursor.end, |close| close + 2);
        let again = if line.trim_start().starts_with("/*") {
            self.blanks(&(cursor.at..end)) + 2
        } else {
            0
        };
        found.comments.push(((cursor.at + again).min(end)..end, cursor.at..after));
        self.in_comment = false;
        if close.is_none() {
            self.carry_comment(cursor.at..cursor.end, found);
        }
        (cursor.at, cursor.start) = (after, after);
    }

    /// Where a comment is closed that isn't closed on its line, if it is plain that the lines up to
    /// there are meant to be comment. RACF takes them for commands, which fail; but a line that
    /// really is a command is never taken for comment.
    fn far_close(&mut self, cursor: &mut Cursor) -> Option<usize> {
        let mut lines = Lines { at: self.lines.at };
        while let Some(line) = lines.next(self.text) {
            let text = self.text.get(line.clone());
            let close = text.find("*/");
            let open = text.find("/*");
            if open.is_some_and(|open| close.is_none_or(|close| open < close)) {
                return None;
            }
            if verb::is_quoted_command(text) {
                return None;
            }
            if let Some(close) = close {
                self.lines = lines;
                cursor.end = line.end;
                return Some(line.start + close);
            }
        }
        None
    }

    /// Whether the last of the line's code is a continuation; it is taken off.
    fn find_mark(&mut self, found: &mut Scanned) {
        if let Some(mark) = found.carried.take() {
            found.code = found.first.is_some();
            found.mark = Some((mark, Joint::Keep));
            return;
        }
        let Some(first) = found.first else { return };
        let last = self.text.get(first..found.end).chars().next_back();
        let meant = last.and_then(plain).and_then(|it| it.chars().next()).or(last);
        let joint = match meant {
            Some('-') => Joint::Keep,
            Some('+') => Joint::Drop,
            _ => {
                found.code = true;
                return;
            }
        };
        let start = found.end - last.map_or(1, char::len_utf8);
        found.code = first < start;
        found.mark = Some((start..found.end, joint));
        let length = self.command.text().trim_end().len().saturating_sub(1);
        self.command.truncate(length);
    }

    /// Says what is doubtful about a line.
    fn report(&mut self, found: &Scanned) {
        for (range, meant) in &found.odd {
            if let Some(span) = self.text.span(range.clone()) {
                let written = self.text.get(range.clone());
                self.context.say(mistake::typography(written, meant, span));
            }
        }
        if let Some(open) = found.unclosed
            && let Some(span) = self.text.span(open..open + 2)
        {
            self.context.say(mistake::unclosed_comment(span, self.in_comment));
        }
    }
}
