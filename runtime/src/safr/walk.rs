//! The order of the rules: the user, the environment, the operation; then the rules of the
//! operation.
//!
//! 1. Is it SAFR's at all, and does the operation exist?
//! 2. The user and the session.
//! 3. The environment in which the request is decided.
//! 4. What every session may: the own record, the Environment Checker.
//! 5. System administrators, and what is reserved to them.
//! 6. Access to the environment; options that bind a session to its login environment; whether
//!    everything that the request names is declared.
//! 7. Administrators of the environment, and what is reserved to them.
//! 8. The needs of the operation: all of them are evaluated, also after one that isn't met, so a
//!    denial lists everything that is missing.
//!
//! A rule that decides breaks the flow with its decision, so `?` reads as "unless it is decided".
//!
//! Source: Security overview, sections 10 to 92, as cited at each rule. The order between the
//! sections is ours.

use std::ops::ControlFlow;

use saffron_bundle::layout::safr::origins;
use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{ItemType, Rules, SafrOutcome, SafrStep, SafrSwitch, SubjectKind};

use super::decision::{Missing, MissingRight, SafrDecision};
use super::find::{Case, Found, Unknown};
use super::needs::{Needs, Settled};
use super::request::SafrRequest;
use super::subject::{NoSession, Session, Standing};
use super::support::{
    is_about_an_item, is_about_rights, is_environment, is_for_administrators,
    is_for_system_administrators, is_supported, reads_permissions,
};
use super::trail::{Finding, Seen, Trail};
use crate::racf::view;
use crate::safr::facts;
use crate::source::Source;
use crate::tables::Tables;

/// All that the rules found for one request. A decision and its explanation both read it.
pub(crate) struct Walk<'b, 'd> {
    /// The answer.
    pub(crate) decision: SafrDecision<'d>,
    /// What each rule found, in the order in which they were evaluated; empty where no explanation
    /// reads it.
    pub(crate) seen: Vec<Seen<'b, 'd>>,
    /// What the request names although it isn't declared, if that decided.
    pub(crate) unknown: Option<Unknown<'d>>,
}

/// What the next rule continues with, or the decision that ends the flow.
type Flow<'d, T> = ControlFlow<SafrDecision<'d>, T>;

/// Why an operation is for administrators only.
#[derive(Clone, Copy)]
enum Reservation {
    Always,
    /// The option that would open it is off.
    Option(SafrSwitch),
}

/// Why an administrator of the environment may not do what such administrators do.
#[derive(Clone, Copy)]
enum Beyond {
    /// The group has no access to the environment.
    ForeignGroup,
    /// The option that would allow it is off.
    Option(SafrSwitch),
}

/// Evaluates a request. The first rule that decides ends it.
pub(crate) fn evaluate<'b: 'd, 'd>(
    tables: &Tables<'b>,
    request: &SafrRequest<'d>,
    mut trail: Trail<'b, 'd>,
) -> Walk<'b, 'd> {
    let decision = match judge(tables, request, &mut trail) {
        ControlFlow::Break(decision) | ControlFlow::Continue(decision) => decision,
    };
    Walk { decision, unknown: trail.unknown, seen: trail.into_seen() }
}

/// The flow, in the order that the description of this module states.
fn judge<'b: 'd, 'd>(
    tables: &Tables<'b>,
    request: &SafrRequest<'d>,
    trail: &mut Trail<'b, 'd>,
) -> Flow<'d, SafrDecision<'d>> {
    let session = Session::of(tables, request);
    governed(tables, request, session.as_ref().ok(), trail)?;
    trail_of_session(tables, request, &session, trail);
    let session = match session {
        Ok(session) => session,
        Err(why) => return ControlFlow::Break(without_session(why)),
    };
    let standing = placed(tables, request, &session, trail)?;
    let mut case = Case { tables, request, session: &session, standing, item: None };
    case.for_everybody(trail)?;
    let named = case.named();
    case.item = named.ok().flatten();
    let unknown = named.err();
    case.for_system_administrators(unknown, trail)?;
    case.with_access(unknown, trail)?;
    case.declared(unknown, trail)?;
    case.for_administrators(trail)?;
    case.by_needs(trail)
}

/// The denial of a user who has no session.
fn without_session<'d>(why: NoSession<'_>) -> SafrDecision<'d> {
    let step = match why {
        NoSession::UserUnknown => SafrStep::UserUnknown,
        _ => SafrStep::NoSession,
    };
    denied(step, SubjectKind::NoAccess)
}

/// A decision without missing rights, effects or a line of the policy.
fn decided<'d>(outcome: SafrOutcome, step: SafrStep, kind: SubjectKind) -> SafrDecision<'d> {
    let (missing, effects) = (Vec::new(), Vec::new());
    SafrDecision { outcome, step, subject_kind: kind, missing, effects, source: None }
}

fn denied<'d>(step: SafrStep, kind: SubjectKind) -> SafrDecision<'d> {
    decided(SafrOutcome::Deny, step, kind)
}

/// XML files belong to the operating system (section 93), and some operations don't exist for a
/// type of item. Neither is a denial: the outcomes are "not governed" and "unsupported". The import
/// of an XML file is governed, by the environment that it changes.
fn governed<'b, 'd>(
    tables: &Tables<'b>,
    request: &SafrRequest<'d>,
    session: Option<&Session>,
    trail: &mut Trail<'b, 'd>,
) -> Flow<'d, ()> {
    let (outcome, step) =
        if request.item_type == ItemType::XmlFile && request.operation != Op::Import {
            (SafrOutcome::NotGoverned, SafrStep::NotGoverned)
        } else if is_supported(facts::rules(tables), request) {
            return ControlFlow::Continue(());
        } else {
            (SafrOutcome::Unsupported, SafrStep::Unsupported)
        };
    trail.add(Seen::against(step, None, Finding::Ungoverned));
    let standing = session.and_then(|session| standing(tables, session, request));
    let administrator = session.is_some_and(Session::is_administrator);
    let kind = standing.map_or(before_standing(administrator), |standing| standing.kind);
    ControlFlow::Break(decided(outcome, step, kind))
}

/// The kind of a user where no environment is known.
const fn before_standing(administrator: bool) -> SubjectKind {
    if administrator { SubjectKind::SystemAdministrator } else { SubjectKind::NoAccess }
}

/// Records what was found about the user and the session.
fn trail_of_session<'b: 'd, 'd>(
    tables: &Tables<'b>,
    request: &SafrRequest<'d>,
    session: &Result<Session, NoSession<'d>>,
    trail: &mut Trail<'b, 'd>,
) {
    let user = facts::user(tables, request.user);
    let user = user.and_then(|user| view::id_origin(tables, user));
    let unknown = matches!(session, Err(NoSession::UserUnknown));
    let seen = if unknown { Seen::against } else { Seen::held };
    trail.add(seen(SafrStep::UserUnknown, user, Finding::User { known: !unknown }));
    match session {
        Ok(session) => {
            let (source, finding) = (session.source(tables), Finding::Session(*session));
            trail.add(Seen::held(SafrStep::NoSession, source, finding));
        }
        Err(NoSession::UserUnknown) => {}
        Err(why) => {
            trail.add(Seen::against(SafrStep::NoSession, None, Finding::NoSession(*why)));
        }
    }
}

/// The environment that the request is about: of operations on environments the one that the item
/// names, of a migration its target.
const fn judged<'d>(request: &SafrRequest<'d>) -> &'d str {
    let named = match request.operation {
        Op::Create => None,
        _ if is_environment(request.item_type) => request.item,
        Op::Migrate => request.with.target_environment,
        _ => None,
    };
    match named {
        Some(named) => named,
        None => request.environment,
    }
}

/// Whether the request creates an environment, which can't be declared yet.
const fn creates_environment(request: &SafrRequest<'_>) -> bool {
    matches!((request.operation, request.item_type), (Op::Create, ItemType::Environment))
}

/// Whether the request runs the Environment Checker, which is about all environments.
const fn checks_environments(request: &SafrRequest<'_>) -> bool {
    matches!(request.operation, Op::ReportEnvironmentChecker)
}

/// What the user is in the environment that the request is about, if it is declared. What is about
/// no environment yet, or about all, is checked in the environment of the login.
fn standing<'b>(
    tables: &Tables<'b>,
    session: &Session,
    request: &SafrRequest<'_>,
) -> Option<Standing<'b>> {
    let named = facts::environment(tables, judged(request));
    let login = || facts::environment(tables, request.login_environment);
    let anywhere = creates_environment(request) || checks_environments(request);
    let environment = named.or_else(|| if anywhere { login() } else { None })?;
    Some(Standing::of(tables, session, environment))
}

/// Where the request is checked. An environment that the policy doesn't declare denies, also for a
/// system administrator, and so does an undeclared source of a migration.
fn placed<'b: 'd, 'd>(
    tables: &Tables<'b>,
    request: &SafrRequest<'d>,
    session: &Session,
    trail: &mut Trail<'b, 'd>,
) -> Flow<'d, Standing<'b>> {
    let source = request.with.source_environment.filter(|_| request.operation == Op::Migrate);
    let no_source = source.filter(|name| facts::environment(tables, name).is_none());
    let standing = standing(tables, session, request);
    let undeclared = match (standing, no_source) {
        (Some(standing), None) => {
            let at = standing.environment.0;
            let source = facts::source(tables, origins::ENVIRONMENTS, at);
            let finding = Finding::Environment(standing.environment);
            trail.add(Seen::held(SafrStep::EnvironmentUnknown, source, finding));
            return ControlFlow::Continue(standing);
        }
        (Some(_), Some(source)) => source,
        (None, _) => judged(request),
    };
    placeless(tables, request, session, trail)?;
    let unknown = Unknown::Environment(undeclared);
    trail.unknown = Some(unknown);
    trail.add(Seen::against(SafrStep::EnvironmentUnknown, None, Finding::Unknown(unknown)));
    let nowhere = before_standing(session.is_administrator());
    ControlFlow::Break(denied(
        SafrStep::EnvironmentUnknown,
        standing.map_or(nowhere, |standing| standing.kind),
    ))
}

/// A system administrator may log in where there is no environment yet, and create the first. The
/// Environment Checker runs there only if it needs no access to an environment.
fn placeless<'b: 'd, 'd>(
    tables: &Tables<'b>,
    request: &SafrRequest<'d>,
    session: &Session,
    trail: &mut Trail<'b, 'd>,
) -> Flow<'d, ()> {
    if !session.is_administrator() {
        return ControlFlow::Continue(());
    }
    let for_everyone = facts::is_on(tables, SafrSwitch::EnvironmentCheckerForEveryone);
    let (step, source) = if checks_environments(request) && for_everyone {
        (SafrStep::Everyone, None)
    } else if creates_environment(request) {
        (SafrStep::SystemAdministrator, session.source(tables))
    } else {
        return ControlFlow::Continue(());
    };
    trail.add(Seen::held(step, source, Finding::SystemAdministrator));
    let granted = decided(SafrOutcome::Grant, step, SubjectKind::SystemAdministrator);
    ControlFlow::Break(SafrDecision { source, ..granted })
}

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// What every session may: read and change the record of its own user (sections 20 and 40), and
    /// run the Environment Checker (sections 20 and 90). Whether the latter needs access to the
    /// environment is the option `environment-checker-for-everyone`.
    fn for_everybody(&self, trail: &mut Trail<'b, 'd>) -> Flow<'d, ()> {
        if self.is_own_record() {
            let source = view::id_origin(self.tables, self.session.user);
            trail.add(Seen::held(SafrStep::OwnRecord, source, Finding::OwnRecord));
            return ControlFlow::Break(self.granted(SafrStep::OwnRecord));
        }
        if !checks_environments(self.request) {
            return ControlFlow::Continue(());
        }
        let everywhere = self.is_on(SafrSwitch::EnvironmentCheckerForEveryone);
        if everywhere || self.standing.kind != SubjectKind::NoAccess {
            let finding =
                if everywhere { Finding::Checker } else { Finding::Access(self.standing) };
            trail.add(Seen::held(SafrStep::Everyone, None, finding));
            return ControlFlow::Break(self.granted(SafrStep::Everyone));
        }
        let finding = Finding::OptionOff(SafrSwitch::EnvironmentCheckerForEveryone);
        trail.add(Seen::against(SafrStep::NoAccess, None, finding));
        ControlFlow::Break(self.refused(SafrStep::NoAccess, MissingRight::Access))
    }

    /// System administrators may do everything to what is declared (section 40). Some operations
    /// are reserved to them (sections 24, 30, 35 and 40).
    fn for_system_administrators(
        &self,
        unknown: Option<Unknown<'d>>,
        trail: &mut Trail<'b, 'd>,
    ) -> Flow<'d, ()> {
        let request = self.request;
        if self.standing.kind == SubjectKind::SystemAdministrator {
            self.declared(unknown, trail)?;
            let source = self.session.source(self.tables);
            let finding = Finding::SystemAdministrator;
            trail.add(Seen::held(SafrStep::SystemAdministrator, source, finding));
            return ControlFlow::Break(self.granted(SafrStep::SystemAdministrator));
        }
        let step = SafrStep::SystemAdministratorOnly;
        if is_for_system_administrators(facts::rules(self.tables), request) {
            trail.add(Seen::against(step, None, Finding::SystemAdministratorsOnly));
            return ControlFlow::Break(self.refused(step, MissingRight::SystemAdministrator));
        }
        ControlFlow::Continue(())
    }

    /// Access to the environment (sections 20 and 22), and the options that bind a session to its
    /// login environment: `any-environment-of-the-group` and `security-report-for-any-environment`.
    /// A migration checks the access to both of its environments itself.
    fn with_access(&self, unknown: Option<Unknown<'d>>, trail: &mut Trail<'b, 'd>) -> Flow<'d, ()> {
        if self.standing.kind == SubjectKind::NoAccess {
            if self.request.operation == Op::Migrate {
                return ControlFlow::Continue(());
            }
            let finding = Finding::Access(self.standing);
            trail.add(Seen::against(SafrStep::NoAccess, None, finding));
            let mut decision = self.refused(SafrStep::NoAccess, MissingRight::Access);
            if unknown.is_none() {
                self.lacking_with_access(&mut decision, trail);
            }
            return ControlFlow::Break(decision);
        }
        let source = self.standing.access_source(self.tables, origins::ACCESS);
        trail.add(Seen::held(SafrStep::NoAccess, source, Finding::Access(self.standing)));
        if let Some(switch) = self.binding() {
            let own = facts::environment(self.tables, self.request.login_environment);
            let here = own == Some(self.standing.environment);
            let seen = if here { Seen::held } else { Seen::against };
            trail.add(seen(SafrStep::LoginScope, None, Finding::OptionOff(switch)));
            if !here {
                return ControlFlow::Break(denied(SafrStep::LoginScope, self.standing.kind));
            }
        }
        ControlFlow::Continue(())
    }

    /// Adds what is missing to a user without access in addition to the access. Of a request that
    /// names what isn't declared nothing is listed: no right to it can be granted.
    fn lacking_with_access(&self, decision: &mut SafrDecision<'d>, trail: &mut Trail<'b, 'd>) {
        let environment = facts::environment_name(self.tables, self.standing.environment);
        let missing = |right| Missing { environment, item: None, right };
        if self.reservation().is_none() {
            let mut unread = Trail::unread();
            let mut needs = Needs::new(self.tables, &mut unread);
            if self.state_needs(&mut needs).is_ok() {
                decision.missing.extend(needs.settle().missing);
            }
        } else if let Some(why) = self.beyond_administrators() {
            trail.add(Seen::against(SafrStep::SystemAdministratorOnly, None, self.finding(why)));
            decision.missing = vec![missing(MissingRight::SystemAdministrator)];
        } else {
            decision.missing.push(missing(MissingRight::Administrator));
        }
    }

    /// The option that binds the operation to the login environment, if one does.
    fn binding(&self) -> Option<SafrSwitch> {
        let switch = match self.request.operation {
            Op::ReportEnvironmentSecurity => SafrSwitch::SecurityReportForAnyEnvironment,
            _ if is_about_an_item(self.request) => SafrSwitch::AnyEnvironmentOfTheGroup,
            _ => return None,
        };
        (!self.is_on(switch)).then_some(switch)
    }

    /// No user has a right to an item that does not exist, not even an administrator.
    fn declared(&self, unknown: Option<Unknown<'d>>, trail: &mut Trail<'b, 'd>) -> Flow<'d, ()> {
        let Some(unknown) = unknown else {
            let item =
                self.item.and_then(|item| facts::source(self.tables, origins::ITEMS, item.0));
            trail.add(Seen::held(SafrStep::ItemUnknown, item, Finding::AllDeclared));
            return ControlFlow::Continue(());
        };
        let step = match unknown {
            Unknown::Exists { .. } => SafrStep::ItemExists,
            _ => SafrStep::ItemUnknown,
        };
        trail.unknown = Some(unknown);
        trail.add(Seen::against(step, None, Finding::Unknown(unknown)));
        ControlFlow::Break(denied(step, self.standing.kind))
    }

    /// What an administrator of the environment may do as such (section 30), and what no general
    /// user may do (sections 24, 50 and 54). A migration isn't decided here, because it depends on
    /// two environments.
    fn for_administrators(&self, trail: &mut Trail<'b, 'd>) -> Flow<'d, ()> {
        let reserved = self.reservation();
        if self.standing.kind != SubjectKind::EnvironmentAdministrator {
            let Some(why) = reserved else { return ControlFlow::Continue(()) };
            let step = SafrStep::AdministratorOnly;
            let finding = match why {
                Reservation::Always => Finding::AdministratorsOnly,
                Reservation::Option(switch) => Finding::OptionOff(switch),
            };
            self.within_administrators(trail)?;
            trail.add(Seen::against(step, None, finding));
            return ControlFlow::Break(self.refused(step, MissingRight::Administrator));
        }
        self.within_administrators(trail)?;
        let migrates = self.request.operation == Op::Migrate;
        let by_rights = reserved.is_none() && self.has_rights_beside_the_flag();
        if migrates || by_rights {
            return ControlFlow::Continue(());
        }
        let source = self.standing.access_source(self.tables, origins::ACCESS);
        let finding = Finding::EnvironmentAdministrator(self.standing.environment);
        trail.add(Seen::held(SafrStep::EnvironmentAdministrator, source, finding));
        ControlFlow::Break(self.granted(SafrStep::EnvironmentAdministrator))
    }

    /// What even an administrator of the environment may not do requires a system administrator,
    /// whoever asks.
    fn within_administrators(&self, trail: &mut Trail<'b, 'd>) -> Flow<'d, ()> {
        let Some(why) = self.beyond_administrators() else { return ControlFlow::Continue(()) };
        let step = SafrStep::SystemAdministratorOnly;
        trail.add(Seen::against(step, None, self.finding(why)));
        ControlFlow::Break(self.refused(step, MissingRight::SystemAdministrator))
    }

    fn finding(&self, why: Beyond) -> Finding<'b, 'd> {
        match why {
            Beyond::ForeignGroup => Finding::ForeignGroup(self.standing.environment),
            Beyond::Option(switch) => Finding::OptionOff(switch),
        }
    }

    /// Whether edit rights are evaluated for an administrator, too: always under the roles of
    /// GenevaERS, under SAFR 4 only if the option `administrator-flag-wins` is off.
    fn has_rights_beside_the_flag(&self) -> bool {
        let flag_wins = facts::rules(self.tables) == Rules::Safr
            && self.is_on(SafrSwitch::AdministratorFlagWins);
        !flag_wins && is_about_rights(self.request)
    }

    /// Why an operation is for administrators only, if it is.
    fn reservation(&self) -> Option<Reservation> {
        let closed = match (self.request.operation, self.request.item_type) {
            (Op::Read, ItemType::Environment) => SafrSwitch::GeneralUserReadsEnvironment,
            (Op::Delete, ItemType::LookupPath) if facts::rules(self.tables) == Rules::Safr => {
                SafrSwitch::EveryoneDeletesLookupPaths
            }
            _ if is_for_administrators(self.request) => {
                return Some(Reservation::Always);
            }
            _ => return None,
        };
        (!self.is_on(closed)).then_some(Reservation::Option(closed))
    }

    /// Why even an administrator of the environment may not do it.
    fn beyond_administrators(&self) -> Option<Beyond> {
        if !self.is_of_the_environment() {
            return Some(Beyond::ForeignGroup);
        }
        let switch = SafrSwitch::AdministratorReadsPermissions;
        let hidden = reads_permissions(self.request) && !self.is_on(switch);
        hidden.then_some(Beyond::Option(switch))
    }

    /// Everything that the operation needs, all of it evaluated. Under SAFR 4 the needs are those
    /// of a general user.
    fn by_needs(&self, trail: &mut Trail<'b, 'd>) -> Flow<'d, SafrDecision<'d>> {
        let mut needs = Needs::new(self.tables, trail);
        let rules = facts::rules(self.tables);
        let migrates = self.request.operation == Op::Migrate;
        if rules == Rules::Safr && self.standing.is_administrator() && !migrates {
            // Else the flag would have decided.
            needs.is_on(SafrSwitch::AdministratorFlagWins);
        }
        let judged = self.state_needs(&mut needs);
        let Settled { granted, step, missing, source } = needs.settle();
        if let Err(unknown) = judged {
            self.declared(Some(unknown), trail)?;
        }
        let creates = self.request.operation == Op::Create && !self.standing.is_administrator();
        if let Some(twin) = self.existing_twin().filter(|_| creates && granted) {
            self.declared(Some(twin), trail)?;
        }
        let mut decision =
            if granted { self.granted(step) } else { denied(step, self.standing.kind) };
        decision.missing = missing;
        decision.source = source.or(decision.source);
        ControlFlow::Continue(decision)
    }

    /// States the needs of the operation under the rules of the policy.
    fn state_needs(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        match facts::rules(self.tables) {
            Rules::Safr => self.judge(needs),
            Rules::GenevaersRoles => self.judge_by_role(needs),
        }
    }

    /// A grant with its effects.
    fn granted(&self, step: SafrStep) -> SafrDecision<'d> {
        let mut decision = decided(SafrOutcome::Grant, step, self.standing.kind);
        decision.effects = self.effects();
        decision.source = self.source();
        decision
    }

    /// A denial for which one thing is missing.
    fn refused(&self, step: SafrStep, right: MissingRight) -> SafrDecision<'d> {
        let environment = facts::environment_name(self.tables, self.standing.environment);
        let mut decision = denied(step, self.standing.kind);
        decision.missing = vec![Missing { environment, item: None, right }];
        decision.source = self.source();
        decision
    }

    /// The line that makes the user what the user is.
    fn source(&self) -> Option<Source<'d>> {
        if self.session.is_administrator() {
            return self.session.source(self.tables);
        }
        self.standing.access_source(self.tables, origins::ACCESS)
    }
}
