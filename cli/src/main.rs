//! `saffron`: policy as code for the mainframe.
//!
//! The edge of the workspace: the only crate that knows files, clocks, arguments, colours and exit
//! statuses. Everything else is a function that it calls.
//!
//! INVARIANT: exit status 0 is "fine", 1 "the policy is wrong or a check failed", 2 "the call is
//! wrong": bad arguments, a missing file, a malformed request, a broken bundle.
#![deny(unsafe_code)]

mod args;
mod codes;
mod command;
mod load;
mod options;
mod output;
mod policy;
mod progress;
mod report;
mod wire;

use std::process::ExitCode;

use clap::Parser;

/// What a command comes to, if it could be carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All is well.
    Fine,
    /// The policy has mistakes, or a check failed.
    Wrong,
    /// Part of the input was malformed, and has been reported.
    Malformed,
}

fn main() -> ExitCode {
    match args::Cli::try_parse() {
        Ok(cli) => {
            output::choose_colors(cli.color);
            finish(command::run(cli.command))
        }
        Err(error) => usage(&error),
    }
}

fn finish(result: anyhow::Result<Verdict>) -> ExitCode {
    match result {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Wrong) => ExitCode::from(1),
        Ok(Verdict::Malformed) => ExitCode::from(2),
        // Whoever read our output has seen enough.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::error(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn usage(error: &clap::Error) -> ExitCode {
    // Nothing is left to be said when even this can't be printed.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
