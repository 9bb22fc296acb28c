//! The database unload as a policy, with the options of the system from a file of their own.

use std::io::{BufReader, Read as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use saffron_compiler::SourceTree;
use saffron_diagnostics::{Diagnostic, FileId, SourceMap, Span};
use saffron_racf::database::Database;
use saffron_racf_convert::policy::{self, Gap};
use saffron_unload::form::Form;
use saffron_unload::options::{self, Stated};
use saffron_unload::report::{Counts, Finding, FindingKind, Findings, Weight};
use saffron_unload::{Reader, is_unload as begins_like_one};
use serde_json::{Value, json};

use super::file;
use super::loader::{Loader, name_of};
use crate::{codes, output};

/// So much of a file tells what it is.
const HEAD: usize = 8192;

/// Most findings of one kind that are reported one by one.
const EACH: usize = 5;

/// A system as an unload and a listing of options describe it.
pub(crate) struct System {
    pub(crate) database: Database,
    pub(crate) counts: Counts,
    pub(crate) findings: Findings,
    /// Options that no source states.
    pub(crate) assumed: Vec<&'static str>,
}

/// Whether a file is a database unload, by its first bytes.
pub(crate) fn is_unload(path: &Path) -> anyhow::Result<bool> {
    Ok(file::metadata(path)?.is_file() && begins_like_one(&head(path)?))
}

fn head(path: &Path) -> anyhow::Result<Vec<u8>> {
    let reading = || format!("can't read {}", path.display());
    let mut bytes = Vec::new();
    file::open(path)?.take(HEAD as u64).read_to_end(&mut bytes).with_context(reading)?;
    Ok(bytes)
}

impl Loader {
    /// Reads a file of an unload; files of a split database are read one after the other.
    pub(super) fn unload_file(&mut self, path: &Path, label: &str) -> anyhow::Result<()> {
        if self.is_new(path) {
            let label = self.unique(label);
            let file = self.loaded.sources.add_records(label);
            let reader = self.unload.get_or_insert_default();
            read(reader, path, file)?;
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
        self.loaded.diagnostics.extend(system.diagnostics());
        let translation = policy::translate(&system.database);
        self.loaded.diagnostics.extend(translation.gaps.iter().map(Gap::diagnostic));
        self.loaded.trees.push(SourceTree::from(translation.file));
        Ok(())
    }
}

fn read(reader: &mut Reader, path: &Path, file: FileId) -> anyhow::Result<()> {
    let reading = || format!("can't read {}", path.display());
    let form = Form::of(&head(path)?)
        .with_context(|| format!("{} is not a database unload", path.display()))?;
    let from = BufReader::with_capacity(1 << 20, file::open(path)?);
    reader.file(file, form, from).with_context(reading)?;
    Ok(())
}

/// Reads unloads that are no part of a policy.
pub(crate) fn of_files(
    paths: &[std::path::PathBuf],
    setropts: Option<&Path>,
    sources: &mut SourceMap,
) -> anyhow::Result<System> {
    let mut reader = Reader::default();
    for path in paths {
        let file = sources.add_records(name_of(path.file_name()));
        read(&mut reader, path, file)?;
    }
    system(reader, setropts, sources)
}

fn system(
    reader: Reader,
    setropts: Option<&Path>,
    sources: &mut SourceMap,
) -> anyhow::Result<System> {
    let mut read = reader.finish();
    let Stated { options, assumed } = match setropts {
        Some(path) => stated(path, &read.database, sources)?,
        None => options::assumed(&read.database),
    };
    read.set_options(options);
    let (counts, findings) = (read.counts, read.findings);
    Ok(System { database: read.database, counts, findings, assumed })
}

fn stated(path: &Path, database: &Database, sources: &mut SourceMap) -> anyhow::Result<Stated> {
    let bytes = file::read(path)?;
    let text = file::strip_mark(String::from_utf8_lossy(&bytes).into_owned());
    let file = sources.add(name_of(path.file_name()), text.as_str());
    options::stated(&text, file, database).with_context(|| {
        format!(
            "{} holds no options: expected the output of SETROPTS LIST, or KEY:VALUE lines as IRRXUTIL writes them",
            path.display()
        )
    })
}

impl System {
    /// Records, findings and assumptions for a program.
    pub(crate) fn value(&self, sources: &SourceMap) -> Value {
        let records = self
            .counts
            .iter()
            .map(|(kind, what, count)| json!({ "type": kind, "what": what, "count": count }));
        let findings = self.findings.iter().flat_map(|(kind, subjects)| {
            subjects.iter().map(move |(subject, it)| {
                let place = it.first.and_then(|span| place(sources, span));
                json!({
                    "kind": kind.as_str(),
                    "severity": severity(kind),
                    "subject": subject,
                    "meaning": kind.meaning(),
                    "count": it.count,
                    "place": place,
                })
            })
        });
        json!({
            "records": records.collect::<Vec<_>>(),
            "findings": findings.collect::<Vec<_>>(),
            "assumed": self.assumed,
        })
    }

    /// The same for a person, a line each.
    pub(crate) fn text(&self) -> String {
        let types = self.counts.iter().count();
        let records = usize::try_from(self.counts.total()).unwrap_or(usize::MAX);
        let mut text =
            format!("{} of {}\n", output::count(records, "record"), output::count(types, "type"));
        for (kind, subjects) in self.findings.iter() {
            let all: u64 = subjects.values().map(|it| it.count).sum();
            let named: Vec<&str> = subjects
                .keys()
                .take(EACH)
                .map(String::as_str)
                .filter(|it| !it.is_empty())
                .collect();
            let more = if subjects.len() > EACH { ", …" } else { "" };
            let named = if named.is_empty() {
                String::new()
            } else {
                format!(": {}{more}", named.join(", "))
            };
            let line = format!("  {}: {} ({all}){named}\n", severity(kind), kind.meaning());
            text.push_str(&line);
        }
        if !self.assumed.is_empty() {
            let line = format!("  warning: assumed options: {}\n", self.assumed.join(", "));
            text.push_str(&line);
        }
        text
    }

    /// What of the findings a policy's author must know.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (kind, subjects) in self.findings.iter().filter(|(kind, _)| is_worth_saying(*kind)) {
            found.extend(subjects.iter().take(EACH).map(|(name, it)| diagnostic(kind, name, it)));
            let more = subjects.len().saturating_sub(EACH);
            if let (Some(last), true) = (found.last_mut(), more > 0) {
                let others = format!("; the same of {}", output::count(more, "other"));
                last.message.push_str(&others);
            }
        }
        if !self.assumed.is_empty() {
            found.push(assumption(&self.assumed));
        }
        found
    }
}

fn severity(kind: FindingKind) -> &'static str {
    match kind.weight() {
        Weight::Error => "error",
        Weight::Warning => "warning",
        Weight::Note => "note",
    }
}

fn place(sources: &SourceMap, span: Span) -> Option<Value> {
    let file = sources.get(span.file)?;
    let at = file.line_column(span.start);
    Some(json!({ "file": file.path, "line": at.line, "column": at.column }))
}

fn is_worth_saying(kind: FindingKind) -> bool {
    kind.weight() != Weight::Note
}

fn diagnostic(kind: FindingKind, subject: &str, finding: &Finding) -> Diagnostic {
    let place = finding.first.unwrap_or(NOWHERE);
    let records = output::count(usize::try_from(finding.count).unwrap_or(usize::MAX), "record");
    let message = match subject {
        "" => format!("{} ({records})", kind.meaning()),
        _ => format!("`{subject}`: {} ({records})", kind.meaning()),
    };
    let label = "this record";
    if kind.weight() == Weight::Error {
        Diagnostic::error(codes::UNLOAD_CONTRADICTION, message, place, label)
    } else {
        Diagnostic::warning(codes::UNLOAD_FINDING, message, place, label)
    }
}

/// Of no file.
const NOWHERE: Span = Span { file: FileId(u32::MAX), start: 0, end: 0 };

fn assumption(assumed: &[&str]) -> Diagnostic {
    let message = format!(
        "the unload doesn't hold the options of the system; assumed: {}",
        assumed.join(", ")
    );
    Diagnostic::warning(codes::ASSUMED_OPTIONS, message, NOWHERE, "")
        .help("name the output of SETROPTS LIST with --setropts")
}
