//! `saffron table`

use clap::{Args, ValueEnum};
use saffron_bundle::listing::{self, ListingRow};

use crate::args::PolicyArgs;
use crate::output;
use crate::report::listing as report;
use crate::{Verdict, policy};

/// Print the decision table as an auditor reads it: who gets what, and which line says so
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron table payroll --class DATASET
  saffron table payroll.safb --format csv > payroll.csv")]
pub(crate) struct TableArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    /// Only this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,

    /// Only profiles whose names contain this
    #[arg(long, value_name = "TEXT")]
    profile: Option<String>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: TableFormat,
}

/// For people, spreadsheets or programs.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum TableFormat {
    Text,
    Csv,
    Json,
}

pub(crate) fn run(args: &TableArgs) -> anyhow::Result<Verdict> {
    let Some(answering) = policy::answering(&args.policy)? else { return Ok(Verdict::Wrong) };
    let engine = answering.engine()?;
    let mut rows = listing::rows(engine.bundle());
    rows.retain(|row| args.wants(row));
    let text = match args.format {
        TableFormat::Text => report::text(&rows),
        TableFormat::Csv => report::csv(&rows),
        TableFormat::Json => format!("{:#}\n", report::json(&rows)),
    };
    output::print(&text)?;
    Ok(Verdict::Fine)
}

impl TableArgs {
    fn wants(&self, row: &ListingRow<'_>) -> bool {
        let class = self.class.as_deref().is_none_or(|class| row.class.eq_ignore_ascii_case(class));
        let upper = |text: &str| text.to_uppercase();
        let wanted = self.profile.as_deref().map(upper);
        class && wanted.is_none_or(|wanted| upper(row.profile).contains(&wanted))
    }
}
