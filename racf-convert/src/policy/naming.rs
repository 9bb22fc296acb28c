//! Generic data set names, where the option that gave them their meaning was switched off.
//!
//! `**` needs enhanced generic naming. RACF advises against switching it off once there are such
//! names, and keeps what they cover (Security Administrator's Guide, "Activating enhanced generic
//! naming"). A policy can represent that only with the option on; then the other names are written so
//! that they cover what they cover without it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::entries::global_entries;
use super::gap::{Gap, GapKind};
use saffron_lang::Span;
use saffron_racf::database::{Database, ProfileKey};

const DATASET: &str = "DATASET";

/// How names of data sets are written.
#[derive(Clone, Debug, Default)]
pub(super) struct Naming {
    /// Whether they are written for the option, though it is off.
    enhanced: bool,
    /// Names that are taken, so that no other can become them.
    taken: BTreeSet<String>,
}

impl Naming {
    /// What the names of a database need.
    pub(super) fn of(database: &Database, gaps: &mut Vec<Gap>) -> Self {
        let profiles = database.classes.get(DATASET).into_iter().flatten();
        let profiles = profiles.map(|(key, it)| (key.name.as_str(), it.origin));
        let global = global_entries(database, DATASET);
        let names: Vec<(&str, Span)> =
            profiles.chain(global.map(|(name, _, span)| (name, span))).collect();
        let first = names.iter().find(|(name, _)| has_double_star(name));
        let option = &database.options.enhanced_generic_naming;
        let (Some((name, span)), false) = (first, option.value) else { return Self::default() };
        let why = format!("the policy writes data set names with EGN, which `{name}` requires");
        gaps.push(Gap::new(GapKind::Unsaid, "NOEGN", why, Some(*span)));
        Self { enhanced: true, taken: names.iter().map(|(name, _)| (*name).to_owned()).collect() }
    }

    /// Whether the commands turn the option on.
    pub(super) fn is_enhanced(&self) -> bool {
        self.enhanced
    }

    /// A generic name of a class.
    pub(super) fn name<'n>(&self, class: &str, name: &'n str) -> Cow<'n, str> {
        let open = name.ends_with('*') && !has_double_star(name);
        if !self.enhanced || class != DATASET || !open {
            return Cow::Borrowed(name);
        }
        let anew = format!("{name}.**");
        if self.taken.contains(&anew) { Cow::Borrowed(name) } else { Cow::Owned(anew) }
    }

    /// The key of a profile.
    pub(super) fn key<'k>(&self, class: &str, key: &'k ProfileKey) -> Cow<'k, ProfileKey> {
        match self.name(class, &key.name) {
            Cow::Owned(name) if key.generic => Cow::Owned(ProfileKey { name, ..key.clone() }),
            _ => Cow::Borrowed(key),
        }
    }
}

fn has_double_star(name: &str) -> bool {
    name.split('.').any(|it| it == "**")
}
