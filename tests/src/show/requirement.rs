//! Tests and features in the syntax tree.

use saffron_lang::ast::{
    Circumstance, Expectation, Feature, Need, Requirement, Test, TestSubject, Verdict,
};

use super::clause::{condition, date, name, names, said, text};
use super::invariant::rule_line;
use super::safr_tree::safr_expected;
use super::sheet::Sheet;

pub(super) fn test(sheet: &mut Sheet<'_>, depth: usize, it: &Test) {
    for subject in &it.subjects {
        sheet.line(subject.span, depth, &subject_line(subject));
        for expectation in &subject.expectations {
            sheet.line(expectation.span, depth + 1, &expected(expectation));
        }
        for expectation in &subject.safr {
            sheet.line(expectation.span, depth + 1, &safr_expected(expectation));
        }
    }
}

fn subject_line(it: &TestSubject) -> String {
    let user = it.user.as_ref();
    let who = user.map_or("undefined user".to_owned(), |it| format!("user {}", name(it)));
    let group = it.group.as_ref().map(|it| format!(" group {}", name(it))).unwrap_or_default();
    let login = it.login_group.as_ref().map(|it| format!(" in {}", name(it))).unwrap_or_default();
    let at = it.login_environment.as_ref().map(|it| format!(" at {}", name(it)));
    let login = login + &at.unwrap_or_default();
    let day = it.date.as_ref().map(|it| format!(" on {}", date(it.node))).unwrap_or_default();
    format!("{who}{group}{login}{day}{}", circumstances(&it.circumstances))
}

pub(super) fn verdict(it: Verdict) -> &'static str {
    match it {
        Verdict::May => "may",
        Verdict::MayNot => "may not",
        Verdict::Unprotected => "unprotected",
        Verdict::NotGoverned => "not-governed",
        Verdict::Unsupported => "unsupported",
    }
}

fn expected(it: &Expectation) -> String {
    let verdict = verdict(it.verdict);
    let what = format!("{} {} {}", it.access.node, name(&it.class), text(&it.resource));
    format!("{verdict} {what}{}", circumstances(&it.circumstances))
}

fn circumstances(all: &[Circumstance]) -> String {
    let show = |it: &Circumstance| match it {
        Circumstance::When(it) => condition(it),
        Circumstance::By(step) => format!(" by {}", step.node),
        Circumstance::With(it) => format!(" with {}", said(it)),
    };
    all.iter().map(show).collect()
}

pub(super) fn feature(sheet: &mut Sheet<'_>, depth: usize, it: &Feature) {
    for requirement in &it.requirements {
        for doc in &requirement.docs {
            sheet.line(doc.span, depth, &format!("/// {}", doc.node));
        }
        sheet.line(requirement.span, depth, &required(requirement));
    }
}

fn required(it: &Requirement) -> String {
    let verb = if it.optional { "optional" } else { "requires" };
    let unless = if it.unless_not_defined { " unless not defined" } else { "" };
    let because = it.because.as_ref().map(|it| format!(" because {}", text(it)));
    format!("{verb} {}{unless}{}", need(&it.need), because.unwrap_or_default())
}

fn need(it: &Need) -> String {
    match it {
        Need::Access { users, access, class, resource } => {
            format!("{}: {} {} {}", names(users), access.node, name(class), text(resource))
        }
        Need::MembersAccess { group, access, class, resource } => {
            let what = format!("{} {} {}", access.node, name(class), text(resource));
            format!("members of {}: {what}", name(group))
        }
        Need::Connected { users, group } => format!("{} in {}", names(users), name(group)),
        Need::Segment { ids, segment } => format!("{} with {}", names(ids), segment.node),
        Need::Started(it) => format!("started {}", text(it)),
        Need::Feature(it) => format!("feature {}", text(it)),
        Need::Rule(it) => rule_line(&it.kind),
    }
}
