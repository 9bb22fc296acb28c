//! What is told of a package that an import made.

use std::path::Path;

use saffron_compiler::{Settings, SourceTree, codes};
use saffron_diagnostics::{Diagnostic, SourceMap};
use saffron_racf_convert::import::Package;

use crate::output::{BOLD, count};

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

/// The files of the package and its report, for a person.
pub(super) fn text(output: &Path, package: &Package) -> String {
    let place = output.display();
    let files: Vec<String> = package.files.iter().map(|(path, _)| format!("  {path}\n")).collect();
    let written = count(package.files.len(), "file");
    format!("{BOLD}{place}{BOLD:#}: {written}\n{}\n{}", files.concat(), package.report.text())
}
