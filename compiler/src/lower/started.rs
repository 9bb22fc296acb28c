//! `started "X" { … }`: a STARTED profile, which differs from others only in how it is written.

use saffron_lang::ast::{Property, Started, Value as Written};

use super::form;
use super::lowering::Lower;
use super::names::{Wanted, fold};
use super::profile_index::Draft;
use super::property::{items, named};
use super::property_table::{Row, Value, find, row};
use super::sorted::{Of, head};
use crate::model::{StartedData, StartedId};

/// The fields of STDATA; all else in a `started` block is of the profile.
pub(crate) const FIELDS: &[Row<StartedData>] = &[
    row!(
        "user",
        Value::Other(form::STARTED_ID, |lower, data, field| {
            data.user = lower.started_id(field, Wanted::User);
        }),
        "The user under which the task runs; `\"=MEMBER\"` is the user with the name of the procedure. The default is none."
    ),
    row!(
        "group",
        Value::Other(form::STARTED_ID, |lower, data, field| {
            data.group = lower.started_id(field, Wanted::Group);
        }),
        "The group under which the task runs; `\"=MEMBER\"` is the group with the name of the procedure. The default is none."
    ),
    row!(
        "trusted",
        Value::Flag(|data, on| data.trusted = on),
        "Whether the task has the attribute TRUSTED. The default is `no`."
    ),
    row!(
        "privileged",
        Value::Flag(|data, on| data.privileged = on),
        "Whether the task has the attribute PRIVILEGED. The default is `no`."
    ),
    row!(
        "trace",
        Value::Flag(|data, on| data.trace = on),
        "Whether a message reports that the profile is used. The default is `no`."
    ),
];

impl Lower {
    pub(crate) fn started_draft<'a>(&mut self, (item, it): &Of<'a, Started>) -> Option<Draft<'a>> {
        let class = self.names.started?;
        let mut draft = self.named_draft(class, &it.name, None);
        draft.origin = head(item, it.name.span);
        let (fields, rest): (Vec<&Property>, Vec<&Property>) =
            it.properties.iter().partition(|property| find(FIELDS, &property.key.node).is_some());
        draft.started = Some(fields);
        draft.properties = rest;
        Some(draft)
    }

    pub(crate) fn started_data(&mut self, what: &str, fields: &[&Property]) -> StartedData {
        let mut data = StartedData::default();
        let fields = self.report.known(what, "", fields.iter().copied(), FIELDS);
        self.properties(&fields, &mut data);
        data
    }

    fn started_id(&mut self, field: &Property, wanted: Wanted) -> Option<StartedId> {
        if let Some([Written::Text(text)]) = items(&field.value).as_deref()
            && fold(&text.node) == "=MEMBER"
        {
            return Some(StartedId::Member);
        }
        let name = match items(&field.value).as_deref() {
            Some([value]) => named(value),
            _ => None,
        };
        let Some(name) = name else {
            self.report.wrong_form(field, form::STARTED_ID);
            return None;
        };
        self.report.check_single(field);
        self.principal(name, wanted).map(StartedId::Id)
    }
}
