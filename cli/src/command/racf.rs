//! `saffron racf`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use saffron_diagnostics::Diagnostic;
use saffron_racf::database::Database;
use saffron_racf::database::authority::least::least;
use saffron_racf::database::listing::listing;
use saffron_racf::outcome::Outcome;
use saffron_racf::play;
use saffron_racf_convert::build::{self, Built};

use crate::load::commands;
use crate::options::{CommandArgs, Format, PolicyArgs, VariableArgs};
use crate::output::NOTE;
use crate::report::run::{self, RunReport};
use crate::verdict::Verdict;
use crate::{output, policy, progress, report};

/// Check and run files of RACF commands without a mainframe
#[derive(Debug, Args)]
pub(crate) struct RacfArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Check(CheckArgs),
    Run(RunArgs),
}

/// Check files of RACF commands for errors
///
/// The commands are not run, so this doesn't check whether users, classes and profiles exist.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron racf check setup.jcl notes.md
  saffron racf check --format json playbook.yml --var ZOWE_USER=ZWESVUSR")]
struct CheckArgs {
    /// Files: plain commands, JCL, REXX, shell scripts, playbooks, workflows, runbooks
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    variables: VariableArgs,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Run RACF commands on an in-memory database and report the result of each
///
/// The database is new, as IRRMIN00 creates it, unless --base defines its contents. Each command has
/// RACF's effects, messages and return code. A command that fails changes nothing, and the next
/// command runs. With --as, commands that the user may not issue are refused.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron racf run setup.jcl
  saffron racf run --base production --as PAYADM grant.racf
  saffron racf run --authority-report setup.jcl

EXIT STATUS
  0  every command did what it says
  1  a command failed, was done in part, wasn't understood, or depends on a condition
  2  the call is wrong")]
struct RunArgs {
    /// Files: plain commands, JCL, REXX, shell scripts, playbooks, workflows, runbooks
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    commands: CommandArgs,

    /// Initial contents of the database: a policy, or files of commands
    #[arg(long, value_name = "POLICY")]
    base: Vec<PathBuf>,

    /// Report the minimum authority for the whole script
    #[arg(long)]
    authority_report: bool,

    /// List the contents of the database after the run
    #[arg(long)]
    list: bool,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &RacfArgs) -> anyhow::Result<Verdict> {
    match &args.what {
        What::Check(args) => check(args),
        What::Run(args) => run_files(args),
    }
}

fn check(args: &CheckArgs) -> anyhow::Result<Verdict> {
    let (sources, files, mut diagnostics) = commands::read(&args.files)?;
    let values = commands::values(&args.variables)?;
    let read = progress::during("reading the commands", || {
        play::read(&commands::of(&sources, &files), &values)
    });
    diagnostics.extend(read.diagnostics.iter().cloned());
    let sources = commands::showable(sources, |_| true);
    if args.format == Format::Text {
        report::diagnostics::print_text(&sources, &diagnostics);
    }
    output::print(&match args.format {
        Format::Text => run::read_text(&sources, &read),
        Format::Json => format!("{:#}\n", run::read_json(&sources, &read, &diagnostics)),
    })?;
    let wrong = diagnostics.iter().any(Diagnostic::is_error);
    Ok(if wrong { Verdict::Wrong } else { Verdict::Fine })
}

fn run_files(args: &RunArgs) -> anyhow::Result<Verdict> {
    let Some(database) = base(args)? else { return Ok(Verdict::Wrong) };
    let (sources, files, mut diagnostics) = commands::read(&args.files)?;
    let values = commands::values(&args.commands.variables)?;
    let mut session = commands::session(&args.commands, database)?;
    let mut ran = RunReport::default();
    if args.authority_report {
        let read = play::read(&commands::of(&sources, &files), &values);
        ran.least = Some(least(session.clone(), &read.commands));
    }
    let played = progress::during("running the commands", || {
        commands::play(&sources, &files, &values, &mut session, |step| {
            ran.outcomes.extend(step.outcome);
        })
    });
    diagnostics.extend(played.diagnostics.iter().cloned());
    diagnostics.extend(played.conditional.iter().cloned());
    saffron_diagnostics::diagnostic::sort(&mut diagnostics);
    ran.listing = args.list.then(|| listing(&session.database));
    ran.counts = played.counts;
    let sources = commands::showable(sources, |_| true);
    if args.format == Format::Text {
        report::diagnostics::print_text(&sources, &diagnostics);
    }
    output::print(&match args.format {
        Format::Text => run::text(&sources, &ran),
        Format::Json => run::json(&sources, &ran, &diagnostics),
    })?;
    let certain = played.conditional.is_empty();
    let wrong =
        !certain || !played.counts.is_clean() || diagnostics.iter().any(Diagnostic::is_error);
    Ok(if wrong { Verdict::Wrong } else { Verdict::Fine })
}

/// The database before the run; `None` if the policy of `--base` has errors.
fn base(args: &RunArgs) -> anyhow::Result<Option<Database>> {
    if args.base.is_empty() {
        return Ok(Some(Database::new()));
    }
    let wanted = PolicyArgs {
        policies: args.base.clone(),
        site: None,
        commands: CommandArgs {
            variables: args.commands.variables.clone(),
            ..CommandArgs::default()
        },
    };
    let Some(compiled) = policy::compile_valid(&wanted)? else { return Ok(None) };
    let Built { database, failed } = build::build(&compiled.compilation.model);
    for outcome in &failed {
        output::note(&without_effect(outcome));
    }
    Ok(Some(database))
}

/// A warning about a fact of the base that no command can establish; the run continues without it.
fn without_effect(outcome: &Outcome) -> String {
    let why = outcome.messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>();
    let (verb, why) = (outcome.verb, why.join("; "));
    format!("{NOTE}warning{NOTE:#}: the database lacks a fact of the base: {verb}: {why}\n")
}
