//! `saffron man`

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Command};
use clap_mangen::Man;

use crate::output::{self, BOLD, count};
use crate::outputs;
use crate::verdict::Verdict;

/// Write the manual pages: one for saffron, and one for each command
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLE\n  saffron man -o ~/.local/share/man/man1 && man saffron-check")]
pub(crate) struct ManArgs {
    /// Directory for the pages
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
}

pub(crate) fn run(args: &ManArgs, root: Command) -> anyhow::Result<Verdict> {
    let mut root = root.disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    let mut pending = vec![&root];
    while let Some(command) = pending.pop() {
        pages.push(page(command)?);
        pending.extend(command.get_subcommands().filter(|it| !it.is_hide_set()));
    }
    let files = pages.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    outputs::add_to_directory(&args.output, files)?;
    let written = count(pages.len(), "page");
    output::print(&format!("{BOLD}{}{BOLD:#}: {written}\n", args.output.display()))?;
    Ok(Verdict::Fine)
}

/// The file of a page and its text: `saffron-racf-run.1`.
fn page(command: &Command) -> anyhow::Result<(String, String)> {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let mut text = Vec::new();
    Man::new(command.clone()).title(&name).render(&mut text)?;
    let text = String::from_utf8(text).with_context(|| format!("the page of {name}"))?;
    Ok((format!("{name}.1"), text))
}
