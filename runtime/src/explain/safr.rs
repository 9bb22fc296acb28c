//! What would grant what is denied, in the language's words.

use saffron_bundle::safr::{ItemType, Rules, SafrOutcome, SafrStep, SafrSwitch};

use crate::safr::decision::{Missing, MissingRight, SafrExplanation};
use crate::safr::facts;
use crate::safr::find::Unknown;
use crate::safr::request::SafrRequest;
use crate::safr::subject::{NoSession, Session};
use crate::safr::support::is_about_an_item;
use crate::safr::trail::Trail;
use crate::safr::walk::{self, Walk};
use crate::tables::Tables;

/// A decision with the way to it.
pub(crate) fn explanation<'b: 'd, 'd>(
    tables: &Tables<'b>,
    request: &SafrRequest<'d>,
) -> SafrExplanation<'d> {
    let walk = walk::evaluate(tables, request, Trail::read());
    let remedy = Remedy { tables, request, walk: &walk }.lines();
    SafrExplanation { decision: walk.decision, stages: walk.stages, remedy }
}

struct Remedy<'m, 'b, 'd> {
    tables: &'m Tables<'b>,
    request: &'m SafrRequest<'d>,
    walk: &'m Walk<'d>,
}

impl Remedy<'_, '_, '_> {
    fn lines(&self) -> Vec<String> {
        let decision = &self.walk.decision;
        if decision.outcome != SafrOutcome::Deny {
            return Vec::new();
        }
        match decision.step {
            SafrStep::UserUnknown => self.user().into_iter().collect(),
            SafrStep::NoSession => self.session().into_iter().collect(),
            SafrStep::LoginScope => vec![self.scope()],
            SafrStep::EnvironmentUnknown | SafrStep::ItemUnknown => {
                self.walk.unknown.and_then(declaration).into_iter().collect()
            }
            _ => self.rights(&decision.missing),
        }
    }

    fn user(&self) -> Option<String> {
        let name = self.request.user.to_ascii_uppercase();
        let fits = (1..=8).contains(&name.len())
            && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"@#$".contains(&it));
        fits.then(|| format!("external user {}", quoted(&name)))
    }

    fn session(&self) -> Option<String> {
        let user = quoted(&self.request.user.to_ascii_uppercase());
        match Session::of(self.tables, self.request).err()? {
            NoSession::UserUnknown => self.user(),
            NoSession::NoGroup => None,
            NoSession::GroupUnknown(name) => {
                let place = quoted(self.request.login_environment);
                let group = quoted(name);
                Some(format!("group {group} {{ members [{user}]  in {place} as … }}"))
            }
            NoSession::NotAMember(group) => {
                let group = quoted(facts::group_name(self.tables, group));
                Some(format!("group {group} {{ members [{user}] }}"))
            }
            NoSession::EnvironmentUnknown(name) => declaration(Unknown::Environment(name)),
            NoSession::NoAccess(group, environment) => {
                let group = facts::group_name(self.tables, group);
                let environment = facts::environment_name(self.tables, environment);
                Some(in_environment(group, environment, "as …"))
            }
        }
    }

    /// The option that binds the session to the environment of its login.
    fn scope(&self) -> String {
        let switch = if is_about_an_item(self.request) {
            SafrSwitch::AnyEnvironmentOfTheGroup
        } else {
            SafrSwitch::SecurityReportForAnyEnvironment
        };
        format!("options {{ {switch} on }}")
    }

    /// One clause for each environment in which something is missing.
    fn rights(&self, missing: &[Missing<'_>]) -> Vec<String> {
        let mut lines: Vec<(&str, Vec<String>)> = Vec::new();
        for it in missing {
            let Some(clause) = self.clause(it) else { return Vec::new() };
            if it.right == MissingRight::SystemAdministrator {
                return vec![clause];
            }
            match lines.last_mut().filter(|(environment, _)| *environment == it.environment) {
                Some((_, clauses)) => clauses.push(clause),
                None => lines.push((it.environment, vec![clause])),
            }
        }
        let group = self.request.login_group.unwrap_or_default();
        let line = |(environment, clauses): (&str, Vec<String>)| {
            let braces = !clauses.first().is_some_and(|it| it.starts_with("as "));
            let clauses = clauses.join("  ");
            let clauses = if braces { format!("{{ {clauses} }}") } else { clauses };
            in_environment(group, environment, &clauses)
        };
        lines.into_iter().map(line).collect()
    }

    /// What the group is to have; `None` where no declaration gives it.
    fn clause(&self, missing: &Missing<'_>) -> Option<String> {
        Some(match missing.right {
            MissingRight::Edit(right) => {
                let (kind, name) = missing.item?;
                if !kind.has_rights(self.rules()) {
                    return None;
                }
                format!("edit {kind} {}: {right}", quoted(name))
            }
            MissingRight::Create(kind) => {
                if !kind.has_rights(self.rules()) {
                    return None;
                }
                format!("create [{kind}]")
            }
            MissingRight::MigrateIn => "run [migrate-in]".to_owned(),
            MissingRight::Access => "as …".to_owned(),
            MissingRight::Administrator => "as administrator".to_owned(),
            MissingRight::SystemAdministrator => {
                format!("system-administrator {}", quoted(&self.request.user.to_ascii_uppercase()))
            }
        })
    }

    fn rules(&self) -> Rules {
        facts::rules(self.tables)
    }
}

/// What declares a name.
fn declaration(unknown: Unknown<'_>) -> Option<String> {
    match unknown {
        Unknown::Item { item, environment } if ItemType::ITEMS.contains(&item.item_type) => {
            let declared = format!("{} {}", item.item_type, quoted(item.name));
            let declared = match item.item_type {
                ItemType::View => format!("view-folder … {{ {declared} }}"),
                _ => declared,
            };
            Some(format!("environment {} {{ {declared} }}", quoted(environment)))
        }
        Unknown::Environment(name) => Some(format!("environment {} {{ }}", quoted(name))),
        Unknown::Group(name) => Some(format!("group {} {{ }}", quoted(name))),
        Unknown::Item { .. } | Unknown::User(_) | Unknown::Unsaid(_) => None,
    }
}

fn in_environment(group: &str, environment: &str, clauses: &str) -> String {
    format!("group {} {{ in {} {clauses} }}", quoted(group), quoted(environment))
}

/// A name as the language writes it.
fn quoted(name: &str) -> String {
    let national = |it: char| "@#$".contains(it);
    let bare = name.starts_with(|it: char| it.is_ascii_uppercase() || national(it))
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || national(it));
    if bare {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn names_are_quoted_where_the_language_wants_it() {
        for (name, written) in [
            ("LF_GL", "LF_GL"),
            ("#A", "#A"),
            ("0PER", "\"0PER\""),
            ("month end", "\"month end\""),
            ("a\"b\\", "\"a\\\"b\\\\\""),
            ("", "\"\""),
        ] {
            assert_eq!(quoted(name), written);
        }
    }
}
