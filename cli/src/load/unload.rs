//! The database unload as a policy, with the options of the system from a file of their own.

use std::io::{BufReader, Read as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use saffron_compiler::SourceTree;
use saffron_diagnostics::{FileId, SourceMap};
use saffron_racf::database::Database;
use saffron_racf_convert::policy::{self, Gap};
use saffron_unload::form::{Form, Records};
use saffron_unload::options::{self, Stated};
use saffron_unload::{Reader, System};

use super::file;
use super::loader::{Loader, name_of};
use crate::options::Encoding;
use crate::report::unload::diagnostics;

/// So much of a file tells what it is.
const HEAD: u64 = 8192;

/// The form of a database unload, which its first bytes tell; `None` for other files.
pub(crate) fn form(path: &Path, encoding: Option<Encoding>) -> anyhow::Result<Option<Form>> {
    if file::is_stdin(path) || !file::metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let head = file::open(path)?.take(HEAD).read_to_end(&mut bytes);
    head.with_context(|| format!("can't read {}", path.display()))?;
    let page = encoding.unwrap_or_default().page();
    Ok(Form::of(&bytes).map(|form| form.with_page(page)))
}

impl Loader {
    /// Reads a file of an unload; files of a split database are read one after the other.
    pub(super) fn unload_file(
        &mut self,
        path: &Path,
        form: Form,
        label: &str,
    ) -> anyhow::Result<()> {
        if self.is_new(path) {
            let label = self.unique(label);
            let file = self.loaded.sources.add_records(file::typed(path));
            self.loaded.sources.set_name(file, label);
            let reader = self.unload.get_or_insert_default();
            read(reader, path, form, file)?;
        }
        Ok(())
    }

    /// Adds the policy that the unload states.
    pub(super) fn finish_unload(&mut self, setropts: Option<&Path>) -> anyhow::Result<()> {
        let Some(reader) = self.unload.take() else {
            if setropts.is_some() {
                bail!("--setropts has no effect: the policy has no database unload");
            }
            return Ok(());
        };
        if let Some(path) = setropts {
            self.is_new(path);
        }
        let system = system(reader, setropts, &mut self.loaded.sources)?;
        self.loaded.diagnostics.extend(diagnostics(&system));
        let translation = policy::translate(&system.database);
        self.loaded.diagnostics.extend(translation.gaps.iter().map(Gap::diagnostic));
        self.loaded.trees.push(SourceTree::from(translation.file));
        Ok(())
    }
}

fn read(reader: &mut Reader, path: &Path, form: Form, file: FileId) -> anyhow::Result<()> {
    let from = BufReader::with_capacity(1 << 20, file::open(path)?);
    reader.file(file, form, from).with_context(|| format!("can't read {}", path.display()))?;
    Ok(())
}

/// Reads unloads that are no part of a policy.
pub(crate) fn of_files<'p>(
    files: impl IntoIterator<Item = (&'p Path, Form)>,
    setropts: Option<&Path>,
    sources: &mut SourceMap,
) -> anyhow::Result<System> {
    let mut reader = Reader::default();
    for (path, form) in files {
        let file = sources.add_records(file::typed(path));
        read(&mut reader, path, form, file)?;
    }
    system(reader, setropts, sources)
}

fn system(
    reader: Reader,
    setropts: Option<&Path>,
    sources: &mut SourceMap,
) -> anyhow::Result<System> {
    let mut system = reader.finish();
    let stated = match setropts {
        Some(path) => stated(path, &system.database, sources)?,
        None => options::assumed(&system.database),
    };
    system.set_options(stated);
    Ok(system)
}

fn stated(path: &Path, database: &Database, sources: &mut SourceMap) -> anyhow::Result<Stated> {
    let bytes = file::read(path)?;
    let text = match smf(&bytes)? {
        Some(text) => text,
        None => file::strip_mark(String::from_utf8_lossy(&bytes).into_owned()),
    };
    let file = sources.add(file::typed(path), text.as_str());
    sources.set_name(file, name_of(path.file_name()));
    options::stated(&text, file, database).with_context(|| {
        format!(
            "{} holds no options: expected the output of SETROPTS LIST, KEY:VALUE lines as IRRXUTIL writes them, or an SMF unload with RACFINIT records",
            path.display()
        )
    })
}

/// The records of an SMF unload as lines; `None` for other files.
fn smf(bytes: &[u8]) -> anyhow::Result<Option<String>> {
    let is_option = |text: &str| text.starts_with("RACFINIT ") || text.starts_with("CLASNAME ");
    let Some(form) = Form::with_record(bytes, is_option) else { return Ok(None) };
    let mut records = Records::new(bytes, form);
    let mut text = String::new();
    while let Some(record) = records.next_record()? {
        text.push_str(record);
        text.push('\n');
    }
    Ok(Some(text))
}
