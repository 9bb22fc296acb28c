//! What results of tests and invariants are shown with.

use std::path::{Path, PathBuf};
use std::time::Duration;

use saffron_diagnostics::{SourceMap, Span};

use crate::repository;

/// What is shown with the results.
pub(crate) struct Setting<'s> {
    pub(crate) sources: &'s SourceMap,
    /// The policy's paths and site, as arguments for the shell.
    pub(crate) policy: String,
    pub(crate) elapsed: Duration,
    pub(crate) files: Files,
    /// The name of the package.
    pub(crate) package: &'s str,
    /// The site of which the results are, where those of several sites are shown.
    pub(crate) site: Option<&'s str>,
}

impl Setting<'_> {
    /// By what results are grouped: the package, and its site if there are several.
    pub(crate) fn group(&self) -> String {
        let site = self.site.map(|site| format!(".{site}"));
        format!("{}{}", self.package, site.unwrap_or_default())
    }

    /// File and line.
    pub(crate) fn place(&self, span: Span) -> String {
        self.at(span).map_or_else(String::new, |(file, line)| format!("{file}:{line}"))
    }

    /// File and line.
    pub(crate) fn at(&self, span: Span) -> Option<(&str, u32)> {
        let file = self.sources.get(span.file)?;
        Some((&file.path, file.line_column(span.start).line))
    }

    /// The first line of what is there.
    pub(crate) fn first_line(&self, span: Span) -> &str {
        self.sources.text(span).lines().next().unwrap_or_default().trim()
    }

    /// The command that explains a request.
    pub(crate) fn explain(&self, flags: &[String]) -> String {
        format!("saffron explain {} {}", self.policy, flags.join(" "))
    }
}

/// Where the files of a policy are, for programs that mark lines in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files(Vec<PathBuf>);

impl Files {
    /// The files of a policy at these paths.
    pub(crate) fn of(policies: &[PathBuf]) -> Self {
        Self(policies.iter().filter(|path| path.is_dir()).cloned().collect())
    }

    /// The path of a file from the root of its repository, else from the current directory.
    pub(crate) fn on_disk(&self, path: &str) -> String {
        repository::path(&self.seen_from_here(path))
    }

    /// Sources are shown as they were typed, and those of a bundle have paths relative to their package.
    fn seen_from_here(&self, path: &str) -> String {
        if Path::new(path).is_file() {
            return path.to_owned();
        }
        let found = self.0.iter().map(|directory| directory.join(path)).find(|it| it.is_file());
        let found = found.map(|path| path.to_string_lossy().replace('\\', "/"));
        let found = found.unwrap_or_else(|| path.to_owned());
        found.strip_prefix("./").map_or_else(|| found.clone(), ToOwned::to_owned)
    }
}
