//! Hosts in hosts: what a text in a playbook, a workflow, a runbook or a here-document is.

use super::context::Context;
use super::mapped::Mapped;
use super::prose::{self, Marks};
use super::tso::{self, LineFormat};
use super::{clist, jcl, kind, rexx, shell, verb};
use crate::script::Host;

/// Texts may be nested this deep.
const DEEPEST: u32 = 20;

/// Reads a text of which it isn't known what it is; if nothing in it concerns RACF, nothing happens.
pub(super) fn read(context: &mut Context, text: &Mapped<'_>, depth: u32) {
    if depth > DEEPEST {
        return;
    }
    match kind::by_text(text.text()) {
        Host::Jcl => jcl::read(context, text),
        Host::Clist => clist::read(context, text),
        Host::Rexx => rexx::read(context, text),
        Host::Shell => shell::read(context, text),
        _ if text.text().lines().any(verb::is_code_command) && prose::is_about(text.text()) => {
            prose::read_about(context, text);
        }
        _ if text.text().lines().any(verb::is_code_command) => {
            tso::read(context, text, LineFormat::Free);
        }
        _ if text.text().lines().any(calls) => shell::read(context, text),
        _ => prose::read(context, text, Marks::Prompts),
    }
}

/// Whether the first line of a text that isn't a comment is a command: then a block is one of
/// commands, whatever its author calls its language.
pub(super) fn begins_with_command(text: &str) -> bool {
    let is_code = |line: &&str| !line.is_empty() && !line.starts_with(['#', '/', '*']);
    text.lines().map(str::trim).find(is_code).is_some_and(verb::is_code_command)
}

/// Whether a line calls TSO.
fn calls(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.any(|it| it.contains("tsocmd")) || shell::is_call(line)
}
