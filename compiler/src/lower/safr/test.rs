//! `user U in G at E { may modify view V }`: what a test expects of SAFR.

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{
    Name, SafrCircumstance, SafrExpectation, SafrField, SafrReference, SafrValue, TestSubject,
    Verdict, Word,
};
use saffron_vocabulary::safr::{ItemType, SafrOperation, SafrOutcome, SafrStep};

use super::names::noun;
use super::reference::{Reach, referable};
use crate::codes;
use crate::lower::lowering::Lower;
use crate::lower::names::fold;
use crate::model::{EnvironmentId, SafrCase, SafrTestRequest};

/// The fields that `with` can specify.
const FIELDS: [&str; 10] = [
    "folder",
    "view",
    "logical-record",
    "logical-file",
    "physical-file",
    "refs",
    "items",
    "source-environment",
    "target-environment",
    "group",
];

/// Types whose names are those of items in an environment, and the others that requests know.
const ANY_TYPE: &[ItemType] = ItemType::ALL;

/// A request in the making.
#[derive(Debug)]
struct Draft {
    request: SafrTestRequest,
    step: Option<SafrStep>,
    /// The environment of the request, if it is declared.
    environment: Option<EnvironmentId>,
    /// Whether names that aren't declared are what the expectation is about.
    of_unknown: bool,
}

impl Lower {
    /// Reads what a subject of a test expects of SAFR.
    pub(crate) fn safr_subject(&mut self, subject: &TestSubject, cases: &mut Vec<SafrCase>) {
        for it in &subject.safr {
            cases.extend(self.safr_case(subject, it));
        }
        let login = subject.login_group.as_ref().or(subject.login_environment.as_ref());
        if let (Some(name), true) = (login, subject.safr.is_empty()) {
            self.idle_login(name.span);
        }
    }

    /// A session without expectations.
    fn idle_login(&mut self, span: Span) {
        let message = "a SAFR login is used only by expectations about SAFR";
        let diagnostic =
            Diagnostic::error(codes::NO_LOGIN, message, span, "has no expectation about SAFR");
        self.report.add(diagnostic.help(
            "the current connect group of RACF is written `group …`; an expectation about SAFR is such as `may read view …`",
        ));
    }

    fn safr_case(&mut self, subject: &TestSubject, it: &SafrExpectation) -> Option<SafrCase> {
        let operation = self.safr_operation(&it.operation);
        let item_type = self.safr_type(&it.item_type, ANY_TYPE);
        let login = self.login_environment(subject, it.span)?;
        let user = fold(&subject.user.as_ref()?.text).into_owned();
        let (operation, item_type) = (operation?, item_type?);
        let request = SafrTestRequest::new(
            &user,
            subject.login_group.as_ref().map(|name| name.text.as_str()),
            &login.text,
            (operation, item_type),
            it.item.as_ref().map(|name| name.text.as_str()),
        );
        let mut draft = Draft { request, step: None, environment: None, of_unknown: false };
        self.safr_circumstances(it, login, &mut draft);
        self.safr_names_of(subject, it, &draft);
        let expect = self.safr_outcome(it)?;
        Some(SafrCase { request: draft.request, expect, step: draft.step, origin: it.span })
    }

    fn safr_operation(&mut self, word: &Word) -> Option<SafrOperation> {
        let found = SafrOperation::from_name(&word.node);
        if found.is_none() {
            let message = format!("unknown operation `{}`", word.node);
            let known: Vec<&str> = SafrOperation::ALL.iter().map(|it| it.as_str()).collect();
            self.report.unknown_safr_word(codes::UNKNOWN_OPERATION, message, word, &known);
        }
        found
    }

    fn login_environment<'a>(&mut self, subject: &'a TestSubject, span: Span) -> Option<&'a Name> {
        let Some(user) = &subject.user else {
            let message = "the undefined user can't log in to SAFR";
            let diagnostic = Diagnostic::error(codes::NO_LOGIN, message, span, "no session");
            self.report.add(diagnostic.help("name a user: `user ALICE in GROUP at ENVIRONMENT`"));
            return None;
        };
        if subject.login_environment.is_none() {
            let name = &user.text;
            let message = format!("no SAFR login is specified for `{name}`");
            let diagnostic =
                Diagnostic::error(codes::NO_LOGIN, message, subject.span, "no environment");
            self.report.add(diagnostic.help(format!(
                "write `user {name} in GROUP at ENVIRONMENT`; a system administrator needs no `in`"
            )));
        }
        subject.login_environment.as_ref()
    }

    /// The outcome that a verdict requires.
    fn safr_outcome(&mut self, it: &SafrExpectation) -> Option<SafrOutcome> {
        Some(match it.verdict {
            Verdict::May => SafrOutcome::Grant,
            Verdict::MayNot => SafrOutcome::Deny,
            Verdict::NotGoverned => SafrOutcome::NotGoverned,
            Verdict::Unsupported => SafrOutcome::Unsupported,
            Verdict::Unprotected => {
                let message = "a SAFR request never has the outcome `unprotected`";
                let diagnostic =
                    Diagnostic::error(codes::WRONG_VERDICT, message, it.span, "not an outcome");
                self.report.add(
                    diagnostic.help("write `may`, `may not`, `not-governed` or `unsupported`"),
                );
                return None;
            }
        })
    }

    fn safr_circumstances(&mut self, it: &SafrExpectation, login: &Name, draft: &mut Draft) {
        let mut at: Option<&Name> = None;
        for circumstance in &it.circumstances {
            match circumstance {
                SafrCircumstance::At(name) => match at {
                    Some(first) => {
                        let (one, other) = (first.text.as_str(), name.text.as_str());
                        let fact = "the environment of the request";
                        self.report.stated_twice(fact, (first.span, one), (name.span, other));
                    }
                    None => at = Some(name),
                },
                SafrCircumstance::By(word) => draft.step = self.safr_step(word),
                SafrCircumstance::With(_) => {}
            }
        }
        draft.of_unknown = matches!(
            draft.step,
            Some(SafrStep::EnvironmentUnknown | SafrStep::ItemUnknown | SafrStep::NoSession)
        );
        let place = at.unwrap_or(login);
        draft.request.environment.clone_from(&place.text);
        draft.environment = self.known_environment(place, draft.of_unknown);
        let mut seen: Vec<&SafrField> = Vec::new();
        for circumstance in &it.circumstances {
            let SafrCircumstance::With(field) = circumstance else { continue };
            match seen.iter().find(|first| first.key.node == field.key.node) {
                Some(first) => {
                    let fact = format!("`{}` of the request", field.key.node);
                    self.report.stated_twice(&fact, (first.span, ""), (field.span, ""));
                }
                None => self.safr_field(field, draft),
            }
            seen.push(field);
        }
    }

    fn safr_step(&mut self, word: &Word) -> Option<SafrStep> {
        let step = SafrStep::from_name(&word.node);
        if step.is_none() {
            let message = format!("unknown step `{}` of a SAFR decision", word.node);
            let known: Vec<&str> = SafrStep::ALL.iter().map(|step| step.as_str()).collect();
            let named = (word.node.as_str(), word.span);
            self.report.unknown_word(codes::UNKNOWN_STEP, message, named, &known);
        }
        step
    }

    fn known_environment(&mut self, name: &Name, may_be_unknown: bool) -> Option<EnvironmentId> {
        if may_be_unknown {
            return self.safr_names.environments.get(&name.text).copied();
        }
        self.safr_environment(name.into())
    }

    fn safr_field(&mut self, it: &SafrField, draft: &mut Draft) {
        let key = it.key.node.as_str();
        let Draft { request, environment, of_unknown, .. } = draft;
        let (environment, of_unknown) = (*environment, *of_unknown);
        match (key, &it.value) {
            ("refs", SafrValue::List(list)) => {
                request.refs = Some(self.refs(list, environment, request.item_type));
            }
            ("items", SafrValue::List(list)) => {
                let bare = selected_type(request.operation, request.item_type);
                draft.request.items = self.selected(list, bare, draft);
            }
            ("folder", SafrValue::Name(name)) => {
                request.folder = Some(name.text.clone());
                self.known_item(ItemType::ViewFolder, name, draft);
            }
            ("source-environment", SafrValue::Name(name)) => {
                request.source_environment = Some(name.text.clone());
                self.known_environment(name, of_unknown);
            }
            ("target-environment", SafrValue::Name(name)) => {
                request.target_environment = Some(name.text.clone());
                self.known_environment(name, of_unknown);
            }
            ("group", SafrValue::Name(name)) => {
                request.group = Some(name.text.clone());
                self.safr_group(name.into());
            }
            (_, SafrValue::Name(name))
                if FIELDS.contains(&key) && key != "refs" && key != "items" =>
            {
                self.referrer(key, name, it.span, draft);
            }
            _ => self.wrong_field(it),
        }
    }

    fn referrer(&mut self, key: &str, name: &Name, span: Span, draft: &mut Draft) {
        let Some(kind) = ItemType::from_name(key) else { return };
        if draft.request.referrer.is_some() {
            let fact = "what refers to the item";
            self.report.stated_twice(fact, (span, ""), (span, ""));
        }
        draft.request.referrer = Some((kind, name.text.clone()));
        self.known_item(kind, name, draft);
    }

    fn wrong_field(&mut self, it: &SafrField) {
        let key = it.key.node.as_str();
        if FIELDS.contains(&key) {
            let wanted = match key {
                "refs" | "items" => "a list such as `[logical-record LR_GL]`",
                _ => "a single name",
            };
            let message = format!("`{key}` takes {wanted}");
            self.report.add(Diagnostic::error(codes::WRONG_FORM, message, it.span, wanted));
        } else {
            let message = format!("unknown field `{key}` of a SAFR request");
            let named = (key, it.key.span);
            self.report.unknown_word(codes::UNKNOWN_CIRCUMSTANCE, message, named, &FIELDS);
        }
    }

    /// What the item of the request will refer to.
    fn refs(
        &mut self,
        list: &[SafrReference],
        environment: Option<EnvironmentId>,
        from: ItemType,
    ) -> Vec<(ItemType, String)> {
        let Some(environment) = environment else { return Vec::new() };
        let reach = Reach { environment, from, types: referable(from) };
        let ids = list.iter().filter_map(|it| self.safr_reference(it, reach));
        let ids: Vec<_> = ids.collect();
        let items = ids.into_iter().map(|id| &self.model.safr.items[id]);
        items.map(|it| (it.kind, it.name.clone())).collect()
    }

    /// What a utility or report is run for. A name without a type is one of the type `bare`.
    fn selected(
        &mut self,
        list: &[SafrReference],
        bare: ItemType,
        draft: &Draft,
    ) -> Vec<(ItemType, String)> {
        let mut found = Vec::new();
        for it in list {
            let kind = match &it.kind {
                None => Some(bare),
                Some(word) => self.safr_type(word, ANY_TYPE),
            };
            found.extend(kind.map(|kind| (kind, it.name.text.clone())));
            if let Some(kind) = kind {
                self.known_selected(kind, &it.name, draft);
            }
        }
        found
    }

    /// What is migrated lies in the source environment, everything else in that of the request.
    fn known_selected(&mut self, kind: ItemType, name: &Name, draft: &Draft) {
        if ItemType::ITEMS.contains(&kind) && draft.request.source_environment.is_none() {
            self.known_item(kind, name, draft);
        }
    }

    /// The item must be declared in the environment of the request.
    fn known_item(&mut self, kind: ItemType, name: &Name, draft: &Draft) {
        if let (Some(environment), false) = (draft.environment, draft.of_unknown)
            && self.safr_names.item(environment, kind, &name.text).is_none()
        {
            self.unknown_item(environment, name.into(), &[kind]);
        }
    }

    fn without_item(&mut self, it: &SafrExpectation, request: &SafrTestRequest) {
        // An environment that isn't named is that of the request.
        if !needs_item(request.operation) || request.item_type == ItemType::Environment {
            return;
        }
        let (operation, kind) = (request.operation, request.item_type);
        let message = format!("`{operation}` requires one {}, but none is specified", noun(kind));
        let diagnostic = Diagnostic::error(codes::NO_ITEM, message, it.span, "no item specified");
        self.report.add(diagnostic.help(format!("write `{operation} {kind} SOME_NAME`")));
    }

    /// The names of session and item must be declared, unless the test is about one that isn't.
    fn safr_names_of(&mut self, subject: &TestSubject, it: &SafrExpectation, draft: &Draft) {
        if draft.of_unknown {
            return;
        }
        if let Some(name) = &subject.login_group {
            self.safr_group(name.into());
        }
        if let Some(name) = &subject.login_environment {
            self.safr_environment(name.into());
        }
        let Some(name) = &it.item else {
            self.without_item(it, &draft.request);
            return;
        };
        let kind = draft.request.item_type;
        match draft.request.operation {
            SafrOperation::Create | SafrOperation::Copy | SafrOperation::Import => {}
            _ if draft.request.source_environment.is_some() => {}
            _ if ItemType::ITEMS.contains(&kind) => self.known_item(kind, name, draft),
            _ if kind == ItemType::Group => drop(self.safr_group(name.into())),
            _ if kind == ItemType::User => drop(self.user(name.into())),
            _ if kind == ItemType::Environment => drop(self.safr_environment(name.into())),
            _ => {}
        }
    }
}

/// Whether an operation is done with one item.
fn needs_item(operation: SafrOperation) -> bool {
    matches!(
        operation,
        SafrOperation::Create
            | SafrOperation::Read
            | SafrOperation::Modify
            | SafrOperation::Delete
            | SafrOperation::Reference
            | SafrOperation::Copy
            | SafrOperation::Move
            | SafrOperation::ActivateCheck
            | SafrOperation::ActivateSave
            | SafrOperation::GrantSystemAdministrator
            | SafrOperation::RevokeSystemAdministrator
    )
}

/// What names without a type are called in a selection.
fn selected_type(operation: SafrOperation, item_type: ItemType) -> ItemType {
    match operation {
        SafrOperation::BatchActivateViews => ItemType::View,
        SafrOperation::BatchActivateLookupPaths => ItemType::LookupPath,
        _ => item_type,
    }
}
