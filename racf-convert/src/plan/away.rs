//! Which changes take access away or delete.

use saffron_analysis::drift::{Fact, Kind, What};
use saffron_vocabulary::racf::{AccessLevel, GroupAuthority};

/// Attributes that give more than the user had without.
const GIVING: [&str; 9] = [
    "special",
    "operations",
    "auditor",
    "roaudit",
    "trusted",
    "privileged",
    "warning",
    "universal",
    "resume",
];

/// Properties that restrict.
const RESTRICTING: [&str; 4] = ["restricted", "protected", "revoked", "revoke"];

/// Properties whose change may go either way.
const EITHER: [&str; 5] =
    ["security-level", "categories", "security-label", "class-authority", "user"];

/// Whether bringing the system to the policy takes something away.
pub(crate) fn takes_away(fact: &Fact) -> bool {
    match fact.subject.what {
        What::Permit => {
            level(fact.policy.as_deref()) < level(fact.system.as_deref())
                || fact.policy.as_deref() == Some("NONE")
                || fact.kind == Kind::Extra
        }
        What::Member => {
            let global = fact.subject.class.as_deref() == Some("GLOBAL");
            fact.kind == Kind::Extra
                || global && level(fact.policy.as_deref()) < level(fact.system.as_deref())
        }
        What::User | What::Group | What::Profile | What::Class => fact.kind == Kind::Extra,
        What::Connect if fact.subject.property.is_none() => {
            authority(fact.policy.as_deref()) < authority(fact.system.as_deref())
        }
        What::Connect | What::Property => property(fact),
        What::Segment => fact.kind == Kind::Extra || fact.system.as_deref() == Some("0"),
        What::Option => option(fact),
    }
}

fn level(word: Option<&str>) -> Option<AccessLevel> {
    AccessLevel::from_name(word?)
}

fn authority(word: Option<&str>) -> Option<GroupAuthority> {
    GroupAuthority::from_name(word?)
}

fn property(fact: &Fact) -> bool {
    let name = fact.subject.property.as_deref().unwrap_or_default();
    match name {
        "uacc" => level(fact.policy.as_deref()) < level(fact.system.as_deref()),
        // A new label is on nothing yet.
        "label" => fact.kind != Kind::Missing,
        _ if GIVING.contains(&name) => fact.kind == Kind::Extra,
        _ if RESTRICTING.contains(&name) => fact.kind != Kind::Extra,
        _ => EITHER.contains(&name),
    }
}

/// Most options protect more when they are on. All of them are the whole system's.
fn option(fact: &Fact) -> bool {
    let name = fact.subject.property.as_deref().unwrap_or_default();
    let off = fact.policy.as_deref() == Some("off");
    match name {
        "raclist" | "generic-commands" | "log-options" | "operations-audit" | "prefix" => false,
        "list-of-groups" | "undefined-terminals" => off,
        "protect-all" | "mls" | "ml-active" => !off,
        _ => true,
    }
}
