//! Declarations that can't have an effect, given the rest of the policy.
//!
//! INVARIANT: what is reported here compiles: it may be intended for later use.

use std::collections::{BTreeMap, BTreeSet};

use saffron_diagnostics::{Diagnostic, Span};
use saffron_vocabulary::cover::may_cover;
use saffron_vocabulary::racf::{AccessLevel, ConditionKind};
use saffron_vocabulary::{DISCRETE_PRIVILEGES, KnownClass};

use crate::codes;
use crate::lower::report::Report;
use crate::model::{
    Class, GlobalEntry, Model, Need, PrincipalId, PrincipalKind, Profile, ProfileKind, ROOT,
    Raclist, StartedId, Who,
};

pub(crate) fn check(model: &Model, report: &mut Report) {
    let inactive = inactive_conditions(model);
    for profile in &model.profiles {
        check_class(model, profile, report);
        check_conditions(&inactive, profile, report);
    }
    check_globals(model, report);
    check_groups(model, report);
}

fn check_class(model: &Model, profile: &Profile, report: &mut Report) {
    let class = &model.classes[profile.class];
    let settings = class.settings;
    let name = &class.name;
    let member = class.descriptor.member_class.map(|member| &model.classes[member]);
    let span = profile.origin;
    if !model.is_known(class) {
        report.add(class_not_known(profile, class, span));
    } else if !model.is_in_effect(class) {
        let message =
            format!("the profile `{}` has no effect, since `{name}` isn't active", profile.name);
        let diagnostic = Diagnostic::warning(codes::CLASS_INACTIVE, message, span, "not used");
        let remedy = if class.is(KnownClass::Program) {
            "set the option `program-control` to `on`".to_owned()
        } else {
            format!("add `{name}` to the option `active`")
        };
        report.add(diagnostic.help(remedy));
    } else if let Some(member) = member.filter(|it| !it.settings.raclisted) {
        report.add(grouping_not_raclisted(profile, member, span));
    } else if class.descriptor.raclist == Raclist::Required && !settings.raclisted {
        let message = format!(
            "the profile `{}` has no effect, since `{name}` must be RACLISTed",
            profile.name
        );
        let diagnostic = Diagnostic::warning(codes::MUST_RACLIST, message, span, "not used");
        report.add(diagnostic.help(format!("add `{name}` to the option `raclist`")));
    } else if profile.kind == ProfileKind::Generic && settings.generic_commands && !settings.generic
    {
        let message = format!(
            "the generic profile `{}` has no effect, since `{name}` is in `generic-commands` only",
            profile.name
        );
        let diagnostic =
            Diagnostic::warning(codes::GENERIC_UNUSED, message, span, "defined, but not used");
        report.add(diagnostic.help(format!("add `{name}` to the option `generic`")));
    } else if class.is(KnownClass::Unixpriv) {
        check_privileges(model, profile, report);
    }
}

/// A generic profile that grants privileges of z/OS UNIX that need a discrete profile.
fn check_privileges(model: &Model, profile: &Profile, report: &mut Report) {
    let levels = profile.standard.iter().map(|entry| entry.access);
    let levels = levels.chain(profile.conditional.iter().map(|entry| entry.access));
    let grants = levels.chain([profile.uacc]).any(|level| level > AccessLevel::None);
    if profile.kind != ProfileKind::Generic || !grants {
        return;
    }
    let others = || model.profiles.iter().filter(|other| other.class == profile.class);
    for privilege in DISCRETE_PRIVILEGES {
        let is_defined = others().any(|other| other.name == privilege);
        if is_defined || !may_cover(&profile.name, privilege) {
            continue;
        }
        let message = format!(
            "the generic profile `{}` has no effect on `{privilege}`, which needs a discrete profile",
            profile.name
        );
        let span = profile.origin;
        let diagnostic = Diagnostic::warning(codes::GENERIC_PRIVILEGE, message, span, "generic");
        report.add(diagnostic.help(format!("add `profile UNIXPRIV \"{privilege}\" {{ … }}`")));
    }
}

/// A profile in a dynamic class while there are no dynamic classes.
fn class_not_known(profile: &Profile, class: &Class, span: Span) -> Diagnostic {
    let message = format!(
        "the profile `{}` has no effect, since RACF knows the class `{}` only while `CDT` is active \
         and RACLISTed",
        profile.name, class.name
    );
    Diagnostic::warning(codes::CLASS_NOT_KNOWN, message, span, "not used")
        .help("add `CDT` to the options `active` and `raclist`")
}

fn grouping_not_raclisted(profile: &Profile, member: &Class, span: Span) -> Diagnostic {
    let message = format!(
        "the grouping profile `{}` has no effect, since `{}` isn't RACLISTed",
        profile.name, member.name
    );
    Diagnostic::warning(codes::GROUPING_UNUSED, message, span, "not used")
        .help(format!("add `{}` to the option `raclist`", member.name))
}

/// Conditions that never hold, since the class of the port of entry isn't active.
fn inactive_conditions(model: &Model) -> BTreeMap<ConditionKind, &str> {
    let class = |kind| {
        let (_, class) = model.known_class(KnownClass::of_condition(kind)?)?;
        (!class.settings.active).then_some((kind, class.name.as_str()))
    };
    ConditionKind::ALL.iter().copied().filter_map(class).collect()
}

fn check_conditions(
    inactive: &BTreeMap<ConditionKind, &str>,
    profile: &Profile,
    report: &mut Report,
) {
    for entry in &profile.conditional {
        let Some(class) = inactive.get(&entry.condition.kind) else { continue };
        // No profile is named: a copied entry is one mistake, however many copies there are.
        let message = format!("this entry never applies, since `{class}` isn't active");
        let span = entry.origin;
        let diagnostic =
            Diagnostic::warning(codes::CONDITION_UNUSED, message, span, "never applies");
        report.add(diagnostic.help(format!("add `{class}` to the option `active`")));
    }
}

fn check_globals(model: &Model, report: &mut Report) {
    for entry in &model.globals {
        let class = &model.classes[entry.class];
        let (name, option) = (&class.name, if class.settings.global { "active" } else { "global" });
        if class.is(KnownClass::Unixpriv) {
            report.add(global_never_read(entry, class));
            continue;
        }
        if class.settings.global && model.is_in_effect(class) {
            continue;
        }
        let message = format!(
            "the global entry `{}` has no effect, since `{name}` isn't in `{option}`",
            entry.name
        );
        let diagnostic =
            Diagnostic::warning(codes::GLOBAL_UNUSED, message, entry.origin, "not used");
        report.add(diagnostic.help(format!("add `{name}` to the option `{option}`")));
    }
}

/// z/OS UNIX doesn't use global access checking for its privileges.
fn global_never_read(entry: &GlobalEntry, class: &Class) -> Diagnostic {
    let message = format!(
        "the global entry `{}` has no effect, since global access checking isn't used for `{}`",
        entry.name, class.name
    );
    Diagnostic::warning(codes::GLOBAL_UNUSED, message, entry.origin, "not used")
        .help("permit the access in a profile")
}

fn check_groups(model: &Model, report: &mut Report) {
    let used = used_principals(model);
    for (id, principal) in model.principals.iter_enumerated() {
        let (PrincipalKind::Group(_), Some(span)) = (&principal.kind, principal.origin) else {
            continue;
        };
        if principal.name == ROOT || used.contains(&id) {
            continue;
        }
        let message = format!("the group `{}` is not used", principal.name);
        let label = "no members, no access, nothing owned";
        let diagnostic = Diagnostic::warning(codes::GROUP_UNUSED, message, span, label);
        report.add(diagnostic.help("connect users to it, permit it something, or drop it"));
    }
}

/// An ID that has members, owns something, is named on an access list or is needed by a feature.
fn used_principals(model: &Model) -> BTreeSet<PrincipalId> {
    let mut used = BTreeSet::new();
    for principal in &model.principals {
        match &principal.kind {
            PrincipalKind::User(it) | PrincipalKind::ExternalUser(it) => {
                used.extend(it.owner);
                used.extend(it.connections.iter().map(|it| it.group));
                used.extend(it.connections.iter().filter_map(|it| it.owner));
            }
            PrincipalKind::Group(it) => used.extend(it.owner.into_iter().chain(it.superior)),
            PrincipalKind::ExternalGroup => {}
        }
    }
    for profile in &model.profiles {
        used_by_profile(profile, &mut used);
    }
    needed_by_features(model, &mut used);
    high_level_qualifiers(model, &mut used);
    used
}

fn used_by_profile(profile: &Profile, used: &mut BTreeSet<PrincipalId>) {
    used.extend(profile.owner);
    let standard = profile.standard.iter().map(|it| it.who);
    for who in standard.chain(profile.conditional.iter().map(|it| it.who)) {
        if let Who::Id(id) = who {
            used.insert(id);
        }
    }
    if let Some(StartedId::Id(id)) = profile.started.as_ref().and_then(|it| it.group) {
        used.insert(id);
    }
}

fn needed_by_features(model: &Model, used: &mut BTreeSet<PrincipalId>) {
    for requirement in model.features.iter().flat_map(|it| &it.requirements) {
        match &requirement.need {
            Need::Access { members_of, .. } => used.extend(*members_of),
            Need::Connected { group, .. } => {
                used.insert(*group);
            }
            Need::Segment { ids, .. } => used.extend(ids),
            Need::Started(_) | Need::Feature(_) | Need::Rule(_) => {}
        }
    }
}

fn high_level_qualifiers(model: &Model, used: &mut BTreeSet<PrincipalId>) {
    let data_sets =
        model.profiles.iter().filter(|it| model.classes[it.class].is(KnownClass::Dataset));
    let first: BTreeSet<&str> = data_sets
        .filter_map(|it| it.name.split('.').next())
        .chain(model.options.prefix.as_deref())
        .collect();
    let principals = model.principals.iter_enumerated();
    used.extend(principals.filter(|(_, it)| first.contains(it.name.as_str())).map(|(id, _)| id));
}
