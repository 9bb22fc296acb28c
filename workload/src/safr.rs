//! SAFR in the shape of a large shop: twenty environments with the same names in each, a hundred
//! roles, every group in every environment. Next to it the same in hash maps.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use saffron_bundle::layout::safr::SafrAccessRow;
use saffron_bundle::{Bundle, IdIndex, run};
use saffron_runtime::safr::{SafrRequest, With};
use saffron_vocabulary::safr::{ItemType, Right, SafrOperation};

use crate::random::Random;

/// Environments of the policy.
const ENVIRONMENTS: usize = 20;

/// Roles, each with rights to items of its own choice.
const ROLES: usize = 100;

/// Items to which a role gives a right.
const RIGHTS: usize = 200;

/// Users of each group.
const MEMBERS: usize = 5;

/// Requests that are prepared for measuring.
const REQUESTS: usize = 1 << 14;

/// The types of which there are items, in equal parts.
const TYPES: [ItemType; 5] = [
    ItemType::LogicalFile,
    ItemType::LogicalRecord,
    ItemType::PhysicalFile,
    ItemType::UserExitRoutine,
    ItemType::ViewFolder,
];

/// A request to read an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedItem {
    /// User ID.
    pub user: String,
    /// Login group.
    pub group: String,
    /// Environment of login and item.
    pub environment: String,
    /// Type.
    pub item_type: ItemType,
    /// Name.
    pub item: String,
}

impl AskedItem {
    /// As the engine is asked.
    pub fn request(&self) -> SafrRequest<'_> {
        SafrRequest {
            user: &self.user,
            login_group: Some(&self.group),
            login_environment: &self.environment,
            operation: SafrOperation::Read,
            item_type: self.item_type,
            item: Some(&self.item),
            environment: &self.environment,
            with: With::default(),
        }
    }
}

/// A generated policy and requests to it.
#[derive(Clone, Debug)]
pub struct SafrWorkload {
    /// Number of groups.
    pub groups: usize,
    /// Number of items, in all environments.
    pub items: usize,
    /// The policy.
    pub text: String,
    /// Requests, four of five for an item to which the group has a right.
    pub requests: Vec<AskedItem>,
}

impl SafrWorkload {
    /// The workload of a size; always the same for one size.
    pub fn of(groups: usize, items: usize) -> Self {
        let of_type = (items / ENVIRONMENTS / TYPES.len()).max(1);
        let mut random = Random::new(0x5AF7_0000 + items as u64);
        let roles: Vec<Chosen> = (0..ROLES).map(|_| role(&mut random, of_type)).collect();
        let requests = (0..REQUESTS).map(|_| asked(&mut random, groups, of_type, &roles)).collect();
        let items = of_type * TYPES.len() * ENVIRONMENTS;
        Self { groups, items, text: text(groups, of_type, &roles), requests }
    }
}

/// Items by type and number.
type Chosen = Vec<(ItemType, usize)>;

fn role(random: &mut Random, of_type: usize) -> Chosen {
    let mut chosen: Chosen =
        (0..RIGHTS).filter_map(|_| Some((*random.pick(&TYPES)?, random.below(of_type)))).collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

fn group(at: usize) -> String {
    format!("GROUP_{at:05}")
}

fn environment(at: usize) -> String {
    format!("ENVIRONMENT_{at:02}")
}

fn item(at: usize) -> String {
    format!("ITEM_{at:06}")
}

fn user(at: usize) -> String {
    format!("U{at:06}")
}

/// Which role a group has in an environment.
const fn role_of(group: usize, environment: usize) -> usize {
    (group * 7 + environment * 13) % ROLES
}

fn asked(random: &mut Random, groups: usize, of_type: usize, roles: &[Chosen]) -> AskedItem {
    let (at, place) = (random.below(groups), random.below(ENVIRONMENTS));
    let any = (ItemType::LogicalFile, random.below(of_type));
    let own = roles.get(role_of(at, place)).and_then(|role| random.pick(role)).copied();
    let own = own.filter(|_| random.below(5) > 0);
    let (item_type, number) = own.unwrap_or(any);
    AskedItem {
        user: user(at * MEMBERS + random.below(MEMBERS)),
        group: group(at),
        environment: environment(place),
        item_type,
        item: item(number),
    }
}

fn text(groups: usize, of_type: usize, roles: &[Chosen]) -> String {
    let mut text = String::new();
    // Writing to a `String` can't fail.
    for at in 0..groups * MEMBERS {
        let _ = writeln!(text, "external user {}", user(at));
    }
    text.push_str("safr {\n");
    for place in 0..ENVIRONMENTS {
        let _ = writeln!(text, "environment {} {{", environment(place));
        for kind in TYPES {
            for at in 0..of_type {
                let _ = writeln!(text, "{kind} {}", item(at));
            }
        }
        text.push_str("}\n");
    }
    for (at, rights) in roles.iter().enumerate() {
        let _ = writeln!(text, "role ROLE_{at:02} {{ create [logical-file]");
        for (kind, number) in rights {
            let right = if number.is_multiple_of(3) { "modify" } else { "read" };
            let _ = writeln!(text, "edit {kind} {}: {right}", item(*number));
        }
        text.push_str("}\n");
    }
    for at in 0..groups {
        let members = (0..MEMBERS).map(|member| user(at * MEMBERS + member));
        let members = members.collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "group {} {{ members [{members}]", group(at));
        for place in 0..ENVIRONMENTS {
            let (place, role) = (environment(place), role_of(at, place));
            let _ = writeln!(text, "in {place} as ROLE_{role:02}");
        }
        text.push_str("}\n");
    }
    text.push_str("}\n");
    text
}

/// Names of items and the rights to them, by type.
type Rights = HashMap<ItemType, HashMap<String, Right>>;

/// The policy in the standard library's hash maps, as an application would hold it that asks for
/// no more than "which right": no steps, no sources, no administrators.
#[derive(Debug, Default)]
pub struct SafrHashMaps {
    members: HashMap<String, HashSet<String>>,
    rights: HashMap<String, HashMap<String, Arc<Rights>>>,
}

impl SafrHashMaps {
    /// The same policy as a bundle's; groups share their rights as they do there.
    pub fn of(bundle: &Bundle<'_>) -> Self {
        let mut maps = Self::default();
        let mut known: HashMap<u32, Arc<Rights>> = HashMap::new();
        for group in bundle.safr_groups() {
            let name = bundle.text(group.name()).to_owned();
            let members = run(bundle.safr_members(), group.members()).iter();
            let members = members.map(|user| bundle.id_name(IdIndex(user.get())).to_owned());
            maps.members.insert(name.clone(), members.collect());
            let places = maps.rights.entry(name).or_default();
            for access in run(bundle.safr_access(), group.access()) {
                let place = bundle.safr_environments().get(access.environment() as usize);
                let place = place.map(|row| bundle.text(row.name()).to_owned()).unwrap_or_default();
                let first = access.rights().start();
                let rights = known.entry(first).or_insert_with(|| Arc::new(rights(bundle, access)));
                places.insert(place, Arc::clone(rights));
            }
        }
        maps
    }

    /// The right of the login group to the item, if the user is a member.
    pub fn right(&self, asked: &AskedItem) -> Option<Right> {
        self.members.get(&asked.group)?.contains(&asked.user).then_some(())?;
        let rights = self.rights.get(&asked.group)?.get(&asked.environment)?;
        rights.get(&asked.item_type)?.get(&asked.item).copied()
    }
}

fn rights(bundle: &Bundle<'_>, access: &SafrAccessRow) -> Rights {
    let mut rights = Rights::new();
    for held in run(bundle.safr_rights(), access.rights()) {
        let Some(item) = bundle.safr_items().get(held.item().0 as usize) else { continue };
        let name = bundle.text(item.name()).to_owned();
        rights.entry(item.kind()).or_default().insert(name, held.right());
    }
    rights
}
