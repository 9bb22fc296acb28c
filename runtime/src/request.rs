//! What an application asks.

use saffron_bundle::vocabulary::{AccessLevel, Day};

/// A question about a RACF-protected resource, in the terms of RACROUTE REQUEST=AUTH.
///
/// IDs, class, resource and the values of the context are folded to upper case, but for the
/// resource in mixed-case classes and for the values of criteria.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// The user ID; `None` for a user that RACF doesn't know.
    pub user: Option<&'r str>,
    /// The current connect group; `None`: the user's default group.
    pub group: Option<&'r str>,
    /// The resource class.
    pub class: &'r str,
    /// The name of the resource.
    pub resource: &'r str,
    /// The volume of a data set.
    pub volume: Option<&'r str>,
    /// READ, UPDATE, CONTROL or ALTER.
    pub access: AccessLevel,
    /// Whether a program is to be fetched rather than read.
    pub intent: Intent,
    /// By which service RACF is asked.
    pub mode: Mode,
    /// Whether the data set is RACF-indicated.
    pub racfind: bool,
    /// PRIVILEGED in the ACEE.
    pub privileged: bool,
    /// TRUSTED in the ACEE.
    pub trusted: bool,
    /// RACROUTE LOG=.
    pub log: Log,
    /// The day for revoke and resume dates.
    pub date: Day,
    /// Where and how the user works.
    pub context: Context<'r>,
    /// What is asked about the resource.
    pub operation: Operation,
}

/// What is asked about a resource or a profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operation {
    /// Whether the resource may be used.
    #[default]
    Access,
    /// Whether the data set may be created (RACROUTE REQUEST=DEFINE); the level is not looked at.
    Define,
    /// Whether the profile of this name may be changed (`PERMIT`, Authorization Required); the
    /// resource names the profile.
    Administer {
        /// Whether a generic profile is meant although its name has no generic character.
        generic: bool,
    },
}

impl<'r> Request<'r> {
    /// A READ request with every other field at its default.
    pub fn read(user: &'r str, class: &'r str, resource: &'r str, date: Day) -> Self {
        Self {
            user: Some(user),
            group: None,
            class,
            resource,
            volume: None,
            access: AccessLevel::Read,
            intent: Intent::Access,
            mode: Mode::Auth,
            racfind: false,
            privileged: false,
            trusted: false,
            log: Log::AsIs,
            date,
            context: Context::default(),
            operation: Operation::Access,
        }
    }
}

/// What is to be done with the resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Intent {
    /// What the access level says.
    #[default]
    Access,
    /// A program fetch, for which EXECUTE is enough in a controlled environment.
    Execute,
}

/// By which service RACF is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// RACROUTE REQUEST=AUTH.
    #[default]
    Auth,
    /// RACROUTE REQUEST=FASTAUTH.
    FastAuth,
}

/// RACROUTE LOG=.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Log {
    /// As options and profile say.
    #[default]
    AsIs,
    /// Failures are not logged.
    NoFail,
    /// Nothing is logged.
    None,
    /// As ASIS, without statistics.
    NoStat,
}

/// Where and how the user works.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'r> {
    /// The terminal.
    pub terminal: Option<&'r str>,
    /// The console.
    pub console: Option<&'r str>,
    /// The JES input device.
    pub jesinput: Option<&'r str>,
    /// The partner LU, with its net id if known: `NET.LU`.
    pub appcport: Option<&'r str>,
    /// The SERVAUTH profile that protects the user's IP zone.
    pub servauth: Option<&'r str>,
    /// The executing program, then the first programs of the parent tasks.
    pub program: &'r [&'r str],
    /// Whether the program environment is *not* controlled.
    pub program_unclean: bool,
    /// The SMF system id.
    pub sysid: Option<&'r str>,
    /// Names and values of criteria, such as `("SQLROLE", "TELLER")`.
    pub criteria: &'r [(&'r str, &'r str)],
    /// The security label in the ACEE; `None`: the user's default.
    pub seclabel: Option<&'r str>,
}
