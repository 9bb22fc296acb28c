//! The slowest decisions of a policy: names made of its own generic names, for which the search of a
//! profile takes many steps.
//!
//! What makes a search long is a name that matches the beginning of many generic names and the end
//! of none. So names are made of the qualifiers of the policy, repeated up to the longest name of the
//! class, and changed as long as that takes more steps. The search is the same on every machine; only
//! the times differ.

use std::collections::BTreeMap;
use std::time::Duration;

use saffron_bundle::layout::{ClassRow, class_flag, profile_flag};
use saffron_bundle::{Bundle, run};
use saffron_runtime::{Day, Engine, Question, Request, Requester};

use crate::measure::repeat;
use crate::random::Random;

/// The slowest name that was found in a class.
#[derive(Clone, Debug)]
pub struct Slowest {
    /// The class.
    pub class: String,
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
/// Qualifiers from which names are made.
const QUALIFIERS: usize = 64;
/// Changes that are tried for each class.
const CHANGES: usize = 2_000;
/// The date of the requests.
const TODAY: Day = Day(20_000);

/// The slowest name of each class that has generic names, the slowest first.
pub fn slowest(engine: &Engine, budget: Duration) -> Vec<Slowest> {
    let bundle = engine.bundle_sections();
    let user = bundle.users().first().map(|user| bundle.authorities().get(user.auth() as usize));
    let user = user.flatten().map(|id| id.name().to_owned());
    let asker = Asker { engine, user: user.as_deref() };
    let classes = bundle.classes().iter();
    let mut found: Vec<Slowest> =
        classes.filter_map(|class| of_class(&asker, bundle, class, budget)).collect();
    found.sort_by(|one, other| {
        other.steps.cmp(&one.steps).then_with(|| one.class.cmp(&other.class))
    });
    found
}

fn of_class(
    asker: &Asker<'_>,
    bundle: &Bundle<'_>,
    class: &ClassRow,
    budget: Duration,
) -> Option<Slowest> {
    let names = generic_names(bundle, class, asker.user);
    if names.is_empty() {
        return None;
    }
    let limit = Limit {
        characters: usize::from(class.max_length()),
        is_dataset: class.flags() & class_flag::DATASET != 0,
    };
    let qualifiers = qualifiers(&names);
    let best = names.iter().flat_map(|name| candidates(name, &qualifiers, limit));
    let best = best.map(|name| (asker.steps(class.name(), &name), name));
    let (mut steps, mut name) = best.max_by_key(|(steps, _)| *steps)?;
    let mut random = Random::new(1);
    for _ in 0..CHANGES {
        let next = changed(&name, &qualifiers, limit, &mut random);
        let taken = asker.steps(class.name(), &next);
        if taken > steps {
            (steps, name) = (taken, next);
        }
    }
    if steps == 0 {
        return None;
    }
    let times = repeat(budget, || asker.decide(class.name(), &name));
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    Some(Slowest { class: class.name().to_owned(), name, steps, median, runs: times.len() })
}

/// Who asks.
struct Asker<'a> {
    engine: &'a Engine,
    user: Option<&'a str>,
}

impl Asker<'_> {
    fn request<'r>(&'r self, class: &'r str, name: &'r str) -> Request<'r> {
        let requester = self.user.map_or(Requester::Undefined, Requester::User);
        Request::new(requester, Question::new(class, name), TODAY)
    }

    fn steps(&self, class: &str, name: &str) -> u64 {
        self.engine.decision_steps(&self.request(class, name))
    }

    fn decide(&self, class: &str, name: &str) {
        let _ = std::hint::black_box(self.engine.decide(&self.request(class, name)));
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

/// Generic profiles and global entries, evenly spread, with values for their variables.
fn generic_names(bundle: &Bundle<'_>, class: &ClassRow, user: Option<&str>) -> Vec<String> {
    let profiles = run(bundle.profiles(), class.profiles()).iter();
    let profiles = profiles.filter(|row| row.flags() & profile_flag::GENERIC != 0);
    let globals = run(bundle.globals(), class.globals()).iter();
    let names: Vec<&str> = profiles
        .map(|row| bundle.text(row.name()))
        .chain(globals.map(|row| bundle.text(row.name())))
        .collect();
    let step = names.len().div_ceil(SAMPLE).max(1);
    let values = values(bundle, user);
    names.into_iter().step_by(step).map(|name| with_values(name, &values)).collect()
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
