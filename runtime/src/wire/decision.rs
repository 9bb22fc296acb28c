//! Decisions in the form of the decision interface, their fields in its order.
//!
//! Every field of a decision is written, also if its value is `null` or empty, so a reader needs no
//! defaults. Only `partial`, `volume` of a profile, `when` of an entry, the fields of a missing right that
//! don't apply, and `id` are left out where they have no value. Words are those of the vocabulary;
//! the words of SAFR's types are written with `_`.

use saffron_vocabulary::racf::{AccessLevel, ConditionKind};
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::value::RawValue;

use crate::racf::decision::Decision;
use crate::racf::view::{ConditionView, EntryView, ProfileView};
use crate::safr::{Effect, Missing, MissingRight, SafrDecision};
use crate::source::Source;
use crate::wire::safr::underscored;

/// A decision with the `id` of its request. `D` is [`Decision`] or [`SafrDecision`].
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a, D> {
    /// The decision.
    pub decision: &'a D,
    /// The JSON text of `id`, which is returned unchanged; `None` if the request has none. A text
    /// that isn't JSON is an error of the serializer.
    pub id: Option<&'a str>,
}

/// A decision that writes its fields into an object, so that `id` can follow them.
trait WriteFields {
    /// Writes all fields of the decision, in the order of the interface.
    fn write<S: SerializeStruct>(&self, object: &mut S) -> Result<(), S::Error>;
}

impl<D: WriteFields> Serialize for Answer<'_, D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Decision", 14)?;
        self.decision.write(&mut object)?;
        if let Some(id) = self.id {
            let id: &RawValue = serde_json::from_str(id).map_err(serde::ser::Error::custom)?;
            object.serialize_field("id", id)?;
        }
        object.end()
    }
}

/// The decision without an `id`.
impl Serialize for Decision<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Answer { decision: self, id: None }.serialize(serializer)
    }
}

/// The decision without an `id`.
impl Serialize for SafrDecision<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Answer { decision: self, id: None }.serialize(serializer)
    }
}

/// `outcome`, the three codes, `step`, `profile`, `entry`, `allowed`, `warning`, `log`, `notify`,
/// `source`, and `partial` if it is true.
impl WriteFields for Decision<'_> {
    fn write<S: SerializeStruct>(&self, object: &mut S) -> Result<(), S::Error> {
        object.serialize_field("outcome", self.outcome.as_str())?;
        object.serialize_field("saf", &self.codes.saf)?;
        object.serialize_field("racf", &self.codes.racf)?;
        object.serialize_field("reason", &self.codes.reason)?;
        object.serialize_field("step", self.step.as_str())?;
        object.serialize_field("profile", &self.profile())?;
        object.serialize_field("entry", &self.entry())?;
        object.serialize_field("allowed", &self.allowed.map(AccessLevel::as_str))?;
        object.serialize_field("warning", &self.warning)?;
        object.serialize_field("log", &self.log)?;
        object.serialize_field("notify", &self.notify())?;
        object.serialize_field("source", &self.source())?;
        if self.partial {
            object.serialize_field("partial", &true)?;
        }
        Ok(())
    }
}

/// `{"class": "DATASET", "name": "PAYROLL.**", "generic": true}`, with `volume` if there is one.
impl Serialize for ProfileView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Profile", 4)?;
        object.serialize_field("class", self.class)?;
        object.serialize_field("name", self.name)?;
        object.serialize_field("generic", &self.generic)?;
        if let Some(volume) = self.volume {
            object.serialize_field("volume", volume)?;
        }
        object.end()
    }
}

/// `{"kind": "group", "id": "PAYGRP", "access": "READ"}`, with `when` for a conditional entry.
impl Serialize for EntryView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Entry", 4)?;
        object.serialize_field("kind", self.kind.as_str())?;
        object.serialize_field("id", self.id)?;
        object.serialize_field("access", self.access.as_str())?;
        if let Some(when) = &self.when {
            object.serialize_field("when", when)?;
        }
        object.end()
    }
}

/// `{"terminal": "T1"}`, `{"criteria": {"SQLROLE": "TELLER"}}`
impl Serialize for ConditionView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(1))?;
        if self.kind == ConditionKind::Criteria {
            let criterion = std::collections::BTreeMap::from([(self.name, self.value)]);
            object.serialize_entry(self.kind.as_str(), &criterion)?;
        } else {
            object.serialize_entry(self.kind.as_str(), self.value)?;
        }
        object.end()
    }
}

/// `{"file": "policy.saf", "line": 52, "column": 3}`
impl Serialize for Source<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Source", 3)?;
        object.serialize_field("file", self.file)?;
        object.serialize_field("line", &self.line)?;
        object.serialize_field("column", &self.column)?;
        object.end()
    }
}

/// `outcome`, `step`, `subject_kind`, `missing`, `effects`, `source`.
impl WriteFields for SafrDecision<'_> {
    fn write<S: SerializeStruct>(&self, object: &mut S) -> Result<(), S::Error> {
        object.serialize_field("outcome", self.outcome.as_str())?;
        object.serialize_field("step", self.step.as_str())?;
        object.serialize_field("subject_kind", self.subject_kind.as_str())?;
        object.serialize_field("missing", &self.missing)?;
        object.serialize_field("effects", &self.effects)?;
        object.serialize_field("source", &self.source)
    }
}

/// A missing right: `environment`, then `item_type` and `item` for an edit right or `item_type` for
/// a create permission, then `right`.
impl Serialize for Missing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Missing", 4)?;
        object.serialize_field("environment", self.environment)?;
        if let Some((item_type, name)) = self.item {
            object.serialize_field("item_type", &underscored(item_type.as_str()))?;
            object.serialize_field("item", name)?;
        }
        if let MissingRight::Create(item_type) = self.right {
            object.serialize_field("item_type", &underscored(item_type.as_str()))?;
        }
        object.serialize_field("right", self.right.as_str())?;
        object.end()
    }
}

/// A right after the operation: `group`, `environment`, `item_type`, `item`, `right`.
impl Serialize for Effect<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Effect", 5)?;
        object.serialize_field("group", self.group)?;
        object.serialize_field("environment", self.environment)?;
        object.serialize_field("item_type", &underscored(self.item.0.as_str()))?;
        object.serialize_field("item", self.item.1)?;
        object.serialize_field("right", self.right.as_str())?;
        object.end()
    }
}
