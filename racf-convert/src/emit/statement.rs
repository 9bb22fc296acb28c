//! One command: its operands, and the lines that they are written on.
//!
//! A line has 72 columns, since the columns after them may hold sequence numbers. A line that goes on
//! ends with `-`; where a single word is longer than a line, it ends with `+`, which drops the
//! blanks before the rest (TSO/E Command Reference, continuing a command).

use super::quote::quoted;

/// Columns of text in a record.
const WIDTH: usize = 72;
/// What a line may hold where ` -` has to follow.
const ROOM: usize = WIDTH - 2;
/// How far the lines after the first are indented.
const INDENT: usize = 2;
/// Names in one list. A command has to fit into 32,760 bytes, and a list into a reader's head.
pub(super) const MOST_NAMES: usize = 100;

/// A command in the making. Operands stay on one line where they fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    operands: Vec<Operand>,
}

/// Words that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Operand {
    words: Vec<String>,
    /// Whether it begins a line of its own where it fits on that and not on what is left of one.
    stays_whole: bool,
}

impl Statement {
    /// A command without operands.
    pub(super) fn new(verb: &str) -> Self {
        Self { operands: Vec::new() }.word(verb)
    }

    /// A word as it is: `NOWARNING`, or a class after RDEFINE.
    pub(super) fn word(mut self, word: impl Into<String>) -> Self {
        self.operands.push(Operand { words: vec![word.into()], stays_whole: true });
        self
    }

    /// Several words.
    pub(super) fn words<'w>(self, words: impl IntoIterator<Item = &'w str>) -> Self {
        words.into_iter().fold(self, Self::word)
    }

    /// `KEY(VALUE)`
    pub(super) fn value(self, key: &str, value: &str) -> Self {
        self.word(format!("{key}({value})"))
    }

    /// `KEY(VALUE)`, where there is a value.
    pub(super) fn value_if(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.value(key, value),
            None => self,
        }
    }

    /// `KEY('any text')`, where there is one.
    pub(super) fn text_if(self, key: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.value(key, &quoted(text)),
            None => self,
        }
    }

    /// `KEY(A B C)`; nothing for an empty list.
    pub(super) fn list<S: AsRef<str>>(mut self, key: &str, items: &[S]) -> Self {
        if !items.is_empty() {
            self.operands.push(Operand { words: listed(key, items), stays_whole: true });
        }
        self
    }

    /// The names that the command is about: one as it is, several in parentheses, and so one that
    /// would continue the line if it stood last.
    pub(super) fn names<S: AsRef<str>>(mut self, names: &[S]) -> Self {
        match names {
            [] => self,
            [one] if !one.as_ref().ends_with(['-', '+']) => self.word(one.as_ref()),
            several => {
                self.operands.push(Operand { words: listed("", several), stays_whole: false });
                self
            }
        }
    }

    /// The command as TSO puts its lines together.
    pub(super) fn text(&self) -> String {
        let words = self.operands.iter().flat_map(|it| &it.words).map(String::as_str);
        words.collect::<Vec<_>>().join(" ")
    }

    /// The lines of the command, each with its end.
    pub(super) fn lines(&self) -> String {
        let mut lines = Lines::default();
        for operand in &self.operands {
            lines.operand(operand);
        }
        lines.text.push('\n');
        lines.text
    }
}

/// `KEY(A`, `B`, `C)`
pub(super) fn listed<S: AsRef<str>>(key: &str, items: &[S]) -> Vec<String> {
    let mut words: Vec<String> = items.iter().map(|it| it.as_ref().to_owned()).collect();
    if let Some(first) = words.first_mut() {
        first.insert_str(0, &format!("{key}("));
    }
    if let Some(last) = words.last_mut() {
        last.push(')');
    }
    words
}

/// Text that is broken into lines as it grows.
#[derive(Debug, Default)]
struct Lines {
    text: String,
    column: usize,
    /// Something is on the line.
    begun: bool,
}

impl Lines {
    fn operand(&mut self, operand: &Operand) {
        let widths = operand.words.iter().map(|word| length(word) + 1);
        let width = widths.sum::<usize>().saturating_sub(1);
        let fits_a_line = operand.stays_whole && INDENT + width <= ROOM;
        if self.begun && fits_a_line && !self.has_room(width) {
            self.next_line();
        }
        for word in &operand.words {
            self.word(word);
        }
    }

    fn word(&mut self, word: &str) {
        if self.begun && !self.has_room(length(word)) {
            self.next_line();
        } else if self.begun {
            self.put(" ");
        }
        self.long_word(word);
        self.begun = true;
    }

    /// Whether a blank and this many characters fit after what is there.
    fn has_room(&self, width: usize) -> bool {
        self.column + 1 + width <= ROOM
    }

    /// A word, on several lines if it is longer than one.
    fn long_word(&mut self, word: &str) {
        let characters: Vec<char> = word.chars().collect();
        let mut rest = characters.as_slice();
        while self.column + rest.len() > ROOM {
            let room = (WIDTH - 1).saturating_sub(self.column);
            let Some((head, tail)) = rest.split_at_checked(place_to_break(rest, room)) else {
                break;
            };
            self.put(&head.iter().collect::<String>());
            self.end_line("+");
            rest = tail;
        }
        self.put(&rest.iter().collect::<String>());
    }

    fn next_line(&mut self) {
        self.end_line(" -");
        self.begun = false;
    }

    fn end_line(&mut self, sign: &str) {
        self.text.push_str(sign);
        self.text.push('\n');
        self.column = 0;
        self.put(&" ".repeat(INDENT));
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += length(text);
    }
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// Where a word is broken: neither next to a blank, which is invisible at the end of a line, nor
/// next to a quote or a sign of continuation.
fn place_to_break(word: &[char], room: usize) -> usize {
    let unclear = |at: usize| word.get(at).is_none_or(|it| " '+-".contains(*it));
    let last = room.min(word.len()).max(1);
    let clear = (1..=last).rev().find(|&at| !unclear(at - 1) && !unclear(at));
    clear.unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a terminal monitor program makes of the lines.
    fn joined(lines: &str) -> String {
        let mut joined = String::new();
        let mut drop_blanks = false;
        for line in lines.lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
            let line = if drop_blanks { line.trim_start() } else { line };
            drop_blanks = line.ends_with('+');
            joined.push_str(line.strip_suffix(['-', '+']).unwrap_or(line));
        }
        joined
    }

    #[test]
    fn a_short_command_is_one_line() {
        let said = Statement::new("PERMIT").word("BPX.SERVER").value("CLASS", "FACILITY");
        assert_eq!(said.lines(), "PERMIT BPX.SERVER CLASS(FACILITY)\n");
    }

    #[test]
    fn a_line_ends_between_operands() {
        let said = Statement::new("RALTER").words(["FACILITY", "BPX.SERVER"]);
        let said = said.value("OWNER", "SECADM").value("UACC", "NONE");
        let said = said.word("AUDIT(SUCCESS(UPDATE) FAILURES(READ))").word("NOWARNING");
        assert_eq!(
            said.lines(),
            "RALTER FACILITY BPX.SERVER OWNER(SECADM) UACC(NONE) -\n  \
             AUDIT(SUCCESS(UPDATE) FAILURES(READ)) NOWARNING\n"
        );
    }

    #[test]
    fn a_long_list_goes_on_where_it_is() {
        let ids: Vec<String> = (0..40).map(|at| format!("USER{at}")).collect();
        let said = Statement::new("PERMIT").word("X").list("ID", &ids).value("ACCESS", "READ");
        let plain = format!("PERMIT X ID({}) ACCESS(READ)", ids.join(" "));
        let joined = joined(&said.lines());
        assert_eq!(joined.split_whitespace().collect::<Vec<_>>().join(" "), plain);
    }

    #[test]
    fn a_long_text_keeps_each_character() {
        for text in ["x".repeat(255), "ab cd - '+' ".repeat(21), " ".repeat(200), "'".repeat(99)] {
            let said = Statement::new("ALTGROUP").word("G").text_if("DATA", Some(&text));
            let joined = joined(&said.lines());
            if !text.trim().is_empty() {
                assert!(joined.ends_with(&format!("DATA({})", quoted(&text))), "{joined}");
            }
        }
    }
}
