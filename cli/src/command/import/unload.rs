//! Import of a database unload.

use std::path::{Path, PathBuf};

use anyhow::bail;
use saffron_command_files::script::Values;
use saffron_diagnostics::{Diagnostic, SourceMap, Totals};
use saffron_racf_convert::import::{self, Imported, Package};
use serde_json::json;

use super::args::ImportArgs;
use super::package;
use crate::load::shown::Shown;
use crate::load::unload::{self, System};
use crate::options::Format;
use crate::output::{self, NOTE};
use crate::report::diagnostics;
use crate::verdict::Verdict;
use crate::{outputs, progress};

/// Whether the files are an unload. Commands that change one are run on it with `--base`.
pub(super) fn is_meant(args: &ImportArgs) -> anyhow::Result<bool> {
    let mut unloads = 0;
    for path in &args.files {
        unloads += usize::from(unload::is_unload(path)?);
    }
    if unloads > 0 && unloads < args.files.len() {
        bail!("the files are in part a database unload; import it alone, or name it with --base");
    }
    Ok(unloads > 0)
}

pub(super) fn run(args: &ImportArgs) -> anyhow::Result<Verdict> {
    warn_of_repositories(args);
    let mut sources = SourceMap::default();
    let setropts = args.commands.start.setropts.as_deref();
    let system = progress::during("reading the unload", || {
        unload::of_files(&args.files, setropts, &mut sources)
    })?;
    let shown = Shown::of_commands(sources.clone(), Values::new());
    let found = errors(&system);
    let wrong = !found.is_empty() && !args.allow_errors;
    let made = progress::during("making the package", || {
        let imported = Imported::of_system(&args.name(), system.database.clone());
        import::package(&imported, &sources, shown.disclosure())
    });
    if !wrong {
        let files = made.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        outputs::create_directory(&args.output, files)?;
    }
    let (written, faults) = package::faults(&made);
    let verdict = if wrong || !faults.is_empty() { Verdict::Wrong } else { Verdict::Fine };
    if args.format == Format::Json {
        let files: Vec<&str> = made.files.iter().map(|(path, _)| path.as_str()).collect();
        output::print(&format!(
            "{:#}\n",
            json!({
                "written": !wrong,
                "compiles": faults.is_empty(),
                "files": files,
                "report": serde_json::to_value(&made.report)?,
                "unload": system.value(&sources),
                "diagnostics": diagnostics::json(&shown, &found, args.shown),
            })
        ))?;
        return Ok(verdict);
    }
    let none = Totals::default();
    diagnostics::print_text(&shown, &found, none, args.shown);
    if !faults.is_empty() {
        let written = Shown::of_policy(written, Values::new());
        diagnostics::print_text(&written, &faults, none, args.shown);
        output::note(&format!("{NOTE}warning{NOTE:#}: the package doesn't compile yet\n"));
    }
    output::print(&text(args, &system, &made, wrong))?;
    Ok(verdict)
}

/// What makes the unload one that can't be trusted.
fn errors(system: &System) -> Vec<Diagnostic> {
    system.diagnostics().into_iter().filter(Diagnostic::is_error).collect()
}

/// Whether a directory lies in a git repository: an unload is a map for attackers.
fn repository(path: &Path) -> Option<PathBuf> {
    let path = path.canonicalize().ok()?;
    path.ancestors().find(|it| it.join(".git").exists()).map(Path::to_owned)
}

/// Warns of unloads that may be committed by mistake.
fn warn_of_repositories(args: &ImportArgs) {
    for file in &args.files {
        if let Some(root) = repository(file) {
            output::note(&format!(
                "{NOTE}warning{NOTE:#}: {} lies in the git repository {}: an unload shows who has which access, so keep it out of repositories\n",
                file.display(),
                root.display()
            ));
        }
    }
}

fn text(args: &ImportArgs, system: &System, made: &Package, wrong: bool) -> String {
    let read = system.text();
    if wrong {
        return format!(
            "{read}\nnothing was written: fix the errors above, or use --allow-errors\n"
        );
    }
    format!("{read}\n{}", package::text(&args.output, made))
}
