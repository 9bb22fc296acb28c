//! What is wrong with a file of commands, in the words of a colleague.

use saffron_diagnostics::{Diagnostic, Span};

use crate::codes;

/// A comment without `*/`.
pub(super) fn unclosed_comment(open: Span, carried: bool) -> Diagnostic {
    let (label, help) = if carried {
        (
            "the line ends in a continuation character, so the next line is part of the comment",
            "write `*/`",
        )
    } else {
        ("RACF ends it with its line", "write `*/` at the end of the line")
    };
    let message = "the comment isn't closed";
    Diagnostic::warning(codes::UNCLOSED_COMMENT, message, open, label).help(help)
}

/// A command that an open comment has carried away.
pub(super) fn swallowed(line: Span) -> Diagnostic {
    let message = "the command is inside a comment that isn't closed on the line above";
    Diagnostic::error(codes::SWALLOWED_COMMAND, message, line, "RACF does not see this command")
        .help("close the comment above with `*/`, or remove the `-` or `+` at the end of its line")
}

/// An open parenthesis at the end of a line, and an operand on the next.
pub(super) fn broken(end: Span, rest: Span) -> Diagnostic {
    unmarked_line("the line ends inside parentheses", end, rest)
}

/// An operand on a line of its own.
pub(super) fn unmarked(end: Span, rest: Span) -> Diagnostic {
    unmarked_line("the command isn't continued on the next line", end, rest)
}

fn unmarked_line(message: &str, end: Span, rest: Span) -> Diagnostic {
    Diagnostic::error(codes::UNMARKED_CONTINUATION, message, end, "did you mean `-` here?")
        .because(rest, "RACF treats this as a separate command")
        .help("end the line in `-` or `+` to continue the command")
        .fix(end, " -")
}

/// Another character in the place of `-`.
pub(super) fn mistyped(written: &str, at: Span, rest: Span) -> Diagnostic {
    let message = format!("`{written}` is in the place of the continuation character");
    Diagnostic::error(codes::MISTYPED_CONTINUATION, message, at, "did you mean `-`?")
        .because(rest, "RACF treats this as a separate command")
        .help("replace it with `-`; otherwise RACF rejects the command")
        .fix(at, "-")
}

/// A quoted text that isn't closed on its line.
pub(super) fn open_quote(end: Span, rest: Span) -> Diagnostic {
    let message = "the quoted text isn't closed on its line";
    Diagnostic::error(codes::OPEN_QUOTE, message, end, "the line ends inside the text")
        .because(rest, "RACF treats this as a separate command")
        .help("close the text with `'`, or end the line in `-`, which appends the next line unchanged")
}

/// A continuation at the end, or before a blank line or a comment.
pub(super) fn idle(mark: Span, rest: Option<Span>) -> Diagnostic {
    let message = "the continuation character has no effect: the command ends here";
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
    .because(rest, "RACF treats this as a separate command")
    .help("remove blank lines in between, and end a comment in between with ` -`")
}

/// A character that RACF doesn't know, with what it was taken for.
pub(super) fn typography(written: &str, meant: &str, at: Span) -> Diagnostic {
    let (message, label) = match meant {
        "" => ("an invisible character is in the command".to_owned(), "ignored".to_owned()),
        " " => ("a special blank is in the command".to_owned(), "read as a blank".to_owned()),
        _ => (format!("RACF does not recognize `{written}`"), format!("read as `{meant}`")),
    };
    Diagnostic::warning(codes::TYPOGRAPHY, message, at, label)
        .help("replace it; it comes from text pasted from a formatted page or an e-mail")
        .fix(at, meant)
}

/// A command after the end of its list.
pub(super) fn not_reached(command: Span, end: Span) -> Diagnostic {
    let message = "the command isn't run: the list of commands ends above";
    Diagnostic::warning(codes::NOT_REACHED, message, command, "not run")
        .because(end, "ends the list of commands")
        .help("remove the end above if the commands below are to be run")
}

/// A line that nothing has read.
pub(super) fn unread(span: Span) -> Diagnostic {
    let message = "this seems to be a command, and it isn't read";
    Diagnostic::warning(codes::UNREAD, message, span, "not read")
        .help("copy the command to a file of commands if it is to be read")
}

/// A command beyond every limit.
pub(super) fn too_long(span: Span) -> Diagnostic {
    let message = "the command has more than 64 KiB";
    Diagnostic::error(codes::COMMAND_TOO_LONG, message, span, "not read")
        .help("a RACF command has at most 32 KiB; check for an unwanted continuation character")
}

/// Text in columns 73 to 80.
pub(super) fn numbered(span: Span) -> Diagnostic {
    let message = "the line extends beyond column 72";
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
    Diagnostic::error(codes::BEYOND_COLUMN, message, span, "text after column 80 is cut off")
        .help("continue the command on the next line")
}

/// A template's condition in the midst of a command.
pub(super) fn condition_inside(span: Span) -> Diagnostic {
    let message = "a template condition starts or ends inside the command";
    Diagnostic::error(codes::CONDITION_INSIDE, message, span, "this is more than one command")
        .help("write the whole command in each branch, or expand the template first")
}

/// A template's condition around operands of a command.
pub(super) fn operands_with_condition(condition: &str, span: Span) -> Diagnostic {
    let message = format!("operands of the command depend on a condition: {condition}");
    let label = "read with all of them";
    Diagnostic::warning(codes::CONDITION_INSIDE, message, span, label)
        .help("specify the variables with `--var NAME=VALUE`, or write the whole command twice")
}

/// A template's condition without its counterpart.
pub(super) fn unpaired(message: &str, at: Span) -> Diagnostic {
    let label = "its counterpart is missing";
    Diagnostic::error(codes::UNPAIRED_CONDITION, message, at, label)
        .help("give each condition its own start and end")
}

/// A comment of REXX that goes on to the end of the file.
pub(super) fn endless_comment(open: Span) -> Diagnostic {
    let message = "the comment isn't closed";
    Diagnostic::error(codes::UNCLOSED_COMMENT, message, open, "the rest of the file is a comment")
        .help("write `*/` where it ends")
}

/// A string of REXX or of a shell that isn't closed.
pub(super) fn open_string(span: Span) -> Diagnostic {
    let message = "the string isn't closed";
    Diagnostic::error(codes::OPEN_STRING, message, span, "not read")
        .help("write the quote at its end")
}

/// A command in a loop, with a variable that the loop changes.
pub(super) fn in_loop(variable: &str, span: Span) -> Diagnostic {
    let message = format!("`{variable}` has a different value in each iteration of the loop");
    Diagnostic::warning(codes::IN_LOOP, message, span, "the command is read once")
        .help("write a command for each value")
}

/// A file that isn't what its name suggests.
pub(super) fn not_readable(kind: &str, at: Span) -> Diagnostic {
    let message = format!("the text isn't {kind}");
    Diagnostic::warning(codes::NOT_READABLE, message, at, "can't be parsed from here on")
        .help("text that looks like a command is read as one; check that all commands are found")
}

/// Where reporting ends.
pub(super) fn too_many(span: Span) -> Diagnostic {
    let message = "the file has more than 1000 errors";
    Diagnostic::error(codes::BEYOND_LIMIT, message, span, "errors from here on are not reported")
        .help("fix the first ones, or check that this is a command file")
}

/// Where reading ends.
pub(super) fn too_many_commands(span: Span) -> Diagnostic {
    let message = "the file has more than 4,000,000 commands";
    Diagnostic::error(codes::BEYOND_LIMIT, message, span, "commands from here on are not read")
        .help("split the file")
}

/// Where variables are no longer replaced.
pub(super) fn too_large(span: Span) -> Diagnostic {
    let message = "values of variables make the text too long";
    Diagnostic::error(codes::BEYOND_LIMIT, message, span, "the variable isn't replaced")
        .help("check for a value that refers to itself, or specify a shorter one")
}

/// `DLM=` that is not a delimiter.
pub(super) fn delimiter(own: &str, statement: Span) -> Diagnostic {
    let message = format!("`{own}` is not a valid delimiter for in-stream data");
    let label = "DLM is ignored";
    Diagnostic::error(codes::BAD_DELIMITER, message, statement, label)
        .help("write two to eight characters, in apostrophes unless they are letters or digits")
}

/// In-stream data up to the end of the file.
pub(super) fn endless(own: &str, swallowed: bool, statement: Span) -> Diagnostic {
    let message = format!("in-stream data isn't ended by `{own}`");
    let help = format!("write `{own}` on its own line after the data");
    let code = codes::ENDLESS_DATA;
    if swallowed {
        let label = "the following statements are data, too";
        return Diagnostic::error(code, message, statement, label).help(help);
    }
    Diagnostic::warning(code, message, statement, "the data continues to the end of the file")
        .help(help)
}

/// A comment in column 1 of in-stream data.
pub(super) fn early_end(at: Span) -> Diagnostic {
    let message = "`/*` in column 1 ends the in-stream data";
    Diagnostic::error(codes::EARLY_END, message, at, "JES passes nothing to TSO from here on")
        .help("start the comment in column 2, or write `DD DATA,DLM=$$` and end the data with `$$`")
}

/// Commands that no DD statement holds.
pub(super) fn outside(span: Span) -> Diagnostic {
    let message = "commands are outside in-stream data";
    Diagnostic::error(codes::OUTSIDE_DATA, message, span, "no program reads them")
        .help("put `//SYSTSIN DD *` before them")
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
