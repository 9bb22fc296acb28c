//! Requests that have arrived and wait for their answers.

use std::io::{self, BufReader, Read};
use std::ops::Range;

use super::super::lines::{Line, Lines};

/// As many bytes are read at once, if they are there, and about as many wait at most.
const ENOUGH: usize = 1 << 20;

/// A line that waits for its answer.
pub(super) struct Request {
    /// Its number in the input, from 1 on.
    pub(super) number: usize,
    pub(super) content: Content,
}

/// What is in a line.
pub(super) enum Content {
    /// Text, at this place of [`Waiting::text`].
    Text(Range<usize>),
    TooLong,
    NotText,
}

/// Lines of the input that wait for their answers.
pub(super) struct Waiting<R> {
    input: Lines<R>,
    text: String,
    lines: Vec<Request>,
}

impl<R: Read> Waiting<R> {
    pub(super) fn new(input: R) -> Self {
        let input = Lines::new(BufReader::with_capacity(ENOUGH, input));
        Self { input, text: String::new(), lines: Vec::new() }
    }

    /// Waits for one line, and takes all that are there with it. `false` at the end.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        self.text.clear();
        self.lines.clear();
        while self.lines.is_empty() || !(self.text.len() >= ENOUGH || self.input.would_wait()) {
            let number = self.input.number() + 1;
            let Some(line) = self.input.next()? else { break };
            let content = match line {
                Line::Text(line) => {
                    let start = self.text.len();
                    self.text.push_str(line);
                    Content::Text(start..self.text.len())
                }
                Line::TooLong => Content::TooLong,
                Line::NotText => Content::NotText,
            };
            self.lines.push(Request { number, content });
        }
        Ok(!self.lines.is_empty())
    }

    /// The text of all lines, one after the other.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn lines(&self) -> &[Request] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lines_that_are_there_wait_together_with_their_numbers() {
        let mut waiting = Waiting::new(&b"a\n\n\xFF\nbc"[..]);
        assert!(waiting.fill().unwrap());
        let numbers: Vec<usize> = waiting.lines().iter().map(|line| line.number).collect();
        // The last line isn't whole yet, so it could still grow.
        assert_eq!((waiting.text(), numbers), ("a", vec![1, 2, 3]));
        assert!(waiting.fill().unwrap());
        assert_eq!((waiting.text(), waiting.lines().len()), ("bc", 1));
        assert!(!waiting.fill().unwrap());
    }

    #[test]
    fn no_more_than_enough_waits() {
        let line = "x".repeat(1_000) + "\n";
        let mut waiting = Waiting::new(io::Cursor::new(line.repeat(3_000)));
        let mut lines = 0;
        while waiting.fill().unwrap() {
            assert!(waiting.text().len() < ENOUGH + 1_000);
            lines += waiting.lines().len();
        }
        assert_eq!(lines, 3_000);
    }
}
