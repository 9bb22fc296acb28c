//! Which profile protects a resource, profiles of grouping classes included.

use saffron_compiler::model::{Audit, Class, ClassId, Model, Profile, ProfileKind, Who};
use saffron_vocabulary::racf::{AccessLevel, Switch};

use super::ebcdic;
use super::names::{Naming, has_generic_characters};

/// Privileges of z/OS UNIX for which generic profiles are ignored (z/OS UNIX System Services
/// Planning, the steps for each; Security Administrator's Guide, SHARED.IDS).
const ONLY_DISCRETE: [&str; 3] = ["SHARED.IDS", "CHOWN.UNRESTRICTED", "FILE.GROUPOWNER.SETGID"];

/// The class of a name and the id it goes by, if RACF knows it. The profiles of CDT define dynamic
/// classes, and count only while CDT is active and RACLISTed (Security Administrator's Guide,
/// Administering the dynamic class descriptor table).
pub(crate) fn class<'m>(model: &'m Model, name: &str) -> Option<(ClassId, &'m Class)> {
    let named = |name: &str| model.classes.iter_enumerated().find(|(_, class)| class.name == name);
    let (id, class) = named(name)?;
    let dynamic = class.origin.is_some();
    if dynamic {
        let (_, table) = named("CDT")?;
        if !(table.settings.active && table.settings.raclisted) {
            return None;
        }
    }
    Some((id, class))
}

/// Whether the class exists and is active; DATASET always is.
pub(crate) fn class_active(model: &Model, name: &str) -> bool {
    class(model, name).is_some_and(|(_, class)| name == "DATASET" || class.settings.active)
}

/// The profile that protects the resource.
pub(crate) fn protecting(
    model: &Model,
    class_id: ClassId,
    resource: &str,
    volume: Option<&str>,
) -> Option<Profile> {
    let class = model.classes.get(class_id)?;
    let pool = in_storage(model, class_id, class);
    if let Some(discrete) = preferred(pool.iter().filter(|it| it.name == resource), volume) {
        return Some(discrete.clone());
    }
    if class.name == "UNIXPRIV" && ONLY_DISCRETE.contains(&resource) {
        return None;
    }
    let naming = Naming::of_profiles(model, class);
    pool.iter()
        .filter(|it| it.kind == ProfileKind::Generic && class.settings.generic)
        .filter(|it| naming.matches(&it.name, resource))
        .min_by(|a, b| by_specificity(&naming, a, b))
        .cloned()
}

fn by_specificity(naming: &Naming, a: &Profile, b: &Profile) -> std::cmp::Ordering {
    let keys = naming.key(&a.name).cmp(&naming.key(&b.name));
    keys.then_with(|| ebcdic::compare(&a.name, &b.name))
}

/// Of profiles of one name, the discrete one for the volume.
pub(crate) fn preferred<'p>(
    named: impl Iterator<Item = &'p Profile>,
    volume: Option<&str>,
) -> Option<&'p Profile> {
    named.filter(|it| it.kind == ProfileKind::Discrete).filter(|it| on_volume(it, volume)).min_by(
        |a, b| unlisted(a, volume).cmp(&unlisted(b, volume)).then(volumes(a).cmp(&volumes(b))),
    )
}

/// A profile without volumes covers any.
fn on_volume(profile: &Profile, volume: Option<&str>) -> bool {
    volume.is_none_or(|it| profile.volumes.is_empty() || profile.volumes.iter().any(|v| v == it))
}

/// With a volume in the request, the profile that names it comes before one that names none.
fn unlisted(profile: &Profile, volume: Option<&str>) -> bool {
    volume.is_some() && profile.volumes.is_empty()
}

fn volumes(profile: &Profile) -> Vec<Vec<u8>> {
    profile.volumes.iter().map(|volume| volume.chars().map(ebcdic::code).collect()).collect()
}

/// The profiles that RACF looks through for a class.
fn in_storage(model: &Model, id: ClassId, class: &Class) -> Vec<Profile> {
    if class.descriptor.member_class.is_some() {
        return Vec::new();
    }
    let mut pool = Vec::new();
    let grouping = class.descriptor.grouping_class.filter(|_| class.settings.raclisted);
    if let Some(grouping) = grouping
        && model.classes.get(grouping).is_some_and(|it| it.settings.active)
    {
        for profile in grouping_profiles(model, grouping) {
            for member in &profile.members {
                merge(model, &mut pool, as_member(class, id, profile, &member.name));
            }
        }
    }
    let naming = Naming::of_profiles(model, class);
    let mut own: Vec<&Profile> = model.profiles.iter().filter(|it| it.class == id).collect();
    own.sort_by(|a, b| by_specificity(&naming, a, b));
    if pool.is_empty() {
        return own.into_iter().cloned().collect();
    }
    for profile in own {
        merge(model, &mut pool, profile.clone());
    }
    pool
}

/// Whether a grouping profile in storage for the class is outside the policy: what it protects is
/// unknown.
pub(crate) fn has_unknown_members(model: &Model, class: &Class) -> bool {
    let grouping = class.descriptor.grouping_class.filter(|_| class.settings.raclisted);
    grouping.is_some_and(|grouping| {
        model.classes.get(grouping).is_some_and(|it| it.settings.active)
            && grouping_profiles(model, grouping).iter().any(|profile| profile.external)
    })
}

fn grouping_profiles(model: &Model, grouping: ClassId) -> Vec<&Profile> {
    let mut profiles: Vec<&Profile> =
        model.profiles.iter().filter(|it| it.class == grouping).collect();
    profiles.sort_by(|a, b| ebcdic::compare(&a.name, &b.name).then(a.kind.cmp(&b.kind)));
    profiles
}

/// What a grouping profile says of one of its members.
fn as_member(class: &Class, id: ClassId, profile: &Profile, member: &str) -> Profile {
    // GENCMD lets generic names be defined, also as members; only GENERIC lets them be used (Command
    // Language Reference, SETROPTS, GENCMD).
    let settings = class.settings;
    let generic = (settings.generic || settings.generic_commands)
        && class.descriptor.generic_allowed
        && has_generic_characters(member);
    Profile {
        class: id,
        name: member.to_owned(),
        kind: if generic { ProfileKind::Generic } else { ProfileKind::Discrete },
        ..profile.clone()
    }
}

/// Adds a profile, or merges it into the one of the same name.
fn merge(model: &Model, pool: &mut Vec<Profile>, next: Profile) {
    let same = |it: &&mut Profile| it.name == next.name && it.kind == next.kind;
    let Some(first) = pool.iter_mut().find(same) else {
        pool.push(next);
        return;
    };
    if next.uacc < first.uacc {
        first.uacc = next.uacc;
        first.uacc_origin = next.uacc_origin;
    }
    first.external |= next.external;
    first.audit = most_inclusive(first.audit, next.audit);
    first.global_audit = most_inclusive(first.global_audit, next.global_audit);
    let switches = model.options.switches;
    if switches.is_on(Switch::MergeSeclevelHighest) {
        first.security_level = first.security_level.max(next.security_level);
    }
    if !switches.is_on(Switch::MergeSeclabelFirst) && next.label.is_some() {
        first.label = next.label;
    }
    if switches.is_on(Switch::MergeCategoriesUnion) {
        first.categories.extend(next.categories.iter().copied());
        first.categories.sort_unstable();
        first.categories.dedup();
    }
    merge_lists(first, next);
}

fn merge_lists(first: &mut Profile, next: Profile) {
    for entry in next.standard {
        match first.standard.iter_mut().find(|it| it.who == entry.who) {
            None => first.standard.push(entry),
            Some(known) if entry.access > known.access => *known = entry,
            Some(_) => {}
        }
    }
    for entry in next.conditional {
        let same = |who: Who| who == entry.who;
        let known =
            first.conditional.iter_mut().find(|it| same(it.who) && it.condition == entry.condition);
        match known {
            None => first.conditional.push(entry),
            Some(known) if entry.access > known.access => *known = entry,
            Some(_) => {}
        }
    }
}

/// Logs what either logs.
fn most_inclusive(a: Audit, b: Audit) -> Audit {
    let lower = |a: Option<AccessLevel>, b: Option<AccessLevel>| match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    Audit { success: lower(a.success, b.success), failures: lower(a.failures, b.failures) }
}
