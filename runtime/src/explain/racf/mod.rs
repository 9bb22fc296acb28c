//! The ladder after a decision about RACF: what each rule found, read from the walk.
//!
//! Each operation (access, creation, changes to a profile) has a list of its rules in RACF's order.
//! The step of the walk belongs to one of them, which is *decided*. The rules before it *passed* or
//! were *not applicable*; those after it were *not reached*.
//!
//! - `place`: the user, the class, global access, the profile, the mandatory checks;
//! - `access`: access lists, UACC, attributes;
//! - `administer`: changes to a profile;
//! - `condition`: a conditional entry that would grant the request under its condition;
//! - `intended`: a profile that covers the resource and isn't used;
//! - `unknown`: what isn't known of something external;
//! - `suggest`: the smallest change that would grant what isn't granted;
//! - `ladder`: what all of these read.
//!
//! Source of the order: Security Administrator's Guide, "Authorizing access to RACF-protected
//! resources" and "Creating data sets"; Command Language Reference, `PERMIT`, "Authorization
//! required".

mod access;
mod administer;
mod condition;
mod intended;
mod ladder;
mod place;
mod suggest;
mod unknown;

use saffron_bundle::layout::ProfileRow;
use saffron_vocabulary::racf::Step;

use self::ladder::{Finding, Ladder};
use crate::explain::rung::{Explanation, Rule, Rung, RungState};
use crate::racf::subject::Acee;
use crate::racf::verdict;
use crate::racf::walk::Walk;
use crate::request::{Operation, Request};
use crate::tables::Tables;

/// The decision of a walk with a rung for each rule, and a suggestion if the request isn't granted.
pub(crate) fn explanation<'b>(
    tables: &'b Tables<'b>,
    acee: &Acee<'b>,
    request: &Request<'_>,
    walk: &Walk<'b>,
) -> Explanation<'b> {
    let decision = verdict::decision(tables, acee, &request.question, walk);
    let ladder = Ladder { tables, acee, request, walk };
    let (suggestion, remark) = ladder.suggestion();
    let unknown = ladder.unknown();
    let conditional = ladder.conditional_grant();
    Explanation { decision, rungs: ladder.rungs(), conditional, suggestion, remark, unknown }
}

/// The rules of access, in order.
const OF_ACCESS: &[Rule] = &[
    Rule::Identity,
    Rule::Class,
    Rule::StartedTask,
    Rule::ImplicitOwner,
    Rule::Global,
    Rule::Profile,
    Rule::Mandatory,
    Rule::OwnDataset,
    Rule::UserEntry,
    Rule::GroupEntry,
    Rule::AnyEntry,
    Rule::Uacc,
    Rule::Operations,
    Rule::Conditional,
    Rule::Warning,
];

/// The rules of creation.
const OF_CREATION: &[Rule] = &[
    Rule::Identity,
    Rule::Class,
    Rule::StartedTask,
    Rule::Global,
    Rule::Profile,
    Rule::Mandatory,
    Rule::OwnDataset,
    Rule::UserEntry,
    Rule::GroupEntry,
    Rule::AnyEntry,
    Rule::Uacc,
    Rule::GroupAuthority,
    Rule::Operations,
    Rule::Conditional,
    Rule::Warning,
];

/// The rules of who may change a profile.
const OF_ADMINISTRATION: &[Rule] = &[
    Rule::Identity,
    Rule::Class,
    Rule::Profile,
    Rule::Special,
    Rule::GroupSpecial,
    Rule::Owner,
    Rule::Name,
    Rule::UserEntry,
    Rule::GroupEntry,
    Rule::Uacc,
];

impl<'b> Ladder<'_, 'b> {
    /// The rules of the operation, in order.
    fn rules(&self) -> &'static [Rule] {
        match self.question().operation {
            Operation::Access => OF_ACCESS,
            Operation::Define => OF_CREATION,
            Operation::Administer { .. } => OF_ADMINISTRATION,
        }
    }

    /// A rung for each rule of the operation.
    fn rungs(&self) -> Vec<Rung<'b>> {
        let mut rules = self.rules().to_vec();
        if self.walk.step == Step::NameInvalid {
            let before = rules.iter().position(|rule| *rule == Rule::ImplicitOwner);
            rules.insert(before.unwrap_or(rules.len()), Rule::ResourceName);
        }
        let rule_of_step = self.deciding_rule();
        if rule_of_step == Rule::Insufficient {
            // A denial isn't what WARNING decides.
            rules.retain(|rule| *rule != Rule::Warning);
            rules.push(Rule::Insufficient);
        }
        let decided = rules.iter().position(|rule| *rule == rule_of_step).unwrap_or(rules.len());
        rules.iter().enumerate().map(|(at, rule)| self.rung(at, *rule, decided)).collect()
    }

    /// The rule that the walk's step belongs to. Each step belongs to exactly one rule of its
    /// operation.
    fn deciding_rule(&self) -> Rule {
        match self.walk.step {
            Step::UserUnknown | Step::UserRevoked | Step::GroupNotConnected => Rule::Identity,
            Step::ClassUnknown | Step::ClassInactive | Step::ClassNotRaclisted => Rule::Class,
            Step::Privileged | Step::Trusted => Rule::StartedTask,
            Step::ImplicitOwner | Step::OwnDataset if self.administers() => Rule::Name,
            Step::NameInvalid => Rule::ResourceName,
            Step::ImplicitOwner => Rule::ImplicitOwner,
            Step::OwnDataset => Rule::OwnDataset,
            Step::Global => Rule::Global,
            // Creation outside of DATASET is refused before any profile is searched.
            Step::NoProfile if self.creates_elsewhere() => Rule::Class,
            Step::NoProfile | Step::Protectall | Step::RacfIndicated => Rule::Profile,
            Step::Seclabel | Step::Seclevel | Step::Category => Rule::Mandatory,
            Step::UserEntry => Rule::UserEntry,
            Step::GroupEntry => Rule::GroupEntry,
            Step::AnyEntry => Rule::AnyEntry,
            Step::Uacc => Rule::Uacc,
            Step::GroupAuthority => Rule::GroupAuthority,
            Step::Operations => Rule::Operations,
            Step::Conditional => Rule::Conditional,
            Step::Insufficient if self.administers() => Rule::Uacc,
            Step::Owner => Rule::Owner,
            Step::Special => Rule::Special,
            Step::GroupSpecial => Rule::GroupSpecial,
            Step::Insufficient => Rule::Insufficient,
            _ => Rule::Warning,
        }
    }

    /// Whether the request is for creation in a class other than DATASET.
    fn creates_elsewhere(&self) -> bool {
        self.question().operation == Operation::Define && !self.is_dataset()
    }

    /// One rung: `at` is its position in the list, `decided` the position of the rule that decided.
    fn rung(&self, at: usize, rule: Rule, decided: usize) -> Rung<'b> {
        if at > decided {
            let text = "an earlier rule decided".to_owned();
            return Rung { rule, state: RungState::NotReached, text, source: None };
        }
        let finding = self.finding(rule);
        let state = match (at == decided, finding.applies) {
            (true, _) => RungState::Decided,
            (false, true) => RungState::Passed,
            (false, false) => RungState::NotApplicable,
        };
        Rung { rule, state, text: finding.text, source: finding.source }
    }

    /// What a rule found. Rules about a profile say so where there is none.
    fn finding(&self, rule: Rule) -> Finding<'b> {
        match rule {
            Rule::Identity => self.identity(),
            Rule::Class => self.class(),
            Rule::StartedTask => self.started_task(),
            Rule::ResourceName => self.resource_name(),
            Rule::ImplicitOwner => self.implicit_owner(),
            Rule::Global => self.global(),
            _ => match self.walk.profile {
                None => self.no_profile(),
                Some((_, profile)) => self.finding_about(rule, profile),
            },
        }
    }

    /// What a rule about the protecting profile found.
    fn finding_about(&self, rule: Rule, profile: &'b ProfileRow) -> Finding<'b> {
        match rule {
            Rule::Identity
            | Rule::Class
            | Rule::StartedTask
            | Rule::ResourceName
            | Rule::ImplicitOwner
            | Rule::Global
            | Rule::Profile => self.profile(profile),
            Rule::Mandatory => self.mandatory(profile),
            Rule::OwnDataset => self.own(),
            Rule::UserEntry if self.administers() => self.own_alter(profile),
            Rule::UserEntry => self.user_entry(profile),
            Rule::GroupEntry if self.administers() => self.group_alter(profile),
            Rule::GroupEntry => self.group_entry(profile),
            Rule::AnyEntry => self.any_entry(profile),
            Rule::Uacc if self.administers() => self.open_alter(profile),
            Rule::Uacc => self.uacc(profile),
            Rule::GroupAuthority => self.group_authority(profile),
            Rule::Operations => self.operations(),
            Rule::Conditional => self.conditional(profile),
            Rule::Warning => self.warning(profile),
            Rule::Insufficient => self.insufficient(),
            Rule::Special => self.special(),
            Rule::GroupSpecial => self.group_special(),
            Rule::Owner => self.owner(profile),
            Rule::Name => self.name(profile),
        }
    }
}
