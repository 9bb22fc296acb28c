//! Names to ids, with a diagnostic for an unknown name.
//!
//! INVARIANT: a map here is only looked up, never walked; what needs an order walks the model.

use std::borrow::Cow;
use std::collections::HashMap;

use saffron_diagnostics::{Code, Span};
use saffron_vocabulary::KnownClass;

use super::report::EITHER;
use crate::codes;
use crate::model::{ClassId, Label, PrincipalId, PrincipalKind};

/// Names in upper case, and what they refer to.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) classes: HashMap<String, ClassId>,
    pub(crate) principals: HashMap<String, PrincipalId>,
    /// Example users, while the policy is lowered without them, and where they are declared.
    pub(crate) examples: HashMap<String, Span>,
    pub(crate) levels: HashMap<String, u8>,
    pub(crate) categories: HashMap<String, u16>,
    pub(crate) labels: HashMap<String, Label>,
    /// By name with its `&`: the position in the model.
    pub(crate) variables: HashMap<String, usize>,
    /// Data set, program and started task classes, which have rules of their own.
    pub(crate) data_set: Option<ClassId>,
    pub(crate) started: Option<ClassId>,
    pub(crate) program: Option<ClassId>,
}

impl Names {
    /// The class that RACF treats in this way.
    pub(crate) fn known_class(&self, known: KnownClass) -> Option<ClassId> {
        self.classes.get(known.as_str()).copied()
    }
}

/// Labels that RACF itself supplies.
pub(crate) const SYSTEM_LABELS: [(&str, Label); 4] = [
    ("SYSHIGH", Label::SysHigh),
    ("SYSLOW", Label::SysLow),
    ("SYSMULTI", Label::SysMulti),
    ("SYSNONE", Label::SysNone),
];

/// The name in upper case.
pub(crate) fn fold(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        Cow::Owned(name.to_ascii_uppercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// What kind of ID is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    User,
    Group,
    Either,
}

impl Wanted {
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Either => EITHER,
        }
    }

    pub(super) fn code(self) -> Code {
        match self {
            Self::User => codes::UNKNOWN_USER,
            Self::Group => codes::UNKNOWN_GROUP,
            Self::Either => codes::UNKNOWN_ID,
        }
    }

    pub(super) fn declare(self, name: &str) -> String {
        match self {
            Self::Either => format!(
                "declare `user {name} {{ … }}` or `group {name} {{ … }}`, or `external user {name}` if it is defined outside the policy"
            ),
            _ => format!(
                "declare it with `{0} {name} {{ … }}`, or with `external {0} {name}` if it is defined outside the policy",
                self.noun()
            ),
        }
    }

    pub(super) fn fits(self, kind: &PrincipalKind) -> bool {
        match self {
            Self::User => kind.is_user(),
            Self::Group => !kind.is_user(),
            Self::Either => true,
        }
    }
}

impl PrincipalKind {
    /// Whether it is a user, in the policy or outside.
    pub(crate) fn is_user(&self) -> bool {
        matches!(self, Self::User(_) | Self::ExternalUser(_))
    }

    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
            Self::ExternalUser(_) => "external user",
            Self::ExternalGroup => "external group",
        }
    }
}
