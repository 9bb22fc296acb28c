//! The cards of a statement, as many as it takes.

use std::ops::Range;

use super::job::Job;
use super::statement::Statement;
use crate::mapped::{Builder, Mapped};

/// Columns 1 to 71 of a card hold text; what is after is a mark of continuation or a number.
const CARD: usize = 71;

/// More cards don't belong to one statement.
const MOST_CARDS: usize = 1000;

/// Reads a statement that begins on a card, with the cards that continue it.
pub(super) fn statement(job: &mut Job<'_, '_>, card: Range<usize>) -> Statement {
    let body = card.start + 2..bare_end(job, &card).max(card.start + 2);
    let (name, rest) = word(job.text, body);
    let (operation, rest) = word(job.text, skip_blanks(job.text, rest));
    let upper = |range: Range<usize>| job.text.get(range).to_ascii_uppercase();
    let (name, operation) = (upper(name), upper(operation));
    let rest = skip_blanks(job.text, rest);
    let mut fields = Fields { operands: Builder::default(), quoted: false, end: card.end };
    if operation == "IF" {
        fields.condition(job, rest);
    } else {
        fields.read(job, rest);
    }
    let span = card.start..fields.end;
    Statement { name, operation, operands: fields.operands.finish(), span }
}

/// Where a card's text ends: the columns after the 71st don't count, if they hold a number or a
/// mark.
fn bare_end(job: &Job<'_, '_>, card: &Range<usize>) -> usize {
    let text = job.text.get(card.clone());
    let Some((at, _)) = text.char_indices().nth(CARD) else { return card.end };
    let behind = text.get(at..).unwrap_or_default();
    let number = behind.trim_start().bytes().all(|it| it.is_ascii_digit());
    let short = behind.chars().count() <= 9;
    if number && short { card.start + at } else { card.end }
}

/// A word, and what follows it.
fn word(text: &Mapped<'_>, range: Range<usize>) -> (Range<usize>, Range<usize>) {
    let words = text.get(range.clone());
    let length = words.find(char::is_whitespace).unwrap_or(words.len());
    (range.start..range.start + length, range.start + length..range.end)
}

fn skip_blanks(text: &Mapped<'_>, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone());
    range.end - words.trim_start().len()..range.end
}

/// The operands of a statement as they are put together.
struct Fields {
    operands: Builder,
    /// Within an apostrophe.
    quoted: bool,
    /// Where the last card ends.
    end: usize,
}

impl Fields {
    /// Operands end at a blank; a comma before it continues them on the next card.
    fn read(&mut self, job: &mut Job<'_, '_>, first: Range<usize>) {
        let mut field = Some(first);
        for _ in 0..MOST_CARDS {
            let Some(range) = field.take() else { break };
            let end = self.field_end(job.text, &range);
            self.operands.copy(job.text, range.start..end);
            let goes_on = self.quoted || self.operands.text().ends_with(',');
            if !goes_on {
                break;
            }
            field = self.next_card(job);
        }
    }

    /// Where the operands of a card end: at the first blank outside of apostrophes.
    fn field_end(&mut self, text: &Mapped<'_>, range: &Range<usize>) -> usize {
        for (at, byte) in text.get(range.clone()).bytes().enumerate() {
            match byte {
                b'\'' => self.quoted = !self.quoted,
                b' ' | b'\t' if !self.quoted => return range.start + at,
                _ => {}
            }
        }
        range.end
    }

    /// The card that continues a statement, without its slashes and blanks; comment statements may
    /// are between.
    fn next_card(&mut self, job: &mut Job<'_, '_>) -> Option<Range<usize>> {
        loop {
            let card = job.peek()?;
            let text = job.text.get(card.clone());
            let comment = text.starts_with("//*");
            if !comment && !text.starts_with("// ") && !text.starts_with("//\t") {
                return None;
            }
            job.next_line();
            self.end = card.end;
            if !comment {
                let body = card.start + 2..bare_end(job, &card);
                return Some(skip_blanks(job.text, body));
            }
        }
    }

    /// IF: everything up to THEN, blanks and all, on as many cards.
    fn condition(&mut self, job: &mut Job<'_, '_>, first: Range<usize>) {
        let mut field = Some(first);
        for _ in 0..MOST_CARDS {
            let Some(range) = field.take() else { break };
            let words = job.text.get(range.clone());
            let upper = words.to_ascii_uppercase();
            let then = upper.find(" THEN").or_else(|| upper.starts_with("THEN").then_some(0));
            if !self.operands.is_empty()
                && let Some(span) = job.text.span(range.start..range.start)
            {
                self.operands.put(" ", span);
            }
            let length = then.unwrap_or(words.trim_end().len());
            self.operands.copy(job.text, range.start..range.start + length);
            if then.is_some() {
                break;
            }
            field = self.next_card(job);
        }
    }
}
