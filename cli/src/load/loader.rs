//! What has been read of a policy so far.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use saffron_compiler::manifest::{AuditSection, Manage, Manifest};
use saffron_compiler::{Settings, SourceTree};
use saffron_diagnostics::{Diagnostic, FileId, SourceMap};
use saffron_racf::branches::{Branches, Choice};

use crate::options::Encoding;

/// The manifest of a package.
pub(crate) const MANIFEST: &str = "saffron.toml";

/// A policy that was read and parsed.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) sources: SourceMap,
    pub(crate) trees: Vec<SourceTree>,
    pub(crate) settings: Settings,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The canonical paths of all files that were read, and of the directories of packages.
    pub(crate) inputs: BTreeSet<PathBuf>,
    /// What the policy is if conditions of commands don't hold.
    pub(crate) variants: Variants,
    /// What of a system the named packages answer for.
    pub(crate) manage: Option<Manage>,
    /// What the named packages state for an audit.
    pub(crate) audit: AuditSection,
}

/// The policies that commands come to, by the conditions that hold. The policy itself is what they come to if all hold.
#[derive(Debug, Default)]
pub(crate) struct Variants {
    pub(crate) branches: Branches,
    pub(crate) others: Vec<(Choice, Vec<SourceTree>)>,
    /// Not all choices are among the others.
    pub(crate) more: bool,
}

/// What has been read so far.
#[derive(Debug, Default)]
pub(super) struct Loader {
    pub(super) loaded: Loaded,
    /// Manifests of the packages that were named, then those of their dependencies.
    pub(super) manifests: Vec<Manifest>,
    /// The number of manifests that belong to named packages.
    pub(super) roots: usize,
    /// Packages by their canonical directories, with their names.
    pub(super) packages: BTreeMap<PathBuf, String>,
    /// Packages inside of others: their canonical directories, and how their manifests are called.
    pub(super) inner: Vec<(PathBuf, String)>,
    /// Packages whose dependencies are being read.
    pub(super) open: Vec<PathBuf>,
    pub(super) labels: BTreeSet<String>,
    /// Files of RACF commands, in the order in which they were named.
    pub(super) commands: Vec<FileId>,
    /// Files of RACF commands that describe the system before the others.
    pub(super) base_commands: Vec<FileId>,
    /// The database unload, of which several files may be given.
    pub(super) unload: Option<saffron_unload::Reader>,
    /// The code page of unloads in EBCDIC.
    pub(super) encoding: Option<Encoding>,
    pub(super) files: usize,
    /// A directory that was written for this run, and the one that people know instead.
    pub(super) stands_for: Option<Box<(PathBuf, PathBuf)>>,
}

/// The part of a path as a name.
pub(super) fn name_of(part: Option<&std::ffi::OsStr>) -> String {
    part.map_or_else(|| "policy".to_owned(), |name| name.to_string_lossy().into_owned())
}
