//! Everything that is printed goes through here.
//!
//! INVARIANT: colours reach terminals only, unless `--color always` asks for them; a reader who
//! closes the pipe ends the program without a message, and with exit status 2.

use std::io::{self, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::{AnsiColor, Style};

/// For success.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// For errors and failures.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// For warnings and notes.
pub(crate) const NOTE: Style = AnsiColor::Yellow.on_default();
/// For headings and names.
pub(crate) const BOLD: Style = Style::new().bold();
/// For secondary information.
pub(crate) const DIM: Style = Style::new().dimmed();

/// Applies `--color` to all output.
pub(crate) fn choose_colors(choice: clap::ColorChoice) {
    match choice {
        clap::ColorChoice::Auto => ColorChoice::Auto,
        clap::ColorChoice::Always => ColorChoice::Always,
        clap::ColorChoice::Never => ColorChoice::Never,
    }
    .write_global();
}

/// Whether to render diagnostics with colours.
pub(crate) fn stderr_has_colors() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}

/// Whether standard error is a terminal.
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

/// Prints bytes that are not text.
pub(crate) fn print_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = raw();
    stdout.write_all(bytes)?;
    stdout.flush()?;
    Ok(())
}

/// Standard output for large output without colours.
pub(crate) fn raw() -> StdoutLock<'static> {
    io::stdout().lock()
}

/// Prints to standard error, so that it is not mixed with the output.
pub(crate) fn note(text: &str) {
    // If standard error can't be written, there is no other place for messages.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Shows the current step, on a terminal only.
pub(crate) fn hint(text: &str) {
    if stderr_is_terminal() {
        note(&format!("{text}\n"));
    }
}

/// Reports why the command failed.
pub(crate) fn error(text: &str) {
    note(&format!("{BAD}error{BAD:#}: {text}\n"));
}

/// Whether the reader of the output closed it.
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
