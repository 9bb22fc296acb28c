//! Skeletons of ISPF: control statements begin with `)` in column 1, and `&NAME` is a variable
//! (`z/OS ISPF Dialog Developer's Guide`, "Defining file-tailoring skeletons").

use super::statement::{constant, split_word};
use crate::context::Context;
use crate::mapped::Mapped;
use crate::script::Comment;
use crate::{mistake, variable};

/// Statements that leave the lines around them as they are.
const PLAIN: &[&str] =
    &["BLANK", "DEFAULT", "ELSE", "IF", "ITERATE", "LEAVE", "N", "NOP", "TB", "TBA"];

/// Whether a text has control statements.
pub(super) fn is_in(text: &str) -> bool {
    const USUAL: &[&str] = &["CM", "DEFAULT", "DOT", "ENDDO", "IM", "SEL", "SET"];
    text.lines().any(|line| statement(line).is_some_and(|(word, _)| USUAL.contains(&word.as_str())))
}

/// The word of a control statement in upper case, and what follows it.
fn statement(line: &str) -> Option<(String, &str)> {
    let rest = line.strip_prefix(')')?;
    let length = rest.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(length)?;
    let apart = after.is_empty() || after.starts_with(char::is_whitespace);
    (apart && !word.is_empty()).then(|| (word.to_ascii_uppercase(), after.trim()))
}

/// Takes a line off, if it is a control statement; where the next one begins.
pub(super) fn line(context: &mut Context, text: &Mapped<'_>, start: usize) -> Option<usize> {
    let rest = text.get(start..text.len());
    let length = rest.find('\n').map_or(rest.len(), |it| it + 1);
    let (word, inner) = statement(rest.get(..length)?.trim_end())?;
    let span = text.span(start..start + length)?;
    let at = span.start;
    if word == "REXX" {
        return Some(after_rexx(text, start + length));
    }
    match word.as_str() {
        "SEL" => context.conditions.begin(span, inner),
        "DOT" => context.conditions.begin(span, &format!("for each row of {inner}")),
        "IF" | "ELSE" if inner.to_ascii_uppercase().contains(")DO") => {
            let condition = inner.split(" THEN").next().unwrap_or(inner);
            let otherwise = if word == "IF" { condition } else { "otherwise" };
            context.conditions.begin(span, otherwise);
        }
        "DO" => context.conditions.begin(span, &format!("do {inner}")),
        "ENDSEL" | "ENDDOT" | "ENDDO" => {
            if context.conditions.end(at).is_none() {
                context.say(mistake::unpaired(&format!("`){word}` without its start"), span));
            }
        }
        "SET" => set(context, inner),
        "CM" => context.comment(Comment { text: inner.to_owned(), span }),
        "IM" => context.skip(format!("lines of the skeleton `{inner}`, not in this file"), span),
        _ if PLAIN.contains(&word.as_str()) => context.skip("a skeleton statement", span),
        _ => return None,
    }
    Some(start + length)
}

/// The line after a program within the skeleton.
fn after_rexx(text: &Mapped<'_>, start: usize) -> usize {
    let mut at = start;
    for line in text.get(start..text.len()).split_inclusive('\n') {
        at += line.len();
        if statement(line.trim_end()).is_some_and(|(word, _)| word == "ENDREXX") {
            break;
        }
    }
    at
}

/// `)SET NAME = value`
fn set(context: &mut Context, inner: &str) {
    let (name, rest) = split_word(inner);
    let Some(value) = rest.strip_prefix('=').map(str::trim) else { return };
    let value = constant(value).or(Some(value).filter(|it| !it.contains(['&', '\''])));
    context.assign(variable::canonical(name), value);
}
