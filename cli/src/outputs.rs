//! Output files: complete or absent, and never a file that the same run reads or writes.
//!
//! INVARIANT: a file is written under a temporary name in its directory and renamed when all files of
//! the run are complete. Readers see the old content or the new one. The temporary file is locked
//! while its process lives, so the next run in that directory removes what a killed run left.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use tempfile::{Builder, NamedTempFile, TempDir};

use crate::load::{MANIFEST, is_part_of_package};

/// Temporary files and directories begin with this.
const PREFIX: &str = ".saffron-";

/// The files that a run will write.
#[derive(Debug, Default)]
pub(crate) struct Outputs {
    files: Vec<Output>,
    swept: Swept,
}

/// Directories from which leftovers were removed: once in a run, as a directory may be large.
#[derive(Debug, Default)]
struct Swept(BTreeSet<PathBuf>);

#[derive(Debug)]
struct Output {
    /// As it was specified.
    path: PathBuf,
    /// Where a link leads.
    target: PathBuf,
    /// The complete content, unless the output isn't a regular file and is written at the end.
    temporary: Option<NamedTempFile>,
    content: Vec<u8>,
}

impl Outputs {
    /// Prepares a file.
    ///
    /// # Errors
    ///
    /// If it is one of `inputs` (canonical paths of files and of the directories of packages), would
    /// be read as a part of a policy, is an output already, or can't be written.
    pub(crate) fn add(
        &mut self,
        path: &Path,
        content: &[u8],
        inputs: &BTreeSet<PathBuf>,
    ) -> anyhow::Result<()> {
        let target = target(path);
        if inputs.contains(&target) {
            bail!(
                "{} is part of the policy and is not overwritten; choose another output file",
                path.display()
            );
        }
        if is_part_of_package(&target) && is_in_policy(&target, inputs) {
            bail!(
                "{} would be read as a part of the policy; choose another name or directory",
                path.display()
            );
        }
        self.put(path, target, content)
    }

    /// Prepares a file, whatever it replaces.
    fn put(&mut self, path: &Path, target: PathBuf, content: &[u8]) -> anyhow::Result<()> {
        if self.files.iter().any(|output| output.target == target) {
            bail!("{} is specified for two outputs; choose two files", path.display());
        }
        let existing = fs::metadata(&target).ok();
        let regular = existing.as_ref().is_none_or(fs::Metadata::is_file);
        let writing = || format!("can't write {}", path.display());
        let (temporary, content) = if regular {
            let mut file =
                temporary_file(directory_of(&target), &mut self.swept).with_context(writing)?;
            file.write_all(content).with_context(writing)?;
            if let Some(existing) = existing {
                fs::set_permissions(file.path(), existing.permissions()).with_context(writing)?;
            }
            (Some(file), Vec::new())
        } else {
            // A terminal or a pipe is written to, never replaced.
            (None, content.to_vec())
        };
        self.files.push(Output { path: path.to_owned(), target, temporary, content });
        Ok(())
    }

    /// Puts all files in their places.
    pub(crate) fn write(&mut self) -> anyhow::Result<()> {
        for Output { path, target, temporary, content } in self.files.drain(..) {
            let writing = || format!("can't write {}", path.display());
            match temporary {
                Some(file) => drop(file.persist(&target).with_context(writing)?),
                None => fs::write(&target, content).with_context(writing)?,
            }
        }
        Ok(())
    }

    /// Writes one file now. It may be one that was read: `fmt` replaces its input.
    pub(crate) fn replace(&mut self, path: &Path, content: &[u8]) -> anyhow::Result<()> {
        self.put(path, target(path), content)?;
        self.write()
    }
}

/// Refuses a directory that has files already.
pub(crate) fn refuse_occupied(directory: &Path) -> anyhow::Result<()> {
    let reading = || format!("can't read {}", directory.display());
    if directory.exists() && fs::read_dir(directory).with_context(reading)?.next().is_some() {
        bail!("{} already exists and is not empty; choose another directory", directory.display());
    }
    Ok(())
}

/// Writes the files of a new directory, whose paths are relative to it: all of them, or none.
pub(crate) fn create_directory<'f>(
    directory: &Path,
    files: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> anyhow::Result<()> {
    let writing = || format!("can't write {}", directory.display());
    let parent = directory_of(directory);
    fs::create_dir_all(parent).with_context(writing)?;
    Swept::default().sweep(parent);
    let (temporary, _lock) = temporary_directory(parent).with_context(writing)?;
    let place = temporary.path().join("package");
    for (path, text) in files {
        let path = place.join(path);
        fs::create_dir_all(directory_of(&path)).with_context(writing)?;
        fs::write(&path, text).with_context(writing)?;
    }
    if directory.exists() {
        fs::remove_dir(directory).with_context(writing)?;
    }
    fs::rename(&place, directory).with_context(writing)
}

/// Adds new files to a directory, which is created if necessary: all of them, or none.
pub(crate) fn add_to_directory<'f>(
    directory: &Path,
    files: impl IntoIterator<Item = (&'f str, &'f str)>,
) -> anyhow::Result<()> {
    if !directory.exists() {
        return create_directory(directory, files);
    }
    let mut outputs = Outputs::default();
    for (name, text) in files {
        let path = directory.join(name);
        outputs.put(&path, target(&path), text.as_bytes())?;
    }
    outputs.write()
}

/// Whether a file is in the directory of a package, or next to a policy file that was named by itself.
fn is_in_policy(target: &Path, inputs: &BTreeSet<PathBuf>) -> bool {
    let is_package = |directory: &Path| {
        inputs.contains(directory) || directory.join(MANIFEST).symlink_metadata().is_ok()
    };
    let directory = target.parent();
    target.ancestors().skip(1).any(is_package) || inputs.iter().any(|it| it.parent() == directory)
}

/// The file that a path leads to. A new file is named by the canonical path of its directory.
fn target(path: &Path) -> PathBuf {
    if let Ok(canonical) = path.canonicalize() {
        return canonical;
    }
    match (directory_of(path).canonicalize(), path.file_name()) {
        (Ok(directory), Some(name)) => directory.join(name),
        _ => path.to_owned(),
    }
}

fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A locked temporary file with the permissions of an ordinary one.
fn temporary_file(directory: &Path, swept: &mut Swept) -> std::io::Result<NamedTempFile> {
    swept.sweep(directory);
    loop {
        let mut builder = Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(directory)?;
        file.as_file().lock()?;
        // Another run may have swept it away before it was locked.
        if file.path().exists() {
            return Ok(file);
        }
    }
}

fn temporary_directory(parent: &Path) -> std::io::Result<(TempDir, File)> {
    loop {
        let directory = TempDir::with_prefix_in(PREFIX, parent)?;
        let lock = File::open(directory.path())?;
        lock.lock()?;
        if directory.path().exists() {
            return Ok((directory, lock));
        }
    }
}

impl Swept {
    /// Removes what killed runs left in a directory: temporary files that no process has locked.
    fn sweep(&mut self, directory: &Path) {
        if !self.0.insert(directory.to_owned()) {
            return;
        }
        let Ok(entries) = fs::read_dir(directory) else { return };
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with(PREFIX) {
                remove_unlocked(&entry);
            }
        }
    }
}

/// Removes a temporary file or directory unless its process lives.
fn remove_unlocked(entry: &fs::DirEntry) {
    let path = entry.path();
    let Ok(file) = File::open(&path) else { return };
    if file.try_lock().is_err() {
        return;
    }
    // Whatever can't be removed now is tried again by the next run.
    let _ = match entry.file_type() {
        Ok(kind) if kind.is_dir() => fs::remove_dir_all(&path),
        Ok(kind) if kind.is_file() => fs::remove_file(&path),
        _ => Ok(()),
    };
}
