//! Options of the system.

use saffron_vocabulary::racf::Enforcement;

use crate::finding::{Found, Subject};
use crate::inquiry::Inquiry;

fn option(inquiry: &Inquiry<'_>, key: &str, message: &str) -> Found {
    let subject = Subject { option: Some(key.to_owned()), ..Subject::default() };
    let origin = inquiry.model.options.origins.of(key);
    let place = origin.and_then(|span| inquiry.place(span));
    Found { subject, message: message.to_owned(), place }
}

pub(crate) fn protect_all(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let wrong = match inquiry.model.options.protect_all {
        Enforcement::Failures => return,
        Enforcement::Warning => {
            "PROTECTALL only warns: data sets without a profile are open to every user"
        }
        Enforcement::Off => "PROTECTALL is off: data sets without a profile are open to every user",
    };
    found.push(option(inquiry, "protect-all", wrong));
}

pub(crate) fn list_of_groups(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    if !inquiry.model.options.list_of_groups {
        let wrong =
            "GRPLIST is off: only the current connect group of a user takes part in decisions";
        found.push(option(inquiry, "list-of-groups", wrong));
    }
}

pub(crate) fn program_control(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    if !inquiry.model.options.program_control {
        let wrong = "WHEN(PROGRAM) is off: profiles of PROGRAM have no effect";
        found.push(option(inquiry, "program-control", wrong));
    }
}

const MUST_BE_ACTIVE: [&str; 6] =
    ["FACILITY", "OPERCMDS", "CONSOLE", "SERVAUTH", "TEMPDSN", "SURROGAT"];

pub(crate) fn active_classes(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for name in MUST_BE_ACTIVE {
        if inquiry.class(name).is_some_and(|class| !class.settings.active) {
            let subject = Subject { class: Some(name.to_owned()), ..Subject::default() };
            let message = format!("the class {name} is not active");
            found.push(Found { subject, message, place: None });
        }
    }
}
