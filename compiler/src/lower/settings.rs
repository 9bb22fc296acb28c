//! What a package is analysed with: its parsed files, its name and the values of its site.

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, FileId, Span};
use saffron_lang::Parse;
use saffron_lang::ast::File;

use crate::manifest::{EsmSections, Manifest, SiteValue};

/// The edition that packages are written in if they don't specify one.
/// The edition of the language.
pub const EDITION: u16 = 2026;

/// The place of what is specified outside every file.
pub(crate) const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// One parsed file of a package, with its diagnostics from the parser: a package with a syntax
/// error anywhere is refused.
#[derive(Clone, Debug)]
pub struct SourceTree {
    /// The declarations.
    pub tree: File,
    /// What could not be understood.
    pub diagnostics: Vec<Diagnostic>,
    /// Names in the text that could not be understood.
    pub lost_names: Vec<String>,
}

impl From<File> for SourceTree {
    /// Declarations that were not parsed, and so have no syntax errors.
    fn from(tree: File) -> Self {
        Self { tree, diagnostics: Vec::new(), lost_names: Vec::new() }
    }
}

impl From<Parse> for SourceTree {
    fn from(parse: Parse) -> Self {
        Self { tree: parse.file, diagnostics: parse.diagnostics, lost_names: parse.lost_names }
    }
}

/// What a package is analysed with in addition to its files.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The package's name.
    pub package: String,
    /// The language edition.
    pub edition: u16,
    /// Values of parameters at the chosen site.
    pub site_values: BTreeMap<String, SiteValue>,
    /// Every site of the package, for suggestions.
    pub sites: BTreeMap<String, BTreeMap<String, SiteValue>>,
    /// Values of every site for other security managers.
    pub esm: EsmSections,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            package: String::new(),
            edition: EDITION,
            site_values: BTreeMap::new(),
            sites: BTreeMap::new(),
            esm: EsmSections::new(),
        }
    }
}

impl Settings {
    /// The settings of a manifest at one of its sites, or at none; `None` if it has no such site.
    pub fn of(manifest: &Manifest, site: Option<&str>) -> Option<Self> {
        let site_values = match site {
            Some(site) => manifest.site_values(site)?,
            None => BTreeMap::new(),
        };
        Some(Self {
            package: manifest.name.clone(),
            edition: manifest.edition,
            site_values,
            sites: manifest.sites.clone(),
            esm: manifest.esm.clone(),
        })
    }
}
