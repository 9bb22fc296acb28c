//! Runs a plan on a copy of the system before anyone else does.

use std::collections::{BTreeMap, BTreeSet};

use saffron_analysis::drift::{Fact, Managed, Subject, System, What, drift};
use saffron_compiler::model::Model;
use saffron_lang::Span;
use saffron_racf::command::{Command, CommandKind, PermitOperands};
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::outcome::Severity;

use super::make::{plan, refreshes};
use super::step::{Plan, Step};
use crate::policy;

/// A plan and its undo that were run.
#[derive(Clone, Debug)]
pub struct Proven {
    /// Commands that give and change, in order.
    pub plan: Vec<Command>,
    /// Commands that take away and delete; they are part of the plan if that was asked for.
    pub deletes: Vec<Command>,
    /// Commands that give the system back.
    pub undo: Vec<Command>,
    /// Facts that stay as they are, with the reason.
    pub left: Vec<(Fact, String)>,
    /// The database after the plan.
    pub after: Database,
    /// What the undo doesn't give back.
    pub lost: Vec<(Fact, String)>,
}

/// What a plan is proven with.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'p> {
    /// The policy.
    pub policy: &'p Model,
    /// The system, and what is known of its options.
    pub system: System<'p>,
    /// Its database.
    pub database: &'p Database,
    /// What the policy answers for.
    pub managed: Managed<'p>,
    /// What the database holds otherwise than the model of the system: see [`artefacts`].
    pub artefacts: &'p BTreeSet<Subject>,
    /// Whether commands that take away and delete are part of the plan.
    pub allow_deletes: bool,
}

/// What a database that was built from a model holds otherwise: IBMUSER and what else every database has, and what no
/// command can make. No plan is about these. Empty where the model was made of the database.
///
/// # Errors
///
/// If the database can't be represented as a policy.
pub fn artefacts(system: &Model, database: &Database) -> Result<BTreeSet<Subject>, String> {
    let built = policy::model(database)?;
    Ok(everything(system, &built).into_iter().map(|it| it.subject).collect())
}

const NOT_MANAGED: &str = "the package doesn't manage options";

const WITHHELD: &str = "it takes access away or deletes: use --allow-deletes, or --deletes FILE";

/// Plans, runs the plan and its undo in memory, and compares.
///
/// # Errors
///
/// If the plan doesn't come to what it promises: what differs then is in the message.
pub fn prove(proof: Proof<'_>, facts: &[Fact]) -> Result<Proven, String> {
    let Proof { policy, system, database, managed, artefacts, allow_deletes } = proof;
    let real = |mut facts: Vec<Fact>| {
        facts.retain(|it| !artefacts.contains(&it.subject));
        facts
    };
    let is_others = |it: &Fact| it.subject.what == What::Option && !managed.manages_options();
    let (others, facts): (Vec<Fact>, Vec<Fact>) = facts.iter().cloned().partition(is_others);
    let facts = facts.as_slice();
    let planned = plan(policy, system.model, database, facts);
    let mut left = unplanned(&planned, facts);
    left.extend(others.into_iter().map(|fact| (fact, NOT_MANAGED.to_owned())));
    let (kept, deletes): (Vec<Step>, Vec<Step>) =
        planned.steps.into_iter().partition(|it| allow_deletes || !it.takes_away);
    let withheld: BTreeSet<usize> = deletes.iter().flat_map(|it| it.facts.clone()).collect();
    let withheld = withheld.iter().filter_map(|at| facts.get(*at));
    left.extend(withheld.map(|fact| (fact.clone(), WITHHELD.to_owned())));
    let there = |model: &Model| real(drift(policy, System { model, ..system }, managed));
    let there = settle((policy, database), kept, (facts, left), there, "the plan")?;

    let back = real(everything(system.model, &there.model));
    let undo = plan(system.model, &there.model, &there.database, &back);
    let lost = unplanned(&undo, &back);
    let again = |model: &Model| real(everything(system.model, model));
    let start = (system.model, &there.database);
    let restored = settle(start, undo.steps, (&back, lost), again, "the undo")?;
    Ok(Proven {
        plan: commands(&there.model, &there.database, there.steps),
        deletes: commands(&there.model, &there.database, deletes),
        undo: commands(system.model, &restored.database, restored.steps),
        left: there.left,
        after: there.database,
        lost: restored.left,
    })
}

/// A system after steps.
struct Settled {
    steps: Vec<Step>,
    database: Database,
    model: Model,
    left: Vec<(Fact, String)>,
}

const DEPENDS: &str = "it depends on a fact that stays as it is";

/// Runs the steps. Those whose facts are the same afterwards are taken out, since they depend on others that stay.
fn settle(
    (policy, start): (&Model, &Database),
    mut steps: Vec<Step>,
    (facts, mut left): (&[Fact], Vec<(Fact, String)>),
    drifted: impl Fn(&Model) -> Vec<Fact>,
    what: &str,
) -> Result<Settled, String> {
    loop {
        let mut session = Session::new(start.clone(), IBMUSER);
        // Who issues the commands must not be on the lists of what they define.
        session.database.options.add_creator.value = false;
        left.extend(run(&mut session, &mut steps, facts));
        session.database.options.add_creator = start.options.add_creator.clone();
        given_passwords(&mut session.database, policy, &steps);
        let model = policy::model(&session.database)?;
        let known: BTreeSet<&Subject> = left.iter().map(|(fact, _)| &fact.subject).collect();
        let now = drifted(&model);
        let others: Vec<&Fact> = now.iter().filter(|it| !known.contains(&it.subject)).collect();
        if others.is_empty() {
            return Ok(Settled { steps, database: session.database, model, left });
        }
        let subjects: BTreeSet<&Subject> = others.iter().map(|it| &it.subject).collect();
        let fails = |step: &Step| {
            let mut about = step.facts.iter().filter_map(|at| facts.get(*at));
            about.any(|fact| subjects.contains(&fact.subject))
        };
        let (out, kept): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(fails);
        if out.is_empty() {
            return Err(broken(what, &others));
        }
        steps = kept;
        let out: BTreeSet<usize> = out.into_iter().flat_map(|it| it.facts).collect();
        let out = out.iter().filter_map(|at| facts.get(*at));
        left.extend(out.map(|fact| (fact.clone(), DEPENDS.to_owned())));
    }
}

fn broken(what: &str, others: &[&Fact]) -> String {
    let some = others.iter().take(5);
    let some: Vec<String> = some.map(|it| words(it)).collect();
    format!("{what} does not come to what it promises: {}", some.join(", "))
}

/// A fact in words: `extra connect IBMUSER SYS1`.
fn words(fact: &Fact) -> String {
    format!("{} {}", fact.kind.as_str(), named(&fact.subject))
}

/// What a fact is about, in words: `connect IBMUSER SYS1`.
pub(crate) fn named(it: &Subject) -> String {
    let names = [&it.class, &it.profile, &it.id, &it.group, &it.property];
    let mut words = vec![it.what.as_str()];
    words.extend(names.into_iter().flatten().map(String::as_str));
    words.join(" ")
}

fn everything(policy: &Model, system: &Model) -> Vec<Fact> {
    let system = System { model: system, assumed: &[], without_options: false };
    drift(policy, system, Managed::EVERYTHING)
}

fn unplanned(plan: &Plan, facts: &[Fact]) -> Vec<(Fact, String)> {
    let unplanned = plan.unplanned.iter();
    unplanned.filter_map(|(at, why)| Some((facts.get(*at)?.clone(), why.clone()))).collect()
}

/// The commands, and what refreshes their classes on the database that they come to.
fn commands(model: &Model, database: &Database, steps: Vec<Step>) -> Vec<Command> {
    let mut session = Session::new(database.clone(), IBMUSER);
    let mut refreshes = refreshes(model, &steps);
    refreshes.retain(|it| session.run(it).return_code == 0);
    steps.into_iter().map(|it| it.command).chain(refreshes).collect()
}

/// Runs the steps. One that RACF refuses is taken out, its facts stay as they are, and the others run again.
pub(crate) fn run(
    session: &mut Session,
    steps: &mut Vec<Step>,
    facts: &[Fact],
) -> Vec<(Fact, String)> {
    let start = session.database.clone();
    let mut left = Vec::new();
    loop {
        let mut refused: BTreeMap<usize, String> = BTreeMap::new();
        for (at, step) in steps.iter().enumerate() {
            let command = Command { span: Span::NOWHERE, ..step.command.clone() };
            let outcome = session.run(&command);
            if outcome.return_code > 0 {
                let said = outcome.messages.iter().filter(|it| it.severity != Severity::Note);
                let texts: Vec<&str> = said.map(|it| it.text.as_str()).collect();
                refused.insert(at, texts.join("; "));
            }
        }
        if refused.is_empty() {
            return left;
        }
        let mut tried = Vec::with_capacity(steps.len());
        for (at, step) in steps.drain(..).enumerate() {
            match refused.get(&at) {
                None => tried.push(step),
                Some(why) => match singles(&step) {
                    Some(each) => tried.extend(each),
                    None => left.extend(refusal(&step, why, facts)),
                },
            }
        }
        *steps = tried;
        session.database = start.clone();
    }
}

fn refusal(step: &Step, why: &str, facts: &[Fact]) -> Vec<(Fact, String)> {
    let why = format!("RACF would refuse it: {why}");
    let facts = step.facts.iter().filter_map(|at| facts.get(*at));
    facts.map(|fact| (fact.clone(), why.clone())).collect()
}

/// PERMIT of several IDs as one command for each, of which only some may be refused.
fn singles(step: &Step) -> Option<Vec<Step>> {
    let CommandKind::Permit(it) = &step.command.kind else { return None };
    let ids = it.ids.as_ref().filter(|ids| ids.len() > 1 && ids.len() == step.facts.len())?;
    let each = ids.iter().zip(&step.facts).map(|(id, fact)| {
        let kind =
            CommandKind::Permit(PermitOperands { ids: Some(vec![id.clone()]), ..it.clone() });
        Step { command: Command::from(kind), facts: vec![*fact], ..step.clone() }
    });
    Some(each.collect())
}

/// A new user gets a password by hand; until then the user is protected.
fn given_passwords(database: &mut Database, policy: &Model, steps: &[Step]) {
    let users = policy.principals.iter().filter_map(|it| Some((&it.name, it.kind.user()?)));
    let users = users.filter(|(_, it)| it.attributes.protected).map(|(name, _)| name);
    let protected: BTreeSet<&String> = users.collect();
    for step in steps {
        let CommandKind::AddUser(it) = &step.command.kind else { continue };
        for name in &it.users {
            if let Some(user) = database.users.get_mut(&name.text) {
                user.has_password = !protected.contains(&name.text);
            }
        }
    }
}
