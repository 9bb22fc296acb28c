//! The command language: what is understood of a command, and what is stated about one that isn't.

mod show;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use insta::glob;
use proptest::prelude::*;
use saffron_command_files::script::{CommandText, Comment, Condition, Piece, Term};
use saffron_diagnostics::{Diagnostic, SourceMap, Span, render};
use saffron_racf::codes;
use saffron_racf::command::CommandKind;
use saffron_racf::syntax::{Parsed, parse, skipped_commands, vocabulary};

fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// A line of a file as a command.
fn text_of(file: saffron_diagnostics::FileId, line: &str, at: usize) -> CommandText {
    let offset = |at| u32::try_from(at).unwrap();
    let span = Span { file, start: offset(at), end: offset(at + line.len()) };
    let pieces = vec![Piece { at: 0, span, verbatim: true }];
    CommandText { text: line.to_owned(), pieces, span: Some(span), ..CommandText::default() }
}

/// Each line of a text that isn't empty and no remark (`#`), read as a command.
fn lines(name: &str, text: &str) -> (SourceMap, Vec<(String, Parsed)>) {
    let mut sources = SourceMap::default();
    let file = sources.add(name, text);
    let mut at = 0;
    let mut all = Vec::new();
    for line in text.split_inclusive('\n') {
        let command = line.trim_end_matches('\n');
        if !command.is_empty() && !command.starts_with('#') {
            all.push((command.to_owned(), parse(&text_of(file, command, at))));
        }
        at += line.len();
    }
    (sources, all)
}

/// A command alone.
fn read(command: &str) -> Parsed {
    let mut sources = SourceMap::default();
    let file = sources.add("command.racf", command);
    parse(&text_of(file, command, 0))
}

fn snapshot(folder: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

/// A command in full, with what is left out of it.
fn understood(parsed: &Parsed) -> String {
    let Some(command) = &parsed.command else { return "  not understood\n".to_owned() };
    let mut shown = format!("  {}\n", show::command(command));
    let list = |names: &[saffron_racf::command::Name]| {
        names.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(", ")
    };
    if !command.idle.is_empty() {
        writeln!(shown, "  without effect on decisions: {}", list(&command.idle)).unwrap();
    }
    if !command.secrets.is_empty() {
        writeln!(shown, "  secrets, not kept: {}", list(&command.secrets)).unwrap();
    }
    shown
}

#[test]
fn each_line_is_understood_as_it_should_be() {
    glob!("../fixtures/commands/syntax", "*.txt", |path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (sources, commands) = lines(name, &fs::read_to_string(path).unwrap());
        let mut shown = String::new();
        for (command, parsed) in &commands {
            write!(shown, "{command}\n{}", understood(parsed)).unwrap();
            let said = render::text(&sources, &parsed.diagnostics, false);
            for line in said.trim_end().lines() {
                shown.push_str(format!("    {line}").trim_end());
                shown.push('\n');
            }
            shown.push('\n');
        }
        snapshot("commands/syntax", stem(path), &shown);
    });
}

#[test]
fn the_vocabulary() {
    let mut shown = String::new();
    for verb in vocabulary() {
        writeln!(shown, "{} ({})", verb.name, verb.alias).unwrap();
        for operand in verb.operands {
            writeln!(shown, "  {:<17} {}", operand.name, operand.shortest).unwrap();
        }
    }
    shown.push_str("\nskipped\n");
    for (name, why) in skipped_commands() {
        writeln!(shown, "  {name:<10} {why}").unwrap();
    }
    snapshot("commands", "vocabulary", &shown);
}

/// The codes of the command language.
fn own_codes() -> impl Iterator<Item = &'static saffron_lang::codes::CodeInfo> {
    codes::ALL.iter().filter(|info| info.code.0.starts_with("SAF11"))
}

#[test]
fn each_fixture_earns_its_code_and_no_other() {
    for info in own_codes() {
        let name = format!("{}.racf", info.code.0);
        let text = fs::read_to_string(fixtures("codes").join(&name)).unwrap();
        let (sources, commands) = lines(&name, &text);
        let said: Vec<Diagnostic> =
            commands.into_iter().flat_map(|(_, parsed)| parsed.diagnostics).collect();
        let earned: BTreeSet<&str> = said.iter().map(|it| it.code.0).collect();
        assert_eq!(earned, BTreeSet::from([info.code.0]));
        assert!(said.iter().all(|it| it.help.is_some()), "{said:#?}");
        snapshot("codes", info.code.0, &render::text(&sources, &said, false));
    }
}

#[test]
fn each_page_shows_its_fixture_and_a_mend_that_is_understood() {
    for info in own_codes() {
        let (code, page) = (info.code.0, info.page);
        assert!(page.starts_with(&format!("# {code}: {}\n", info.title)), "{code}");
        let fences: Vec<&str> =
            page.split("```text\n").skip(1).filter_map(|it| it.split("```").next()).collect();
        let [example, mend] = fences.as_slice() else { panic!("{code}: an example and a mend") };
        let fixture = fs::read_to_string(fixtures("codes").join(format!("{code}.racf"))).unwrap();
        assert_eq!(*example, fixture, "{code}");
        for line in mend.replace("-\n", " ").lines() {
            let parsed = read(line);
            assert!(parsed.command.is_some() && parsed.diagnostics.is_empty(), "{code}: {line}");
        }
    }
}

#[test]
fn a_long_command_is_read_and_one_that_tso_would_not_take_is_refused() {
    let members = |count: usize| "MEMBER12 ".repeat(count);
    let command = |count| format!("RDEFINE GCICSTRN A ADDMEM({})", members(count));
    let parsed = read(&command(3_600));
    let CommandKind::RDefine(resource) = parsed.command.unwrap().kind else { panic!("RDEFINE") };
    assert_eq!(resource.add_members.len(), 3_600);
    let parsed = read(&command(3_700));
    assert!(parsed.command.is_none());
    assert_eq!(parsed.diagnostics.len(), 1);
    assert_eq!(parsed.diagnostics[0].code, codes::TOO_LONG);
}

#[test]
fn a_text_without_a_word_is_no_command_and_no_mistake() {
    for text in ["", "   ", "\t", " , "] {
        let parsed = read(text);
        assert!(parsed.command.is_none() && parsed.diagnostics.is_empty(), "{text:?}");
    }
}

#[test]
fn comments_and_the_condition_stay_with_the_command() {
    let mut sources = SourceMap::default();
    let file = sources.add("command.racf", "");
    let mut text = text_of(file, "DELUSER JDOE", 0);
    let span = Span { file, start: 0, end: 0 };
    text.comments = vec![Comment { text: "left in May".to_owned(), span }];
    let term = Term { text: "RC = 0".to_owned(), holds: true, asked: None, fixed: false };
    text.condition = Some(Condition { terms: vec![Arc::new(term)] });
    let command = parse(&text).command.unwrap();
    assert_eq!((command.comments, command.condition), (text.comments, text.condition));
}

/// What is in front of the operands of a verb.
fn about(verb: &str) -> &'static str {
    match verb {
        "SETROPTS" => "",
        "RDEFINE" | "RALTER" | "RDELETE" => "X Y",
        _ => "X",
    }
}

#[test]
fn every_operand_is_taken_in_full_and_as_short_as_it_may_be_but_no_shorter() {
    for verb in vocabulary() {
        let names: BTreeSet<&str> = verb.operands.iter().map(|it| it.name.as_str()).collect();
        for operand in &verb.operands {
            let said = |word: &str| -> BTreeSet<&str> {
                let parsed = read(&format!("{} {} {word}", verb.alias, about(verb.name)));
                parsed.diagnostics.iter().map(|it| it.code.0).collect()
            };
            let (ambiguous, unknown) = (codes::AMBIGUOUS_WORD.0, codes::UNKNOWN_OPERAND.0);
            for word in [operand.name.as_str(), &operand.shortest, &operand.shortest.to_lowercase()]
            {
                let said = said(word);
                assert!(!said.contains(ambiguous) && !said.contains(unknown), "{word}: {said:?}");
            }
            let mut shorter = operand.shortest.chars();
            shorter.next_back();
            let shorter = shorter.as_str();
            if !shorter.is_empty() && !names.contains(shorter) {
                assert!(said(shorter).contains(ambiguous), "{} {shorter}", verb.name);
            }
        }
    }
}

/// Stands for a secret wherever one may be.
const SECRET: &str = "HUSH7X";

/// Commands with a secret, sound and broken.
const WITH_SECRETS: &[&str] = &[
    "ADDUSER U DFLTGRP(G) PASSWORD(HUSH7X)",
    "ADDUSER U DFLTGRP(G) PASSWORD HUSH7X",
    "ADDUSER DFLTGRP(G) PASSWORD HUSH7X",
    "ADDUSER U DFLTGRP(G) PASSWORD (HUSH7X) SPECIAL(X)",
    "ADDUSER U DFLTGRP(G) PASSWORD=HUSH7X",
    "ADDUSER U DFLTGRP(G) PASSWORDHUSH7X",
    "ADDUSER U DFLTGRP(G) PASSWROD(HUSH7X)",
    "ADDUSER U DFLTGRP(G) PASWORD(HUSH7X)",
    "ADDUSER U DFLTGRP(G) PASSWORD(HUSH7X) PASSWORD(HUSH7X)",
    "ADDUSER U DFLTGRP(G) PASSWORD(HUSH7X",
    "ADDUSER U DFLTGRP(G) PASSWORD('HUSH7X)",
    "ADDUSER U DFLTGRP(G) PASSWORD(\"HUSH7X')",
    "ADDUSER U DFLTGRP(G) NOPASSWORD(HUSH7X)",
    "ADDUSER U PHRASE('HUSH7X is long enough') PROXY(LDAPHOST(H) BINDPW('HUSH7X'))",
    "ALTUSER U PHRASE 'HUSH7X is long enough'",
    "ALTUSER U PASS(HUSH7X) PHRA('HUSH7X')",
    "ALTUSER U PASSWORD(HUSH7X HUSH7X) NOEXPIRED",
    "RDEFINE PTKTDATA A SSIGNON(KEYMASKED(HUSH7X))",
    "RDEFINE PTKTDATA A SSIGNON(KEYM(HUSH7X) KEYE(HUSH7X))",
    "RDEFINE PTKTDATA A SSIGNON(KEYMASKED HUSH7X)",
    "RDEFINE PTKTDATA A SSIGNON(KEYMASKEDHUSH7X)",
    "RALTER PTKTDATA A SSIGNON(NOKEYMASKED(HUSH7X))",
    "RDEFINE REALM KERBDFLT KERB(KERBNAME(K) PASSWORD(HUSH7X))",
    "RDEFINE APPCLU A SESSION(SESSKEY(HUSH7X))",
    "SETROPTS RVARYPW(SWITCH(HUSH7X) STATUS(HUSH7X))",
    "ADDSD 'A.B'/HUSH7X UACC(NONE)",
    "ALTDSD (A.B/HUSH7X 'C.D'/HUSH7X) UACC(NONE)",
    "DELDSD A.B/HUSH7X",
    "RACDCERT ID(U) ADD('A.B') PASSWORD('HUSH7X')",
    "PASSWORD USER(U) PASSWORD(HUSH7X HUSH7X)",
    "PW PASSWORD(HUSH7X) PHRASE('HUSH7X' 'HUSH7X'",
];

#[test]
fn no_secret_gets_out() {
    for command in WITH_SECRETS {
        let parsed = read(command);
        let shown = format!("{parsed:?}");
        assert!(!shown.contains(SECRET), "{command}\n{shown}");
        let secrets = parsed.command.map_or(0, |command| command.secrets.len());
        let reported = !parsed.diagnostics.is_empty();
        assert!(secrets > 0 || reported, "{command}: neither kept in mind nor reported");
    }
}

/// Every command of the fixtures.
fn all_commands() -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(fixtures("commands/syntax")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        all.extend(text.lines().filter(|it| !it.starts_with('#')).map(str::to_owned));
    }
    all
}

/// What is shown of a command says the same when it is read again.
fn check_round_trip(command: &str) {
    let Some(first) = read(command).command else { return };
    if matches!(first.kind, CommandKind::Skipped { .. }) {
        return;
    }
    let shown = show::command(&first);
    let second = read(&shown);
    let again = second.command.as_ref().map(show::command);
    assert_eq!(again.as_ref(), Some(&shown), "{command}: {:#?}", second.diagnostics);
}

#[test]
fn what_is_understood_is_read_back() {
    for command in all_commands() {
        check_round_trip(&command);
    }
}

/// Places lie inside the command's own text, and in the order of first and last byte.
fn check_places(command: &str, parsed: &Parsed) {
    let end = u32::try_from(command.len()).unwrap();
    for diagnostic in &parsed.diagnostics {
        for label in diagnostic.secondary.iter().chain([&diagnostic.primary]) {
            assert!(label.span.start <= label.span.end && label.span.end <= end, "{command}");
        }
        assert!(!diagnostic.message.contains('\n'), "{command}");
    }
    let sound = !parsed.diagnostics.iter().any(Diagnostic::is_error);
    assert!(sound || parsed.command.is_none(), "{command}: a command with an error");
}

/// Words that commands are made of, and what breaks them.
fn word() -> impl Strategy<Value = String> {
    let words: Vec<String> = vocabulary()
        .into_iter()
        .flat_map(|verb| {
            let operands = verb.operands.into_iter().flat_map(|it| [it.name, it.shortest]);
            operands.chain([verb.name.to_owned(), verb.alias.to_owned()]).collect::<Vec<_>>()
        })
        .chain(
            ["(", ")", "((", "))", "'", "''", "\"", "-", "+", "0", "*", ";", "–", "“", "${V}"]
                .map(str::to_owned),
        )
        .chain(["X", "'A.B'", "READ", "12/31/26", "/VOL", "FACILITY"].map(str::to_owned))
        .collect();
    proptest::sample::select(words)
}

proptest! {
    #[test]
    fn any_text_is_read(text in ".{0,200}") {
        check_places(&text, &read(&text));
    }

    #[test]
    fn any_words_are_read(words in prop::collection::vec((word(), any::<bool>()), 0..24)) {
        let pieces = words.iter().map(|(word, blank)| [word.as_str(), if *blank { " " } else { "" }]);
        let text: String = pieces.flatten().collect();
        check_places(&text, &read(&text));
        check_round_trip(&text);
    }

    #[test]
    fn damaged_commands_are_read(
        command in proptest::sample::select(all_commands()),
        at in any::<prop::sample::Index>(),
        with in "[()' \"0a-]{0,2}",
    ) {
        let mut chars: Vec<char> = command.chars().collect();
        let at = at.index(chars.len() + 1);
        chars.splice(at..(at + 1).min(chars.len()), with.chars());
        let text: String = chars.into_iter().collect();
        check_places(&text, &read(&text));
        check_round_trip(&text);
    }
}
