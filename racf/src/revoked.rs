//! Runbooks that tell both how to grant something and how to take it back: all blocks are run in
//! order, so that nothing is left of what the first one grants.

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span};

use crate::codes;
use crate::command::{Command, CommandKind, Name, PermitAction, PermitOperands, Reset};

/// What the blocks of a document have made so far, and where.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    made: BTreeMap<String, (u32, Span)>,
}

/// What a command makes or takes away.
enum Effect {
    Makes(Vec<String>),
    TakesAway(Vec<String>),
    /// RESET: takes away all entries of these lists, then makes these.
    Resets(Vec<String>, Vec<String>),
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
                self.make(block, command.span, facts);
                None
            }
            Effect::TakesAway(facts) => self.take(block, command, &facts),
            Effect::Resets(lists, entries) => {
                let in_lists = |fact: &&String| lists.iter().any(|list| fact.starts_with(list));
                let gone = self.made.keys().filter(in_lists).filter(|it| !entries.contains(it));
                let gone: Vec<_> = gone.cloned().collect();
                let diagnostic = self.take(block, command, &gone);
                self.make(block, command.span, entries);
                diagnostic
            }
            Effect::None => None,
        }
    }

    fn make(&mut self, block: u32, span: Span, facts: Vec<String>) {
        self.made.extend(facts.into_iter().map(|fact| (fact, (block, span))));
    }

    fn take(&mut self, block: u32, command: &Command, facts: &[String]) -> Option<Diagnostic> {
        let made = facts.iter().filter_map(|fact| self.made.remove(fact));
        let (_, span) = made.filter(|(earlier, _)| *earlier != block).last()?;
        Some(revoked(command, span))
    }
}

fn revoked(command: &Command, earlier: Span) -> Diagnostic {
    let message = format!("{} takes away what an earlier block grants or defines", command.verb);
    Diagnostic::warning(codes::REVOKED, message, command.span, "taken away here")
        .because(earlier, "granted or defined here")
        .help(
            "all blocks are run in order; name the section that you mean with `--section HEADING`, or copy its block to a file of its own",
        )
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

/// The entries of PERMIT. Its two lists are told apart, since DELETE and RESET concern only one.
fn permit(operands: &PermitOperands) -> Effect {
    let class = operands.class.as_ref().map_or("DATASET", |class| class.text.as_str());
    let of = format!("list of {class} {}:", operands.profile.text).to_ascii_uppercase();
    let [standard, conditional] = ["STANDARD", "WHEN"].map(|list| format!("{list} {of}"));
    let list = if operands.when.is_some() { &conditional } else { &standard };
    let ids = operands.ids.as_deref().unwrap_or_default();
    let mut entries = facts(list, ids);
    if operands.action.as_ref().is_some_and(|it| it.node == PermitAction::Delete) {
        return Effect::TakesAway(entries);
    }
    if let Some(from) = &operands.from {
        entries.extend(facts(list, std::slice::from_ref(&from.name)));
    }
    match operands.reset.as_ref().map(|reset| reset.node) {
        Some(Reset::All) => Effect::Resets(vec![standard, conditional], entries),
        Some(Reset::Standard) => Effect::Resets(vec![standard], entries),
        Some(Reset::When) => Effect::Resets(vec![conditional], entries),
        None => Effect::Makes(entries),
    }
}

fn connection(group: Option<&Name>) -> String {
    format!("member of {}", group.map_or("", |group| group.text.as_str()))
}

fn facts(of: &str, names: &[Name]) -> Vec<String> {
    names.iter().map(|name| format!("{of} {}", name.text.to_ascii_uppercase())).collect()
}
