//! A request about SAFR as one JSON object, as strict as RACF's, and its decision.

use std::borrow::Cow;

use saffron_bundle::safr::{ItemType, SafrOperation};
use saffron_lang::diagnostic::did_you_mean;
use saffron_runtime::safr::{
    Effect, ItemRef, Missing, MissingRight, SafrDecision, SafrRequest, With,
};

use super::decision;
use super::json::{Envelope, Fields, Json, quoted};
use super::request::{Checked, Malformed, refuse_strangers, text, wrong};

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

/// The fields of `with` and their other spellings.
const WITH_FIELDS: [&str; 17] = [
    "folder",
    "refs",
    "items",
    "source_environment",
    "target_environment",
    "view",
    "logical_record",
    "logical_file",
    "physical_file",
    "group",
    "target_folder",
    "move_to",
    "resulting_refs",
    "views",
    "source_env",
    "target_env",
    "env_added",
];

/// An item as a line of JSON names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WireItem<'l> {
    pub(crate) item_type: ItemType,
    pub(crate) name: Cow<'l, str>,
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
    /// Where; without it the target of a migration, or else where the user logged in.
    pub(crate) environment: Option<Cow<'l, str>>,
    pub(crate) with: WireWith<'l>,
    /// The JSON text of `id`.
    pub(crate) id: Option<&'l str>,
}

/// What an operation needs besides its item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct WireWith<'l> {
    pub(crate) folder: Option<Cow<'l, str>>,
    pub(crate) referrer: Option<WireItem<'l>>,
    pub(crate) refs: Option<Vec<WireItem<'l>>>,
    pub(crate) items: Option<Vec<WireItem<'l>>>,
    pub(crate) source_environment: Option<Cow<'l, str>>,
    pub(crate) target_environment: Option<Cow<'l, str>>,
    pub(crate) group: Option<Cow<'l, str>>,
    /// `env_added`, the other spelling of `environment`.
    environment: Option<Cow<'l, str>>,
}

impl<'l> WireSafrRequest<'l> {
    /// Reads the fields of an object.
    pub(super) fn of(envelope: Envelope<'l>) -> Checked<Self> {
        let mut fields = envelope.fields;
        refuse_strangers("", &fields, &FIELDS)?;
        if envelope.second_id {
            return wrong("id", "is given twice");
        }
        let with = take(&mut fields, "with");
        let item_type = item_type(&needed(&mut fields, "item_type")?, "item_type")?;
        let operation = operation(&needed(&mut fields, "operation")?)?;
        let request = Self {
            user: needed(&mut fields, "user")?,
            login_group: nullable(&mut fields, "login_group")?,
            login_environment: needed(&mut fields, "login_environment")?,
            operation,
            item_type,
            item: nullable(&mut fields, "item")?,
            environment: optional(&mut fields, "environment")?,
            with: with_fields(with, bare_type(operation, item_type))?,
            id: envelope.id,
        };
        request.checked()
    }

    /// What an operation can't do without, and what is said in two places.
    pub(crate) fn checked(mut self) -> Checked<Self> {
        if let Some(added) = self.with.environment.take() {
            if self.environment.as_ref().is_some_and(|it| *it != added) {
                let problem = "says another environment than `environment`";
                return wrong("with.env_added", problem);
            }
            self.environment = Some(added);
        }
        match self.operation {
            SafrOperation::Reference if self.with.referrer.is_none() => {
                wrong("with.view", "is missing: what is to refer to the item")
            }
            SafrOperation::Migrate if self.with.source_environment.is_none() => {
                wrong("with.source_environment", "is missing: from where it is to be migrated")
            }
            _ => Ok(self),
        }
    }

    /// The environment that the request is about.
    pub(crate) fn environment(&self) -> &str {
        let target = self.with.target_environment.as_ref();
        let target = target.filter(|_| self.operation == SafrOperation::Migrate);
        self.environment.as_ref().or(target).unwrap_or(&self.login_environment)
    }

    /// Asks the engine's question.
    pub(crate) fn with_request<T>(&self, ask: impl FnOnce(&SafrRequest<'_>) -> T) -> T {
        let refs = self.with.refs.as_deref().map(borrowed);
        let items = self.with.items.as_deref().map(borrowed);
        ask(&SafrRequest {
            user: &self.user,
            login_group: self.login_group.as_deref(),
            login_environment: &self.login_environment,
            operation: self.operation,
            item_type: self.item_type,
            item: self.item.as_deref(),
            environment: self.environment(),
            with: With {
                folder: self.with.folder.as_deref(),
                referrer: self.with.referrer.as_ref().map(WireItem::borrow),
                refs: refs.as_deref(),
                items: items.as_deref().unwrap_or_default(),
                source_environment: self.with.source_environment.as_deref(),
                target_environment: self.with.target_environment.as_deref(),
                group: self.with.group.as_deref(),
            },
        })
    }
}

fn borrowed<'r>(list: &'r [WireItem<'_>]) -> Vec<ItemRef<'r>> {
    list.iter().map(WireItem::borrow).collect()
}

/// The type of selected items that are named without one.
pub(crate) const fn bare_type(operation: SafrOperation, item_type: ItemType) -> ItemType {
    match operation {
        SafrOperation::BatchActivateViews => ItemType::View,
        SafrOperation::BatchActivateLookupPaths => ItemType::LookupPath,
        _ => item_type,
    }
}

fn with_fields(with: Option<Json<'_>>, bare: ItemType) -> Checked<WireWith<'_>> {
    let mut read = WireWith::default();
    let fields = match with {
        None | Some(Json::Null) => return Ok(read),
        Some(Json::Object(fields)) => fields,
        Some(other) => {
            return wrong("with", format!("must be an object, not {}", other.describe()));
        }
    };
    refuse_strangers("with.", &fields, &WITH_FIELDS)?;
    for (name, value) in fields {
        let field = format!("with.{name}");
        read.set(&name, &field, value, bare)?;
    }
    Ok(read)
}

impl<'l> WireWith<'l> {
    fn set(&mut self, name: &str, field: &str, value: Json<'l>, bare: ItemType) -> Checked<()> {
        match name {
            "folder" | "target_folder" | "move_to" => {
                put(&mut self.folder, field, text(field, value)?)
            }
            "refs" | "resulting_refs" => put(&mut self.refs, field, refs(field, value)?),
            "items" | "views" => put(&mut self.items, field, items(field, value, bare)?),
            "source_environment" | "source_env" => {
                put(&mut self.source_environment, field, text(field, value)?)
            }
            "target_environment" | "target_env" => {
                put(&mut self.target_environment, field, text(field, value)?)
            }
            "group" => put(&mut self.group, field, text(field, value)?),
            "env_added" => put(&mut self.environment, field, text(field, value)?),
            referrer => {
                let item_type = item_type(referrer, field)?;
                let item = WireItem { item_type, name: text(field, value)? };
                put(&mut self.referrer, field, item)
            }
        }
    }
}

/// A field that may be spelled in several ways, and is there once.
pub(crate) fn put<T>(place: &mut Option<T>, field: &str, value: T) -> Checked<()> {
    if place.replace(value).is_some() {
        return wrong(field, "is said already, by another field");
    }
    Ok(())
}

fn take<'l>(fields: &mut Fields<'l>, name: &str) -> Option<Json<'l>> {
    let at = fields.iter().position(|(field, _)| field == name)?;
    Some(fields.swap_remove(at).1)
}

fn needed<'l>(fields: &mut Fields<'l>, name: &str) -> Checked<Cow<'l, str>> {
    match take(fields, name) {
        Some(Json::Null) => wrong(name, "must be a string, not null"),
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
pub(crate) fn underscored(word: &str) -> String {
    word.replace('-', "_")
}

/// A word for a type.
pub(crate) fn item_type(word: &str, field: &str) -> Checked<ItemType> {
    let known = ItemType::from_name(&hyphenated(word)).filter(|_| !has_capitals(word));
    let all = || ItemType::ALL.iter().map(|it| it.as_str());
    known.ok_or_else(|| unknown(field, "item type", word, all()))
}

/// A word for an operation.
pub(crate) fn operation(word: &str) -> Checked<SafrOperation> {
    let known = SafrOperation::from_name(&hyphenated(word)).filter(|_| !has_capitals(word));
    let all = || SafrOperation::ALL.iter().map(|it| it.as_str());
    known.ok_or_else(|| unknown("operation", "operation", word, all()))
}

/// Words are in lower case; nothing is guessed.
fn has_capitals(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn unknown(
    field: &str,
    what: &str,
    word: &str,
    known: impl Iterator<Item = &'static str> + Clone,
) -> Malformed {
    let near = did_you_mean(&hyphenated(&word.to_lowercase()), known.clone());
    let shown = quoted(word);
    let problem = if let Some(near) = near {
        format!("{shown} is no {what}; did you mean {:?}?", underscored(near))
    } else {
        let known: Vec<String> = known.map(underscored).collect();
        format!("{shown} is no {what}; there are {}", known.join(", "))
    };
    Malformed { field: Some(field.to_owned()), problem }
}

/// `{"type": "logical_record", "name": "LR"}`
fn item<'l>(field: &str, value: Json<'l>) -> Checked<WireItem<'l>> {
    let Json::Object(mut fields) = value else {
        let what = value.describe();
        return wrong(field, format!("must hold {{\"type\": …, \"name\": …}}, not {what}"));
    };
    let prefix = format!("{field}.");
    refuse_strangers(&prefix, &fields, &["type", "name"])?;
    let mut needed = |name: &str| match take(&mut fields, name) {
        Some(value) => text(&format!("{prefix}{name}"), value),
        None => wrong(&format!("{prefix}{name}"), "is missing"),
    };
    let (kind, name) = (needed("type")?, needed("name")?);
    Ok(WireItem { item_type: item_type(&kind, &format!("{prefix}type"))?, name })
}

/// Items by type and name, or by name alone where the operation tells the type.
fn items<'l>(field: &str, value: Json<'l>, bare: ItemType) -> Checked<Vec<WireItem<'l>>> {
    let Json::List(items) = value else {
        return wrong(field, format!("must be a list, not {}", value.describe()));
    };
    let read = |value| match value {
        Json::Text(name) => Ok(WireItem { item_type: bare, name }),
        other => item(field, other),
    };
    items.into_iter().map(read).collect()
}

/// A list of items, or an object with a list of names for each type.
fn refs<'l>(field: &str, value: Json<'l>) -> Checked<Vec<WireItem<'l>>> {
    let types = match value {
        Json::List(items) => return items.into_iter().map(|it| item(field, it)).collect(),
        Json::Object(types) => types,
        other => {
            return wrong(field, format!("must be a list or an object, not {}", other.describe()));
        }
    };
    let mut refs = Vec::new();
    for (word, names) in types {
        let item_type = item_type(&word, field)?;
        let field = format!("{field}.{word}");
        let Json::List(names) = names else {
            return wrong(&field, format!("must be a list of names, not {}", names.describe()));
        };
        for name in names {
            refs.push(WireItem { item_type, name: text(&field, name)? });
        }
    }
    Ok(refs)
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
    if let MissingRight::Create(item_type) = it.right {
        field(out, ",\"item_type\":", &underscored(item_type.as_str()));
    }
    field(out, ",\"right\":", right(it.right));
    out.push('}');
}

/// The word for what is missing.
pub(crate) const fn right(right: MissingRight) -> &'static str {
    match right {
        MissingRight::Edit(right) => right.as_str(),
        MissingRight::Create(_) => "create",
        MissingRight::MigrateIn => "migrate_in",
        MissingRight::Access => "access",
        MissingRight::Administrator => "administrator",
        MissingRight::SystemAdministrator => "system_administrator",
    }
}

fn effect(out: &mut String, it: &Effect<'_>) {
    field(out, "{\"group\":", it.group);
    field(out, ",\"environment\":", it.environment);
    field(out, ",\"item_type\":", &underscored(it.item.0.as_str()));
    field(out, ",\"item\":", it.item.1);
    field(out, ",\"right\":", it.right.as_str());
    out.push('}');
}
