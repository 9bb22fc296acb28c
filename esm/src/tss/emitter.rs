//! The statements of a policy in the making.

use std::collections::{BTreeMap, BTreeSet};

use saffron_diagnostics::Span;

use super::statement::{Holder, Statement};
use crate::emission::ListEntry;
use crate::fact::Fact;
use crate::lists::{Policy, Subject};
use crate::operand::Word;
use crate::report::{Finding, Row};
use crate::rest;
use crate::script::Script;
use crate::site::Site;

/// Characters of an ACID.
pub(super) const ACID: usize = 8;

/// The work in progress.
pub(super) struct Emitter<'m, 's> {
    pub(super) policy: Policy<'m>,
    pub(super) site: Site<'s>,
    pub(super) subjects: Vec<Subject<'m>>,
    /// Groups on access lists.
    pub(super) permitted: Vec<&'m str>,
    /// Users under whom started tasks run.
    pub(super) tasks: Vec<String>,
    pub(super) build: Script<Statement>,
    /// What undoes it, in the order in which it was done.
    pub(super) undo: Vec<Statement>,
    pub(super) rows: Vec<Row>,
    /// The commands for each entry of an access list.
    pub(super) entries: BTreeMap<ListEntry, Vec<String>>,
    /// ACIDs whose records change.
    pub(super) changed: BTreeSet<Word>,
}

impl<'m, 's> Emitter<'m, 's> {
    pub(super) fn new(policy: Policy<'m>, site: Site<'s>) -> Self {
        Self {
            policy,
            site,
            subjects: policy.subjects(),
            permitted: Vec::new(),
            tasks: rest::task_users(policy.0),
            build: Script::default(),
            undo: Vec::new(),
            rows: Vec::new(),
            entries: BTreeMap::new(),
            changed: BTreeSet::new(),
        }
    }

    /// Adds a statement, and what undoes it.
    pub(super) fn add(&mut self, statement: Statement, undo: Statement) {
        match &statement {
            Statement::AddTo { acid, .. }
            | Statement::Permit { holder: Holder::Acid(acid), .. } => {
                self.changed.insert(acid.clone());
            }
            _ => {}
        }
        self.build.add(statement);
        self.undo.push(undo);
    }

    /// Adds a row of the report.
    pub(super) fn row(&mut self, fact: Fact, finding: Finding, source: Option<Span>) {
        self.rows.push(finding.row(fact, source));
    }

    pub(super) fn is_external(&self, group: &str) -> bool {
        self.policy.principal(group).is_some_and(|it| rest::is_external_group(&it.kind))
    }

    /// Whether a group of the policy has a GID.
    pub(super) fn has_gid(&self, group: &str) -> bool {
        use saffron_compiler::model::PrincipalKind;
        self.policy.principal(group).is_some_and(|it| match &it.kind {
            PrincipalKind::Group(group) => group.segments.iter().any(|it| it.name == "omvs"),
            _ => false,
        })
    }

    /// The UNIX group that stands for a group: its own, or the one that the site states.
    pub(super) fn unix_group(&mut self, group: &str) -> Option<Word> {
        if self.has_gid(group) {
            return Word::new(group);
        }
        self.site.word(&["group.", group].concat(), ACID)
    }

    /// The profile that receives the permits of a group. A group with a GID is an ACID already, so its
    /// profile needs another name.
    pub(super) fn profile_of(&mut self, group: &str) -> Option<Word> {
        let key = ["profile.", group].concat();
        if let Some(name) = self.site.word(&key, ACID) {
            return Some(name);
        }
        if self.has_gid(group) {
            let why = format!(
                "{group} has a GID and is on access lists, which takes two ACIDs: a GROUP of that name and a PROFILE \
                 with another name"
            );
            self.site.ask(&key, &why);
            return None;
        }
        Word::new(group)
    }

    /// The statements that undo all others, in the reverse order.
    pub(super) fn undone(&mut self) -> Script<Statement> {
        let mut script = Script::default();
        script.comment(
            "Removes what the policy declares, even if it existed before. Ownership that took a name from \
             another owner doesn't return by itself.",
        );
        for statement in self.undo.drain(..).rev() {
            script.add(statement);
        }
        script
    }
}
