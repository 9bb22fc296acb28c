//! What an operation needs, one after the other: which needs hold, and what is missing.

use saffron_bundle::layout::safr::origins;
use saffron_bundle::safr::{ItemType, Right, SafrStep};

use super::decision::{Missing, MissingRight, SafrStage};
use super::facts::ItemIndex;
use super::subject::Standing;
use crate::decision::Source;
use crate::engine::Engine;

/// Something that a request names isn't declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unknown;

/// The needs of a request, as they are looked at.
#[derive(Debug)]
pub(super) struct Needs<'e, 'b, 'd> {
    pub(super) engine: &'e Engine<'b>,
    /// The first need: its step is that of a grant.
    first: Option<(SafrStep, Option<Source<'d>>)>,
    /// The first need that doesn't hold: its step is that of a denial.
    failing: Option<SafrStep>,
    missing: Vec<Missing<'d>>,
    /// The way, for an explanation.
    pub(super) stages: Option<Vec<SafrStage<'d>>>,
}

/// What became of all needs.
#[derive(Debug)]
pub(super) struct Settled<'d> {
    pub(super) granted: bool,
    pub(super) step: SafrStep,
    pub(super) missing: Vec<Missing<'d>>,
    pub(super) source: Option<Source<'d>>,
    pub(super) stages: Vec<SafrStage<'d>>,
}

impl<'e, 'b: 'd, 'd> Needs<'e, 'b, 'd> {
    pub(super) fn new(engine: &'e Engine<'b>, explains: bool) -> Self {
        let stages = explains.then(Vec::new);
        Self { engine, first: None, failing: None, missing: Vec::new(), stages }
    }

    /// A need that everybody with access to the environment meets.
    pub(super) fn everyone(&mut self, standing: &Standing<'b>) {
        let source = standing.access.and_then(|it| self.engine.safr_access_source(it.at, 0));
        let text = || "everybody with access to the environment may".to_owned();
        self.add(SafrStep::Everyone, None, source, text);
    }

    /// An edit right to an item, looked at under the name of `step`.
    pub(super) fn edit(
        &mut self,
        step: SafrStep,
        standing: &Standing<'b>,
        item: ItemIndex,
        wanted: Right,
    ) {
        let (right, said) = standing.right(self.engine, item);
        let source = standing.right_source(self.engine, said);
        let kind = self.engine.safr_item_kind(item).unwrap_or(ItemType::LogicalFile);
        let name = self.engine.safr_item_name(item);
        let missing = (right < wanted).then(|| Missing {
            environment: self.engine.safr_environment_name(standing.environment),
            item: Some((kind, name)),
            right: MissingRight::Edit(wanted),
        });
        let text = || format!("{wanted} is needed on {kind} {name}; the login group has {right}");
        self.add(step, missing, source, text);
    }

    /// The edit right to the folder of a view.
    pub(super) fn folder(&mut self, standing: &Standing<'b>, folder: ItemIndex, wanted: Right) {
        self.edit(SafrStep::FolderRight, standing, folder, wanted);
    }

    /// The create permission for a type.
    pub(super) fn create(&mut self, standing: &Standing<'b>, kind: ItemType) {
        let holds = standing.creates(kind);
        let place = ItemType::ITEMS.iter().position(|it| *it == kind).unwrap_or(0);
        let part = if holds { origins::CREATE + u32::try_from(place).unwrap_or(0) } else { 0 };
        let source = standing.access.and_then(|it| self.engine.safr_access_source(it.at, part));
        let missing = self.lacks(holds, standing, MissingRight::Create(kind));
        let text = || format!("the create permission for {kind} is needed");
        self.add(SafrStep::CreatePermission, missing, source, text);
    }

    /// The run permission Migrate In.
    pub(super) fn migrate_in(&mut self, standing: &Standing<'b>) {
        let holds = standing.migrates_in();
        let part = if holds { origins::MIGRATE_IN } else { 0 };
        let source = standing.access.and_then(|it| self.engine.safr_access_source(it.at, part));
        let missing = self.lacks(holds, standing, MissingRight::MigrateIn);
        let text = || "the run permission Migrate In is needed".to_owned();
        self.add(SafrStep::RunPermission, missing, source, text);
    }

    /// Access to an environment.
    pub(super) fn access(&mut self, standing: &Standing<'b>) {
        let holds = standing.access.is_some() || standing.is_administrator();
        let missing = self.lacks(holds, standing, MissingRight::Access);
        if !holds {
            let name = self.engine.safr_environment_name(standing.environment);
            self.add(SafrStep::NoAccess, missing, None, || {
                format!("the login group has no access to {name}")
            });
        }
    }

    fn lacks(
        &self,
        holds: bool,
        standing: &Standing<'b>,
        right: MissingRight,
    ) -> Option<Missing<'d>> {
        let environment = self.engine.safr_environment_name(standing.environment);
        (!holds).then_some(Missing { environment, item: None, right })
    }

    fn add(
        &mut self,
        step: SafrStep,
        missing: Option<Missing<'d>>,
        source: Option<Source<'d>>,
        text: impl FnOnce() -> String,
    ) {
        self.first.get_or_insert((step, source));
        if let Some(stages) = &mut self.stages {
            let held = if missing.is_some() { "missing" } else { "held" };
            let finding = format!("{}: {held}", text());
            stages.push(SafrStage { step, decided: false, finding, source });
        }
        if let Some(missing) = missing {
            self.failing.get_or_insert(step);
            if !self.missing.contains(&missing) {
                self.missing.push(missing);
            }
        }
    }

    /// The outcome, where there was a need at all; without one everybody may.
    pub(super) fn settle(self) -> Settled<'d> {
        let (first, source) = self.first.unwrap_or((SafrStep::Everyone, None));
        let step = self.failing.unwrap_or(first);
        let mut stages = self.stages.unwrap_or_default();
        if let Some(stage) = stages.iter_mut().find(|stage| stage.step == step) {
            stage.decided = true;
        }
        let granted = self.failing.is_none();
        Settled { granted, step, missing: self.missing, source, stages }
    }
}
