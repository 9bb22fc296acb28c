//! Tests and features.

use crate::ast::{Circumstance, Expectation, Feature, Need, Requirement, Test, TestSubject};

use super::block::{Clause, Layout, braces};
use super::comment::docs;
use super::invariant;
use super::safr;
use super::value::{date, name, names, property, text, verdict, when};

pub(super) fn test(it: &Test) -> String {
    let subjects = it.subjects.iter().map(|it| Clause::new(subject(it), Layout::Lines));
    format!("test {}", text(&it.name)) + &braces(subjects)
}

fn subject(it: &TestSubject) -> String {
    let mut head = match &it.user {
        Some(user) => format!("user {}", name(user)),
        None => "undefined user".to_owned(),
    };
    head.extend(it.group.iter().map(|group| format!(" group {}", name(group))));
    head.extend(it.login_group.iter().map(|group| format!(" in {}", safr::id(group))));
    head.extend(it.login_environment.iter().map(|place| format!(" at {}", safr::id(place))));
    head.extend(it.date.iter().map(|day| format!(" on {}", date(day.node))));
    head += &circumstances(&it.circumstances);
    let expectations = it.expectations.iter().map(expectation);
    let expectations = expectations.chain(it.safr.iter().map(safr::expectation));
    head + &braces(expectations.map(|it| Clause::new(it, Layout::Lines)))
}

fn expectation(it: &Expectation) -> String {
    let verdict = verdict(it.verdict);
    let asked = format!("{} {} {}", it.access.node, name(&it.class), text(&it.resource));
    format!("{verdict} {asked}{}", circumstances(&it.circumstances))
}

/// Each with a blank before it.
fn circumstances(list: &[Circumstance]) -> String {
    let each = list.iter().map(|it| match it {
        Circumstance::When(it) => when(Some(it)),
        Circumstance::By(step) => format!(" by {}", step.node),
        Circumstance::With(it) => property(it).map(|it| format!(" with {it}")).unwrap_or_default(),
    });
    each.collect()
}

pub(super) fn feature(it: &Feature) -> String {
    let requirements = it.requirements.iter().map(requirement);
    let clauses = requirements.map(|it| Clause::new(it, Layout::Lines));
    format!("feature {}", text(&it.name)) + &braces(clauses)
}

fn requirement(it: &Requirement) -> String {
    let strength = if it.optional { "optional" } else { "requires" };
    let mut out = docs(&it.docs) + strength + " " + &need(&it.need);
    if it.unless_not_defined {
        out += " unless not defined";
    }
    out.extend(it.because.iter().map(|because| format!(" because {}", text(because))));
    out
}

fn need(it: &Need) -> String {
    match it {
        Need::Access { users, access, class, resource } => {
            format!("{}: {} {} {}", names(users), access.node, name(class), text(resource))
        }
        Need::MembersAccess { group, access, class, resource } => {
            let wanted = format!("{} {} {}", access.node, name(class), text(resource));
            format!("members of {}: {wanted}", name(group))
        }
        Need::Connected { users, group } => format!("{} in {}", names(users), name(group)),
        Need::Segment { ids, segment } => format!("{} with {}", names(ids), segment.node),
        Need::Started(task) => format!("started {}", text(task)),
        Need::Feature(other) => format!("feature {}", text(other)),
        Need::Rule(rule) => invariant::rule(rule),
    }
}
