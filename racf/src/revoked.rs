//! Runbooks that tell both how to grant something and how to take it back: all blocks are run in
//! order, so that nothing is left of what the first one grants.

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span};

use crate::codes;
use crate::command::{Command, CommandKind, Name, PermitAction, PermitOperands};

/// What the blocks of a document have made so far, and where.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    made: BTreeMap<String, (u32, Span)>,
}

/// What a command makes or takes away.
enum Effect {
    Makes(Vec<String>),
    TakesAway(Vec<String>),
    None,
}

impl Blocks {
    /// Notes a command of a block; a warning if it takes away what an earlier block has made.
    pub(crate) fn note(&mut self, block: u32, command: &Command) -> Option<Diagnostic> {
        if block == 0 {
            return None;
        }
        match effect(&command.kind) {
            Effect::Makes(facts) => {
                self.made.extend(facts.into_iter().map(|fact| (fact, (block, command.span))));
                None
            }
            Effect::TakesAway(facts) => {
                let made = facts.iter().filter_map(|fact| self.made.remove(fact));
                let (_, span) = made.filter(|(earlier, _)| *earlier != block).last()?;
                Some(revoked(command, span))
            }
            Effect::None => None,
        }
    }
}

fn revoked(command: &Command, earlier: Span) -> Diagnostic {
    let message = format!("{} takes away what an earlier block grants or defines", command.verb);
    Diagnostic::warning(codes::REVOKED, message, command.span, "taken away here")
        .because(earlier, "granted or defined here")
        .help("all blocks are run in order; copy the block that you mean to a file of its own")
}

fn effect(kind: &CommandKind) -> Effect {
    match kind {
        CommandKind::AddUser(it) => Effect::Makes(facts("user", &it.users)),
        CommandKind::DelUser(users) => Effect::TakesAway(facts("user", users)),
        CommandKind::AddGroup(it) => Effect::Makes(facts("group", &it.groups)),
        CommandKind::DelGroup(groups) => Effect::TakesAway(facts("group", groups)),
        CommandKind::AddSd(it) => Effect::Makes(facts("DATASET", &it.names)),
        CommandKind::DelDsd(it) => Effect::TakesAway(facts("DATASET", &it.names)),
        CommandKind::RDefine(it) => Effect::Makes(facts(&it.class.text, &it.names)),
        CommandKind::RDelete(it) => Effect::TakesAway(facts(&it.class.text, &it.names)),
        CommandKind::Connect(it) => Effect::Makes(facts(&connection(it.group.as_ref()), &it.users)),
        CommandKind::Remove(it) => {
            Effect::TakesAway(facts(&connection(it.group.as_ref()), &it.users))
        }
        CommandKind::Permit(it) => permit(it),
        _ => Effect::None,
    }
}

fn permit(operands: &PermitOperands) -> Effect {
    let class = operands.class.as_ref().map_or("DATASET", |class| class.text.as_str());
    let list = format!("list of {class} {}", operands.profile.text);
    let entries = facts(&list, operands.ids.as_deref().unwrap_or_default());
    match operands.action.as_ref().map(|action| &action.node) {
        Some(PermitAction::Delete) => Effect::TakesAway(entries),
        _ if operands.reset.is_some() => Effect::None,
        _ => Effect::Makes(entries),
    }
}

fn connection(group: Option<&Name>) -> String {
    format!("member of {}", group.map_or("", |group| group.text.as_str()))
}

fn facts(of: &str, names: &[Name]) -> Vec<String> {
    names.iter().map(|name| format!("{of} {}", name.text.to_ascii_uppercase())).collect()
}
