//! `saffron replay`

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use saffron_replay::{Answer, CausedBy, Key, Options, Replay, Report};

use crate::options::{BundleArgs, Format, PolicyArgs};
use crate::policy::OpenPolicy;
use crate::report::replay as report;
use crate::verdict::Verdict;
use crate::{document, load, output, policy};

/// Answer the access events of an SMF unload (IRRADU00) with a policy, and list where it differs from what the system
/// did
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron replay payroll --events smf.irradu00
  saffron replay payroll --events october.txt november.txt --fail-on newly-denied
  saffron replay new.safb --baseline old.safb --events smf.irradu00 --format json
  saffron replay payroll --events smf.irradu00 --unused

Events are read in every form in which they are transferred: text, EBCDIC, and with record descriptor words. \
Records that are equal are one event.

The exit status is 1 if there is a difference that --fail-on names, or a record that can't be read.")]
pub(crate) struct ReplayArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    #[command(flatten)]
    bundle: BundleArgs,

    /// Files of events, or - for standard input
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    events: Vec<PathBuf>,

    /// Also list the profiles and entries on which no event rests
    #[arg(long)]
    unused: bool,

    /// The policy before the change: tell what the change causes from what differed before
    #[arg(long, value_name = "OLD")]
    baseline: Option<PathBuf>,

    /// The options of the system whose database unload is the baseline. Default: those of --setropts
    #[arg(long, value_name = "FILE", requires = "baseline")]
    baseline_setropts: Option<PathBuf>,

    /// End with exit status 1 if there is such a difference, with --baseline one that the change causes: newly-denied,
    /// newly-granted or any
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    fail_on: Option<FailOn>,

    /// Replay only events of this system. Repeatable
    #[arg(long, value_name = "ID")]
    smfid: Vec<String>,

    /// Count equal records as events of their own
    #[arg(long)]
    keep_duplicates: bool,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    NewlyDenied,
    NewlyGranted,
    Any,
}

pub(crate) fn run(args: &ReplayArgs) -> anyhow::Result<Verdict> {
    let Some(new) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    let old = match &args.baseline {
        None => None,
        Some(path) => match baseline(args, path)? {
            None => return Ok(Verdict::Wrong),
            old => old,
        },
    };
    let options = Options {
        keep_duplicates: args.keep_duplicates,
        unused: args.unused,
        systems: args.smfid.iter().map(|id| id.to_ascii_uppercase()).collect(),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
    };
    let mut replay = Replay::new(&new.engine, old.as_ref().map(|old| &old.engine), options);
    for path in &args.events {
        events(&mut replay, path)?;
    }
    let found = replay.finish();
    let names: Vec<String> = args.events.iter().map(|path| path.display().to_string()).collect();
    output::print(&match args.format {
        Format::Text => report::text(&found, &names),
        Format::Json => document::text(report::json(&found, &names)),
    })?;
    let incomplete = new.incomplete || old.as_ref().is_some_and(|old| old.incomplete);
    let fails = incomplete || !found.is_complete() || fails(args, &found);
    Ok(if fails { Verdict::Wrong } else { Verdict::Fine })
}

/// The old policy. An unload takes the options of the new one if it has none of its own.
fn baseline(args: &ReplayArgs, path: &Path) -> anyhow::Result<Option<OpenPolicy>> {
    let mut of_old = args.policy.clone();
    of_old.policies = vec![path.to_owned()];
    let start = &mut of_old.commands.start;
    if args.baseline_setropts.is_some() {
        start.setropts.clone_from(&args.baseline_setropts);
    } else if load::unload::form(path, None)?.is_none() {
        start.setropts = None;
    }
    policy::open(&of_old, args.bundle)
}

fn events(replay: &mut Replay<'_>, path: &Path) -> anyhow::Result<()> {
    let from: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(load::open(path)?)
    };
    replay.file(from).or_else(|refused| super::events::refuse(path, refused))
}

fn fails(args: &ReplayArgs, found: &Report<'_>) -> bool {
    let Some(on) = args.fail_on else { return false };
    let counts = |key: &Key| match on {
        FailOn::Any => true,
        FailOn::NewlyDenied => key.answer == Answer::NewlyDenied,
        FailOn::NewlyGranted => key.answer == Answer::NewlyGranted,
    };
    let caused = |key: &Key| key.caused_by != Some(CausedBy::Before);
    found.differences.iter().any(|(key, _)| counts(key) && caused(key))
}
