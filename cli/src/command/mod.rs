//! One module for each command: its arguments and its action.

pub(crate) mod bench;
pub(crate) mod check;
pub(crate) mod codes;
pub(crate) mod compile;
pub(crate) mod completions;
pub(crate) mod emit;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod inspect;
mod lines;
pub(crate) mod racf;
pub(crate) mod safr;
pub(crate) mod table;
pub(crate) mod test;
mod write;

use crate::Verdict;
use crate::args::Command;

/// Runs a command.
pub(crate) fn run(command: Command) -> anyhow::Result<Verdict> {
    match command {
        Command::Init(args) => init::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Compile(args) => compile::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Emit(args) => emit::run(&args),
        Command::Racf(args) => racf::run(&args),
        Command::Fmt(args) => fmt::run(&args),
        Command::Table(args) => table::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Safr(args) => safr::run(&args),
        Command::Codes(args) => codes::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}
