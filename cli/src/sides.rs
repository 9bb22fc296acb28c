//! The arguments of commands about a policy and the system that it describes.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::options::{CommandArgs, DiagnosticArgs, Encoding, PolicyArgs, StartArgs, VariableArgs};

/// A policy, a system, and what belongs to either.
#[derive(Clone, Debug)]
pub(crate) struct SidesArgs {
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

    /// The code page of unloads in EBCDIC. Default: ibm-1047. Other forms are recognized
    #[arg(long, value_enum, value_name = "PAGE", hide = true)]
    encoding: Option<Encoding>,

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
    pub(crate) fn policy(&self) -> PolicyArgs {
        self.side(self.given.files.get(..1), |before| before < 2, self.given.site.clone())
    }

    /// The system in the same form.
    pub(crate) fn system(&self) -> PolicyArgs {
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
        let (setropts, encoding) = (setropts.last(), self.given.encoding);
        let start = StartArgs { setropts, encoding, ..StartArgs::default() };
        let variables = self.given.variables.clone();
        PolicyArgs {
            site,
            commands: CommandArgs { variables, start, ..CommandArgs::default() },
            shown: self.given.shown,
            ..PolicyArgs::of(files.unwrap_or_default().to_vec())
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
