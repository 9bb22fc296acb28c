//! `saffron drift`

use clap::{Args, ValueEnum};
use saffron_analysis::change::Open;
use saffron_analysis::drift::{Fact, Managed};
use saffron_analysis::{Scope, diff};
use saffron_runtime::Engine;

use crate::fail_on::FailOn;
use crate::options::DayArgs;
use crate::output;
use crate::report::changes::Comparison;
use crate::report::drift::{self as report, Drifted};
use crate::report::setting::Files;
use crate::side::{self, Side};
use crate::sides::SidesArgs;
use crate::verdict::Verdict;

/// Show what a system holds otherwise than the policy that describes it
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron drift site site.irrdbu00 --setropts setropts.list
  saffron drift site site.irrdbu00 --setropts setropts.list --format sarif > drift.sarif
  saffron drift zowe site.irrdbu00 --fail-on gain

SYSTEM is a database unload or any other policy. If the database is split, name all files of the unload. \
--setropts belongs to the unload before it.

[manage] in saffron.toml states what a package answers for. Outside, only what it states is compared. Without \
[manage] the policy describes the whole system.

The exit status is 1 if a fact or an access differs; with --fail-on, only if access does.")]
pub(crate) struct DriftArgs {
    #[command(flatten)]
    sides: SidesArgs,

    #[command(flatten)]
    day: DayArgs,

    /// End with exit status 1 only if access differs in this direction: gain, loss or any
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    fail_on: Option<FailOn>,

    /// End with exit status 1 if an option of the system is assumed
    #[arg(long)]
    require_options: bool,

    /// Output format: text, json, html or sarif
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true)]
    format: DriftFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DriftFormat {
    Text,
    Json,
    Html,
    Sarif,
}

pub(crate) fn run(args: &DriftArgs) -> anyhow::Result<Verdict> {
    let day = args.day.day()?;
    let Some((policy, system)) = side::both(&args.sides.policy(), &args.sides.system())? else {
        return Ok(Verdict::Wrong);
    };
    let managed = Managed::of(policy.manage.as_ref());
    let facts = side::facts(&policy, &system, managed);
    let expected = expected(&policy, &system, managed, &facts)?;
    let old = expected.as_ref().unwrap_or(&policy.engine);
    let mut found = diff(old, &system.engine, day, Scope { user: None, class: None });
    if expected.is_none() && !managed.is_everything() {
        found.open.push(Open { class: "*".to_owned(), old: None, new: None, reason: UNPLANNED });
    }
    let drifted = Drifted {
        facts: &facts,
        access: Comparison {
            diff: &found,
            // An unload tells nothing of SAFR.
            safr: &[],
            facts: &[],
            not_compared: &[],
            bundles: [old.bundle_sections(), system.engine.bundle_sections()],
            files: [args.sides.policy(), args.sides.system()].map(|it| Files::of(&it.policies)),
            date: args.day.is_stated().then(|| day.to_string()),
        },
        sources: [&policy.sources, &system.sources],
        assumed: &side::assumed(&policy, &system),
    };
    output::print(&match args.format {
        DriftFormat::Text => report::text::report(&drifted),
        DriftFormat::Json => crate::document::text(report::json::report(&drifted)),
        DriftFormat::Html => report::html::report(&drifted),
        DriftFormat::Sarif => report::sarif::report(&drifted).text(),
    })?;
    let unknown = args.require_options && !drifted.assumed.is_empty();
    let wrong = fails(&drifted, args.fail_on) || unknown || !found.is_complete();
    Ok(if wrong { Verdict::Wrong } else { Verdict::Fine })
}

const UNPLANNED: &str = "the system with the facts of the policy can't be made in memory";

/// The system as it would be with the facts of the policy: what a package that manages a part of it is compared with.
/// `None` where everything is managed, so that the policy itself is.
fn expected(
    policy: &Side,
    system: &Side,
    managed: Managed<'_>,
    facts: &[Fact],
) -> anyhow::Result<Option<Engine>> {
    if managed.is_everything() {
        return Ok(None);
    }
    let Ok(proven) = side::prove(policy, system, managed, facts, true) else { return Ok(None) };
    let compiled = side::compiled(&proven.after, (*system.sources).clone())?;
    Ok(compiled.map(|(engine, _, _)| engine))
}

fn fails(drifted: &Drifted<'_>, on: Option<FailOn>) -> bool {
    let changes = &drifted.access.diff.changes;
    match on {
        None => !drifted.facts.is_empty() || !changes.is_empty(),
        Some(on) => on.is_in(drifted.access.kinds()),
    }
}
