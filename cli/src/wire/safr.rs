//! A request about SAFR as one JSON object, as strict as RACF's, and its decision.

use std::borrow::Cow;

use saffron_bundle::safr::{ItemType, SafrOperation};
use saffron_lang::diagnostic::did_you_mean;
use saffron_runtime::safr::{
    Effect, ItemRef, Missing, MissingRight, SafrDecision, SafrRequest, With,
};

use super::decision;
use super::json::{Envelope, Fields, Json};
use super::request::{Checked, Malformed, bad_json, refuse_strangers, text, wrong};

/// The fields of a request.
const FIELDS: [&str; 10] = [
    "system",
    "user",
    "login_group",
    "login_environment",
    "operation",
    "item_type",
    "item",
    "environment",
    "with",
    "id",
];

/// The fields of `with`; those of a line mean the same.
const WITH_FIELDS: [&str; 17] = [
    "folder",
    "target_folder",
    "move_to",
    "refs",
    "resulting_refs",
    "items",
    "views",
    "source_environment",
    "source_env",
    "target_environment",
    "target_env",
    "view",
    "logical_record",
    "logical_file",
    "physical_file",
    "group",
    "env_added",
];

/// An item as a line of JSON names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WireItem<'l> {
    item_type: ItemType,
    name: Cow<'l, str>,
}

impl WireItem<'_> {
    fn borrow(&self) -> ItemRef<'_> {
        ItemRef { item_type: self.item_type, name: &self.name }
    }
}

/// A request with its texts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WireSafrRequest<'l> {
    pub(crate) user: Cow<'l, str>,
    pub(crate) login_group: Option<Cow<'l, str>>,
    pub(crate) login_environment: Cow<'l, str>,
    pub(crate) operation: SafrOperation,
    pub(crate) item_type: ItemType,
    pub(crate) item: Option<Cow<'l, str>>,
    pub(crate) environment: Cow<'l, str>,
    pub(crate) folder: Option<Cow<'l, str>>,
    pub(crate) referrer: Option<WireItem<'l>>,
    pub(crate) refs: Option<Vec<WireItem<'l>>>,
    pub(crate) items: Vec<WireItem<'l>>,
    pub(crate) source_environment: Option<Cow<'l, str>>,
    pub(crate) target_environment: Option<Cow<'l, str>>,
    pub(crate) group: Option<Cow<'l, str>>,
    /// The JSON text of `id`.
    pub(crate) id: Option<&'l str>,
}

/// Whether a line is about SAFR; said without looking at the rest of it.
pub(crate) fn is_about_safr(line: &str) -> bool {
    let about = |envelope: Envelope<'_>| {
        envelope.fields.iter().any(|(name, value)| {
            name == "system" && matches!(value, Json::Text(system) if system == "safr")
        })
    };
    line.contains("\"system\"") && serde_json::from_str(line).is_ok_and(about)
}

impl<'l> WireSafrRequest<'l> {
    /// Reads one JSON object.
    pub(crate) fn parse(line: &'l str) -> Checked<Self> {
        let envelope: Envelope<'l> =
            serde_json::from_str(line).map_err(|error| bad_json(&error))?;
        let mut fields = envelope.fields;
        refuse_strangers("", &fields, &FIELDS)?;
        if envelope.second_id {
            return wrong("id", "is given twice");
        }
        let item_type = item_type(&needed(&mut fields, "item_type")?, "item_type")?;
        let operation = operation(&needed(&mut fields, "operation")?)?;
        let login_environment = needed(&mut fields, "login_environment")?;
        let environment = optional(&mut fields, "environment")?;
        let mut request = Self {
            user: needed(&mut fields, "user")?,
            login_group: nullable(&mut fields, "login_group")?,
            operation,
            item_type,
            item: nullable(&mut fields, "item")?,
            environment: environment.unwrap_or_else(|| login_environment.clone()),
            login_environment,
            folder: None,
            referrer: None,
            refs: None,
            items: Vec::new(),
            source_environment: None,
            target_environment: None,
            group: None,
            id: envelope.id,
        };
        match take(&mut fields, "with") {
            None | Some(Json::Null) => {}
            Some(Json::Object(with)) => request.with(with)?,
            Some(other) => return wrong("with", format!("{} is no object", other.describe())),
        }
        request.check()
    }

    fn with(&mut self, with: Fields<'l>) -> Checked<()> {
        refuse_strangers("with.", &with, &WITH_FIELDS)?;
        for (name, value) in with {
            let field = format!("with.{name}");
            match name.as_ref() {
                "folder" | "target_folder" | "move_to" => self.folder = Some(text(&field, value)?),
                "refs" | "resulting_refs" => self.refs = Some(refs(&field, value)?),
                "items" | "views" => self.items = self.items(&field, value)?,
                "source_environment" | "source_env" => {
                    self.source_environment = Some(text(&field, value)?);
                }
                "target_environment" | "target_env" => {
                    self.target_environment = Some(text(&field, value)?);
                }
                "group" => self.group = Some(text(&field, value)?),
                "env_added" => self.environment = text(&field, value)?,
                other => {
                    let item_type = item_type(other, &field)?;
                    self.referrer = Some(WireItem { item_type, name: text(&field, value)? });
                }
            }
        }
        Ok(())
    }

    /// Items by type and name, or by name alone where the operation tells the type.
    fn items(&self, field: &str, value: Json<'l>) -> Checked<Vec<WireItem<'l>>> {
        let item_type = match self.operation {
            SafrOperation::BatchActivateViews => ItemType::View,
            SafrOperation::BatchActivateLookupPaths => ItemType::LookupPath,
            _ => self.item_type,
        };
        let Json::List(items) = value else {
            return wrong(field, format!("{} is no list", value.describe()));
        };
        let read = |value| match value {
            Json::Text(name) => Ok(WireItem { item_type, name }),
            other => item(field, other),
        };
        items.into_iter().map(read).collect()
    }

    /// What an operation can't do without.
    fn check(self) -> Checked<Self> {
        let missing = match self.operation {
            SafrOperation::Reference if self.referrer.is_none() => {
                Some(("with.view", "is missing: what refers to the item"))
            }
            SafrOperation::Migrate if self.source_environment.is_none() => {
                Some(("with.source_environment", "is missing"))
            }
            _ => None,
        };
        missing.map_or(Ok(self), |(field, problem)| wrong(field, problem))
    }

    /// Asks the engine's question.
    pub(crate) fn with_request<T>(&self, ask: impl FnOnce(&SafrRequest<'_>) -> T) -> T {
        let refs: Option<Vec<ItemRef<'_>>> =
            self.refs.as_ref().map(|refs| refs.iter().map(WireItem::borrow).collect());
        let items: Vec<ItemRef<'_>> = self.items.iter().map(WireItem::borrow).collect();
        ask(&SafrRequest {
            user: &self.user,
            login_group: self.login_group.as_deref(),
            login_environment: &self.login_environment,
            operation: self.operation,
            item_type: self.item_type,
            item: self.item.as_deref(),
            environment: &self.environment,
            with: With {
                folder: self.folder.as_deref(),
                referrer: self.referrer.as_ref().map(WireItem::borrow),
                refs: refs.as_deref(),
                items: &items,
                source_environment: self.source_environment.as_deref(),
                target_environment: self.target_environment.as_deref(),
                group: self.group.as_deref(),
            },
        })
    }
}

fn take<'l>(fields: &mut Fields<'l>, name: &str) -> Option<Json<'l>> {
    let at = fields.iter().position(|(field, _)| field == name)?;
    Some(fields.swap_remove(at).1)
}

fn needed<'l>(fields: &mut Fields<'l>, name: &str) -> Checked<Cow<'l, str>> {
    match take(fields, name) {
        Some(value) => text(name, value),
        None => wrong(name, "is missing"),
    }
}

fn optional<'l>(fields: &mut Fields<'l>, name: &str) -> Checked<Option<Cow<'l, str>>> {
    take(fields, name).map(|value| text(name, value)).transpose()
}

fn nullable<'l>(fields: &mut Fields<'l>, name: &str) -> Checked<Option<Cow<'l, str>>> {
    match take(fields, name) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => text(name, value).map(Some),
    }
}

/// What in requests is written with `_`, and in policies with `-`.
fn hyphenated(word: &str) -> String {
    word.replace('_', "-")
}

/// How a word of policies is written in requests and decisions.
fn underscored(word: &str) -> String {
    word.replace('-', "_")
}

fn item_type(word: &str, field: &str) -> Checked<ItemType> {
    let all = || ItemType::ALL.iter().map(|it| it.as_str());
    ItemType::from_name(&hyphenated(word)).ok_or_else(|| unknown(field, "item type", word, all()))
}

fn operation(word: &str) -> Checked<SafrOperation> {
    let all = || SafrOperation::ALL.iter().map(|it| it.as_str());
    let known = SafrOperation::from_name(&hyphenated(word));
    known.ok_or_else(|| unknown("operation", "operation", word, all()))
}

fn unknown(
    field: &str,
    what: &str,
    word: &str,
    known: impl Iterator<Item = &'static str> + Clone,
) -> Malformed {
    let problem = if let Some(near) = did_you_mean(&hyphenated(word), known.clone()) {
        format!("{word:?} is no {what}; did you mean {:?}?", underscored(near))
    } else {
        let known: Vec<String> = known.map(underscored).collect();
        format!("{word:?} is no {what}; there are {}", known.join(", "))
    };
    Malformed { field: Some(field.to_owned()), problem }
}

/// `{"type": "logical_record", "name": "LR"}`
fn item<'l>(field: &str, value: Json<'l>) -> Checked<WireItem<'l>> {
    let Json::Object(mut fields) = value else {
        let what = value.describe();
        return wrong(field, format!("{what} is no item; write {{\"type\": …, \"name\": …}}"));
    };
    refuse_strangers(&format!("{field}."), &fields, &["type", "name"])?;
    let kind = needed(&mut fields, "type")?;
    Ok(WireItem { item_type: item_type(&kind, field)?, name: needed(&mut fields, "name")? })
}

/// A list of items, or an object with a list of names for each type.
fn refs<'l>(field: &str, value: Json<'l>) -> Checked<Vec<WireItem<'l>>> {
    match value {
        Json::List(items) => items.into_iter().map(|value| item(field, value)).collect(),
        Json::Object(types) => {
            let mut refs = Vec::new();
            for (word, names) in types {
                let item_type = item_type(&word, field)?;
                let Json::List(names) = names else {
                    return wrong(field, format!("{} is no list of names", names.describe()));
                };
                for name in names {
                    refs.push(WireItem { item_type, name: text(field, name)? });
                }
            }
            Ok(refs)
        }
        other => wrong(field, format!("{} is neither a list nor an object", other.describe())),
    }
}

/// Appends the decision to `out`, with the `id` of its request as it was written.
pub(crate) fn write(out: &mut String, it: &SafrDecision<'_>, id: Option<&str>) {
    out.push_str("{\"outcome\":\"");
    out.push_str(it.outcome.as_str());
    out.push_str("\",\"step\":\"");
    out.push_str(it.step.as_str());
    out.push_str("\",\"subject_kind\":\"");
    out.push_str(it.subject_kind.as_str());
    out.push_str("\",\"missing\":");
    list(out, &it.missing, missing);
    out.push_str(",\"effects\":");
    list(out, &it.effects, effect);
    out.push_str(",\"source\":");
    match &it.source {
        Some(source) => decision::source(out, source),
        None => out.push_str("null"),
    }
    if let Some(id) = id {
        out.push_str(",\"id\":");
        out.push_str(id);
    }
    out.push('}');
}

fn list<T>(out: &mut String, values: &[T], write: impl Fn(&mut String, &T)) {
    out.push('[');
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(out, value);
    }
    out.push(']');
}

fn field(out: &mut String, before: &str, value: &str) {
    out.push_str(before);
    decision::text(out, value);
}

fn missing(out: &mut String, it: &Missing<'_>) {
    field(out, "{\"environment\":", it.environment);
    if let Some((item_type, name)) = it.item {
        field(out, ",\"item_type\":", &underscored(item_type.as_str()));
        field(out, ",\"item\":", name);
    }
    let right = match it.right {
        MissingRight::Edit(right) => right.as_str(),
        MissingRight::Create(item_type) => {
            field(out, ",\"item_type\":", &underscored(item_type.as_str()));
            "create"
        }
        MissingRight::MigrateIn => "migrate_in",
        MissingRight::Access => "access",
        MissingRight::Administrator => "administrator",
        MissingRight::SystemAdministrator => "system_administrator",
    };
    field(out, ",\"right\":", right);
    out.push('}');
}

fn effect(out: &mut String, it: &Effect<'_>) {
    field(out, "{\"group\":", it.group);
    field(out, ",\"environment\":", it.environment);
    field(out, ",\"item_type\":", &underscored(it.item.0.as_str()));
    field(out, ",\"item\":", it.item.1);
    field(out, ",\"right\":", it.right.as_str());
    out.push('}');
}
