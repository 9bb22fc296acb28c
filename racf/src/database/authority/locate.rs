//! Which profile a command names: by the same rules as the commands themselves find it.

use saffron_vocabulary::specificity::has_generic_characters;

use crate::command::Name;
use crate::database::class::{Class, DATASET};
use crate::database::key::KeyRef;
use crate::database::name::fold;
use crate::database::on_volumes::Found;
use crate::database::{Database, ProfileKey};

use super::need::Object;

/// A profile as a command names it: folded and prefixed, not looked up.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) class: String,
    pub(super) name: String,
    /// GENERIC or FGENERIC.
    pub(super) generic: bool,
    /// VOLUME or FVOLUME.
    pub(super) volumes: Vec<String>,
}

impl Named {
    /// By class and name alone.
    pub(super) fn new(database: &Database, issuer: &str, class: &str, name: &Name) -> Self {
        let name = stored_name(database, issuer, class, name);
        Self { class: class.to_owned(), name, generic: false, volumes: Vec::new() }
    }

    /// The profile, if it is defined.
    pub(super) fn object(&self, database: &Database) -> Option<Object> {
        let class = database.class(&self.class)?;
        let key = self.key(database, &class)?;
        Some(Object::Profile { class: self.class.clone(), key })
    }

    fn key(&self, database: &Database, class: &Class) -> Option<ProfileKey> {
        let name = self.name.as_str();
        let data_set = class.is_data_set();
        let spelt = has_generic_characters(name, !data_set) && database.is_generic(class);
        let generic = spelt || (self.generic && data_set);
        if data_set && !generic {
            return self.on_volume(database);
        }
        database.profile(&class.name, KeyRef::of(name, generic))?;
        Some(ProfileKey { name: name.to_owned(), generic, volumes: Vec::new() })
    }

    /// A discrete data set profile: of the volumes that are named, or the only one.
    fn on_volume(&self, database: &Database) -> Option<ProfileKey> {
        let anywhere = database.profile(DATASET, KeyRef::discrete(&self.name)).is_some();
        match database.on_volumes(&self.name).with(&self.volumes) {
            Found::Only(only) if !anywhere || !self.volumes.is_empty() => Some(only.clone()),
            Found::Nothing if anywhere => {
                Some(ProfileKey { name: self.name.clone(), generic: false, volumes: Vec::new() })
            }
            _ => None,
        }
    }
}

/// The serials of VOLUME.
pub(super) fn serials(names: &[Name]) -> Vec<String> {
    names.iter().map(|it| fold(&it.text)).collect()
}

fn stored_name(database: &Database, issuer: &str, class: &str, name: &Name) -> String {
    if class == DATASET {
        return data_set_name(database, issuer, name);
    }
    match database.class(class) {
        Some(class) if class.descriptor.mixed_case => name.text.clone(),
        _ => fold(&name.text),
    }
}

/// Without quotes the issuer's ID comes before the name; SETROPTS PREFIX before a single qualifier.
fn data_set_name(database: &Database, issuer: &str, name: &Name) -> String {
    let folded = fold(&name.text);
    if !name.quoted {
        return format!("{issuer}.{folded}");
    }
    match &database.options.prefix.value {
        Some(prefix) if !folded.contains('.') => format!("{prefix}.{folded}"),
        _ => folded,
    }
}
