//! The least authority that a whole script needs.
//!
//! The database is taken as it evolves, and the user of a script owns what it defines: a PERMIT on
//! a profile that the same script defines takes nothing more.

mod choice;

use std::collections::BTreeSet;

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

use crate::command::Command;
use crate::database::{Database, Session};

use super::demand::Context;
use super::need::{Alternative, Demand, Need, Object};
use super::scope::{owner_of, profile_of};
use choice::Choice;

pub use choice::Grant;

/// What a script requires of the user who runs it.
#[derive(Clone, Debug, Default)]
pub struct Least {
    /// The commands that ask for something, in order.
    pub commands: Vec<Asked>,
    /// Commands that nothing but SPECIAL allows.
    pub special: Vec<Span>,
    /// Commands that nothing but AUDITOR, for the system or over a group, allows.
    pub auditor: Vec<Span>,
    /// Narrower authorities that allow all other commands together; none can be left out. Where
    /// SPECIAL is needed anyway it allows these commands as well.
    pub narrower: Vec<Grant>,
}

/// What one command asks, after what the issuer owns by earlier commands.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The verb in full.
    pub verb: &'static str,
    /// Where the command is.
    pub span: Span,
    /// All of them are to be fulfilled.
    pub demands: Vec<Demand>,
}

/// Runs the commands in the session without checking authority, and notes what each requires. The issuer's
/// own attributes and profiles don't count, except for what the script itself defines: it is for
/// anybody to run.
pub fn least(mut session: Session, commands: &[Command]) -> Least {
    session.judges_authority = false;
    let mut created = BTreeSet::new();
    let mut asked = Vec::new();
    for command in commands {
        let context = Context::new(&session.database, &session.issuer);
        let before: BTreeSet<Object> = context.defined(command).into_iter().collect();
        let demands = context.demands(command);
        let demands = demands.into_iter().filter_map(|it| open(&session, &created, it)).collect();
        // What fails anyway asks for nothing.
        if session.run(command).return_code < 8 {
            asked.push(Asked { verb: command.verb, span: command.span, demands });
        }
        let after = Context::new(&session.database, &session.issuer).defined(command);
        created.extend(after.into_iter().filter(|it| !before.contains(it)));
    }
    asked.retain(|it| !it.demands.is_empty());
    summary(&session.issuer, asked)
}

/// What is left of a demand after what earlier commands made the issuer own; `None` if nothing is.
fn open(session: &Session, created: &BTreeSet<Object>, mut demand: Demand) -> Option<Demand> {
    let database = &session.database;
    let own = |object: &Object| {
        created.contains(object) && owner_of(database, object) == Some(&session.issuer)
    };
    demand.alternatives.retain(|it| can_be_given(database, it));
    for alternative in &mut demand.alternatives {
        alternative.needs.retain(|need| match need {
            Need::OwnerOf(object) => !own(object),
            Need::UniversalAlter(_) => false,
            _ => true,
        });
    }
    if demand.alternatives.iter().any(|it| it.needs.is_empty()) {
        return None;
    }
    without_detours(&mut demand.alternatives);
    Some(demand)
}

/// Drops alternatives that ask for all that another one asks, and more.
fn without_detours(alternatives: &mut Vec<Alternative>) {
    let all = alternatives.clone();
    alternatives.retain(|one| {
        let shorter = all.iter().filter(|other| other.needs.len() < one.needs.len());
        !shorter.into_iter().any(|other| other.needs.iter().all(|need| one.needs.contains(need)))
    });
}

/// Whether only the profile would have to change: UACC(ALTER) applies to every user, or it is
/// no way.
fn can_be_given(database: &Database, alternative: &Alternative) -> bool {
    alternative.needs.iter().all(|need| match need {
        Need::UniversalAlter(object) => {
            profile_of(database, object).is_some_and(|it| it.uacc.value == AccessLevel::Alter)
        }
        _ => true,
    })
}

/// What each command can't do without, and a choice among the rest.
fn summary(issuer: &str, commands: Vec<Asked>) -> Least {
    let mut least = Least::default();
    let mut choice = Choice::new(issuer);
    for asked in &commands {
        let demands = &asked.demands;
        let special = demands.iter().any(|it| narrower(it).is_empty());
        if special {
            least.special.push(asked.span);
        }
        if demands.iter().any(is_audit) {
            least.auditor.push(asked.span);
        }
        // What takes SPECIAL anyway needs no more.
        for demand in demands.iter().filter(|it| !special && !is_audit(it)) {
            choice.add(asked.span, narrower(demand));
        }
    }
    least.narrower = choice.grants();
    least.commands = commands;
    least
}

/// The alternatives to SPECIAL.
fn narrower(demand: &Demand) -> Vec<&Alternative> {
    demand.alternatives.iter().filter(|it| !it.needs.contains(&Need::Special)).collect()
}

/// Whether only an auditor may do it.
fn is_audit(demand: &Demand) -> bool {
    let audit = |need: &Need| matches!(need, Need::Auditor | Need::GroupAuditorOver(_));
    !demand.alternatives.is_empty()
        && demand.alternatives.iter().all(|it| it.needs.iter().any(audit))
}
