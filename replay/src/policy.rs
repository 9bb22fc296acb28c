//! A policy that answers events.

use std::collections::HashSet;

use foldhash::fast::FixedState;
use saffron_bundle::layout::{AuthRow, ClassRow, ConditionalRow, class_flag};
use saffron_bundle::{Bundle, run};
use saffron_runtime::{
    AccessLevel, ConditionKind, Context, Decision, Engine, Intent, Mode, Outcome, Question,
    Requester, Step, Subject,
};

use crate::event::{Access, Port, Recorded, Wanted};

/// A policy, and what must be known of it before an event is answered.
#[derive(Clone, Debug)]
pub(crate) struct Policy<'e> {
    pub(crate) engine: &'e Engine,
    users: HashSet<&'e str, FixedState>,
    classes: HashSet<&'e str, FixedState>,
}

/// What a policy says about what the system did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The same.
    Same,
    /// It refuses what the system granted.
    NewlyDenied,
    /// It grants, or doesn't protect, what the system refused.
    NewlyGranted,
    /// Anything else, such as a warning.
    Other,
    /// It refuses, but would grant under a condition that the record doesn't state.
    ContextUnknown,
}

impl Answer {
    /// The word by which it is known.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::NewlyDenied => "newly-denied",
            Self::NewlyGranted => "newly-granted",
            Self::Other => "other",
            Self::ContextUnknown => "context-unknown",
        }
    }
}

/// An event as a policy answers it.
#[derive(Clone, Copy)]
pub(crate) struct Answered<'e> {
    pub(crate) subject: Subject<'e>,
    pub(crate) decision: Decision<'e>,
    pub(crate) answer: Answer,
}

impl<'e> Policy<'e> {
    pub(crate) fn new(engine: &'e Engine) -> Self {
        let bundle = engine.bundle_sections();
        let users = bundle.authorities().iter().filter(|row| !row.user().is_none());
        let used = bundle.classes().iter().filter(|row| row.flags() & class_flag::USED != 0);
        Self {
            engine,
            users: users.map(AuthRow::name).collect(),
            classes: used.map(ClassRow::name).collect(),
        }
    }

    pub(crate) fn bundle(&self) -> &'e Bundle<'e> {
        self.engine.bundle_sections()
    }

    pub(crate) fn has_user(&self, user: &str) -> bool {
        self.users.contains(user)
    }

    /// Whether the policy says anything about the class.
    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.classes.contains(class)
    }

    /// Answers an event.
    pub(crate) fn answer(&self, access: &Access<'_>, wanted: Wanted) -> Answered<'e> {
        let group = Some(access.group).filter(|group| !group.is_empty());
        let subject = self.engine.subject(Requester::User(access.user), group, access.day);
        let (net, context) = (net_name(access), context(access));
        let context = match &net {
            Some(partner) => context.appcport(partner),
            None => context,
        };
        let question = question(access, wanted).context(context);
        let decision = subject.decide(&question);
        let mut answer = compare(access.recorded, &decision);
        if answer == Answer::NewlyDenied && self.depends(access, &subject, &question) {
            answer = Answer::ContextUnknown;
        }
        Answered { subject, decision, answer }
    }

    /// Whether the request would be granted under a condition that the record can't state.
    fn depends(&self, access: &Access<'_>, subject: &Subject<'_>, asked: &Question<'_>) -> bool {
        let bundle = self.bundle();
        let place = subject.place(asked).profile;
        let Some(row) = place.and_then(|at| bundle.profiles().get(at as usize)) else {
            return false;
        };
        let entries = run(bundle.conditional(), row.conditional()).iter();
        let mut may = entries.filter(|it| it.access() >= needed(asked) && is_unstated(access, it));
        may.any(|entry| {
            let value = bundle.text(entry.value());
            let (program, name) = ([value], bundle.text(entry.name()));
            let criteria = [(name, value)];
            let (mut question, context) = (*asked, asked.context);
            question.context = match entry.kind() {
                ConditionKind::Program => context.program(&program),
                ConditionKind::Servauth => context.servauth(value),
                ConditionKind::Terminal => context.terminal(value),
                ConditionKind::Console => context.console(value),
                ConditionKind::Jesinput => context.jesinput(value),
                ConditionKind::Appcport => context.appcport(value),
                ConditionKind::Criteria => context.criteria(&criteria),
                ConditionKind::Sysid => context,
            };
            if entry.kind() == ConditionKind::Criteria {
                question.mode = Mode::FastAuth;
            }
            subject.decide(&question).outcome == Outcome::Grant
        })
    }
}

fn needed(asked: &Question<'_>) -> AccessLevel {
    match asked.intent {
        Intent::Execute => AccessLevel::Execute,
        Intent::Access => asked.access,
    }
}

/// Programs, zones and criteria are in no record; a port of entry is missing in short ones.
fn is_unstated(access: &Access<'_>, entry: &ConditionalRow) -> bool {
    match entry.kind() {
        ConditionKind::Program | ConditionKind::Criteria => true,
        ConditionKind::Servauth => !matches!(access.port, Some((Port::Servauth, _))),
        ConditionKind::Sysid => false,
        _ => access.short && access.port.is_none(),
    }
}

/// What the record asks, without its context.
pub(crate) fn question<'r>(access: &Access<'r>, wanted: Wanted) -> Question<'r> {
    let question = Question::new(access.class, access.resource);
    let question = match wanted {
        Wanted::Execute => question.intent(Intent::Execute),
        Wanted::Level(level) => question.access(level),
    };
    match access.volume {
        "" => question,
        volume => question.volume(volume),
    }
}

/// `NET.LU`, if the record states both.
pub(crate) fn net_name(access: &Access<'_>) -> Option<String> {
    match access.port {
        Some((Port::Appcport, name)) if !access.net.is_empty() => {
            Some(format!("{}.{name}", access.net))
        }
        _ => None,
    }
}

fn context<'r>(access: &Access<'r>) -> Context<'r> {
    let mut context = Context::default().sysid(access.system);
    if !access.label.is_empty() {
        context = context.seclabel(access.label);
    }
    match access.port {
        None => context,
        Some((Port::Terminal, name)) => context.terminal(name),
        Some((Port::Console, name)) => context.console(name),
        Some((Port::Jesinput, name)) => context.jesinput(name),
        Some((Port::Appcport, name)) => context.appcport(name),
        Some((Port::Servauth, name)) => context.servauth(name),
    }
}

fn compare(recorded: Recorded, decision: &Decision<'_>) -> Answer {
    match (recorded, decision.outcome, decision.warning) {
        (Recorded::Granted, Outcome::Grant, false)
        | (Recorded::Warned, Outcome::Grant, true)
        | (Recorded::Refused, Outcome::Deny, _) => Answer::Same,
        (Recorded::Granted | Recorded::Warned, Outcome::Deny, _) => Answer::NewlyDenied,
        (Recorded::Refused, Outcome::Grant | Outcome::NotProtected, _) => Answer::NewlyGranted,
        (Recorded::Granted | Recorded::Warned, _, _) => Answer::Other,
    }
}

impl Answered<'_> {
    /// Whether the policy itself grants by OPERATIONS.
    pub(crate) fn is_by_operations(&self) -> bool {
        self.decision.step == Step::Operations
    }

    /// Whether the user is revoked in the policy, who could enter when the event was recorded.
    pub(crate) fn is_revoked(&self) -> bool {
        self.decision.step == Step::UserRevoked
    }
}
