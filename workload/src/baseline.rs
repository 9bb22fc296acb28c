//! What the engine is compared with in the same run.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use saffron_bundle::{Bundle, IdIndex, run};
use saffron_vocabulary::racf::AccessLevel;

use crate::workload::Asked;

/// The policy in the standard library's hash maps, as an application would hold it that asks for
/// no more than "which level": no conditions, no attributes, no reasons.
#[derive(Debug, Default)]
pub struct HashMaps {
    groups_of: HashMap<String, Vec<String>>,
    profiles: HashMap<(String, String), HashMap<String, AccessLevel>>,
    uacc: HashMap<(String, String), AccessLevel>,
}

impl HashMaps {
    /// The same policy as a bundle's.
    pub fn of(bundle: &Bundle<'_>) -> Self {
        let mut maps = Self::default();
        let name = |id: u32| bundle.id_name(IdIndex(id)).to_owned();
        for user in bundle.users() {
            let groups = run(bundle.groups(), user.connections());
            let groups = groups.iter().map(|group| name(group.get())).collect();
            maps.groups_of.insert(name(user.auth()), groups);
        }
        for profile in bundle.profiles() {
            let class = bundle.classes().get(usize::from(profile.class()));
            let class = class.map(|row| row.name().to_owned()).unwrap_or_default();
            let key = (class, bundle.text(profile.name()).to_owned());
            let entries = run(bundle.entries(), profile.standard()).iter();
            let list = entries.map(|entry| {
                let (_, id) = bundle.who(entry.who());
                (id.to_owned(), entry.level())
            });
            maps.profiles.insert(key.clone(), list.collect());
            maps.uacc.insert(key, profile.uacc());
        }
        maps
    }

    /// The level of a request: exact name, then ever shorter `.**` names.
    pub fn level(&self, asked: &Asked) -> AccessLevel {
        let mut key = (asked.class.to_owned(), asked.resource.clone());
        let mut stem = asked.resource.as_str();
        loop {
            if let Some(list) = self.profiles.get(&key) {
                return self.granted(list, &key, asked);
            }
            let Some((shorter, _)) = stem.rsplit_once('.') else { return AccessLevel::None };
            stem = shorter;
            key.1 = format!("{stem}.**");
        }
    }

    fn granted(
        &self,
        list: &HashMap<String, AccessLevel>,
        key: &(String, String),
        asked: &Asked,
    ) -> AccessLevel {
        if let Some(level) = list.get(&asked.user) {
            return *level;
        }
        let groups = self.groups_of.get(&asked.user).map(Vec::as_slice).unwrap_or_default();
        let best = groups.iter().filter_map(|group| list.get(group)).max();
        best.or_else(|| self.uacc.get(key)).copied().unwrap_or(AccessLevel::None)
    }
}

/// The bare cost of hashing the three strings of a request with the standard library's hasher.
pub fn hash_strings(state: &std::hash::RandomState, asked: &Asked) -> u64 {
    let one = |text: &str| state.hash_one(text);
    one(&asked.user) ^ one(asked.class) ^ one(&asked.resource)
}
