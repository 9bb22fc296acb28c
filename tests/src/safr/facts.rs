//! What a decision about SAFR says, without the places in the policy.

use saffron_runtime::safr::{Effect, Missing, MissingRight, SafrDecision};
use saffron_vocabulary::safr::{Right, SafrOutcome, SafrStep, SubjectKind};
use serde_json::{Map, Value, json};

use super::request::{Named, underscored};

/// What both evaluators must say alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrFacts {
    /// What came out.
    pub outcome: SafrOutcome,
    /// The rule that decided.
    pub step: SafrStep,
    /// What the user is.
    pub kind: SubjectKind,
    /// What would have been needed, in the order of the needs.
    pub missing: Vec<MissingFacts>,
    /// Rights after the operation, by group, environment, type and name.
    pub effects: Vec<EffectFacts>,
}

/// A right that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingFacts {
    /// Where.
    pub environment: String,
    /// To which item.
    pub item: Option<Named>,
    /// What.
    pub right: MissingRight,
}

/// A right that a group has from now on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EffectFacts {
    /// Whose.
    pub group: String,
    /// Where.
    pub environment: String,
    /// To which item.
    pub item: Named,
    /// From now on.
    pub right: Right,
}

impl SafrFacts {
    /// What the engine says.
    pub fn of(decision: &SafrDecision<'_>) -> Self {
        Self {
            outcome: decision.outcome,
            step: decision.step,
            kind: decision.subject_kind,
            missing: decision.missing.iter().map(MissingFacts::of).collect(),
            effects: decision.effects.iter().map(EffectFacts::of).collect(),
        }
    }

    /// Adds what is missing; of several rights to one item the highest.
    pub(super) fn add_missing(&mut self, more: &MissingFacts) {
        for known in &mut self.missing {
            let same = (&known.environment, &known.item) == (&more.environment, &more.item);
            match (known.right, more.right) {
                (MissingRight::Edit(one), MissingRight::Edit(other)) if same => {
                    known.right = MissingRight::Edit(one.max(other));
                    return;
                }
                (one, other) if same && one == other => return,
                _ => {}
            }
        }
        self.missing.push(more.clone());
    }

    /// The facts as the decision interface shows them.
    pub fn to_json(&self) -> Value {
        json!({
            "outcome": self.outcome.as_str(),
            "step": self.step.as_str(),
            "subject_kind": self.kind.as_str(),
            "missing": self.missing.iter().map(MissingFacts::to_json).collect::<Vec<_>>(),
            "effects": self.effects.iter().map(EffectFacts::to_json).collect::<Vec<_>>(),
        })
    }
}

impl MissingFacts {
    fn of(missing: &Missing<'_>) -> Self {
        Self {
            environment: missing.environment.to_owned(),
            item: missing.item.map(|(kind, name)| (kind, name.to_owned())),
            right: missing.right,
        }
    }

    fn to_json(&self) -> Value {
        let mut object = Map::new();
        let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
        put("environment", json!(self.environment));
        if let Some((kind, name)) = &self.item {
            put("item_type", json!(underscored(*kind)));
            put("item", json!(name));
        }
        let right = match self.right {
            MissingRight::Edit(right) => right.as_str(),
            MissingRight::Create(kind) => {
                put("item_type", json!(underscored(kind)));
                "create"
            }
            MissingRight::MigrateIn => "migrate_in",
            MissingRight::Access => "access",
            MissingRight::Administrator => "administrator",
            MissingRight::SystemAdministrator => "system_administrator",
        };
        put("right", json!(right));
        Value::Object(object)
    }
}

impl EffectFacts {
    fn of(effect: &Effect<'_>) -> Self {
        Self {
            group: effect.group.to_owned(),
            environment: effect.environment.to_owned(),
            item: (effect.item.0, effect.item.1.to_owned()),
            right: effect.right,
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "group": self.group,
            "environment": self.environment,
            "item_type": underscored(self.item.0),
            "item": self.item.1,
            "right": self.right.as_str(),
        })
    }
}
