//! `saffron diff`

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use saffron_analysis::facts::{self, FactChange, Facts};
use saffron_analysis::{Scope, diff};
use tempfile::TempDir;

use crate::command::other_esm::{self, OtherEsm};
use crate::document;
use crate::fail_on::FailOn;
use crate::options::{BundleArgs, CommandArgs, DayArgs, DiagnosticArgs, Format, PolicyArgs};
use crate::output;
use crate::policy::{self, OpenPolicy};
use crate::report::changes::{self, Comparison};
use crate::report::setting::Files;
use crate::verdict::Verdict;

/// Show what two policies decide differently: who gains or loses which access, and by which line
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron diff old.safb payroll
  saffron diff payroll --baseline main --fail-on gain
  saffron diff payroll --baseline main --format markdown > comment.md
  saffron diff old new --user PAYCLK --class DATASET
  saffron diff --esm tss policies/zowe zowe.jcl

A policy is a package directory, a `.saf` file, a file of RACF commands or a bundle. With --baseline, the only \
policy is compared with the same path at a revision of git.

The comparison is exact: every request that the policies decide differently is in a line, and each line has a \
request that shows it. If a region is too large to be decided, the comparison is not complete, and the exit \
status is 1.

With --esm, the commands for ACF2 or Top Secret that the policy results in are compared with those in a file, fact \
by fact. The exit status is 1 if they differ.")]
pub(crate) struct DiffArgs {
    /// The old policy; with --baseline, the policy to compare
    #[arg(value_name = "OLD")]
    first: PathBuf,

    /// The new policy
    #[arg(value_name = "NEW", required_unless_present = "baseline", conflicts_with = "baseline")]
    second: Option<PathBuf>,

    /// Compare with the same path at a revision of git
    #[arg(long, value_name = "REV")]
    baseline: Option<String>,

    /// Compare only the access of this user
    #[arg(long, value_name = "USER")]
    user: Option<String>,

    /// Compare only this class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,

    /// Compare the policy with a file of commands of this security manager
    #[arg(long, value_enum, value_name = "ESM", conflicts_with_all = ["baseline", "user", "class", "fail_on"])]
    esm: Option<OtherEsm>,

    #[command(flatten)]
    day: DayArgs,

    /// Also show changes of logging: LOGOPTIONS of classes, OPERAUDIT
    #[arg(long)]
    audit: bool,

    /// End with exit status 1 if there is such a change: gain, loss or any
    #[arg(long, value_enum, value_name = "KIND", hide_possible_values = true)]
    fail_on: Option<FailOn>,

    /// Output format: text, json, markdown, html or sarif
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true)]
    format: DiffFormat,

    /// Use the parameter values in [site.NAME] of saffron.toml
    #[arg(long, value_name = "NAME")]
    site: Option<String>,

    #[command(flatten)]
    bundle: BundleArgs,

    #[command(flatten)]
    commands: CommandArgs,

    #[command(flatten)]
    shown: DiagnosticArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    Text,
    Json,
    Markdown,
    Html,
    Sarif,
}

pub(crate) fn run(args: &DiffArgs) -> anyhow::Result<Verdict> {
    if let (Some(esm), Some(file)) = (args.esm, &args.second) {
        let format = match args.format {
            DiffFormat::Text => Format::Text,
            DiffFormat::Json => Format::Json,
            _ => bail!("the formats of --esm are text and json"),
        };
        return other_esm::diff(esm, &policy_args(args, &args.first), file, format);
    }
    let day = args.day.day()?;
    let revision =
        args.baseline.as_deref().map(|it| Revision::export(&args.first, it)).transpose()?;
    let (old, new) = match (&revision, &args.second) {
        (Some(revision), _) => (revision.path.as_path(), args.first.as_path()),
        (None, Some(second)) => (args.first.as_path(), second.as_path()),
        (None, None) => bail!("specify the new policy, or --baseline"),
    };
    let Some(old) = open(args, old)? else { return Ok(Verdict::Wrong) };
    let Some(new) = open(args, new)? else { return Ok(Verdict::Wrong) };
    let scope = Scope { user: args.user.as_deref(), class: args.class.as_deref() };
    let found = diff(&old.engine, &new.engine, day, scope);
    let facts = facts_that_differ(args, &old, &new);
    let comparison = Comparison {
        diff: &found,
        facts: &facts,
        bundles: [old.engine.bundle_sections(), new.engine.bundle_sections()],
        files: [args.first.clone(), args.second.clone().unwrap_or_else(|| args.first.clone())]
            .map(|path| Files::of(&[path])),
        date: args.day.is_stated().then(|| day.to_string()),
    };
    output::print(&match args.format {
        DiffFormat::Text => changes::text::report(&comparison),
        DiffFormat::Json => document::text(changes::json::report(&comparison)),
        DiffFormat::Markdown => changes::markdown::report(&comparison),
        DiffFormat::Html => changes::html::report(&comparison),
        DiffFormat::Sarif => changes::sarif::report(&comparison).text(),
    })?;
    let fails = args.fail_on.is_some_and(|on| on.is_in(&found.changes));
    Ok(if fails || !found.is_complete() { Verdict::Wrong } else { Verdict::Fine })
}

fn open(args: &DiffArgs, path: &Path) -> anyhow::Result<Option<OpenPolicy>> {
    policy::open(&policy_args(args, path), args.bundle)
}

fn policy_args(args: &DiffArgs, path: &Path) -> PolicyArgs {
    PolicyArgs {
        policies: vec![path.to_owned()],
        site: args.site.clone(),
        commands: args.commands.clone(),
        shown: args.shown,
    }
}

/// The facts that differ, as far as both policies have them.
fn facts_that_differ(args: &DiffArgs, old: &OpenPolicy, new: &OpenPolicy) -> Vec<FactChange> {
    let bundle = |policy: &OpenPolicy| facts::of_bundle(policy.engine.bundle_sections());
    let (mut before, mut after) = (bundle(old), bundle(new));
    if let (Some(more_before), Some(more_after)) = (of_model(old), of_model(new)) {
        before.extend(more_before);
        after.extend(more_after);
    }
    let mut found = facts::compare(&before, &after);
    found.retain(|fact| is_in_scope(args, fact));
    found.iter_mut().for_each(without_values);
    found
}

fn of_model(policy: &OpenPolicy) -> Option<Facts> {
    Some(facts::of_model(policy.model.as_ref()?, policy.sources.as_ref()?))
}

/// Logging is shown on request only; `--user` and `--class` restrict facts, too.
fn is_in_scope(args: &DiffArgs, fact: &FactChange) -> bool {
    let subject = &fact.subject;
    let logging = subject.what == "audit" && subject.profile.is_none()
        || subject.id.as_deref() == Some("operations-audit");
    let same = |wanted: &Option<String>, found: &Option<String>| {
        wanted.as_ref().is_none_or(|wanted| {
            found.as_ref().is_some_and(|found| found.eq_ignore_ascii_case(wanted))
        })
    };
    let scoped = args.user.is_some() || args.class.is_some();
    let wanted = same(&args.user, &subject.id) && same(&args.class, &subject.class);
    (!logging || args.audit) && (!scoped || wanted)
}

/// Fields of segments may hold what is secret: only their names are shown.
fn without_values(fact: &mut FactChange) {
    if fact.subject.what == "segment" {
        let name = |field: &mut String| {
            if let Some((name, _)) = field.split_once(' ') {
                *field = name.to_owned();
            }
        };
        fact.old.iter_mut().for_each(name);
        fact.new.iter_mut().for_each(name);
    }
}

/// The files of a repository at a revision, as long as this lives.
struct Revision {
    _directory: TempDir,
    /// The policy among them.
    path: PathBuf,
}

impl Revision {
    /// Writes the files of a revision into a directory of their own. Neither the repository's index nor its working
    /// tree is touched.
    fn export(policy: &Path, revision: &str) -> anyhow::Result<Self> {
        let full =
            policy.canonicalize().with_context(|| format!("can't read {}", policy.display()))?;
        let inside = if full.is_dir() { full.as_path() } else { full.parent().unwrap_or(&full) };
        let directory = tempfile::tempdir().context("can't create a temporary directory")?;
        let index = directory.path().join("index");
        let files = directory.path().join("files");
        let git = |arguments: &[&str]| git(inside, &index, arguments);
        let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?.trim_end());
        let commit =
            git(&["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{tree}}")])?;
        git(&["read-tree", commit.trim_end()])?;
        let prefix = format!("--prefix={}/", files.display());
        git(&["-C", &top.display().to_string(), "checkout-index", "--all", &prefix])?;
        let relative =
            full.strip_prefix(&top).context("the policy is outside of its repository")?;
        let path = files.join(relative);
        if !path.exists() {
            bail!("{} is not in revision {revision}", policy.display());
        }
        Ok(Self { _directory: directory, path })
    }
}

fn git(directory: &Path, index: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(directory).args(arguments).env("GIT_INDEX_FILE", index);
    let output = command.output().context("can't run git, which --baseline needs")?;
    if !output.status.success() {
        bail!("git: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
