//! In-stream data: where it ends.

use std::ops::Range;

use super::contents::is_delimiter;
use super::job::Job;
use super::operand::Operands;
use crate::mistake;

/// How in-stream data ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// `DD *`: at `/*` or at the next statement.
    Statement,
    /// `DD DATA`: at `/*`.
    Default,
    /// `DLM=`: at a line that begins so, and nowhere else.
    Own(String),
}

impl Job<'_, '_> {
    /// The lines of a DD statement's in-stream data, if it has any.
    pub(super) fn in_stream(
        &mut self,
        operands: &Operands<'_>,
        statement: Range<usize>,
    ) -> Option<Range<usize>> {
        let delimiter = match operands.first() {
            Some("*") => Delimiter::Statement,
            Some(data) if data.eq_ignore_ascii_case("DATA") => Delimiter::Default,
            _ => return None,
        };
        let delimiter = match operands.get("DLM") {
            Some(own) => self.own_delimiter(own.text(), delimiter, statement.clone()),
            None => delimiter,
        };
        Some(self.lines_up_to(&delimiter, statement))
    }

    /// `DLM=`: two to eight characters.
    fn own_delimiter(&mut self, own: &str, other: Delimiter, statement: Range<usize>) -> Delimiter {
        if (2..=8).contains(&own.len()) && !own.contains(char::is_whitespace) {
            return Delimiter::Own(own.to_owned());
        }
        if let Some(span) = self.text.span(statement) {
            self.context.say(mistake::delimiter(own, span));
        }
        other
    }

    /// Takes lines up to the delimiter, which is taken too unless it is a statement.
    fn lines_up_to(&mut self, delimiter: &Delimiter, statement: Range<usize>) -> Range<usize> {
        let start = self.at.min(self.text.len());
        let mut early = false;
        while let Some(line) = self.peek() {
            let text = self.text.get(line.clone());
            let end = match delimiter {
                Delimiter::Own(own) => text.starts_with(own.as_str()),
                _ if is_delimiter(text) => true,
                Delimiter::Statement if text.starts_with("//") => return start..line.start,
                _ => false,
            };
            self.next_line();
            if end {
                return start..line.start;
            }
            if !matches!(delimiter, Delimiter::Own(_)) && text.starts_with("/*") && !early {
                early = true;
                self.say_early(line);
            }
        }
        self.say_endless(delimiter, start, statement);
        start..self.text.len()
    }

    /// A comment in column 1 ends the data, for JES.
    fn say_early(&mut self, line: Range<usize>) {
        if let Some(span) = self.text.span(line.start..line.start + 2) {
            self.context.say(mistake::early_end(span));
        }
    }

    /// The data goes on to the end of the file.
    fn say_endless(&mut self, delimiter: &Delimiter, start: usize, statement: Range<usize>) {
        let Delimiter::Own(own) = delimiter else { return };
        let swallowed =
            self.text.get(start..self.text.len()).lines().any(|it| it.starts_with("//"));
        if let Some(span) = self.text.span(statement) {
            self.context.say(mistake::endless(own, swallowed, span));
        }
    }
}
