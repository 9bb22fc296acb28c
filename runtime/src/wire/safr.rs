//! A request about SAFR as one JSON object, as strict as one about RACF.
//!
//! Words for operations and types are written with `_` or, as in policies, with `-`, and always in
//! lower case. Some fields of `with` have a second spelling; a field that is given under both is an
//! error. What an operation requires in addition (`reference`, `migrate`) is checked here, and
//! everything else by the engine.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer};

use crate::safr::{ItemRef, SafrRequest, With};
use saffron_vocabulary::safr::{ItemType, SafrOperation};

use super::json::{Envelope, Fields, Json};
use super::malformed::{Checked, Malformed, Problem, check_names, wrong};
use super::request::text;

/// The fields of a request.
const FIELDS: &[&str] = &[
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
const WITH_FIELDS: &[&str] = &[
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
pub struct OwnedItem<'l> {
    /// The type of the item.
    pub item_type: ItemType,
    /// Its name.
    pub name: Cow<'l, str>,
}

impl OwnedItem<'_> {
    /// The item in the form that the engine takes.
    fn borrow(&self) -> ItemRef<'_> {
        ItemRef { item_type: self.item_type, name: &self.name }
    }
}

/// A request with its texts, as the command line or a line of JSON gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedSafrRequest<'l> {
    /// The user ID, folded to upper case when it is looked up.
    pub user: Cow<'l, str>,
    /// The group selected on login; `None` is possible for system administrators only.
    pub login_group: Option<Cow<'l, str>>,
    /// The environment selected on login.
    pub login_environment: Cow<'l, str>,
    /// What is to be done.
    pub operation: SafrOperation,
    /// The type of the item.
    pub item_type: ItemType,
    /// The item, where the operation is about one.
    pub item: Option<Cow<'l, str>>,
    /// Where; by default the target of a migration, or else the environment of the login.
    pub environment: Option<Cow<'l, str>>,
    /// What the operation needs in addition.
    pub with: OwnedWith<'l>,
    /// The JSON text of `id`.
    pub id: Option<&'l str>,
}

/// What an operation needs in addition to its item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnedWith<'l> {
    /// The folder of a view.
    pub folder: Option<Cow<'l, str>>,
    /// The item that refers.
    pub referrer: Option<OwnedItem<'l>>,
    /// What the item will refer to.
    pub refs: Option<Vec<OwnedItem<'l>>>,
    /// What is selected.
    pub items: Option<Vec<OwnedItem<'l>>>,
    /// The source of a migration.
    pub source_environment: Option<Cow<'l, str>>,
    /// The target of a migration.
    pub target_environment: Option<Cow<'l, str>>,
    /// The group that an operation is about, if `item` doesn't name it.
    pub group: Option<Cow<'l, str>>,
    /// `env_added`, the other spelling of `environment`.
    environment: Option<Cow<'l, str>>,
}

impl<'l> OwnedSafrRequest<'l> {
    /// Reads the fields of an object.
    ///
    /// # Errors
    ///
    /// A [`Malformed`] for the first field that is unknown, repeated, missing or has a value that
    /// it can't have.
    pub(super) fn of(envelope: Envelope<'l>) -> Checked<Self> {
        let mut fields = envelope.fields;
        check_names("", &fields, FIELDS)?;
        if envelope.second_id {
            return wrong("id", "appears twice");
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

    /// Checks what an operation requires, and what is specified twice; merges `env_added` into
    /// `environment`.
    ///
    /// # Errors
    ///
    /// A [`Malformed`], if `env_added` contradicts `environment`, if a `reference` lacks the item
    /// that refers, or if a `migrate` lacks its source environment.
    pub fn checked(mut self) -> Checked<Self> {
        if let Some(added) = self.with.environment.take() {
            if self.environment.as_ref().is_some_and(|it| *it != added) {
                let problem = "contradicts `environment`";
                return wrong("with.env_added", problem);
            }
            self.environment = Some(added);
        }
        match self.operation {
            SafrOperation::Reference if self.with.referrer.is_none() => {
                wrong("with.view", "is missing: name the item that refers to it")
            }
            SafrOperation::Migrate if self.with.source_environment.is_none() => {
                wrong("with.source_environment", "is missing: name the environment to migrate from")
            }
            _ => Ok(self),
        }
    }

    /// The environment that the request is about: the one that it names; else for a migration its
    /// target; else the environment of the login.
    pub fn environment(&self) -> &str {
        let target = self.with.target_environment.as_ref();
        let target = target.filter(|_| self.operation == SafrOperation::Migrate);
        self.environment.as_ref().or(target).unwrap_or(&self.login_environment)
    }

    /// Passes the request to `ask` in the form that [`crate::Engine::decide_safr`] takes. The lists
    /// of items are collected for the duration of the call.
    pub fn with_request<T>(&self, ask: impl FnOnce(&SafrRequest<'_>) -> T) -> T {
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
                referrer: self.with.referrer.as_ref().map(OwnedItem::borrow),
                refs: refs.as_deref(),
                items: items.as_deref().unwrap_or_default(),
                source_environment: self.with.source_environment.as_deref(),
                target_environment: self.with.target_environment.as_deref(),
                group: self.with.group.as_deref(),
            },
        })
    }
}

impl<'de> Deserialize<'de> for OwnedSafrRequest<'de> {
    /// From JSON text; the error is the text of a [`Malformed`].
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Envelope::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// The items in the form that the engine takes.
fn borrowed<'r>(list: &'r [OwnedItem<'_>]) -> Vec<ItemRef<'r>> {
    list.iter().map(OwnedItem::borrow).collect()
}

/// The type of selected items that are named without one.
pub const fn bare_type(operation: SafrOperation, item_type: ItemType) -> ItemType {
    match operation {
        SafrOperation::BatchActivateViews => ItemType::View,
        SafrOperation::BatchActivateLookupPaths => ItemType::LookupPath,
        _ => item_type,
    }
}

/// Reads `with`; `bare` is the type of selected items that are named without one.
fn with_fields(with: Option<Json<'_>>, bare: ItemType) -> Checked<OwnedWith<'_>> {
    let mut read = OwnedWith::default();
    let fields = match with {
        None | Some(Json::Null) => return Ok(read),
        Some(Json::Object(fields)) => fields,
        Some(other) => {
            return wrong("with", format!("must be an object, not {}", other.describe()));
        }
    };
    check_names("with.", &fields, WITH_FIELDS)?;
    for (name, value) in fields {
        let field = format!("with.{name}");
        read.set(&name, &field, value, bare)?;
    }
    Ok(read)
}

impl<'l> OwnedWith<'l> {
    /// Sets the field of `with` of this name, under any of its spellings. Every name that isn't
    /// listed is the type of the item that refers.
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
                let item = OwnedItem { item_type, name: text(field, value)? };
                put(&mut self.referrer, field, item)
            }
        }
    }
}

/// Sets a field that may be spelled in several ways.
///
/// # Errors
///
/// If the field is already set, by this spelling or another one.
pub fn put<T>(place: &mut Option<T>, field: &str, value: T) -> Checked<()> {
    if place.replace(value).is_some() {
        return wrong(field, "is already specified by another field");
    }
    Ok(())
}

/// Removes a field from the list and returns its value.
fn take<'l>(fields: &mut Fields<'l>, name: &str) -> Option<Json<'l>> {
    let at = fields.iter().position(|(field, _)| field == name)?;
    Some(fields.swap_remove(at).1)
}

/// A field that must be there and must be a text.
fn needed<'l>(fields: &mut Fields<'l>, name: &str) -> Checked<Cow<'l, str>> {
    match take(fields, name) {
        Some(Json::Null) => wrong(name, "must be a string, not null"),
        Some(value) => text(name, value),
        None => wrong(name, "is missing"),
    }
}

/// A field that is a text or absent.
fn optional<'l>(fields: &mut Fields<'l>, name: &str) -> Checked<Option<Cow<'l, str>>> {
    take(fields, name).map(|value| text(name, value)).transpose()
}

/// A field that is a text, `null` or absent.
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
pub fn underscored(word: &str) -> String {
    word.replace('-', "_")
}

/// The type that a word stands for; `field` is the field in the error.
///
/// # Errors
///
/// [`Problem::UnknownWord`] with all types, if the word isn't one of them in lower case.
pub fn item_type(word: &str, field: &str) -> Checked<ItemType> {
    let known = ItemType::from_name(&hyphenated(word)).filter(|_| !has_capitals(word));
    let all = || ItemType::ALL.iter().map(|known| known.as_str());
    known.ok_or_else(|| unknown(field, "item type", word, all()))
}

/// The operation that a word stands for.
///
/// # Errors
///
/// [`Problem::UnknownWord`] with all operations, if the word isn't one of them in lower case.
pub fn operation(word: &str) -> Checked<SafrOperation> {
    let known = SafrOperation::from_name(&hyphenated(word)).filter(|_| !has_capitals(word));
    let all = || SafrOperation::ALL.iter().map(|known| known.as_str());
    known.ok_or_else(|| unknown("operation", "operation", word, all()))
}

/// Words are in lower case; nothing is guessed.
fn has_capitals(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// The error for a word that isn't one of the words of its field.
fn unknown(
    field: &str,
    what: &'static str,
    word: &str,
    known: impl Iterator<Item = &'static str>,
) -> Malformed {
    let expected = known.map(underscored).collect();
    let problem = Problem::UnknownWord { what, word: word.to_owned(), expected };
    Malformed { field: Some(field.to_owned()), problem }
}

/// `{"type": "logical_record", "name": "LR"}`
fn item<'l>(field: &str, value: Json<'l>) -> Checked<OwnedItem<'l>> {
    let Json::Object(mut fields) = value else {
        let what = value.describe();
        return wrong(field, format!("must contain {{\"type\": …, \"name\": …}}, not {what}"));
    };
    let prefix = format!("{field}.");
    check_names(&prefix, &fields, &["type", "name"])?;
    let mut needed = |name: &str| match take(&mut fields, name) {
        Some(value) => text(&format!("{prefix}{name}"), value),
        None => wrong(&format!("{prefix}{name}"), "is missing"),
    };
    let (kind, name) = (needed("type")?, needed("name")?);
    Ok(OwnedItem { item_type: item_type(&kind, &format!("{prefix}type"))?, name })
}

/// Items by type and name, or by name alone where the operation shows the type.
fn items<'l>(field: &str, value: Json<'l>, bare: ItemType) -> Checked<Vec<OwnedItem<'l>>> {
    let Json::List(items) = value else {
        return wrong(field, format!("must be a list, not {}", value.describe()));
    };
    let read = |value| match value {
        Json::Text(name) => Ok(OwnedItem { item_type: bare, name }),
        other => item(field, other),
    };
    items.into_iter().map(read).collect()
}

/// A list of items, or an object with a list of names for each type.
fn refs<'l>(field: &str, value: Json<'l>) -> Checked<Vec<OwnedItem<'l>>> {
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
            refs.push(OwnedItem { item_type, name: text(&field, name)? });
        }
    }
    Ok(refs)
}
