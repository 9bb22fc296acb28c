//! Explains a decision about SAFR: what each rule found, in words, and what would grant a denied
//! request. As for RACF, everything is read from the walk that the decision was made from.
//!
//! The suggestions depend on the step of the denial: a declaration for an unknown name, a
//! membership or an access for a missing session, an option for `login-scope`, and for every other
//! step the rights that are missing. There is none where the operation is denied by something that
//! no declaration changes.
//!
//! Source of the rules: Security overview, sections 10 to 92, as cited in [`crate::safr`].

mod wording;

use saffron_vocabulary::name;
use saffron_vocabulary::safr::{Access, ItemType, SafrOutcome, SafrStep, SafrSwitch, SubjectKind};
use saffron_vocabulary::suggestion::{SafrGrant, SafrSuggestion};

use crate::safr::decision::{Missing, MissingRight, SafrExplanation, SafrStage};
use crate::safr::facts;
use crate::safr::find::Unknown;
use crate::safr::named::group_of;
use crate::safr::request::SafrRequest;
use crate::safr::subject::{NoSession, Session, least_access};
use crate::safr::support::is_about_an_item;
use crate::safr::trail::{Finding, Seen, Trail};
use crate::safr::walk::{self, Walk};
use crate::tables::Tables;

/// A decision with the way to it.
pub(crate) fn explanation<'b: 'd, 'd>(
    tables: &Tables<'b>,
    request: &SafrRequest<'d>,
) -> SafrExplanation<'d> {
    let walk = walk::evaluate(tables, request, Trail::read());
    let suggestions = Denial { tables, request, walk: &walk }.suggestions();
    let stages = stages(tables, request, &walk);
    SafrExplanation { decision: walk.decision, stages, suggestions }
}

/// The rules that were evaluated. The first one of the decision's step that found what the decision
/// states has decided.
fn stages<'d>(
    tables: &Tables<'_>,
    request: &SafrRequest<'d>,
    walk: &Walk<'_, 'd>,
) -> Vec<SafrStage<'d>> {
    let granted = walk.decision.outcome == SafrOutcome::Grant;
    let is_of_decision =
        |seen: &Seen<'_, 'd>| seen.step == walk.decision.step && seen.held == granted;
    let decider = walk.seen.iter().position(is_of_decision);
    let stage = |(at, seen): (usize, &Seen<'_, 'd>)| SafrStage {
        step: seen.step,
        decided: decider == Some(at),
        held: seen.held,
        finding: wording::finding(tables, request, &seen.finding),
        source: seen.source,
    };
    walk.seen.iter().enumerate().map(stage).collect()
}

/// A request that may be denied, with its walk.
struct Denial<'m, 'b, 'd> {
    tables: &'m Tables<'b>,
    request: &'m SafrRequest<'d>,
    walk: &'m Walk<'b, 'd>,
}

impl Denial<'_, '_, '_> {
    /// What would grant a denied request: all of it is needed. Nothing for other outcomes.
    fn suggestions(&self) -> Vec<SafrSuggestion> {
        let decision = &self.walk.decision;
        if decision.outcome != SafrOutcome::Deny {
            return Vec::new();
        }
        match decision.step {
            SafrStep::UserUnknown => self.declare_user().into_iter().collect(),
            SafrStep::NoSession => self.session().into_iter().collect(),
            SafrStep::LoginScope => vec![self.scope()],
            SafrStep::EnvironmentUnknown | SafrStep::ItemUnknown | SafrStep::ItemExists => {
                self.walk.unknown.and_then(declaration).into_iter().collect()
            }
            _ => self.foreign_group().unwrap_or_else(|| self.rights(&decision.missing)),
        }
    }

    /// An administrator of the environment manages the groups that have access to it. So what is
    /// missing for another group is its access, and that the login group administers the environment
    /// if it doesn't yet.
    fn foreign_group(&self) -> Option<Vec<SafrSuggestion>> {
        let is_foreign = |seen: &Seen<'_, '_>| match seen.finding {
            Finding::ForeignGroup(environment) => Some(environment),
            _ => None,
        };
        let environment =
            facts::environment_name(self.tables, self.walk.seen.iter().find_map(is_foreign)?);
        let to = |group: &str, grant| SafrSuggestion::Grants {
            group: group.to_owned(),
            environment: environment.to_owned(),
            grants: vec![grant],
        };
        let mut suggestions = Vec::new();
        let login = self.request.login_group.unwrap_or_default();
        if self.walk.decision.subject_kind != SubjectKind::EnvironmentAdministrator {
            suggestions.push(to(login, SafrGrant::Administrator));
        }
        let group = group_of(self.request)?;
        if group != login || suggestions.is_empty() {
            suggestions.push(to(group, SafrGrant::Access(self.least_access())));
        }
        Some(suggestions)
    }

    /// The access that gives the least under the rules of the policy.
    fn least_access(&self) -> Access {
        least_access(facts::rules(self.tables))
    }

    /// The user ID as the policy would declare it.
    fn user(&self) -> String {
        self.request.user.to_ascii_uppercase()
    }

    /// A declaration of the user, if the name is a valid user ID.
    fn declare_user(&self) -> Option<SafrSuggestion> {
        let user = self.user();
        name::is_id(&user).then_some(SafrSuggestion::ExternalUser { user })
    }

    /// What would give the user a session. A login without a group has no suggestion, because the
    /// request, not the policy, lacks it.
    fn session(&self) -> Option<SafrSuggestion> {
        let user = self.user();
        match Session::of(self.tables, self.request).err()? {
            NoSession::UserUnknown => self.declare_user(),
            NoSession::NoGroup => None,
            NoSession::GroupUnknown(group) => {
                let environment = self.request.login_environment.to_owned();
                let (group, access) = (group.to_owned(), self.least_access());
                Some(SafrSuggestion::GroupForLogin { group, user, environment, access })
            }
            NoSession::NotAMember(group) => {
                let group = facts::group_name(self.tables, group).to_owned();
                Some(SafrSuggestion::Member { group, user })
            }
            NoSession::EnvironmentUnknown(name) => declaration(Unknown::Environment(name)),
            NoSession::NoAccess(group, environment) => Some(SafrSuggestion::Grants {
                group: facts::group_name(self.tables, group).to_owned(),
                environment: facts::environment_name(self.tables, environment).to_owned(),
                grants: vec![SafrGrant::Access(self.least_access())],
            }),
        }
    }

    /// The option that restricts the session to the environment of its login.
    fn scope(&self) -> SafrSuggestion {
        SafrSuggestion::Option(if is_about_an_item(self.request) {
            SafrSwitch::AnyEnvironmentOfTheGroup
        } else {
            SafrSwitch::SecurityReportForAnyEnvironment
        })
    }

    /// The grants for each environment in which something is missing.
    fn rights(&self, missing: &[Missing<'_>]) -> Vec<SafrSuggestion> {
        let mut by_environment: Vec<(&str, Vec<SafrGrant>)> = Vec::new();
        for lacking in missing {
            if lacking.right == MissingRight::SystemAdministrator {
                return vec![SafrSuggestion::SystemAdministrator { user: self.user() }];
            }
            let Some(grant) = self.grant(lacking) else { return Vec::new() };
            let last = by_environment.last_mut();
            match last.filter(|(environment, _)| *environment == lacking.environment) {
                Some((_, grants)) => grants.push(grant),
                None => by_environment.push((lacking.environment, vec![grant])),
            }
        }
        let group = self.request.login_group.unwrap_or_default();
        let each = by_environment.into_iter().map(|(environment, grants)| SafrSuggestion::Grants {
            group: group.to_owned(),
            environment: environment.to_owned(),
            grants,
        });
        each.collect()
    }

    /// What the group must be granted; `None` where no declaration can grant it.
    fn grant(&self, missing: &Missing<'_>) -> Option<SafrGrant> {
        let has_rights = |kind: ItemType| kind.has_rights(facts::rules(self.tables));
        match missing.right {
            MissingRight::Edit(right) => {
                let (kind, name) = missing.item.filter(|(kind, _)| has_rights(*kind))?;
                Some(SafrGrant::Edit { kind, name: name.to_owned(), right })
            }
            MissingRight::Create(kind) => has_rights(kind).then_some(SafrGrant::Create(kind)),
            MissingRight::MigrateIn => Some(SafrGrant::MigrateIn),
            MissingRight::Access => Some(SafrGrant::Access(self.least_access())),
            MissingRight::Administrator => Some(SafrGrant::Administrator),
            MissingRight::SystemAdministrator => None,
        }
    }
}

/// What declares a name.
fn declaration(unknown: Unknown<'_>) -> Option<SafrSuggestion> {
    match unknown {
        Unknown::Item { item, environment } if ItemType::ITEMS.contains(&item.item_type) => {
            Some(SafrSuggestion::Item {
                environment: environment.to_owned(),
                kind: item.item_type,
                name: item.name.to_owned(),
            })
        }
        Unknown::Environment(name) => Some(SafrSuggestion::Environment { name: name.to_owned() }),
        Unknown::Group(name) => Some(SafrSuggestion::Group { name: name.to_owned() }),
        Unknown::Item { .. } | Unknown::Exists { .. } | Unknown::User(_) | Unknown::Unsaid(_) => {
            None
        }
    }
}
