//! The commands that add a policy to a system of which nothing is known.
//!
//! Others own things on that system, too. So the commands state what the policy states, and can't take away what others
//! have: a profile or an ID that is there keeps all that it has (its definition fails, and nothing alters it), access
//! lists are added to, no user is resumed, and no option is switched unless the policy states and manages it.
//!
//! They are those of a plan for a new database, in which is what the policy declares as external, and whose options are
//! what the policy assumes.

mod fitting;
mod sections;

use std::collections::BTreeSet;

use saffron_analysis::drift::{Fact, Kind, Managed, System, What, drift};
use saffron_compiler::model::{ClassSettings, Model, PrincipalKind};
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_vocabulary::racf::Enforcement;

use crate::assume;
use crate::build::outside;
use crate::emit::Emission;
use crate::emit::remark::Remarks;
use crate::emit::undo::of_additions;
use crate::plan::{self, Step};
use crate::policy;

/// The commands that add a policy to a system. `managed` is what the policy answers for.
pub fn establish(model: &Model, managed: Managed<'_>) -> Emission {
    let mut remarks = Remarks::default();
    let policy = fitting::fitting(model, &mut remarks);
    let states = Stated { policy: &policy, managed, external_users: external_users(&policy) };
    let start = start(&policy, &states.unset());
    let system = policy::model(&start).unwrap_or_else(|why| {
        remarks.add(why);
        Model::default()
    });
    let known = System { model: &system, assumed: &[], without_options: false };
    let mut facts = drift(&policy, known, Managed::EVERYTHING);
    facts.retain(|fact| states.adds(fact));
    let steps = steps(&policy, &system, &start, &facts, &mut remarks);
    remark(&policy, &states, &mut remarks);
    Emission {
        build: sections::script(&policy, steps),
        undo: of_additions(&policy),
        remarks: remarks.finish(),
    }
}

/// What the policy states of the whole system.
struct Stated<'p> {
    policy: &'p Model,
    managed: Managed<'p>,
    external_users: BTreeSet<&'p str>,
}

fn external_users(policy: &Model) -> BTreeSet<&str> {
    let all = policy.principals.iter();
    let external = all.filter(|it| matches!(it.kind, PrincipalKind::ExternalUser(_)));
    external.map(|it| it.name.as_str()).collect()
}

/// The options that lists of classes with some logging state.
const LOGS: [&str; 4] = ["log-always", "log-never", "log-successes", "log-failures"];

impl Stated<'_> {
    fn is_stated(&self, option: &str) -> bool {
        let origins = &self.policy.options.origins;
        match option {
            "log-options" => LOGS.iter().any(|log| origins.of(log).is_some()),
            _ => origins.of(option).is_some(),
        }
    }

    /// Options that no command sets: the policy doesn't state or doesn't manage them, or they change what the names of
    /// profiles that are there mean.
    fn unset(&self) -> Vec<&'static str> {
        let is_set = |it: &str| {
            self.managed.manages_options() && self.is_stated(it) && it != "enhanced-generic-naming"
        };
        assume::all().into_iter().filter(|it| !is_set(it)).collect()
    }

    /// Whether a command that settles the fact only adds.
    fn adds(&self, fact: &Fact) -> bool {
        let subject = &fact.subject;
        match subject.what {
            _ if fact.kind == Kind::Extra => false,
            What::Option if !self.managed.manages_options() => false,
            What::Option if subject.class.is_some() => {
                let name = subject.property.as_deref().unwrap_or_default();
                self.is_stated(name) && !matches!(fact.policy.as_deref(), Some("off" | "default"))
            }
            What::Option => self.is_stated(subject.property.as_deref().unwrap_or_default()),
            What::Permit => true,
            What::Connect => {
                !self.is_external_user(subject.id.as_deref()) && !plan::takes_away(fact)
            }
            _ => !plan::takes_away(fact),
        }
    }

    fn is_external_user(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.external_users.contains(id))
    }
}

/// A new database as the commands need it.
fn start(policy: &Model, unset: &[&str]) -> Database {
    let mut database = outside(policy);
    assume::assume(policy, &mut database.options, unset);
    database
}

/// The commands, but for those that RACF would refuse, about which there is a remark.
fn steps(
    policy: &Model,
    system: &Model,
    start: &Database,
    facts: &[Fact],
    remarks: &mut Remarks,
) -> Vec<Step> {
    let planned = plan::plan(policy, system, start, facts);
    for (at, why) in planned.unplanned {
        if let Some(fact) = facts.get(at) {
            remarks.about(plan::named(&fact.subject), why);
        }
    }
    let mut steps = planned.steps;
    let mut session = Session::new(start.clone(), IBMUSER);
    session.database.options.add_creator.value = false;
    for (fact, why) in plan::run(&mut session, &mut steps, facts) {
        remarks.about(plan::named(&fact.subject), why);
    }
    steps
}

/// What holds of all such commands.
fn remark(policy: &Model, states: &Stated<'_>, remarks: &mut Remarks) {
    remarks.of_externals(policy);
    remarks.left_behind(policy);
    let unset = states.unset().into_iter().filter(|it| matters(policy, it));
    for option in unset {
        let remark = "the policy depends on this option, and no command sets it: compare it with SETROPTS LIST";
        remarks.about(format!("`{option}`"), remark);
    }
    if !policy.profiles.is_empty() {
        remarks.add(
            "a profile, user or group that exists already keeps what it has: its definition fails, and \
             only entries and connections are added; `saffron plan` with an unload of the system, or \
             --from, writes what differs",
        );
        remarks.add(
            "owners of groups and users that are defined later, and dates of RESUME, are in comments: for \
             what exists already they would be changes",
        );
        remarks.add(
            "where SETROPTS ADDCREATOR is on, RACF puts the user who issues the commands on the access \
             list of each new profile",
        );
    }
}

/// Whether the policy differs in this option from a new database.
fn matters(policy: &Model, option: &str) -> bool {
    let it = &policy.options;
    let any =
        |has: fn(&ClassSettings) -> bool| policy.classes.iter().any(|class| has(&class.settings));
    match option {
        "list-of-groups" => it.list_of_groups,
        "enhanced-generic-naming" => it.enhanced_generic_naming,
        "program-control" => it.program_control,
        "protect-all" => it.protect_all != Enforcement::Off,
        "mls" => it.mls != Enforcement::Off,
        "ml-active" => it.ml_active != Enforcement::Off,
        "undefined-terminals" => !it.undefined_terminals,
        "prefix" => it.prefix.is_some(),
        "active" => any(|it| it.active),
        "generic" => any(|it| it.generic),
        "raclist" => any(|it| it.raclisted),
        "global" => any(|it| it.global),
        _ => false,
    }
}
