//! Whether a user may issue a command.

use super::{Database, Rules};
use crate::command::{Command, UserAttribute};
use crate::outcome::Authority;

/// Judges a command before it runs.
pub fn judge(database: &Database, issuer: &str, command: &Command, rules: &Rules) -> Authority {
    let _ = rules;
    let user = database.users.get(issuer);
    let allowed = user.is_some_and(|it| it.attributes.contains_key(&UserAttribute::Special));
    let rule = if allowed { "special" } else { "insufficient" };
    let because = format!("{} needs SPECIAL", command.verb);
    Authority { issuer: issuer.to_owned(), allowed, rule, because }
}
