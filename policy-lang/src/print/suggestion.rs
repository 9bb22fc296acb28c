//! Suggestions as policy text on one line. `…` marks what the author has to choose.

use saffron_vocabulary::racf::AccessLevel;
use saffron_vocabulary::safr::{Access, ItemType};
use saffron_vocabulary::suggestion::{ProfileName, SafrGrant, SafrSuggestion, Suggestion};

use super::value::{quoted, written};

/// The declaration, or the clause, that carries out a suggestion for RACF.
pub fn suggestion(suggested: &Suggestion) -> String {
    match suggested {
        Suggestion::User { user } => format!("user {} {{ default-group … }}", written(user)),
        Suggestion::Connect { user, group } => {
            format!("connect {} to {}", written(user), written(group))
        }
        Suggestion::Permit { id, access, profile } => {
            format!("{} on {}", permit(id, *access), profile_name(profile))
        }
        Suggestion::Owner { id, .. } => format!("owner {}", written(id)),
        Suggestion::ProfileWithPermit { profile, id, access } => {
            new_profile(profile, &format!("uacc none  {}", permit(id, *access)))
        }
        Suggestion::ProfileWithUacc { profile, access } => {
            new_profile(profile, &format!("uacc {}", level(*access)))
        }
        Suggestion::ProfileWithOwner { profile, id } => {
            new_profile(profile, &format!("uacc none  owner {}", written(id)))
        }
    }
}

/// `DATASET "A.B" generic volume "VOL001"`: a profile as declarations refer to it.
pub fn profile_name(profile: &ProfileName) -> String {
    let generic = if profile.fully_qualified_generic { " generic" } else { "" };
    let volume = profile.volume.iter().map(|volume| format!(" volume {}", quoted(volume)));
    let volume = volume.collect::<String>();
    format!("{} {}{generic}{volume}", written(&profile.class), quoted(&profile.name))
}

fn new_profile(profile: &ProfileName, clauses: &str) -> String {
    format!("profile {} {{ {clauses} }}", profile_name(profile))
}

fn permit(id: &str, access: AccessLevel) -> String {
    format!("permit {}: {}", written(id), level(access))
}

fn level(access: AccessLevel) -> String {
    access.as_str().to_ascii_lowercase()
}

/// The declaration, or the clause of `safr { … }`, that carries out a suggestion for SAFR.
pub fn safr_suggestion(suggested: &SafrSuggestion) -> String {
    match suggested {
        SafrSuggestion::ExternalUser { user } => format!("external user {}", written(user)),
        SafrSuggestion::GroupForLogin { group, user, environment, access } => {
            let (group, user) = (written(group), written(user));
            let access = in_environment(environment, &[SafrGrant::Access(*access)]);
            format!("group {group} {{ members [{user}]  {access} }}")
        }
        SafrSuggestion::Member { group, user } => {
            format!("group {} {{ members [{}] }}", written(group), written(user))
        }
        SafrSuggestion::SystemAdministrator { user } => {
            format!("system-administrator {}", written(user))
        }
        SafrSuggestion::Option(switch) => format!("options {{ {switch} on }}"),
        SafrSuggestion::Environment { name } => format!("environment {} {{ }}", written(name)),
        SafrSuggestion::Group { name } => format!("group {} {{ }}", written(name)),
        SafrSuggestion::Item { environment, kind, name } => {
            format!("environment {} {{ {} }}", written(environment), item(*kind, name))
        }
        SafrSuggestion::Grants { group, environment, grants } => {
            format!("group {} {{ {} }}", written(group), in_environment(environment, grants))
        }
    }
}

fn item(kind: ItemType, name: &str) -> String {
    let declared = format!("{kind} {}", written(name));
    match kind {
        ItemType::View => format!("view-folder … {{ {declared} }}"),
        _ => declared,
    }
}

/// `in E as administrator`, or `in E { … }` with rights.
fn in_environment(environment: &str, grants: &[SafrGrant]) -> String {
    let mut text = format!("in {}", written(environment));
    let accesses: Vec<Access> = grants.iter().filter_map(access).collect();
    // An administrator has whatever another role has.
    let administrator = accesses.iter().find(|it| **it == Access::Administrator);
    let access = administrator.or(accesses.first());
    text.extend(access.map(|access| format!(" as {access}")));
    let clauses: Vec<String> = grants.iter().filter_map(clause).collect();
    if clauses.is_empty() { text } else { format!("{text} {{ {} }}", clauses.join("  ")) }
}

/// What the group is to be, where that is written after `as`.
const fn access(grant: &SafrGrant) -> Option<Access> {
    match grant {
        SafrGrant::Administrator => Some(Access::Administrator),
        // A general user: access as such.
        SafrGrant::Access(Access::General) => None,
        SafrGrant::Access(access) => Some(*access),
        _ => None,
    }
}

fn clause(grant: &SafrGrant) -> Option<String> {
    match grant {
        SafrGrant::Access(_) | SafrGrant::Administrator => None,
        SafrGrant::Edit { kind, name, right } => {
            Some(format!("edit {kind} {}: {right}", written(name)))
        }
        SafrGrant::Create(kind) => Some(format!("create [{kind}]")),
        SafrGrant::MigrateIn => Some("run [migrate-in]".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_where_the_language_requires_it() {
        for (name, text) in [
            ("LF_GL", "LF_GL"),
            ("#A", "#A"),
            ("0PER", "\"0PER\""),
            ("month end", "\"month end\""),
            ("a\"b\\", "\"a\\\"b\\\\\""),
            ("", "\"\""),
        ] {
            let declared = safr_suggestion(&SafrSuggestion::Group { name: name.to_owned() });
            assert_eq!(declared, format!("group {text} {{ }}"));
        }
    }

    #[test]
    fn suggestions_are_declarations() {
        let profile = ProfileName {
            class: "DATASET".to_owned(),
            name: "PAY.MASTER".to_owned(),
            fully_qualified_generic: true,
            volume: None,
        };
        let id = "1USER".to_owned();
        let access = AccessLevel::Update;
        assert_eq!(
            suggestion(&Suggestion::Permit { id, access, profile }),
            "permit \"1USER\": update on DATASET \"PAY.MASTER\" generic"
        );
    }
}
