//! `saffron safr import`

use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use saffron_genevaers::{Choice, LONGEST, Note, Report};
use saffron_vocabulary::safr::Rules;
use serde_json::{Value, json};

use crate::document;
use crate::load;
use crate::options::Format;
use crate::output::{self, BOLD, NOTE, count};
use crate::outputs;
use crate::verdict::Verdict;

/// Import a GenevaERS database as a policy package
///
/// DUMP is the database as plain SQL, as `pg_dump` writes it. Users, groups, environments, items and
/// rights are converted to a package. What can't be converted is reported with its table and line.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  pg_dump --data-only genevaers > genevaers.sql
  saffron safr import genevaers.sql -o workbench && saffron check workbench

EXIT STATUS
  0  everything is in the package
  1  something isn't in the package, or not as it was: the notes list it
  2  the dump can't be read, or the call is wrong")]
pub(crate) struct ImportArgs {
    /// The dump, in plain SQL
    #[arg(value_name = "DUMP")]
    dump: PathBuf,

    /// Output directory
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,

    /// Generation of rules, if the dump has groups of both generations
    #[arg(long, value_enum, value_name = "RULES")]
    rules: Option<RulesArg>,

    /// Output format of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Which generation of rules.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum RulesArg {
    Safr,
    GenevaersRoles,
}

impl From<RulesArg> for Rules {
    fn from(it: RulesArg) -> Self {
        match it {
            RulesArg::Safr => Self::Safr,
            RulesArg::GenevaersRoles => Self::GenevaersRoles,
        }
    }
}

pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<Verdict> {
    let dump = read(&args.dump)?;
    let name = args.output.file_name().map(|name| name.to_string_lossy().to_lowercase());
    let package = name.unwrap_or_else(|| "workbench".to_owned());
    let choice = Choice { package, rules: args.rules.map(Rules::from) };
    let import = saffron_genevaers::import(&dump, &choice)
        .with_context(|| format!("{} can't be imported", args.dump.display()))?;
    let existing = import.files.iter().map(|(file, _)| args.output.join(file));
    if let Some(existing) = existing.into_iter().find(|path| path.exists()) {
        bail!(
            "{} already exists and is not overwritten; choose another directory",
            existing.display()
        );
    }
    let files = import.files.iter().map(|(name, text)| (*name, text.as_str()));
    outputs::add_to_directory(&args.output, files)?;
    output::print(&match args.format {
        Format::Text => text(&import.report, &args.output),
        Format::Json => document::text(value(&import.report, &args.dump)),
    })?;
    let is_whole = import.report.notes.is_empty();
    Ok(if is_whole { Verdict::Fine } else { Verdict::Wrong })
}

fn read(path: &Path) -> anyhow::Result<String> {
    let reading = || format!("can't read {}", path.display());
    if load::metadata(path)?.is_dir() {
        bail!("{} is a directory, not a dump", path.display());
    }
    let mut bytes = Vec::new();
    // One byte above the limit shows that the file is too large.
    let limit = u64::try_from(LONGEST)? + 1;
    load::open(path)?.take(limit).read_to_end(&mut bytes).with_context(reading)?;
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8 text", path.display()))
}

fn value(report: &Report, dump: &Path) -> Value {
    let counts = &report.counts;
    let note = |it: &Note| {
        let place = json!({ "file": dump.display().to_string(), "line": it.line, "column": 1 });
        json!({ "place": place, "table": it.table, "text": it.text })
    };
    json!({
        "rules": report.rules.as_str(),
        "counts": counts,
        "notes": report.notes.iter().map(note).collect::<Vec<_>>(),
        "further_notes": report.further_notes,
    })
}

fn text(report: &Report, directory: &Path) -> String {
    let it = &report.counts;
    let mut text = format!("{BOLD}{}{BOLD:#}: rules {}\n", directory.display(), report.rules);
    let counts = [
        (it.users, "user"),
        (it.system_administrators, "system administrator"),
        (it.groups, "group"),
        (it.environments, "environment"),
        (it.items, "item"),
        (it.rights, "edit right"),
        (it.roles, "shared role"),
    ];
    for (number, noun) in counts {
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "  {}", count(number, noun));
    }
    for note in &report.notes {
        let _ =
            writeln!(text, "{NOTE}note{NOTE:#}: line {}: {}: {}", note.line, note.table, note.text);
    }
    if report.further_notes > 0 {
        let _ = writeln!(text, "{NOTE}note{NOTE:#}: {} more", count(report.further_notes, "note"));
    }
    text
}
