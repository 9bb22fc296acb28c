//! The lines that a command is written on.
//!
//! A line has 72 columns, since the columns after them may contain sequence numbers. A line that
//! continues ends with `-`; where a single word is longer than a line, it ends with `+`, which drops the
//! blanks before the rest (TSO/E Command Reference, continuing a command).

use super::word::Word;

/// Columns of text in a record.
const WIDTH: usize = 72;
/// What a line may hold where ` -` has to follow.
const ROOM: usize = WIDTH - 2;
/// How far the lines after the first are indented.
const INDENT: usize = 2;

/// Words that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operand {
    words: Vec<Word>,
    /// Whether it begins a line of its own where it fits on that and not on what is left of one.
    stays_whole: bool,
}

impl Operand {
    /// Words that stay on one line where they fit.
    pub(super) fn whole(words: Vec<Word>) -> Self {
        Self { words, stays_whole: true }
    }

    /// Words that fill the line that has been begun.
    pub(super) fn broken(words: Vec<Word>) -> Self {
        Self { words, stays_whole: false }
    }
}

/// The command as TSO joins its lines.
pub(super) fn line(operands: &[Operand]) -> String {
    let words = operands.iter().flat_map(|operand| &operand.words).map(Word::as_str);
    words.collect::<Vec<_>>().join(" ")
}

/// The lines of the command, each with its end.
pub(super) fn lines(operands: &[Operand]) -> String {
    let mut lines = Lines::default();
    for operand in operands {
        lines.operand(operand);
    }
    lines.text.push('\n');
    lines.text
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
        let widths = operand.words.iter().map(|word| length(word.as_str()) + 1);
        let width = widths.sum::<usize>().saturating_sub(1);
        let fits_a_line = operand.stays_whole && INDENT + width <= ROOM;
        if self.begun && fits_a_line && !self.has_room(width) {
            self.next_line();
        }
        for word in &operand.words {
            self.word(word.as_str());
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
    let unclear = |at: usize| word.get(at).is_none_or(|character| " '+-".contains(*character));
    let last = room.min(word.len()).max(1);
    let clear = (1..=last).rev().find(|&at| !unclear(at - 1) && !unclear(at));
    clear.unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use saffron_vocabulary::racf::AccessLevel;

    use super::*;
    use crate::command::{
        AuditSetting, CommandKind, GroupOperands, Name, PermitAction, PermitOperands,
        ProfileOperands, ResourceOperands, Setting, made,
    };
    use crate::print;

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

    fn lines(kind: CommandKind) -> String {
        print::lines(&kind.into())
    }

    fn permit(ids: Option<Vec<Name>>) -> PermitOperands {
        PermitOperands {
            profile: Name::bare("BPX.SERVER"),
            class: Some(Name::bare("FACILITY")),
            generic: None,
            volume: None,
            action: ids.as_ref().map(|_| made(PermitAction::Access(AccessLevel::Read))),
            ids,
            from: None,
            reset: None,
            when: None,
        }
    }

    #[test]
    fn a_short_command_is_one_line() {
        let lines = lines(CommandKind::Permit(permit(None)));
        assert_eq!(lines, "PERMIT BPX.SERVER CLASS(FACILITY)\n");
    }

    #[test]
    fn a_line_ends_between_operands() {
        let (success, failures) = (Some(AccessLevel::Update), Some(AccessLevel::Read));
        let profile = ProfileOperands {
            owner: Some(Name::bare("SECADM")),
            uacc: Some(made(AccessLevel::None)),
            audit: Some(made(AuditSetting { success, failures })),
            warning: Some(made(false)),
            ..ProfileOperands::default()
        };
        let lines = lines(CommandKind::RAlter(ResourceOperands {
            class: Name::bare("FACILITY"),
            names: vec![Name::bare("BPX.SERVER")],
            profile,
            add_members: Vec::new(),
            delete_members: Vec::new(),
        }));
        assert_eq!(
            lines,
            "RALTER FACILITY BPX.SERVER OWNER(SECADM) UACC(NONE) -\n  \
             AUDIT(SUCCESS(UPDATE) FAILURES(READ)) NOWARNING\n"
        );
    }

    #[test]
    fn a_long_list_continues_on_the_next_line() {
        let ids: Vec<String> = (0..40).map(|at| format!("USER{at}")).collect();
        let names = ids.iter().map(Name::bare).collect();
        let joined = joined(&lines(CommandKind::Permit(permit(Some(names)))));
        let plain = format!("PERMIT BPX.SERVER CLASS(FACILITY) ID({}) ACCESS(READ)", ids.join(" "));
        assert_eq!(joined.split_whitespace().collect::<Vec<_>>().join(" "), plain);
    }

    #[test]
    fn a_long_text_keeps_each_character() {
        for text in ["x".repeat(255), "ab cd - '+' ".repeat(21), " ".repeat(200), "'".repeat(99)] {
            let joined = joined(&lines(CommandKind::AltGroup(GroupOperands {
                groups: vec![Name::bare("G")],
                data: Some(Setting::To(made(text.clone()))),
                ..GroupOperands::default()
            })));
            if !text.trim().is_empty() {
                let data = format!("DATA({})", Word::text(&text).as_str());
                assert!(joined.ends_with(&data), "{joined}");
            }
        }
    }
}
