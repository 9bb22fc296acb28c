//! EGN and NOEGN: generic data set names keep what they cover when the option changes.
//!
//! Source: `Security Administrator's Guide`, activating enhanced generic naming: a profile `A.*` of
//! before is `A.*.**` after.

use indexmap::IndexMap;
use saffron_diagnostics::Span;

use super::class::DATASET;
use super::key::KeyRef;
use super::members::split_level;
use super::session::Work;
use super::{Database, Fact, ProfileKey};

impl Work<'_> {
    pub(super) fn enhanced_generic_naming(&mut self, on: bool, span: Span) {
        let was = self.database.options.enhanced_generic_naming.value;
        self.database.options.enhanced_generic_naming = Fact::said(on, self.span);
        if was == on {
            return;
        }
        let rename = if on { to_enhanced } else { to_plain };
        let renamed = self.database.rename_data_sets(rename);
        if renamed > 0 {
            let text = format!(
                "generic data set names are rewritten and cover the same data sets as before ({renamed})"
            );
            self.reply.note(None, text, span);
        }
        if !on {
            self.remark_on_double_stars(span);
        }
    }

    /// RACF advises against switching EGN off once there are names that only it knows.
    fn remark_on_double_stars(&mut self, span: Span) {
        let profiles = self.database.classes.get(DATASET);
        let left = profiles
            .into_iter()
            .flat_map(|it| it.keys())
            .find(|key| key.generic && key.name.split('.').any(|it| it == "**"));
        if let Some(key) = left {
            let text = format!("names such as `{}` have no meaning without EGN", key.name);
            self.reply.warn(None, text, span);
        }
    }
}

/// `A.*` as `A.*.**`
fn to_enhanced(name: &str) -> Option<String> {
    let open = name.ends_with('*') && !name.ends_with("**");
    open.then(|| format!("{name}.**"))
}

/// `A.*.**` as `A.*`
fn to_plain(name: &str) -> Option<String> {
    let stem = name.strip_suffix(".**")?;
    stem.ends_with('*').then(|| stem.to_owned())
}

impl Database {
    /// Renames generic data set profiles and members of GLOBAL DATASET; returns how many.
    fn rename_data_sets(&mut self, rename: fn(&str) -> Option<String>) -> usize {
        let keys = self.classes.get(DATASET).into_iter().flat_map(|it| it.keys());
        let changed: Vec<(ProfileKey, String)> = keys
            .filter(|key| key.generic)
            .filter_map(|key| Some((key.clone(), rename(&key.name)?)))
            .collect();
        let mut renamed = 0;
        for (old, name) in changed {
            let key = ProfileKey { name, ..old.clone() };
            if self.profile(DATASET, KeyRef::from(&key)).is_none()
                && let Some(profile) = self.remove_profile(DATASET, KeyRef::from(&old))
            {
                self.add_profile(DATASET, key, profile);
                renamed += 1;
            }
        }
        self.rename_global(rename);
        renamed
    }

    fn rename_global(&mut self, rename: fn(&str) -> Option<String>) {
        let profile = self.profile_mut("GLOBAL", KeyRef::discrete(DATASET));
        let Some(details) = profile.and_then(|it| it.details.as_mut()) else { return };
        let members = std::mem::take(&mut details.members);
        let anew = |(text, origin): (String, Option<Span>)| {
            let (name, level) = split_level(&text);
            let text = rename(name).map_or(text.clone(), |it| format!("{it}/{level}"));
            (text, origin)
        };
        details.members = members.into_iter().map(anew).collect::<IndexMap<_, _>>();
    }
}
