//! The options that make a request about RACF.

use anyhow::bail;
use clap::{Args, ValueEnum};
use saffron_runtime::{Intent, Log, Mode, Operation};
use saffron_vocabulary::racf::AccessLevel;
use saffron_vocabulary::safr::SafrOperation;

use crate::wire::{self, OwnedContext, OwnedRequest};

#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, Args)]
#[command(next_help_heading = "The request")]
pub(super) struct RacfAsked {
    /// The user who makes the request
    #[arg(long, value_name = "ID")]
    pub(super) user: Option<String>,

    /// The requester is a user that is not defined to RACF
    #[arg(long, conflicts_with = "user")]
    undefined_user: bool,

    /// Current connect group. Default: the user's default group
    #[arg(long, value_name = "ID")]
    group: Option<String>,

    /// The resource class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,

    /// The name of the resource
    #[arg(long, value_name = "NAME")]
    resource: Option<String>,

    /// For RACF: access to the resource, create the data set (define), or change the profile with
    /// this name (administer). For SAFR: the operation on the item
    #[arg(long, value_name = "OPERATION", value_parser = operation)]
    pub(super) operation: Option<OperationArg>,

    /// For administer: the profile is a fully qualified generic profile
    #[arg(long)]
    generic: bool,

    /// Requested access: read, update, control or alter
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    access: Option<AccessLevel>,

    /// The volume of a data set
    #[arg(long, value_name = "SERIAL")]
    volume: Option<String>,

    /// The request fetches a program, for which EXECUTE is sufficient
    #[arg(long)]
    execute: bool,

    /// The RACF service: auth or fastauth
    #[arg(long, value_enum, hide_possible_values = true)]
    mode: Option<ModeArg>,

    /// The data set is RACF-indicated
    #[arg(long)]
    racfind: bool,

    /// The user is a PRIVILEGED started task
    #[arg(long)]
    privileged: bool,

    /// The user is a TRUSTED started task
    #[arg(long)]
    trusted: bool,

    /// RACROUTE LOG=: asis, nofail, none or nostat
    #[arg(long, value_enum, hide_possible_values = true)]
    log: Option<LogArg>,

    /// The user's terminal
    #[arg(long, value_name = "ID", group = "port")]
    terminal: Option<String>,

    /// The console
    #[arg(long, value_name = "NAME", group = "port")]
    console: Option<String>,

    /// The JES input device
    #[arg(long, value_name = "NAME", group = "port")]
    jesinput: Option<String>,

    /// The partner LU
    #[arg(long, value_name = "NAME", group = "port")]
    appcport: Option<String>,

    /// The SERVAUTH profile of the user's IP zone
    #[arg(long, value_name = "NAME")]
    servauth: Option<String>,

    /// The executing program; repeat it for the first programs of its parent tasks
    #[arg(long, value_name = "NAME")]
    program: Vec<String>,

    /// The program environment is not controlled
    #[arg(long)]
    program_unclean: bool,

    /// The SMF system id
    #[arg(long, value_name = "ID")]
    sysid: Option<String>,

    /// A criterion, for fastauth
    #[arg(long, value_name = "NAME=VALUE", value_parser = criterion)]
    criteria: Vec<(String, String)>,

    /// The security label in the ACEE. Default: the user's default label
    #[arg(long, value_name = "LABEL")]
    seclabel: Option<String>,
}

/// Options for fields of any request.
pub(super) const ANY_FLAGS: [&str; 2] = ["user", "operation"];

/// Options for fields of requests about RACF.
pub(super) const FLAGS: [&str; 23] = [
    "undefined_user",
    "group",
    "class",
    "resource",
    "generic",
    "access",
    "volume",
    "execute",
    "mode",
    "racfind",
    "privileged",
    "trusted",
    "log",
    "terminal",
    "console",
    "jesinput",
    "appcport",
    "servauth",
    "program",
    "program_unclean",
    "sysid",
    "criteria",
    "seclabel",
];

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ModeArg {
    Auth,
    Fastauth,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum OperationArg {
    Access,
    Define,
    Administer,
    Safr(SafrOperation),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogArg {
    Asis,
    Nofail,
    None,
    Nostat,
}

fn level(text: &str) -> Result<AccessLevel, String> {
    let level = AccessLevel::from_name(text).filter(|level| *level >= AccessLevel::Read);
    level.ok_or_else(|| "expected one of read, update, control, alter".to_owned())
}

fn operation(text: &str) -> Result<OperationArg, String> {
    match text {
        "access" => Ok(OperationArg::Access),
        "define" => Ok(OperationArg::Define),
        "administer" => Ok(OperationArg::Administer),
        _ => match wire::operation(text) {
            Ok(operation) => Ok(OperationArg::Safr(operation)),
            Err(malformed) => Err(format!(
                "for RACF, expected one of access, define, administer; for SAFR: {}",
                wire::problem(&malformed)
            )),
        },
    }
}

fn criterion(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    parts.ok_or_else(|| "write a criterion as SQLROLE=TELLER".to_owned())
}

impl RacfAsked {
    pub(super) fn request(&self) -> anyhow::Result<OwnedRequest<'_>> {
        let user = self.user.as_deref();
        if user.is_none() && !self.undefined_user {
            bail!(
                "the request has no user; add --user ID, --undefined-user, or the whole --request"
            );
        }
        let (Some(class), Some(resource)) = (&self.class, &self.resource) else {
            bail!("the request has no resource; add --class CLASS and --resource NAME");
        };
        Ok(OwnedRequest {
            user: user.map(Into::into),
            group: self.group.as_deref().map(Into::into),
            class: class.into(),
            resource: resource.into(),
            volume: self.volume.as_deref().map(Into::into),
            access: self.access.unwrap_or(AccessLevel::Read),
            intent: if self.execute { Intent::Execute } else { Intent::Access },
            mode: self.mode.map_or(Mode::Auth, ModeArg::mode),
            racfind: self.racfind,
            privileged: self.privileged,
            trusted: self.trusted,
            log: self.log.map_or(Log::AsIs, LogArg::log),
            date: None,
            context: self.context(),
            operation: self.operation()?,
            id: None,
        })
    }

    fn operation(&self) -> anyhow::Result<Operation> {
        match self.operation.unwrap_or(OperationArg::Access) {
            OperationArg::Administer => Ok(Operation::Administer { generic: self.generic }),
            _ if self.generic => {
                bail!("--generic is only for --operation administer")
            }
            OperationArg::Define => Ok(Operation::Define),
            // Requests about SAFR are made elsewhere.
            OperationArg::Access | OperationArg::Safr(_) => Ok(Operation::Access),
        }
    }

    fn context(&self) -> OwnedContext<'_> {
        let criteria = self.criteria.iter();
        OwnedContext {
            terminal: self.terminal.as_deref().map(Into::into),
            console: self.console.as_deref().map(Into::into),
            jesinput: self.jesinput.as_deref().map(Into::into),
            appcport: self.appcport.as_deref().map(Into::into),
            servauth: self.servauth.as_deref().map(Into::into),
            program: self.program.iter().map(Into::into).collect(),
            program_unclean: self.program_unclean,
            sysid: self.sysid.as_deref().map(Into::into),
            criteria: criteria.map(|(name, value)| (name.into(), value.into())).collect(),
            seclabel: self.seclabel.as_deref().map(Into::into),
        }
    }
}

impl ModeArg {
    const fn mode(self) -> Mode {
        match self {
            Self::Auth => Mode::Auth,
            Self::Fastauth => Mode::FastAuth,
        }
    }
}

impl LogArg {
    const fn log(self) -> Log {
        match self {
            Self::Asis => Log::AsIs,
            Self::Nofail => Log::NoFail,
            Self::None => Log::None,
            Self::Nostat => Log::NoStat,
        }
    }
}
