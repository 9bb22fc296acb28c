//! The decision matrix of SAFR's rules, a table for each type of item, in
//! `tests/snapshots/safr-matrix`.
//!
//! `INSTA_UPDATE=always cargo test -p saffron-tests safr_matrix` writes them anew; the difference is
//! then read next to the Security overview, not believed.

use saffron_runtime::Engine;
use saffron_tests::pipeline::compile_text;
use saffron_tests::safr::matrix::{Column, ROLE_COLUMNS, Row, SAFR_COLUMNS, rows};
use saffron_tests::safr::{SafrFacts, State};
use saffron_vocabulary::safr::{ItemType, SafrOutcome};

/// What both evaluators say.
fn answer(row: &Row, column: &Column, roles: bool) -> SafrFacts {
    let state = row.state(column, roles);
    let request = row.request(column);
    let compiled = compile_text(&state.text()).unwrap_or_else(|why| panic!("{why:?}"));
    let engine = Engine::open(compiled.bundle.clone()).unwrap();
    let answer = request.with_borrowed(|it| SafrFacts::of(&engine.decide_safr(it)));
    let naive = State::of(&compiled.model).decide(&request);
    let outcome = (answer.outcome, answer.kind, &answer.missing);
    assert_eq!(outcome, (naive.outcome, naive.kind, &naive.missing), "{}", row.label);
    answer
}

fn cell(outcome: SafrOutcome) -> &'static str {
    match outcome {
        SafrOutcome::Grant => "yes",
        SafrOutcome::Deny => "-",
        SafrOutcome::NotGoverned => "not governed",
        SafrOutcome::Unsupported => "unsupported",
    }
}

/// Columns as wide as what they hold.
fn aligned(lines: &[Vec<&str>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |at: usize| lines.iter().map(|line| line[at].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for line in lines {
        let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}  "));
        let line: String = cells.collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn table(kind: ItemType, columns: &[Column], roles: bool) -> String {
    let rows = rows(kind);
    let mut head = vec![kind.as_str()];
    head.extend(columns.iter().map(|it| it.head));
    let mut lines = vec![head];
    let labels: Vec<String> = rows.iter().map(|row| row.label(roles)).collect();
    for (row, label) in rows.iter().zip(&labels) {
        let answers = columns.iter().map(|column| cell(answer(row, column, roles).outcome));
        let mut line = vec![label.as_str()];
        line.extend(answers);
        if line[1..].iter().all(|it| *it == "unsupported") {
            line = vec![""; columns.len() + 1];
            (line[0], line[1]) = (label, "unsupported");
        }
        lines.push(line);
    }
    aligned(&lines)
}

fn snapshots(folder: &str, columns: &[Column], roles: bool) {
    for &kind in ItemType::ALL {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/{folder}"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let table = table(kind, columns, roles);
        settings.bind(|| insta::assert_snapshot!(kind.as_str(), table));
    }
}

#[test]
fn documented_rules() {
    snapshots("safr-matrix", &SAFR_COLUMNS, false);
}

#[test]
fn roles_of_today() {
    snapshots("safr-matrix-roles", &ROLE_COLUMNS, true);
}
