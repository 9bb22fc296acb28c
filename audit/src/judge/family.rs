//! Families of resources whose names begin alike: who is on the access lists of the profiles that cover them.

use saffron_compiler::model::{Audit, Profile, Who};
use saffron_vocabulary::racf::AccessLevel;

use crate::finding::{Found, Subject};
use crate::inquiry::{Inquiry, entries};
use crate::judge::profiles::wrong;

/// Names that begin alike, and what their profiles must be.
#[derive(Clone, Copy, Debug)]
struct Family {
    class: &'static str,
    /// None: all of the class.
    prefixes: &'static [&'static str],
    /// Who is approved for the level, or for more.
    list: &'static str,
    least: AccessLevel,
    audited: bool,
}

impl Family {
    fn judge(&self, inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
        for profile in inquiry.covering(self.class, self.prefixes) {
            found.extend(open(inquiry, profile, self.least));
            if self.audited && !logs_all(profile) {
                found.push(wrong(
                    inquiry,
                    profile,
                    "doesn't log all access: AUDIT(ALL(READ)) is required",
                ));
            }
            self.unapproved(inquiry, profile, found);
        }
    }

    fn unapproved(&self, inquiry: &Inquiry<'_>, profile: &Profile, found: &mut Vec<Found>) {
        let Some(list) = inquiry.list(self.list) else { return };
        for entry in entries(profile).filter(|entry| entry.access >= self.least) {
            let Who::Id(id) = entry.who else { continue };
            if !inquiry.approves(list, id) {
                let what = format!(
                    "permits {} {}, who is not in `{}`",
                    inquiry.name(id),
                    entry.access,
                    self.list
                );
                let finding = wrong(inquiry, profile, &what);
                let subject = inquiry.of_id(id, finding.subject);
                found.push(Found { subject, place: inquiry.place(entry.origin), ..finding });
            }
        }
    }
}

/// What a profile gives every user: UACC and `ID(*)` of at least a level.
fn open(inquiry: &Inquiry<'_>, profile: &Profile, least: AccessLevel) -> Vec<Found> {
    let mut found = Vec::new();
    if profile.uacc >= least {
        found.push(wrong(inquiry, profile, &format!("has UACC {}", profile.uacc)));
    }
    for entry in entries(profile).filter(|it| it.who == Who::Any && it.access >= least) {
        let finding = wrong(inquiry, profile, &format!("permits ID(*) {}", entry.access));
        found.push(Found { place: inquiry.place(entry.origin), ..finding });
    }
    found
}

fn logs_all(profile: &Profile) -> bool {
    let Audit { success, failures } = profile.audit;
    let low = |level: Option<AccessLevel>| level.is_some_and(|it| it <= AccessLevel::Read);
    low(success) && low(failures)
}

/// The profiles that stand behind all others of a family; a finding if there is none.
fn backstop(
    inquiry: &Inquiry<'_>,
    class: &'static str,
    names: &[&str],
    found: &mut Vec<Found>,
) -> Vec<Profile> {
    let profiles =
        inquiry.profiles().filter(|(of, it)| *of == class && names.contains(&it.name.as_str()));
    let profiles: Vec<Profile> = profiles.map(|(_, it)| it.clone()).collect();
    if profiles.is_empty() {
        let name = names.first().copied().unwrap_or_default();
        let subject = Subject {
            class: Some(class.to_owned()),
            resource: Some(name.to_owned()),
            ..Subject::default()
        };
        let message =
            format!("{class} has no profile {name} for names without a profile of their own");
        found.push(Found { subject, message, place: None });
    }
    profiles
}

const READ: AccessLevel = AccessLevel::Read;
const UPDATE: AccessLevel = AccessLevel::Update;

pub(crate) fn superuser(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let prefixes = &["SUPERUSER."];
    Family { class: "UNIXPRIV", prefixes, list: "superuser", least: READ, audited: false }
        .judge(inquiry, found);
    named(inquiry, found, "UNIXPRIV", "CHOWN.UNRESTRICTED", "lets every user give files away");
}

pub(crate) fn bpx(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    Family { class: "FACILITY", prefixes: &["BPX."], list: "bpx", least: READ, audited: false }
        .judge(inquiry, found);
    named(inquiry, found, "FACILITY", "BPX.SAFFASTPATH", "leaves access to files unlogged");
    for profile in backstop(inquiry, "FACILITY", &["BPX.**", "BPX.*"], found) {
        for entry in entries(&profile).filter(|entry| entry.access > AccessLevel::None) {
            let finding = wrong(
                inquiry,
                &profile,
                "has entries: permit each BPX name by a profile of its own",
            );
            found.push(Found { place: inquiry.place(entry.origin), ..finding });
        }
    }
}

/// A profile that must not exist.
fn named(inquiry: &Inquiry<'_>, found: &mut Vec<Found>, class: &str, name: &str, what: &str) {
    let profiles = inquiry.profiles().filter(|(of, it)| *of == class && it.name == name);
    found.extend(profiles.map(|(_, profile)| wrong(inquiry, profile, what)));
}

pub(crate) fn operator_commands(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for profile in backstop(inquiry, "OPERCMDS", &["MVS.**", "MVS.*"], found) {
        if profile.uacc > AccessLevel::None {
            found.push(wrong(inquiry, &profile, &format!("has UACC {}", profile.uacc)));
        }
        if !logs_all(&profile) {
            found.push(wrong(
                inquiry,
                &profile,
                "doesn't log all access: AUDIT(ALL(READ)) is required",
            ));
        }
    }
    Family {
        class: "OPERCMDS",
        prefixes: &["MVS."],
        list: "opercmds",
        least: UPDATE,
        audited: false,
    }
    .judge(inquiry, found);
}

pub(crate) fn dynamic_lists(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let prefixes = &["CSVAPF.", "CSVDYLPA.", "CSVDYNEX.", "CSVDYNL.", "CSVLLA."];
    Family { class: "FACILITY", prefixes, list: "dynamic-lists", least: UPDATE, audited: true }
        .judge(inquiry, found);
}

pub(crate) fn surrogates(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    Family { class: "SURROGAT", prefixes: &[], list: "surrogate", least: READ, audited: true }
        .judge(inquiry, found);
}

pub(crate) fn storage(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    Family {
        class: "FACILITY",
        prefixes: &["STGADMIN."],
        list: "dfsms",
        least: READ,
        audited: false,
    }
    .judge(inquiry, found);
}

pub(crate) fn network(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let prefixes = &["EZA.", "EZB.", "IST."];
    Family { class: "SERVAUTH", prefixes, list: "tcpip", least: READ, audited: false }
        .judge(inquiry, found);
}

pub(crate) fn volumes(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    backstop(inquiry, "DASDVOL", &["**", "*"], found);
    Family { class: "DASDVOL", prefixes: &[], list: "dasdvol", least: READ, audited: true }
        .judge(inquiry, found);
}

/// Beginnings of names that no user gets by UACC or `ID(*)`, from a level on.
const SENSITIVE: [(&str, &[&str], AccessLevel); 5] = [
    ("FACILITY", &["BPX.", "CSV", "ICHBLP", "IRR.", "STGADMIN."], READ),
    ("XFACILIT", &["BPX."], READ),
    ("OPERCMDS", &["MVS.", "JES"], UPDATE),
    ("TSOAUTH", &[], READ),
    ("DATASET", &["SYS1."], UPDATE),
];

pub(crate) fn sensitive(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    for (class, prefixes, least) in SENSITIVE {
        let profiles = inquiry.covering(class, prefixes);
        found.extend(profiles.flat_map(|profile| open(inquiry, profile, least)));
    }
}

pub(crate) fn surrogate_open(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let profiles = inquiry.covering("SURROGAT", &[]);
    found.extend(profiles.flat_map(|profile| open(inquiry, profile, READ)));
}

pub(crate) fn unixpriv_open(inquiry: &Inquiry<'_>, found: &mut Vec<Found>) {
    let profiles = inquiry.covering("UNIXPRIV", &[]);
    found.extend(profiles.flat_map(|profile| open(inquiry, profile, READ)));
}
