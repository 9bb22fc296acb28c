//! Import of a database unload.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use saffron_command_files::script::Values;
use saffron_diagnostics::{Diagnostic, SourceMap, Totals};
use saffron_racf_convert::import::{self, Imported, Package};
use saffron_unload::System;
use saffron_unload::anonymise::{FEWEST_BYTES, Key};
use saffron_unload::form::Form;
use serde_json::Value;

use super::args::ImportArgs;
use super::{package, update};
use crate::document;
use crate::load::shown::Shown;
use crate::load::{self, unload};
use crate::options::Format;
use crate::output::{self, NOTE};
use crate::report::{diagnostics, unload as report};
use crate::verdict::Verdict;
use crate::{outputs, progress};

/// The forms of the files, if they are an unload. Commands that change one are run on it with `--base`.
pub(super) fn forms(args: &ImportArgs) -> anyhow::Result<Option<Vec<Form>>> {
    let mut forms = Vec::new();
    for path in &args.files {
        forms.extend(unload::form(path, args.commands.start.encoding)?);
    }
    if !forms.is_empty() && forms.len() < args.files.len() {
        bail!("the files are in part a database unload; import it alone, or name it with --base");
    }
    for (option, is_given) in [("anonymise", args.anonymise.is_some()), ("update", args.update)] {
        if forms.is_empty() && is_given {
            bail!("--{option} has no effect: the files are no database unload");
        }
    }
    Ok((!forms.is_empty()).then_some(forms))
}

pub(super) fn run(args: &ImportArgs, forms: Vec<Form>) -> anyhow::Result<Verdict> {
    warn_of_repositories(args);
    let mut sources = SourceMap::default();
    let setropts = args.commands.start.setropts.as_deref();
    let system = progress::during("reading the unload", || {
        let files = args.files.iter().map(PathBuf::as_path).zip(forms);
        unload::of_files(files, setropts, &mut sources)
    })?;
    let system = match key(args)? {
        Some(key) => system.anonymous(key),
        None => system,
    };
    if args.update && errors(&system).is_empty() {
        return update::run(args, system, sources);
    }
    let shown = Shown::of_commands(sources.clone(), Values::new());
    let found = errors(&system);
    let wrong = args.update || !found.is_empty() && !args.allow_errors;
    let made = progress::during("making the package", || {
        let imported = Imported::of_system(&args.name(), system.database.clone());
        let imported = Imported { layout: args.layout.into(), ..imported };
        import::package(&imported, &sources, shown.disclosure())
    });
    if !wrong {
        let files = made.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        outputs::create_directory(&args.output, files)?;
    }
    let (written, faults) = package::faults(&made);
    let verdict = if wrong || !faults.is_empty() { Verdict::Wrong } else { Verdict::Fine };
    if args.format == Format::Json {
        let mut value = package::value(&made, (!wrong, faults.is_empty()), &shown, &found, args)?;
        value.insert("unload".to_owned(), report::value(&system, &sources));
        output::print(&document::text(Value::Object(value)))?;
        return Ok(verdict);
    }
    let none = Totals::default();
    diagnostics::print_text(&shown, &found, none, args.shown);
    package::warn_of_faults(written, &faults, args);
    output::print(&text(args, &system, &made, wrong))?;
    Ok(verdict)
}

/// The key of pseudonyms, if there are to be some.
fn key(args: &ImportArgs) -> anyhow::Result<Option<Key>> {
    let Some(path) = &args.anonymise else { return Ok(None) };
    let key = Key::of(&load::read_file(path)?);
    let why = || {
        format!(
            "{} holds fewer than {FEWEST_BYTES} bytes: pseudonyms of a short secret can be guessed",
            path.display()
        )
    };
    key.map(Some).with_context(why)
}

/// What makes the unload one that can't be trusted.
fn errors(system: &System) -> Vec<Diagnostic> {
    report::diagnostics(system).into_iter().filter(Diagnostic::is_error).collect()
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
    let read = report::text(system);
    if wrong {
        return format!(
            "{read}\nnothing was written: fix the errors above, or use --allow-errors\n"
        );
    }
    format!("{read}\n{}", package::text(&args.output, made))
}
