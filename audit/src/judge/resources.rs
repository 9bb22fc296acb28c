//! Single resources: which users reach them, as the engine decides, whatever the way.

use saffron_analysis::facts::FactSource;
use saffron_analysis::reach::{Target, Wanted, who};
use saffron_vocabulary::racf::AccessLevel;

use crate::finding::{Found, Subject};
use crate::inquiry::Inquiry;

/// Users that reach a level of a resource and aren't in one of these lists of the site.
fn holders(
    inquiry: &Inquiry<'_>,
    found: &mut Vec<Found>,
    (class, name): (&str, &str),
    level: AccessLevel,
    approved: &[&str],
) {
    let lists: Option<Vec<&[String]>> = approved.iter().map(|list| inquiry.list(list)).collect();
    let Some(lists) = lists else { return };
    let wanted = Wanted { day: inquiry.day, access: Some(level), class: None };
    let reaches = who(inquiry.engine, class, Target::Resource(name, None), wanted);
    let subject = Subject {
        class: Some(class.to_owned()),
        resource: Some(name.to_owned()),
        ..Subject::default()
    };
    if reaches.lines.iter().any(|line| line.region.allowed.is_none()) {
        let message = format!("no profile protects {class} {name}");
        found.push(Found { subject, message, place: None });
        return;
    }
    for line in &reaches.lines {
        let user = line.user.unwrap_or_default();
        if lists.iter().any(|list| inquiry.approves_user(list, user)) {
            continue;
        }
        let allowed = line.region.allowed.unwrap_or(level);
        let message = format!(
            "{user} has {allowed} to {class} {name} and is not in `{}`",
            approved.join("` or `")
        );
        let place = line.source.map(FactSource::of_decision);
        found.push(Found { subject: subject.clone().with_user(user), message, place });
    }
}

const READ: AccessLevel = AccessLevel::Read;
const UPDATE: AccessLevel = AccessLevel::Update;

pub(crate) fn console(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    holders(inquiry, found, ("TSOAUTH", "CONSOLE"), READ, &["console"]);
}

pub(crate) fn tso(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for name in ["ACCT", "CONSOLE", "MOUNT", "OPER", "PARMLIB", "TESTAUTH"] {
        holders(inquiry, found, ("TSOAUTH", name), READ, &["tsoauth"]);
    }
}

pub(crate) fn label_bypass(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    holders(inquiry, found, ("FACILITY", "ICHBLP"), READ, &["bypass-label-processing"]);
}

pub(crate) fn libraries(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for name in inquiry.list("apf-libraries").unwrap_or_default() {
        holders(inquiry, found, ("DATASET", name), UPDATE, &["system-programmers"]);
    }
}

pub(crate) fn parmlib(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let parmlib = ("DATASET", "SYS1.PARMLIB");
    holders(inquiry, found, parmlib, UPDATE, &["system-programmers"]);
    holders(inquiry, found, parmlib, READ, &["system-programmers", "parmlib-readers"]);
}

pub(crate) fn databases(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for name in inquiry.list("racf-databases").unwrap_or_default() {
        holders(inquiry, found, ("DATASET", name), READ, &["racf-database-users"]);
    }
}

pub(crate) fn utilities(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for name in inquiry.list("sensitive-utilities").unwrap_or_default() {
        holders(
            inquiry,
            found,
            ("PROGRAM", name),
            AccessLevel::Execute,
            &["sensitive-utility-users"],
        );
    }
}

/// Batch users have a SURROGAT profile, and only schedulers may submit for them, with READ.
pub(crate) fn schedulers(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for user in inquiry.list("batch-users").unwrap_or_default() {
        let name = format!("{user}.SUBMIT");
        holders(inquiry, found, ("SURROGAT", &name), READ, &["schedulers"]);
        let wanted = Wanted { day: inquiry.day, access: None, class: None };
        let reaches = who(inquiry.engine, "SURROGAT", Target::Resource(&name, None), wanted);
        let subject = Subject {
            class: Some("SURROGAT".to_owned()),
            resource: Some(name.clone()),
            ..Subject::default()
        };
        if reaches.profile.is_none() {
            let message = format!("no profile protects SURROGAT {name}");
            found.push(Found { subject: subject.clone(), message, place: None });
        }
        let high = reaches.lines.iter().filter(|line| line.region.allowed > Some(READ));
        for scheduler in high.filter_map(|line| line.user) {
            let message = format!("{scheduler} has more than READ to SURROGAT {name}");
            found.push(Found {
                subject: subject.clone().with_user(scheduler),
                message,
                place: None,
            });
        }
    }
}
