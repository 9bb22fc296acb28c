//! Whether RACF would write an SMF record.

use saffron_compiler::model::{Audit, Class, Model, Profile};
use saffron_runtime::{Intent, Log, Operation};
use saffron_vocabulary::racf::{AccessLevel, LogOptions, Outcome, Step, Switch};

use super::acee::Acee;
use crate::request::OwnedRequest;

/// What was decided, as far as logging depends on it.
#[derive(Debug)]
pub(crate) struct Decided<'c> {
    pub(crate) model: &'c Model,
    pub(crate) acee: &'c Acee<'c>,
    pub(crate) request: &'c OwnedRequest,
    pub(crate) class: &'c Class,
    pub(crate) profile: Option<&'c Profile>,
    pub(crate) outcome: Outcome,
    pub(crate) step: Step,
    pub(crate) warning: bool,
}

impl Decided<'_> {
    /// Goes through the rules in their order.
    pub(crate) fn is_logged(&self) -> bool {
        let silent = matches!(
            self.step,
            Step::ClassUnknown | Step::ClassInactive | Step::ClassNotRaclisted | Step::Privileged
        );
        if silent || self.request.log == Log::None {
            return false;
        }
        let switches = self.model.options.switches;
        let log_options = self.class.settings.log_options;
        let always = matches!(log_options, LogOptions::Always | LogOptions::Successes);
        if self.step == Step::Global {
            return always && switches.is_on(Switch::GacSuccessLoggedByLogoptions);
        }
        if self.request.log == Log::NoFail && self.outcome == Outcome::Deny {
            return false;
        }
        let uaudit = self.acee.attributes().uaudit;
        let by_class = match log_options {
            LogOptions::Always => return true,
            LogOptions::Never => {
                return uaudit && !switches.is_on(Switch::LogoptionsNeverSuppressesUaudit);
            }
            LogOptions::Successes => self.outcome == Outcome::Grant,
            LogOptions::Failures => self.outcome == Outcome::Deny,
            LogOptions::Default => false,
        };
        if self.step == Step::Trusted {
            return by_class || uaudit;
        }
        by_class || uaudit || self.by_operations() || self.by_profile() || self.by_warning()
    }

    fn by_operations(&self) -> bool {
        self.step == Step::Operations && self.model.options.operations_audit
    }

    fn by_profile(&self) -> bool {
        self.profile.is_some_and(|it| self.asked(it.audit) || self.asked(it.global_audit))
    }

    fn asked(&self, audit: Audit) -> bool {
        let from = match self.outcome {
            Outcome::Grant => audit.success,
            Outcome::Deny => audit.failures,
            Outcome::NotProtected => None,
        };
        let requested = match (self.request.operation, self.request.intent) {
            (Operation::Access, Intent::Access) => self.request.access,
            (Operation::Access, Intent::Execute) => AccessLevel::Read,
            (Operation::Define | Operation::Administer { .. }, _) => AccessLevel::Alter,
        };
        from.is_some_and(|from| requested >= from)
    }

    /// Warnings, and what PROTECTALL refuses.
    fn by_warning(&self) -> bool {
        self.warning || self.step == Step::Protectall
    }
}
