//! `saffron safr import`: the package that a dump becomes, what is stated about it, and that it decides as
//! the tables say.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::SourceMap;
use saffron_genevaers::{Choice, Import, Refused, import};
use saffron_lang::parse;
use saffron_runtime::Engine;
use saffron_runtime::safr::{SafrRequest, With};
use saffron_vocabulary::safr::{ItemType, Rules, SafrOperation, SafrOutcome};

fn dump(name: &str) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/safr");
    fs::read_to_string(fixtures.join(name)).unwrap()
}

fn choice(rules: Option<Rules>) -> Choice {
    Choice { package: "workbench".to_owned(), rules }
}

fn imported(name: &str) -> Import {
    import(&dump(name), &choice(None)).unwrap()
}

/// The bundle of a package; its text is canonical and has no errors.
fn bundle(import: &Import) -> Vec<u8> {
    let mut sources = SourceMap::default();
    let mut trees = Vec::new();
    for (name, text) in import.files.iter().filter(|(name, _)| *name != "saffron.toml") {
        assert_eq!(&saffron_lang::format(text).text, text, "{name} isn't canonical");
        let file = sources.add(*name, text);
        trees.push(SourceTree::from(parse(file, text)));
    }
    let compilation = compile(&sources, &trees, &Settings::default());
    compilation.bundle.unwrap_or_else(|| panic!("{:#?}", compilation.diagnostics))
}

fn shown(import: &Import) -> String {
    let files = import.files.iter().map(|(name, text)| format!("──── {name}\n{text}\n"));
    let report = serde_json::to_string_pretty(&import.report).unwrap();
    files.collect::<String>() + "──── report\n" + &report
}

#[test]
fn packages_and_reports() {
    for name in ["roles", "legacy"] {
        let import = imported(&format!("{name}.sql"));
        bundle(&import);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots/safr-import");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, shown(&import)));
    }
}

/// The rows of a `COPY` block, field by field; without escapes, which the fixture's ids don't have.
fn rows<'d>(dump: &'d str, table: &str) -> Vec<Vec<&'d str>> {
    let begins = |line: &str| line.starts_with(&format!("COPY gendev.{table} "));
    let block = dump.lines().skip_while(|line| !begins(line)).skip(1);
    block.take_while(|line| *line != "\\.").map(|line| line.split('\t').collect()).collect()
}

/// What a role gives to items that no row refers to, as the number of the highest operation.
fn by_role(role: &str) -> usize {
    match role {
        "ADMIN" | "DEVELOPER" => 3,
        "GUEST" => 1,
        _ => 0,
    }
}

#[test]
fn a_package_decides_as_the_tables_say() {
    let dump = dump("roles.sql");
    let bundle = bundle(&imported("roles.sql"));
    let engine = Engine::open(bundle.clone()).unwrap();
    let environments = HashMap::from([("1", "Development"), ("2", "PROD")]);
    let groups = [("1", "ANALYSTS", "ALICE"), ("2", "Month end", "BOB"), ("3", "ADMINS", "ALICE")];
    let types = [
        (ItemType::LogicalFile, "logfile", "seclogfile"),
        (ItemType::LogicalRecord, "logrec", "seclogrec"),
        (ItemType::LookupPath, "lookup", "seclookup"),
        (ItemType::PhysicalFile, "phyfile", "secphyfile"),
        (ItemType::UserExitRoutine, "exit", "secexit"),
        (ItemType::View, "view", "secview"),
        (ItemType::ViewFolder, "viewfolder", "secviewfolder"),
    ];
    let mut asked = 0;
    for access in rows(&dump, "secenviron") {
        let Some(environment) = environments.get(access[0]) else { continue };
        let (_, group, user) = groups.iter().find(|(id, ..)| *id == access[1]).unwrap();
        for (item_type, table, rights) in types {
            // The second `LR_GL` of an environment is left out.
            for item in rows(&dump, table).iter().filter(|it| it[0] == access[0] && it[1] != "3") {
                let row = rows(&dump, rights)
                    .into_iter()
                    .find(|row| row[..3] == [access[0], access[1], item[1]]);
                let highest = match row.map(|row| row[3]) {
                    None => by_role(access[2]),
                    Some("1") => 1,
                    Some("2") => 2,
                    Some("3") => 3,
                    Some(_) => 0,
                };
                let name = item[2].replace("\\\\", "\\");
                let operations =
                    [SafrOperation::Read, SafrOperation::Modify, SafrOperation::Delete];
                for (needed, operation) in (1..).zip(operations) {
                    let decision = engine.decide_safr(&SafrRequest {
                        user,
                        login_group: Some(group),
                        login_environment: environment,
                        operation,
                        item_type,
                        item: Some(&name),
                        environment,
                        with: With::default(),
                    });
                    let granted = decision.outcome == SafrOutcome::Grant;
                    assert_eq!(
                        granted,
                        needed <= highest,
                        "{group} {environment} {item_type} {name} {operation}"
                    );
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn a_dump_of_both_generations_needs_a_choice() {
    let dump = dump("mixed.sql");
    let refused = import(&dump, &choice(None)).unwrap_err();
    assert_eq!(refused, Refused::Mixed { role: 4, legacy: 5 });
    for (rules, left) in [(Rules::Safr, "OLD"), (Rules::GenevaersRoles, "NEW")] {
        let import = import(&dump, &choice(Some(rules))).unwrap();
        let groups = &import.files.iter().find(|(name, _)| *name == "groups.saf").unwrap().1;
        let with_access = groups.split("group ").filter(|group| group.contains("in DEV"));
        let with_access: Vec<_> = with_access.filter_map(|it| it.split(' ').next()).collect();
        assert_eq!(with_access, [left]);
        bundle(&import);
    }
}

#[test]
fn what_takes_rights_away_must_be_readable() {
    let dump = dump("mixed.sql");
    for row in ["(1, 1, NULL, 4)", "(1, 1, 1)", "(1, 1, lastval(), 4)"] {
        let row =
            format!("INSERT INTO seclogfile (environid, groupid, logfileid, rights) VALUES {row};");
        let refused = import(&(dump.clone() + &row), &choice(Some(Rules::GenevaersRoles)));
        assert_eq!(refused.unwrap_err(), Refused::Unreadable { table: "seclogfile", line: 6 });
    }
}

#[test]
fn what_is_no_dump_is_refused() {
    for text in ["", "SELECT 1;", "\u{0}PGDMP"] {
        assert_eq!(import(text, &choice(None)).unwrap_err(), Refused::Empty);
    }
}
