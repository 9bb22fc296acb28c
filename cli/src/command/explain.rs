//! `saffron explain`

mod racf;
mod safr;

use clap::Args;

use crate::options::{BundleArgs, DayArgs, Format, PolicyArgs};
use crate::output;
use crate::policy::{self, OpenPolicy};
use crate::report::{ladder, safr as safr_report};
use crate::verdict::Verdict;
use crate::wire::{self, OwnedRequest, OwnedSafrRequest};

use racf::{OperationArg, RacfAsked};
use safr::SafrAsked;

/// Explain one decision: each rule in order, its result, and the line of the policy that caused it
#[derive(Debug, Args)]
#[command(after_help = r#"EXAMPLES
  saffron explain payroll --user PAYCLK --class DATASET --resource PAYROLL.MASTER \
    --access update --program PAYCALC

  saffron explain payroll.safb \
    --request '{"user":"PAYCLK","class":"DATASET","resource":"PAYROLL.MASTER"}'

  saffron explain payroll --operation administer \
    --user PAYADM --class DATASET --resource 'PAYROLL.**'

  saffron explain finance --user ALICE --login-group FIN_ANALYSTS --login-environment FINANCE \
    --operation reference --item-type lookup-path --item LK_RATE --with view=GL_EXTRACT"#)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    #[command(flatten)]
    bundle: BundleArgs,

    #[command(flatten)]
    date: DayArgs,

    /// The request as JSON, as for `saffron eval`, instead of the options below
    #[arg(
        long,
        value_name = "JSON",
        conflicts_with_all = racf::ANY_FLAGS,
        conflicts_with_all = racf::FLAGS,
        conflicts_with_all = safr::FLAGS
    )]
    request: Option<String>,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,

    #[command(flatten)]
    asked: RacfAsked,

    #[command(flatten)]
    safr: SafrAsked,
}

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<Verdict> {
    let asked = match &args.request {
        Some(json) => wire::Asked::parse(json)
            .map_err(|malformed| anyhow::anyhow!("--request: {}", wire::message(&malformed)))?,
        None if args.is_about_safr() => {
            wire::Asked::Safr(Box::new(args.safr.request(&args.asked)?))
        }
        None => wire::Asked::Racf(Box::new(args.asked.request()?)),
    };
    let Some(opened) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    output::print(&match asked {
        wire::Asked::Racf(request) => of_racf(&request, args.date, args.format, &opened)?,
        wire::Asked::Safr(request) => of_safr(&request, args.format, &opened)?,
    })?;
    Ok(Verdict::Fine)
}

fn of_racf(
    request: &OwnedRequest<'_>,
    date: DayArgs,
    format: Format,
    from: &OpenPolicy,
) -> anyhow::Result<String> {
    let engine = &from.engine;
    let day = request.date.map_or_else(|| date.day(), Ok)?;
    let explanation = request.with_request(day, |asked| engine.explain(asked));
    match format {
        Format::Text => Ok(ladder::text(request, day, &explanation, from.sources.as_deref())),
        Format::Json => ladder::json(&explanation, request.id),
    }
}

fn of_safr(
    request: &OwnedSafrRequest<'_>,
    format: Format,
    from: &OpenPolicy,
) -> anyhow::Result<String> {
    let engine = &from.engine;
    request.with_request(|asked| {
        let explanation = engine.explain_safr(asked);
        match format {
            Format::Text => Ok(safr_report::text(request, &explanation, from.sources.as_deref())),
            Format::Json => safr_report::json(&explanation, request.id),
        }
    })
}

impl ExplainArgs {
    fn is_about_safr(&self) -> bool {
        self.safr.is_given() || matches!(self.asked.operation, Some(OperationArg::Safr(_)))
    }
}
