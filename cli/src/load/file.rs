//! Finds, reads and decodes files, within limits.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Stdin};
use std::path::{Component, Path, PathBuf};
use std::string::FromUtf8Error;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, bail};
use saffron_diagnostics::{Diagnostic, FileId, Span};

use super::loader::MANIFEST;
use crate::codes;

/// The maximum size of a file, in bytes.
const MOST_BYTES: u64 = 64 << 20;

/// The maximum number of files of a policy.
pub(super) const MOST_FILES: usize = 10_000;

/// The maximum depth of directories; deeper ones are not searched.
const DEEPEST: usize = 64;

/// The maximum number of entries of all directories of a package, policy files or not.
const MOST_ENTRIES: usize = 100_000;

/// Directories of version control, whose files are no policies.
const HISTORIES: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// What a directory holds of a policy.
#[derive(Debug, Default)]
pub(crate) struct PolicyFiles {
    /// The `.saf` files, in the order of their paths.
    pub(crate) files: Vec<PathBuf>,
    /// What looks like a policy file and can't be read as one.
    pub(super) unread: Vec<(PathBuf, Unread)>,
    /// Directories with a manifest of their own, in the order of their paths.
    pub(super) packages: Vec<PathBuf>,
}

impl PolicyFiles {
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.unread.is_empty()
    }
}

/// Why something that looks like a policy file is not read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unread {
    Link,
    LinkedDirectory,
    NotAFile,
    Extension,
    TooDeep,
    Hidden,
    Package,
}

impl Unread {
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::Link => "it is a symbolic link",
            Self::LinkedDirectory => "it is a symbolic link to a directory",
            Self::NotAFile => "it is not a regular file",
            Self::Extension => "its extension is not `.saf` in lower case",
            Self::TooDeep => "its directories are nested too deeply",
            Self::Hidden => "it is hidden",
            Self::Package => "its directory is a package that nothing names as a dependency",
        }
    }

    pub(super) const fn help(self) -> &'static str {
        match self {
            Self::Link | Self::LinkedDirectory => {
                "copy the files, or make them a package and name it as a dependency"
            }
            Self::NotAFile => "remove it, or replace it by a regular file",
            Self::Extension => "rename it to `.saf`",
            Self::TooDeep => "move the files up",
            Self::Hidden => "rename it without the period at the start, or remove it",
            Self::Package => {
                "name the package under `[dependencies]`, move it out of this one, or remove its manifest"
            }
        }
    }
}

/// The `.saf` files below a directory. Hidden files and other packages are left out and noted.
///
/// # Errors
///
/// If a directory can't be read, or there are too many entries.
pub(crate) fn policy_files(root: &Path) -> anyhow::Result<PolicyFiles> {
    let mut found = PolicyFiles::default();
    let mut pending = vec![(root.to_owned(), 0, false)];
    let mut entries = 0;
    while let Some((directory, depth, hidden)) = pending.pop() {
        let reading = || format!("can't read {}", directory.display());
        for entry in fs::read_dir(&directory).with_context(reading)? {
            let entry = entry.with_context(reading)?;
            entries += 1;
            if entries > MOST_ENTRIES {
                bail!(
                    "{} contains more than {MOST_ENTRIES} files and directories; a package is a \
                     directory of its own",
                    root.display()
                );
            }
            let (path, kind) = (entry.path(), entry.file_type()?);
            let hidden = hidden || entry.file_name().to_string_lossy().starts_with('.');
            if kind.is_dir() {
                if HISTORIES.iter().any(|it| path.ends_with(it)) {
                    continue;
                }
                if path.join(MANIFEST).symlink_metadata().is_ok() {
                    found.packages.push(path);
                } else if depth < DEEPEST {
                    pending.push((path, depth + 1, hidden));
                } else {
                    found.unread.push((path, Unread::TooDeep));
                }
            } else if hidden {
                found.unread.extend(looks_like_policy(&path).then_some((path, Unread::Hidden)));
            } else {
                found.take(path, kind);
            }
        }
        if found.files.len() > MOST_FILES {
            bail!("{} contains more than {MOST_FILES} policy files", root.display());
        }
    }
    found.files.sort_by_key(|path| label(root, path));
    found.unread.sort_by_key(|(path, _)| label(root, path));
    found.packages.sort_by_key(|path| label(root, path));
    Ok(found)
}

/// The packages at and below a directory, in the order of their paths.
///
/// # Errors
///
/// If a directory can't be read, or there are too many entries.
pub(crate) fn packages(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![(root.to_owned(), 0)];
    let mut entries = 0;
    while let Some((directory, depth)) = pending.pop() {
        let reading = || format!("can't read {}", directory.display());
        for entry in fs::read_dir(&directory).with_context(reading)? {
            let entry = entry.with_context(reading)?;
            entries += 1;
            if entries > MOST_ENTRIES {
                bail!("{} contains more than {MOST_ENTRIES} files and directories", root.display());
            }
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type()?.is_dir() && !hidden && depth < DEEPEST {
                pending.push((entry.path(), depth + 1));
            }
        }
        if directory.join(MANIFEST).is_file() {
            found.push(directory);
        }
    }
    found.sort_by_key(|path| label(root, path));
    Ok(found)
}

impl PolicyFiles {
    /// Takes an entry that is not a directory.
    fn take(&mut self, path: PathBuf, kind: fs::FileType) {
        if kind.is_symlink() && path.is_dir() {
            return self.unread.push((path, Unread::LinkedDirectory));
        }
        if path.extension().is_some_and(|it| it == "saf") && kind.is_file() {
            self.files.push(path);
        } else if looks_like_policy(&path) {
            let why = match () {
                () if kind.is_symlink() => Unread::Link,
                () if kind.is_file() => Unread::Extension,
                () => Unread::NotAFile,
            };
            self.unread.push((path, why));
        }
    }
}

/// Whether the name of a file ends as those of policies do, in any case and with blanks after it.
fn looks_like_policy(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end().to_ascii_lowercase().ends_with(".saf")
}

/// Whether a file in the directory of a package is a part of it, by its name: a policy file or a manifest.
pub(crate) fn is_part_of_package(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == MANIFEST) || looks_like_policy(path)
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

/// What stands for standard input where a file is read.
const STDIN: &str = "-";

/// What standard input is called.
pub(crate) const STANDARD_INPUT: &str = "standard input";

/// Whether the path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

/// Standard input, which can be read once.
///
/// # Errors
///
/// If another part of the run reads it.
pub(crate) fn stdin() -> anyhow::Result<Stdin> {
    static TAKEN: AtomicBool = AtomicBool::new(false);
    if TAKEN.swap(true, Ordering::Relaxed) {
        bail!("standard input (-) can be read only once; name a file in one of the places");
    }
    Ok(std::io::stdin())
}

/// A path as people see it: as it was typed, relative to the current directory, with `/` between its parts.
pub(crate) fn typed(path: &Path) -> String {
    if is_stdin(path) {
        return STANDARD_INPUT.to_owned();
    }
    let direct = without_detours(path);
    let typed = direct.as_deref().unwrap_or(path).to_string_lossy();
    let typed =
        if std::path::MAIN_SEPARATOR == '/' { typed } else { typed.replace('\\', "/").into() };
    let relative = typed.trim_start_matches("./");
    if relative.is_empty() { typed.into_owned() } else { relative.to_owned() }
}

/// `base` for `payroll/../base`, as a dependency is reached, if it is the same place: a link may lead elsewhere.
fn without_detours(path: &Path) -> Option<PathBuf> {
    let mut direct = PathBuf::new();
    let mut shortened = false;
    for part in path.components() {
        let is_named = matches!(direct.components().next_back(), Some(Component::Normal(_)));
        if part == Component::ParentDir && is_named {
            shortened = direct.pop();
        } else {
            direct.push(part);
        }
    }
    let same = || Some(path.canonicalize().ok()? == direct.canonicalize().ok()?);
    (shortened && same() == Some(true)).then_some(direct)
}

/// The bytes of a regular file or of standard input, within the size limit.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    if is_stdin(path) {
        return read_limited(stdin()?).context("can't read standard input");
    }
    let reading = || format!("can't read {}", path.display());
    read_limited(open(path)?).with_context(reading)
}

/// Standard input, or a regular file.
pub(crate) fn input(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if is_stdin(path) {
        return Ok(Box::new(stdin()?.lock()));
    }
    Ok(Box::new(open(path)?))
}

/// Opens a regular file. Pipes, sockets and devices may never end, and opening a pipe waits for a
/// writer, so what it is is asked before.
pub(crate) fn open(path: &Path) -> anyhow::Result<File> {
    if !metadata(path)?.is_file() {
        bail!("{} is not a regular file", path.display());
    }
    File::open(path).with_context(|| format!("can't read {}", path.display()))
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

/// The text before the first byte that is not UTF-8: it stays in the map and is shown.
pub(super) fn before(error: &FromUtf8Error) -> String {
    let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
    String::from_utf8_lossy(valid.unwrap_or_default()).into_owned()
}

/// Reports the first byte that is not UTF-8.
pub(super) fn not_text(file: FileId, path: &str, error: &FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(at).copied().unwrap_or_default();
    let message = format!("`{path}` is not UTF-8 text: byte 0x{byte:02X} at offset {at}");
    let end = u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span { file, start: end, end };
    Diagnostic::error(codes::NOT_UTF8, message, span, "not UTF-8 from here")
        .help(advice(error.as_bytes()))
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
