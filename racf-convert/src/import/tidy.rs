//! Removes what a tree states more than once, or without need.
//!
//! INVARIANT: a tidy tree decides as the tree did.

use std::collections::{BTreeMap, BTreeSet};

use saffron_lang::Span;
use saffron_lang::ast::{
    Connect, Declaration, External, Item, ItemKind, Name, Permit, ProfileClause, Property,
    PropertyValue, Text, Value,
};

use saffron_lang::visit::Role;

use super::note::{CommandId, Notes};
use saffron_racf::database::IBMUSER;

const SYS1: &str = "SYS1";

/// Options that a policy has without saying so.
const PRESUMED: [(&str, &str); 11] = [
    ("list-of-groups", "on"),
    ("enhanced-generic-naming", "on"),
    ("protect-all", "failures"),
    ("program-control", "on"),
    ("add-creator", "off"),
    ("generic-owner", "off"),
    ("mls", "off"),
    ("ml-active", "off"),
    ("operations-audit", "off"),
    ("undefined-terminals", "on"),
    ("prefix", "off"),
];

/// Makes the items fit to be kept. What a new database has of its own and nothing refers to is left
/// out; its IDs come back.
pub(super) fn tidy(
    items: Vec<Item>,
    issuer: &str,
    undefined: &str,
    notes: &Notes<'_>,
) -> (Vec<Item>, BTreeSet<&'static str>) {
    let default_groups = default_groups(&items);
    let has_globals = items.iter().any(|it| matches!(it.kind, ItemKind::Global(_)));
    let mut tidied: Vec<Item> = Vec::with_capacity(items.len());
    let mut connects: Vec<Item> = Vec::new();
    let mut externals: BTreeMap<String, Item> = BTreeMap::new();
    for mut item in items {
        match &mut item.kind {
            ItemKind::Options(it) => options(it, has_globals, notes),
            ItemKind::Group(it) => drop_same(&mut it.properties, "owner", "superior"),
            ItemKind::User(it) => drop_same(&mut it.properties, "owner", "default-group"),
            ItemKind::Connect(it) => {
                drop_defaults(&mut it.properties, issuer);
                let implied = is_implied(it, &default_groups).is_some_and(|by| {
                    let own = notes.remarked(item.span);
                    own.is_none() || own == notes.remarked(by)
                });
                if !implied {
                    connects.push(item);
                }
                continue;
            }
            ItemKind::External(it) if it.properties.is_empty() => {
                external(&mut externals, it, undefined, item.span);
                continue;
            }
            // Profiles of this class protect no resource, so no UACC is assumed for them.
            ItemKind::Started(it) => {
                it.properties.retain(|it| it.key.node != "uacc" || said(it) != Some("none"));
            }
            ItemKind::Profile(it) | ItemKind::ExternalProfile(it) => {
                let clauses = std::mem::take(&mut it.clauses);
                it.clauses = merged(clauses, notes);
            }
            _ => {}
        }
        tidied.push(item);
    }
    tidied.extend(externals.into_values());
    tidied.extend(together(connects, notes));
    without_base(tidied)
}

/// Users' default groups, and the places of the users.
type DefaultGroups = BTreeMap<String, (String, Span)>;

fn default_groups(items: &[Item]) -> DefaultGroups {
    let mut groups = DefaultGroups::new();
    for item in items {
        if let ItemKind::User(it) = &item.kind
            && let Some(group) = named(&it.properties, "default-group")
        {
            groups.insert(it.name.text.clone(), (group.to_owned(), item.span));
        }
    }
    groups
}

/// The word, name or text of a property.
pub(super) fn said(property: &Property) -> Option<&str> {
    match &property.value {
        PropertyValue::Value(Value::Word(it) | Value::Text(it)) => Some(&it.node),
        PropertyValue::Value(Value::Name(it)) => Some(&it.text),
        _ => None,
    }
}

fn named<'p>(properties: &'p [Property], key: &str) -> Option<&'p str> {
    properties.iter().find(|it| it.key.node == key).and_then(said)
}

/// Drops a property that another one implies.
fn drop_same(properties: &mut Vec<Property>, key: &str, other: &str) {
    let other = named(properties, other).map(str::to_owned);
    properties.retain(|it| it.key.node != key || said(it) != other.as_deref());
}

/// Options: defaults aren't written, and lists are one, but for those that have a comment.
fn options(properties: &mut Vec<Property>, has_globals: bool, notes: &Notes<'_>) {
    let mut kept: Vec<Property> = Vec::new();
    for property in properties.drain(..) {
        let key = property.key.node.as_str();
        let word = said(&property);
        let presumed = PRESUMED.iter().any(|(known, value)| *known == key && word == Some(value));
        let without = word == Some("none")
            && (key == "generic-commands" || (key == "global" && !has_globals));
        let remarked = notes.remarked(property.span).is_some();
        if (presumed || without) && !remarked {
            continue;
        }
        match kept.iter_mut().find(|it| !remarked && may_join(it, &property, notes)) {
            Some(first) => join(first, property),
            None => kept.push(property),
        }
    }
    kept.iter_mut().for_each(sort);
    drop_implied(&mut kept);
    *properties = kept;
}

/// GENERIC includes GENCMD, so a class isn't declared as both.
fn drop_implied(properties: &mut Vec<Property>) {
    let mut generic: BTreeSet<String> = BTreeSet::new();
    for property in properties.iter().filter(|it| it.key.node == "generic") {
        if let PropertyValue::Value(Value::List(list)) = &property.value {
            generic.extend(list.node.iter().map(listed));
        }
    }
    properties.retain_mut(|property| {
        let PropertyValue::Value(Value::List(list)) = &mut property.value else { return true };
        if property.key.node == "generic-commands" {
            list.node.retain(|it| !generic.contains(&listed(it)));
        }
        !list.node.is_empty()
    });
}

fn may_join(first: &Property, other: &Property, notes: &Notes<'_>) -> bool {
    let list = |it: &Property| matches!(it.value, PropertyValue::Value(Value::List(_)));
    let same = first.key.node == other.key.node;
    same && list(first) && list(other) && notes.remarked(first.span).is_none()
}

fn join(first: &mut Property, other: Property) {
    if let (PropertyValue::Value(Value::List(list)), PropertyValue::Value(Value::List(more))) =
        (&mut first.value, other.value)
    {
        list.node.extend(more.node);
    }
}

fn listed(value: &Value) -> String {
    match value {
        Value::Name(it) => it.text.clone(),
        Value::Word(it) | Value::Text(it) => it.node.clone(),
        _ => String::new(),
    }
}

fn sort(property: &mut Property) {
    if let PropertyValue::Value(Value::List(list)) = &mut property.value {
        list.node.sort_by_cached_key(listed);
    }
}

/// A connection states what isn't a default of `CONNECT`. Its owner takes part in no decision, and
/// that it is the issuer goes without saying.
fn drop_defaults(properties: &mut Vec<Property>, issuer: &str) {
    properties.retain(|it| {
        let presumed = match it.key.node.as_str() {
            "authority" => "use",
            "uacc" => "none",
            "owner" => issuer,
            _ => return true,
        };
        said(it) != Some(presumed)
    });
}

/// The place of the user, if a connection is there by the default group alone.
fn is_implied(it: &Connect, default_groups: &DefaultGroups) -> Option<Span> {
    let user = it.users.first()?;
    let (group, span) = default_groups.get(&user.text)?;
    (*group == it.group.text && it.properties.is_empty()).then_some(*span)
}

/// Connections to one group with the same attributes are one declaration.
fn together(connects: Vec<Item>, notes: &Notes<'_>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::new();
    let mut known: BTreeMap<(String, String, Option<CommandId>), usize> = BTreeMap::new();
    for mut item in connects {
        let ItemKind::Connect(it) = &mut item.kind else { continue };
        let said: Vec<String> = it.properties.iter().map(plain).collect();
        let key = (it.group.text.clone(), said.join("  "), notes.remarked(item.span));
        let users = std::mem::take(&mut it.users);
        let at = *known.entry(key).or_insert(joined.len());
        if at == joined.len() {
            joined.push(item);
        }
        if let Some(ItemKind::Connect(first)) = joined.get_mut(at).map(|it| &mut it.kind) {
            first.users.extend(users);
        }
    }
    joined
}

/// A property without its places.
fn plain(property: &Property) -> String {
    let item = Item {
        docs: Vec::new(),
        kind: ItemKind::Options(vec![property.clone()]),
        span: Span::NOWHERE,
    };
    saffron_lang::print::item(&item)
}

/// Said of IDs that are declared as external.
pub(super) const NOT_OF_COMMANDS: &str = "Used in the commands but not defined by them.";

/// The same where a whole system was read.
pub(super) const RESIDUAL: &str =
    "Named on access lists or as owners, but no longer defined on the system.";

fn external(all: &mut BTreeMap<String, Item>, it: &External, undefined: &str, span: Span) {
    let item = all.entry(it.kind.node.clone()).or_insert_with(|| Item {
        docs: vec![Text { node: undefined.to_owned(), span }],
        kind: ItemKind::External(External {
            kind: it.kind.clone(),
            names: Vec::new(),
            properties: Vec::new(),
        }),
        span,
    });
    if let ItemKind::External(first) = &mut item.kind {
        first.names.extend(it.names.iter().cloned());
    }
}

/// What permits of one clause must have in common: level, condition, and comment.
type Shared = (String, String, Option<CommandId>);

fn shared(permit: &Permit, notes: &Notes<'_>) -> Shared {
    let when = permit.when.as_ref().map(|it| {
        let name = it.name.as_ref().map_or("", |name| name.text.as_str());
        let values: Vec<&str> = it.values.iter().map(|it| it.node.as_str()).collect();
        format!("{} {name} {}", it.kind.node, values.join("\n"))
    });
    (permit.access.node.clone(), when.unwrap_or_default(), notes.remarked(permit.span))
}

/// Permits with what they share are one clause, where the first of them is.
fn merged(clauses: Vec<ProfileClause>, notes: &Notes<'_>) -> Vec<ProfileClause> {
    let mut kept: Vec<ProfileClause> = Vec::with_capacity(clauses.len());
    let mut known: BTreeMap<Shared, usize> = BTreeMap::new();
    for clause in clauses {
        let ProfileClause::Permit(permit) = clause else {
            kept.push(clause);
            continue;
        };
        let at = *known.entry(shared(&permit, notes)).or_insert(kept.len());
        match kept.get_mut(at) {
            Some(ProfileClause::Permit(first)) => first.grantees.extend(permit.grantees),
            _ => kept.push(ProfileClause::Permit(permit)),
        }
    }
    kept
}

/// Without the user and the group of a new database, where no command changed them and nothing
/// refers to them. The group is there in every policy.
fn without_base(items: Vec<Item>) -> (Vec<Item>, BTreeSet<&'static str>) {
    let mut left_out = BTreeSet::new();
    let is_untouched = |item: &Item, id: &str| match &item.kind {
        ItemKind::User(it) | ItemKind::Group(it) => it.name.text == id && is_new(it),
        ItemKind::Connect(it) => {
            let own = matches!(it.users.as_slice(), [Name { text, .. }] if text == id);
            own && item.span == Span::NOWHERE
                && it.properties.iter().all(|it| it.span == Span::NOWHERE)
        }
        _ => false,
    };
    let mut kept: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        if is_untouched(&item, SYS1) {
            left_out.insert(SYS1);
        } else {
            kept.push(item);
        }
    }
    let (own, others): (Vec<Item>, Vec<Item>) =
        kept.into_iter().partition(|it| is_untouched(it, IBMUSER));
    let changed = others.iter().any(|it| match &it.kind {
        ItemKind::User(it) => it.name.text == IBMUSER,
        ItemKind::Connect(it) => it.users.iter().any(|user| user.text == IBMUSER),
        _ => false,
    });
    if own.is_empty() || changed || others.iter().any(|it| refers(it, IBMUSER)) {
        return (others.into_iter().chain(own).collect(), left_out);
    }
    left_out.insert(IBMUSER);
    (others, left_out)
}

/// Whether no command set it.
fn is_new(it: &Declaration) -> bool {
    it.name.span == Span::NOWHERE && it.properties.iter().all(|it| it.span == Span::NOWHERE)
}

fn refers(item: &Item, id: &str) -> bool {
    let mut found = false;
    let mut item = item.clone();
    super::slot::each(&mut item, &mut |slot, role| {
        found |= role != Role::Text && slot.text() == id;
    });
    found || is_of_data_sets_of(&item, id)
}

/// Whether it is a data set profile with this high-level qualifier.
fn is_of_data_sets_of(item: &Item, id: &str) -> bool {
    let (ItemKind::Profile(it) | ItemKind::ExternalProfile(it)) = &item.kind else { return false };
    let qualifier = it.target.name.node.split('.').next();
    it.target.class.text == "DATASET" && qualifier == Some(id)
}
