//! `saffron drift`

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use saffron_analysis::change::{Diff, Kind, Open};
use saffron_analysis::drift::{self, Managed, System};
use saffron_analysis::{Scope, diff};
use saffron_vocabulary::racf::Day;

use crate::options::{CommandArgs, DayArgs, DiagnosticArgs, PolicyArgs, StartArgs, VariableArgs};
use crate::output;
use crate::report::changes::Comparison;
use crate::report::drift::{self as report, Drifted};
use crate::side::{self, Side};
use crate::verdict::Verdict;

/// Show what a system holds otherwise than the policy that describes it
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron drift site site.irrdbu00 --setropts setropts.list
  saffron drift site site.irrdbu00 --setropts setropts.list --format sarif > drift.sarif
  saffron drift zowe site.irrdbu00 --fail-on gain

SYSTEM is a database unload or any other policy. If the database is split, name all files of the unload.
--setropts belongs to the unload before it.

[manage] in saffron.toml states what a package answers for. Outside, only what it states is compared. Without
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
enum FailOn {
    Gain,
    Loss,
    Any,
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
    let facts = facts(&policy, &system, managed);
    let found = access(&policy, &system, day, managed, &facts);
    let drifted = Drifted {
        facts: &facts,
        access: Comparison {
            diff: &found,
            facts: &[],
            bundles: [policy.engine.bundle_sections(), system.engine.bundle_sections()],
            date: args.day.is_stated().then(|| day.to_string()),
        },
        sources: [&policy.sources, &system.sources],
        assumed: &assumed(&policy, &system),
    };
    output::print(&match args.format {
        DriftFormat::Text => report::text::report(&drifted),
        DriftFormat::Json => format!("{:#}\n", report::json::report(&drifted)),
        DriftFormat::Html => report::html::report(&drifted),
        DriftFormat::Sarif => format!("{:#}\n", report::sarif::report(&drifted)),
    })?;
    let unknown = args.require_options && !drifted.assumed.is_empty();
    let wrong = fails(&drifted, args.fail_on) || unknown || !found.is_complete();
    Ok(if wrong { Verdict::Wrong } else { Verdict::Fine })
}

/// The difference in access that follows from the facts.
fn access<'e>(
    policy: &'e Side,
    system: &'e Side,
    day: Day,
    managed: Managed<'_>,
    facts: &[drift::Fact],
) -> Diff<'e> {
    if managed.is_everything() {
        return diff(&policy.engine, &system.engine, day, Scope { user: None, class: None });
    }
    let mut found = Diff::default();
    if !facts.is_empty() {
        let reason = "the access of a package that manages a part of the system is not compared";
        found.open.push(Open { class: "*".to_owned(), old: None, new: None, reason });
    }
    found
}

/// The facts that differ within the scope of the policy.
fn facts(policy: &Side, system: &Side, managed: Managed<'_>) -> Vec<drift::Fact> {
    let assumed = assumed(policy, system);
    let without_options = policy.without_options || system.without_options;
    let system = System { model: &system.model, assumed: &assumed, without_options };
    drift::drift(&policy.model, system, managed)
}

/// Options of which one side knows nothing.
fn assumed(policy: &Side, system: &Side) -> Vec<&'static str> {
    let mut all = system.assumed.clone();
    all.extend(policy.assumed.iter().filter(|it| !system.assumed.contains(it)));
    all
}

fn fails(drifted: &Drifted<'_>, on: Option<FailOn>) -> bool {
    let changes = &drifted.access.diff.changes;
    match on {
        None => !drifted.facts.is_empty() || !changes.is_empty(),
        Some(FailOn::Any) => !changes.is_empty(),
        Some(FailOn::Gain) => changes.iter().any(|it| matches!(it.kind, Kind::Gain | Kind::Both)),
        Some(FailOn::Loss) => changes.iter().any(|it| matches!(it.kind, Kind::Loss | Kind::Both)),
    }
}

/// A policy, a system, and what belongs to either.
#[derive(Clone, Debug)]
pub(super) struct SidesArgs {
    given: GivenArgs,
    /// For each file of options the number of the policies and systems named before it.
    before: Vec<usize>,
}

#[derive(Clone, Debug, Args)]
struct GivenArgs {
    /// The policy, then the system: a database unload or any other policy
    #[arg(required = true, num_args = 1.., value_names = ["POLICY", "SYSTEM"])]
    files: Vec<PathBuf>,

    /// The options of the system whose unload is named before: output of SETROPTS LIST, or KEY:VALUE lines of
    /// IRRXUTIL
    #[arg(long, value_name = "FILE")]
    setropts: Vec<PathBuf>,

    /// Use the parameter values in [site.NAME] of saffron.toml
    #[arg(long, value_name = "NAME")]
    site: Option<String>,

    #[command(flatten)]
    variables: VariableArgs,

    #[command(flatten)]
    shown: DiagnosticArgs,
}

impl SidesArgs {
    /// The policy as the arguments of a command that takes one.
    pub(super) fn policy(&self) -> PolicyArgs {
        self.side(self.given.files.get(..1), |before| before < 2, self.given.site.clone())
    }

    /// The system in the same form.
    pub(super) fn system(&self) -> PolicyArgs {
        self.side(self.given.files.get(1..), |before| before >= 2, None)
    }

    fn side(
        &self,
        files: Option<&[PathBuf]>,
        owns: impl Fn(usize) -> bool,
        site: Option<String>,
    ) -> PolicyArgs {
        let stated = self.given.setropts.iter().zip(&self.before);
        let setropts = stated.filter(|(_, before)| owns(**before)).map(|(path, _)| path.clone());
        let start = StartArgs { setropts: setropts.last(), ..StartArgs::default() };
        let variables = self.given.variables.clone();
        PolicyArgs {
            policies: files.unwrap_or_default().to_vec(),
            site,
            commands: CommandArgs { variables, start, ..CommandArgs::default() },
            shown: self.given.shown,
        }
    }
}

impl FromArgMatches for SidesArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let at = |name| matches.indices_of(name).into_iter().flatten().collect::<Vec<usize>>();
        let (files, options) = (at("files"), at("setropts"));
        if files.len() < 2 {
            let message = "specify the policy, then the system\n";
            return Err(clap::Error::raw(ErrorKind::TooFewValues, message));
        }
        let before = options
            .into_iter()
            .map(|option| files.iter().filter(|file| **file < option).count())
            .collect();
        Ok(Self { given: GivenArgs::from_arg_matches(matches)?, before })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for SidesArgs {
    fn augment_args(command: Command) -> Command {
        GivenArgs::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        GivenArgs::augment_args_for_update(command)
    }
}
