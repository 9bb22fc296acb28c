//! A policy as RACF can hold it: what it would cut off or refuse is cut off or left out, with a remark.

use saffron_compiler::model::{Model, Principal, PrincipalKind, Profile, User};
use saffron_racf::print::date::date;
use saffron_vocabulary::racf::Day;

use crate::emit::emitter::Emitter;
use crate::emit::remark::{Remarks, quoted};
use crate::emit::target::DATA_SETS;

/// The policy with what RACF can hold of it.
pub(super) fn fitting(model: &Model, remarks: &mut Remarks) -> Model {
    let mut policy = model.clone();
    for principal in &mut policy.principals {
        identity(principal, remarks);
    }
    for profile in &mut policy.profiles {
        let class = model.classes.get(profile.class).map_or("", |it| it.name.as_str());
        resource(class, profile, remarks);
    }
    segments(model, remarks);
    policy
}

fn identity(principal: &mut Principal, remarks: &mut Remarks) {
    let name = principal.name.as_str();
    match &mut principal.kind {
        PrincipalKind::User(it) => user(name, it, remarks),
        PrincipalKind::Group(group) => {
            group.data =
                remarks.data(&format!("the group {}", quoted(name)), group.data.as_deref());
        }
        PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => {}
    }
}

fn user(name: &str, user: &mut User, remarks: &mut Remarks) {
    let what = format!("the user {}", quoted(name));
    user.display_name = remarks.name(&what, user.display_name.as_deref());
    user.data = remarks.data(&what, user.data.as_deref());
    day(&what, &mut user.revoke_on, remarks);
    day(&what, &mut user.resume_on, remarks);
    for connection in &mut user.connections {
        let what = format!("a connection of {}", quoted(name));
        day(&what, &mut connection.revoke_on, remarks);
        day(&what, &mut connection.resume_on, remarks);
    }
    if !user.attributes.protected {
        remarks.about(
            quoted(name),
            "no password is set here: set one for each user who logs on with a password",
        );
    }
}

fn day(what: &str, place: &mut Option<Day>, remarks: &mut Remarks) {
    let Some(day) = *place else { return };
    remarks.about(
        what,
        "RACF takes dates to come only: once the day has passed, say REVOKE or RESUME without it",
    );
    if date(day).is_none() {
        remarks.about(what, "RACF supports dates from 1971 to 2070 only, so the date is left out");
        *place = None;
    }
}

fn resource(class: &str, profile: &mut Profile, remarks: &mut Remarks) {
    let what = format!("`{}` of the class {class}", profile.name);
    profile.data = remarks.data(&what, profile.data.as_deref());
    let is_data_set = class == DATA_SETS;
    if is_data_set && profile.application_data.is_some() {
        remarks.about(what.as_str(), "a data set profile has no APPLDATA");
        profile.application_data = None;
    }
    profile.application_data = remarks.application_data(&what, profile.application_data.as_deref());
    if profile.warning && class == "PROGRAM" {
        remarks.about(what.as_str(), "the class PROGRAM does not support WARNING");
        profile.warning = false;
    }
    if profile.erase && !is_data_set {
        remarks.about(what.as_str(), "only data set profiles have ERASE");
        profile.erase = false;
    }
    if profile.conditional.iter().any(|entry| entry.condition.value == "*") {
        remarks.about(what.as_str(), "an entry whose condition is `*` can't be permitted");
        profile.conditional.retain(|entry| entry.condition.value != "*");
    }
    if class == "STARTED" {
        return;
    }
    profile.started = None;
}

/// Remarks about fields that RACF doesn't have.
fn segments(model: &Model, remarks: &mut Remarks) {
    let mut emitter = Emitter::new(model);
    std::mem::swap(&mut emitter.remarks, remarks);
    for principal in &model.principals {
        match &principal.kind {
            PrincipalKind::User(it) => emitter.user_segments(&principal.name, &it.segments),
            PrincipalKind::Group(it) => emitter.group_segments(&principal.name, &it.segments),
            PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => {}
        }
    }
    std::mem::swap(&mut emitter.remarks, remarks);
}
