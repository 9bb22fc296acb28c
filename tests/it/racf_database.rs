//! What commands result in: the case-books in `fixtures/commands/database`.
//!
//! A chapter is a Markdown file. A level-2 heading begins a case; its text says the rule and where it
//! comes from. Of the fenced blocks, `racf` holds commands, `rules` the switches for open rules,
//! `issuer` who issues the commands where authority is checked,
//! `outcomes` for each command its return code and messages (an id, or `note`, `warning`, `error` of a
//! message without one), `state` what the listing of the database then has: whole paragraphs,
//! or `no ` and the beginning of one that there mustn't be. Without `outcomes` every command is done, without
//! `state` nothing is asked. A `racf` block before the first case runs before every case.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use insta::glob;
use saffron_command_files::script::{CommandText, Piece};
use saffron_diagnostics::{FileId, Span};
use saffron_racf::command::Command;
use saffron_racf::database::listing::paragraphs;
use saffron_racf::database::{Database, Rules, Session};
use saffron_racf::outcome::{Message, Outcome, Severity};
use saffron_racf::syntax;

/// A rule and the commands that show it.
#[derive(Default)]
struct Case {
    name: String,
    line: usize,
    rule: String,
    commands: String,
    rules: String,
    issuer: String,
    outcomes: Option<String>,
    state: String,
}

/// What a case resulted in.
struct Played {
    database: Database,
    outcomes: Vec<(String, Outcome)>,
}

fn chapters() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/commands/database");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// What runs before every case, and the cases.
fn chapter(path: &Path) -> (String, Vec<Case>) {
    let text = fs::read_to_string(path).unwrap();
    let (mut setup, mut cases) = (String::new(), Vec::<Case>::new());
    let mut block: Option<String> = None;
    for (at, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &block) {
            (Some(_), Some(_)) => block = None,
            (Some(kind), None) => {
                block = Some(kind.to_owned());
                if let (Some(case), "outcomes") = (cases.last_mut(), kind) {
                    case.outcomes = Some(String::new());
                }
            }
            (None, Some(kind)) => {
                let to = match (cases.last_mut(), kind.as_str()) {
                    (None, "racf") => &mut setup,
                    (Some(case), "racf") => &mut case.commands,
                    (Some(case), "rules") => &mut case.rules,
                    (Some(case), "issuer") => &mut case.issuer,
                    (Some(case), "outcomes") => case.outcomes.get_or_insert_default(),
                    (Some(case), "state") => &mut case.state,
                    _ => panic!("{}:{}: a block of kind `{kind}`", path.display(), at + 1),
                };
                to.push_str(line);
                to.push('\n');
            }
            (None, None) => {
                if let Some(name) = line.strip_prefix("## ") {
                    let name = name.to_owned();
                    cases.push(Case { name, line: at + 1, ..Case::default() });
                } else if let Some(case) = cases.last_mut() {
                    case.rule.push_str(line.trim());
                }
            }
        }
    }
    assert!(block.is_none(), "{}: a block isn't closed", path.display());
    (setup, cases)
}

/// The commands of a block, one a line unless a `-` continues it.
fn commands(text: &str) -> Vec<(String, Command)> {
    let joined = text.replace("-\n", " ");
    joined
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| (line.to_owned(), read(line)))
        .collect()
}

fn read(line: &str) -> Command {
    let span = Span { file: FileId(0), start: 0, end: u32::try_from(line.len()).unwrap() };
    let pieces = vec![Piece { at: 0, span, verbatim: true }];
    let text =
        CommandText { text: line.to_owned(), pieces, span: Some(span), ..CommandText::default() };
    let parsed = syntax::parse(&text);
    let said: Vec<&str> = parsed.diagnostics.iter().map(|it| it.message.as_str()).collect();
    parsed.command.unwrap_or_else(|| panic!("{line}: {said:?}"))
}

fn rules(text: &str) -> Rules {
    let mut rules = Rules::default();
    for line in text.lines() {
        let (rule, on) = line.split_once(' ').unwrap();
        let on = on == "on";
        match rule {
            "from-copies-both-lists" => rules.from_copies_both_lists = on,
            "from-then-delete" => rules.from_then_delete = on,
            "when-star-with-access-ignored" => rules.when_star_with_access_ignored = on,
            _ => panic!("there is no rule `{rule}`"),
        }
    }
    rules
}

fn play(setup: &str, case: &Case) -> Played {
    let mut session = Session { rules: rules(&case.rules), ..Session::default() };
    for (text, command) in commands(setup) {
        let outcome = session.run(&command);
        assert_eq!(outcome.return_code, 0, "{text}: {:?}", outcome.messages);
    }
    if !case.issuer.is_empty() {
        case.issuer.trim().clone_into(&mut session.issuer);
        session.judges_authority = true;
    }
    let run = |(text, command): (String, Command)| (text, session.run(&command));
    let outcomes = commands(&case.commands).into_iter().map(run).collect();
    Played { database: session.database, outcomes }
}

/// `4 ICH06007I warning`
fn summary(outcome: &Outcome) -> String {
    let mut text = outcome.return_code.to_string();
    for message in &outcome.messages {
        _ = write!(text, " {}", message.id.unwrap_or(severity(message)));
    }
    text
}

fn severity(message: &Message) -> &'static str {
    match message.severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Paragraphs of a `state` block: a first line, and the indented ones below it.
fn wanted(state: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in state.lines() {
        match all.last_mut() {
            Some(last) if line.starts_with(' ') => _ = writeln!(last, "{line}"),
            _ => all.push(format!("{line}\n")),
        }
    }
    all
}

fn mistakes(case: &Case, played: &Played) -> Vec<String> {
    let mut found = Vec::new();
    let got: String = played.outcomes.iter().map(|(_, outcome)| summary(outcome) + "\n").collect();
    let expected = case.outcomes.clone();
    let expected = expected.unwrap_or_else(|| "0\n".repeat(played.outcomes.len()));
    if got != expected {
        found.push(format!("outcomes are\n{got}instead of\n{expected}"));
    }
    let listed = paragraphs(&played.database);
    for paragraph in wanted(&case.state) {
        if let Some(absent) = paragraph.trim_end().strip_prefix("no ") {
            let there = listed.iter().any(|it| it.starts_with(absent));
            found.extend(there.then(|| format!("there is {absent}")));
        } else if !listed.contains(&paragraph) {
            let head = paragraph.split([':', '\n']).next().unwrap();
            let near: String = listed.iter().filter(|it| it.starts_with(head)).cloned().collect();
            found.push(format!("there is\n{near}instead of\n{paragraph}"));
        }
    }
    found
}

#[test]
fn commands_come_to_what_the_book_says() {
    let (mut found, mut count) = (Vec::new(), 0);
    for path in chapters() {
        let (setup, cases) = chapter(&path);
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        for case in cases {
            count += 1;
            let played = play(&setup, &case);
            assert!(!case.rule.is_empty(), "{file}:{} says no rule", case.line);
            let mistakes = mistakes(&case, &played);
            found.extend(
                mistakes.iter().map(|it| format!("{file}:{} {}: {it}", case.line, case.name)),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(count > 100, "there are {count} cases");
}

/// A command of its own place in the file.
fn placed(text: &str, start: u32) -> Command {
    let end = start + u32::try_from(text.len()).unwrap();
    let span = Span { file: FileId(0), start, end };
    let pieces = vec![Piece { at: 0, span, verbatim: true }];
    let text =
        CommandText { text: text.to_owned(), pieces, span: Some(span), ..CommandText::default() };
    syntax::parse(&text).command.unwrap()
}

#[test]
fn a_fact_carries_the_command_that_said_it_last() {
    let mut session = Session::default();
    let commands = [
        "ADDUSER ANN",
        "RDEFINE FACILITY X UACC(NONE)",
        "PERMIT X CLASS(FACILITY) ID(ANN) ACCESS(READ)",
        "PERMIT X CLASS(FACILITY) ID(ANN) ACCESS(READ)",
        "RALTER FACILITY X UACC(READ)",
        "RDEFINE FACILITY Y",
        "PERMIT Y CLASS(FACILITY) FROM(X)",
        "PERMIT X CLASS(FACILITY) ID(ANN) ACCESS(UPDATE)",
    ];
    for (at, text) in commands.iter().enumerate() {
        session.run(&placed(text, u32::try_from(at * 100).unwrap()));
    }
    let facility = &session.database.classes["FACILITY"];
    let start = |span: Option<Span>| span.unwrap().start;
    assert_eq!(facility[0].origin.start, 100);
    assert_eq!(start(facility[0].uacc.origin), 400);
    assert_eq!(start(facility[0].owner.origin), 100);
    assert_eq!(start(facility[0].standard["ANN"].origin), 700, "changed");
    assert_eq!(start(facility[1].standard["ANN"].origin), 600, "copied");
    assert_eq!(session.database.users["IBMUSER"].owner.origin, None);
}

#[test]
fn every_case_has_its_own_name() {
    for path in chapters() {
        let mut names: Vec<String> = chapter(&path).1.into_iter().map(|it| it.name).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all, "{}", path.display());
    }
}

/// What users read: the text of every message, in `snapshots/commands/database`. Why someone isn't
/// authorized is worded elsewhere.
#[test]
fn messages_are_worded() {
    glob!("../fixtures/commands/database", "*.md", |path| {
        let (setup, cases) = chapter(path);
        let mut text = String::new();
        for case in cases.iter().filter(|it| it.issuer.is_empty()) {
            let played = play(&setup, case);
            let outcomes = played.outcomes.iter().filter(|(_, it)| !it.messages.is_empty());
            for (command, outcome) in outcomes {
                _ = writeln!(text, "{command}\n  {} about {}", outcome.verb, outcome.subject);
                for it in &outcome.messages {
                    let id = it.id.unwrap_or("-");
                    _ = writeln!(text, "  {id} {}: {}", severity(it), it.text);
                }
            }
        }
        if text.is_empty() {
            return;
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots/commands/database");
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        let name = path.file_stem().unwrap().to_str().unwrap();
        settings.bind(|| insta::assert_snapshot!(name, text));
    });
}
