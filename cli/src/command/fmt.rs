//! `saffron fmt`

use std::collections::BTreeMap;
use std::fmt::Write as _;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use saffron_diagnostics::{self as diagnostics, Diagnostic, SourceMap};
use serde_json::{Value, json};

use crate::document;
use crate::load::shown::Shown;
use crate::load::{
    STANDARD_INPUT, metadata, policy_files, read_file, read_limited, stdin as standard_input,
    strip_mark,
};
use crate::options::{DiagnosticArgs, Format};
use crate::output::{self, BOLD, count};
use crate::outputs::Outputs;
use crate::report;
use crate::verdict::Verdict;

/// Format policies in the canonical form
///
/// Comments and decisions stay the same, and a second run changes nothing. A file with errors is
/// not changed.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron fmt payroll
  saffron fmt --check payroll
  saffron fmt - < draft.saf")]
pub(crate) struct FmtArgs {
    /// Policy files, directories of them, or - for standard input to standard output
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Change nothing; show the differences, with exit status 1 if there are any
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    shown: DiagnosticArgs,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &FmtArgs) -> anyhow::Result<Verdict> {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        return stdin(args);
    }
    let (mut totals, mut outputs) = (Totals::default(), Outputs::default());
    for path in files(&args.paths)? {
        one(&path, args, &mut totals, &mut outputs)?;
    }
    output::print(&match args.format {
        Format::Text => totals.summary(args.check),
        Format::Json => document::text(totals.value()),
    })?;
    let wrong = !totals.refused.is_empty() || (args.check && !totals.changed.is_empty());
    Ok(if wrong { Verdict::Wrong } else { Verdict::Fine })
}

#[derive(Default)]
struct Totals {
    text: String,
    seen: usize,
    /// Names of files.
    changed: Vec<String>,
    refused: Vec<String>,
    diagnostics: Vec<Value>,
}

impl Totals {
    fn summary(&self, check: bool) -> String {
        let done = if check { "would change" } else { "changed" };
        let changed = self.changed.len();
        let refused = match self.refused.len() {
            0 => String::new(),
            number => format!(", {} not changed because of errors", count(number, "file")),
        };
        format!("{}{}, {} {done}{refused}\n", self.text, count(self.seen, "file"), changed)
    }

    fn value(&self) -> Value {
        json!({
            "files": self.seen,
            "changed": self.changed,
            "refused": self.refused,
            "diagnostics": self.diagnostics,
        })
    }
}

fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        let found = metadata(path)?;
        if found.is_dir() {
            files.extend(policy_files(path)?.files);
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

fn one(
    path: &Path,
    args: &FmtArgs,
    totals: &mut Totals,
    outputs: &mut Outputs,
) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let bytes = read_file(path)?;
    totals.seen += 1;
    let Ok(old) = String::from_utf8(bytes) else {
        totals.refused.push(name.clone());
        output::error(&format!("{name} is not UTF-8 text"));
        return Ok(());
    };
    let new = match formatted(&name, &old) {
        Ok(new) => new,
        Err(refused) => {
            totals.diagnostics.extend(refused.report(args));
            totals.refused.push(name);
            return Ok(());
        }
    };
    if new == old {
        return Ok(());
    }
    totals.changed.push(name.clone());
    // Writing to a `String` can't fail.
    let _ = writeln!(totals.text, "{BOLD}{name}{BOLD:#}");
    if args.check {
        totals.text.push_str(&report::difference::text(&old, &new));
        return Ok(());
    }
    outputs.replace(path, new.as_bytes())
}

/// A text with errors.
struct Refused {
    sources: Shown,
    diagnostics: Vec<Diagnostic>,
}

impl Refused {
    /// Prints the errors for people; returns them for programs.
    fn report(&self, args: &FmtArgs) -> Vec<Value> {
        let (sources, found) = (&self.sources, &self.diagnostics);
        if args.format == Format::Json {
            return report::diagnostics::json(sources, found, args.shown);
        }
        let none = diagnostics::Totals::default();
        report::diagnostics::print_text(sources, found, none, args.shown);
        Vec::new()
    }
}

/// The canonical form.
fn formatted(name: &str, old: &str) -> Result<String, Box<Refused>> {
    let text = strip_mark(old.to_owned());
    let formatted = saffron_lang::format(&text);
    if !formatted.diagnostics.iter().any(Diagnostic::is_error) {
        return Ok(formatted.text);
    }
    let mut sources = SourceMap::default();
    sources.add(name, text);
    let sources = Shown::of_policy(sources, BTreeMap::new());
    Err(Box::new(Refused { sources, diagnostics: formatted.diagnostics }))
}

fn stdin(args: &FmtArgs) -> anyhow::Result<Verdict> {
    if args.paths.len() > 1 {
        bail!("- can't be combined with other files: standard input goes to standard output");
    }
    if args.format == Format::Json {
        bail!("--format json needs files: with -, standard output is the formatted text");
    }
    let bytes = read_limited(standard_input()?).context("can't read standard input")?;
    let Ok(old) = String::from_utf8(bytes) else { bail!("standard input is not UTF-8 text") };
    let new = match formatted(STANDARD_INPUT, &old) {
        Ok(new) => new,
        Err(refused) => {
            refused.report(args);
            return Ok(Verdict::Wrong);
        }
    };
    if !args.check {
        output::print(&new)?;
        return Ok(Verdict::Fine);
    }
    if new == old {
        return Ok(Verdict::Fine);
    }
    output::print(&report::difference::text(&old, &new))?;
    Ok(Verdict::Wrong)
}
