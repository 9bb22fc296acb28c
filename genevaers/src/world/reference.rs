//! What items refer to.
//!
//! Logical records are bound to logical files, and these to physical files, by rows of tables of
//! their own; where another row names such a binding, it means both ends.

use std::collections::BTreeMap;

use saffron_vocabulary::safr::ItemType;

use crate::database::{Record, Tables};
use crate::model::{Environment, Key, World};
use crate::report::Report;

/// The two ends of each binding, by environment and number.
type Bindings = BTreeMap<(i64, i64), [Key; 2]>;

/// What a column of a row names.
#[derive(Clone, Copy, Debug)]
enum Names {
    Item(ItemType),
    /// A logical record in a logical file.
    Record,
    /// A physical file in a logical file.
    File,
}

/// Table, type and column of the referring item, and columns that name others.
type Referring = (&'static str, ItemType, &'static str, &'static [(&'static str, Names)]);

/// The rows that contain the references of items.
const ROWS: [Referring; 10] = [
    (
        "lrlfassoc",
        ItemType::LogicalRecord,
        "logrecid",
        &[("logfileid", Names::Item(ItemType::LogicalFile))],
    ),
    (
        "lfpfassoc",
        ItemType::LogicalFile,
        "logfileid",
        &[("phyfileid", Names::Item(ItemType::PhysicalFile))],
    ),
    (
        "phyfile",
        ItemType::PhysicalFile,
        "phyfileid",
        &[("readexitid", Names::Item(ItemType::UserExitRoutine))],
    ),
    (
        "lookup",
        ItemType::LookupPath,
        "lookupid",
        &[("srclrid", Names::Item(ItemType::LogicalRecord)), ("destlrlfassocid", Names::Record)],
    ),
    (
        "lookupstep",
        ItemType::LookupPath,
        "lookupid",
        &[("srclrid", Names::Item(ItemType::LogicalRecord)), ("lrlfassocid", Names::Record)],
    ),
    ("lookupsrckey", ItemType::LookupPath, "lookupid", &[("lrlfassocid", Names::Record)]),
    (
        "view",
        ItemType::View,
        "viewid",
        &[
            ("controlrecid", Names::Item(ItemType::ControlRecord)),
            ("outputlrid", Names::Item(ItemType::LogicalRecord)),
            ("lfpfassocid", Names::File),
            ("writeexitid", Names::Item(ItemType::UserExitRoutine)),
            ("formatexitid", Names::Item(ItemType::UserExitRoutine)),
        ],
    ),
    (
        "viewsource",
        ItemType::View,
        "viewid",
        &[
            ("inlrlfassocid", Names::Record),
            ("outlfpfassocid", Names::File),
            ("writeexitid", Names::Item(ItemType::UserExitRoutine)),
        ],
    ),
    (
        "viewcolumnsource",
        ItemType::View,
        "viewid",
        &[
            ("lookupid", Names::Item(ItemType::LookupPath)),
            ("sorttitlelookupid", Names::Item(ItemType::LookupPath)),
        ],
    ),
    (
        "viewlogicdepend",
        ItemType::View,
        "viewid",
        &[
            ("lookupid", Names::Item(ItemType::LookupPath)),
            ("exitid", Names::Item(ItemType::UserExitRoutine)),
            ("lfpfassocid", Names::File),
        ],
    ),
];

impl World {
    pub(super) fn references(&mut self, tables: &Tables, report: &mut Report) {
        let ends = |table, id, one: (ItemType, &str), other: (ItemType, &str)| -> Bindings {
            let rows = tables.of(table).iter().filter_map(|row| {
                let at = (row.number("environid")?, row.number(id)?);
                Some((at, [(one.0, row.number(one.1)?), (other.0, row.number(other.1)?)]))
            });
            rows.collect()
        };
        let file = (ItemType::LogicalFile, "logfileid");
        let records = ends("lrlfassoc", "lrlfassocid", (ItemType::LogicalRecord, "logrecid"), file);
        let files = ends("lfpfassoc", "lfpfassocid", file, (ItemType::PhysicalFile, "phyfileid"));
        for (table, kind, id, columns) in ROWS {
            for row in tables.of(table) {
                self.refer(row, (kind, id), columns, (&records, &files), report);
            }
        }
        for row in tables.of("logrec").iter().filter(|it| it.reference("lookupexitid").is_some()) {
            row.note(
                report,
                "the language does not support a reference to its lookup exit; it is left out",
            );
        }
    }

    fn refer(
        &mut self,
        row: &Record,
        (kind, id): (ItemType, &str),
        columns: &[(&str, Names)],
        (records, files): (&Bindings, &Bindings),
        report: &mut Report,
    ) {
        let Some(at) = row.number("environid") else { return };
        let Some(environment) = self.environments.get_mut(&at) else { return };
        let Some(referring) = row.number(id).map(|id| (kind, id)) else { return };
        for (column, names) in columns {
            let Some(number) = row.reference(column) else { continue };
            let named: &[Key] = match names {
                Names::Item(kind) => &[(*kind, number)],
                Names::Record => records.get(&(at, number)).map_or(&[], |it| it.as_slice()),
                Names::File => files.get(&(at, number)).map_or(&[], |it| it.as_slice()),
            };
            let is_there =
                !named.is_empty() && named.iter().all(|it| environment.items.contains_key(it));
            if !is_there || !environment.add(referring, named) {
                row.note(
                    report,
                    format!("`{column}` refers to number {number}, which does not exist"),
                );
            }
        }
    }
}

impl Environment {
    fn add(&mut self, referring: Key, named: &[Key]) -> bool {
        let Some(item) = self.items.get_mut(&referring) else { return false };
        item.references.extend(named);
        true
    }
}
