//! The arguments of `saffron import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use saffron_racf_convert::import::Layout;

use crate::options::{CommandArgs, DiagnosticArgs, Format, OF_UNLOADS};

/// Convert RACF commands or a database unload to a policy package
///
/// An unload (IRRDBU00) becomes a package of everything in it; name the options of its system with
/// --setropts. Commands are run on a new in-memory database, and its contents are written as a package that
/// makes the same decisions. Users, groups and profiles that the commands refer to and don't define
/// are declared as `external`; with --base, the package contains what the base defines instead.
/// Declarations are grouped by purpose, the comments of the commands are kept, and variables become
/// parameters. A report lists what could not be converted, and why. Passwords and keys are never
/// copied.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron import setup.jcl -o zowe
  saffron import site.irrdbu00 --setropts setropts.txt -o site
  saffron import later.irrdbu00 --setropts setropts.txt -o site --update
  saffron import --var HLQ=ZWE *.racf -o zowe --format json")]
pub(crate) struct ImportArgs {
    /// Files: plain commands, JCL, REXX, shell scripts, playbooks, workflows, runbooks; or all files of a database unload
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) commands: CommandArgs,

    /// Output directory, which must be new or empty
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: PathBuf,

    /// Bring the package in the output directory to what the unload has: only declarations of what differs are changed
    #[arg(long, conflicts_with = "anonymise", help_heading = OF_UNLOADS)]
    pub(super) update: bool,

    /// Name of the package. Default: the name of the directory
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,

    /// Put pseudonyms for all names of an unload and leave out its texts, so that others can be shown the package. The
    /// file holds a secret of 16 bytes or more: the same secret makes the same pseudonyms
    #[arg(long, alias = "anonymize", value_name = "FILE", help_heading = OF_UNLOADS)]
    pub(super) anonymise: Option<PathBuf>,

    /// How declarations are distributed over files
    #[arg(long, value_enum, default_value = "mixed")]
    pub(super) layout: LayoutArg,

    /// Write the package even if some commands are not understood
    #[arg(long, alias = "despite-errors")]
    pub(super) allow_errors: bool,

    #[command(flatten)]
    pub(super) shown: DiagnosticArgs,

    /// Output format of the report
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,
}

impl ImportArgs {
    /// The name of the package.
    pub(super) fn name(&self) -> String {
        let of_directory = || self.output.file_name().map(|it| it.to_string_lossy().to_lowercase());
        self.name.clone().or_else(of_directory).unwrap_or_else(|| "imported".to_owned())
    }
}

/// How declarations are distributed over files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LayoutArg {
    /// Profiles by first qualifier where several have it, else by class; those of commands by their banners first
    Mixed,
    /// Profiles by class
    Class,
    /// Profiles by first qualifier, the high-level qualifier of data sets; those without one by class
    Qualifier,
    /// All in policy.saf
    OneFile,
}

impl From<LayoutArg> for Layout {
    fn from(layout: LayoutArg) -> Self {
        match layout {
            LayoutArg::Mixed => Self::Mixed,
            LayoutArg::Class => Self::Class,
            LayoutArg::Qualifier => Self::Qualifier,
            LayoutArg::OneFile => Self::OneFile,
        }
    }
}
