//! `saffron-sql`: SQL over unloads of RACF, Parquet and CSV files, with Saffron's decisions.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::common::Result;
use datafusion::prelude::{SessionConfig, SessionContext};

/// Answer SQL over unloads of RACF, Parquet and CSV files
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "EXAMPLES
  saffron-sql \"COPY (SELECT * FROM irradu00('smf.irradu00')) TO 'events.parquet'\"
  saffron-sql \"COPY (SELECT * FROM 'users.csv') TO 'users.parquet'\"
  saffron-sql --policy payroll.safb \"SELECT saffron_allowed('PAYCLK', 'DATASET', 'PAYROLL.MASTER', '2026-11-01')\"

Table functions: irradu00(FILE…), irrdbu00(FILE…, TYPE); a file is a table, too: SELECT * FROM 'events.parquet'.
Functions, with --policy: saffron_decide, saffron_allowed, saffron_digest."
)]
struct Arguments {
    /// Statements, one after the other
    #[arg(required = true)]
    statements: Vec<String>,

    /// The bundle that decides, from `saffron compile`
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,

    /// Map the bundle instead of reading it. Nothing may write to the file meanwhile
    #[arg(long, requires = "policy")]
    map: bool,

    /// How many partitions are read at the same time. Default: the number of processors
    #[arg(long, value_name = "NUMBER")]
    partitions: Option<usize>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "the edge: what stops the command")]
            {
                eprintln!("error: {}", error.strip_backtrace());
            }
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> Result<()> {
    let session = session(arguments)?;
    for statement in &arguments.statements {
        let batches = session.sql(statement).await?.collect().await?;
        if batches.iter().any(|batch| batch.num_columns() > 0) {
            #[expect(clippy::print_stdout, reason = "the edge: the answer")]
            {
                println!("{}", pretty_format_batches(&batches)?);
            }
        }
    }
    Ok(())
}

fn session(arguments: &Arguments) -> Result<SessionContext> {
    let config = SessionConfig::new();
    let config = match arguments.partitions {
        Some(partitions) => config.with_target_partitions(partitions.max(1)),
        None => config,
    };
    let session = SessionContext::new_with_config(config).enable_url_table();
    saffron_datafusion::register_tables(&session);
    if let Some(path) = &arguments.policy {
        let policy = if arguments.map {
            saffron_datafusion::mapped(path)?
        } else {
            saffron_datafusion::read(path)?
        };
        saffron_datafusion::register_policy(&session, &policy);
    }
    Ok(session)
}
