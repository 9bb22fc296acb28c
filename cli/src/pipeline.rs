//! The file that makes a host check a policy: where the host expects it, and its text.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use crate::outputs;

/// Hosts of repositories.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Host {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
}

impl Host {
    const fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Github => {
                (".github/workflows/policy.yml", include_str!("../template/github.yml"))
            }
            Self::Gitlab => (".gitlab-ci.yml", include_str!("../template/gitlab.yml")),
        }
    }
}

/// A file that isn't written yet.
#[derive(Debug)]
pub(crate) struct Pipeline {
    path: PathBuf,
    text: String,
    host: Host,
}

impl Pipeline {
    /// The pipeline for a package, in the repository that contains it.
    ///
    /// # Errors
    ///
    /// If the file exists: it may do other things as well.
    pub(crate) fn of(host: Host, package: &Path) -> anyhow::Result<Self> {
        let package = package.canonicalize().or_else(|_| std::path::absolute(package))?;
        let top = package.ancestors().find(|it| it.join(".git").exists()).unwrap_or(&package);
        let policy = package.strip_prefix(top).unwrap_or(&package).to_string_lossy().into_owned();
        let policy = if policy.is_empty() { ".".to_owned() } else { policy.replace('\\', "/") };
        let (file, text) = host.file();
        let path = top.join(file);
        if path.exists() {
            bail!("{} already exists and is not overwritten", path.display());
        }
        // As a quoted scalar of YAML, whatever the name contains.
        let scalar = format!("'{}'", policy.replace('\'', "''"));
        Ok(Self { path, text: text.replace("{{policy}}", &scalar), host })
    }

    /// What people must replace in the file before the host can run it; empty if nothing.
    pub(crate) const fn to_replace(&self) -> &'static str {
        match self.host {
            Host::Github => {
                "replace OWNER in it with the account that has Saffron's repository: GitHub allows no variable there\n"
            }
            Host::Gitlab => "",
        }
    }

    /// Writes the file; the result is its path, from the current directory where it is below that.
    pub(crate) fn write(&self) -> anyhow::Result<String> {
        let Self { path, text, .. } = self;
        let (Some(place), Some(name)) = (path.parent(), path.file_name()) else {
            bail!("{} can't be written", path.display());
        };
        let creating = || format!("can't create {}", place.display());
        std::fs::create_dir_all(place).with_context(creating)?;
        outputs::add_to_directory(place, [(&*name.to_string_lossy(), text.as_str())])?;
        let current = std::env::current_dir().and_then(|it| it.canonicalize());
        let shown = current.ok().and_then(|current| path.strip_prefix(current).ok());
        Ok(shown.unwrap_or(path).display().to_string())
    }
}
