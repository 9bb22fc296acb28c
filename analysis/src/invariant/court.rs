//! The policy of which invariants are checked.

use saffron_compiler::model::Model;
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;

use crate::answer::Conditions;
use crate::people::People;
use crate::side::Side;

/// A policy of which rules are checked, on a day.
#[derive(Debug)]
pub struct Court<'e> {
    pub(super) side: Side<'e>,
    pub(super) model: &'e Model,
    pub(super) people: People<'e>,
    pub(super) conditions: Conditions<'e>,
}

impl<'e> Court<'e> {
    /// The policy of an engine. `model` is that of which the rules are part.
    pub fn new(engine: &'e Engine, model: &'e Model, day: Day) -> Self {
        let side = Side::new(engine);
        let people = People::new(&[side, side], day);
        Self { side, model, people, conditions: Conditions::of(&[side]) }
    }
}
