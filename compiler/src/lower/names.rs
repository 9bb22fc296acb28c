//! Names to ids, with a diagnostic for an unknown name.
//!
//! INVARIANT: a map here is only looked up, never walked; what needs an order walks the model.

use std::borrow::Cow;
use std::collections::HashMap;

use saffron_lang::{Code, Diagnostic};

use super::Lower;
use super::report::{EITHER, Named};
use crate::codes;
use crate::model::{AuthId, AuthorityKind, ClassId, Label};

/// Names in upper case, and what they refer to.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) classes: HashMap<String, ClassId>,
    pub(crate) authorities: HashMap<String, AuthId>,
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
    fn noun(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Either => EITHER,
        }
    }

    fn code(self) -> Code {
        match self {
            Self::User => codes::UNKNOWN_USER,
            Self::Group => codes::UNKNOWN_GROUP,
            Self::Either => codes::UNKNOWN_ID,
        }
    }

    fn declare(self, name: &str) -> String {
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

    fn fits(self, kind: &AuthorityKind) -> bool {
        match self {
            Self::User => kind.is_user(),
            Self::Group => !kind.is_user(),
            Self::Either => true,
        }
    }
}

impl AuthorityKind {
    /// Whether it is a user, in the policy or outside.
    pub(crate) fn is_user(&self) -> bool {
        matches!(self, Self::User(_) | Self::ExternalUser)
    }

    pub(crate) fn noun(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Group(_) => "group",
            Self::ExternalUser => "external user",
            Self::ExternalGroup => "external group",
        }
    }
}

impl Lower {
    /// The class of this name.
    pub(crate) fn class(&mut self, name: Named<'_>) -> Option<ClassId> {
        if let Some(&class) = self.names.classes.get(fold(name.text).as_ref()) {
            return Some(class);
        }
        let known = self.model.classes.iter().map(|class| class.name.as_str());
        let declare = "a class that RACF doesn't supply is declared with `class NAME { … }`";
        self.report.unknown(codes::UNKNOWN_CLASS, "class", name, known, declare);
        None
    }

    /// The user or group of this name.
    pub(crate) fn authority(&mut self, name: Named<'_>, wanted: Wanted) -> Option<AuthId> {
        let Some(&id) = self.names.authorities.get(fold(name.text).as_ref()) else {
            let known = self.model.authorities.iter();
            let known = known.filter(|it| wanted.fits(&it.kind)).map(|it| it.name.as_str());
            let declare = wanted.declare(name.text);
            self.report.unknown(wanted.code(), wanted.noun(), name, known, &declare);
            return None;
        };
        let authority = &self.model.authorities[id];
        if wanted.fits(&authority.kind) {
            return Some(id);
        }
        let (noun, wanted) = (authority.kind.noun(), wanted.noun());
        let message = format!("`{}` is a {noun}, but a {wanted} is required", name.text);
        let label = format!("not a {wanted}");
        let diagnostic =
            Diagnostic::error(codes::WRONG_KIND_OF_ID, message, name.span, label).about(name.text);
        self.report.add(match authority.origin {
            Some(origin) => diagnostic.because(origin, "declared here"),
            None => diagnostic,
        });
        None
    }

    pub(crate) fn user(&mut self, name: Named<'_>) -> Option<AuthId> {
        self.authority(name, Wanted::User)
    }

    pub(crate) fn group(&mut self, name: Named<'_>) -> Option<AuthId> {
        self.authority(name, Wanted::Group)
    }

    /// The number of a security level.
    pub(crate) fn security_level(&mut self, name: Named<'_>) -> Option<u8> {
        if let Some(&level) = self.names.levels.get(fold(name.text).as_ref()) {
            return Some(level);
        }
        let known = self.model.security_levels.iter().map(|it| it.name.as_str());
        let declare = format!("declare it with `security-level {} 100`", name.text);
        self.report.unknown(codes::UNKNOWN_LEVEL_NAME, "security level", name, known, &declare);
        None
    }

    /// The number of a category.
    pub(crate) fn category(&mut self, name: Named<'_>) -> Option<u16> {
        if let Some(&category) = self.names.categories.get(fold(name.text).as_ref()) {
            return Some(category);
        }
        let known = self.model.categories.iter().map(|it| it.name.as_str());
        let declare = format!("declare it with `category {}`", name.text);
        self.report.unknown(codes::UNKNOWN_CATEGORY, "security category", name, known, &declare);
        None
    }

    /// A security label.
    pub(crate) fn label(&mut self, name: Named<'_>) -> Option<Label> {
        if let Some(&label) = self.names.labels.get(fold(name.text).as_ref()) {
            return Some(label);
        }
        let declared = self.model.labels.iter().map(|it| it.name.as_str());
        let known = declared.chain(super::security::SYSTEM_LABELS.map(|(name, _)| name));
        let declare = format!("declare it with `security-label {} {{ … }}`", name.text);
        self.report.unknown(codes::UNKNOWN_LABEL, "security label", name, known, &declare);
        None
    }
}
