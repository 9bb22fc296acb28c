//! The command line.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand, ValueEnum};

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

/// Which policy.
#[derive(Clone, Debug, Args)]
pub(crate) struct PolicyArgs {
    /// A package directory, `.saf` files, files of RACF commands (`.racf`, `.jcl`, `.rexx`, …), or (where text isn't needed) a compiled `.safb` bundle
    #[arg(required = true, value_name = "POLICY")]
    pub(crate) policies: Vec<PathBuf>,

    /// Take the values of parameters from [site.NAME] of saffron.toml
    #[arg(long, value_name = "NAME")]
    pub(crate) site: Option<String>,

    #[command(flatten)]
    pub(crate) commands: CommandArgs,
}

/// The heading of options that are about files of commands.
const OF_COMMANDS: &str = "Options for files of RACF commands";

/// How files of RACF commands are read and issued.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CommandArgs {
    /// What a variable in them stands for
    #[arg(long = "var", value_name = "NAME=VALUE", help_heading = OF_COMMANDS)]
    pub(crate) vars: Vec<String>,

    /// Who issues the commands, if allowed to; without it IBMUSER does, and nothing is refused
    #[arg(long = "as", value_name = "USER", help_heading = OF_COMMANDS)]
    pub(crate) issuer: Option<String>,

    /// How to take a rule of PERMIT that its documentation leaves open
    #[arg(long = "rule", value_name = "NAME=on|off", help_heading = OF_COMMANDS)]
    pub(crate) rules: Vec<String>,
}

/// For people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}
