//! The order of the rules: who asks, where, for what; then the rules of the operation.

use saffron_bundle::layout::safr::origins;
use saffron_bundle::safr::SafrOperation as Op;
use saffron_bundle::safr::{ItemType, Rules, SafrOutcome, SafrStep, SafrSwitch, SubjectKind};

use super::decision::{Missing, MissingRight, SafrDecision, SafrStage};
use super::needs::{Needs, Settled};
use super::request::SafrRequest;
use super::rules::Case;
use super::subject::{NoSession, Session, Standing};
use super::support::{
    is_about_an_item, is_for_administrators, is_for_system_administrators, is_supported,
};
use crate::decision::Source;
use crate::engine::Engine;

/// A decision and the way to it.
pub(super) struct Walk<'d> {
    pub(super) decision: SafrDecision<'d>,
    pub(super) stages: Vec<SafrStage<'d>>,
}

/// Judges a request. The first rule that says something ends it.
pub(super) fn evaluate<'b: 'd, 'd>(
    engine: &Engine<'b>,
    request: &SafrRequest<'d>,
    explains: bool,
) -> Walk<'d> {
    let user = engine.safr_user(request.user);
    let kind = match user.and_then(|user| engine.safr_administrator(user)) {
        Some(_) => SubjectKind::SystemAdministrator,
        None => SubjectKind::NoAccess,
    };
    let (group, login) = (request.login_group, request.login_environment);
    let session = Session::of(engine, request.user, group, login);
    let known = || standing(engine, session.as_ref().ok()?, request).map(|it| it.kind);
    if request.item_type == ItemType::XmlFile && request.operation != Op::Import {
        let kind = known().unwrap_or(kind);
        return ended(SafrOutcome::NotGoverned, SafrStep::NotGoverned, kind);
    }
    if !is_supported(engine.safr_rules(), request) {
        let kind = known().unwrap_or(kind);
        return ended(SafrOutcome::Unsupported, SafrStep::Unsupported, kind);
    }
    let session = match session {
        Ok(session) => session,
        Err(NoSession::UserUnknown) => return denied(SafrStep::UserUnknown, kind),
        Err(NoSession::Invalid) => return denied(SafrStep::NoSession, kind),
    };
    let Some(standing) = standing(engine, &session, request) else {
        return denied(SafrStep::EnvironmentUnknown, kind);
    };
    let case = Case { request, session: &session, standing, item: None };
    case.walk(Needs::new(engine, explains))
}

/// What the user is in the environment that the request is about.
fn standing<'b>(
    engine: &Engine<'b>,
    session: &Session,
    request: &SafrRequest<'_>,
) -> Option<Standing<'b>> {
    let about_environment = Case::is_environment(request.item_type);
    let named = match request.item {
        Some(item) if about_environment && request.operation != Op::Create => item,
        _ => request.environment,
    };
    let new = request.item_type == ItemType::Environment && request.operation == Op::Create;
    let anywhere = new || request.operation == Op::ReportEnvironmentChecker;
    let environment = engine
        .safr_environment(named)
        .or_else(|| engine.safr_environment(request.login_environment).filter(|_| anywhere));
    if request.operation == Op::Migrate {
        let ends = [request.with.source_environment, request.with.target_environment];
        ends.into_iter().flatten().try_for_each(|it| engine.safr_environment(it).map(drop))?;
    }
    Some(Standing::of(engine, session, environment?))
}

fn ended<'d>(outcome: SafrOutcome, step: SafrStep, kind: SubjectKind) -> Walk<'d> {
    let decision = SafrDecision {
        outcome,
        step,
        subject_kind: kind,
        missing: Vec::new(),
        effects: Vec::new(),
        source: None,
    };
    Walk { decision, stages: Vec::new() }
}

fn denied<'d>(step: SafrStep, kind: SubjectKind) -> Walk<'d> {
    ended(SafrOutcome::Deny, step, kind)
}

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    fn walk(mut self, mut needs: Needs<'_, 'b, 'd>) -> Walk<'d> {
        let request = self.request;
        let rules = needs.engine.safr_rules();
        if self.is_own_record(&needs) {
            return self.granted(&needs, SafrStep::OwnRecord);
        }
        if request.operation == Op::ReportEnvironmentChecker {
            if self.checks_environments(&needs) {
                return self.granted(&needs, SafrStep::Everyone);
            }
            return self.refused(&needs, SafrStep::NoAccess, MissingRight::Access);
        }
        let found = self.named(&needs);
        let known = found.is_ok();
        self.item = found.ok().flatten();
        let kind = self.standing.kind;
        if kind == SubjectKind::SystemAdministrator {
            return if known {
                self.granted(&needs, SafrStep::SystemAdministrator)
            } else {
                denied(SafrStep::ItemUnknown, kind)
            };
        }
        if is_for_system_administrators(rules, request) {
            let step = SafrStep::SystemAdministratorOnly;
            return self.refused(&needs, step, MissingRight::SystemAdministrator);
        }
        if kind == SubjectKind::NoAccess && request.operation != Op::Migrate {
            return self.refused(&needs, SafrStep::NoAccess, MissingRight::Access);
        }
        if self.is_out_of_scope(&needs) {
            return denied(SafrStep::LoginScope, kind);
        }
        if !known {
            return denied(SafrStep::ItemUnknown, kind);
        }
        if let Some(walk) = self.administrator(&needs, rules) {
            return walk;
        }
        let judged = match rules {
            Rules::Safr => self.judge(&mut needs),
            Rules::GenevaersRoles => self.judge_by_role(&mut needs),
        };
        match judged {
            Ok(()) => self.settled(needs),
            Err(_) => denied(SafrStep::ItemUnknown, kind),
        }
    }

    /// What an environment administrator may by being one, and what nobody else may.
    fn administrator(&self, needs: &Needs<'_, 'b, 'd>, rules: Rules) -> Option<Walk<'d>> {
        let request = self.request;
        let for_administrators = is_for_administrators(request)
            || self.is_closed_to_general_users(needs)
            || (!needs.engine.safr_is_on(SafrSwitch::EveryoneDeletesLookupPaths)
                && rules == Rules::Safr
                && (request.operation, request.item_type) == (Op::Delete, ItemType::LookupPath));
        if self.standing.kind != SubjectKind::EnvironmentAdministrator {
            let step = SafrStep::AdministratorOnly;
            let refuse = || self.refused(needs, step, MissingRight::Administrator);
            return for_administrators.then(refuse);
        }
        let reads = request.operation == Op::ReadPermissions
            || (request.operation == Op::Read && request.item_type == ItemType::Group);
        let may_read = needs.engine.safr_is_on(SafrSwitch::AdministratorReadsPermissions);
        if !self.is_of_the_environment(needs) || (reads && !may_read) {
            let step = SafrStep::SystemAdministratorOnly;
            return Some(self.refused(needs, step, MissingRight::SystemAdministrator));
        }
        let flag_wins =
            rules == Rules::Safr && needs.engine.safr_is_on(SafrSwitch::AdministratorFlagWins);
        let by_rights = !flag_wins && self.is_about_rights();
        let granted = for_administrators || !by_rights;
        (granted && request.operation != Op::Migrate)
            .then(|| self.granted(needs, SafrStep::EnvironmentAdministrator))
    }

    /// Operations in which the edit rights to items decide.
    fn is_about_rights(&self) -> bool {
        let request = self.request;
        is_about_an_item(request)
            || matches!(
                request.operation,
                Op::Export
                    | Op::ReportLogicalRecord
                    | Op::ReportLogicalFile
                    | Op::ReportViewProperties
                    | Op::ReportViewColumns
                    | Op::ReportViewColumnPic
            )
    }

    fn is_closed_to_general_users(&self, needs: &Needs<'_, 'b, 'd>) -> bool {
        let reads = (self.request.operation, self.request.item_type);
        reads == (Op::Read, ItemType::Environment)
            && !needs.engine.safr_is_on(SafrSwitch::GeneralUserReadsEnvironment)
    }

    /// Options that bind a session to the environment of its login.
    fn is_out_of_scope(&self, needs: &Needs<'_, 'b, 'd>) -> bool {
        let engine = needs.engine;
        let own = engine.safr_environment(self.request.login_environment);
        let report = self.request.operation == Op::ReportEnvironmentSecurity;
        let bound = (is_about_an_item(self.request)
            && !engine.safr_is_on(SafrSwitch::AnyEnvironmentOfTheGroup))
            || (report && !engine.safr_is_on(SafrSwitch::SecurityReportForAnyEnvironment));
        bound && own != Some(self.standing.environment)
    }

    fn checks_environments(&self, needs: &Needs<'_, 'b, 'd>) -> bool {
        needs.engine.safr_is_on(SafrSwitch::EnvironmentCheckerForEveryone)
            || self.standing.kind != SubjectKind::NoAccess
    }

    fn granted(&self, needs: &Needs<'_, 'b, 'd>, step: SafrStep) -> Walk<'d> {
        let mut walk = ended(SafrOutcome::Grant, step, self.standing.kind);
        walk.decision.effects = self.effects(needs);
        walk.decision.source = self.source(needs);
        walk
    }

    fn refused(&self, needs: &Needs<'_, 'b, 'd>, step: SafrStep, right: MissingRight) -> Walk<'d> {
        let environment = needs.engine.safr_environment_name(self.standing.environment);
        let mut walk = denied(step, self.standing.kind);
        walk.decision.missing = vec![Missing { environment, item: None, right }];
        walk.decision.source = self.source(needs);
        walk
    }

    fn settled(&self, needs: Needs<'_, 'b, 'd>) -> Walk<'d> {
        let engine = needs.engine;
        let Settled { granted, mut step, missing, source, stages } = needs.settle();
        let needs = Needs::new(engine, false);
        if granted && self.request.operation == Op::Migrate {
            let target = self.migration(&needs).ok();
            let administers = |(_, target): (Standing<'_>, Standing<'_>)| target.is_administrator();
            if target.is_some_and(administers) {
                step = SafrStep::EnvironmentAdministrator;
            }
        }
        let outcome = if granted { SafrOutcome::Grant } else { SafrOutcome::Deny };
        let mut walk = ended(outcome, step, self.standing.kind);
        walk.stages = stages;
        walk.decision.missing = missing;
        walk.decision.source = source.or_else(|| self.source(&needs));
        if granted {
            walk.decision.effects = self.effects(&needs);
        }
        walk
    }

    /// The line that makes the user what the user is.
    fn source(&self, needs: &Needs<'_, 'b, 'd>) -> Option<Source<'d>> {
        match (self.session.administrator, self.standing.access) {
            (Some(at), _) => needs.engine.safr_source(origins::ADMINISTRATORS, at),
            (None, Some(access)) => needs.engine.safr_access_source(access.at, 0),
            (None, None) => None,
        }
    }
}
