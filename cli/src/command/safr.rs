//! `saffron safr`

mod apply;
mod import;
mod report;
mod script;

use clap::{Args, Subcommand};

use crate::verdict::Verdict;

/// SAFR security reports, simulation and import
#[derive(Debug, Args)]
pub(crate) struct SafrArgs {
    #[command(subcommand)]
    command: SafrCommand,
}

#[derive(Debug, Subcommand)]
enum SafrCommand {
    Report(report::ReportArgs),
    Apply(apply::ApplyArgs),
    Import(import::ImportArgs),
}

pub(crate) fn run(args: &SafrArgs) -> anyhow::Result<Verdict> {
    match &args.command {
        SafrCommand::Report(args) => report::run(args),
        SafrCommand::Apply(args) => apply::run(args),
        SafrCommand::Import(args) => import::run(args),
    }
}
