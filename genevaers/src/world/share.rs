//! What groups may do: access, create and run permissions, edit rights.
//!
//! Rights are stored as numbers that aren't in their order (`EditRights.java`): 1 is read, 2 modify,
//! 3 delete, 4 none.

use std::collections::{BTreeMap, BTreeSet};

use saffron_vocabulary::safr::{Access, ItemType, Right, Rules};

use crate::database::{ITEMS, Record, Tables};
use crate::model::{Share, World};
use crate::refused::Refused;
use crate::report::Report;

/// Columns of create permissions.
const CREATE: [(&str, ItemType); 7] = [
    ("exitrights", ItemType::UserExitRoutine),
    ("pfrights", ItemType::PhysicalFile),
    ("lfrights", ItemType::LogicalFile),
    ("lrrights", ItemType::LogicalRecord),
    ("lprights", ItemType::LookupPath),
    ("vwrights", ItemType::View),
    ("vfrights", ItemType::ViewFolder),
];

/// Which generation of rules a row is of: today's has a role.
fn generation(row: &Record) -> Rules {
    if row.text("envrole").is_some() { Rules::GenevaersRoles } else { Rules::Safr }
}

/// The rules of the package: the caller's choice, or those of all rows.
pub(super) fn rules(tables: &Tables, chosen: Option<Rules>) -> Result<Rules, Refused> {
    if let Some(chosen) = chosen {
        return Ok(chosen);
    }
    let rows = tables.of("secenviron");
    let first = |rules| rows.iter().find(|row| generation(row) == rules).map(|row| row.line);
    match (first(Rules::GenevaersRoles), first(Rules::Safr)) {
        (Some(role), Some(legacy)) => Err(Refused::Mixed { role, legacy }),
        (None, Some(_)) => Ok(Rules::Safr),
        _ => Ok(Rules::GenevaersRoles),
    }
}

impl World {
    pub(super) fn shares(&mut self, tables: &Tables, report: &mut Report) {
        for row in tables.of("secenviron") {
            if generation(row) != self.rules {
                let text = format!("does not follow the rules `{}`; no access", self.rules);
                row.note(report, text);
                continue;
            }
            let Some(access) = access(row) else {
                row.note(report, "has an unknown role; no access");
                continue;
            };
            let environment = row.number("environid");
            let environment = environment.filter(|it| self.environments.contains_key(it));
            let rules = self.rules;
            let group = row.number("groupid").and_then(|it| self.groups.get_mut(&it));
            let (Some(environment), Some(group)) = (environment, group) else {
                row.note(report, "refers to an unknown group or environment; no access");
                continue;
            };
            if group.shares.contains_key(&environment) {
                row.note(
                    report,
                    "occurs twice for a group and environment; the second is left out",
                );
                continue;
            }
            group.shares.insert(environment, share(row, access, rules, report));
        }
    }

    pub(super) fn rights(&mut self, tables: &Tables, report: &mut Report) {
        for (kind, _, id, table) in ITEMS {
            for row in tables.of(table) {
                self.right(kind, id, row, report);
            }
        }
    }

    fn right(&mut self, kind: ItemType, id: &str, row: &Record, report: &mut Report) {
        let Some(right) = stored(row, self.rules, report) else { return };
        if !kind.has_rights(self.rules) {
            row.note(
                report,
                format!("under `{}` there is no right to a {kind}; it is left out", self.rules),
            );
            return;
        }
        let group = row.number("groupid").and_then(|it| self.groups.get_mut(&it));
        let environment = row.number("environid");
        let share = group.zip(environment).and_then(|(it, at)| it.shares.get_mut(&at));
        let items = environment.and_then(|at| self.environments.get(&at)).map(|it| &it.items);
        let key = row.number(id).map(|id| (kind, id));
        let key = key.filter(|key| items.is_some_and(|items| items.contains_key(key)));
        let (Some(share), Some(key)) = (share, key) else {
            row.note(
                report,
                "refers to an unknown item, or to a group without access; it is left out",
            );
            return;
        };
        // Of two rows for one item the lower right applies.
        let known = share.rights.entry(key).or_insert(right);
        if *known != right {
            row.note(report, "occurs twice with different rights; the lower right applies");
            *known = right.min(*known);
        }
    }
}

/// The right of a row; `None` where nothing needs to be stored.
fn stored(row: &Record, rules: Rules, report: &mut Report) -> Option<Right> {
    let right = match row.count("rights") {
        1 => Right::Read,
        2 => Right::Modify,
        3 => Right::Delete,
        4 => Right::None,
        other => {
            row.note(report, format!("{other} is not the number of a right; read as none"));
            Right::None
        }
    };
    // Where nothing is the default, none is nothing.
    (right != Right::None || rules == Rules::GenevaersRoles).then_some(right)
}

fn access(row: &Record) -> Option<Access> {
    match row.text("envrole") {
        None if row.count("adminind") == 1 => Some(Access::Administrator),
        None => Some(Access::General),
        Some("ADMIN") => Some(Access::Administrator),
        Some("DEVELOPER") => Some(Access::Developer),
        Some("GUEST") => Some(Access::Guest),
        Some(_) => None,
    }
}

fn share(row: &Record, access: Access, rules: Rules, report: &mut Report) -> Share {
    let mut create = BTreeSet::new();
    for (column, kind) in CREATE.into_iter().filter(|(column, _)| row.count(column) == 1) {
        if kind.has_rights(rules) {
            create.insert(kind);
        } else {
            row.note(
                report,
                format!("`{column}`: under `{rules}` there is no permission to create a {kind}"),
            );
        }
    }
    let migrate_in = row.count("mgrights") == 1;
    Share { access, create, migrate_in, rights: BTreeMap::new() }
}
