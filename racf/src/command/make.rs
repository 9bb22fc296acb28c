//! Commands that a program makes: they have no text, and so no places.

use super::{Command, CommandKind, Name, UserAttribute, made};

impl Name {
    /// A name without quotes.
    pub fn bare(text: impl Into<String>) -> Self {
        Self { text: text.into(), quoted: false, span: made(()).span }
    }

    /// A name in quotes.
    pub fn quoted(text: impl Into<String>) -> Self {
        Self { text: text.into(), quoted: true, span: made(()).span }
    }
}

impl From<CommandKind> for Command {
    fn from(kind: CommandKind) -> Self {
        Self {
            verb: kind.verb(),
            kind,
            span: made(()).span,
            comments: Vec::new(),
            condition: None,
            idle: Vec::new(),
            secrets: Vec::new(),
        }
    }
}

impl CommandKind {
    /// The verb in full; empty for a skipped command, whose verb isn't known here.
    fn verb(&self) -> &'static str {
        match self {
            Self::AddUser(_) => "ADDUSER",
            Self::AltUser(_) => "ALTUSER",
            Self::DelUser(_) => "DELUSER",
            Self::AddGroup(_) => "ADDGROUP",
            Self::AltGroup(_) => "ALTGROUP",
            Self::DelGroup(_) => "DELGROUP",
            Self::Connect(_) => "CONNECT",
            Self::Remove(_) => "REMOVE",
            Self::RDefine(_) => "RDEFINE",
            Self::RAlter(_) => "RALTER",
            Self::RDelete(_) => "RDELETE",
            Self::AddSd(_) => "ADDSD",
            Self::AltDsd(_) => "ALTDSD",
            Self::DelDsd(_) => "DELDSD",
            Self::Permit(_) => "PERMIT",
            Self::SetRopts(_) => "SETROPTS",
            Self::Skipped { .. } => "",
        }
    }
}

impl UserAttribute {
    /// The operand.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Special => "SPECIAL",
            Self::Operations => "OPERATIONS",
            Self::Auditor => "AUDITOR",
            Self::RoAudit => "ROAUDIT",
            Self::Restricted => "RESTRICTED",
            Self::UAudit => "UAUDIT",
            Self::Adsp => "ADSP",
            Self::GrpAcc => "GRPACC",
        }
    }
}
