//! Lines of bounded length from input of any length.

use std::io::{self, BufRead, BufReader, Read};

/// The maximum length of a line, in bytes.
const LONGEST: usize = 1 << 20;

/// One line, without its line end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'l> {
    Text(&'l str),
    TooLong,
    NotText,
}

/// The lines of a file.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    buffer: Vec<u8>,
    number: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: BufReader<R>) -> Self {
        Self { input, buffer: Vec::new(), number: 0 }
    }

    /// The number of lines that have been read.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// Whether the next line has not arrived yet.
    pub(super) fn would_wait(&self) -> bool {
        !self.input.buffer().contains(&b'\n')
    }

    /// The next line; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.buffer.clear();
        let limit = LONGEST as u64 + 2;
        let read = self.input.by_ref().take(limit).read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        let complete = self.buffer.pop_if(|last| *last == b'\n').is_some();
        if !complete && read as u64 == limit {
            self.skip_rest()?;
        }
        self.buffer.pop_if(|last| *last == b'\r');
        if self.buffer.len() > LONGEST {
            return Ok(Some(Line::TooLong));
        }
        let first = self.number == 1;
        let mark = if first && self.buffer.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        let line = self.buffer.get(mark..).unwrap_or_default();
        Ok(Some(std::str::from_utf8(line).map_or(Line::NotText, Line::Text)))
    }

    fn skip_rest(&mut self) -> io::Result<()> {
        loop {
            let available = self.input.fill_buf()?;
            let end = available.iter().position(|&byte| byte == b'\n');
            let skipped = end.map_or(available.len(), |at| at + 1);
            self.input.consume(skipped);
            if end.is_some() || skipped == 0 {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(input: &[u8]) -> Vec<Option<usize>> {
        let mut lines = Lines::new(BufReader::new(input));
        let mut found = Vec::new();
        while let Some(line) = lines.next().expect("memory can be read") {
            found.push(match line {
                Line::Text(text) => Some(text.len()),
                Line::TooLong | Line::NotText => None,
            });
        }
        found
    }

    #[test]
    fn ends_of_lines_and_a_mark_are_dropped() {
        assert_eq!(lengths(b"\xEF\xBB\xBFab\r\n\nc"), [Some(2), Some(0), Some(1)]);
    }

    #[test]
    fn a_long_line_costs_only_itself() {
        let mut input = vec![b'x'; LONGEST];
        input.extend_from_slice(b"\r\n");
        input.extend(std::iter::repeat_n(b'y', 3 * LONGEST));
        input.extend_from_slice(b"\n\xFF\nz\n");
        assert_eq!(lengths(&input), [Some(LONGEST), None, None, Some(1)]);
    }
}
