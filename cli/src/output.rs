//! Everything that is printed goes through here.
//!
//! INVARIANT: colours reach terminals only, unless `--color always` asks for them; a reader who
//! closes the pipe ends the program quietly.

use std::io::{self, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::{AnsiColor, Style};

/// For what is as it should be.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// For what is not.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// For what deserves a look.
pub(crate) const NOTE: Style = AnsiColor::Yellow.on_default();
/// For headings and names.
pub(crate) const BOLD: Style = Style::new().bold();
/// For what only supports the rest.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Sets what `--color` says, for all output.
pub(crate) fn choose_colors(choice: clap::ColorChoice) {
    match choice {
        clap::ColorChoice::Auto => ColorChoice::Auto,
        clap::ColorChoice::Always => ColorChoice::Always,
        clap::ColorChoice::Never => ColorChoice::Never,
    }
    .write_global();
}

/// Whether diagnostics are to be rendered with colours.
pub(crate) fn stderr_has_colors() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}

/// Whether a person watches.
pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Prints a whole report.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(())
}

/// Prints what is no text.
pub(crate) fn print_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = raw();
    stdout.write_all(bytes)?;
    stdout.flush()?;
    Ok(())
}

/// Standard output for what has no colours and may be large.
pub(crate) fn raw() -> StdoutLock<'static> {
    io::stdout().lock()
}

/// Tells the person something beside the output.
pub(crate) fn note(text: &str) {
    // Without a place for messages there is nobody to be told.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Tells a person who watches what is being done.
pub(crate) fn hint(text: &str) {
    if stderr_is_terminal() {
        note(&format!("{text}\n"));
    }
}

/// Says why the call came to nothing.
pub(crate) fn error(text: &str) {
    note(&format!("{BAD}error{BAD:#}: {text}\n"));
}

/// Whether the reader of our output went away.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref().is_some_and(broken))
}

/// `1 error`, `5 errors`
pub(crate) fn count(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{} {stem}ies", thousands(number)),
        _ => format!("{} {noun}s", thousands(number)),
    }
}

/// `1,234,567`
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
