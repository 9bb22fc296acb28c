//! `members of TEMPS and below, users with special except user ROBOT`: which users are meant.

use std::collections::{BTreeSet, HashSet};

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{self, Name, Quantifier, Who, Word};

use super::lowering::Lower;
use crate::codes;
use crate::model::{Connection, PrincipalId, PrincipalKind, Subjects, User};

/// Whether a user has an attribute.
type Has = fn(&User) -> bool;

/// Attributes by which users are chosen.
const ATTRIBUTES: [(&str, Has); 12] = [
    ("special", |user| user.attributes.special),
    ("operations", |user| user.attributes.operations),
    ("auditor", |user| user.attributes.auditor),
    ("roaudit", |user| user.attributes.roaudit),
    ("restricted", |user| user.attributes.restricted),
    ("protected", |user| user.attributes.protected),
    ("uaudit", |user| user.attributes.uaudit),
    ("adsp", |user| user.attributes.adsp),
    ("grpacc", |user| user.attributes.grpacc),
    ("group-special", |user| any_connection(user, |it| it.special)),
    ("group-operations", |user| any_connection(user, |it| it.operations)),
    ("group-auditor", |user| any_connection(user, |it| it.auditor)),
];

fn any_connection(user: &User, has: fn(&Connection) -> bool) -> bool {
    user.connections.iter().any(has)
}

/// Users in the making.
#[derive(Default)]
struct Draft {
    users: BTreeSet<PrincipalId>,
    undefined: bool,
}

impl Draft {
    fn without(mut self, other: &Self) -> Subjects {
        self.users.retain(|user| !other.users.contains(user));
        Subjects {
            users: self.users.into_iter().collect(),
            undefined: self.undefined && !other.undefined,
        }
    }
}

impl Lower {
    /// The users that a rule on access means.
    pub(super) fn subjects(
        &mut self,
        quantifier: Quantifier,
        written: &ast::Subjects,
    ) -> Option<Subjects> {
        self.chosen_users(quantifier, written, Self::members_in_racf)
    }

    /// The users that a rule on operations of SAFR means. SAFR has no undefined user.
    pub(super) fn safr_subjects(
        &mut self,
        quantifier: Quantifier,
        written: &ast::Subjects,
    ) -> Option<Subjects> {
        for who in written.of.iter().chain(&written.except) {
            match who {
                Who::Undefined(span) => self.wrong_safr_subject(*span, "the undefined user"),
                Who::Members { group, below: true } => {
                    self.wrong_safr_subject(group.span, "a subgroup");
                }
                _ => {}
            }
        }
        let chosen = self.chosen_users(quantifier, written, Self::members_in_safr)?;
        Some(Subjects { undefined: false, ..chosen })
    }

    fn wrong_safr_subject(&mut self, span: Span, what: &str) {
        let message = format!("SAFR does not know {what}");
        let diagnostic =
            Diagnostic::error(codes::SAFR_SUBJECT, message, span, "not a subject of SAFR");
        self.report.add(diagnostic.help("write `user ALICE` or `members of FIN_ANALYSTS`"));
    }

    fn chosen_users(
        &mut self,
        quantifier: Quantifier,
        written: &ast::Subjects,
        members: fn(&mut Self, &Name, bool) -> Option<Vec<PrincipalId>>,
    ) -> Option<Subjects> {
        let undefined = quantifier == Quantifier::No;
        let of = self.draft_of(&written.of, undefined, members);
        let except = self.draft_of(&written.except, false, members);
        Some(of?.without(&except?))
    }

    /// `undefined`: whether any user can be the undefined one.
    fn draft_of(
        &mut self,
        all: &[Who],
        undefined: bool,
        members: fn(&mut Self, &Name, bool) -> Option<Vec<PrincipalId>>,
    ) -> Option<Draft> {
        let mut draft = Draft::default();
        let mut complete = true;
        for who in all {
            let found = match who {
                Who::AnyUser(_) => {
                    draft.undefined |= undefined;
                    Some(self.users_that(|_| true))
                }
                Who::User(name) => self.user(name.into()).map(|user| vec![user]),
                Who::Undefined(_) => {
                    draft.undefined = true;
                    Some(Vec::new())
                }
                Who::Members { group, below } => members(self, group, *below),
                Who::With(attribute) => self.users_with(attribute),
            };
            complete &= found.is_some();
            draft.users.extend(found.unwrap_or_default());
        }
        complete.then_some(draft)
    }

    fn users_that(&self, wanted: impl Fn(&User) -> bool) -> Vec<PrincipalId> {
        let all = self.model.principals.iter_enumerated();
        let users = all.filter(|(_, it)| it.kind.user().is_some_and(&wanted));
        users.map(|(id, _)| id).collect()
    }

    fn users_with(&mut self, attribute: &Word) -> Option<Vec<PrincipalId>> {
        let found = ATTRIBUTES.iter().find(|(name, _)| *name == attribute.node);
        if let Some((_, has)) = found {
            return Some(self.users_that(has));
        }
        let message = format!("unknown attribute `{}` of users", attribute.node);
        let known = ATTRIBUTES.map(|(name, _)| name);
        let word = (attribute.node.as_str(), attribute.span);
        self.report.unknown_word(codes::UNKNOWN_SUBJECTS, message, word, &known);
        None
    }

    fn members_in_racf(&mut self, group: &Name, below: bool) -> Option<Vec<PrincipalId>> {
        let group = self.group(group.into())?;
        let groups = if below { self.with_subgroups(group) } else { HashSet::from([group]) };
        Some(self.users_that(|user| user.connections.iter().any(|it| groups.contains(&it.group))))
    }

    fn members_in_safr(&mut self, group: &Name, _: bool) -> Option<Vec<PrincipalId>> {
        let group = self.safr_group(group.into())?;
        let members = &self.model.safr.groups[group].members;
        Some(members.iter().map(|(user, _)| *user).collect())
    }

    /// A group and all below it in the group tree.
    fn with_subgroups(&self, top: PrincipalId) -> HashSet<PrincipalId> {
        let mut found = HashSet::from([top]);
        loop {
            let before = found.len();
            for (id, principal) in self.model.principals.iter_enumerated() {
                if let PrincipalKind::Group(group) = &principal.kind
                    && group.superior.is_some_and(|superior| found.contains(&superior))
                {
                    found.insert(id);
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }
}
