//! Which profile is meant: declared profiles by class, name and kind.

use std::borrow::Cow;
use std::collections::HashMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{AccessFrom, Permit, ProfileRef, Property};

use super::lowering::Lower;
use super::names::fold;
use super::report::Named;
use crate::codes;
use crate::model::{ClassId, ProfileKind};

/// A declared profile whose properties are not read yet.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) class: ClassId,
    pub(crate) name: Cow<'a, str>,
    pub(crate) kind: ProfileKind,
    /// `generic` was written: the profile of that name that is generic without a generic character.
    pub(crate) fully_qualified: bool,
    pub(crate) volumes: Vec<String>,
    /// The name of the profile, for labels.
    pub(crate) span: Span,
    pub(crate) origin: Span,
    pub(crate) properties: Vec<&'a Property>,
    pub(crate) started: Option<Vec<&'a Property>>,
    pub(crate) permits: Vec<&'a Permit>,
    pub(crate) sources: Vec<&'a AccessFrom>,
    /// It exists outside the policy.
    pub(crate) external: bool,
}

/// Positions of drafts by class and name; mostly one each.
#[derive(Debug, Default)]
pub(crate) struct ProfileIndex<'a> {
    by_name: HashMap<(ClassId, Cow<'a, str>), Vec<usize>>,
}

impl<'a> ProfileIndex<'a> {
    pub(crate) fn get(&self, class: ClassId, name: Cow<'a, str>) -> &[usize] {
        self.by_name.get(&(class, name)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn add(&mut self, class: ClassId, name: Cow<'a, str>, at: usize) {
        self.by_name.entry((class, name)).or_default().push(at);
    }
}

/// Whether it is a name of one qualifier, written in full.
fn is_one_qualifier(name: &str) -> bool {
    !name.is_empty() && !name.contains(['.', '*', '%', '&'])
}

impl Lower {
    /// The name of a resource of a class as RACF stores it. The option `prefix` is put before
    /// names of data sets that have only one qualifier.
    pub(crate) fn resource<'n>(&self, class: ClassId, name: &'n str) -> Cow<'n, str> {
        if self.model.classes[class].descriptor.mixed_case {
            return Cow::Borrowed(name);
        }
        match self.model.options.prefix.as_deref() {
            Some(prefix) if Some(class) == self.names.data_set && is_one_qualifier(name) => {
                Cow::Owned(format!("{prefix}.{}", fold(name)))
            }
            _ => fold(name),
        }
    }

    /// The position of the profile that is referred to.
    pub(crate) fn find_profile<'a>(
        &mut self,
        index: &ProfileIndex<'a>,
        drafts: &[Draft<'a>],
        target: &'a ProfileRef,
    ) -> Option<usize> {
        let class = self.class((&target.class).into())?;
        let name = self.resource(class, &target.name.node);
        let volumes: Vec<Cow<'_, str>> = target.volumes.iter().map(|it| fold(&it.node)).collect();
        let fits = |draft: &Draft<'_>| {
            let volumes_fit = volumes.iter().all(|it| draft.volumes.iter().any(|own| own == it));
            draft.fully_qualified == target.generic.is_some() && volumes_fit
        };
        let same_name = index.get(class, name.clone());
        let named = |at: &usize| drafts.get(*at).is_some_and(&fits);
        let found: Vec<usize> = same_name.iter().copied().filter(named).collect();
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                self.unknown_profile(drafts, class, target, !same_name.is_empty());
                None
            }
            several => {
                let plain = |at: &&usize| drafts.get(**at).is_some_and(|it| it.volumes.is_empty());
                let one = several.iter().find(plain).copied();
                if one.is_none() {
                    self.ambiguous(drafts, several, target);
                }
                one
            }
        }
    }

    fn unknown_profile(
        &mut self,
        drafts: &[Draft<'_>],
        class: ClassId,
        target: &ProfileRef,
        other_kind: bool,
    ) {
        let class_name = &self.model.classes[class].name;
        let kind = format!("`{class_name}` profile");
        let declare = if other_kind {
            "a profile of this name exists, but it is generic or on other volumes: write `generic` or `volume` as its declaration does".to_owned()
        } else {
            let name = &target.name.node;
            format!(
                "declare it with `profile {class_name} \"{name}\" {{ … }}`, or with `external profile {class_name} \"{name}\"` if it is defined outside the policy"
            )
        };
        // A profile of another class counts as a comparison too, but is never suggested.
        let known = drafts.iter().map(|it| if it.class == class { it.name.as_ref() } else { "" });
        let known = known.take(if other_kind { 0 } else { drafts.len() });
        let name = Named::from(&target.name);
        self.report.unknown(codes::UNKNOWN_PROFILE, &kind, name, known, &declare);
    }

    fn ambiguous(&mut self, drafts: &[Draft<'_>], several: &[usize], target: &ProfileRef) {
        let message = format!("several profiles have the name `{}`", target.name.node);
        let label = "ambiguous";
        let mut diagnostic =
            Diagnostic::error(codes::AMBIGUOUS_PROFILE, message, target.span, label)
                .help("add `volume \"…\"` to select one");
        for draft in several.iter().filter_map(|&at| drafts.get(at)) {
            diagnostic = diagnostic.because(draft.span, "one of them");
        }
        self.report.add(diagnostic);
    }
}
