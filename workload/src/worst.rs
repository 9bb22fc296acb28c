//! The slowest decisions of a policy: names made of its own names, for which a decision takes many steps, asked
//! by the user and under the conditions for which it takes most.
//!
//! What makes a search long is a name that matches the beginning of many generic names and the end
//! of none. So names are made of the qualifiers of the policy, repeated up to the longest name of the
//! class, and changed as long as that takes more steps. What makes the rest long are access lists and
//! connections, so the names of the longest lists are asked for, too, and each user asks for the slowest
//! name. The search is the same on every machine; only the times differ.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::time::Duration;

use saffron_bundle::layout::{ClassRow, ProfileRow, class_flag, profile_flag};
use saffron_bundle::steps::CONDITIONS;
use saffron_bundle::{Bundle, run};
use saffron_runtime::{Context, Day, Engine, Mode, Question, Request, Requester};
use saffron_vocabulary::racf::ConditionKind;

use crate::measure::repeat;
use crate::random::Random;

/// The slowest decision that was found in a class.
#[derive(Clone, Debug)]
pub struct Slowest {
    /// The class.
    pub class: String,
    /// The user who asks; `None` if the policy has no user.
    pub user: Option<String>,
    /// The name.
    pub name: String,
    /// The steps that the decision takes.
    pub steps: u64,
    /// Median time of a decision.
    pub median: Duration,
    /// Runs measured.
    pub runs: usize,
}

/// Generic names of a class from which names are made.
const SAMPLE: usize = 1_000;
/// Profiles of a class with the longest lists.
const LONGEST: usize = 50;
/// Users who ask, of those with the most connections.
const USERS: usize = 10_000;
/// Qualifiers from which names are made.
const QUALIFIERS: usize = 64;
/// Changes that are tried for each class.
const CHANGES: usize = 2_000;
/// The date of the requests.
const TODAY: Day = Day(20_000);
/// A volume that no profile has.
const NO_VOLUME: &str = "$$$$$$";

/// The slowest decision of each class that has profiles or global entries, the slowest first.
pub fn slowest(engine: &Engine, budget: Duration) -> Vec<Slowest> {
    let bundle = engine.bundle_sections();
    let users = users(bundle);
    let classes = bundle.classes().iter();
    let mut found: Vec<Slowest> =
        classes.filter_map(|class| of_class(engine, class, &users, budget)).collect();
    found.sort_by(|one, other| {
        other.steps.cmp(&one.steps).then_with(|| one.class.cmp(&other.class))
    });
    found
}

/// The users, those with the most connections first.
fn users<'b>(bundle: &Bundle<'b>) -> Vec<&'b str> {
    let mut rows: Vec<_> = bundle.users().iter().collect();
    rows.sort_by_key(|user| Reverse(user.connections().len()));
    let names = rows.iter().take(USERS);
    let names = names.filter_map(|user| bundle.authorities().get(user.auth() as usize));
    names.map(saffron_bundle::layout::AuthRow::name).collect()
}

fn of_class(
    engine: &Engine,
    class: &ClassRow,
    users: &[&str],
    budget: Duration,
) -> Option<Slowest> {
    let bundle = engine.bundle_sections();
    let met = Met::of(bundle, class);
    let asker = Asker { engine, class: class.name(), user: users.first().copied(), met: &met };
    let names = names(bundle, class, asker.user);
    let limit = Limit {
        characters: usize::from(class.max_length()),
        is_dataset: class.flags() & class_flag::DATASET != 0,
    };
    let qualifiers = qualifiers(&names);
    let candidates = names.iter().flat_map(|name| candidates(name, &qualifiers, limit));
    let name = candidates.max_by_key(|name| asker.steps(name))?;
    let by_user = users.iter().map(|user| Asker { user: Some(user), ..asker });
    let asker = by_user.max_by_key(|asker| asker.steps(&name)).unwrap_or(asker);
    let (steps, name) = slower(&asker, name, &qualifiers, limit);
    if steps == 0 {
        return None;
    }
    let (_, request) = asker.slowest(&name);
    let times = repeat(budget, || asker.decide(&request));
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    let (class, user) = (class.name().to_owned(), asker.user.map(str::to_owned));
    Some(Slowest { class, user, name, steps, median, runs: times.len() })
}

/// The name, changed as long as that takes more steps.
fn slower(
    asker: &Asker<'_>,
    mut name: String,
    qualifiers: &[String],
    limit: Limit,
) -> (u64, String) {
    let (mut steps, mut random) = (asker.steps(&name), Random::new(1));
    for _ in 0..CHANGES {
        let next = changed(&name, qualifiers, limit, &mut random);
        let taken = asker.steps(&next);
        if taken > steps {
            (steps, name) = (taken, next);
        }
    }
    (steps, name)
}

/// The conditions of the longest conditional list of a class that most of its entries have.
#[derive(Debug, Default)]
struct Met<'b> {
    programs: Vec<&'b str>,
    criteria: Vec<(&'b str, &'b str)>,
    ports: BTreeMap<ConditionKind, &'b str>,
}

/// Ports of entry, and the system.
const PORTS: usize = 7;

impl<'b> Met<'b> {
    fn of(bundle: &Bundle<'b>, class: &ClassRow) -> Self {
        let profiles = run(bundle.profiles(), class.profiles()).iter();
        let longest = profiles.max_by_key(|row| row.conditional().len());
        let list = longest.map(|row| run(bundle.conditional(), row.conditional()));
        let same = |one: &_, next: &_| bundle.condition(one) == bundle.condition(next);
        let mut alike: Vec<_> = list.unwrap_or_default().chunk_by(same).collect();
        alike.sort_by_key(|alike| Reverse(alike.len()));
        let mut met = Self::default();
        for condition in alike.iter().filter_map(|it| it.first()).map(|it| bundle.condition(it)) {
            match condition.kind {
                ConditionKind::Program => met.programs.push(condition.value),
                ConditionKind::Criteria => met.criteria.push((condition.name, condition.value)),
                kind => _ = met.ports.entry(kind).or_insert(condition.value),
            }
        }
        met.programs.truncate(CONDITIONS - PORTS);
        met.criteria.truncate(CONDITIONS - PORTS);
        met
    }

    fn context(&self) -> Context<'_> {
        let mut context = Context::default().program(&self.programs).criteria(&self.criteria);
        for (kind, value) in &self.ports {
            context = match kind {
                ConditionKind::Terminal => context.terminal(value),
                ConditionKind::Console => context.console(value),
                ConditionKind::Jesinput => context.jesinput(value),
                ConditionKind::Servauth => context.servauth(value),
                ConditionKind::Appcport => context.appcport(value),
                ConditionKind::Sysid => context.sysid(value),
                ConditionKind::Program | ConditionKind::Criteria => context,
            };
        }
        context
    }
}

/// Who asks in which class, and under which conditions.
#[derive(Clone, Copy)]
struct Asker<'a> {
    engine: &'a Engine,
    class: &'a str,
    user: Option<&'a str>,
    met: &'a Met<'a>,
}

impl Asker<'_> {
    fn request<'r>(&'r self, name: &'r str) -> Request<'r> {
        let requester = self.user.map_or(Requester::Undefined, Requester::User);
        let question = Question::new(self.class, name).context(self.met.context());
        Request::new(requester, question, TODAY)
    }

    /// The slowest request for a name: by either service, and on a volume that no profile has.
    fn slowest<'r>(&'r self, name: &'r str) -> (u64, Request<'r>) {
        let request = self.request(name);
        let with = |question| {
            let mut changed = request;
            changed.question = question;
            changed
        };
        let fast = with(request.question.mode(Mode::FastAuth));
        let elsewhere = with(request.question.volume(NO_VOLUME));
        let steps = |request: Request<'r>| (self.engine.decision_steps(&request), request);
        let others = [fast, elsewhere].map(steps);
        let slower = |best: (u64, _), next: (u64, _)| if next.0 > best.0 { next } else { best };
        others.into_iter().fold(steps(request), slower)
    }

    fn steps(&self, name: &str) -> u64 {
        self.slowest(name).0
    }

    fn decide(&self, request: &Request<'_>) {
        let _ = std::hint::black_box(self.engine.decide(request));
    }
}

/// How long a name may be.
#[derive(Clone, Copy)]
struct Limit {
    characters: usize,
    is_dataset: bool,
}

impl Limit {
    /// As many of the qualifiers as a name has room for.
    fn join<'q>(self, qualifiers: impl IntoIterator<Item = &'q str>) -> String {
        let mut name = String::new();
        for qualifier in qualifiers {
            let qualifier = if self.is_dataset {
                qualifier.get(..8.min(qualifier.len()))
            } else {
                Some(qualifier)
            };
            let Some(qualifier) = qualifier.filter(|qualifier| !qualifier.is_empty()) else {
                continue;
            };
            if name.len() + 1 + qualifier.len() > self.characters {
                break;
            }
            if !name.is_empty() {
                name.push('.');
            }
            name.push_str(qualifier);
        }
        name
    }
}

/// Generic profiles and global entries, evenly spread, and the profiles with the longest lists; with values for
/// their variables.
fn names(bundle: &Bundle<'_>, class: &ClassRow, user: Option<&str>) -> Vec<String> {
    let all = run(bundle.profiles(), class.profiles());
    let mut longest: Vec<&ProfileRow> = all.iter().collect();
    longest.sort_by_key(|row| Reverse(row.standard().len() + row.conditional().len()));
    let longest = longest.into_iter().take(LONGEST).map(|row| bundle.text(row.name()));
    let profiles = all.iter().filter(|row| row.flags() & profile_flag::GENERIC != 0);
    let globals = run(bundle.globals(), class.globals()).iter();
    let names: Vec<&str> = profiles
        .map(|row| bundle.text(row.name()))
        .chain(globals.map(|row| bundle.text(row.name())))
        .collect();
    let step = names.len().div_ceil(SAMPLE).max(1);
    let values = values(bundle, user);
    let names = names.into_iter().step_by(step).chain(longest);
    names.map(|name| with_values(name, &values)).collect()
}

/// The first member of each variable, of those with long names first.
fn values<'b>(bundle: &Bundle<'b>, user: Option<&'b str>) -> Vec<(&'b str, &'b str)> {
    let declared = bundle.variables().iter().filter_map(|row| {
        let member = run(bundle.members(), row.members()).first()?;
        Some((bundle.text(row.name()), bundle.text(*member)))
    });
    let mut values: Vec<(&str, &str)> =
        declared.chain(user.map(|user| ("&RACUID", user))).collect();
    values.sort_by_key(|(variable, _)| std::cmp::Reverse(variable.len()));
    values
}

fn with_values(name: &str, values: &[(&str, &str)]) -> String {
    let replace = |name: String, (variable, value): &(&str, &str)| name.replace(variable, value);
    if name.contains('&') { values.iter().fold(name.to_owned(), replace) } else { name.to_owned() }
}

/// A qualifier without generic characters that a pattern matches.
fn matched(qualifier: &str) -> String {
    let fixed = qualifier.trim_end_matches('*');
    if fixed.is_empty() { "A".to_owned() } else { fixed.replace(['%', '&'], "A") }
}

/// The qualifiers that most names have, and some that few have.
fn qualifiers(names: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for qualifier in names.iter().flat_map(|name| name.split('.')) {
        *counts.entry(matched(qualifier)).or_default() += 1;
    }
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let step = (all.len() / QUALIFIERS).max(1);
    let (often, rest) = all.split_at(all.len().min(QUALIFIERS / 2));
    let seldom = rest.iter().step_by(step).take(QUALIFIERS / 2);
    often.iter().chain(seldom).map(|(qualifier, _)| qualifier.clone()).collect()
}

/// Names that begin as a generic name does and then repeat a qualifier, and one that ends otherwise.
fn candidates(name: &str, qualifiers: &[String], limit: Limit) -> Vec<String> {
    let own: Vec<String> = name.split('.').map(matched).collect();
    let begins = name.split('.').take_while(|qualifier| *qualifier != "**").count();
    let beginning = || own.iter().take(begins).map(String::as_str);
    let repeated = |qualifier: &str| -> String {
        let rest = std::iter::repeat_n(qualifier, limit.characters);
        limit.join(beginning().chain(rest))
    };
    let mut all = vec![limit.join(own.iter().map(String::as_str))];
    all.extend(qualifiers.iter().take(2).map(|qualifier| repeated(qualifier)));
    all.extend(own.iter().skip(begins).take(3).map(|qualifier| repeated(qualifier)));
    let whole = own.iter().skip(begins).map(String::as_str).cycle().take(limit.characters);
    all.push(limit.join(beginning().chain(whole)));
    all
}

/// The name with one or more qualifiers changed, added or left out.
fn changed(name: &str, qualifiers: &[String], limit: Limit, random: &mut Random) -> String {
    let mut parts: Vec<&str> = name.split('.').collect();
    for _ in 0..=random.below(3) {
        let at = random.below(parts.len());
        let next = random.pick(qualifiers).map_or("A", String::as_str);
        match random.below(4) {
            0 => parts.insert(at, next),
            1 if parts.len() > 1 => {
                parts.remove(at);
            }
            2 => {
                let from = parts.get(random.below(parts.len())).copied();
                if let (Some(from), Some(to)) = (from, parts.get_mut(at)) {
                    *to = from;
                }
            }
            _ => {
                if let Some(part) = parts.get_mut(at) {
                    *part = next;
                }
            }
        }
    }
    limit.join(parts)
}
