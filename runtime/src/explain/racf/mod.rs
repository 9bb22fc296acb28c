//! The ladder behind a decision about RACF.

mod access;
mod administer;
mod ladder;
mod mend;
mod place;

use saffron_bundle::layout::ProfileRow;
use saffron_bundle::vocabulary::Step;

use self::ladder::{Ladder, Seen};
use crate::explain::rung::{Explanation, Rung, RungState};
use crate::racf::subject::Subject;
use crate::racf::verdict;
use crate::racf::walk::Walk;
use crate::request::{Operation, Request};
use crate::tables::Tables;

pub(crate) fn explanation<'b>(
    tables: &Tables<'b>,
    subject: &Subject<'b>,
    request: &Request<'_>,
    walk: &Walk<'b>,
) -> Explanation<'b> {
    let decision = verdict::decision(tables, subject, request, walk);
    let ladder = Ladder { tables, subject, request, walk };
    let (mend, remark) = ladder.mend();
    Explanation { decision, rungs: ladder.rungs(), mend, remark }
}

/// A rule, and the steps by which it may decide.
type Rule = (&'static str, &'static [Step]);

const IDENTITY: Rule =
    ("identity", &[Step::UserUnknown, Step::UserRevoked, Step::GroupNotConnected]);
const CLASS: Rule = ("class", &[Step::ClassUnknown, Step::ClassInactive, Step::ClassNotRaclisted]);
const STARTED_TASK: Rule = ("started task", &[Step::Privileged, Step::Trusted]);
const GLOBAL: Rule = ("global access", &[Step::Global]);
const PROFILE: Rule = ("profile", &[Step::NoProfile, Step::Protectall, Step::RacfIndicated]);
const MANDATORY: Rule = ("labels and levels", &[Step::Seclabel, Step::Seclevel, Step::Category]);
const OWN: Rule = ("own data set", &[Step::OwnDataset]);
const USER: Rule = ("user entry", &[Step::UserEntry]);
const GROUP: Rule = ("group entry", &[Step::GroupEntry]);
const ANY: Rule = ("any entry", &[Step::AnyEntry]);
const UACC: Rule = ("uacc", &[Step::Uacc]);
const OPERATIONS: Rule = ("operations", &[Step::Operations]);
const CONDITIONAL: Rule = ("conditional list", &[Step::Conditional]);
const WARNING: Rule = ("warning", &[Step::Warning, Step::Insufficient]);

/// The rules of access, in order.
const OF_ACCESS: &[Rule] = &[
    IDENTITY,
    CLASS,
    STARTED_TASK,
    ("implicit owner", &[Step::ImplicitOwner]),
    GLOBAL,
    PROFILE,
    MANDATORY,
    OWN,
    USER,
    GROUP,
    ANY,
    UACC,
    OPERATIONS,
    CONDITIONAL,
    WARNING,
];

/// The rules of creation.
const OF_CREATION: &[Rule] = &[
    IDENTITY,
    CLASS,
    STARTED_TASK,
    GLOBAL,
    PROFILE,
    MANDATORY,
    OWN,
    USER,
    GROUP,
    ANY,
    UACC,
    ("group authority", &[Step::GroupAuthority]),
    OPERATIONS,
    CONDITIONAL,
    WARNING,
];

/// The rules of who may change a profile.
const OF_ADMINISTRATION: &[Rule] = &[
    IDENTITY,
    CLASS,
    PROFILE,
    ("special", &[Step::Special]),
    ("group-special", &[Step::GroupSpecial]),
    ("owner", &[Step::Owner]),
    ("name", &[Step::OwnDataset, Step::ImplicitOwner]),
    USER,
    GROUP,
    ("uacc", &[Step::Uacc, Step::Insufficient]),
];

impl<'b> Ladder<'_, 'b> {
    fn rules(&self) -> &'static [Rule] {
        match self.request.operation {
            Operation::Access => OF_ACCESS,
            Operation::Define => OF_CREATION,
            Operation::Administer { .. } => OF_ADMINISTRATION,
        }
    }

    fn rungs(&self) -> Vec<Rung<'b>> {
        let rules = self.rules();
        let decided = rules.iter().position(|rule| self.has_decided(*rule));
        let decided = decided.unwrap_or(rules.len());
        rules.iter().enumerate().map(|(at, (rule, _))| self.rung(at, rule, decided)).collect()
    }

    fn has_decided(&self, (name, steps): Rule) -> bool {
        // What is no data set is refused to be created before any profile is searched.
        let elsewhere = self.request.operation == Operation::Define
            && self.walk.step == Step::NoProfile
            && !self.is_dataset();
        if elsewhere { name == CLASS.0 } else { steps.contains(&self.walk.step) }
    }

    fn rung(&self, at: usize, rule: &'static str, decided: usize) -> Rung<'b> {
        if at > decided {
            let text = "an earlier rule had decided".to_owned();
            return Rung { rule, state: RungState::NotReached, text, source: None };
        }
        let seen = self.see(rule);
        let state = match (at == decided, seen.applies) {
            (true, _) => RungState::Decided,
            (false, true) => RungState::Passed,
            (false, false) => RungState::NotApplicable,
        };
        Rung { rule, state, text: seen.text, source: seen.source }
    }

    fn see(&self, rule: &str) -> Seen<'b> {
        match rule {
            "identity" => self.identity(),
            "class" => self.class(),
            "started task" => self.started_task(),
            "implicit owner" => self.implicit_owner(),
            "global access" => self.global(),
            _ => match self.walk.profile {
                None => self.no_profile(),
                Some((_, profile)) if self.administers() => self.administered(rule, profile),
                Some((_, profile)) => self.protected(rule, profile),
            },
        }
    }

    fn protected(&self, rule: &str, profile: &'b ProfileRow) -> Seen<'b> {
        match rule {
            "profile" => self.profile(profile),
            "labels and levels" => self.mandatory(profile),
            "own data set" => self.own(),
            "user entry" => self.user_entry(profile),
            "group entry" => self.group_entry(profile),
            "any entry" => self.any_entry(profile),
            "uacc" => self.uacc(profile),
            "group authority" => self.group_authority(profile),
            "operations" => self.operations(),
            "conditional list" => self.conditional(profile),
            _ => self.warning(profile),
        }
    }
}
