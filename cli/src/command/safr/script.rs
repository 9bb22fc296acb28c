//! A line of a script: a request as for `eval`, with the fields that only a change needs.

use saffron_compiler::model::SafrTestRequest;
use saffron_safr_operations::Setting;
use saffron_vocabulary::safr::{Access, ItemType, Right};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::wire::{OwnedItem, OwnedSafrRequest};

/// The parts of a line.
pub(super) struct Step {
    /// The text to print before it.
    pub(super) note: Option<String>,
    pub(super) set: Setting,
    /// The request alone, as JSON.
    pub(super) request: String,
}

/// The field `set`, as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Option<String>,
    right: Option<String>,
    create: Option<Vec<String>>,
    migrate_in: Option<bool>,
    access: Option<String>,
    user: Option<String>,
}

impl Step {
    /// Reads one JSON object.
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let mut fields: Map<String, Value> =
            serde_json::from_str(line).map_err(|error| error.to_string())?;
        let note = fields.remove("note").map(|note| match note {
            Value::String(note) => Ok(note),
            other => Err(format!("field `note`: must be a string, not {other}")),
        });
        let written = fields.remove("set").map(serde_json::from_value::<Written>);
        let written = written.transpose().map_err(|error| format!("field `set`: {error}"))?;
        let set = written.unwrap_or_default().setting()?;
        Ok(Self { note: note.transpose()?, set, request: Value::Object(fields).to_string() })
    }
}

impl Written {
    fn setting(self) -> Result<Setting, String> {
        let kinds = self.create.map(|kinds| kinds.iter().map(|kind| item_type(kind)).collect());
        Ok(Setting {
            name: self.name,
            right: self.right.map(|it| word("right", &it, Right::from_name)).transpose()?,
            create: kinds.transpose()?,
            migrate_in: self.migrate_in,
            access: self.access.map(|it| word("access", &it, Access::from_name)).transpose()?,
            user: self.user,
        })
    }
}

fn item_type(text: &str) -> Result<ItemType, String> {
    word("create", text, ItemType::from_name)
}

fn word<T>(field: &str, text: &str, known: fn(&str) -> Option<T>) -> Result<T, String> {
    let unknown = || {
        // The Workbench's other name for the right (section 10).
        let hint = if text == "full" { "; SAFR calls it `delete`" } else { "" };
        format!("field `set.{field}`: unknown value `{text}`{hint}")
    };
    known(&text.replace('_', "-")).ok_or_else(unknown)
}

/// The request as the reducer takes it.
pub(super) fn stated(asked: &OwnedSafrRequest<'_>) -> SafrTestRequest {
    let with = &asked.with;
    let item = |it: &OwnedItem<'_>| (it.item_type, it.name.to_string());
    let items = |list: &Vec<OwnedItem<'_>>| list.iter().map(item).collect::<Vec<_>>();
    SafrTestRequest {
        user: asked.user.to_string(),
        login_group: asked.login_group.as_deref().map(str::to_owned),
        login_environment: asked.login_environment.to_string(),
        operation: asked.operation,
        item_type: asked.item_type,
        item: asked.item.as_deref().map(str::to_owned),
        environment: asked.environment().to_owned(),
        folder: with.folder.as_deref().map(str::to_owned),
        referrer: with.referrer.as_ref().map(item),
        refs: with.refs.as_ref().map(items),
        items: with.items.as_ref().map(items).unwrap_or_default(),
        source_environment: with.source_environment.as_deref().map(str::to_owned),
        target_environment: with.target_environment.as_deref().map(str::to_owned),
        group: with.group.as_deref().map(str::to_owned),
    }
}
