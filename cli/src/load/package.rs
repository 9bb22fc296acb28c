//! Package directories and the packages that they depend on.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use saffron_compiler::manifest::{Dependency, Manifest};
use saffron_diagnostics::{Diagnostic, Span};

use super::file::{self, Unread};
use super::loader::{Loader, MANIFEST, name_of};
use crate::codes;

/// Most packages that a message names.
const MOST_NAMED: usize = 10;

/// That a directory has no policy, and which packages are below it.
fn no_policy(place: &Path) -> anyhow::Result<String> {
    let below = file::packages(place)?;
    let message = format!("{} contains no policy: no {MANIFEST} and no .saf file", place.display());
    if below.is_empty() {
        return Ok(message);
    }
    let named: Vec<String> = below.iter().take(MOST_NAMED).map(|it| file::typed(it)).collect();
    let more = if below.len() > MOST_NAMED { ", …" } else { "" };
    let all = "`saffron check --all` checks each of them";
    Ok(format!("{message}; packages below it: {}{more}; {all}", named.join(", ")))
}

impl Loader {
    /// A package that was named on the command line.
    pub(super) fn root_package(&mut self, place: &Path, first: bool) -> anyhow::Result<()> {
        let canonical = canonical(place)?;
        if self.packages.contains_key(&canonical) {
            return Ok(());
        }
        if !place.join(MANIFEST).exists() && file::policy_files(place)?.is_empty() {
            bail!("{}", no_policy(place)?);
        }
        let name = name_of(canonical.file_name());
        let prefix = if first { String::new() } else { format!("{name}/") };
        let manifest = self.package(place, canonical, &name, &prefix)?;
        if first {
            self.loaded.settings.package = manifest.as_ref().map_or(name, |it| it.name.clone());
            if let Some(manifest) = &manifest {
                self.loaded.settings.edition = manifest.edition;
            }
        }
        Ok(())
    }

    /// Reads a package, then its dependencies.
    fn package(
        &mut self,
        place: &Path,
        canonical: PathBuf,
        name: &str,
        prefix: &str,
    ) -> anyhow::Result<Option<Manifest>> {
        let manifest = self.manifest(place, prefix)?;
        let name = manifest.as_ref().map_or(name, |it| &it.name).to_owned();
        self.loaded.inputs.insert(canonical.clone());
        self.packages.insert(canonical.clone(), name);
        self.package_files(place, prefix)?;
        if let Some(manifest) = &manifest {
            let at = if self.open.is_empty() { self.roots } else { self.manifests.len() };
            self.roots += usize::from(self.open.is_empty());
            self.manifests.insert(at, manifest.clone());
            self.open.push(canonical);
            for dependency in &manifest.dependencies {
                self.dependency(place, dependency)?;
            }
            self.open.pop();
        }
        Ok(manifest)
    }

    fn package_files(&mut self, place: &Path, prefix: &str) -> anyhow::Result<()> {
        let found = file::policy_files(place)?;
        for (path, why) in found.unread {
            let label = format!("{prefix}{}", file::label(place, &path));
            self.unread(&path, &label, why);
        }
        for path in found.packages {
            let label = format!("{prefix}{}/{MANIFEST}", file::label(place, &path));
            self.inner.push((path, label));
        }
        for path in found.files {
            let label = format!("{prefix}{}", file::label(place, &path));
            self.policy_file(&path, &label)?;
        }
        Ok(())
    }

    /// Reports the packages inside of others that no package depends on: their files are not read.
    pub(super) fn report_unread_packages(&mut self) {
        for (directory, label) in std::mem::take(&mut self.inner) {
            let is_used = canonical(&directory).is_ok_and(|it| self.packages.contains_key(&it));
            if !is_used {
                self.unread(&directory.join(MANIFEST), &label, Unread::Package);
            }
        }
    }

    /// A policy file that isn't read could deny what the others grant, so it is an error.
    fn unread(&mut self, path: &Path, label: &str, why: Unread) {
        let file = self.add(path, label, String::new());
        let label = file::typed(path);
        let span = Span { file, start: 0, end: 0 };
        let message = format!("the policy file `{label}` is not read: {}", why.reason());
        let may_be_meant = matches!(why, Unread::Hidden | Unread::Package);
        let new = if may_be_meant { Diagnostic::warning } else { Diagnostic::error };
        let diagnostic = new(codes::UNREAD_FILE, message, span, "this file");
        self.loaded.diagnostics.push(diagnostic.help(why.help()));
    }

    fn dependency(&mut self, place: &Path, dependency: &Dependency) -> anyhow::Result<()> {
        let path = place.join(&dependency.path);
        if !path.is_dir() {
            self.missing(dependency);
            return Ok(());
        }
        let canonical = canonical(&path)?;
        if self.open.contains(&canonical) {
            self.cycle(dependency);
        } else if !self.packages.contains_key(&canonical) {
            self.refuse_second(dependency);
            let prefix = format!("{}/", dependency.name);
            self.package(&path, canonical.clone(), &dependency.name, &prefix)?;
        }
        self.check_name(dependency, &canonical);
        Ok(())
    }

    fn missing(&mut self, dependency: &Dependency) {
        let Dependency { name, path, span } = dependency;
        let message = format!("missing dependency `{name}`");
        let label = format!("no such directory: `{path}`");
        let diagnostic = Diagnostic::error(codes::MISSING_DEPENDENCY, message, *span, label)
            .help(format!("paths are relative to the directory of this {MANIFEST}"));
        self.loaded.diagnostics.push(diagnostic);
    }

    fn cycle(&mut self, dependency: &Dependency) {
        let name = &dependency.name;
        let message = format!("the package `{name}` depends on itself");
        let label = format!("this leads back to `{name}`");
        let diagnostic =
            Diagnostic::error(codes::DEPENDENCY_CYCLE, message, dependency.span, label)
                .help("move what both need into a third package");
        self.loaded.diagnostics.push(diagnostic);
    }

    /// Two packages with one name could not be distinguished in diagnostics and decisions.
    fn refuse_second(&mut self, dependency: &Dependency) {
        let name = &dependency.name;
        if self.packages.values().any(|known| known == name) {
            let message = format!("two packages have the name `{name}`");
            let label = "a package in another directory has this name";
            let diagnostic =
                Diagnostic::error(codes::PACKAGE_NAME, message, dependency.span, label)
                    .help(format!("rename one of them in its {MANIFEST}"));
            self.loaded.diagnostics.push(diagnostic);
        }
    }

    fn check_name(&mut self, dependency: &Dependency, canonical: &Path) {
        let name = &dependency.name;
        let Some(own) = self.packages.get(canonical).filter(|own| *own != name) else { return };
        let message = format!("the dependency `{name}` has the name `{own}` in its own {MANIFEST}");
        let label = format!("the name of this package is `{own}`");
        let help = format!("write `{own} = {{ path = \"{}\" }}`", dependency.path);
        let diagnostic =
            Diagnostic::error(codes::PACKAGE_NAME, message, dependency.span, label).help(help);
        self.loaded.diagnostics.push(diagnostic);
    }
}

fn canonical(place: &Path) -> anyhow::Result<PathBuf> {
    place.canonicalize().with_context(|| format!("can't read {}", place.display()))
}
