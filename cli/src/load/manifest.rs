//! `saffron.toml`.

use std::path::Path;

use saffron_compiler::manifest::{Manifest, parse_manifest};
use saffron_diagnostics::{Diagnostic, FileId, Span};

use super::file;
use super::loader::{Loader, MANIFEST};
use crate::codes;

/// The manifest of a new package in this directory.
pub(crate) fn manifest_of(directory: &Path) -> String {
    let name = directory.file_name().map(|it| it.to_string_lossy().to_lowercase());
    let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
    let name: String = name.unwrap_or_default().chars().map(plain).collect();
    let begins = name.starts_with(|it: char| it.is_ascii_alphabetic());
    let name = if begins { name } else { format!("package{name}") };
    format!("[package]\nname = \"{name}\"\nedition = \"2026\"\n")
}

impl Loader {
    /// The manifest of a package, if it has a readable one.
    pub(super) fn manifest(
        &mut self,
        place: &Path,
        prefix: &str,
    ) -> anyhow::Result<Option<Manifest>> {
        let path = place.join(MANIFEST);
        if path.symlink_metadata().is_err() {
            return Ok(None);
        }
        self.is_new(&path);
        let Some(id) = self.text_file(&path, &format!("{prefix}{MANIFEST}"))? else {
            return Ok(None);
        };
        if file::policy_files(place)?.files.is_empty() {
            self.empty(id);
        }
        let text = self.loaded.sources.get(id).map(|it| it.text.as_str());
        let (manifest, diagnostics) = parse_manifest(id, text.unwrap_or_default());
        self.loaded.diagnostics.extend(diagnostics);
        Ok(manifest)
    }

    fn empty(&mut self, file: FileId) {
        let span = Span { file, start: 0, end: 0 };
        let message = "the package has no policy files";
        let diagnostic = Diagnostic::warning(
            codes::EMPTY_PACKAGE,
            message,
            span,
            "no policy files next to this file",
        )
        .help("write the policy in a file such as `policy.saf` next to it");
        self.loaded.diagnostics.push(diagnostic);
    }
}
