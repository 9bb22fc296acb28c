//! `saffron explain`

mod racf;
mod safr;

use clap::Args;

use saffron_diagnostics::did_you_mean;
use saffron_runtime::Engine;
use saffron_vocabulary::class;
use saffron_vocabulary::racf::{Outcome, Step};
use saffron_vocabulary::safr::SafrOutcome;

use crate::document;
use crate::options::{BundleArgs, DayArgs, Format, PolicyArgs};
use crate::outcomes::{self, Weight};
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

    /// Answer for example users as well, as `saffron test` does
    #[arg(long)]
    examples: bool,

    /// Exit with status 0 if the request is granted and 1 if it isn't
    #[arg(long)]
    exit_code: bool,

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
    let opened = if args.examples { with_examples(opened) } else { opened };
    let (text, passed) = match asked {
        wire::Asked::Racf(request) => of_racf(&request, args, &opened)?,
        wire::Asked::Safr(request) => of_safr(&request, args, &opened)?,
    };
    output::print(&text)?;
    Ok(if passed { Verdict::Fine } else { Verdict::Wrong })
}

/// The policy that tests ask.
fn with_examples(opened: OpenPolicy) -> OpenPolicy {
    match opened.tested.clone() {
        Some(engine) => OpenPolicy { engine, variants: opened.variants.for_tests(), ..opened },
        None => opened,
    }
}

fn of_racf(
    request: &OwnedRequest<'_>,
    args: &ExplainArgs,
    from: &OpenPolicy,
) -> anyhow::Result<(String, bool)> {
    let day = request.date.map_or_else(|| args.date.day(), Ok)?;
    let weighed = request.with_request(day, |asked| {
        let decided = |engine: &Engine| Weight::of(&engine.decide(asked), request.id);
        from.variants.weigh(&from.engine, decided)
    })?;
    let engine = weighed.engine.unwrap_or(&from.engine);
    let explanation = request.with_request(day, |asked| engine.explain(asked));
    let sources = from.sources.as_ref().filter(|_| !weighed.depends.is_empty());
    let text = match args.format {
        Format::Text => {
            let mut text = ladder::text(request, day, &explanation, from.sources.as_deref());
            text.extend(meant(request, explanation.decision.step));
            text + &sources.map(|it| outcomes::as_text(&weighed.depends, it)).unwrap_or_default()
        }
        Format::Json => {
            let mut value = ladder::json(&explanation, request.id)?;
            if let (Some(object), Some(sources)) = (value.as_object_mut(), sources) {
                let depends = outcomes::as_json(&weighed.depends, sources);
                object.insert("depends_on".to_owned(), depends);
            }
            document::text(value)
        }
    };
    let granted = !args.exit_code || explanation.decision.outcome == Outcome::Grant;
    Ok((text, granted && weighed.depends.is_empty()))
}

/// What was probably meant by a class that nobody knows, or a name in the quotes of TSO.
fn meant(request: &OwnedRequest<'_>, step: Step) -> Option<String> {
    match step {
        Step::ClassUnknown => {
            let known = class::supplied().iter().map(|it| it.name.as_str());
            let near = did_you_mean(&request.class, known)?;
            Some(format!("Did you mean the class `{near}`?\n"))
        }
        Step::NameInvalid => {
            let bare = request.resource.strip_prefix('\'')?.strip_suffix('\'')?;
            Some(format!("Write `{bare}`: names of resources have no quotes of TSO.\n"))
        }
        _ => None,
    }
}

fn of_safr(
    request: &OwnedSafrRequest<'_>,
    args: &ExplainArgs,
    from: &OpenPolicy,
) -> anyhow::Result<(String, bool)> {
    let engine = &from.engine;
    request.with_request(|asked| {
        let explanation = engine.explain_safr(asked);
        let granted = !args.exit_code || explanation.decision.outcome == SafrOutcome::Grant;
        let text = match args.format {
            Format::Text => safr_report::text(request, &explanation, from.sources.as_deref()),
            Format::Json => safr_report::json(&explanation, request.id)?,
        };
        Ok((text, granted))
    })
}

impl ExplainArgs {
    fn is_about_safr(&self) -> bool {
        self.safr.is_given() || matches!(self.asked.operation, Some(OperationArg::Safr(_)))
    }
}
