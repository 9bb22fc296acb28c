//! Somebody at a terminal who runs texts of commands against a database in memory.

use saffron_bundle::vocabulary::Switch;
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_lang::{FileId, SourceMap, Span, parse};
use saffron_racf::database::listing::listing;
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::policy::tree;
use saffron_racf::script::{CommandText, Piece};
use saffron_racf::syntax;
use saffron_tests::pipeline::Compiled;

/// A terminal.
pub(super) struct Terminal {
    session: Session,
}

impl Terminal {
    /// On a new database in which these IDs are; whether each is a user.
    pub(super) fn with(ids: &[(&str, bool)]) -> Self {
        let mut terminal = Self { session: Session::new(Database::new(), IBMUSER) };
        for (name, is_user) in ids {
            let failed = terminal.run(&if *is_user {
                format!("ADDUSER {name} DFLTGRP(SYS1) OWNER(SYS1)\n")
            } else {
                format!("ADDGROUP {name} SUPGROUP(SYS1) OWNER(SYS1)\n")
            });
            assert!(failed.is_empty(), "{failed:?}");
        }
        terminal
    }

    pub(super) fn listing(&self) -> String {
        listing(&self.session.database)
    }

    /// Runs all commands of a text, and yields those that failed, with why.
    pub(super) fn run(&mut self, text: &str) -> Vec<String> {
        let mut failed = Vec::new();
        for text in logical(text) {
            let parsed = syntax::parse(&command_text(&text));
            assert!(parsed.diagnostics.is_empty(), "{text}\n{:#?}", parsed.diagnostics);
            let outcome = self.session.run(&parsed.command.unwrap());
            if outcome.is_failed() {
                let why: Vec<&str> = outcome.messages.iter().map(|it| it.text.as_str()).collect();
                failed.push(format!("{text}: {}", why.join("; ")));
            }
        }
        failed
    }

    /// Runs the commands that stand in comments.
    pub(super) fn run_proposals(&mut self, text: &str) {
        for line in text.lines() {
            let inside = line.strip_prefix(" /* SETROPTS ").and_then(|it| it.strip_suffix("*/"));
            if let Some(command) = inside {
                let failed = self.run(&format!("SETROPTS {}\n", command.trim_end()));
                assert!(failed.is_empty(), "{failed:?}");
            }
        }
    }
}

fn command_text(text: &str) -> CommandText {
    let end = u32::try_from(text.len()).unwrap();
    let span = Span { file: FileId(0), start: 0, end };
    let pieces = vec![Piece { at: 0, span, verbatim: true }];
    CommandText { text: text.to_owned(), pieces, span: Some(span), ..CommandText::default() }
}

/// Logical lines; checks what a job's in-stream data asks of lines.
fn logical(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut open = String::new();
    let mut drop = false;
    for line in text.lines() {
        assert!(line.chars().count() <= 72, "{line}");
        assert!(!line.starts_with("/*") && !line.starts_with("//"), "{line}");
        if line.trim_start().starts_with("/*") || line.is_empty() {
            assert!(open.is_empty(), "{line}");
            continue;
        }
        let line = if drop { line.trim_start() } else { line };
        drop = line.ends_with('+');
        open.push_str(line.strip_suffix(['-', '+']).unwrap_or(line));
        if !line.ends_with(['-', '+']) {
            all.push(std::mem::take(&mut open));
        }
    }
    assert!(open.is_empty());
    all
}

/// The database as a policy, with the options for uncertain rules of another; `Err` holds what is
/// wrong with it.
pub(super) fn imported(terminal: &Terminal, like: &Compiled) -> Result<Compiled, Vec<String>> {
    let mut sources = SourceMap::default();
    let switches = like.model.options.switches;
    let lines = Switch::ALL
        .iter()
        .map(|it| format!("  {it} {}\n", if switches.is_on(*it) { "on" } else { "off" }));
    let options = format!("options {{\n{}}}\n", lines.collect::<String>());
    let file = sources.add("options.saf", options.as_str());
    let trees = [
        SourceTree { tree: tree(&terminal.session.database), diagnostics: Vec::new() },
        SourceTree::from(parse(file, &options)),
    ];
    let compilation = compile(&sources, &trees, &Settings::default());
    let errors = compilation.diagnostics.iter().filter(|it| it.is_error());
    let errors: Vec<String> = errors.map(|it| it.message.clone()).collect();
    match compilation.bundle {
        Some(bundle) if errors.is_empty() => {
            Ok(Compiled { model: compilation.model, bundle, sources })
        }
        _ => Err(errors),
    }
}
