//! The requests of two policies, one by one: what questions about whole policies are compared with.
//!
//! It is slow and obvious: names are spelled out from the names of profiles, entries and members, and each request is
//! a single decision. It shares nothing with the crate that answers such questions.

use std::collections::{BTreeMap, BTreeSet};

use saffron_bundle::layout::{profile_flag, user_flag};
use saffron_bundle::run;
use saffron_compiler::model::{Model, PrincipalKind, User};
use saffron_runtime::{Context, Decision, Engine, Outcome, Question, Requester, Subject};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Day};

/// Who asks: user and group.
pub type Who = (Option<String>, Option<String>);

/// What protects a name: profile, whether it is generic, its volume; the global entry; whether it is one's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The profile's name.
    pub profile: Option<String>,
    /// Whether it is generic.
    pub generic: bool,
    /// The volume it is shown with.
    pub volume: Option<String>,
    /// The global entry as the policy writes it.
    pub global: Option<String>,
    /// One's own.
    pub own: bool,
    /// The user is RESTRICTED, so that no global entry is in use.
    pub restricted: bool,
}

/// Outcome, warning and the highest level, as a decision at each level states them.
pub type Answer = [(Outcome, bool, Option<AccessLevel>); 4];

const LEVELS: [AccessLevel; 4] =
    [AccessLevel::Read, AccessLevel::Update, AccessLevel::Control, AccessLevel::Alter];

/// All requests of two policies.
#[derive(Debug)]
pub struct Space {
    /// Who asks.
    pub who: Vec<Who>,
    /// Names by class, with volumes.
    pub names: BTreeMap<String, Vec<(String, Option<String>)>>,
    /// Conditions; the first is none.
    pub contexts: Vec<Option<(ConditionKind, String)>>,
}

/// The highest levels of two answers, at the lowest level at which they differ; `None` if they don't.
pub fn difference(old: &Answer, new: &Answer) -> Option<[Option<AccessLevel>; 2]> {
    let mut levels = old.iter().zip(new);
    let found = levels.find(|(old, new)| (old.0, old.1) != (new.0, new.1))?;
    Some([found.0.2, found.1.2])
}

impl Space {
    /// The space of two models.
    pub fn of(models: [&Model; 2]) -> Self {
        Self { who: who(models), names: names(models), contexts: contexts(models) }
    }
}

/// A user in an engine.
pub fn subject<'e>(engine: &'e Engine, (user, group): &'e Who, day: Day) -> Subject<'e> {
    let requester = user.as_deref().map_or(Requester::Undefined, Requester::User);
    engine.subject(requester, group.as_deref(), day)
}

/// The answer to a name under a condition.
pub fn answer(
    subject: &Subject<'_>,
    class: &str,
    name: &(String, Option<String>),
    context: Option<&(ConditionKind, String)>,
) -> Answer {
    let asked = |access| {
        let decision = decision(subject, class, name, access, context);
        (decision.outcome, decision.warning, decision.allowed)
    };
    LEVELS.map(asked)
}

/// The decision about a name at one level, under a condition.
pub fn decision<'e>(
    subject: &Subject<'e>,
    class: &str,
    (name, volume): &(String, Option<String>),
    access: AccessLevel,
    context: Option<&(ConditionKind, String)>,
) -> Decision<'e> {
    let program = context.map(|(_, value)| value.as_str()).unwrap_or_default();
    let programs = [program];
    let mut question = Question::new(class, name).access(access);
    question.volume = volume.as_deref();
    let mut met = Context::default();
    if let Some((kind, value)) = context {
        met = match kind {
            ConditionKind::Program => met.program(&programs),
            ConditionKind::Terminal => met.terminal(value),
            ConditionKind::Console => met.console(value),
            ConditionKind::Jesinput => met.jesinput(value),
            ConditionKind::Appcport => met.appcport(value),
            ConditionKind::Servauth => met.servauth(value),
            ConditionKind::Sysid => met.sysid(value),
            ConditionKind::Criteria => met,
        };
    }
    subject.decide(&question.context(met))
}

/// What protects a name for a user.
pub fn place(
    engine: &Engine,
    subject: &Subject<'_>,
    (user, _): &Who,
    class: &str,
    (name, volume): &(String, Option<String>),
) -> Place {
    let mut question = Question::new(class, name);
    question.volume = volume.as_deref();
    let found = subject.place(&question);
    let bundle = engine.bundle_sections();
    let row = found.profile.and_then(|row| bundle.profiles().get(row as usize));
    let global = found.global.and_then(|row| bundle.globals().get(row as usize));
    let serials = row.map(|row| run(bundle.volumes(), row.volumes())).unwrap_or_default();
    let serials: Vec<String> = serials
        .iter()
        .map(|serial| String::from_utf8_lossy(serial).trim_end_matches('\0').to_owned())
        .collect();
    let asked = serials.iter().find(|serial| Some(*serial) == volume.as_ref());
    Place {
        profile: row.map(|row| bundle.text(row.name()).to_owned()),
        generic: row.is_some_and(|row| row.flags() & profile_flag::GENERIC != 0),
        volume: asked.or(serials.first()).cloned(),
        global: global.map(|row| format!("{}/{}", bundle.text(row.name()), row.access())),
        own: found.own,
        restricted: user.as_deref().is_some_and(|user| is_restricted(engine, user)),
    }
}

fn is_restricted(engine: &Engine, user: &str) -> bool {
    let bundle = engine.bundle_sections();
    let id = bundle.authorities().iter().find(|row| row.name() == user);
    let row = id.and_then(|id| bundle.users().get(id.user().get()?.0 as usize));
    row.is_some_and(|row| row.flags() & user_flag::RESTRICTED != 0)
}

fn users(model: &Model) -> impl Iterator<Item = (&str, &User)> {
    model.principals.iter().filter_map(|principal| match &principal.kind {
        PrincipalKind::User(user) | PrincipalKind::ExternalUser(user) => {
            Some((principal.name.as_str(), &**user))
        }
        PrincipalKind::Group(_) | PrincipalKind::ExternalGroup => None,
    })
}

fn who(models: [&Model; 2]) -> Vec<Who> {
    let mut who = BTreeSet::from([(None, None)]);
    let each_group = models.iter().any(|model| !model.options.list_of_groups);
    for model in models {
        for (name, user) in users(model) {
            who.insert((Some(name.to_owned()), None));
            for connection in &user.connections {
                let group = model.principals.get(connection.group).map(|it| it.name.clone());
                if each_group && !is_default(models, name, group.as_deref()) {
                    who.insert((Some(name.to_owned()), group));
                }
            }
        }
    }
    who.into_iter().collect()
}

/// Whether a group is the default group of a user wherever the user is defined.
fn is_default(models: [&Model; 2], name: &str, group: Option<&str>) -> bool {
    models.iter().all(|model| {
        let user = users(model).find(|(known, _)| *known == name);
        user.is_none_or(|(_, user)| {
            let default = user.default_group.and_then(|id| model.principals.get(id));
            default.map(|it| it.name.as_str()) == group
        })
    })
}

fn contexts(models: [&Model; 2]) -> Vec<Option<(ConditionKind, String)>> {
    let entries = models.iter().flat_map(|model| &model.profiles);
    let conditions = entries.flat_map(|profile| &profile.conditional).map(|it| &it.condition);
    let named = conditions.filter(|it| it.kind != ConditionKind::Criteria);
    let all: BTreeSet<_> = named.map(|it| Some((it.kind, it.value.clone()))).collect();
    std::iter::once(None).chain(all).collect()
}

const QUALIFIERS: [&str; 5] = ["A", "AB", "B1", "B", "Z"];

/// Names of every class: those that generic names stand for, and those of a few short qualifiers.
fn names(models: [&Model; 2]) -> BTreeMap<String, Vec<(String, Option<String>)>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut volumes = BTreeSet::new();
    for model in models {
        for class in &model.classes {
            let plain = names.entry(class.name.clone()).or_default();
            plain.extend(["A", "Z", "A.B"].map(ToOwned::to_owned));
        }
        let members = |variable: &str| -> Vec<String> {
            let found = model.variables.iter().find(|it| it.name == variable);
            found.iter().flat_map(|it| &it.members).cloned().collect()
        };
        let class_of = |class| model.classes.get(class).map(|class| class.name.clone());
        for profile in &model.profiles {
            let Some(class) = class_of(profile.class) else { continue };
            for name in spelled(&profile.name, &members) {
                names.entry(class.clone()).or_default().insert(name);
            }
            let member_class = class.strip_prefix('G').map(ToOwned::to_owned);
            let member_class =
                if class == "GTERMINL" { Some("TERMINAL".into()) } else { member_class };
            for member in &profile.members {
                let into = names.entry(member_class.clone().unwrap_or_default()).or_default();
                into.extend(spelled(&member.name, &members));
            }
            volumes.extend(profile.volumes.iter().cloned());
        }
        for entry in &model.globals {
            let Some(class) = class_of(entry.class) else { continue };
            names.entry(class).or_default().extend(spelled(&entry.name, &members));
        }
    }
    let volumes: Vec<Option<String>> = volumes.into_iter().map(Some).collect();
    names.remove("");
    names
        .into_iter()
        .map(|(class, names)| {
            let volumes = if class == "DATASET" { volumes.as_slice() } else { &[] };
            let each = |name: &String| {
                let with = volumes.iter().map(move |volume| (name.clone(), volume.clone()));
                std::iter::once((name.clone(), None)).chain(with).collect::<Vec<_>>()
            };
            (class, names.iter().flat_map(each).collect())
        })
        .collect()
}

/// Names that a generic name stands for, and some that it just doesn't.
fn spelled(name: &str, members: &dyn Fn(&str) -> Vec<String>) -> BTreeSet<String> {
    let mut found = vec![String::new()];
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let (values, length) = values(rest, first, members);
        found = found
            .iter()
            .take(60)
            .flat_map(|start| values.iter().map(move |value| format!("{start}{value}")))
            .collect();
        rest = rest.get(length..).unwrap_or_default();
    }
    let mut all: BTreeSet<String> = found.iter().cloned().collect();
    for start in found.iter().take(12) {
        for qualifier in QUALIFIERS {
            all.insert(format!("{start}.{qualifier}"));
            all.insert(format!("{start}{qualifier}"));
            if let Some((before, _)) = start.rsplit_once('.') {
                all.insert(format!("{before}.{qualifier}"));
                all.insert(before.to_owned());
            }
        }
    }
    all.retain(|name| !name.is_empty() && !name.contains(".."));
    all.retain(|name| !name.starts_with('.') && !name.ends_with('.'));
    all
}

/// What the first part of a name stands for, and how long that part is.
fn values(rest: &str, first: char, members: &dyn Fn(&str) -> Vec<String>) -> (Vec<String>, usize) {
    let owned = |values: &[&str]| values.iter().map(|it| (*it).to_owned()).collect();
    match first {
        '*' if rest.starts_with("**.") => (owned(&["", "A.", "B1.A."]), 3),
        '*' if rest.starts_with("**") => (owned(&["A", "B1.A", "Z"]), 2),
        '*' => (owned(&["", "A", "Z", "B1"]), 1),
        '%' => (owned(&["A", "1", "Z"]), 1),
        '&' => {
            let end = rest.bytes().enumerate().skip(1).take(7).find(|(_, it)| b".&%*".contains(it));
            let end = end.map_or(rest.len().min(8), |(at, _)| at);
            let variable = rest.get(..end).unwrap_or_default();
            let values = match variable {
                "&RACUID" | "&RACGPID" => owned(&["ANN", "BOB", "G1", "PAY"]),
                other => members(other),
            };
            (values, end)
        }
        other => (vec![other.to_string()], other.len_utf8()),
    }
}
