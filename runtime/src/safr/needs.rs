//! What an operation needs, one after the other: which needs are met, and what is missing.
//!
//! The rules of an operation state its needs in order. The step of a grant is that of the first
//! need, the step of a denial that of the first need that isn't met. A need that is stated twice is
//! listed as missing once.
//!
//! The cost is one binary search for each need. Memory is used for missing rights only, or if an
//! explanation is requested.

use std::collections::BTreeMap;

use saffron_bundle::layout::safr::origins;
use saffron_vocabulary::safr::{ItemType, Right, SafrStep, SafrSwitch, SafrSwitches};

use super::decision::{Missing, MissingRight};
use super::facts;
use super::facts::ItemIndex;
use super::subject::Standing;
use super::trail::{Finding, Need, OpenTo, Seen, Trail};
use crate::source::Source;
use crate::tables::Tables;

/// The needs of a request, as they are evaluated.
#[derive(Debug)]
pub(crate) struct Needs<'n, 'b, 'd> {
    tables: &'n Tables<'b>,
    trail: &'n mut Trail<'b, 'd>,
    /// The first need: its step is that of a grant.
    first: Option<(SafrStep, Option<Source<'d>>)>,
    /// The first need that doesn't hold: its step is that of a denial.
    failing: Option<(SafrStep, Option<Source<'d>>)>,
    missing: Vec<Missing<'d>>,
    /// Where each is in `missing`; rights to one item are one, the highest.
    known: BTreeMap<Missing<'d>, usize>,
    /// Options that are off and have changed what is needed from here on.
    off: SafrSwitches,
}

/// What became of all needs.
#[derive(Debug)]
pub(crate) struct Settled<'d> {
    /// Whether all needs are met.
    pub(crate) granted: bool,
    /// The step of the decision.
    pub(crate) step: SafrStep,
    /// Everything that is missing, in the order of the needs.
    pub(crate) missing: Vec<Missing<'d>>,
    /// The line of the policy behind the step.
    pub(crate) source: Option<Source<'d>>,
}

impl<'n, 'b: 'd, 'd> Needs<'n, 'b, 'd> {
    /// No needs yet.
    pub(crate) fn new(tables: &'n Tables<'b>, trail: &'n mut Trail<'b, 'd>) -> Self {
        let (missing, known) = (Vec::new(), BTreeMap::new());
        let off = SafrSwitches(0);
        Self { tables, trail, first: None, failing: None, missing, known, off }
    }

    /// Whether an option is on; if not, what follows is needed, or not needed, because of it.
    pub(crate) fn is_on(&mut self, switch: SafrSwitch) -> bool {
        let on = facts::is_on(self.tables, switch);
        if !on {
            self.off = self.off.with(switch, true);
        }
        on
    }

    /// A need that everybody with access to the environment meets.
    pub(crate) fn everyone(&mut self, standing: &Standing<'b>, what: OpenTo) {
        let source = standing.access_source(self.tables, origins::ACCESS);
        let need = Need::Everyone { environment: standing.environment, what };
        self.add(SafrStep::Everyone, None, source, need);
    }

    /// An edit right to an item of at least `wanted`, under the name of `step`. Rights are ordered:
    /// none, read, modify, delete; each includes the lower ones (section 10).
    pub(crate) fn edit(
        &mut self,
        step: SafrStep,
        standing: &Standing<'b>,
        item: ItemIndex,
        wanted: Right,
    ) {
        let found = standing.right_with_access(self.tables, item);
        let source = standing.right_source(self.tables, found.said);
        let missing = (found.right < wanted)
            .then(|| self.lacking_right(standing, item, MissingRight::Edit(wanted)));
        let need = Need::Edit { standing: *standing, item, wanted, found };
        self.add(step, missing, source, need);
    }

    /// The right to an item, as it is listed among the missing ones.
    fn lacking_right(
        &self,
        standing: &Standing<'b>,
        item: ItemIndex,
        right: MissingRight,
    ) -> Missing<'d> {
        // Checked on opening.
        let kind = facts::item_kind(self.tables, item).unwrap_or(ItemType::LogicalFile);
        Missing {
            environment: facts::environment_name(self.tables, standing.environment),
            item: Some((kind, facts::item_name(self.tables, item))),
            right,
        }
    }

    /// The edit right to the folder of a view (sections 22, 66 and 68).
    pub(crate) fn folder(&mut self, standing: &Standing<'b>, folder: ItemIndex, wanted: Right) {
        self.edit(SafrStep::FolderRight, standing, folder, wanted);
    }

    /// The create permission for a type (section 12).
    pub(crate) fn create(&mut self, standing: &Standing<'b>, kind: ItemType) {
        let place = ItemType::ITEMS.iter().position(|it| *it == kind);
        let place = place.and_then(|it| u32::try_from(it).ok()).unwrap_or(0);
        let part = origins::CREATE + place;
        let missing = MissingRight::Create(kind);
        let holds = standing.creates(kind);
        let need = Need::Create { kind, holds };
        self.permission(SafrStep::CreatePermission, standing, (holds, part), missing, need);
    }

    /// The run permission Migrate In (section 14); administrators always have it.
    pub(crate) fn migrate_in(&mut self, standing: &Standing<'b>) {
        let holds = standing.migrates_in();
        let administrator = standing.is_administrator();
        let step = if administrator {
            SafrStep::EnvironmentAdministrator
        } else {
            SafrStep::RunPermission
        };
        let need = Need::MigrateIn { environment: standing.environment, administrator, holds };
        let missing = MissingRight::MigrateIn;
        self.permission(step, standing, (holds, origins::MIGRATE_IN), missing, need);
    }

    /// A permission that is stated in a part of the access row, or isn't stated.
    fn permission(
        &mut self,
        step: SafrStep,
        standing: &Standing<'b>,
        (holds, part): (bool, u32),
        right: MissingRight,
        need: Need<'b>,
    ) {
        let said = standing.access_source(self.tables, part).filter(|_| holds);
        let source = said.or_else(|| standing.access_source(self.tables, origins::ACCESS));
        let environment = facts::environment_name(self.tables, standing.environment);
        let missing = (!holds).then_some(Missing { environment, item: None, right });
        self.add(step, missing, source, need);
    }

    /// Access to an environment: a need of its own only where it is missing. Only migrations state
    /// it; for every other operation it was checked before.
    pub(crate) fn access(&mut self, standing: &Standing<'b>) {
        let holds = standing.access.is_some() || standing.is_administrator();
        if !holds {
            let environment = facts::environment_name(self.tables, standing.environment);
            let missing = Missing { environment, item: None, right: MissingRight::Access };
            let need = Need::Access { environment: standing.environment };
            self.add(SafrStep::NoAccess, Some(missing), None, need);
        }
    }

    /// Records a need, and what is missing if it isn't met.
    fn add(
        &mut self,
        step: SafrStep,
        missing: Option<Missing<'d>>,
        source: Option<Source<'d>>,
        need: Need<'b>,
    ) {
        self.tables.count(|| 1);
        let finding = Finding::Need { need, off: self.off };
        self.first.get_or_insert((step, source));
        let Some(missing) = missing else {
            self.trail.add(Seen::held(step, source, finding));
            return;
        };
        self.failing.get_or_insert((step, source));
        self.trail.add(Seen::against(step, source, finding));
        self.lack(missing);
    }

    /// Lists what is missing once; of several rights to one item the highest includes the others.
    fn lack(&mut self, missing: Missing<'d>) {
        let any = match missing.right {
            MissingRight::Edit(_) => MissingRight::Edit(Right::None),
            right => right,
        };
        let end = self.missing.len();
        let at = *self.known.entry(Missing { right: any, ..missing }).or_insert(end);
        match self.missing.get_mut(at) {
            Some(listed) => listed.right = listed.right.max(missing.right),
            None => self.missing.push(missing),
        }
    }

    /// The outcome. An operation that states no need is allowed to everyone with access.
    pub(crate) fn settle(self) -> Settled<'d> {
        let first = self.first.unwrap_or((SafrStep::Everyone, None));
        let (step, source) = self.failing.unwrap_or(first);
        Settled { granted: self.failing.is_none(), step, missing: self.missing, source }
    }
}
