//! What is told of a package that an import made.

use std::path::Path;

use saffron_command_files::script::Values;
use saffron_compiler::{Settings, SourceTree, codes};
use saffron_diagnostics::{Diagnostic, SourceMap, Totals};
use saffron_racf_convert::import::Package;
use serde_json::{Map, Value};

use super::args::ImportArgs;
use crate::load::shown::Shown;
use crate::output::{self, BOLD, NOTE, count};
use crate::report::diagnostics;

/// The errors of the package, as `saffron check` reports them, except for parameters that have no value yet.
pub(super) fn faults(package: &Package) -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = SourceMap::default();
    let policies = package
        .files
        .iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|it| it == "saf"));
    let trees: Vec<SourceTree> = policies
        .map(|(path, text)| {
            let file = sources.add(path.as_str(), text.as_str());
            SourceTree::from(saffron_lang::parse(file, text))
        })
        .collect();
    let mut found = saffron_compiler::analyse(&trees, &Settings::default()).diagnostics;
    found.retain(|it| it.is_error() && it.code != codes::MISSING_VALUE);
    (sources, found)
}

/// Warns that the package doesn't compile yet, if it has errors.
pub(super) fn warn_of_faults(written: SourceMap, faults: &[Diagnostic], args: &ImportArgs) {
    if faults.is_empty() {
        return;
    }
    let written = Shown::of_policy(written, Values::new());
    diagnostics::print_text(&written, faults, Totals::default(), args.shown);
    output::note(&format!("{NOTE}warning{NOTE:#}: the package doesn't compile yet\n"));
}

/// The files of the package and its report, for a program.
pub(super) fn value(
    package: &Package,
    (written, compiles): (bool, bool),
    sources: &Shown,
    found: &[Diagnostic],
    args: &ImportArgs,
) -> anyhow::Result<Map<String, Value>> {
    let files: Vec<&str> = package.files.iter().map(|(path, _)| path.as_str()).collect();
    let mut value = Map::new();
    value.insert("written".to_owned(), written.into());
    value.insert("compiles".to_owned(), compiles.into());
    value.insert("files".to_owned(), files.into());
    value.insert("report".to_owned(), serde_json::to_value(&package.report)?);
    let found = diagnostics::json(sources, found, args.shown);
    value.insert("diagnostics".to_owned(), found.into());
    Ok(value)
}

/// The files of the package and its report, for a person.
pub(super) fn text(output: &Path, package: &Package) -> String {
    let place = output.display();
    let files: Vec<String> = package.files.iter().map(|(path, _)| format!("  {path}\n")).collect();
    let written = count(package.files.len(), "file");
    format!("{BOLD}{place}{BOLD:#}: {written}\n{}\n{}", files.concat(), package.report.text())
}
