//! Finds, reads and decodes files, within limits.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

use anyhow::{Context as _, bail};
use saffron_diagnostics::{Diagnostic, Span};

use super::loader::{Loaded, MANIFEST};
use crate::codes;

/// The maximum size of a file, in bytes.
const MOST_BYTES: u64 = 64 << 20;

/// The maximum number of files of a policy.
pub(super) const MOST_FILES: usize = 10_000;

/// The maximum depth of directories; deeper ones are not searched.
const DEEPEST: usize = 64;

/// The `.saf` files below a directory, in the order of their paths. Hidden files, symbolic links,
/// build directories and other packages are skipped.
pub(crate) fn policy_files(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![(root.to_owned(), 0)];
    while let Some((directory, depth)) = pending.pop() {
        let entries = fs::read_dir(&directory)
            .with_context(|| format!("can't read {}", directory.display()))?;
        for entry in entries {
            let entry = entry.with_context(|| format!("can't read {}", directory.display()))?;
            let (path, name) = (entry.path(), entry.file_name());
            let kind = entry.file_type()?;
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            let apart = || name == "target" || path.join(MANIFEST).exists();
            if kind.is_dir() && depth < DEEPEST && !apart() {
                pending.push((path, depth + 1));
            } else if kind.is_file() && path.extension().is_some_and(|it| it == "saf") {
                found.push(path);
            }
        }
        if found.len() > MOST_FILES {
            bail!("{} contains more than {MOST_FILES} files", root.display());
        }
    }
    found.sort_by_key(|path| label(root, path));
    Ok(found)
}

/// The path relative to the package, with `/` between its parts.
pub(super) fn label(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> =
        relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// The metadata of a path that must exist.
pub(crate) fn metadata(path: &Path) -> anyhow::Result<fs::Metadata> {
    match path.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("{}: no such file or directory", path.display())
        }
        found => found.with_context(|| format!("can't read {}", path.display())),
    }
}

/// The bytes of a file, within the size limit.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path).with_context(|| format!("can't read {}", path.display()))?;
    read_limited(file).with_context(|| format!("can't read {}", path.display()))
}

/// All bytes of a reader, within the size limit of a file.
pub(crate) fn read_limited(from: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        bail!("the file is larger than {} MiB", MOST_BYTES >> 20);
    }
    Ok(bytes)
}

/// The text without a byte-order mark.
pub(crate) fn strip_mark(text: String) -> String {
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// Reports the first byte that is not UTF-8; the text before it stays in the map and is shown.
pub(super) fn report_not_text(loaded: &mut Loaded, label: String, error: &FromUtf8Error) {
    let at = error.utf8_error().valid_up_to();
    let bytes = error.as_bytes();
    let byte = bytes.get(at).copied().unwrap_or_default();
    let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or_default());
    let message = format!("`{label}` is not UTF-8 text: byte 0x{byte:02X} at offset {at}");
    let file = loaded.sources.add(label, before);
    let end = u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span { file, start: end, end };
    let diagnostic = Diagnostic::error(codes::NOT_UTF8, message, span, "not UTF-8 from here");
    loaded.diagnostics.push(diagnostic.help(advice(bytes)));
}

/// A suggestion, by what the bytes may be.
fn advice(bytes: &[u8]) -> &'static str {
    const EBCDIC_BLANK: u8 = 0x40;
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        "this looks like UTF-16: save the file as UTF-8"
    } else if sample.contains(&EBCDIC_BLANK) && !sample.contains(&b' ') {
        "this looks like EBCDIC: transfer the file from the host as text, not as binary"
    } else {
        "save the file as UTF-8"
    }
}
