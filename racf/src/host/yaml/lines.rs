//! A playbook that can't be read as a document: what its lines say.

use crate::host::context::Context;
use crate::host::mapped::{Builder, Mapped};
use crate::host::tso::{self, Lying};
use crate::host::{shell, verb};

/// Reads the commands that begin on lines, behind `-`, a key or a quote.
pub(super) fn read(context: &mut Context<'_>, text: &Mapped<'_>) {
    let mut commands = Builder::default();
    let (mut start, mut continued) = (0, false);
    for line in text.text().split_inclusive('\n') {
        let range = bare(line, start);
        let end = start + line.len();
        start = end;
        let words = text.get(range.clone());
        if shell::is_call(words) {
            shell::read(context, &text.part(range));
        } else if continued || verb::is_quoted_command(words) || is_comment(words) {
            continued = words.ends_with(['-', '+']) && !words.is_empty();
            commands.copy(text, range);
            if let Some(span) = text.span(end..end) {
                commands.put("\n", span);
            }
        }
    }
    tso::read(context, &commands.finish(), Lying::Free);
}

fn is_comment(words: &str) -> bool {
    words.starts_with('#')
}

/// Where a line's value stands: without indentation, `-`, its key, and quotes around it.
fn bare(line: &str, start: usize) -> std::ops::Range<usize> {
    let mut words = line.trim();
    while let Some(rest) = words.strip_prefix("- ") {
        words = rest.trim_start();
    }
    if let Some((key, value)) = words.split_once(": ")
        && key.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'.' | b'-'))
    {
        words = value.trim_start();
    }
    for quote in ['"', '\''] {
        if let Some(inner) = words.strip_prefix(quote).and_then(|it| it.strip_suffix(quote)) {
            words = inner;
        }
    }
    let at = start + (words.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    at..at + words.len()
}
