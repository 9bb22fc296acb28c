//! `saffron racf`

use std::path::PathBuf;

use clap::{Args, Subcommand};
use saffron_diagnostics::{Diagnostic, Totals};
use saffron_racf::command::Command;
use saffron_racf::database::authority::least::least;
use saffron_racf::database::listing::listing;
use saffron_racf::database::{IBMUSER, Session};
use saffron_racf::play;
use saffron_racf::shortfall::Shortfalls;

use crate::document;
use crate::load::shown::Shown;
use crate::load::{base, commands};
use crate::options::{CommandArgs, DiagnosticArgs, Format, StartArgs, VariableArgs};
use crate::report::run::{self, RunReport};
use crate::verdict::Verdict;
use crate::{output, progress, report};

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
/// Without --base, the commands are not run, so this doesn't check whether users, classes and profiles
/// exist. With --base, they are run on a copy of what it contains, and commands that would fail are
/// reported.
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

    #[command(flatten)]
    start: StartArgs,

    #[command(flatten)]
    shown: DiagnosticArgs,

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

    /// Report the minimum authority for the whole script
    #[arg(long)]
    authority_report: bool,

    /// List the contents of the database after the run
    #[arg(long)]
    list: bool,

    #[command(flatten)]
    shown: DiagnosticArgs,

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
    let (sources, files, mut diagnostics) = commands::read(&args.files, &args.variables)?;
    let values = commands::values(&args.variables)?;
    let read = progress::during("reading the commands", || {
        play::read(&commands::of(&sources, &files), &values)
    });
    diagnostics.extend(read.diagnostics.iter().cloned());
    if !args.start.base.is_empty() {
        let Some(found) = failing(args, &read.commands)? else { return Ok(Verdict::Wrong) };
        diagnostics.extend(found);
    }
    let sources = Shown::of_commands(sources, values);
    if args.format == Format::Text {
        let none = Totals::default();
        report::diagnostics::print_text(&sources, &diagnostics, none, args.shown);
    }
    let json = |sources: &Shown| report::diagnostics::json(sources, &diagnostics, args.shown);
    output::print(&match args.format {
        Format::Text => run::read_text(&sources, &read),
        Format::Json => document::text(run::read_json(&sources, &read, &json(&sources))),
    })?;
    let wrong = diagnostics.iter().any(Diagnostic::is_error) || play::is_incomplete(&diagnostics);
    Ok(if wrong { Verdict::Wrong } else { Verdict::Fine })
}

/// What commands would not do on the base; `None` if the base has errors.
fn failing(args: &CheckArgs, commands: &[Command]) -> anyhow::Result<Option<Vec<Diagnostic>>> {
    let Some(database) = base::database(&args.start, &args.variables)? else { return Ok(None) };
    let mut session = Session::new(database, IBMUSER);
    let mut shortfalls = Shortfalls::default();
    for command in commands {
        shortfalls.add(&session.run(command));
    }
    Ok(Some(shortfalls.finish()))
}

fn run_files(args: &RunArgs) -> anyhow::Result<Verdict> {
    let Some(database) = base::database(&args.commands.start, &args.commands.variables)? else {
        return Ok(Verdict::Wrong);
    };
    let (sources, files, mut diagnostics) = commands::read(&args.files, &args.commands.variables)?;
    let values = commands::values(&args.commands.variables)?;
    let mut session = commands::session(&args.commands, database)?;
    let (mut ran, mut shortfalls) = (RunReport::default(), Shortfalls::default());
    if args.authority_report {
        let read = play::read(&commands::of(&sources, &files), &values);
        ran.least = Some(least(session.clone(), &read.commands));
    }
    let played = progress::during("running the commands", || {
        commands::play(&sources, &files, &values, &mut session, |step| {
            if let Some(outcome) = &step.outcome {
                shortfalls.add(outcome);
            }
            ran.outcomes.extend(step.outcome);
        })
    });
    diagnostics.extend(played.diagnostics.iter().cloned());
    diagnostics.extend(shortfalls.together());
    diagnostics.extend(played.conditional.iter().cloned());
    saffron_diagnostics::diagnostic::sort(&mut diagnostics);
    ran.listing = args.list.then(|| listing(&session.database));
    ran.counts = played.counts;
    let sources = Shown::of_commands(sources, values);
    if args.format == Format::Text {
        let none = Totals::default();
        report::diagnostics::print_text(&sources, &diagnostics, none, args.shown);
    }
    let json = |sources: &Shown| report::diagnostics::json(sources, &diagnostics, args.shown);
    output::print(&match args.format {
        Format::Text => run::text(&sources, &ran),
        Format::Json => run::json(&sources, &ran, json(&sources)),
    })?;
    let certain = played.conditional.is_empty() && !play::is_incomplete(&diagnostics);
    let wrong =
        !certain || !played.counts.is_clean() || diagnostics.iter().any(Diagnostic::is_error);
    Ok(if wrong { Verdict::Wrong } else { Verdict::Fine })
}
