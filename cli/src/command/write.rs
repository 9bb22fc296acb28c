//! Files are written to a temporary file in the same directory, then renamed. A reader sees the old
//! content or the new content, never a part of it.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Context as _;
use tempfile::{Builder, NamedTempFile};

/// Writes the content to the file; an existing file keeps its permissions.
pub(super) fn replace(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let writing = || format!("can't write {}", path.display());
    // A link stays a link. A terminal or a pipe is written to, never replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&target).ok();
    if existing.as_ref().is_some_and(|it| !it.is_file()) {
        return fs::write(&target, content).with_context(writing);
    }
    let parent = target.parent().filter(|it| !it.as_os_str().is_empty());
    let mut file = temporary_in(parent.unwrap_or(Path::new("."))).with_context(writing)?;
    file.write_all(content).with_context(writing)?;
    if let Some(existing) = existing {
        fs::set_permissions(file.path(), existing.permissions()).with_context(writing)?;
    }
    file.persist(&target).with_context(writing)?;
    Ok(())
}

/// A temporary file with the permissions of an ordinary one.
fn temporary_in(directory: &Path) -> std::io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".saffron-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(directory)
}
