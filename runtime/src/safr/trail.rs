//! The way to a decision, kept only for who wants to read it.

use saffron_bundle::safr::SafrStep;

use super::decision::SafrStage;
use super::find::Unknown;
use crate::source::Source;

/// The rules in the order in which they were asked.
#[derive(Debug)]
pub(crate) struct Trail<'d> {
    stages: Option<Vec<SafrStage<'d>>>,
    /// What the request names and no one declared.
    pub(crate) unknown: Option<Unknown<'d>>,
}

/// What a rule saw.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'d> {
    step: SafrStep,
    held: bool,
    source: Option<Source<'d>>,
}

impl<'d> Seen<'d> {
    /// The rule leaves the way to a grant open, or grants.
    pub(crate) const fn held(step: SafrStep, source: Option<Source<'d>>) -> Self {
        Self { step, held: true, source }
    }

    /// The rule stands against a grant.
    pub(crate) const fn against(step: SafrStep, source: Option<Source<'d>>) -> Self {
        Self { step, held: false, source }
    }
}

impl<'d> Trail<'d> {
    /// A trail that no one will read costs nothing.
    pub(crate) const fn unread() -> Self {
        Self { stages: None, unknown: None }
    }

    /// A trail for an explanation.
    pub(crate) const fn read() -> Self {
        Self { stages: Some(Vec::new()), unknown: None }
    }

    /// Adds a rule; `finding` is for a person.
    #[inline]
    pub(crate) fn add(&mut self, seen: Seen<'d>, finding: impl FnOnce() -> String) {
        if let Some(stages) = &mut self.stages {
            let Seen { step, held, source } = seen;
            stages.push(SafrStage { step, decided: false, held, finding: finding(), source });
        }
    }

    /// The stages; the first one of `step` that came out as the decision did has decided.
    pub(crate) fn finish(self, step: SafrStep, granted: bool) -> Vec<SafrStage<'d>> {
        let mut stages = self.stages.unwrap_or_default();
        let decider = stages.iter_mut().find(|stage| stage.step == step && stage.held == granted);
        if let Some(stage) = decider {
            stage.decided = true;
        }
        stages
    }
}
