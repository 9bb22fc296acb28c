//! Which profile a command names.

use crate::command::Name;
use crate::database::{Database, Profile, ProfileKey};

use super::class;
use super::need::Object;

/// The profile of a class that a name stands for, as the commands that change profiles find it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'t> {
    pub(super) class: &'t str,
    pub(super) name: &'t str,
    /// GENERIC
    pub(super) generic: bool,
    /// VOLUME
    pub(super) volume: Option<&'t str>,
}

impl Target<'_> {
    /// The profile, if it is defined.
    pub(super) fn find(self, database: &Database) -> Option<(Object, &Profile)> {
        let profiles = database.classes.get(self.class)?;
        let spelt = self.generic || self.name.contains(['*', '%', '&']);
        let named = |key: &ProfileKey| key.name == self.name;
        let generic = profiles.iter().find(|(key, _)| key.generic && spelt && named(key));
        let on_volume = |key: &ProfileKey| {
            self.volume.is_none_or(|it| key.volumes.iter().any(|volume| volume == it))
        };
        let discrete = || {
            let mut all = profiles.iter();
            all.find(|(key, _)| !key.generic && !self.generic && named(key) && on_volume(key))
        };
        let (key, profile) = generic.or_else(discrete)?;
        Some((Object::Profile { class: self.class.to_owned(), key: key.clone() }, profile))
    }
}

/// The name of a data set profile in full: without quotes the issuer's ID comes before it.
pub(super) fn data_set_name(database: &Database, issuer: &str, name: &Name) -> String {
    let text = name.text.to_ascii_uppercase();
    let full = if name.quoted { text } else { format!("{issuer}.{text}") };
    match &database.options.prefix.value {
        Some(prefix) if !full.contains('.') => format!("{prefix}.{full}"),
        _ => full,
    }
}

/// The name of a profile of any class in full.
pub(super) fn profile_name(database: &Database, issuer: &str, class: &str, name: &Name) -> String {
    if class == "DATASET" {
        data_set_name(database, issuer, name)
    } else {
        class::fold(database, class, &name.text)
    }
}
