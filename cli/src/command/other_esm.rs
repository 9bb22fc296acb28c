//! `--esm acf2` and `--esm tss` of `check` and `diff`: files of commands of other security managers.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::ValueEnum;
use saffron_command_files::script::Values;
use saffron_compiler::manifest::EsmSections;
use saffron_diagnostics::{Diagnostic, FileId, SourceMap, Span, Totals};
use saffron_esm::{Esm, Reading, codes, compare};

use crate::document;
use crate::load;
use crate::load::shown::Shown;
use crate::options::{CheckFormat, Format, PolicyArgs};
use crate::output;
use crate::policy;
use crate::report::sarif::Log;
use crate::report::setting::Files;
use crate::report::{diagnostics, other_esm as report};
use crate::verdict::Verdict;

/// Security managers whose commands are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OtherEsm {
    /// ACF2 for z/OS
    Acf2,
    /// Top Secret for z/OS
    Tss,
}

impl OtherEsm {
    fn esm(self) -> Esm {
        match self {
            Self::Acf2 => Esm::Acf2,
            Self::Tss => Esm::Tss,
        }
    }
}

/// When a check fails, and how it is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gate {
    pub(crate) deny_warnings: bool,
    pub(crate) format: CheckFormat,
}

/// Commands of files. The text of the files is never shown: it may hold passwords.
struct Commands {
    sources: Shown,
    readings: Vec<Reading>,
    diagnostics: Vec<Diagnostic>,
}

impl Commands {
    fn of(
        esm: Esm,
        paths: &[PathBuf],
        sections: &EsmSections,
        site: Option<&str>,
    ) -> anyhow::Result<Self> {
        let mut map = SourceMap::default();
        let (mut readings, mut diagnostics) = (Vec::new(), Vec::new());
        for path in paths {
            let bytes = load::read_file(path)?;
            let text = String::from_utf8(bytes)
                .ok()
                .with_context(|| format!("{} is not a UTF-8 text", path.display()))?;
            let file = map.add_records(path.display().to_string());
            let reading = saffron_esm::read(esm, &load::strip_mark(text), sections, site);
            diagnostics.extend(remarks(esm, file, &reading));
            readings.push(reading);
        }
        let sources = Shown::of_commands(map, Values::new());
        Ok(Self { sources, readings, diagnostics })
    }

    fn totals(&self) -> Totals {
        Totals::of(&self.diagnostics)
    }

    fn print_diagnostics(&self, args: &PolicyArgs) {
        diagnostics::print_text(&self.sources, &self.diagnostics, Totals::default(), args.shown);
    }
}

/// What of a file is not read.
fn remarks(esm: Esm, file: FileId, reading: &Reading) -> Vec<Diagnostic> {
    let at = |line: u32| {
        let start = line.saturating_sub(1);
        Span { file, start, end: start }
    };
    let unread = reading.unread.iter().map(|unread| {
        let message = format!("a command of {} is not understood", esm.product());
        Diagnostic::error(codes::UNREAD_COMMAND, message, at(unread.line), unread.why.clone())
    });
    let mut found: Vec<Diagnostic> = unread.collect();
    if let Some(first) = reading.others.first() {
        let number = reading.others.len();
        let message = format!("commands that are not for {}: {number}", esm.product());
        let warning =
            Diagnostic::warning(codes::OTHER_COMMANDS, message, at(*first), "the first of them");
        found.push(warning.help("they are not part of the check"));
    }
    found
}

/// `check --esm`
pub(crate) fn check(esm: OtherEsm, args: &PolicyArgs, gate: Gate) -> anyhow::Result<Verdict> {
    let commands =
        Commands::of(esm.esm(), &args.policies, &EsmSections::new(), args.site.as_deref())?;
    let Totals { errors, warnings } = commands.totals();
    let refused = errors > 0 || (gate.deny_warnings && warnings > 0);
    match gate.format {
        CheckFormat::Text => {
            commands.print_diagnostics(args);
            if !refused {
                output::print(&report::summary(&commands.readings))?;
            }
        }
        CheckFormat::Sarif => {
            let found = commands.sources.diagnostics(&commands.diagnostics);
            let log = Log::of_diagnostics(&found, &commands.sources, &Files::default());
            output::print(&log.text())?;
        }
        CheckFormat::Json => {
            let diagnostics =
                diagnostics::json(&commands.sources, &commands.diagnostics, args.shown);
            let value = report::check_json(&commands.readings, commands.totals(), &diagnostics);
            output::print(&document::text(value))?;
        }
    }
    Ok(if refused { Verdict::Wrong } else { Verdict::Fine })
}

/// `diff --esm`
pub(crate) fn diff(
    esm: OtherEsm,
    args: &PolicyArgs,
    file: &Path,
    format: Format,
) -> anyhow::Result<Verdict> {
    let compiled = policy::compile(args)?;
    compiled.print_diagnostics();
    if compiled.has_errors() {
        return Ok(Verdict::Wrong);
    }
    let (esm, site) = (esm.esm(), args.site.as_deref());
    let model = &compiled.compilation.model;
    let emission = match saffron_esm::emit(model, esm, &compiled.esm, site) {
        Ok(emission) => emission,
        Err(missing) => {
            diagnostics::print_text(&compiled.sources, &missing, Totals::default(), args.shown);
            return Ok(Verdict::Wrong);
        }
    };
    let commands = Commands::of(esm, &[file.to_owned()], &compiled.esm, site)?;
    commands.print_diagnostics(args);
    let policy = saffron_esm::read(esm, &emission.build, &compiled.esm, site);
    let system = commands.readings.first().cloned().unwrap_or_default();
    let comparison = report::Comparison {
        differences: &compare(&policy.stated, &system.stated),
        report: &emission.report,
        file: &file.display().to_string(),
        is_complete: system.unread.is_empty(),
    };
    output::print(&match format {
        Format::Text => report::diff_text(&comparison),
        Format::Json => document::text(report::diff_json(&comparison, &compiled.sources)),
    })?;
    let same = comparison.differences.is_empty() && comparison.is_complete;
    Ok(if same { Verdict::Fine } else { Verdict::Wrong })
}
