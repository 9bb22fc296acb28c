//! `test "…" { user U { may read … } }`

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{
    Circumstance, Expectation, Name, Property, Test as Written, TestSubject, Verdict, Word,
};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Outcome, Step};

use super::form;
use super::lowering::Lower;
use super::names::fold;
use super::property_table::{Row, Unknown, Value, row};
use super::sorted::{Declared, Of, head};
use crate::codes;
use crate::model::{Condition, Test, TestCase, TestRequest};

/// What `with` can specify for a request.
pub(crate) const FIELDS: &[Row<Circumstances>] = &[
    row!(
        "volume",
        Value::Text(|test, volume| test.request.volume = Some(volume.to_ascii_uppercase())),
        "The volume of the data set. The default is no volume."
    ),
    row!(
        "mode",
        Value::Word(&["auth", "fastauth"], |test, word| {
            test.request.fastauth = word == "fastauth";
        }),
        "The kind of the request. The default is `auth`."
    ),
    row!(
        "intent",
        Value::Word(&["access", "execute"], |test, word| {
            test.request.execute = word == "execute";
        }),
        "Whether the program is accessed or executed. The default is `access`."
    ),
    row!(
        "racf-indicated",
        Value::Flag(|test, on| test.request.racf_indicated = on),
        "Whether the data set is RACF-indicated. The default is `no`."
    ),
    row!(
        "privileged",
        Value::Flag(|test, on| test.request.privileged = on),
        "Whether the request comes from a PRIVILEGED task. The default is `no`."
    ),
    row!(
        "trusted",
        Value::Flag(|test, on| test.request.trusted = on),
        "Whether the request comes from a TRUSTED task. The default is `no`."
    ),
    row!(
        "group",
        Value::Name(form::GROUP, |lower, test, name| {
            test.request.group = lower.group(name).map(|_| fold(name.text).into_owned());
        }),
        "The current connect group. The default is the default group."
    ),
    row!(
        "date",
        Value::Date(|test, day| test.request.date = Some(day)),
        "The day of the request, for revoke and resume dates. The default is today, in UTC."
    ),
    row!(
        "log",
        // Logging changes no outcome, so there is nothing to keep.
        Value::Word(&["asis", "nofail", "none", "nostat"], |_, _| {}),
        "How the request asks for logging, which changes no decision. The default is `asis`."
    ),
    row!(
        "program-clean",
        Value::Flag(|test, on| test.request.program_unclean = !on),
        "Whether the environment of the program is clean. The default is `yes`."
    ),
    row!(
        "security-label",
        Value::Name(form::LABEL, |lower, test, name| {
            test.request.label = lower.label(name).map(|_| fold(name.text).into_owned());
        }),
        "The security label of the session. The default is that of the user."
    ),
    row!(
        "warning",
        Value::Flag(|test, on| test.warning = Some(on)),
        "`yes`: the access must be granted only because of warning mode."
    ),
];

/// The circumstances of a request: those of the subject for all its cases, then those of a case.
#[derive(Clone, Default)]
pub(crate) struct Circumstances {
    request: TestRequest,
    step: Option<Step>,
    warning: Option<bool>,
}

impl Lower {
    /// Reads the tests, in the order of the text.
    pub(crate) fn tests(&mut self, declared: &Declared<'_>) {
        let mut names: BTreeMap<&str, Span> = BTreeMap::new();
        for (item, test) in &declared.tests {
            let (name, span) = (test.name.node.as_str(), test.name.span);
            if let Some(first) = names.insert(name, span) {
                self.report.declared_twice(&format!("test `{name}`"), first, span);
            }
            let test = self.read_test(&(item, test));
            self.model.tests.push(test);
        }
        self.model.tests.sort_by_key(|test| test.origin);
    }

    fn read_test(&mut self, (item, it): &Of<'_, Written>) -> Test {
        let (mut cases, mut safr_cases) = (Vec::new(), Vec::new());
        for subject in &it.subjects {
            self.subject(subject, &mut cases);
            self.safr_subject(subject, &mut safr_cases);
        }
        if it.subjects.iter().all(|it| it.expectations.is_empty() && it.safr.is_empty()) {
            let message = format!("the test `{}` has no expectations", it.name.node);
            let span = it.name.span;
            let diagnostic =
                Diagnostic::error(codes::EMPTY_TEST, message, span, "has no expectation");
            let help =
                "write what a user may or may not do: `user ALICE { may read FACILITY \"X\" }`";
            self.report.add(diagnostic.help(help));
        }
        Test { name: it.name.node.clone(), cases, safr_cases, origin: head(item, it.name.span) }
    }

    fn subject(&mut self, subject: &TestSubject, cases: &mut Vec<TestCase>) {
        let mut shared = Circumstances::default();
        if let Some(name) = &subject.user {
            shared.request.user = self.test_user(name);
        }
        if let Some(name) = &subject.group {
            shared.request.group = self.group(name.into()).map(|_| fold(&name.text).into_owned());
        }
        shared.request.date = subject.date.as_ref().and_then(|date| self.report.day(date));
        self.circumstances(&subject.circumstances, &mut shared);
        for expectation in &subject.expectations {
            cases.extend(self.case(expectation, shared.clone()));
        }
    }

    fn test_user(&mut self, name: &Name) -> Option<String> {
        self.user(name.into()).map(|_| fold(&name.text).into_owned())
    }

    fn case(&mut self, it: &Expectation, mut shared: Circumstances) -> Option<TestCase> {
        self.circumstances(&it.circumstances, &mut shared);
        let mut request = shared.request;
        let class = self.class((&it.class).into());
        self.requested(&it.access, &mut request);
        let class = class?;
        let row = &self.model.classes[class];
        if let Some(member) = row.descriptor.member_class {
            let member = &self.model.classes[member].name;
            let message = format!("a request cannot be made in the grouping class `{}`", row.name);
            let span = it.class.span;
            let diagnostic =
                Diagnostic::error(codes::GROUPING_REQUEST, message, span, "a grouping class");
            self.report.add(diagnostic.help(format!("request a resource of the class `{member}`")));
        }
        let class_name = row.name.clone();
        request.resource = self.resource(class, &it.resource.node).into_owned();
        request.class = class_name;
        let expect = self.racf_outcome(it)?;
        let Circumstances { step, warning, .. } = shared;
        Some(TestCase { request, expect, step, warning, origin: it.span })
    }

    /// The outcome that a verdict requires.
    fn racf_outcome(&mut self, it: &Expectation) -> Option<Outcome> {
        match it.verdict {
            Verdict::May => Some(Outcome::Grant),
            Verdict::MayNot => Some(Outcome::Deny),
            Verdict::Unprotected => Some(Outcome::NotProtected),
            Verdict::NotGoverned | Verdict::Unsupported => {
                let message = "this outcome is for SAFR requests, but the request is one to RACF";
                let span = it.span;
                let diagnostic =
                    Diagnostic::error(codes::WRONG_VERDICT, message, span, "not an outcome");
                self.report.add(diagnostic.help("write `may`, `may not` or `unprotected`"));
                None
            }
        }
    }

    fn requested(&mut self, word: &Word, request: &mut TestRequest) {
        match self.report.level(word) {
            Some(AccessLevel::None) => {
                let message = "the access `none` cannot be requested";
                let span = word.span;
                let diagnostic =
                    Diagnostic::error(codes::REQUESTED_LEVEL, message, span, "cannot be requested");
                self.report.add(diagnostic.help("write `may not read` where access is refused"));
            }
            Some(AccessLevel::Execute) => request.execute = true,
            level => request.access = level,
        }
    }

    fn circumstances(&mut self, all: &[Circumstance], into: &mut Circumstances) {
        let mut properties: Vec<&Property> = Vec::new();
        let mut kinds: BTreeMap<(ConditionKind, String), Span> = BTreeMap::new();
        for circumstance in all {
            match circumstance {
                Circumstance::By(word) => into.step = self.step(word),
                Circumstance::With(property) => properties.push(property),
                Circumstance::When(when) => {
                    let conditions = self.report.conditions(when);
                    self.add_conditions(conditions, when.span, &mut kinds, &mut into.request);
                }
            }
        }
        self.fields(&properties, into);
    }

    /// Adds what holds in the context. At most one port of entry; SERVAUTH in addition to any.
    fn add_conditions(
        &mut self,
        conditions: Vec<Condition>,
        span: Span,
        kinds: &mut BTreeMap<(ConditionKind, String), Span>,
        request: &mut TestRequest,
    ) {
        let Some(first) = conditions.first() else { return };
        let several = conditions.len() > 1 && first.kind != ConditionKind::Program;
        let earlier = kinds.iter().find(|((kind, name), _)| {
            (*kind == first.kind && *name == first.name) || both_ports(*kind, first.kind)
        });
        if several || earlier.is_some() {
            let message = "a request has one port of entry and one value for each criterion";
            let mut diagnostic =
                Diagnostic::error(codes::CONTRADICTORY_CONTEXT, message, span, "one too many");
            if let Some((_, earlier)) = earlier {
                diagnostic = diagnostic.because(*earlier, "the first one");
            }
            self.report.add(diagnostic.help("write one expectation for each"));
            return;
        }
        kinds.insert((first.kind, first.name.clone()), span);
        // A field of the expectation replaces that of its subject.
        let (kind, name) = (first.kind, first.name.clone());
        request
            .conditions
            .retain(|it| !(it.kind == kind && it.name == name || both_ports(it.kind, kind)));
        request.conditions.extend(conditions);
    }

    fn step(&mut self, word: &Word) -> Option<Step> {
        let step = Step::from_name(&word.node);
        if step.is_none() {
            let message = format!("unknown decision step `{}`", word.node);
            let known: Vec<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
            let named = (word.node.as_str(), word.span);
            self.report.unknown_word(codes::UNKNOWN_STEP, message, named, &known);
        }
        step
    }

    fn fields(&mut self, properties: &[&Property], into: &mut Circumstances) {
        let unknown = Unknown {
            code: codes::UNKNOWN_CIRCUMSTANCE,
            noun: "field",
            block: "a request",
            command: "",
        };
        let written = properties.iter().copied();
        let known = self.report.known_or(&unknown, "the request", written, FIELDS);
        self.properties(&known, into);
    }
}

fn both_ports(a: ConditionKind, b: ConditionKind) -> bool {
    let port = |kind| {
        matches!(
            kind,
            ConditionKind::Terminal
                | ConditionKind::Console
                | ConditionKind::Jesinput
                | ConditionKind::Appcport
        )
    };
    port(a) && port(b)
}
