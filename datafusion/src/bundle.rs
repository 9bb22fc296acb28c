//! A bundle on disk as an engine.

use std::fs::File;
use std::path::Path;

use datafusion::common::{DataFusionError, Result};
use memmap2::Mmap;
use saffron_runtime::Engine;

/// Reads a bundle and checks it.
///
/// # Errors
///
/// If the file can't be read, or isn't a bundle.
pub fn read(path: &Path) -> Result<Engine> {
    opened(path, std::fs::read(path).map_err(|error| refused(path, &error))?)
}

/// Maps a bundle and checks it, so that processes on one machine share its pages. No process may write to the file while
/// it is mapped; Saffron replaces a bundle by renaming, which does no harm.
///
/// # Errors
///
/// If the file can't be mapped, or isn't a bundle.
pub fn mapped(path: &Path) -> Result<Engine> {
    let file = File::open(path).map_err(|error| refused(path, &error))?;
    opened(path, map(&file).map_err(|error| refused(path, &error))?)
}

fn opened(path: &Path, bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Engine> {
    Engine::open(bytes).map_err(|error| refused(path, &error))
}

fn refused(path: &Path, why: &dyn std::fmt::Display) -> DataFusionError {
    DataFusionError::Execution(format!("{} can't be used as a bundle: {why}", path.display()))
}

#[expect(unsafe_code, reason = "the workspace's one memory map")]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: sound only while no process writes or truncates the file, which the callers of [`mapped`] state.
    unsafe { Mmap::map(file) }
}
