//! What becomes of a command with a verb: who reads it, or why it is skipped.

use saffron_vocabulary::verb::{Verb, VerbKind};

use crate::command::CommandKind;

use super::reading::Reading;
use super::tree::Tree;
use super::{connect, data_set, group, permit, resource, setropts, user};

/// Reads a command of one verb; `None` after a mistake.
type Reader = for<'t> fn(&mut Reading<'t>, &Tree<'t>) -> Option<CommandKind>;

/// What becomes of a command with a verb.
#[derive(Clone, Copy)]
pub(super) enum Action {
    /// It is read.
    Read(Reader),
    /// A command of RACF that is skipped.
    Skip(&'static str),
    /// A command of TSO, whose operands are none of our business.
    Foreign(&'static str),
}

/// What becomes of commands with the verb.
pub(super) fn action(verb: &Verb) -> Action {
    if let Some(reader) = reader(verb.name) {
        return Action::Read(reader);
    }
    match verb.kind {
        VerbKind::Listing => Action::Skip("listing commands change nothing"),
        VerbKind::Certificate => {
            Action::Skip("certificates and key rings are not part of a policy")
        }
        VerbKind::IdentityFilter => Action::Skip("identity filters are not part of a policy"),
        VerbKind::Association => Action::Skip("associations of users are not part of a policy"),
        VerbKind::Credential => Action::Skip("passwords are not part of a policy"),
        VerbKind::Tso | VerbKind::Foreign(_) => {
            Action::Foreign("a TSO command, which changes nothing in RACF")
        }
        _ => Action::Skip("it operates RACF and changes no profile"),
    }
}

fn reader(name: &str) -> Option<Reader> {
    Some(match name {
        "PERMIT" => permit::permit,
        "RDEFINE" => resource::define,
        "SETROPTS" => setropts::set_options,
        "ADDUSER" => user::add,
        "ALTUSER" => user::alter,
        "DELUSER" => user::delete,
        "ADDGROUP" => group::add,
        "ALTGROUP" => group::alter,
        "DELGROUP" => group::delete,
        "CONNECT" => connect::connect,
        "REMOVE" => connect::remove,
        "RALTER" => resource::alter,
        "RDELETE" => resource::delete,
        "ADDSD" => data_set::add,
        "ALTDSD" => data_set::alter,
        "DELDSD" => data_set::delete,
        _ => return None,
    })
}
