//! From paths to parsed files: packages, their dependencies, single files.
//!
//! INVARIANT: files are read in the order of their names, and their labels don't depend on the
//! location of the package.

pub(crate) mod base;
pub(crate) mod commands;
mod file;
mod loader;
mod manifest;
mod package;
pub(crate) mod shown;
pub(crate) mod unload;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::bail;
use saffron_compiler::SourceTree;
use saffron_diagnostics::did_you_mean;
use saffron_diagnostics::{Diagnostic, FileId};

use crate::options::PolicyArgs;

use loader::{Loader, name_of};

pub(crate) use file::{
    STANDARD_INPUT, input, is_part_of_package, is_stdin, metadata, open, packages, policy_files,
    read as read_file, read_limited, stdin, strip_mark, typed,
};
pub(crate) use loader::{Loaded, MANIFEST};
pub(crate) use manifest::manifest_of;

/// Reads and parses all files of the policy.
pub(crate) fn policy(args: &PolicyArgs) -> anyhow::Result<Loaded> {
    let mut loader = Loader {
        encoding: args.commands.start.encoding,
        stands_for: args.stands_for.clone(),
        ..Loader::default()
    };
    for path in &args.commands.start.base {
        loader.root(path)?;
    }
    loader.base_commands = std::mem::take(&mut loader.commands);
    for path in &args.policies {
        loader.root(path)?;
    }
    loader.report_unread_packages();
    loader.choose_site(args.site.as_deref())?;
    loader.finish_unload(args.commands.start.setropts.as_deref())?;
    if !loader.commands.is_empty() {
        loader.choose_section(args.commands.variables.section.as_deref())?;
    }
    loader.issue_commands(&args.commands)?;
    Ok(loader.loaded)
}

/// The sites of the packages, in order; one without a name if the packages can't be read, so that a run reports why.
pub(crate) fn sites(args: &PolicyArgs) -> anyhow::Result<Vec<Option<String>>> {
    let mut loader = Loader { encoding: args.commands.start.encoding, ..Loader::default() };
    for path in &args.policies {
        loader.root(path)?;
    }
    if loader.loaded.diagnostics.iter().any(Diagnostic::is_error) {
        return Ok(vec![None]);
    }
    let roots = loader.manifests.iter().take(loader.roots);
    let sites: BTreeSet<&str> =
        roots.flat_map(saffron_compiler::manifest::Manifest::site_names).collect();
    if sites.is_empty() {
        bail!("{MANIFEST} has no [site.…] sections");
    }
    Ok(sites.into_iter().map(|site| Some(site.to_owned())).collect())
}

impl Loader {
    fn root(&mut self, path: &Path) -> anyhow::Result<()> {
        if file::is_stdin(path) {
            return self.standard_input(path);
        }
        let found = file::metadata(path)?;
        let first = self.loaded.settings.package.is_empty();
        if found.is_dir() {
            return self.root_package(path, first);
        }
        if path.file_name().is_some_and(|name| name == MANIFEST) {
            let directory = path.parent().filter(|it| !it.as_os_str().is_empty());
            return self.root_package(directory.unwrap_or(Path::new(".")), first);
        }
        if first {
            self.loaded.settings.package = name_of(path.file_stem());
        }
        let label = name_of(path.file_name());
        if let Some(form) = unload::form(path, self.encoding)? {
            return self.unload_file(path, form, &label);
        }
        if commands::holds_commands(path) {
            return self.command_file(path, &label);
        }
        self.policy_file(path, &label)
    }

    /// Standard input where a policy is named is policy text.
    fn standard_input(&mut self, path: &Path) -> anyhow::Result<()> {
        if self.loaded.settings.package.is_empty() {
            self.loaded.settings.package = name_of(None);
        }
        self.policy_file(path, STANDARD_INPUT)
    }

    /// Reads and parses a file, once.
    fn policy_file(&mut self, path: &Path, label: &str) -> anyhow::Result<()> {
        if !self.is_new(path) {
            return Ok(());
        }
        let Some(file) = self.text_file(path, label)? else { return Ok(()) };
        let text = self.loaded.sources.get(file).map(|it| it.text.as_str());
        let parse = saffron_lang::parse(file, text.unwrap_or_default());
        self.loaded.trees.push(SourceTree::from(parse));
        Ok(())
    }

    /// Whether a file has not been read yet.
    fn is_new(&mut self, path: &Path) -> bool {
        self.loaded.inputs.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    /// Reads a file; `None` and a diagnostic if it is not text.
    fn text_file(&mut self, path: &Path, label: &str) -> anyhow::Result<Option<FileId>> {
        self.files += 1;
        if self.files > file::MOST_FILES {
            bail!("the policy has more than {} files", file::MOST_FILES);
        }
        let bytes = file::read(path)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(self.add(path, label, file::strip_mark(text)))),
            Err(error) => {
                let file = self.add(path, label, file::before(&error));
                let diagnostic = file::not_text(file, &file::typed(path), &error);
                self.loaded.diagnostics.push(diagnostic);
                Ok(None)
            }
        }
    }

    /// Adds a file, which people see as they named it, and bundles by its label.
    fn add(&mut self, path: &Path, label: &str, text: String) -> FileId {
        let label = self.unique(label);
        let file = self.loaded.sources.add(self.shown(path), text);
        self.loaded.sources.set_name(file, label);
        file
    }

    /// A path as people see it, who don't know the directories of this run.
    fn shown(&self, path: &Path) -> String {
        let known = self.stands_for.as_deref().and_then(|(written, known)| {
            let rest = path.strip_prefix(written).ok()?;
            Some(if rest.as_os_str().is_empty() { known.clone() } else { known.join(rest) })
        });
        file::typed(known.as_deref().unwrap_or(path))
    }

    /// The label, or a similar one that no other file has.
    fn unique(&mut self, label: &str) -> String {
        let mut unique = label.to_owned();
        let mut number = 1;
        while !self.labels.insert(unique.clone()) {
            number += 1;
            unique = format!("{label}~{number}");
        }
        unique
    }

    /// Takes the values of the site from every package that defines it; packages named on the command
    /// line take precedence.
    fn choose_site(&mut self, site: Option<&str>) -> anyhow::Result<()> {
        let settings = &mut self.loaded.settings;
        for manifest in &self.manifests {
            for (name, values) in &manifest.sites {
                let known = settings.sites.entry(name.clone()).or_default();
                for (param, value) in values {
                    known.entry(param.clone()).or_insert_with(|| value.clone());
                }
            }
        }
        for (manager, sections) in self.manifests.iter().flat_map(|manifest| &manifest.esm) {
            let known = settings.esm.entry(manager.clone()).or_default();
            for (name, section) in sections {
                known.entry(name.clone()).or_insert_with(|| section.clone());
            }
        }
        let roots = self.manifests.iter().take(self.roots);
        for manage in roots.clone().filter_map(|manifest| manifest.manage.as_ref()) {
            self.loaded.manage.get_or_insert_default().extend(manage);
        }
        for manifest in roots.clone() {
            self.loaded.audit.extend(&manifest.audit);
        }
        let settings = &mut self.loaded.settings;
        let Some(site) = site else { return Ok(()) };
        let sites: BTreeSet<&str> =
            roots.flat_map(saffron_compiler::manifest::Manifest::site_names).collect();
        let unread = self.loaded.diagnostics.iter().any(Diagnostic::is_error);
        if !sites.contains(site) && !unread {
            bail!("{}", unknown_site(site, &sites));
        }
        settings.site_values = settings.sites.get(site).cloned().unwrap_or_default();
        Ok(())
    }
}

fn unknown_site(site: &str, sites: &BTreeSet<&str>) -> String {
    let known: Vec<&str> = sites.iter().copied().collect();
    match did_you_mean(site, known.iter().copied()) {
        Some(near) => format!("unknown site `{site}` in {MANIFEST}; did you mean `{near}`?"),
        None if known.is_empty() => {
            format!("unknown site `{site}`: {MANIFEST} has no [site.…] sections")
        }
        None => {
            format!("unknown site `{site}` in {MANIFEST}; expected one of {}", known.join(", "))
        }
    }
}
