//! The policy of a size in the forms that engines want, and the requests.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use saffron_bundle::{Bundle, IdIndex, run};
use saffron_runtime::{Day, Engine, Question, Request, Requester};
use saffron_vocabulary::racf::AccessLevel;
use saffron_workload::baseline::HashMaps;
use saffron_workload::{Asked, Workload, workload};

/// What is asked, and what answers are made from.
pub struct Site {
    pub asked: Vec<Asked>,
    pub bundle: Vec<u8>,
    /// From text to bundle.
    pub compile: Duration,
    pub users: Vec<(String, Vec<String>)>,
    pub profiles: Vec<Profile>,
    /// The profiles that the requests of slow engines need.
    pub needed: HashSet<String>,
}

/// Who may read.
pub struct Profile {
    /// Class and name.
    pub name: String,
    pub readers: Vec<String>,
    pub everyone: bool,
}

/// The day on which everything is decided.
pub fn day() -> Day {
    Day::from_civil(2026, 11, 28).unwrap_or(Day(0))
}

pub fn request(asked: &Asked) -> Request<'_> {
    let question = Question::new(asked.class, &asked.resource);
    Request::new(Requester::User(&asked.user), question, day())
}

impl Site {
    pub fn of(profiles: usize, most: usize) -> Result<Self> {
        let workload = Workload::of(profiles);
        let start = Instant::now();
        let bundle = workload::compiled(&workload.text).bundle.context("the workload compiles")?;
        let compile = start.elapsed();
        let opened = Bundle::open(&bundle).ok().context("the bundle opens")?;
        let (users, profiles) = (users(&opened), self::profiles(&opened));
        let resolver = Resolver::of(profiles.iter().map(|it| it.name.as_str()));
        let needed = workload.requests.iter().take(most).filter_map(|it| resolver.profile(it));
        let needed = needed.map(str::to_owned).collect();
        Ok(Self { asked: workload.requests, bundle, compile, users, profiles, needed })
    }

    /// What Saffron answers: the others must agree.
    pub fn answers(&self) -> Vec<bool> {
        let engine = Engine::open(self.bundle.clone()).ok();
        let decide =
            |it| engine.as_ref().is_some_and(|engine| engine.decide(&request(it)).is_grant());
        self.asked.iter().map(decide).collect()
    }

    pub fn maps(&self) -> Result<HashMaps> {
        Ok(HashMaps::of(&Bundle::open(&self.bundle).ok().context("the bundle opens")?))
    }
}

fn users(bundle: &Bundle<'_>) -> Vec<(String, Vec<String>)> {
    let name = |id: u32| bundle.id_name(IdIndex(id)).to_owned();
    let user = |user: &saffron_bundle::layout::UserRow| {
        let groups = run(bundle.groups(), user.connections());
        (name(user.auth()), groups.iter().map(|group| name(group.get())).collect())
    };
    bundle.users().iter().map(user).collect()
}

fn profiles(bundle: &Bundle<'_>) -> Vec<Profile> {
    let profile = |profile: &saffron_bundle::layout::ProfileRow| {
        let class = bundle.classes().get(usize::from(profile.class()));
        let class = class.map_or("", |row| row.name());
        let entries = run(bundle.entries(), profile.standard()).iter();
        let readers = entries.filter(|entry| entry.level() >= AccessLevel::Read);
        Profile {
            name: format!("{class} {}", bundle.text(profile.name())),
            readers: readers.map(|entry| bundle.who(entry.who()).1.to_owned()).collect(),
            everyone: profile.uacc() >= AccessLevel::Read,
        }
    };
    bundle.profiles().iter().map(profile).collect()
}

/// Finds the profile of a name, for engines that have no generic names: the host does it for them. It knows the generic
/// names of the workload, which end in `.**` or `*.**`, and no others.
#[derive(Default)]
pub struct Resolver {
    /// Class and name.
    names: HashSet<String>,
    /// Of names that end in `*.**`: by what is before their last plain characters, these and the name; long ones first.
    partial: HashMap<String, Vec<(String, String)>>,
}

impl Resolver {
    pub fn of<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut resolver = Self::default();
        for name in names {
            let beginning = name.strip_suffix("*.**").filter(|it| !it.ends_with('.'));
            if let Some((before, part)) = beginning.and_then(|it| it.rsplit_once('.')) {
                let parts = resolver.partial.entry(before.to_owned()).or_default();
                parts.push((part.to_owned(), name.to_owned()));
            }
            resolver.names.insert(name.to_owned());
        }
        for parts in resolver.partial.values_mut() {
            parts.sort_by_key(|(part, _)| std::cmp::Reverse(part.len()));
        }
        resolver
    }

    /// The exact name, else the most specific generic name, which is the one with most in common.
    pub fn profile(&self, asked: &Asked) -> Option<&str> {
        let mut key = format!("{} {}", asked.class, asked.resource);
        if let Some(name) = self.names.get(&key) {
            return Some(name);
        }
        loop {
            let stem = key.len();
            key.push_str(".**");
            if let Some(name) = self.names.get(&key) {
                return Some(name);
            }
            key.truncate(stem);
            let (before, last) = key.rsplit_once('.')?;
            let parts = self.partial.get(before).map(Vec::as_slice).unwrap_or_default();
            if let Some((_, name)) = parts.iter().find(|(part, _)| last.starts_with(part.as_str()))
            {
                return Some(name);
            }
            key.truncate(before.len());
        }
    }
}
