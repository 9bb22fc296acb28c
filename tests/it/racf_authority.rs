//! Who may issue which command, and the least authority that a script takes.

use std::fmt::Write;
use std::path::Path;

use insta::glob;
use saffron_diagnostics::Span;
use saffron_racf::command::Command;
use saffron_racf::database::Session;
use saffron_racf::database::authority::check_authority;
use saffron_racf::database::authority::least::{Least, least};
use saffron_racf::syntax;
use saffron_tests::commandbook::command_text;

use super::racf_seed::play;

#[test]
fn commands_are_judged_as_their_pages_say() {
    play("authority");
}

/// The commands of a file, one a line; a span's start is the number of its line.
fn commands(text: &str) -> Vec<Command> {
    let lines = text.lines().enumerate();
    let command = |(at, line): (usize, &str)| {
        let mut command = syntax::parse(&command_text(line)).command.unwrap();
        let start = u32::try_from(at + 1).unwrap();
        command.span = Span { start, end: start, ..command.span };
        command
    };
    lines.map(command).collect()
}

#[test]
fn what_a_script_takes_at_least() {
    glob!("../fixtures/commands/authority-report", "*.racf", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let report = report(&text, &least(Session::default(), &commands(&text)));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots/authority-report");
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(stem(path), report));
    });
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn report(text: &str, least: &Least) -> String {
    let lines = |spans: &[Span]| -> String {
        spans.iter().flat_map(|span| [" ".to_owned(), span.start.to_string()]).collect()
    };
    let mut out = String::new();
    for asked in &least.commands {
        let line = text.lines().nth(asked.span.start as usize - 1).unwrap();
        writeln!(out, "{:>2} {line}", asked.span.start).unwrap();
        for demand in &asked.demands {
            writeln!(out, "     {}: {demand}", demand.about).unwrap();
        }
    }
    writeln!(out, "SPECIAL for lines{}", lines(&least.special)).unwrap();
    writeln!(out, "AUDITOR for lines{}", lines(&least.auditor)).unwrap();
    for grant in &least.narrower {
        writeln!(out, "{} for lines{}", grant.need, lines(&grant.commands)).unwrap();
    }
    out
}

/// A session in which ANN's own entry gives her READ, and another way ALTER.
fn limited(alter: &str) -> Session {
    let mut session = Session::default();
    let preparation = "
        ADDGROUP PAY
        ADDUSER ANN DFLTGRP(PAY)
        RDEFINE FACILITY ONE UACC(NONE)
        PERMIT ONE CLASS(FACILITY) ID(ANN) ACCESS(READ)
    ";
    for line in preparation.trim().lines().chain([alter]) {
        let command = syntax::parse(&command_text(line.trim())).command.unwrap();
        assert!(session.run(&command).return_code == 0, "{line}");
    }
    session
}

#[test]
fn whether_the_own_entry_limits_is_a_rule() {
    let permit = "PERMIT ONE CLASS(FACILITY) ID(PAY)";
    let permit = syntax::parse(&command_text(permit)).command.unwrap();
    let ways = [
        ("PERMIT ONE CLASS(FACILITY) ID(PAY) ACCESS(ALTER)", "group-entry"),
        ("RALTER FACILITY ONE UACC(ALTER)", "uacc"),
    ];
    for (alter, rule) in ways {
        let mut session = limited(alter);
        let verdict = check_authority(&session.database, "ann", &permit, &session.rules);
        assert_eq!((verdict.allowed, verdict.rule), (true, rule));
        session.rules.alter_entries_independent = false;
        let verdict = check_authority(&session.database, "ann", &permit, &session.rules);
        assert_eq!((verdict.allowed, verdict.rule), (false, "insufficient"));
    }
}

#[test]
fn a_group_entry_limits_uacc_by_the_same_rule() {
    let mut session = limited("RALTER FACILITY ONE UACC(ALTER)");
    for line in [
        "PERMIT ONE CLASS(FACILITY) ID(ANN) DELETE",
        "PERMIT ONE CLASS(FACILITY) ID(PAY) ACCESS(READ)",
    ] {
        session.run(&syntax::parse(&command_text(line)).command.unwrap());
    }
    let permit = "PERMIT ONE CLASS(FACILITY) ID(ANN)";
    let permit = syntax::parse(&command_text(permit)).command.unwrap();
    for independent in [true, false] {
        session.rules.alter_entries_independent = independent;
        let verdict = check_authority(&session.database, "ANN", &permit, &session.rules);
        assert_eq!(verdict.allowed, independent);
    }
}

#[test]
fn a_refusal_says_what_would_be_needed() {
    let session = limited("SETROPTS CLASSACT(FACILITY)");
    let permit = syntax::parse(&command_text("PERMIT ONE CLASS(FACILITY) ID(PAY)"));
    let verdict =
        check_authority(&session.database, "ANN", &permit.command.unwrap(), &session.rules);
    assert_eq!(
        verdict.because,
        "needed for `FACILITY ONE`: SPECIAL, or group-SPECIAL over `FACILITY ONE`, or OWNER of \
         `FACILITY ONE`, or ALTER on the standard access list of `FACILITY ONE`, or a group with \
         ALTER on the standard access list of `FACILITY ONE`, or UACC(ALTER) of `FACILITY ONE`"
    );
}
