//! Requests about SAFR that own their texts, and their form in JSON.

use saffron_runtime::safr::{ItemRef, SafrRequest, With};
use saffron_vocabulary::safr::{ItemType, SafrOperation};
use serde_json::{Map, Value, json};

/// An item by type and name.
pub type Named = (ItemType, String);

/// A request of the decision interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedSafrRequest {
    /// Who.
    pub user: String,
    /// The group chosen on login.
    pub login_group: Option<String>,
    /// The environment chosen on login.
    pub login_environment: String,
    /// What is done.
    pub operation: SafrOperation,
    /// With what type of item.
    pub item_type: ItemType,
    /// With which item.
    pub item: Option<String>,
    /// Where.
    pub environment: String,
    /// Of a view: the folder it is to lie in.
    pub folder: Option<String>,
    /// What refers to the item.
    pub referrer: Option<Named>,
    /// All that the item will refer to.
    pub refs: Option<Vec<Named>>,
    /// What is selected.
    pub items: Vec<Named>,
    /// From where is migrated.
    pub source_environment: Option<String>,
    /// To where.
    pub target_environment: Option<String>,
    /// The group that is meant.
    pub group: Option<String>,
}

impl OwnedSafrRequest {
    /// A request without an item, in the login environment.
    pub fn new(user: &str, group: Option<&str>, environment: &str) -> Self {
        Self {
            user: user.to_owned(),
            login_group: group.map(str::to_owned),
            login_environment: environment.to_owned(),
            operation: SafrOperation::Read,
            item_type: ItemType::ControlRecord,
            item: None,
            environment: environment.to_owned(),
            folder: None,
            referrer: None,
            refs: None,
            items: Vec::new(),
            source_environment: None,
            target_environment: None,
            group: None,
        }
    }

    /// The same about something else.
    #[must_use]
    pub fn about(mut self, operation: SafrOperation, item_type: ItemType, item: &str) -> Self {
        self.operation = operation;
        self.item_type = item_type;
        self.item = Some(item.to_owned());
        self
    }

    /// Hands the request to `ask` in the runtime's borrowed form.
    pub fn with_borrowed<T>(&self, ask: impl FnOnce(&SafrRequest<'_>) -> T) -> T {
        let refs: Option<Vec<ItemRef<'_>>> =
            self.refs.as_ref().map(|refs| refs.iter().map(borrowed).collect());
        let items: Vec<ItemRef<'_>> = self.items.iter().map(borrowed).collect();
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
                referrer: self.referrer.as_ref().map(borrowed),
                refs: refs.as_deref(),
                items: &items,
                source_environment: self.source_environment.as_deref(),
                target_environment: self.target_environment.as_deref(),
                group: self.group.as_deref(),
            },
        })
    }

    /// Reads a request; an unknown, missing or malformed field is an error.
    pub fn from_json(value: &Value) -> Result<Self, String> {
        let mut fields = object(value)?;
        fields.remove("id");
        if fields.remove("system") != Some(json!("safr")) {
            return Err("system isn't safr".to_owned());
        }
        let user = needed(&mut fields, "user")?;
        let group = optional(&mut fields, "login_group")?;
        let login_environment = needed(&mut fields, "login_environment")?;
        let mut request = Self::new(&user, group.as_deref(), &login_environment);
        let operation = needed(&mut fields, "operation")?;
        request.operation = SafrOperation::from_name(&hyphenated(&operation))
            .ok_or_else(|| format!("{operation} is no operation"))?;
        request.item_type = item_type(&needed(&mut fields, "item_type")?)?;
        request.item = optional(&mut fields, "item")?;
        if let Some(environment) = optional(&mut fields, "environment")? {
            request.environment = environment;
        }
        if let Some(with) = fields.remove("with") {
            request.with(object(&with)?)?;
        }
        none_left(&fields)?;
        Ok(request)
    }

    fn with(&mut self, mut fields: Map<String, Value>) -> Result<(), String> {
        self.folder = optional(&mut fields, "folder")?;
        self.source_environment = optional(&mut fields, "source_environment")?;
        self.target_environment = optional(&mut fields, "target_environment")?;
        self.group = optional(&mut fields, "group")?;
        if let Some(refs) = fields.remove("refs") {
            self.refs = Some(items(&refs, None)?);
        }
        if let Some(selected) = fields.remove("items") {
            self.items = items(&selected, Some(self.item_type))?;
        }
        for referrer in REFERRERS {
            if let Some(name) = optional(&mut fields, &underscored(referrer))? {
                self.referrer = Some((referrer, name));
            }
        }
        none_left(&fields)
    }

    /// The request as JSON, without the fields that are at their default.
    pub fn to_json(&self) -> Value {
        let mut with = Map::new();
        let texts = [
            ("folder", &self.folder),
            ("source_environment", &self.source_environment),
            ("target_environment", &self.target_environment),
            ("group", &self.group),
        ];
        for (key, value) in texts {
            if let Some(value) = value {
                with.insert(key.to_owned(), json!(value));
            }
        }
        if let Some((referrer, name)) = &self.referrer {
            with.insert(underscored(*referrer), json!(name));
        }
        if let Some(refs) = &self.refs {
            with.insert("refs".to_owned(), list(refs));
        }
        if !self.items.is_empty() {
            with.insert("items".to_owned(), list(&self.items));
        }
        let mut request = json!({
            "system": "safr",
            "user": self.user,
            "login_group": self.login_group,
            "login_environment": self.login_environment,
            "operation": self.operation.as_str().replace('-', "_"),
            "item_type": underscored(self.item_type),
        });
        let mut put = |key: &str, value: Value| {
            if let Some(object) = request.as_object_mut() {
                object.insert(key.to_owned(), value);
            }
        };
        if let Some(item) = &self.item {
            put("item", json!(item));
        }
        if self.environment != self.login_environment {
            put("environment", json!(self.environment));
        }
        if !with.is_empty() {
            put("with", Value::Object(with));
        }
        request
    }
}

/// Types whose items refer to others.
const REFERRERS: [ItemType; 5] = [
    ItemType::View,
    ItemType::LogicalRecord,
    ItemType::LogicalFile,
    ItemType::PhysicalFile,
    ItemType::LookupPath,
];

fn borrowed(named: &Named) -> ItemRef<'_> {
    ItemRef { item_type: named.0, name: &named.1 }
}

fn hyphenated(word: &str) -> String {
    word.replace('_', "-")
}

pub(crate) fn underscored(item_type: ItemType) -> String {
    item_type.as_str().replace('-', "_")
}

pub(crate) fn item_type(word: &str) -> Result<ItemType, String> {
    ItemType::from_name(&hyphenated(word)).ok_or_else(|| format!("{word} is no type of item"))
}

fn object(value: &Value) -> Result<Map<String, Value>, String> {
    value.as_object().cloned().ok_or_else(|| format!("{value} is no object"))
}

fn none_left(fields: &Map<String, Value>) -> Result<(), String> {
    fields.keys().next().map_or(Ok(()), |key| Err(format!("unknown field {key}")))
}

fn optional(fields: &mut Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match fields.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{key} is no text")),
    }
}

fn needed(fields: &mut Map<String, Value>, key: &str) -> Result<String, String> {
    optional(fields, key)?.ok_or_else(|| format!("{key} is missing"))
}

fn list(items: &[Named]) -> Value {
    items.iter().map(|(kind, name)| json!({"type": underscored(*kind), "name": name})).collect()
}

/// Items by type and name, by name alone where the type is known, or by a list of names for each
/// type.
pub(crate) fn items(value: &Value, known: Option<ItemType>) -> Result<Vec<Named>, String> {
    let mut items = Vec::new();
    for (word, names) in value.as_object().into_iter().flatten() {
        for name in names.as_array().into_iter().flatten() {
            items.push((item_type(word)?, text(name)?));
        }
    }
    for element in value.as_array().into_iter().flatten() {
        if let (Value::String(name), Some(kind)) = (element, known) {
            items.push((kind, name.clone()));
            continue;
        }
        let mut fields = object(element)?;
        items.push((item_type(&needed(&mut fields, "type")?)?, needed(&mut fields, "name")?));
    }
    Ok(items)
}

fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(str::to_owned).ok_or_else(|| format!("{value} is no name"))
}
