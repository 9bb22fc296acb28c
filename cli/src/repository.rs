//! Paths from the root of the git repository, as servers expect them that mark lines of files.

use std::env;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

/// A path from the root of the repository in which it is; as it was typed where there is none, or no such file.
pub(crate) fn path(typed: &str) -> String {
    let from_root = || {
        let full = plain(&env::current_dir().ok()?.join(typed))?;
        let root = root(full.parent()?)?;
        full.is_file().then_some(())?;
        full.strip_prefix(root).ok().map(|path| path.to_string_lossy().replace('\\', "/"))
    };
    from_root().unwrap_or_else(|| typed.to_owned())
}

/// Without `.` and `..`.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop().then_some(())?;
            }
            part => plain.push(part),
        }
    }
    Some(plain)
}

/// The nearest directory that holds `.git`. As git itself, it isn't sought in `GIT_CEILING_DIRECTORIES` and above.
fn root(directory: &Path) -> Option<&Path> {
    let ceilings = env::var_os("GIT_CEILING_DIRECTORIES").unwrap_or_default();
    let ceilings: Vec<PathBuf> = env::split_paths(&ceilings).collect();
    let is_ceiling = |directory: &&Path| ceilings.iter().any(|end| end == directory);
    let mut below = directory.ancestors().take_while(|it| !is_ceiling(it));
    below.find(|it| it.join(".git").exists())
}

/// Writes the files of all places (`{"file": …, "line": …, "column": …}`) in a document as paths from the root.
pub(crate) fn rebase(document: &mut Value) {
    let mut pending = vec![document];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(object) => {
                let is_place = object.contains_key("line");
                if let Some(Value::String(file)) = object.get_mut("file").filter(|_| is_place) {
                    *file = path(file);
                }
                pending.extend(object.values_mut());
            }
            Value::Array(values) => pending.extend(values),
            _ => {}
        }
    }
}
