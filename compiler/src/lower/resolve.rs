//! Looks names up: each becomes an id, or is reported as not declared.

use saffron_diagnostics::Diagnostic;

use super::lowering::Lower;
use super::names::{SYSTEM_LABELS, Wanted, fold};
use super::report::Named;
use crate::codes;
use crate::model::{ClassId, Label, PrincipalId};

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
    pub(crate) fn principal(&mut self, name: Named<'_>, wanted: Wanted) -> Option<PrincipalId> {
        let Some(&id) = self.names.principals.get(fold(name.text).as_ref()) else {
            if self.refers_to_example(name) {
                return None;
            }
            let known = self.model.principals.iter();
            let known = known.filter(|it| wanted.fits(&it.kind)).map(|it| it.name.as_str());
            let declare = wanted.declare(name.text);
            self.report.unknown(wanted.code(), wanted.noun(), name, known, &declare);
            return None;
        };
        let principal = &self.model.principals[id];
        if wanted.fits(&principal.kind) {
            return Some(id);
        }
        let (noun, wanted) = (principal.kind.noun(), wanted.noun());
        let message = format!("`{}` is a {noun}, but a {wanted} is required", name.text);
        let label = format!("not a {wanted}");
        let diagnostic =
            Diagnostic::error(codes::WRONG_KIND_OF_ID, message, name.span, label).about(name.text);
        self.report.add(match principal.origin {
            Some(origin) => diagnostic.because(origin, "declared here"),
            None => diagnostic,
        });
        None
    }

    pub(crate) fn user(&mut self, name: Named<'_>) -> Option<PrincipalId> {
        self.principal(name, Wanted::User)
    }

    pub(crate) fn group(&mut self, name: Named<'_>) -> Option<PrincipalId> {
        self.principal(name, Wanted::Group)
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
        let known = declared.chain(SYSTEM_LABELS.map(|(name, _)| name));
        let declare = format!("declare it with `security-label {} {{ … }}`", name.text);
        self.report.unknown(codes::UNKNOWN_LABEL, "security label", name, known, &declare);
        None
    }
}
