//! `saffron safr`

mod apply;
mod report;
mod script;

use clap::{Args, Subcommand};

use crate::Verdict;

/// Reports on SAFR's part of a policy, and what operations come to
#[derive(Debug, Args)]
pub(crate) struct SafrArgs {
    #[command(subcommand)]
    command: SafrCommand,
}

#[derive(Debug, Subcommand)]
enum SafrCommand {
    Report(report::ReportArgs),
    Apply(apply::ApplyArgs),
}

pub(crate) fn run(args: &SafrArgs) -> anyhow::Result<Verdict> {
    match &args.command {
        SafrCommand::Report(args) => report::run(args),
        SafrCommand::Apply(args) => apply::run(args),
    }
}
