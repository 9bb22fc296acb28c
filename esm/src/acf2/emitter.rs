//! The statements of a policy in the making.

use std::collections::BTreeMap;

use saffron_diagnostics::Span;

use super::statement::{Mode, Refresh, Statement};
use crate::emission::ListEntry;
use crate::fact::Fact;
use crate::lists::{Policy, Subject};
use crate::report::{Finding, Row};
use crate::script::Script;
use crate::site::Site;

/// The work in progress.
pub(super) struct Emitter<'m, 's> {
    pub(super) policy: Policy<'m>,
    pub(super) site: Site<'s>,
    pub(super) subjects: Vec<Subject<'m>>,
    /// Groups on access lists.
    pub(super) roles: Vec<&'m str>,
    /// Users under whom started tasks run.
    pub(super) tasks: Vec<String>,
    pub(super) build: Script<Statement>,
    /// What undoes it, in the order in which it was done: each with the mode that it needs.
    pub(super) undo: Vec<(Mode, Vec<Statement>, Option<Refresh>)>,
    pub(super) rows: Vec<Row>,
    /// The commands for each entry of an access list.
    pub(super) entries: BTreeMap<ListEntry, Vec<String>>,
    /// A mode that waits for its first statement.
    waiting: Option<Mode>,
    used: bool,
}

impl<'m, 's> Emitter<'m, 's> {
    pub(super) fn new(policy: Policy<'m>, site: Site<'s>) -> Self {
        Self {
            policy,
            site,
            subjects: policy.subjects(),
            roles: Vec::new(),
            tasks: crate::rest::task_users(policy.0),
            build: Script::default(),
            undo: Vec::new(),
            rows: Vec::new(),
            entries: BTreeMap::new(),
            waiting: None,
            used: false,
        }
    }

    /// Sets the mode of the next statements. Nothing relies on a mode that was set before.
    pub(super) fn set(&mut self, mode: Mode) {
        self.undo.push((mode.clone(), Vec::new(), None));
        self.waiting = Some(mode);
        self.used = false;
    }

    /// Adds a statement.
    pub(super) fn add(&mut self, statement: Statement) {
        if let Some(mode) = self.waiting.take() {
            self.build.add(Statement::Set(mode));
        }
        self.used = true;
        self.build.add(statement);
    }

    /// Adds what undoes the last statement.
    pub(super) fn reverse(&mut self, statement: Statement) {
        if let Some((_, statements, _)) = self.undo.last_mut() {
            statements.push(statement);
        }
    }

    /// Brings what was done in this mode into force, if anything was.
    pub(super) fn refresh_if_set(&mut self, refresh: Refresh) {
        if self.used {
            self.build.add(Statement::Refresh(refresh.clone()));
        }
        if let Some((_, _, place)) = self.undo.last_mut() {
            *place = Some(refresh);
        }
        self.waiting = None;
    }

    /// Adds a row of the report.
    pub(super) fn row(&mut self, fact: Fact, finding: Finding, source: Option<Span>) {
        self.rows.push(finding.row(fact, source));
    }

    /// The statements that undo all others, in the reverse order.
    pub(super) fn undone(&mut self) -> Script<Statement> {
        let mut script = Script::default();
        script.add(Statement::Enter);
        script.comment(
            "Removes what the policy declares, even if it existed before. Rules of other owners stay.",
        );
        for (mode, statements, refresh) in self.undo.drain(..).rev() {
            if statements.is_empty() {
                continue;
            }
            script.add(Statement::Set(mode));
            for statement in statements.into_iter().rev() {
                script.add(statement);
            }
            if let Some(refresh) = refresh {
                script.add(Statement::Refresh(refresh));
            }
        }
        script.add(Statement::Leave);
        script
    }
}
