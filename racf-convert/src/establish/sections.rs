//! The steps of a plan as a script with headings.

use saffron_compiler::model::Model;
use saffron_racf::command::{Command, CommandKind, ConnectOperands, UserOperands};

use crate::emit::Script;
use crate::plan::{self, Step};

/// A heading, and what is said below it.
type Section = (&'static str, &'static str);

const REFRESH: Section = ("Refresh", "After this, the profiles are in effect.");

/// The commands with what they are, in sections.
pub(super) fn script(policy: &Model, steps: Vec<Step>) -> Script {
    let mut script = Script::default();
    let package = policy.package.as_str();
    let what = if package.is_empty() { String::new() } else { format!(" `{package}`") };
    script.comment(&format!("RACF commands that add the policy{what} to a system."));
    script.comment(
        "They only add. What exists already keeps what it has: its definition fails (return code 8), and the \
         commands after it go on. What would change it in place is in comments: take it out of them where the \
         thing is new.",
    );
    let refreshes = plan::refreshes(policy, &steps);
    let mut current = None;
    for step in steps {
        let section = section(&step.command.kind);
        if current != Some(section) {
            script.section(section.0, section.1);
            current = Some(section);
        }
        let (issued, proposed) = parts(step.command);
        if let Some(it) = issued {
            script.command(it);
        }
        if let Some(it) = proposed {
            script.propose(it);
        }
    }
    script.section(REFRESH.0, REFRESH.1);
    for command in refreshes {
        script.command(command);
    }
    script
}

/// What of a command is issued, and what is only proposed, in a comment: what changes in place something that may have
/// been there before. A revocation is issued; whatever resumes a user isn't.
fn parts(command: Command) -> (Option<Command>, Option<Command>) {
    match &command.kind {
        CommandKind::AltUser(it) if it.owner.is_none() && it.revoke.is_some() => {
            let base = UserOperands { users: it.users.clone(), ..UserOperands::default() };
            let resume = it.resume.clone().map(|resume| {
                CommandKind::AltUser(UserOperands { resume: Some(resume), ..base.clone() }).into()
            });
            let revoke = UserOperands { revoke: it.revoke.clone(), ..base };
            (Some(CommandKind::AltUser(revoke).into()), resume)
        }
        CommandKind::Connect(it) if it.resume.is_some() => {
            let issued = ConnectOperands { resume: None, ..it.clone() };
            let proposed = ConnectOperands {
                users: it.users.clone(),
                group: it.group.clone(),
                resume: it.resume.clone(),
                ..ConnectOperands::default()
            };
            let issued = it.revoke.is_some().then(|| CommandKind::Connect(issued).into());
            (issued, Some(CommandKind::Connect(proposed).into()))
        }
        CommandKind::AltUser(_) | CommandKind::AltGroup(_) | CommandKind::AltDsd(_) => {
            (None, Some(command))
        }
        CommandKind::RAlter(it) if it.add_members.is_empty() || !it.delete_members.is_empty() => {
            (None, Some(command))
        }
        _ => (Some(command), None),
    }
}

fn section(kind: &CommandKind) -> Section {
    match kind {
        CommandKind::AddGroup(_) | CommandKind::AltGroup(_) => ("Groups", ""),
        CommandKind::AddUser(_) | CommandKind::AltUser(_) => ("Users", "No password is set here."),
        CommandKind::Connect(_) => ("Connections", ""),
        CommandKind::Permit(_) => ("Access lists", "They are added to."),
        CommandKind::SetRopts(_) => ("Options and settings of classes that the policy states", ""),
        _ => ("Profiles", ""),
    }
}
