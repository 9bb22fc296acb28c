//! Vectors: a state, a request and what must become of it, as the public Security overview has it.

use std::fmt::Write as _;

use saffron_vocabulary::safr::{Right, SafrOperation, SafrOutcome, SubjectKind};
use serde_json::{Map, Value, json};

use super::facts::EffectFacts;
use super::request::{OwnedSafrRequest, item_type, items};

/// A vector, read from JSON.
#[derive(Clone, Debug)]
pub struct Vector {
    /// Its number.
    pub id: String,
    /// Sections of the Security overview on which it rests.
    pub section: String,
    /// The state as a policy.
    pub policy: String,
    /// The request.
    pub request: OwnedSafrRequest,
    /// What must come out.
    pub outcome: SafrOutcome,
    /// What the user must be found to be.
    pub kind: SubjectKind,
    /// Rights after the operation, where the vector says.
    pub effects: Option<Vec<EffectFacts>>,
}

impl Vector {
    /// Reads a list of vectors.
    pub fn all(text: &str) -> Result<Vec<Self>, String> {
        let values: Vec<Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        values.iter().map(Self::of).collect()
    }

    fn of(value: &Value) -> Result<Self, String> {
        let request = request(field(value, "request"))?;
        let not_governed = request.item_type == saffron_vocabulary::safr::ItemType::XmlFile;
        let effects = value.get("expect_effects").map(effects).transpose()?;
        Ok(Self {
            id: text(value, "id"),
            section: text(value, "section"),
            policy: policy(field(value, "state"))?,
            outcome: match text(value, "expect").as_str() {
                "allow" if not_governed => SafrOutcome::NotGoverned,
                "allow" => SafrOutcome::Grant,
                "deny" => SafrOutcome::Deny,
                other => return Err(format!("{other} is no outcome")),
            },
            kind: match text(value, "subject_kind_in_env").as_str() {
                "system_admin" => SubjectKind::SystemAdministrator,
                "env_admin" => SubjectKind::EnvironmentAdministrator,
                "general" => SubjectKind::GeneralUser,
                _ => SubjectKind::NoAccess,
            },
            request,
            effects,
        })
    }
}

fn field<'v>(value: &'v Value, key: &str) -> &'v Value {
    value.get(key).unwrap_or(&Value::Null)
}

fn text(value: &Value, key: &str) -> String {
    field(value, key).as_str().unwrap_or_default().to_owned()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The Workbench's user names as user IDs.
fn user_id(name: &str) -> String {
    name.to_ascii_uppercase().replace('_', "$")
}

fn request(value: &Value) -> Result<OwnedSafrRequest, String> {
    let group = field(value, "login_group").as_str();
    let mut request =
        OwnedSafrRequest::new(&user_id(&text(value, "user")), group, &text(value, "login_env"));
    let operation = text(value, "operation").replace('_', "-");
    request.operation = SafrOperation::from_name(&operation).ok_or(operation)?;
    request.item_type = item_type(&text(value, "item_type"))?;
    request.item = field(value, "item").as_str().map(str::to_owned);
    if request.item_type == saffron_vocabulary::safr::ItemType::User {
        request.item = request.item.as_deref().map(user_id);
    }
    request.environment = text(value, "env");
    for (key, value) in entries(field(value, "extra")) {
        extra(&mut request, key, value)?;
    }
    Ok(request)
}

fn extra(request: &mut OwnedSafrRequest, key: &str, value: &Value) -> Result<(), String> {
    let name = || value.as_str().map(str::to_owned);
    match key {
        "folder" | "target_folder" | "move_to" => request.folder = name(),
        "resulting_refs" => request.refs = Some(items(value, None)?),
        "items" => request.items = items(value, Some(request.item_type))?,
        "views" => request.items = items(value, Some(item_type("view")?))?,
        "source_env" => request.source_environment = name(),
        "target_env" => request.target_environment = name(),
        "env_added" => request.environment = name().unwrap_or_default(),
        "group" => request.group = name(),
        referrer => request.referrer = Some((item_type(referrer)?, name().unwrap_or_default())),
    }
    Ok(())
}

fn effects(value: &Value) -> Result<Vec<EffectFacts>, String> {
    let effect = |it: &Value| {
        Ok(EffectFacts {
            group: text(it, "group"),
            environment: text(it, "env"),
            item: (item_type(&text(it, "type"))?, text(it, "item")),
            right: Right::from_name(&text(it, "right")).ok_or("no right")?,
        })
    };
    elements(value).map(effect).collect()
}

/// The state in the language.
fn policy(state: &Value) -> Result<String, String> {
    let mut out = String::new();
    for (name, _) in entries(field(state, "users")) {
        line(&mut out, &format!("external user {}", user_id(name)));
    }
    line(&mut out, "safr {");
    let no_items = Value::Object(Map::new());
    for (name, _) in entries(field(state, "environments")) {
        let held = field(state, "items").get(name).unwrap_or(&no_items);
        environment(&mut out, name, held)?;
    }
    for (name, _) in entries(field(state, "groups")) {
        group(&mut out, state, name);
    }
    for (name, user) in entries(field(state, "users")) {
        if field(user, "system_admin") == &json!(true) {
            line(&mut out, &format!("system-administrator {}", user_id(name)));
        }
    }
    line(&mut out, "}");
    Ok(out)
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn environment(out: &mut String, name: &str, held: &Value) -> Result<(), String> {
    line(out, &format!("environment {name:?} {{"));
    for (kind, items) in entries(held) {
        let word = item_type(kind)?.as_str();
        for (name, item) in entries(items).filter(|_| kind != "view") {
            line(out, &format!("{word} {name:?}{}", references("uses", field(item, "refs"))?));
            if kind == "view_folder" {
                let views = entries(field(held, "view"));
                let inside = views.filter(|(_, view)| text(view, "folder") == *name);
                let words = inside.map(|(view, it)| {
                    let refers = references("refers", field(it, "refs"))?;
                    Ok::<_, String>(format!("view {view:?}{refers}\n"))
                });
                let _ = writeln!(out, "{{ {} }}", words.collect::<Result<String, _>>()?);
            }
        }
    }
    line(out, "}");
    Ok(())
}

fn references(word: &str, refs: &Value) -> Result<String, String> {
    let all = items(refs, None)?;
    let names: Vec<String> = all.iter().map(|(kind, name)| format!("{kind} {name:?}")).collect();
    let block = format!(" {{ {word} [{}] }}", names.join(", "));
    Ok(if names.is_empty() { String::new() } else { block })
}

fn group(out: &mut String, state: &Value, name: &str) {
    let mine = |list: &str| -> Vec<Value> {
        let all = elements(field(state, list));
        all.filter(|it| text(it, "group") == name).cloned().collect()
    };
    let members: Vec<String> =
        mine("memberships").iter().map(|it| user_id(&text(it, "user"))).collect();
    line(out, &format!("group {name:?} {{ members [{}]", members.join(", ")));
    for access in mine("group_env") {
        let environment = text(&access, "env");
        let administrator = field(&access, "admin") == &json!(true);
        let role = if administrator { " as administrator" } else { "" };
        line(out, &format!("in {environment:?}{role} {{"));
        let create: Vec<String> = elements(field(&access, "create"))
            .filter_map(|it| it.as_str().map(|it| it.replace('_', "-")))
            .collect();
        line(out, &format!("create [{}]", create.join(", ")));
        if field(&access, "migrate_in") == &json!(true) {
            line(out, "run [migrate-in]");
        }
        for right in mine("rights").iter().filter(|it| text(it, "env") == environment) {
            let kind = text(right, "type").replace('_', "-");
            let (item, right) = (text(right, "item"), text(right, "right"));
            line(out, &format!("edit {kind} {item:?}: {right}"));
        }
        line(out, "}");
    }
    line(out, "}");
}
