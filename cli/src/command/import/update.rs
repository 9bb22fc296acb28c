//! A second import into a package: what changed on the system changes in the text, and nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use saffron_analysis::drift::{self, Fact, Managed};
use saffron_command_files::script::Values;
use saffron_compiler::model::Model;
use saffron_diagnostics::SourceMap;
use saffron_racf::database::Database;
use saffron_racf_convert::assume;
use saffron_racf_convert::import::{self, OldFile};
use saffron_unload::System;

use super::args::ImportArgs;
use crate::load::{self, shown::Shown};
use crate::options::PolicyArgs;
use crate::output::{self, NOTE, count};
use crate::outputs::Outputs;
use crate::policy::{self, CompiledPolicy};
use crate::report::drift::wording;
use crate::side;
use crate::verdict::Verdict;

/// The system as it is to be compared with the package.
struct Now {
    database: Database,
    model: Model,
    assumed: Vec<&'static str>,
    without_options: bool,
}

/// Brings the package in the output directory to the system.
pub(super) fn run(
    args: &ImportArgs,
    system: System,
    sources: SourceMap,
) -> anyhow::Result<Verdict> {
    let Some(old) = compiled(args)? else { return Ok(Verdict::Wrong) };
    let without_options = args.commands.start.setropts.is_none();
    let shown = Shown::of_commands(sources.clone(), Values::new());
    let Some(now) = now(&old, system, sources, without_options)? else {
        return Ok(Verdict::Wrong);
    };
    let facts = differing(&old, &now);
    let files = files(&args.output)?;
    let changed =
        import::update(&files, &facts, &now.database, args.layout.into(), shown.disclosure());
    write(args, &changed)?;
    let Some(new) = compiled(args)? else {
        undo(args, &files, &changed)?;
        bail!("the package is as it was: with the changes it would not compile");
    };
    let left = differing(&new, &now);
    output::print(&text(args, &facts, &changed, &left))?;
    Ok(if left.is_empty() { Verdict::Fine } else { Verdict::Wrong })
}

fn compiled(args: &ImportArgs) -> anyhow::Result<Option<CompiledPolicy>> {
    policy::compile_valid(&PolicyArgs {
        shown: args.shown,
        ..PolicyArgs::of(vec![args.output.clone()])
    })
}

/// What no file states of the options is as in the package.
fn now(
    old: &CompiledPolicy,
    system: System,
    sources: SourceMap,
    without_options: bool,
) -> anyhow::Result<Option<Now>> {
    let System { mut database, assumed, .. } = system;
    let names = if without_options { assume::all() } else { assumed.clone() };
    assume::assume(&old.compilation.model, &mut database.options, &names);
    let compiled = side::compiled(&database, sources)?;
    Ok(compiled.map(|(_, model, _)| Now { database, model, assumed, without_options }))
}

fn differing(policy: &CompiledPolicy, now: &Now) -> Vec<Fact> {
    let Now { model, assumed, without_options, .. } = now;
    let system = drift::System { model, assumed, without_options: *without_options };
    drift::drift(&policy.compilation.model, system, Managed::of(policy.manage.as_ref()))
}

/// The files of policy text of the package, with paths relative to it.
fn files(package: &Path) -> anyhow::Result<Vec<OldFile>> {
    let found = load::policy_files(package)?.files.into_iter();
    found
        .map(|place| {
            let path = place.strip_prefix(package).unwrap_or(&place).to_string_lossy();
            let path = path.replace(std::path::MAIN_SEPARATOR, "/");
            let text = String::from_utf8(load::read_file(&place)?);
            let text = text.with_context(|| format!("{} is not UTF-8 text", place.display()))?;
            Ok(OldFile { path, text })
        })
        .collect()
}

fn place(args: &ImportArgs, file: &OldFile) -> PathBuf {
    args.output.join(&file.path)
}

fn write(args: &ImportArgs, files: &[OldFile]) -> anyhow::Result<()> {
    let mut outputs = Outputs::default();
    for file in files {
        let place = place(args, file);
        if let Some(directory) = place.parent() {
            std::fs::create_dir_all(directory)
                .with_context(|| format!("can't write {}", place.display()))?;
        }
        outputs.replace(&place, file.text.as_bytes())?;
    }
    Ok(())
}

/// Gives the files that were changed the text that they had.
fn undo(args: &ImportArgs, old: &[OldFile], changed: &[OldFile]) -> anyhow::Result<()> {
    for file in changed {
        match old.iter().find(|it| it.path == file.path) {
            Some(old) => write(args, std::slice::from_ref(old))?,
            None => std::fs::remove_file(place(args, file))
                .with_context(|| format!("can't remove {}", file.path))?,
        }
    }
    Ok(())
}

fn text(args: &ImportArgs, facts: &[Fact], changed: &[OldFile], left: &[Fact]) -> String {
    let package = args.output.display();
    if facts.is_empty() {
        return format!("{package}: the system is as the package states; nothing was changed\n");
    }
    let (files, all) = (count(changed.len(), "file"), count(facts.len(), "fact"));
    let mut text = format!("{package}: {files} changed, {all} differed\n");
    text.extend(changed.iter().map(|file| format!("  {}\n", file.path)));
    if !left.is_empty() {
        let many = count(left.len(), "fact");
        // Writing to a `String` can't fail.
        let _ = writeln!(
            text,
            "\n{NOTE}warning{NOTE:#}: {many} must be changed by hand: the package states them by other than plain declarations"
        );
        text.extend(left.iter().map(|fact| format!("  {}\n", wording::line(fact))));
    }
    text
}
