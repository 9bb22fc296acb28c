//! What the rules found, in words, for people. Each function words one finding and reads nothing
//! but the names in it. Programs read the step and the place instead, since a text may change.

use saffron_vocabulary::safr::{ItemType, Right, SafrOperation, SafrSwitch, SafrSwitches};

use crate::safr::facts::{self, EnvironmentIndex, ItemIndex};
use crate::safr::find::Unknown;
use crate::safr::named::group_of;
use crate::safr::request::SafrRequest;
use crate::safr::subject::{HeldRight, Login, NoSession, Session, Standing};
use crate::safr::support::is_environment;
use crate::safr::trail::{Finding, Need, OpenTo};
use crate::tables::Tables;

/// What a rule found, for a person.
pub(super) fn finding(
    tables: &Tables<'_>,
    request: &SafrRequest<'_>,
    finding: &Finding<'_, '_>,
) -> String {
    match *finding {
        Finding::Ungoverned => ungoverned(request),
        Finding::User { known } => user(request, known),
        Finding::Session(found) => session(request, &found),
        Finding::NoSession(why) => no_session(tables, request, why),
        Finding::Environment(at) => environment(tables, at),
        Finding::Unknown(what) => unknown(what),
        Finding::AllDeclared => "everything that the request names is declared".to_owned(),
        Finding::SystemAdministrator => system_administrator(request),
        Finding::SystemAdministratorsOnly => system_administrators_only(request),
        Finding::OwnRecord => format!("the record is `{}`'s own", request.user),
        Finding::Checker => checker().to_owned(),
        Finding::Access(standing) => access(tables, &standing),
        Finding::OptionOff(switch) => option_off(switch),
        Finding::AdministratorsOnly => administrators_only(request),
        Finding::ForeignGroup(at) => foreign_group(tables, request, at),
        Finding::EnvironmentAdministrator(at) => environment_administrator(tables, at),
        Finding::Need { need, off } => format!("{}{}", self::need(tables, &need), options_off(off)),
    }
}

/// Something that the operation needs, and whether the user has it.
fn need(tables: &Tables<'_>, need: &Need<'_>) -> String {
    let name = |at| facts::environment_name(tables, at);
    match *need {
        Need::Everyone { environment, what } => {
            format!("every user with access to `{}` may {}", name(environment), open_to(what))
        }
        Need::Edit { standing, item, wanted, found } => {
            edit(tables, &standing, item, wanted, found)
        }
        Need::Create { kind, holds } => {
            format!("the create permission for `{kind}`: {}", has(holds))
        }
        Need::MigrateIn { environment, administrator, holds } => {
            let held = if administrator { "an administrator always has it" } else { has(holds) };
            format!("the run permission Migrate In for `{}`: {held}", name(environment))
        }
        Need::Access { environment } => {
            format!("the login group has no access to `{}`", name(environment))
        }
    }
}

/// `view folder`
fn noun(kind: ItemType) -> String {
    match kind {
        ItemType::XmlFile => "XML file".to_owned(),
        ItemType::XmlTarget => "environment".to_owned(),
        ItemType::UserExitRoutine => "user-exit routine".to_owned(),
        _ => kind.as_str().replace('-', " "),
    }
}

/// What every user with access to an environment may do.
const fn open_to(what: OpenTo) -> &'static str {
    match what {
        OpenTo::Read(kind) => reads(kind),
        OpenTo::SecurityReport => "run an Environment Security Report",
        OpenTo::DeleteLookupPaths => "delete lookup paths",
        OpenTo::SaveLookupPath => "save lookup paths that select nothing new",
    }
}

/// What every user with access to an environment may do with items of a type.
const fn reads(kind: ItemType) -> &'static str {
    match kind {
        ItemType::ControlRecord => "read control records",
        ItemType::GlobalField => "read global fields",
        ItemType::LookupPath => "read lookup paths",
        ItemType::Environment => "read the environment record",
        _ => "do this",
    }
}

/// Whether the login group has a permission, in words.
const fn has(holds: bool) -> &'static str {
    if holds { "the login group has it" } else { "the login group does not have it" }
}

/// Which right an item requires and which one the login group has, and why.
fn edit(
    tables: &Tables<'_>,
    standing: &Standing<'_>,
    item: ItemIndex,
    wanted: Right,
    found: HeldRight,
) -> String {
    let kind = facts::item_kind(tables, item).map(noun).unwrap_or_default();
    let name = facts::item_name(tables, item);
    let environment = facts::environment_name(tables, standing.environment);
    let held = match (found.said, found.right) {
        (Some(_), right) => format!("the login group has `{right}`"),
        (None, Right::None) => "the login group has no right to it".to_owned(),
        (None, right) => {
            let what = standing.access.map(|it| it.access().as_str()).unwrap_or_default();
            format!("{} has `{right}`", with_article(what))
        }
    };
    format!("`{wanted}` is required on the {kind} `{name}` of `{environment}`: {held}")
}

/// The word with `a` or `an` before it.
fn with_article(word: &str) -> String {
    // None of the words begins with a `u` that is spoken as a vowel.
    let article = if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// Why a request is not for SAFR, or not supported.
fn ungoverned(request: &SafrRequest<'_>) -> String {
    let (operation, kind) = (request.operation, noun(request.item_type));
    if request.item_type == ItemType::XmlFile {
        return "XML files are protected by the operating system, not by SAFR".to_owned();
    }
    match request.with.referrer {
        Some(it) if operation == SafrOperation::Reference => {
            let referrer = with_article(&noun(it.item_type));
            format!("{referrer} cannot refer to {}", with_article(&kind))
        }
        _ => format!("unsupported operation `{operation}` for {}", with_article(&kind)),
    }
}

/// Whether the user is declared.
fn user(request: &SafrRequest<'_>, known: bool) -> String {
    let is = if known { "is a user" } else { "is not a user" };
    format!("`{}` {is} of the policy", request.user)
}

/// On what the session rests.
fn session(request: &SafrRequest<'_>, session: &Session) -> String {
    let user = request.user;
    match session.by {
        Login::Administrator(_) => {
            format!(
                "`{user}` is a system administrator, who can log in to every environment without a group"
            )
        }
        Login::Member { .. } => {
            let group = request.login_group.unwrap_or_default();
            let environment = request.login_environment;
            format!("`{user}` is a member of `{group}`, which has access to `{environment}`")
        }
    }
}

/// Why the user cannot log in.
fn no_session(tables: &Tables<'_>, request: &SafrRequest<'_>, why: NoSession<'_>) -> String {
    let user = request.user;
    match why {
        NoSession::UserUnknown => self::user(request, false),
        NoSession::NoGroup => {
            format!("`{user}` specifies no login group; only system administrators may omit it")
        }
        NoSession::GroupUnknown(name) => format!("unknown login group `{name}`"),
        NoSession::NotAMember(group) => {
            format!("`{user}` is not a member of `{}`", facts::group_name(tables, group))
        }
        NoSession::EnvironmentUnknown(name) => {
            format!("unknown login environment `{name}`")
        }
        NoSession::NoAccess(group, environment) => {
            let group = facts::group_name(tables, group);
            let environment = facts::environment_name(tables, environment);
            format!("`{group}` has no access to `{environment}`, the login environment of `{user}`")
        }
    }
}

/// Where the request is evaluated.
fn environment(tables: &Tables<'_>, at: EnvironmentIndex) -> String {
    let name = facts::environment_name(tables, at);
    format!("the request is evaluated in `{name}`")
}

/// What the request names that the policy does not declare.
fn unknown(unknown: Unknown<'_>) -> String {
    match unknown {
        Unknown::Item { item, environment } => {
            let kind = noun(item.item_type);
            format!("unknown {kind} `{}` in `{environment}`", item.name)
        }
        Unknown::Exists { item, environment } => {
            let kind = noun(item.item_type);
            format!("the {kind} `{}` already exists in `{environment}`", item.name)
        }
        Unknown::Environment(name) => format!("unknown environment `{name}`"),
        Unknown::Group(name) => format!("unknown group `{name}`"),
        Unknown::User(name) => format!("unknown user `{name}`"),
        Unknown::Unsaid(what) => {
            format!("the operation requires {what}, but the request does not name one")
        }
    }
}

/// The option under which every user runs the Environment Checker.
const fn checker() -> &'static str {
    "every user may run the Environment Checker, for all environments"
}

/// `modify of a group`
fn asked(request: &SafrRequest<'_>) -> String {
    let kind =
        if is_environment(request.item_type) { ItemType::Environment } else { request.item_type };
    format!("`{}` of {}", request.operation, with_article(&noun(kind)))
}

/// That system administrators may do everything.
fn system_administrator(request: &SafrRequest<'_>) -> String {
    format!("`{}` is a system administrator, who may do everything", request.user)
}

/// That the operation is reserved to system administrators.
fn system_administrators_only(request: &SafrRequest<'_>) -> String {
    format!("{} is reserved to system administrators", asked(request))
}

/// That the operation is reserved to administrators of the environment.
fn administrators_only(request: &SafrRequest<'_>) -> String {
    format!("{} is reserved to administrators of the environment", asked(request))
}

/// The access of the login group to the environment.
fn access(tables: &Tables<'_>, standing: &Standing<'_>) -> String {
    let environment = facts::environment_name(tables, standing.environment);
    match standing.access {
        Some(access) => {
            let what = access.access().as_str().replace('-', " ");
            format!("the login group has access to `{environment}`, as {what}")
        }
        None => format!("the login group has no access to `{environment}`"),
    }
}

/// That the login group administers the environment.
fn environment_administrator(tables: &Tables<'_>, at: EnvironmentIndex) -> String {
    let environment = facts::environment_name(tables, at);
    format!("the login group administers `{environment}`")
}

/// That the group is not one of those that administrators of the environment manage.
fn foreign_group(tables: &Tables<'_>, request: &SafrRequest<'_>, at: EnvironmentIndex) -> String {
    let group = group_of(request).unwrap_or_default();
    let environment = facts::environment_name(tables, at);
    format!(
        "`{group}` has no access to `{environment}`, so its administrators do not manage that group"
    )
}

/// What an option that is off takes away.
fn option_off(switch: SafrSwitch) -> String {
    format!("the option `{switch}` is off")
}

/// Options that are off and have changed what is needed.
fn options_off(switches: SafrSwitches) -> String {
    let mut text = String::new();
    for &switch in SafrSwitch::ALL.iter().filter(|switch| switches.is_on(**switch)) {
        text.push_str("; ");
        text.push_str(&option_off(switch));
    }
    text
}
