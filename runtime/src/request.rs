//! What an application asks, and for whom, in the terms of RACROUTE.
//!
//! The types borrow all texts and allocate nothing. They check nothing either: an unknown user,
//! class or level results in a decision, not in an error.
//!
//! Source of the terms: RACROUTE Macro Reference, `REQUEST=AUTH`, `REQUEST=FASTAUTH` and
//! `REQUEST=DEFINE`.

use saffron_vocabulary::racf::{AccessLevel, Day};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requester<'r> {
    /// A user ID, folded to upper case. An ID that the policy doesn't declare is denied by
    /// `user-unknown`. Of a user who is declared as `external`, the stated groups are known and
    /// nothing else; each decision about such a user is partial.
    User(&'r str),
    /// A user that isn't defined to RACF, such as a job without an ID: only UACC and global access
    /// checking apply.
    Undefined,
}

/// A question about a RACF-protected resource, in the terms of RACROUTE REQUEST=AUTH.
///
/// Start with [`Question::new`] and add what differs from the defaults:
///
/// ```
/// use saffron_runtime::{AccessLevel, Context, Question};
///
/// let question = Question::new("DATASET", "PAYROLL.MASTER")
///     .access(AccessLevel::Update)
///     .volume("PAY001")
///     .context(Context::default().terminal("T0000001"));
/// assert_eq!(question.access, AccessLevel::Update);
/// ```
///
/// Class, resource and the values of the context are folded to upper case, except the resource in
/// mixed-case classes and the values of criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question<'r> {
    /// The resource class: a member class, never a grouping class.
    pub class: &'r str,
    /// The name of the resource.
    pub resource: &'r str,
    /// The volume serial of a data set. It selects among discrete profiles of one name; without it,
    /// the first of them is used.
    pub volume: Option<&'r str>,
    /// READ, UPDATE, CONTROL or ALTER. Without effect for a program fetch, creation, and changes to
    /// a profile.
    pub access: AccessLevel,
    /// Whether a program is to be fetched rather than read.
    pub intent: Intent,
    /// The service by which RACF is asked.
    pub mode: Mode,
    /// Whether the data set is RACF-indicated. It matters only where no profile protects the data
    /// set.
    pub racfind: bool,
    /// PRIVILEGED in the ACEE of a started task: everything is granted, and nothing is logged.
    pub privileged: bool,
    /// TRUSTED in the ACEE of a started task: everything is granted.
    pub trusted: bool,
    /// RACROUTE LOG=.
    pub log: Log,
    /// Where and how the user works.
    pub context: Context<'r>,
    /// What is asked about the resource.
    pub operation: Operation,
}

impl<'r> Question<'r> {
    /// Whether the resource may be read; everything else is at its default.
    #[must_use]
    pub fn new(class: &'r str, resource: &'r str) -> Self {
        Self {
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
            context: Context::default(),
            operation: Operation::Access,
        }
    }

    /// Sets the requested level.
    #[must_use]
    pub fn access(mut self, access: AccessLevel) -> Self {
        self.access = access;
        self
    }

    /// Sets the volume serial.
    #[must_use]
    pub fn volume(mut self, volume: &'r str) -> Self {
        self.volume = Some(volume);
        self
    }

    /// Sets what the user intends.
    #[must_use]
    pub fn intent(mut self, intent: Intent) -> Self {
        self.intent = intent;
        self
    }

    /// Sets the service by which RACF is asked.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets whether the data set is RACF-indicated.
    #[must_use]
    pub fn racfind(mut self, indicated: bool) -> Self {
        self.racfind = indicated;
        self
    }

    /// Sets PRIVILEGED of the ACEE.
    #[must_use]
    pub fn privileged(mut self, privileged: bool) -> Self {
        self.privileged = privileged;
        self
    }

    /// Sets TRUSTED of the ACEE.
    #[must_use]
    pub fn trusted(mut self, trusted: bool) -> Self {
        self.trusted = trusted;
        self
    }

    /// Sets RACROUTE LOG=.
    #[must_use]
    pub fn log(mut self, log: Log) -> Self {
        self.log = log;
        self
    }

    /// Sets where and how the user works.
    #[must_use]
    pub fn context(mut self, context: Context<'r>) -> Self {
        self.context = context;
        self
    }

    /// Sets what is asked about the resource.
    #[must_use]
    pub fn operation(mut self, operation: Operation) -> Self {
        self.operation = operation;
        self
    }
}

/// A question and who asks it: all of one call, for callers that keep no [`crate::Subject`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request<'r> {
    /// Who asks.
    pub requester: Requester<'r>,
    /// The current connect group; `None`: the user's default group.
    pub group: Option<&'r str>,
    /// The day for revoke and resume dates. The engine has no clock, so the caller states it.
    pub date: Day,
    /// What is asked.
    pub question: Question<'r>,
}

impl<'r> Request<'r> {
    /// A request of a requester on a day, in the user's default group.
    #[must_use]
    pub fn new(requester: Requester<'r>, question: Question<'r>, date: Day) -> Self {
        Self { requester, group: None, date, question }
    }

    /// Sets the current connect group.
    #[must_use]
    pub fn group(mut self, group: &'r str) -> Self {
        self.group = Some(group);
        self
    }
}

/// What is asked about a resource or a profile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Operation {
    /// Whether the resource may be used.
    #[default]
    Access,
    /// Whether the data set may be created (RACROUTE REQUEST=DEFINE); the level has no effect.
    Define,
    /// Whether the profile of this name may be changed (Command Language Reference, `PERMIT`,
    /// "Authorization required"); the resource names the profile.
    Administer {
        /// Whether the profile is generic although its name has no generic character.
        generic: bool,
    },
}

/// What the user intends to do with the resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Intent {
    /// Access at the requested level.
    #[default]
    Access,
    /// A program fetch, for which EXECUTE is enough in a controlled environment.
    Execute,
}

/// The service by which RACF is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// RACROUTE REQUEST=AUTH.
    #[default]
    Auth,
    /// RACROUTE REQUEST=FASTAUTH.
    FastAuth,
}

/// RACROUTE LOG=.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Log {
    /// As options and profile specify.
    #[default]
    AsIs,
    /// Failures are not logged.
    NoFail,
    /// Nothing is logged.
    None,
    /// As ASIS, without statistics.
    NoStat,
}

/// Where and how the user works. A user has one port of entry at most: terminal, console, JES input
/// device or partner LU; SERVAUTH may accompany any of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Names and values of criteria, such as `("SQLROLE", "TELLER")`; FASTAUTH only.
    pub criteria: &'r [(&'r str, &'r str)],
    /// The security label in the ACEE; `None`: the user's default.
    pub seclabel: Option<&'r str>,
}

impl<'r> Context<'r> {
    /// Sets the terminal.
    #[must_use]
    pub fn terminal(mut self, terminal: &'r str) -> Self {
        self.terminal = Some(terminal);
        self
    }

    /// Sets the console.
    #[must_use]
    pub fn console(mut self, console: &'r str) -> Self {
        self.console = Some(console);
        self
    }

    /// Sets the JES input device.
    #[must_use]
    pub fn jesinput(mut self, device: &'r str) -> Self {
        self.jesinput = Some(device);
        self
    }

    /// Sets the partner LU, `LU` or `NET.LU`.
    #[must_use]
    pub fn appcport(mut self, partner: &'r str) -> Self {
        self.appcport = Some(partner);
        self
    }

    /// Sets the SERVAUTH profile of the user's IP zone.
    #[must_use]
    pub fn servauth(mut self, profile: &'r str) -> Self {
        self.servauth = Some(profile);
        self
    }

    /// Sets the executing program and the first programs of the parent tasks.
    #[must_use]
    pub fn program(mut self, programs: &'r [&'r str]) -> Self {
        self.program = programs;
        self
    }

    /// Sets whether the program environment is not controlled.
    #[must_use]
    pub fn program_unclean(mut self, unclean: bool) -> Self {
        self.program_unclean = unclean;
        self
    }

    /// Sets the SMF system id.
    #[must_use]
    pub fn sysid(mut self, sysid: &'r str) -> Self {
        self.sysid = Some(sysid);
        self
    }

    /// Sets the criteria, name and value of each.
    #[must_use]
    pub fn criteria(mut self, criteria: &'r [(&'r str, &'r str)]) -> Self {
        self.criteria = criteria;
        self
    }

    /// Sets the security label of the ACEE.
    #[must_use]
    pub fn seclabel(mut self, label: &'r str) -> Self {
        self.seclabel = Some(label);
        self
    }
}
