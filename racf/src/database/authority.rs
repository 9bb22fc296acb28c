//! Who may issue a command, by which rule, and how little authority would do.
//!
//! A command is turned into demands, each with its alternatives ([`need`]); what a user has is compared
//! with them ([`check_authority()`]), or they are shown as they are ([`least::least()`]).
//!
//! INVARIANT: a user who can't enter the system may issue nothing; a command on several targets may be
//! issued only by a user who has authority over each of them.
//!
//! Sources: PERMIT, Authorization Required, and the pages of the other commands in the Command
//! Language Reference; Security Administrator's Guide, the tables of commands by attribute,
//! ownership and group authority.

mod check;
mod covering;
mod demand;
mod issuer;
pub mod least;
mod locate;
pub mod need;
mod scope;

use crate::command::{Command, CommandKind};
use crate::outcome::Authority;

use super::{Database, Rules};
use check::{AuthorityCheck, Finding};
use demand::Context;
use issuer::Issuer;
use need::Demand;

/// Whether the user may issue the command against the database as it is before the command.
pub fn check_authority(
    database: &Database,
    issuer: &str,
    command: &Command,
    rules: &Rules,
) -> Authority {
    let name = issuer.to_ascii_uppercase();
    let (allowed, rule, because) = match Issuer::enter(database, &name) {
        Err(refusal) => (false, refusal.rule, refusal.because),
        Ok(issuer) => {
            let demands = Context::new(database, issuer.name).demands(command);
            let check = AuthorityCheck { database, issuer: &issuer, rules };
            match check.findings(&demands) {
                Ok(findings) => allowed(command, &findings),
                Err(unmet) => (false, "insufficient", refusal(&check, &unmet)),
            }
        }
    };
    Authority { issuer: name, allowed, rule, because }
}

impl AuthorityCheck<'_, '_> {
    /// What fulfils each of the demands; else those that nothing fulfils.
    fn findings<'m>(&self, demands: &'m [Demand]) -> Result<Vec<Finding>, Vec<&'m Demand>> {
        let (mut findings, mut unmet) = (Vec::new(), Vec::new());
        for demand in demands {
            match self.finding(demand) {
                Some(finding) => findings.push(finding),
                None => unmet.push(demand),
            }
        }
        if unmet.is_empty() { Ok(findings) } else { Err(unmet) }
    }
}

/// The rules that allow the command; the first gives the name.
fn allowed(command: &Command, findings: &[Finding]) -> (bool, &'static str, String) {
    let Some(first) = findings.first() else {
        return match command.kind {
            CommandKind::Skipped { why } => (true, "skipped", why.to_owned()),
            _ => (true, "nothing-asked", "the command changes nothing".to_owned()),
        };
    };
    let mut reasons: Vec<&str> = Vec::new();
    for finding in findings {
        if !reasons.contains(&finding.because.as_str()) {
            reasons.push(&finding.because);
        }
    }
    (true, first.rule, reasons.join("; "))
}

/// What would be needed, target by target.
fn refusal(check: &AuthorityCheck<'_, '_>, unmet: &[&Demand]) -> String {
    let mut said: Vec<String> = Vec::new();
    for demand in unmet {
        let needed = format!("needed for {}: {demand}", demand.about);
        if !said.contains(&needed) {
            said.push(needed);
        }
    }
    if !check.database.options.list_of_groups.value && check.issuer.user.connections.len() > 1 {
        let current = check.issuer.current;
        said.push(format!("only the group `{current}` is in effect, because of NOGRPLIST"));
    }
    said.join("; ")
}
