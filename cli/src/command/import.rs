//! `saffron import`

mod args;
mod package;
mod unload;
mod update;

use crate::document;
use crate::outputs;
use saffron_command_files as host;
use saffron_command_files::script::Values;
use saffron_diagnostics::{Diagnostic, FileId, SourceMap, Totals};
use saffron_racf::database::{Database, IBMUSER};
use saffron_racf::play;
use saffron_racf_convert::import::{self, Imported, Importer};
use serde_json::Value;

use crate::load::shown::Shown;
use crate::load::{base, commands};
use crate::options::Format;
use crate::output::{self, NOTE};
use crate::progress;
use crate::report::diagnostics;
use crate::verdict::Verdict;

pub(crate) use args::ImportArgs;

pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<Verdict> {
    if !args.update {
        outputs::refuse_occupied(&args.output)?;
    }
    if let Some(forms) = unload::forms(args)? {
        return unload::run(args, forms);
    }
    let (sources, files, mut found) = commands::read(&args.files, &args.commands.variables)?;
    let start = base::database(&args.commands.start, &args.commands.variables)?;
    let Some(mut database) = start else { return Ok(Verdict::Wrong) };
    if args.commands.start.base.is_empty() {
        let values = commands::values(&args.commands.variables)?;
        let read = play::read(&commands::of(&sources, &files), &values);
        let issuer = args.commands.issuer.as_deref().unwrap_or(IBMUSER).to_uppercase();
        database.assume_references(&read.commands, &issuer);
    }
    let shown = Shown::of_commands(sources.clone(), commands::values(&args.commands.variables)?);
    let (imported, made) = progress::during("importing the commands", || {
        let (imported, read) = import_files(args, database, &sources, &files)?;
        found.extend(read);
        let made = import::package(&imported, &sources, shown.disclosure());
        anyhow::Ok((imported, made))
    })?;
    let sources = shown;
    saffron_diagnostics::diagnostic::sort(&mut found);
    let wrong = found.iter().any(Diagnostic::is_error);
    let writes = !wrong || args.allow_errors;
    if writes {
        let files = made.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        outputs::create_directory(&args.output, files)?;
    }
    let (written, faults) = package::faults(&made);
    if args.format == Format::Text {
        let none = Totals::default();
        diagnostics::print_text(&sources, &found, none, args.shown);
        if !wrong {
            package::warn_of_faults(written, &faults, args);
        }
    }
    output::print(&match args.format {
        Format::Json => {
            let compiles = made.report.open_parameters().is_empty() && faults.is_empty();
            let value = package::value(&made, (writes, compiles), &sources, &found, args)?;
            document::text(Value::Object(value))
        }
        Format::Text if writes => package::text(&args.output, &made),
        Format::Text => {
            "nothing was written: fix the errors above, or use --allow-errors\n".to_owned()
        }
    })?;
    let open = made.report.open_parameters();
    if writes && args.format == Format::Text && !open.is_empty() {
        output::note(&format!(
            "{NOTE}warning{NOTE:#}: the package needs values for these parameters before it compiles: {}\n",
            open.join(", ")
        ));
    }
    let failed = imported.commands.failed + imported.commands.in_part > 0;
    let lost = failed || play::is_incomplete(&found);
    let incomplete = lost || !open.is_empty() || !faults.is_empty();
    Ok(if wrong || incomplete { Verdict::Wrong } else { Verdict::Fine })
}

fn import_files(
    args: &ImportArgs,
    database: Database,
    sources: &SourceMap,
    files: &[FileId],
) -> anyhow::Result<(Imported, Vec<Diagnostic>)> {
    let values: Values = commands::values(&args.commands.variables)?;
    let session = commands::session(&args.commands, database)?;
    let mut importer = Importer::new(&args.name(), session);
    let mut found = Vec::new();
    for file in commands::of(sources, files) {
        found.extend(importer.script(host::extract(file.file, file.path, file.text, &values)));
    }
    Ok((Imported { layout: args.layout.into(), ..importer.finish() }, found))
}
