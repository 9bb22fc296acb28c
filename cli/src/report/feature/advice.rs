//! The declaration that would add what is missing.
#![expect(clippy::indexing_slicing, reason = "ids index the tables of the model that minted them")]

use saffron_compiler::model::{ClassId, Model, Profile, ProfileKind};
use saffron_runtime::{Decision, ProfileView};
use saffron_vocabulary::racf::{AccessLevel, EntryKind, Step};

use super::finding::Advice;

/// The access that is needed.
pub(super) struct Asked<'m> {
    pub(super) model: &'m Model,
    pub(super) access: AccessLevel,
    pub(super) class: ClassId,
    pub(super) resource: &'m str,
    /// The group whose members need it, if it is stated for a group.
    pub(super) members_of: Option<&'m str>,
}

/// A user and the decision that denies what is needed.
pub(super) type Lacking<'m, 'b> = (&'m str, Decision<'b>);

fn plain(declaration: String) -> Advice {
    Advice { note: None, declaration }
}

fn noted(note: impl Into<String>, declaration: String) -> Advice {
    Advice { note: Some(note.into()), declaration }
}

impl Asked<'_> {
    /// Declarations that grant it to all users who lack it.
    pub(super) fn advice(&self, lacking: &[Lacking<'_, '_>]) -> Vec<Advice> {
        let mut advice = Vec::new();
        let mut permitted = Vec::new();
        for (user, decision) in lacking {
            match self.obstacle(user, decision) {
                Some(obstacle) => advice.push(obstacle),
                None => permitted.push((*user, decision)),
            }
        }
        if let Some((_, decision)) = permitted.first() {
            let users: Vec<&str> = permitted.iter().map(|(user, _)| *user).collect();
            let who = self.members_of.map_or_else(|| users.join(", "), ToOwned::to_owned);
            advice.extend(self.permits(&who, decision));
        }
        advice.dedup();
        advice
    }

    fn level(&self) -> String {
        self.access.as_str().to_lowercase()
    }

    fn class_name(&self) -> &str {
        &self.model.classes[self.class].name
    }

    /// The obstacle, if a new entry would not be sufficient.
    fn obstacle(&self, user: &str, decision: &Decision<'_>) -> Option<Advice> {
        let class = self.class_name();
        match decision.step {
            Step::UserRevoked => Some(noted(format!("{user} is revoked"), "revoked no".to_owned())),
            Step::ClassInactive => Some(noted("in `options`", format!("active [{class}]"))),
            Step::ClassNotRaclisted => Some(noted("in `options`", format!("raclist [{class}]"))),
            Step::Seclabel | Step::Seclevel | Step::Category => Some(noted(
                format!("{user} lacks the security label, level or category of the resource"),
                format!("user {user} {{ security-level …  categories [ … ] }}"),
            )),
            _ => self.own_entry(user, decision),
        }
    }

    /// The user's own entry, if it grants too little.
    fn own_entry(&self, user: &str, decision: &Decision<'_>) -> Option<Advice> {
        let entry = decision.entry().filter(|entry| {
            entry.kind == EntryKind::User && entry.id == user && entry.when.is_none()
        })?;
        let place = decision.source().map(|source| format!(" in {}:{}", source.file, source.line));
        let place = place.unwrap_or_default();
        let now = entry.access.as_str().to_lowercase();
        Some(noted(
            format!("replace `permit {user}: {now}`{place}"),
            format!("permit {user}: {}", self.level()),
        ))
    }

    /// An entry on the profile that covers the resource, or a profile.
    fn permits(&self, who: &str, decision: &Decision<'_>) -> Vec<Advice> {
        let (class, resource) = (self.class_name(), self.resource);
        let level = self.level();
        let own = format!("profile {class} \"{resource}\" {{ uacc none  permit {who}: {level} }}");
        let Some(view) = &decision.profile() else {
            return vec![plain(own)];
        };
        let permit = |target: String| plain(format!("permit {who}: {level} on {target}"));
        let Some(target) = self.target(view) else { return vec![plain(own)] };
        if view.name == resource {
            return vec![permit(target)];
        }
        let note = "or a separate profile, which then applies instead of the generic one";
        vec![permit(target), noted(note, own)]
    }

    /// The profile as `permit … on` names it; for a member, its grouping profile.
    fn target(&self, view: &ProfileView<'_>) -> Option<String> {
        let profiles = || self.model.profiles.iter();
        let class = |profile: &Profile| &self.model.classes[profile.class];
        let own = profiles().find(|profile| {
            class(profile).name == view.class
                && profile.name == view.name
                && (profile.kind == ProfileKind::Generic) == view.generic
                && view.volume.is_none_or(|volume| profile.volumes.iter().any(|it| it == volume))
        });
        let grouping = || {
            profiles().find(|profile| {
                class(profile).descriptor.member_class == Some(self.class)
                    && profile.members.iter().any(|member| member.name == view.name)
            })
        };
        let profile = own.or_else(grouping)?;
        let fully_qualified =
            profile.kind == ProfileKind::Generic && !profile.name.contains(['*', '%', '&']);
        let generic = if fully_qualified { " generic" } else { "" };
        let volume = match profile.volumes.as_slice() {
            [] => String::new(),
            [only] => format!(" volume {only:?}"),
            several => format!(" volumes {several:?}"),
        };
        Some(format!("{} \"{}\"{generic}{volume}", class(profile).name, profile.name))
    }
}
