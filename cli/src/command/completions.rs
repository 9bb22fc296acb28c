//! `saffron completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::args::Cli;
use crate::{Verdict, output};

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "EXAMPLE\n  saffron completions bash > ~/.local/share/bash-completion/completions/saffron"
)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs) -> anyhow::Result<Verdict> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "saffron", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Fine)
}
