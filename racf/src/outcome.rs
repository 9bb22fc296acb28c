//! What a command came to.

use saffron_diagnostics::Span;

/// What became of one command of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The verb in full: `PERMIT`.
    pub verb: &'static str,
    /// What it is about, for a list: `FACILITY BPX.SERVER`.
    pub subject: String,
    /// Where it is.
    pub span: Span,
    /// RACF's return code: 0 done, 4 in part, 8 not done, 12 not understood.
    pub return_code: u8,
    /// RACF's messages, and additional remarks, in order.
    pub messages: Vec<Message>,
    /// By which rule the issuer may issue it, where authority was checked.
    pub authority: Option<Authority>,
    /// Whether the command was skipped: it only lists, or it is about certificates.
    pub skipped: bool,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// RACF's message id, such as `ICH06007I`; `None` for a remark of Saffron's, and where the id
    /// isn't known.
    pub id: Option<&'static str>,
    /// In our own words.
    pub text: String,
    /// The operand it is about.
    pub span: Span,
    /// Whether it tells of something that wasn't done.
    pub severity: Severity,
    /// What the database would have to contain.
    pub lack: Option<Lack>,
}

/// What a command needs and doesn't find, and what a system that exists has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lack {
    /// A user or group.
    Id,
    /// A profile.
    Profile,
    /// An option of SETROPTS.
    Option,
}

/// How bad a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// For information.
    Note,
    /// An operand had no effect.
    Warning,
    /// The command, or a part of it, failed.
    Error,
}

/// Whether, and why, a user may issue a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// The user.
    pub issuer: String,
    /// Whether the command may be issued.
    pub allowed: bool,
    /// The rule that allows it (`special`, `group-special`, `owner`, …), else `insufficient`.
    pub rule: &'static str,
    /// For a person: why, or what would be needed.
    pub because: String,
}
