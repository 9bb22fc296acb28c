//! The classes that a package uses: those that an option covers if it isn't specified.

use std::collections::BTreeSet;

use saffron_lang::ast::{
    Circumstance, Condition, InContext, InvariantRuleKind, Name, Need, ProfileClause, Waived,
};
use saffron_vocabulary::KnownClass;
use saffron_vocabulary::racf::ConditionKind;

use super::lowering::Lower;
use super::names::fold;
use super::sorted::Declared;
use crate::model::ClassId;

struct Usage<'a> {
    lower: &'a Lower,
    used: BTreeSet<ClassId>,
}

impl Lower {
    /// Every class that the package uses, with the member classes of grouping classes.
    pub(crate) fn used_classes(&self, declared: &Declared<'_>) -> BTreeSet<ClassId> {
        let mut usage = Usage { lower: self, used: BTreeSet::new() };
        usage.known(KnownClass::Dataset);
        usage.resources(declared);
        usage.tests_and_features(declared);
        usage.invariants_and_waivers(declared);
        for (used, class) in [
            (!declared.variables.is_empty(), KnownClass::Racfvars),
            (!declared.started.is_empty(), KnownClass::Started),
            (!declared.classes.is_empty(), KnownClass::Cdt),
            (!declared.labels.is_empty(), KnownClass::Seclabel),
            (!declared.levels.is_empty() || !declared.categories.is_empty(), KnownClass::Secdata),
        ] {
            if used {
                usage.known(class);
            }
        }
        usage.used
    }
}

impl Usage<'_> {
    fn named(&mut self, name: &str) {
        self.add(self.lower.names.classes.get(fold(name).as_ref()).copied());
    }

    fn known(&mut self, class: KnownClass) {
        self.add(self.lower.names.known_class(class));
    }

    fn add(&mut self, class: Option<ClassId>) {
        let Some(class) = class else { return };
        self.used.insert(class);
        self.used.extend(self.lower.model.classes[class].descriptor.member_class);
    }

    fn class(&mut self, name: &Name) {
        self.named(&name.text);
    }

    fn condition(&mut self, condition: &Condition) {
        let kind = ConditionKind::from_name(&condition.kind.node);
        if let Some(class) = kind.and_then(KnownClass::of_condition) {
            self.known(class);
        }
    }

    fn resources(&mut self, declared: &Declared<'_>) {
        for (_, profile) in &declared.profiles {
            self.class(&profile.target.class);
            for clause in &profile.clauses {
                if let ProfileClause::Permit(permit) = clause
                    && let Some(condition) = &permit.when
                {
                    self.condition(condition);
                }
            }
        }
        for (_, permit) in &declared.permits {
            self.class(&permit.target.class);
            if let Some(condition) = &permit.permit.when {
                self.condition(condition);
            }
        }
        for (_, global) in &declared.globals {
            self.class(&global.class);
        }
    }

    fn tests_and_features(&mut self, declared: &Declared<'_>) {
        for subject in declared.tests.iter().flat_map(|(_, test)| &test.subjects) {
            self.circumstances(&subject.circumstances);
            for expectation in &subject.expectations {
                self.class(&expectation.class);
                self.circumstances(&expectation.circumstances);
            }
        }
        for requirement in declared.features.iter().flat_map(|(_, it)| &it.requirements) {
            match &requirement.need {
                Need::Access { class, .. } | Need::MembersAccess { class, .. } => self.class(class),
                Need::Started(_) => self.known(KnownClass::Started),
                Need::Rule(rule) => self.rule(&rule.kind),
                Need::Connected { .. } | Need::Segment { .. } | Need::Feature(_) => {}
            }
        }
    }

    fn rule(&mut self, rule: &InvariantRuleKind) {
        match rule {
            InvariantRuleKind::Access(rule) => {
                rule.rights.iter().for_each(|right| self.class(&right.class));
                if let Some(InContext::When(it) | InContext::Unless(it)) = &rule.context {
                    self.condition(it);
                }
            }
            InvariantRuleKind::Profiles(rule) => self.class(&rule.class),
            InvariantRuleKind::Operation(_) => {}
        }
    }

    fn invariants_and_waivers(&mut self, declared: &Declared<'_>) {
        for rule in declared.invariants.iter().flat_map(|(_, it)| &it.rules) {
            self.rule(&rule.kind);
        }
        for waived in declared.waivers.iter().flat_map(|(_, it)| &it.subjects) {
            if let Waived::Profile(target) = waived {
                self.class(&target.class);
            }
        }
    }

    fn circumstances(&mut self, circumstances: &[Circumstance]) {
        for circumstance in circumstances {
            if let Circumstance::When(condition) = circumstance {
                self.condition(condition);
            }
        }
    }
}
