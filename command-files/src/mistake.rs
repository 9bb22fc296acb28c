//! What is wrong with a file of commands, in the words of a colleague.

use saffron_diagnostics::{Diagnostic, Span};

use crate::codes;

/// A comment without `*/`.
pub(super) fn unclosed_comment(open: Span, carried: bool) -> Diagnostic {
    let (label, help) = if carried {
        ("the line ends in a continuation, so the next line is comment too", "write `*/`")
    } else {
        ("RACF ends it with its line", "write `*/` at the end of the line")
    };
    let message = "the comment isn't closed";
    Diagnostic::warning(codes::UNCLOSED_COMMENT, message, open, label).help(help)
}

/// A command that an open comment has carried away.
pub(super) fn swallowed(line: Span) -> Diagnostic {
    let message = "the command is part of a comment that isn't closed on the line above";
    Diagnostic::error(codes::SWALLOWED_COMMAND, message, line, "RACF never sees this command")
        .help("close the comment above with `*/`, or remove the `-` or `+` at the end of its line")
}

/// An open parenthesis at the end of a line, and an operand on the next.
pub(super) fn broken(end: Span, rest: Span) -> Diagnostic {
    unmarked_line("the command ends inside of parentheses", end, rest)
}

/// An operand on a line of its own.
pub(super) fn unmarked(end: Span, rest: Span) -> Diagnostic {
    unmarked_line("the command isn't continued on the next line", end, rest)
}

fn unmarked_line(message: &str, end: Span, rest: Span) -> Diagnostic {
    Diagnostic::error(codes::UNMARKED_CONTINUATION, message, end, "did you mean `-` here?")
        .because(rest, "RACF takes this for a command of its own")
        .help("a command goes on only if its line ends in `-` or `+`")
        .fix(end, " -")
}

/// Another character in the place of `-`.
pub(super) fn mistyped(written: &str, at: Span, rest: Span) -> Diagnostic {
    let message = format!("`{written}` stands where the continuation is expected");
    Diagnostic::error(codes::MISTYPED_CONTINUATION, message, at, "did you mean `-`?")
        .because(rest, "RACF takes this for a command of its own")
        .help("RACF refuses the command; what it should have done isn't done")
        .fix(at, "-")
}

/// A quoted text that isn't closed on its line.
pub(super) fn open_quote(end: Span, rest: Span) -> Diagnostic {
    let message = "the quoted text isn't closed on its line";
    Diagnostic::error(codes::OPEN_QUOTE, message, end, "the line ends inside of the text")
        .because(rest, "RACF takes this for a command of its own")
        .help("close the text with `'`, or end the line in `-`, which joins the next line as it is")
}

/// A continuation at the end, or before a blank line or a comment.
pub(super) fn idle(mark: Span, rest: Option<Span>) -> Diagnostic {
    let message = "the continuation leads nowhere: the command ends here";
    let Some(rest) = rest else {
        return Diagnostic::warning(codes::IDLE_CONTINUATION, message, mark, "nothing follows")
            .help("remove it")
            .fix(mark, "");
    };
    Diagnostic::error(
        codes::IDLE_CONTINUATION,
        message,
        mark,
        "no operand follows on the next line",
    )
    .because(rest, "RACF takes this for a command of its own")
    .help("remove the blank lines between, and end a comment between in ` -`")
}

/// A character that RACF doesn't know, with what it was taken for.
pub(super) fn typography(written: &str, meant: &str, at: Span) -> Diagnostic {
    let (message, label) = match meant {
        "" => ("an invisible character stands in the command".to_owned(), "left out".to_owned()),
        " " => (
            "a blank that isn't one stands in the command".to_owned(),
            "taken for a blank".to_owned(),
        ),
        _ => (format!("RACF doesn't know `{written}`"), format!("taken for `{meant}`")),
    };
    Diagnostic::warning(codes::TYPOGRAPHY, message, at, label)
        .help("it comes from text that was pasted from a page or a mail")
        .fix(at, meant)
}

/// A command beyond every limit.
pub(super) fn too_long(span: Span) -> Diagnostic {
    let message = "the command has more than 64 KiB";
    Diagnostic::error(codes::COMMAND_TOO_LONG, message, span, "it isn't read").help(
        "a command of RACF has at most 32 KiB; look for a continuation that shouldn't be there",
    )
}

/// Text in columns 73 to 80.
pub(super) fn numbered(span: Span) -> Diagnostic {
    let message = "the line goes beyond column 72";
    Diagnostic::warning(
        codes::BEYOND_COLUMN,
        message,
        span,
        "columns 73 to 80 are for line numbers",
    )
    .help("continue the command on the next line")
}

/// Text beyond column 80.
pub(super) fn cut(span: Span) -> Diagnostic {
    let message = "the line is longer than a record of 80 columns";
    Diagnostic::error(codes::BEYOND_COLUMN, message, span, "what is beyond column 80 is cut off")
        .help("continue the command on the next line")
}

/// A template's condition in the midst of a command.
pub(super) fn condition_inside(span: Span) -> Diagnostic {
    let message = "a condition of the template begins or ends within the command";
    Diagnostic::error(codes::CONDITION_INSIDE, message, span, "this is more than one command")
        .help("write the whole command in each branch, or expand the template first")
}

/// A template's condition without its counterpart.
pub(super) fn unpaired(message: &str, at: Span) -> Diagnostic {
    let label = "its counterpart is missing";
    Diagnostic::error(codes::UNPAIRED_CONDITION, message, at, label).help(
        "each condition has a beginning and an end of its own; then it is known what it covers",
    )
}

/// A comment of REXX that goes on to the end of the file.
pub(super) fn endless_comment(open: Span) -> Diagnostic {
    let message = "the comment isn't closed";
    Diagnostic::error(codes::UNCLOSED_COMMENT, message, open, "the rest of the file is comment")
        .help("write `*/` where it ends")
}

/// A string of REXX or of a shell that isn't closed.
pub(super) fn open_string(span: Span) -> Diagnostic {
    let message = "the string isn't closed";
    Diagnostic::error(codes::OPEN_STRING, message, span, "what it says isn't read")
        .help("write the quote at its end")
}

/// A command in a loop, with a variable that the loop changes.
pub(super) fn in_loop(variable: &str, span: Span) -> Diagnostic {
    let message = format!("`{variable}` has another value in each turn of the loop");
    Diagnostic::warning(codes::IN_LOOP, message, span, "the command counts once")
        .help("write a command for each value")
}

/// A file that isn't what its name says.
pub(super) fn not_readable(kind: &str, at: Span) -> Diagnostic {
    let message = format!("the text isn't {kind}");
    Diagnostic::warning(codes::NOT_READABLE, message, at, "from here on it can't be read as such")
        .help("what looks like a command is taken for one; check that all are found")
}

/// Where reporting ends.
pub(super) fn too_many(span: Span) -> Diagnostic {
    let message = "the file has more than 1000 mistakes";
    Diagnostic::error(codes::BEYOND_LIMIT, message, span, "mistakes from here on aren't told")
        .help("mend the first ones, or check that this is a file of commands")
}

/// Where reading ends.
pub(super) fn too_many_commands(span: Span) -> Diagnostic {
    let message = "the file has more than 4,000,000 commands";
    Diagnostic::error(codes::BEYOND_LIMIT, message, span, "commands from here on aren't taken")
        .help("split the file")
}

/// Where variables are no longer replaced.
pub(super) fn too_large(span: Span) -> Diagnostic {
    let message = "values of variables make the text too long";
    Diagnostic::error(codes::BEYOND_LIMIT, message, span, "the variable isn't replaced")
        .help("look for a value that is made of itself, or give a shorter one")
}

/// `DLM=` that is no delimiter.
pub(super) fn delimiter(own: &str, statement: Span) -> Diagnostic {
    let message = format!("`{own}` can't delimit in-stream data");
    let label = "the data is taken to end as without DLM";
    Diagnostic::error(codes::BAD_DELIMITER, message, statement, label).help(
        "a delimiter has two to eight characters, in apostrophes if they aren't letters or digits",
    )
}

/// In-stream data up to the end of the file.
pub(super) fn endless(own: &str, swallowed: bool, statement: Span) -> Diagnostic {
    let message = format!("in-stream data isn't ended by `{own}`");
    let help = format!("write `{own}` on a line of its own behind the data");
    let code = codes::ENDLESS_DATA;
    if swallowed {
        let label = "the statements that follow are data, too";
        return Diagnostic::error(code, message, statement, label).help(help);
    }
    Diagnostic::warning(code, message, statement, "it goes on to the end of the file").help(help)
}

/// A comment in column 1 of in-stream data.
pub(super) fn early_end(at: Span) -> Diagnostic {
    let message = "`/*` in column 1 ends the in-stream data";
    Diagnostic::error(codes::EARLY_END, message, at, "JES passes nothing to TSO from here on")
        .help("begin the comment in column 2, or write `DD DATA,DLM=$$` and end the data with `$$`")
}

/// Commands that no DD statement holds.
pub(super) fn outside(span: Span) -> Diagnostic {
    let message = "commands stand outside of in-stream data";
    Diagnostic::error(codes::OUTSIDE_DATA, message, span, "no program reads them")
        .help("put `//SYSTSIN DD *` in front of them")
}

/// `SYSTSIN DD DDNAME=` that names nothing.
pub(super) fn missing_dd<'k>(
    name: &str,
    known: impl Iterator<Item = &'k str>,
    statement: Span,
) -> Diagnostic {
    let message = format!("SYSTSIN takes its data from DD `{name}`, which the step doesn't have");
    let known: Vec<String> = known.take(8).map(|it| format!("`{it}`")).collect();
    let help = match known.as_slice() {
        [] => "add the DD statement to the step".to_owned(),
        known => format!("the step has in-stream data for {}", known.join(", ")),
    };
    Diagnostic::error(codes::MISSING_DD, message, statement, "no command is read").help(help)
}

/// `SYMBOLS=` without `EXPORT SYMLIST=`.
pub(super) fn not_exported(statement: Span) -> Diagnostic {
    let message = "symbols in the in-stream data aren't exported";
    Diagnostic::warning(codes::NOT_EXPORTED, message, statement, "JES leaves them as they are")
        .help("write `// EXPORT SYMLIST=*` before the SET statements")
}
