//! The discrete data set profiles of one name that have volumes, found by volume: no two of them have
//! one in common.

use std::collections::{BTreeMap, BTreeSet};

use super::key::ProfileKey;

/// Profiles of one name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct OnVolumes {
    keys: BTreeSet<ProfileKey>,
    by_volume: BTreeMap<String, ProfileKey>,
}

/// What a command finds of them.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'k> {
    Nothing,
    Only(&'k ProfileKey),
    Several,
}

impl OnVolumes {
    pub(super) const NONE: &'static Self =
        &Self { keys: BTreeSet::new(), by_volume: BTreeMap::new() };

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(super) fn add(&mut self, key: &ProfileKey) {
        let volumes = key.volumes.iter();
        self.by_volume.extend(volumes.map(|volume| (volume.clone(), key.clone())));
        self.keys.insert(key.clone());
    }

    pub(super) fn remove(&mut self, key: &ProfileKey) {
        for volume in &key.volumes {
            self.by_volume.remove(volume);
        }
        self.keys.remove(key);
    }

    /// The profile on a volume.
    pub(super) fn on(&self, volume: &str) -> Option<&ProfileKey> {
        self.by_volume.get(volume)
    }

    /// The profiles that have all of these volumes; without volumes, any.
    pub(super) fn with(&self, volumes: &[String]) -> Found<'_> {
        let Some((first, others)) = volumes.split_first() else {
            let mut keys = self.keys.iter();
            return match (keys.next(), keys.next()) {
                (None, _) => Found::Nothing,
                (Some(only), None) => Found::Only(only),
                _ => Found::Several,
            };
        };
        let found = self.on(first).filter(|key| others.iter().all(|it| key.volumes.contains(it)));
        found.map_or(Found::Nothing, Found::Only)
    }
}
