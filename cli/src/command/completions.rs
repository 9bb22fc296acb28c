//! `saffron completions`

use clap::{Args, Command};
use clap_complete::Shell;

use crate::output;
use crate::verdict::Verdict;

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

/// Prints the script for the command line that `command` describes.
pub(crate) fn run(args: &CompletionsArgs, command: &mut Command) -> anyhow::Result<Verdict> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "saffron", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Fine)
}
