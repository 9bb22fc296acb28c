//! `saffron`: policy as code for the mainframe.
//!
//! The edge of the workspace: the only crate that uses files, clocks, arguments, colours and exit
//! statuses. It calls the other crates as functions.
//!
//! INVARIANT: exit status 0 is "success", 1 "the policy has errors, or a check failed", 2 "wrong
//! arguments, a malformed request, or a file that can't be read or written".
#![deny(unsafe_code)]

mod args;
mod codes;
mod command;
mod comparing;
mod document;
mod fail_on;
mod job;
mod load;
mod options;
mod outcomes;
mod output;
mod outputs;
mod pipeline;
mod policy;
mod progress;
mod report;
mod repository;
mod revision;
mod side;
mod sides;
mod verdict;
mod wire;

use std::process::ExitCode;

use clap::Parser;

use verdict::Verdict;

fn main() -> ExitCode {
    match args::Cli::try_parse() {
        Ok(cli) => {
            output::choose_colors(cli.color);
            finish(cli.command.run())
        }
        Err(error) => usage(&error),
    }
}

fn finish(result: anyhow::Result<Verdict>) -> ExitCode {
    match result {
        Ok(Verdict::Fine) => ExitCode::SUCCESS,
        Ok(Verdict::Wrong) => ExitCode::from(1),
        Ok(Verdict::Malformed) => ExitCode::from(2),
        // The reader of the output closed it, as `head` does, and needs no message. But a script
        // must not take an output that was cut off for a complete one.
        Err(error) if output::is_broken_pipe(&error) => ExitCode::from(2),
        Err(error) => {
            output::error(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn usage(error: &clap::Error) -> ExitCode {
    // If even this can't be printed, there is no other place to report it; but help that is cut off
    // must not be taken for a complete one.
    match error.print() {
        Ok(()) => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
        Err(_) => ExitCode::from(2),
    }
}
