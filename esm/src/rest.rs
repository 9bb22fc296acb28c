//! Facts for which neither security manager has a command: what becomes of each.

use saffron_compiler::model::{
    Connection, Group, Model, Options, PrincipalKind, Profile, ProfileKind, User, Who,
};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::racf::GroupAuthority;

use crate::fact::{Fact, What};
use crate::lists::Policy;
use crate::manager::Esm;
use crate::report::{Finding, Row, Verdict};

/// A fact about a profile.
pub(crate) fn of_profile(model: &Model, what: What, profile: &Profile) -> Fact {
    let class = model.classes.get(profile.class).map(|it| it.name.clone());
    let generic = profile.kind == ProfileKind::Generic;
    Fact { class, profile: Some(profile.name.clone()), generic, ..Fact::new(what) }
}

/// The rows of options, classes, global entries and variables.
pub(crate) fn system(model: &Model, esm: Esm) -> Vec<Row> {
    let mut rows = options(&model.options, esm);
    for entry in &model.globals {
        let class = model.classes.get(entry.class).map(|it| it.name.clone());
        let fact = Fact { class, profile: Some(entry.name.clone()), ..Fact::new(What::Global) };
        let reason = "the global access checking table isn't translated: only access lists grant";
        let finding = Finding::of(Verdict::Narrower, reason);
        rows.push(finding.row(fact.stated(entry.access.as_str()), Some(entry.origin)));
    }
    for variable in &model.variables {
        let fact = Fact { profile: Some(variable.name.clone()), ..Fact::new(What::Variable) };
        let reason = "neither ACF2 nor Top Secret has variables in names";
        let finding = Finding::of(Verdict::NotExpressible, reason);
        rows.push(finding.row(fact, Some(variable.origin)));
    }
    rows
}

/// Options that state nothing that another security manager could do otherwise.
const MEANINGLESS: [&str; 5] =
    ["enhanced-generic-naming", "generic", "generic-commands", "raclist", "active"];

/// Options of the whole system, or of RACF alone, with the value that needs no command.
const OTHERS: [(&str, &str); 12] = [
    ("protect-all", "what happens to data sets without a rule is a control option of the system"),
    ("program-control", "program control has no counterpart"),
    ("add-creator", "who creates a resource gets no entry of their own"),
    ("generic-owner", "ownership has another meaning"),
    ("prefix", "names of one qualifier have no prefix"),
    ("mls", "multilevel security is configured separately"),
    ("ml-active", "multilevel security is configured separately"),
    ("operations-audit", "logging is configured separately"),
    ("undefined-terminals", "which terminals can be used is a control option of the system"),
    ("log-options", "logging is configured separately"),
    ("global", "the global access checking table isn't translated"),
    ("list-of-groups", ""),
];

fn options(options: &Options, esm: Esm) -> Vec<Row> {
    let stated = |key: &str| options.origins.of(key);
    let fact = |key: &str| Fact { property: Some(key.to_owned()), ..Fact::new(What::Option) };
    let mut rows = Vec::new();
    for key in MEANINGLESS {
        let Some(origin) = stated(key) else { continue };
        rows.push(Finding::equivalent().row(fact(key), Some(origin)));
    }
    for (key, reason) in OTHERS {
        let Some(origin) = stated(key) else { continue };
        let finding = match (key, esm) {
            ("list-of-groups", _) if options.list_of_groups => Finding::equivalent(),
            ("list-of-groups", Esm::Acf2) => {
                Finding::of(Verdict::Wider, "all roles of a user count, not only the current group")
            }
            ("list-of-groups", Esm::Tss) => Finding::of(
                Verdict::Wider,
                "all profiles of a user count, not only the current group",
            ),
            _ => Finding::of(Verdict::NotExpressible, reason),
        };
        rows.push(finding.row(fact(key), Some(origin)));
    }
    rows
}

/// The properties of a profile for which there is no command.
pub(crate) fn profile(model: &Model, profile: &Profile) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |property: &str, value: String, verdict: Verdict, reason: &str| {
        let fact = of_profile(model, What::Property, profile).property(property, value);
        rows.push(Finding::of(verdict, reason).row(fact, Some(profile.origin)));
    };
    let none = Verdict::NotExpressible;
    if profile.warning {
        let reason = "no profile has a warning mode of its own: accesses that RACF allows with a warning are denied";
        add("warning", "on".to_owned(), Verdict::Narrower, reason);
    }
    if let Some(owner) = profile.owner {
        let reason = "ownership has another meaning: departments and scopes decide who administers";
        add("owner", Policy(model).id(owner).to_owned(), none, reason);
    }
    if profile.audit.success.is_some() || profile.audit.failures.is_some() {
        add("audit", "stated".to_owned(), none, "logging by level isn't translated");
    }
    let global = profile.global_audit;
    if global.success.is_some() || global.failures.is_some() {
        add("global-audit", "stated".to_owned(), none, "logging by level isn't translated");
    }
    if let Some(notify) = profile.notify {
        add("notify", Policy(model).id(notify).to_owned(), none, "no user is notified");
    }
    if profile.level != 0 {
        add("level", profile.level.to_string(), none, "installation data isn't translated");
    }
    for (property, text) in
        [("data", &profile.data), ("application-data", &profile.application_data)]
    {
        if let Some(text) = text {
            // What the text is may be for few eyes; the policy has it.
            let length = [text.chars().count().to_string().as_str(), " characters"].concat();
            add(property, length, none, "installation data isn't translated");
        }
    }
    if profile.erase {
        add("erase", "on".to_owned(), none, "erasing data is an option of the whole system");
    }
    if profile.security_level != 0 || !profile.categories.is_empty() || profile.label.is_some() {
        let reason = "multilevel security is configured separately: labels are not checked";
        add("classification", "stated".to_owned(), Verdict::Wider, reason);
    }
    for member in &profile.members {
        let fact = of_profile(model, What::Member, profile).stated(member.name.as_str());
        let reason = "grouping profiles aren't translated";
        rows.push(Finding::of(none, reason).row(fact, Some(member.origin)));
    }
    for entry in &profile.conditional {
        let id = match entry.who {
            saffron_compiler::model::Who::Any => "*",
            saffron_compiler::model::Who::Id(id) => Policy(model).id(id),
        };
        let when = format!("when {} {}", entry.condition.kind.as_str(), entry.condition.value);
        let fact = of_profile(model, What::Permit, profile);
        let fact = Fact { id: Some(id.to_owned()), ..fact };
        let reason = "conditional access isn't translated: without the condition it would be wider";
        let row = Finding::of(Verdict::Narrower, reason);
        rows.push(row.row(fact.property(when, entry.access.as_str()), Some(entry.origin)));
    }
    rows
}

/// The attributes of a user for which there is no command.
pub(crate) fn user(name: &str, user: &User, origin: Option<saffron_diagnostics::Span>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |property: &str, verdict: Verdict, reason: &str| {
        let fact = Fact::about(What::Property, name).property(property, "on");
        rows.push(Finding::of(verdict, reason).row(fact, origin));
    };
    let none = Verdict::NotExpressible;
    let privilege =
        "a privilege that would reach further than RACF's is never emitted: decide who needs what";
    let a = user.attributes;
    for (on, property, reason) in [
        (a.special, "special", privilege),
        (a.operations, "operations", privilege),
        (a.auditor, "auditor", "authorities of auditors are divided otherwise"),
        (a.roaudit, "roaudit", "authorities of auditors are divided otherwise"),
        (a.uaudit, "uaudit", "logging is configured separately"),
        (a.adsp, "adsp", "there is no automatic protection of new data sets"),
        (a.grpacc, "grpacc", "there is no automatic access for groups"),
        (user.owner.is_some(), "owner", "departments and scopes decide who administers"),
        (user.data.is_some(), "data", "installation data isn't translated"),
        (!user.class_authority.is_empty(), "class-authority", "scopes decide who administers"),
        (
            user.revoke_on.is_some() || user.resume_on.is_some(),
            "revoke-on",
            "dates of revocation aren't translated",
        ),
    ] {
        if on {
            let verdict = match property {
                "revoke-on" => Verdict::Wider,
                "operations" => Verdict::Narrower,
                _ => none,
            };
            add(property, verdict, reason);
        }
    }
    if user.security_level != 0 || !user.categories.is_empty() || user.label.is_some() {
        add("classification", none, "multilevel security is configured separately");
    }
    rows
}

/// The properties of a group for which there is no command.
pub(crate) fn group(
    model: &Model,
    name: &str,
    group: &Group,
    origin: Option<saffron_diagnostics::Span>,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add = |property: &str, value: &str, reason: &str| {
        let fact = Fact::about(What::Property, name).property(property, value);
        rows.push(Finding::of(Verdict::NotExpressible, reason).row(fact, origin));
    };
    let tree = "there is no tree of groups: departments and scopes decide who administers";
    if let Some(superior) = group.superior {
        add("superior", Policy(model).id(superior), tree);
    }
    if let Some(owner) = group.owner {
        add("owner", Policy(model).id(owner), tree);
    }
    if group.universal {
        add("universal", "on", "groups have no such attribute");
    }
    if group.data.is_some() {
        add("data", "stated", "installation data isn't translated");
    }
    rows
}

/// The properties of a connection for which there is no command.
pub(crate) fn connection(model: &Model, user: &str, connection: &Connection) -> Vec<Row> {
    let mut rows = Vec::new();
    let group = Policy(model).id(connection.group);
    let mut add = |property: &str, verdict: Verdict, reason: &str| {
        let fact = Fact::about(What::Property, user).property(property, "on");
        let fact = Fact { group: Some(group.to_owned()), ..fact };
        rows.push(Finding::of(verdict, reason).row(fact, Some(connection.origin)));
    };
    let scope = "groups give no authority: departments and scopes decide who administers";
    if connection.authority != GroupAuthority::Use {
        add("authority", Verdict::NotExpressible, scope);
    }
    for (on, property) in [
        (connection.special, "special"),
        (connection.operations, "operations"),
        (connection.auditor, "auditor"),
    ] {
        if on {
            let narrower = property == "operations";
            add(
                property,
                if narrower { Verdict::Narrower } else { Verdict::NotExpressible },
                scope,
            );
        }
    }
    if connection.revoke_on.is_some() || connection.resume_on.is_some() {
        add("revoke-on", Verdict::Wider, "dates of connections aren't translated");
    }
    rows
}

/// The finding about a profile without commands. If the entries of another one reach its names, they
/// let through what RACF doesn't.
pub(crate) fn lost(policy: Policy<'_>, profile: &Profile, finding: Finding) -> Finding {
    if !finding.is(Verdict::NotExpressible) {
        return finding;
    }
    match policy.reached_by(profile) {
        None => finding,
        Some(other) => {
            let reason = format!(
                "the profile can't be expressed, so the entries of {} also decide about its names",
                other.name
            );
            finding.and(Finding::of(Verdict::Wider, reason))
        }
    }
}

/// The rows of a profile that has no commands, for what the finding says: itself, its entries, its properties.
pub(crate) fn without_commands(
    policy: Policy<'_>,
    profile: &Profile,
    finding: &Finding,
) -> Vec<Row> {
    let model = policy.0;
    let fact = of_profile(model, What::Profile, profile);
    let mut rows = vec![finding.clone().row(fact, Some(profile.origin))];
    for entry in &profile.standard {
        let id = match entry.who {
            Who::Any => "*",
            Who::Id(id) => policy.id(id),
        };
        let fact = of_profile(model, What::Permit, profile);
        let fact = Fact { id: Some(id.to_owned()), ..fact.stated(entry.access.as_str()) };
        rows.push(finding.clone().row(fact, Some(entry.origin)));
    }
    rows.extend(self::profile(model, profile));
    rows
}

/// Profiles of STARTED that no record can express, and what the others leave.
pub(crate) fn started(
    model: &Model,
    profile: &Profile,
) -> Result<(String, String, Option<String>), &'static str> {
    use saffron_compiler::model::StartedId;
    let Some(data) = &profile.started else { return Err("the profile has no STDATA") };
    let (procedure, job) =
        profile.name.split_once('.').ok_or("the name has no qualifier for the job")?;
    if job != "*" && job != "**" {
        return Err("the job name of a started task isn't checked");
    }
    if procedure.contains(['*', '%', '&']) {
        return Err("records for several procedures aren't translated");
    }
    let Some(StartedId::Id(user)) = data.user else {
        return Err("a task without a user of its own isn't translated");
    };
    let group = match data.group {
        Some(StartedId::Id(group)) => Some(Policy(model).id(group).to_owned()),
        _ => None,
    };
    Ok((procedure.to_owned(), Policy(model).id(user).to_owned(), group))
}

/// The rows of what STDATA states beyond user and group.
pub(crate) fn started_privileges(model: &Model, profile: &Profile) -> Vec<Row> {
    let Some(data) = &profile.started else { return Vec::new() };
    let stated = [(data.trusted, "trusted"), (data.privileged, "privileged")];
    let rows = stated.iter().filter(|(on, _)| *on).map(|(_, property)| {
        let reason = "a privilege that would reach further than RACF's is never emitted";
        let fact = of_profile(model, What::Property, profile).property(*property, "on");
        Finding::of(Verdict::NotExpressible, reason).row(fact, Some(profile.origin))
    });
    rows.collect()
}

/// Profiles of the class STARTED.
pub(crate) fn is_started(model: &Model, profile: &Profile) -> bool {
    model.classes.get(profile.class).is_some_and(|class| class.is(KnownClass::Started))
}

/// Users under whom started tasks run.
pub(crate) fn task_users(model: &Model) -> Vec<String> {
    let tasks = model.profiles.iter().filter(|it| is_started(model, it));
    tasks.filter_map(|it| started(model, it).ok()).map(|(_, user, _)| user).collect()
}

/// Groups of the policy and those outside.
pub(crate) fn is_external_group(kind: &PrincipalKind) -> bool {
    matches!(kind, PrincipalKind::ExternalGroup)
}
