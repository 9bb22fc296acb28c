//! The command line.

use std::sync::LazyLock;

use clap::{Arg, ColorChoice, CommandFactory, Parser, Subcommand};

use crate::command::{
    audit, bench, check, codes, compile, completions, diff, drift, emit, eval, events, explain,
    fmt, graph, import, init, inspect, man, plan, racf, replay, report, review, safr, started,
    table, test, what, who,
};
use crate::verdict::Verdict;

/// Policy as code for the mainframe: write who may do what, check it, test it, compile it, and ask
/// how RACF would decide.
#[derive(Debug, Parser)]
#[command(
    name = "saffron",
    version,
    long_version = LONG_VERSION.as_str(),
    max_term_width = 100,
    after_help = "\
EXAMPLES
  saffron init payroll                     a small package to start from
  saffron check payroll                    report all errors in one run
  saffron test payroll                     run the tests of the policy
  saffron explain payroll --user PAYCLK --class DATASET --resource PAYROLL.MASTER
                                           explain one decision
  saffron import setup.jcl -o zowe         convert existing RACF commands to a package

EXIT STATUS
  0  success
  1  the policy has errors, or a check failed
  2  wrong arguments, a malformed request, or a file that can't be read or written"
)]
pub(crate) struct Cli {
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        help = "When to use colours: auto, always or never"
    )]
    pub(crate) color: ColorChoice,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::InitArgs),
    #[command(mut_arg("policies", here))]
    Check(check::CheckArgs),
    #[command(mut_arg("policies", here))]
    Test(test::TestArgs),
    Compile(compile::CompileArgs),
    Eval(eval::EvalArgs),
    Explain(Box<explain::ExplainArgs>),
    Diff(Box<diff::DiffArgs>),
    Review(Box<review::ReviewArgs>),
    Drift(Box<drift::DriftArgs>),
    Plan(Box<plan::PlanArgs>),
    Audit(audit::AuditArgs),
    Who(who::WhoArgs),
    What(what::WhatArgs),
    Replay(Box<replay::ReplayArgs>),
    Events(events::EventsArgs),
    Report(report::ReportArgs),
    Import(import::ImportArgs),
    Emit(emit::EmitArgs),
    Racf(racf::RacfArgs),
    Fmt(fmt::FmtArgs),
    Table(table::TableArgs),
    Started(started::StartedArgs),
    Graph(graph::GraphArgs),
    Inspect(inspect::InspectArgs),
    Safr(safr::SafrArgs),
    Codes(codes::CodesArgs),
    Bench(bench::BenchArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// The version of everything that a policy, a bundle or a script depends on.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{}\nlanguage: edition {}\nbundles: format {}\nJSON: version {}",
        env!("CARGO_PKG_VERSION"),
        saffron_compiler::EDITION,
        saffron_bundle::frame::FORMAT_VERSION,
        saffron_diagnostics::render::JSON_VERSION,
    )
});

/// A policy that is the current directory unless another is named.
fn here(policies: Arg) -> Arg {
    policies.required(false).default_value(".")
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(self) -> anyhow::Result<Verdict> {
        match self {
            Self::Init(args) => init::run(&args),
            Self::Check(args) => check::run(&args),
            Self::Test(args) => test::run(&args),
            Self::Compile(args) => compile::run(&args),
            Self::Eval(args) => eval::run(&args),
            Self::Explain(args) => explain::run(&args),
            Self::Diff(args) => diff::run(&args),
            Self::Review(args) => review::run(&args),
            Self::Drift(args) => drift::run(&args),
            Self::Plan(args) => plan::run(&args),
            Self::Audit(args) => audit::run(&args),
            Self::Who(args) => who::run(&args),
            Self::What(args) => what::run(&args),
            Self::Replay(args) => replay::run(&args),
            Self::Events(args) => events::run(&args),
            Self::Report(args) => report::run(&args),
            Self::Import(args) => import::run(&args),
            Self::Emit(args) => emit::run(&args),
            Self::Racf(args) => racf::run(&args),
            Self::Fmt(args) => fmt::run(&args),
            Self::Table(args) => table::run(&args),
            Self::Started(args) => started::run(&args),
            Self::Graph(args) => graph::run(&args),
            Self::Inspect(args) => inspect::run(&args),
            Self::Safr(args) => safr::run(&args),
            Self::Codes(args) => codes::run(&args),
            Self::Bench(args) => bench::run(&args),
            Self::Completions(args) => completions::run(&args, &mut Cli::command()),
            Self::Man(args) => man::run(&args, Cli::command()),
        }
    }
}
