//! `saffron bench`

use clap::Args;

use crate::Verdict;
use crate::args::Format;

/// Measure parsing, compiling, opening and deciding on a generated policy
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLE\n  saffron bench --profiles 20000 --seconds 3")]
pub(crate) struct BenchArgs {
    /// How many profiles the policy has
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    profiles: u32,

    /// How long each measurement may take
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &BenchArgs) -> anyhow::Result<Verdict> {
    anyhow::bail!(
        "no measurements of {} profiles in {} seconds yet ({:?})",
        args.profiles,
        args.seconds,
        args.format
    );
}
