//! Files of commands as packages, kept in `tests/snapshots/import`.

use std::path::{Path, PathBuf};

use saffron_command_files as host;
use saffron_command_files::script::Values;
use saffron_compiler::{Settings, SiteValue};
use saffron_diagnostics::SourceMap;
use saffron_racf::database::Session;
use saffron_racf_convert::import::Importer;

use super::run::{Run, finish, shown};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/commands/import")
}

fn fixtures() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
    found.sort();
    found
}

/// A file, run on a new database.
fn run(path: &Path, values: &Values) -> Run {
    let mut sources = SourceMap::default();
    let text = std::fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let file = sources.add(name, text.clone());
    let mut importer = Importer::new("imported", Session::default());
    importer.script(host::extract(file, name, &text, values));
    finish(sources, importer)
}

fn snapshot(path: &Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/import");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let name = path.file_name().unwrap().to_str().unwrap();
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn packages_of_fixtures() {
    for path in fixtures() {
        let package = run(&path, &Values::new()).package();
        let report = package.report.text();
        snapshot(&path, &format!("{}\n==== report\n{report}", shown(&package)));
    }
}

/// What the language can't write is reported, and the package is refused.
#[test]
fn a_name_that_cannot_be_written() {
    let run = super::run::run("SETROPTS CLASSACT(RACFVARS)\nRDEFINE RACFVARS &1X ADDMEM(A)\n");
    let package = run.package();
    let remarks = &package.report.remarks;
    assert!(remarks.iter().any(|it| it.starts_with("`system.saf` must be fixed")), "{remarks:?}");
    let text = &package.files.iter().find(|(path, _)| path == "system.saf").unwrap().1;
    let diagnostics = saffron_lang::parse(saffron_diagnostics::FileId(0), text).diagnostics;
    assert!(diagnostics.iter().any(saffron_diagnostics::Diagnostic::is_error));
}

/// The form in which other programs get the report.
#[test]
fn a_report_as_json() {
    let path = folder().join("odds.racf");
    let report = run(&path, &Values::new()).package().report;
    let json = serde_json::to_string_pretty(&report).unwrap();
    snapshot(Path::new("odds.racf.json"), &json);
}

#[test]
fn fixtures_decide_the_same() {
    for path in fixtures() {
        let open = run(&path, &Values::new()).package().report.parameters;
        let open = open.into_iter().filter(|it| it.default.is_none());
        let (mut values, mut settings) = (Values::new(), Settings::default());
        for (number, parameter) in open.enumerate() {
            let text = format!("VAL{number}");
            values.insert(parameter.name.clone(), text.clone());
            let value = SiteValue { text, origin: None };
            settings.site_values.insert(parameter.name, value);
        }
        super::random::assert_same(&run(&path, &values));
        // What is left open is given values: as those of a site, or before the commands run.
        let package = run(&path, &Values::new()).package();
        super::random::assert_package(&run(&path, &values), &package, &settings);
    }
}

#[test]
fn secrets_are_in_no_output() {
    for path in fixtures() {
        let run = run(&path, &Values::new());
        let package = run.package();
        let json = serde_json::to_string(&package.report).unwrap();
        let all = format!("{}{json}{}{:?}", shown(&package), package.report.text(), package);
        for secret in ["START123", "TOPSECRET", "correct horse", "0123456789ABCDEF"] {
            assert!(!all.contains(secret), "{}: {secret}\n{all}", path.display());
        }
    }
}

/// Each code of this part is earned by its fixture, and by nothing else in it.
#[test]
fn gaps_earn_their_codes() {
    let codes = saffron_racf::codes::ALL.iter().filter(|it| it.code.0.starts_with("SAF13"));
    for info in codes {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/codes");
        let run = run(&folder.join(format!("{}.racf", info.code.0)), &Values::new());
        let gaps = &run.translation.gaps;
        let earned: Vec<&str> = gaps.iter().map(|gap| gap.diagnostic().code.0).collect();
        assert!(!earned.is_empty() && earned.iter().all(|it| *it == info.code.0), "{gaps:?}");
        let said = saffron_diagnostics::render::text(
            &run.sources,
            &gaps.iter().map(saffron_racf_convert::policy::Gap::diagnostic).collect::<Vec<_>>(),
            false,
        );
        snapshot(Path::new(info.code.0), &said);
    }
}
