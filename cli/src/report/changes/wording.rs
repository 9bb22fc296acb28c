//! Changes in words. Writing to a `String` can't fail.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use saffron_analysis::change::{Cause, Change, Kind, Open, RegionView, Witness};
use saffron_analysis::facts::FactChange;
use saffron_bundle::{Bundle, IdIndex, run};
use saffron_runtime::{AccessLevel, Outcome};
use saffron_vocabulary::ebcdic;

use super::Comparison;
use crate::output::count;

/// Users that are listed by name; of more, the first is named and the others are counted.
const LISTED: usize = 3;

/// Kinds of changes in the order in which they are shown, with their headings.
pub(crate) const TITLES: [(Kind, &str); 4] = [
    (Kind::Gain, "Gains"),
    (Kind::Loss, "Losses"),
    (Kind::Both, "Other changes of access"),
    (Kind::Warning, "Warnings"),
];

/// What is not compared, for people; `None` if everything is.
pub(crate) fn not_compared(comparison: &Comparison<'_>) -> Option<&'static str> {
    let text = "Not compared, because a bundle doesn't have them: owners of users and groups, superior groups, segments, members, started tasks.";
    (!comparison.not_compared.is_empty()).then_some(text)
}

/// What the whole comparison means, in one sentence.
pub(crate) fn verdict(comparison: &Comparison<'_>) -> String {
    if comparison.is_equal() {
        return "The policies decide every request alike.".to_owned();
    }
    let part = |kind, verb: &str| {
        let (users, regions) = comparison.count(kind);
        let many = if users == 1 { "s" } else { "" };
        let verb = format!("{verb}{many}");
        match (users, regions) {
            (0, _) => None,
            (_, 0) => Some(format!("{} {verb} access", count(users, "user"))),
            _ => Some(format!(
                "{} {verb} access in {}",
                count(users, "user"),
                count(regions, "region")
            )),
        }
    };
    let gains = part(Kind::Gain, "gain").unwrap_or_else(|| "no user gains access".to_owned());
    let losses = part(Kind::Loss, "lose").unwrap_or_else(|| "no user loses access".to_owned());
    let mut text = format!("{gains}; {losses}");
    let warnings = comparison.count(Kind::Warning).0;
    if warnings > 0 {
        let _ = write!(text, "; {} with another warning", count(warnings, "user"));
    }
    if !comparison.facts.is_empty() {
        let _ = write!(text, "; {} besides access", count(comparison.facts.len(), "difference"));
    }
    if !comparison.diff.is_complete() {
        let open = count(comparison.diff.open.len(), "region");
        let _ = write!(text, "; NOT COMPLETE: {open} could not be decided");
    }
    text.push('.');
    text
}

/// The users of a change, by what they have in common.
pub(super) fn users(change: &Change<'_>, bundles: [&Bundle<'_>; 2]) -> String {
    let mut names: Vec<&str> = change.users.clone();
    let undefined = "the undefined user";
    if change.undefined_user {
        names.push(undefined);
    }
    let (first, rest) = match names.as_slice() {
        [] => return String::new(),
        [only] => return (*only).to_owned(),
        [first, rest @ ..] => (*first, rest),
    };
    if names.len() <= LISTED {
        let (last, before) = rest.split_last().unwrap_or((&"", &[]));
        let before = std::iter::once(first).chain(before.iter().copied()).collect::<Vec<_>>();
        return format!("{} and {last}", before.join(", "));
    }
    let group = bundles.iter().rev().find_map(|bundle| common_group(bundle, &change.users));
    let of = group.filter(|_| !change.undefined_user).map(|group| format!(" of {group}"));
    format!("{first} and {} others{}", rest.len(), of.unwrap_or_default())
}

/// The group with the fewest members to which all of the users are connected.
fn common_group<'b>(bundle: &Bundle<'b>, users: &[&str]) -> Option<&'b str> {
    let mut common: Option<BTreeSet<u32>> = None;
    for user in users {
        let ids = bundle.authorities();
        let at = ids.binary_search_by(|row| ebcdic::compare(row.name(), user)).ok()?;
        let row = bundle.users().get(ids.get(at)?.user().get()?.0 as usize)?;
        let groups: BTreeSet<u32> =
            run(bundle.groups(), row.connections()).iter().map(|group| group.get()).collect();
        common = Some(match common {
            Some(common) => common.intersection(&groups).copied().collect(),
            None => groups,
        });
    }
    let members = |group: &u32| bundle.groups().iter().filter(|it| it.get() == *group).count();
    let smallest = common?.into_iter().min_by_key(members)?;
    Some(bundle.id_name(IdIndex(smallest)))
}

/// `READ`, `no access`, `whatever the resource manager allows`
pub(super) fn level(region: &RegionView) -> String {
    match (region.outcome, region.allowed) {
        (Outcome::NotProtected, _) => "unprotected access".to_owned(),
        (_, None | Some(AccessLevel::None)) if region.warning => "access with a warning".to_owned(),
        (_, None | Some(AccessLevel::None)) => "no access".to_owned(),
        (_, Some(level)) => level.to_string(),
    }
}

/// The names of a change: `DATASET PAY.**`
pub(super) fn names(change: &Change<'_>) -> String {
    let Some(class) = &change.class else { return "the system".to_owned() };
    let [old, new] = &change.regions;
    let profile = |it: &RegionView| match (&it.profile, &it.volume) {
        (Some(profile), Some(volume)) => format!("{profile} on {volume}"),
        (Some(profile), None) => profile.clone(),
        (None, _) => "names without a profile".to_owned(),
    };
    let mut text = format!("{class} {}", profile(new));
    if change.temporary {
        text.push_str(", temporary data sets");
    }
    if (&old.profile, old.generic, &old.volume) != (&new.profile, new.generic, &new.volume) {
        let _ = write!(text, " (before: {})", profile(old));
    }
    let globals = [&old.global, &new.global].map(Option::as_deref);
    match globals {
        [None, None] => {}
        [Some(old), Some(new)] if old == new => {
            let _ = write!(text, ", global entry {new}");
        }
        [old, new] => {
            let shown = |it: Option<&str>| it.unwrap_or("none").to_owned();
            let _ = write!(text, ", global entry {} instead of {}", shown(new), shown(old));
        }
    }
    if change.own {
        text.push_str(", own names");
    }
    text
}

/// A pair of regions that could not be decided.
pub(super) fn open(open: &Open) -> String {
    let [old, new] = [&open.old, &open.new].map(|it| it.as_deref().unwrap_or("no profile"));
    format!("{} {old} and {new}: {}", open.class, open.reason)
}

/// Under what it holds: `, as member of PAYGRP`, `, when program PAYCALC`
pub(super) fn restriction(change: &Change<'_>) -> String {
    let group = change.group.map(|group| format!(", with group {group}"));
    let context = change.context.map(|it| format!(", when {} {}", it.kind, it.value));
    format!("{}{}", group.unwrap_or_default(), context.unwrap_or_default())
}

/// `entry in pay.saf:9`
pub(super) fn cause(causes: &[Cause<'_>]) -> String {
    let Some(cause) = causes.first() else { return String::new() };
    let side = cause.side.as_str();
    match cause.source {
        Some(source) => format!("{} in {}:{} ({side})", cause.what, source.file, source.line),
        None => format!("{} ({side})", cause.what),
    }
}

/// `PAYCLK and 2 others of PAYGRP gain UPDATE to DATASET PAY.** (before: READ)`
pub(super) fn sentence(change: &Change<'_>, bundles: [&Bundle<'_>; 2]) -> String {
    let who = users(change, bundles);
    let one = change.users.len() + usize::from(change.undefined_user) == 1;
    let verb = |plural: &str, single: &str| if one { single.to_owned() } else { plural.to_owned() };
    let [old, new] = &change.regions;
    let what = match (&change.class, change.kind) {
        (None, Kind::Gain) => "can enter the system now".to_owned(),
        (None, _) => "can no longer enter the system".to_owned(),
        (_, Kind::Gain) => {
            format!(
                "{} {} to {}, before: {}",
                verb("gain", "gains"),
                level(new),
                names(change),
                level(old)
            )
        }
        (_, Kind::Loss) => {
            let left = level(new);
            format!("{} {} to {}, left: {left}", verb("lose", "loses"), level(old), names(change))
        }
        (_, Kind::Both) => {
            format!(
                "{} {} to {}, before: {}",
                verb("have", "has"),
                level(new),
                names(change),
                level(old)
            )
        }
        (_, Kind::Warning) => {
            let warned =
                |it: &RegionView| if it.warning { "with a warning" } else { "without one" };
            format!(
                "{} access to {} {}, before: {}",
                verb("have", "has"),
                names(change),
                warned(new),
                warned(old)
            )
        }
    };
    format!("{who} {what}{}", restriction(change))
}

/// `attribute PAYADM: special (before: none)`
pub(super) fn fact(fact: &FactChange) -> String {
    let subject = &fact.subject;
    let parts = [&subject.class, &subject.profile, &subject.id, &subject.part];
    let about: Vec<&str> = parts.iter().filter_map(|part| part.as_deref()).collect();
    let list = |values: &[String]| {
        if values.is_empty() { "none".to_owned() } else { values.join(", ") }
    };
    let place = fact.source.as_ref().map(|it| format!("  {}:{}", it.file, it.line));
    let (old, new) = (list(&fact.old), list(&fact.new));
    format!(
        "{} {}: {new} (before: {old}){}",
        subject.what,
        about.join(" "),
        place.unwrap_or_default()
    )
}

/// `saffron explain … --user U --class C --resource R --access LEVEL`
pub(crate) fn example(witness: &Witness<'_>) -> String {
    let user = witness.user.map_or("--undefined-user".to_owned(), |user| format!("--user {user}"));
    let mut text = format!(
        "{user} --class {} --resource '{}' --access {}",
        witness.class,
        witness.resource.replace('\'', "'\\''"),
        witness.access.to_string().to_lowercase()
    );
    if let Some(group) = witness.group {
        let _ = write!(text, " --group {group}");
    }
    if let Some(volume) = &witness.volume {
        let _ = write!(text, " --volume {volume}");
    }
    if let Some(condition) = witness.condition {
        let _ = write!(text, " --{} {}", condition.kind, condition.value);
    }
    text
}
