//! The files of a repository at a revision of git.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use tempfile::TempDir;

/// The files of a repository at a revision, as long as this lives.
pub(crate) struct Revision {
    _directory: TempDir,
    /// The policy among them.
    path: PathBuf,
}

impl Revision {
    /// The policy at the revision.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the files of a revision into a directory of their own. Neither the repository's index nor its working
    /// tree is touched.
    pub(crate) fn export(policy: &Path, revision: &str) -> anyhow::Result<Self> {
        let full =
            policy.canonicalize().with_context(|| format!("can't read {}", policy.display()))?;
        let inside = if full.is_dir() { full.as_path() } else { full.parent().unwrap_or(&full) };
        let directory = tempfile::tempdir().context("can't create a temporary directory")?;
        let index = directory.path().join("index");
        let files = directory.path().join("files");
        let git = |arguments: &[&str]| git(inside, &index, arguments);
        let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?.trim_end());
        let commit =
            git(&["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{tree}}")])?;
        git(&["read-tree", commit.trim_end()])?;
        let prefix = format!("--prefix={}/", files.display());
        git(&["-C", &top.display().to_string(), "checkout-index", "--all", &prefix])?;
        let relative =
            full.strip_prefix(&top).context("the policy is outside of its repository")?;
        let path = files.join(relative);
        if !path.exists() {
            bail!("{} is not in revision {revision}", policy.display());
        }
        Ok(Self { _directory: directory, path })
    }
}

fn git(directory: &Path, index: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(directory).args(arguments).env("GIT_INDEX_FILE", index);
    let output = command.output().context("can't run git, which --baseline needs")?;
    if !output.status.success() {
        bail!("git: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
