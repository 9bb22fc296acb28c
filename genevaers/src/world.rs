//! Rows to users, groups, environments, items and rights.

mod reference;
mod share;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use saffron_vocabulary::safr::{ItemType, Rules};

use crate::database::{ITEMS, Record, Tables};
use crate::model::{Environment, Group, Item, World};
use crate::refused::Refused;
use crate::report::{Counts, Report};

/// The longest name of an environment, group or item.
const LONGEST_NAME: usize = 48;

/// The folder for views that are in no folder.
const NO_FOLDER: &str = "NO_FOLDER";

impl World {
    pub(crate) fn of(
        tables: &Tables,
        chosen: Option<Rules>,
        report: &mut Report,
    ) -> Result<Self, Refused> {
        let rules = share::rules(tables, chosen)?;
        report.rules = rules;
        let mut world = Self {
            rules,
            users: users(tables, report),
            groups: groups(tables, report),
            environments: environments(tables, report),
        };
        if world.groups.is_empty() && world.environments.is_empty() {
            return Err(Refused::Empty);
        }
        for (kind, table, id, _) in ITEMS {
            let mut names = Names::default();
            for row in tables.of(table) {
                world.item(kind, id, row, &mut names, report);
            }
        }
        world.folders(tables, report);
        world.references(tables, report);
        world.members(tables, report);
        world.shares(tables, report);
        world.rights(tables, report);
        for group in world.groups.values().filter(|it| it.shares.is_empty()) {
            let text = format!("`{}` has access to no environment", group.name);
            report.note("group", group.line, text);
        }
        Ok(world)
    }

    pub(crate) fn counts(&self) -> Counts {
        let shares = self.groups.values().flat_map(|it| it.shares.values());
        Counts {
            users: self.users.len(),
            system_administrators: self.users.values().filter(|it| **it).count(),
            groups: self.groups.len(),
            environments: self.environments.len(),
            items: self.environments.values().map(|it| it.items.len()).sum(),
            rights: shares.map(|it| it.rights.len()).sum(),
            roles: crate::write::roles(self).len(),
        }
    }

    fn item(
        &mut self,
        kind: ItemType,
        id: &str,
        row: &Record,
        names: &mut Names,
        report: &mut Report,
    ) {
        let place = row.number("environid");
        let place = place.and_then(|at| Some((at, self.environments.get_mut(&at)?)));
        let (Some(id), Some((at, environment))) = (row.number(id), place) else {
            row.note(report, "refers to an unknown environment; the item is left out");
            return;
        };
        let Some(name) = names.name(at, id, row, report) else { return };
        let item = Item { name, folder: None, references: BTreeSet::new(), line: row.line };
        environment.items.insert((kind, id), item);
    }

    /// Views may be in several folders there; here each is in one.
    fn folders(&mut self, tables: &Tables, report: &mut Report) {
        for row in tables.of("vfvassoc") {
            let environment = row.number("environid");
            let environment = environment.and_then(|it| self.environments.get_mut(&it));
            let Some(environment) = environment else {
                row.note(report, "refers to an unknown environment");
                continue;
            };
            let folder = row.number("viewfolderid");
            let folder =
                folder.filter(|it| environment.items.contains_key(&(ItemType::ViewFolder, *it)));
            let view = row.number("viewid");
            let view = view.and_then(|it| environment.items.get_mut(&(ItemType::View, it)));
            let (Some(folder), Some(view)) = (folder, view) else {
                row.note(report, "refers to an unknown view or folder");
                continue;
            };
            if view.folder.is_none() {
                view.folder = Some(folder);
            } else {
                let text = format!(
                    "the view `{}` is already in another folder; it is not put into this one",
                    view.name
                );
                row.note(report, text);
            }
        }
        for environment in self.environments.values_mut() {
            environment.shelter(report);
        }
    }

    fn members(&mut self, tables: &Tables, report: &mut Report) {
        for row in tables.of("secuser") {
            let group = row.number("groupid").and_then(|it| self.groups.get_mut(&it));
            let user = row.text("userid").map(str::to_uppercase);
            let user = user.filter(|it| self.users.contains_key(it));
            match (group, user) {
                (Some(group), Some(user)) => drop(group.members.insert(user)),
                _ => row
                    .note(report, "refers to an unknown user or group; the membership is left out"),
            }
        }
    }
}

impl Environment {
    /// Views without a folder get one of their own, to which no group has a right.
    fn shelter(&mut self, report: &mut Report) {
        let views = self.items.iter_mut().filter(|((kind, _), _)| *kind == ItemType::View);
        let homeless: Vec<&mut Item> =
            views.map(|(_, it)| it).filter(|it| it.folder.is_none()).collect();
        if homeless.is_empty() {
            return;
        }
        for view in homeless {
            let text = format!("`{}` is in no folder; put into `{NO_FOLDER}`", view.name);
            report.note("view", view.line, text);
            view.folder = Some(i64::MIN);
        }
        let key = (ItemType::ViewFolder, i64::MIN);
        let (name, references) = (NO_FOLDER.to_owned(), BTreeSet::new());
        let folder = Item { name, folder: None, references, line: 0 };
        self.items.insert(key, folder);
    }
}

/// Names that are taken, and numbers.
#[derive(Debug, Default)]
struct Names {
    names: BTreeSet<(i64, String)>,
    numbers: BTreeSet<(i64, i64)>,
}

impl Names {
    /// The row's name, if it can be one and isn't taken.
    fn name(&mut self, place: i64, id: i64, row: &Record, report: &mut Report) -> Option<String> {
        let Some(name) = row.text("name") else {
            row.note(report, format!("number {id} has no name; it is left out"));
            return None;
        };
        if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            row.note(report, format!("{name:?} is not a valid name; it is left out"));
            return None;
        }
        if name == NO_FOLDER && row.table == "viewfolder" {
            row.note(
                report,
                format!("`{name}` is reserved for views without a folder; it is left out"),
            );
            return None;
        }
        if !self.numbers.insert((place, id)) {
            row.note(report, format!("number {id} occurs twice; `{name}` is left out"));
            return None;
        }
        if !self.names.insert((place, name.to_owned())) {
            row.note(report, format!("`{name}` occurs twice; the second is left out"));
            return None;
        }
        Some(name.to_owned())
    }
}

fn users(tables: &Tables, report: &mut Report) -> BTreeMap<String, bool> {
    let mut users = BTreeMap::new();
    for row in tables.of("user") {
        let Some(name) = row.text("userid") else {
            row.note(report, "has no literal ID; the user is left out");
            continue;
        };
        let id = name.to_uppercase();
        if !is_racf_id(&id) {
            row.note(report, format!("{name:?} is not a valid RACF ID; the user is left out"));
            continue;
        }
        match users.entry(id) {
            Entry::Vacant(place) => {
                place.insert(row.count("sysadmin") == 1);
            }
            Entry::Occupied(known) => {
                row.note(report, format!("`{}` occurs twice; the second is left out", known.key()));
            }
        }
    }
    users
}

/// One to eight letters, digits and national characters.
fn is_racf_id(id: &str) -> bool {
    (1..=8).contains(&id.len())
        && id
            .bytes()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || b"@#$".contains(&it))
}

fn groups(tables: &Tables, report: &mut Report) -> BTreeMap<i64, Group> {
    let mut names = Names::default();
    let rows = tables.of("group").iter().filter_map(|row| {
        let id = numbered(row, "groupid", report)?;
        let name = names.name(0, id, row, report)?;
        let (members, shares) = (BTreeSet::new(), BTreeMap::new());
        Some((id, Group { name, members, shares, line: row.line }))
    });
    rows.collect()
}

fn environments(tables: &Tables, report: &mut Report) -> BTreeMap<i64, Environment> {
    let mut names = Names::default();
    let rows = tables.of("environ").iter().filter_map(|row| {
        let id = numbered(row, "environid", report)?;
        let name = names.name(0, id, row, report)?;
        Some((id, Environment { name, items: BTreeMap::new() }))
    });
    rows.collect()
}

fn numbered(row: &Record, column: &str, report: &mut Report) -> Option<i64> {
    let id = row.number(column);
    if id.is_none() {
        row.note(report, "has no number; it is left out");
    }
    id
}
