//! The tables of permissions, and those of the objects that they refer to.

use std::collections::BTreeMap;
use std::rc::Rc;

use saffron_vocabulary::safr::ItemType;

use crate::report::Report;
use crate::sql::{self, Row, Value};

/// Tables that are read, with the column that numbers their rows where the database does so itself.
const TABLES: [(&str, &str); 27] = [
    ("controlrec", "controlrecid"),
    ("environ", "environid"),
    ("exit", "exitid"),
    ("group", "groupid"),
    ("lfpfassoc", "lfpfassocid"),
    ("logfile", "logfileid"),
    ("logrec", "logrecid"),
    ("lookup", "lookupid"),
    ("lookupsrckey", ""),
    ("lookupstep", ""),
    ("lrlfassoc", "lrlfassocid"),
    ("phyfile", "phyfileid"),
    ("secenviron", ""),
    ("secexit", ""),
    ("seclogfile", ""),
    ("seclogrec", ""),
    ("seclookup", ""),
    ("secphyfile", ""),
    ("secuser", ""),
    ("secview", ""),
    ("secviewfolder", ""),
    ("user", ""),
    ("vfvassoc", ""),
    ("view", "viewid"),
    ("viewcolumnsource", ""),
    ("viewfolder", "viewfolderid"),
    ("viewsource", ""),
];

/// A table that isn't in the list above for it alone has another shape in old databases.
const LOGIC: &str = "viewlogicdepend";

/// Types of items: table, column of the id, table of rights.
pub(crate) const ITEMS: [(ItemType, &str, &str, &str); 8] = [
    (ItemType::ControlRecord, "controlrec", "controlrecid", ""),
    (ItemType::LogicalFile, "logfile", "logfileid", "seclogfile"),
    (ItemType::LogicalRecord, "logrec", "logrecid", "seclogrec"),
    (ItemType::LookupPath, "lookup", "lookupid", "seclookup"),
    (ItemType::PhysicalFile, "phyfile", "phyfileid", "secphyfile"),
    (ItemType::UserExitRoutine, "exit", "exitid", "secexit"),
    (ItemType::View, "view", "viewid", "secview"),
    (ItemType::ViewFolder, "viewfolder", "viewfolderid", "secviewfolder"),
];

/// A row by the names of its columns.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) table: &'static str,
    pub(crate) line: usize,
    columns: Rc<[String]>,
    values: Vec<Value>,
}

impl Record {
    fn value(&self, column: &str) -> Option<&Value> {
        let at = self.columns.iter().position(|it| it == column)?;
        self.values.get(at)
    }

    /// A text without the blanks with which `CHAR` columns are padded; `None` for NULL and for an
    /// empty one.
    pub(crate) fn text(&self, column: &str) -> Option<&str> {
        match self.value(column) {
            Some(Value::Text(text)) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// A number; `None` for NULL and for what isn't one.
    pub(crate) fn number(&self, column: &str) -> Option<i64> {
        self.text(column)?.parse().ok()
    }

    /// A reference to another row: 0 and NULL are none.
    pub(crate) fn reference(&self, column: &str) -> Option<i64> {
        self.number(column).filter(|id| *id != 0)
    }

    /// A number that NULL makes 0.
    pub(crate) fn count(&self, column: &str) -> i64 {
        self.number(column).unwrap_or(0)
    }

    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|it| it == column)
    }

    pub(crate) fn note(&self, report: &mut Report, text: impl Into<String>) {
        report.note(self.table, self.line, text);
    }
}

/// The rows of a dump by table.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    rows: BTreeMap<&'static str, Vec<Record>>,
    /// Per table, how many rows the database numbered itself.
    numbered: BTreeMap<&'static str, i64>,
    /// The first row of a table of rights whose three numbers can't be read.
    pub(crate) unreadable: Option<(&'static str, usize)>,
}

impl Tables {
    pub(crate) fn read(dump: &str, report: &mut Report) -> Self {
        let mut tables = Self::default();
        sql::rows(dump, |row| tables.add(row, report));
        tables
    }

    /// The rows of a table, in the order of the dump.
    pub(crate) fn of(&self, table: &str) -> &[Record] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, row: Row, report: &mut Report) {
        let logic = (LOGIC, "");
        let known = TABLES.into_iter().chain([logic]).find(|(name, _)| *name == &*row.table);
        let Some((table, id)) = known else { return };
        if !is_readable(&row) {
            self.unreadable = self.unreadable.or(Some((table, row.line)));
        }
        if row.columns.is_empty() {
            report.note(table, row.line, "the columns aren't named; the row is left out");
            return;
        }
        if row.columns.len() != row.values.len() {
            let (values, columns) = (row.values.len(), row.columns.len());
            let text = format!("{values} values for {columns} columns; the row is left out");
            report.note(table, row.line, text);
            return;
        }
        let Row { line, columns, values, .. } = row;
        let mut record = Record { table, line, columns, values };
        if !id.is_empty() && !record.has(id) {
            record = self.number(record, id);
        }
        self.rows.entry(table).or_default().push(record);
    }

    /// Gives a row the number that an identity column would have given it.
    fn number(&mut self, record: Record, id: &str) -> Record {
        let next = self.numbered.entry(record.table).or_default();
        *next += 1;
        let mut values = record.values;
        values.push(Value::Text(next.to_string()));
        let columns = record.columns.iter().cloned().chain([id.to_owned()]).collect();
        Record { table: record.table, line: record.line, columns, values }
    }
}

/// Whether a row of rights names its group, environment and item; true for other rows.
fn is_readable(row: &Row) -> bool {
    let Some((_, _, id, _)) = ITEMS.iter().find(|(.., rights)| *rights == &*row.table) else {
        return true;
    };
    let is_number = |wanted: &&str| {
        let at = row.columns.iter().position(|column| column == wanted);
        let value = at.and_then(|at| row.values.get(at));
        matches!(value, Some(Value::Text(text)) if text.trim().parse::<i64>().is_ok())
    };
    row.columns.len() == row.values.len() && ["environid", "groupid", id].iter().all(is_number)
}
