//! Files of records cut into pieces, which partitions read on their own.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::common::{DataFusionError, Result};
use saffron_unload::form::{Form, Records};

/// So much of a file tells its form.
const HEAD: u64 = 1 << 16;

/// A smaller piece isn't worth a partition of its own.
const LEAST: u64 = 1 << 16;

/// Some records in a row: bytes of a file from one end of a record to another.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    path: Arc<Path>,
    form: Form,
    start: u64,
    end: u64,
}

impl Piece {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The records of the piece.
    pub(crate) fn records(&self) -> io::Result<Records<impl BufRead + use<>>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.start))?;
        let from = BufReader::with_capacity(1 << 18, file.take(self.end - self.start));
        Ok(Records::new(from, self.form))
    }
}

/// Tells the form of a file by its first bytes; the message of `Err` states what was expected.
pub(crate) type Telling = fn(&[u8]) -> std::result::Result<Form, &'static str>;

/// The pieces of files for at most so many partitions. A directory stands for the files in it.
pub(crate) fn partitions(
    paths: &[String],
    telling: Telling,
    most: usize,
) -> Result<Vec<Vec<Piece>>> {
    let mut files = Vec::new();
    for path in paths {
        let named = |error| refused(Path::new(path), &error);
        files.extend(listed(Path::new(path)).map_err(named)?);
    }
    let mut whole = Vec::new();
    for path in files {
        whole.extend(of_file(&path, telling)?);
    }
    let total: u64 = whole.iter().map(|piece| piece.end - piece.start).sum();
    let share = total.div_ceil(most.max(1) as u64).max(LEAST);
    let mut shares = vec![Vec::new()];
    let mut filled = 0;
    for mut rest in whole {
        while rest.start < rest.end {
            if filled >= share {
                shares.push(Vec::new());
                filled = 0;
            }
            let first =
                first_of(&rest, share - filled).map_err(|error| refused(&rest.path, &error))?;
            filled += first.end - first.start;
            rest.start = first.end;
            if let Some(share) = shares.last_mut() {
                share.push(first);
            }
        }
    }
    Ok(shares)
}

/// The file, or the files of a directory in the order of their names.
fn listed(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path)? {
        let path = entry?.path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The file as one piece; none if it is empty.
fn of_file(path: &Path, telling: Telling) -> Result<Option<Piece>> {
    let reading = |error| refused(path, &error);
    let file = File::open(path).map_err(reading)?;
    let end = file.metadata().map_err(reading)?.len();
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).map_err(reading)?;
    if head.trim_ascii().is_empty() {
        return Ok(None);
    }
    let form = telling(&head).map_err(|expected| {
        DataFusionError::Plan(format!("{} can't be read: {expected}", path.display()))
    })?;
    Ok(Some(Piece { path: path.into(), form, start: 0, end }))
}

/// The beginning of a piece, with at least so many bytes and up to the end of a record. Where records have descriptor
/// words, the middle of a file doesn't tell where one begins, so the piece stays whole.
fn first_of(piece: &Piece, bytes: u64) -> io::Result<Piece> {
    let nominal = piece.start.saturating_add(bytes);
    let Some(separator) = piece.form.separator().filter(|_| nominal < piece.end) else {
        return Ok(piece.clone());
    };
    let mut file = File::open(&piece.path)?;
    file.seek(SeekFrom::Start(nominal))?;
    let skipped = BufReader::new(file).skip_until(separator)?;
    let end = nominal.saturating_add(skipped as u64).min(piece.end);
    Ok(Piece { end, ..piece.clone() })
}

fn refused(path: &Path, error: &io::Error) -> DataFusionError {
    DataFusionError::Execution(format!("can't read {}: {error}", path.display()))
}
