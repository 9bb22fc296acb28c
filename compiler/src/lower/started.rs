//! `started "X" { … }`: a STARTED profile, which differs from others only in how it is written.

use saffron_lang::ast::{Property, Started, Value};

use super::lowering::Lower;
use super::names::{Wanted, fold};
use super::profile_index::Draft;
use super::property::{items, named};
use super::sorted::{Of, head};
use crate::model::{StartedData, StartedId};

/// The fields of STDATA; all else in a `started` block is of the profile.
const FIELDS: [&str; 5] = ["user", "group", "trusted", "privileged", "trace"];

impl Lower {
    pub(crate) fn started_draft<'a>(&mut self, (item, it): &Of<'a, Started>) -> Option<Draft<'a>> {
        let class = self.names.started?;
        let mut draft = self.named_draft(class, &it.name, None);
        draft.origin = head(item, it.name.span);
        let (fields, rest): (Vec<&Property>, Vec<&Property>) =
            it.properties.iter().partition(|it| FIELDS.contains(&it.key.node.as_str()));
        draft.started = Some(fields);
        draft.properties = rest;
        Some(draft)
    }

    pub(crate) fn started_data(&mut self, what: &str, fields: &[&Property]) -> StartedData {
        let mut data = StartedData::default();
        for field in self.report.known(what, fields.iter().copied(), &FIELDS) {
            match field.key.node.as_str() {
                "user" => data.user = self.started_id(field, Wanted::User),
                "group" => data.group = self.started_id(field, Wanted::Group),
                "trusted" => data.trusted = self.report.flag(field).unwrap_or_default(),
                "privileged" => data.privileged = self.report.flag(field).unwrap_or_default(),
                _ => data.trace = self.report.flag(field).unwrap_or_default(),
            }
        }
        data
    }

    fn started_id(&mut self, field: &Property, wanted: Wanted) -> Option<StartedId> {
        if let Some([Value::Text(text)]) = items(&field.value).as_deref()
            && fold(&text.node) == "=MEMBER"
        {
            return Some(StartedId::Member);
        }
        let name = match items(&field.value).as_deref() {
            Some([value]) => named(value),
            _ => None,
        };
        let Some(name) = name else {
            self.report.wrong_form(field, "an ID, or `\"=MEMBER\"`");
            return None;
        };
        self.authority(name, wanted).map(StartedId::Id)
    }
}
