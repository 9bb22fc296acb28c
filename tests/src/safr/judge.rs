//! The order of judgement: who asks, where, and which rule comes first.

use saffron_runtime::safr::MissingRight;
use saffron_vocabulary::safr::{
    Access, ItemType, Right, SafrOperation, SafrOutcome, SafrStep, SafrSwitch, SubjectKind,
};

use super::facts::{MissingFacts, SafrFacts};
use super::request::OwnedSafrRequest;
use super::state::State;

const CHECKER: SafrOperation = SafrOperation::ReportEnvironmentChecker;

/// A request in its world.
pub(super) struct Judge<'s> {
    pub(super) state: &'s State,
    pub(super) request: &'s OwnedSafrRequest,
}

/// What is needed of a general user, and whether it is held.
pub(super) struct Need {
    pub(super) step: SafrStep,
    pub(super) held: bool,
    pub(super) missing: MissingFacts,
}

impl State {
    /// Decides a request by walking the rules.
    pub fn decide(&self, request: &OwnedSafrRequest) -> SafrFacts {
        Judge { state: self, request }.judge()
    }
}

impl Judge<'_> {
    fn judge(&self) -> SafrFacts {
        let (operation, item_type) = (self.request.operation, self.request.item_type);
        // Section 93; import into an environment is checked whatever file it comes from.
        if item_type == ItemType::XmlFile && operation != SafrOperation::Import {
            return self.say(SafrOutcome::NotGoverned, SafrStep::NotGoverned);
        }
        if !self.is_supported() {
            return self.say(SafrOutcome::Unsupported, SafrStep::Unsupported);
        }
        if !self.state.users.contains(&self.user()) {
            return self.deny(SafrStep::UserUnknown);
        }
        if !self.has_session() {
            return self.deny(SafrStep::NoSession);
        }
        let checker = operation == CHECKER;
        let anywhere = checker && self.state.on(SafrSwitch::EnvironmentCheckerForEveryone);
        if !anywhere && !self.environments_are_known() {
            return self.deny(SafrStep::EnvironmentUnknown);
        }
        // Section 20, with one exception to section 24.
        if self.is_own_record() {
            return self.grant(SafrStep::OwnRecord);
        }
        // Sections 20 and 90.
        if checker && self.may_check_environments() {
            return self.grant(SafrStep::Everyone);
        }
        // Section 40.
        if self.is_system_administrator() {
            let unknown = self.names_the_unknown();
            let step = SafrStep::SystemAdministrator;
            return if unknown { self.deny(SafrStep::ItemUnknown) } else { self.grant(step) };
        }
        self.judge_in_the_environment()
    }

    fn judge_in_the_environment(&self) -> SafrFacts {
        let migrating = self.request.operation == SafrOperation::Migrate;
        if self.is_for_system_administrators() {
            return self.system_administrator_only();
        }
        if !migrating && self.access(self.place()).is_none() {
            return self.without_access();
        }
        if self.is_out_of_scope() {
            return self.deny(SafrStep::LoginScope);
        }
        if self.names_the_unknown() {
            return self.deny(SafrStep::ItemUnknown);
        }
        // Sections 30 and 35: only groups of the environment.
        if self.is_about_permissions() && !self.may_see_permissions() && !migrating {
            return self.system_administrator_only();
        }
        if self.administers(self.place()) && !migrating {
            if !self.administrators_need_rights() {
                return self.grant(SafrStep::EnvironmentAdministrator);
            }
        } else if self.is_for_administrators() {
            return self.lacking(SafrStep::AdministratorOnly, MissingRight::Administrator);
        }
        self.judge_by_needs()
    }

    /// Every need must be held; the first that isn't decides, or the first of all.
    fn judge_by_needs(&self) -> SafrFacts {
        let needs = self.needs();
        let failing: Vec<&Need> = needs.iter().filter(|need| !need.held).collect();
        let Some(first) = failing.first() else {
            if self.creates_what_exists() && !self.administers(self.place()) {
                return self.deny(SafrStep::ItemExists);
            }
            let step = needs.first().map_or(SafrStep::Everyone, |need| need.step);
            return self.grant(step);
        };
        let mut facts = self.deny(first.step);
        for need in failing {
            facts.add_missing(&need.missing);
        }
        facts
    }

    /// Everything that is missing where there is no access: the access, and what the operation needs
    /// besides. Nobody can be given a right to what isn't there.
    fn without_access(&self) -> SafrFacts {
        let mut facts = self.lacking(SafrStep::NoAccess, MissingRight::Access);
        if self.request.operation == CHECKER || self.names_the_unknown() {
            return facts;
        }
        if self.is_for_administrators() {
            if self.is_about_permissions() && !self.may_see_permissions() {
                facts.missing.clear();
                facts.missing.push(self.missing(MissingRight::SystemAdministrator));
            } else {
                facts.missing.push(self.missing(MissingRight::Administrator));
            }
            return facts;
        }
        for need in self.needs().iter().filter(|need| !need.held) {
            facts.add_missing(&need.missing);
        }
        facts
    }

    /// Section 12: create permissions are about new items.
    fn creates_what_exists(&self) -> bool {
        let own = self.own_item().filter(|it| ItemType::ITEMS.contains(&it.0));
        self.request.operation == SafrOperation::Create
            && own.is_some_and(|it| self.state.item(self.place(), &it).is_some())
    }

    /// Who asks; user IDs are folded.
    fn user(&self) -> String {
        self.request.user.to_ascii_uppercase()
    }

    fn is_system_administrator(&self) -> bool {
        self.state.administrators.contains(&self.user())
    }

    /// Sections 22 and 30: a session is a user, a group of theirs, and an environment to which the
    /// group has access. A system administrator needs no group.
    fn has_session(&self) -> bool {
        let Some(group) = &self.request.login_group else { return self.is_system_administrator() };
        let members = self.state.groups.get(group);
        let member = members.is_some_and(|members| members.contains(&self.user()));
        let access = self.state.permissions(group, &self.request.login_environment).is_some();
        self.is_system_administrator() || (member && access)
    }

    fn may_check_environments(&self) -> bool {
        self.state.on(SafrSwitch::EnvironmentCheckerForEveryone)
            || self.is_system_administrator()
            || self.access(self.place()).is_some()
    }

    /// The environment that is checked.
    pub(super) fn place(&self) -> &str {
        let request = self.request;
        let named = request.environment.as_str();
        let created = request.operation == SafrOperation::Create;
        let creates_place = created && request.item_type == ItemType::Environment;
        let is_place = matches!(request.item_type, ItemType::Environment | ItemType::XmlTarget);
        let here = match request.operation {
            _ if is_place && !created => request.item.as_deref().unwrap_or(named),
            SafrOperation::Migrate => request.target_environment.as_deref().unwrap_or(named),
            _ => named,
        };
        // What is about no environment yet, or about all of them.
        let anywhere = creates_place || request.operation == CHECKER;
        if anywhere && !self.state.environments.contains(here) {
            return &request.login_environment;
        }
        here
    }

    fn environments_are_known(&self) -> bool {
        let known = |name: &str| self.state.environments.contains(name);
        let source = self.request.source_environment.as_deref();
        match (self.request.operation, self.request.item_type) {
            (SafrOperation::Migrate, _) => known(self.place()) && source.is_none_or(known),
            (SafrOperation::Create, ItemType::Environment) => true,
            _ => known(self.place()),
        }
    }

    fn is_own_record(&self) -> bool {
        let item = self.request.item.as_ref().map(|it| it.to_ascii_uppercase());
        let operation = self.request.operation;
        self.request.item_type == ItemType::User
            && matches!(operation, SafrOperation::Read | SafrOperation::Modify)
            && item == Some(self.user())
    }

    /// What the login group is in an environment: no other group of the user counts (sections 22
    /// and 30).
    pub(super) fn access(&self, environment: &str) -> Option<Access> {
        let group = self.request.login_group.as_deref()?;
        self.state.permissions(group, environment).map(|it| it.access)
    }

    /// Section 30: a matter of group and environment, never of the person.
    pub(super) fn administers(&self, environment: &str) -> bool {
        self.access(environment) == Some(Access::Administrator)
    }

    /// What the user is where it is checked.
    pub(super) fn kind(&self) -> SubjectKind {
        if !self.state.users.contains(&self.user()) {
            return SubjectKind::NoAccess;
        }
        if self.is_system_administrator() {
            return SubjectKind::SystemAdministrator;
        }
        match self.access(self.place()).filter(|_| self.has_session()) {
            None => SubjectKind::NoAccess,
            Some(Access::Administrator) => SubjectKind::EnvironmentAdministrator,
            Some(_) => SubjectKind::GeneralUser,
        }
    }

    /// Sections 50 to 68 say "in the login environment", 22 and 30 any environment of the group.
    fn is_out_of_scope(&self) -> bool {
        let elsewhere = self.place() != self.request.login_environment;
        let report = self.request.operation == SafrOperation::ReportEnvironmentSecurity
            && !self.state.on(SafrSwitch::SecurityReportForAnyEnvironment);
        let item = self.is_about_an_item() && !self.state.on(SafrSwitch::AnyEnvironmentOfTheGroup);
        elsewhere && (item || report)
    }

    /// Whether an environment administrator may have to do with the permissions of the group.
    fn may_see_permissions(&self) -> bool {
        let operation = self.request.operation;
        if operation == SafrOperation::AddGroupEnvironment {
            return true;
        }
        let reading = matches!(operation, SafrOperation::Read | SafrOperation::ReadPermissions);
        let allowed = !reading || self.state.on(SafrSwitch::AdministratorReadsPermissions);
        let group = self.group().unwrap_or_default();
        allowed && self.state.permissions(group, self.place()).is_some()
    }

    /// Whether even an administrator is checked by the rights to the item.
    fn administrators_need_rights(&self) -> bool {
        if self.state.roles {
            return self.is_about_rights() && !self.is_for_administrators();
        }
        let record = self.request.item_type == ItemType::Environment;
        let wins = self.state.on(SafrSwitch::AdministratorFlagWins);
        !wins && !record && !self.is_for_administrators()
    }

    /// Operations that read or change items, in one way or another.
    fn is_about_rights(&self) -> bool {
        let operation = self.request.operation;
        let reading = operation == SafrOperation::Export
            || operation.as_str().starts_with("report-")
                && operation != SafrOperation::ReportEnvironmentSecurity;
        reading || self.is_about_an_item()
    }

    /// The login group's right to an item.
    pub(super) fn right(&self, environment: &str, item: &(ItemType, String)) -> Right {
        let group = self.request.login_group.as_deref().unwrap_or_default();
        let Some(permissions) = self.state.permissions(group, environment) else {
            return Right::None;
        };
        let explicit = permissions.rights.get(item).copied();
        if self.state.roles {
            return explicit.unwrap_or(default_right(permissions.access, item.0));
        }
        let administrator = permissions.access == Access::Administrator;
        match explicit {
            _ if administrator && self.state.on(SafrSwitch::AdministratorFlagWins) => Right::Delete,
            None if administrator => Right::Delete,
            explicit => explicit.unwrap_or(Right::None),
        }
    }

    fn say(&self, outcome: SafrOutcome, step: SafrStep) -> SafrFacts {
        let (missing, effects) = (Vec::new(), Vec::new());
        SafrFacts { outcome, step, kind: self.kind(), missing, effects }
    }

    fn deny(&self, step: SafrStep) -> SafrFacts {
        self.say(SafrOutcome::Deny, step)
    }

    fn grant(&self, step: SafrStep) -> SafrFacts {
        SafrFacts { effects: self.effects(), ..self.say(SafrOutcome::Grant, step) }
    }

    fn lacking(&self, step: SafrStep, right: MissingRight) -> SafrFacts {
        SafrFacts { missing: vec![self.missing(right)], ..self.deny(step) }
    }

    fn missing(&self, right: MissingRight) -> MissingFacts {
        MissingFacts { environment: self.place().to_owned(), item: None, right }
    }

    fn system_administrator_only(&self) -> SafrFacts {
        self.lacking(SafrStep::SystemAdministratorOnly, MissingRight::SystemAdministrator)
    }
}

/// What a role gives in today's Workbench where no item says otherwise.
pub(super) fn default_right(access: Access, kind: ItemType) -> Right {
    match (access, kind) {
        (Access::Developer, ItemType::ControlRecord) | (Access::Guest, _) => Right::Read,
        (Access::Administrator | Access::Developer, _) => Right::Delete,
        (Access::General, _) => Right::None,
    }
}
