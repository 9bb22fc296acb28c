//! Options that several commands share.

use std::borrow::Cow;
use std::ops::Deref;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use saffron_diagnostics::{Diagnostic, Severity};
use saffron_unload::CodePage;
use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::racf::Day;

/// The policy: text, commands or a bundle.
#[derive(Clone, Debug, Args)]
pub(crate) struct PolicyArgs {
    /// A package directory, `.saf` files, files of RACF commands (`.racf`, `.jcl`, `.rexx`, …), or a compiled `.safb` bundle
    #[arg(required = true, value_name = "POLICY")]
    pub(crate) policies: Vec<PathBuf>,

    /// Use the parameter values in [site.NAME] of saffron.toml
    #[arg(long, value_name = "NAME")]
    pub(crate) site: Option<String>,

    #[command(flatten)]
    pub(crate) commands: CommandArgs,

    #[command(flatten)]
    pub(crate) shown: DiagnosticArgs,

    /// A directory that was written for this run, and the one that people know instead
    #[arg(skip)]
    pub(crate) stands_for: Option<Box<(PathBuf, PathBuf)>>,
}

impl PolicyArgs {
    /// These policies, without options. Others are stated on top of it: `PolicyArgs { site, ..PolicyArgs::of(paths) }`.
    pub(crate) fn of(policies: Vec<PathBuf>) -> Self {
        let (commands, shown) = (CommandArgs::default(), DiagnosticArgs::default());
        Self { policies, site: None, commands, shown, stands_for: None }
    }
}

/// How many diagnostics are shown.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct DiagnosticArgs {
    /// Show at most this many errors, and as many warnings. Default: 1000
    #[arg(long, value_name = "N", default_value_t = MOST_SHOWN, hide_default_value = true)]
    max_errors: usize,
}

/// More mistakes than anyone corrects at once.
const MOST_SHOWN: usize = 1_000;

impl Default for DiagnosticArgs {
    fn default() -> Self {
        Self { max_errors: MOST_SHOWN }
    }
}

impl DiagnosticArgs {
    /// The first of each severity, in their order.
    pub(crate) fn shown(self, diagnostics: &[Diagnostic]) -> Cow<'_, [Diagnostic]> {
        if diagnostics.len() <= self.max_errors {
            return Cow::Borrowed(diagnostics);
        }
        let (mut errors, mut warnings) =
            (Budget::new(self.max_errors), Budget::new(self.max_errors));
        let fits = |it: &&Diagnostic| match it.severity {
            Severity::Error => errors.spend(1),
            Severity::Warning => warnings.spend(1),
        };
        Cow::Owned(diagnostics.iter().filter(fits).cloned().collect())
    }
}

/// The policy of a command that needs its text: as [`PolicyArgs`], without bundles.
#[derive(Clone, Debug)]
pub(crate) struct TextPolicyArgs(pub(crate) PolicyArgs);

impl TextPolicyArgs {
    /// The same policy at a site.
    pub(crate) fn at(&self, site: Option<String>) -> Self {
        Self(PolicyArgs { site, ..self.0.clone() })
    }
}

impl Deref for TextPolicyArgs {
    type Target = PolicyArgs;

    fn deref(&self) -> &PolicyArgs {
        &self.0
    }
}

impl FromArgMatches for TextPolicyArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        PolicyArgs::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl Args for TextPolicyArgs {
    fn augment_args(command: Command) -> Command {
        without_bundles(PolicyArgs::augment_args(command))
    }

    fn augment_args_for_update(command: Command) -> Command {
        without_bundles(PolicyArgs::augment_args_for_update(command))
    }
}

fn without_bundles(command: Command) -> Command {
    command.mut_arg("policies", |policies| {
        policies.help(
            "A package directory, `.saf` files, or files of RACF commands (`.racf`, `.jcl`, `.rexx`, …)",
        )
    })
}

/// The heading of options that apply to files of commands.
const OF_COMMANDS: &str = "Options for files of RACF commands";

/// The heading of options that apply to database unloads.
pub(crate) const OF_UNLOADS: &str = "Options for database unloads";

/// How files of RACF commands are read and issued.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CommandArgs {
    #[command(flatten)]
    pub(crate) variables: VariableArgs,

    /// User who issues the commands; each command is checked against that user's authority. Default: IBMUSER, without checking
    #[arg(long = "as", value_name = "USER", help_heading = OF_COMMANDS)]
    pub(crate) issuer: Option<String>,

    #[command(flatten)]
    pub(crate) start: StartArgs,

    /// Turn an interpretation of an undocumented PERMIT rule on or off
    #[arg(long = "rule", value_name = "NAME=on|off", help_heading = OF_COMMANDS)]
    pub(crate) rules: Vec<String>,
}

/// What the database contains before the first command.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct StartArgs {
    /// What the system contains before the commands: a package, `.saf` files or files of commands. Repeatable
    #[arg(long, value_name = "POLICY", help_heading = OF_COMMANDS)]
    pub(crate) base: Vec<PathBuf>,

    /// The options of the system whose database unload is given: output of SETROPTS LIST, or KEY:VALUE lines of
    /// IRRXUTIL
    #[arg(long, value_name = "FILE", help_heading = OF_UNLOADS)]
    pub(crate) setropts: Option<PathBuf>,

    /// The code page of unloads in EBCDIC. Default: ibm-1047. Other forms are recognized
    #[arg(long, value_enum, value_name = "PAGE", help_heading = OF_UNLOADS, hide = true)]
    pub(crate) encoding: Option<Encoding>,

    /// Start with the options that scripts for existing systems rely on: SETROPTS GENERIC(*) EGN GRPLIST
    #[arg(long, help_heading = OF_COMMANDS)]
    pub(crate) assume_usual_options: bool,
}

/// Code pages of EBCDIC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Encoding {
    #[default]
    #[value(name = "ibm-1047", alias = "1047")]
    Ibm1047,
    #[value(name = "ibm-037", alias = "037")]
    Ibm037,
}

impl Encoding {
    pub(crate) const fn page(self) -> CodePage {
        match self {
            Self::Ibm1047 => CodePage::Ibm1047,
            Self::Ibm037 => CodePage::Ibm037,
        }
    }
}

/// How files of RACF commands are read.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct VariableArgs {
    /// Set a variable of the files
    #[arg(long = "var", value_name = "NAME=VALUE", help_heading = OF_COMMANDS)]
    pub(crate) vars: Vec<String>,

    /// Read only the section with this heading of each runbook
    #[arg(long, value_name = "HEADING", help_heading = OF_COMMANDS)]
    pub(crate) section: Option<String>,
}

/// The day on which requests are decided.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct DayArgs {
    /// Date of requests that don't state one, for revoke and resume dates. Default: today
    #[arg(long, alias = "date", value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<Day>,
}

impl DayArgs {
    /// Whether the day is stated.
    pub(crate) const fn is_stated(self) -> bool {
        self.on.is_some()
    }

    /// The stated day, or today's date in UTC.
    pub(crate) fn day(self) -> anyhow::Result<Day> {
        self.on.map_or_else(today, Ok)
    }
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "write a date as 2027-01-31".to_owned())
}

fn today() -> anyhow::Result<Day> {
    let date = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    // No default: with a wrong date, a revoked user could be granted access.
    let day = Day::parse(&date.to_string());
    day.with_context(|| format!("the clock shows {date}; specify the date with --on"))
}

/// How a bundle is read.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct BundleArgs {
    /// Map the bundle into memory instead of reading it. No other program may write the file
    /// meanwhile
    #[arg(long)]
    pub(crate) map: bool,
}

/// Output for people or for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

/// Tables for people, spreadsheets or programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    Text,
    Csv,
    Json,
}

/// Output for people, for programs or for annotations of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Text,
    Json,
    Sarif,
}
