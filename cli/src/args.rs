//! The command line.

use clap::{ColorChoice, Parser, Subcommand};

use crate::command::{
    bench, check, codes, compile, completions, emit, eval, explain, fmt, graph, import, init,
    inspect, racf, safr, table, test,
};

/// Policy as code for the mainframe: write who may do what, check it, test it, compile it, and ask
/// what RACF would answer.
#[derive(Debug, Parser)]
#[command(
    name = "saffron",
    version,
    max_term_width = 100,
    after_help = "\
EXAMPLES
  saffron init payroll                     a small package to start from
  saffron check payroll                    every mistake of it, in one run
  saffron test payroll                     does it say what was meant?
  saffron explain payroll --user PAYCLK --class DATASET --resource PAYROLL.MASTER
  saffron import setup.jcl -o zowe         the same from RACF commands that you have

EXIT STATUS
  0  all is well
  1  the policy has mistakes, or a check failed
  2  the call is wrong: bad arguments, a missing file, a malformed request, a broken bundle"
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

/// What can be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::InitArgs),
    Check(check::CheckArgs),
    Test(test::TestArgs),
    Compile(compile::CompileArgs),
    Eval(eval::EvalArgs),
    Explain(Box<explain::ExplainArgs>),
    Import(import::ImportArgs),
    Emit(emit::EmitArgs),
    Racf(racf::RacfArgs),
    Fmt(fmt::FmtArgs),
    Table(table::TableArgs),
    Graph(graph::GraphArgs),
    Inspect(inspect::InspectArgs),
    Safr(safr::SafrArgs),
    Codes(codes::CodesArgs),
    Bench(bench::BenchArgs),
    Completions(completions::CompletionsArgs),
}
