//! What the fuzz targets share.

#[path = "../../tests/it/secrets/library.rs"]
mod library;

use saffron_command_files::script::Values;
use saffron_diagnostics::{FileId, SourceMap, render};
use saffron_racf::database::Session;
use saffron_racf::play::{self, CommandFile, Played};

/// A file of each kind that is read for commands; the first byte of an input chooses one.
const FILES: &[&str] = &[
    "f.racf", "f.jcl", "f.rexx", "f.clist", "f.sh", "f.yml", "f.j2", "f.vtl", "f.xml", "f.md",
    "f.html", "f.adoc", "f.rst", "f.py", "f.js", "f.skel", "f.txt",
];

/// The name of a file, and its text.
pub fn file(data: &[u8]) -> Option<(&'static str, String)> {
    let (choice, text) = data.split_first()?;
    // A seed begins with the letter of its kind: `a` is the first.
    let path = FILES[usize::from(choice.wrapping_sub(b'a')) % FILES.len()];
    Some((path, String::from_utf8_lossy(text).into_owned()))
}

/// Runs the commands of a file, and renders what was found.
pub fn play(path: &str, text: &str, session: &mut Session) -> Played {
    let mut sources = SourceMap::default();
    let file = sources.add(path, text);
    let played = play::play(&[CommandFile { file, path, text }], &Values::new(), session, |_| {});
    let _ = render::text(&sources, &played.diagnostics, false);
    played
}

/// Everything that the command line would show of a file and write for it, as the tests collect it.
pub fn outputs(path: &str, text: &str) -> Vec<(String, String)> {
    library::outputs(path, text)
}

/// Whether a policy text parses.
pub fn parses(text: &str) -> bool {
    let parsed = saffron_lang::parse(FileId(0), text);
    !parsed.diagnostics.iter().any(|diagnostic| diagnostic.is_error())
}
