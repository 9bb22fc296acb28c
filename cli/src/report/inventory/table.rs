//! Columns with headings as text, CSV and JSON.

use serde_json::{Value, json};

use crate::document;

use super::super::listing::{aligned, field};

/// Columns with headings.
pub(crate) struct Table {
    pub(super) columns: &'static [&'static str],
    pub(super) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn text(&self) -> String {
        let heading = self.columns.iter().map(|column| column.to_uppercase()).collect();
        let lines: Vec<Vec<String>> = std::iter::once(heading).chain(self.shown()).collect();
        aligned(&lines)
    }

    pub(crate) fn csv(&self) -> String {
        let rows = self
            .shown()
            .map(|row| row.iter().map(|cell| field(cell)).collect::<Vec<_>>().join(",") + "\r\n");
        self.columns.join(",") + "\r\n" + &rows.collect::<String>()
    }

    /// The rows for people.
    fn shown(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        let cells = |row: &Vec<String>| {
            let cells = self.columns.iter().zip(row);
            cells.map(|(column, cell)| document::cell_text(column, cell)).collect()
        };
        self.rows.iter().map(cells)
    }

    pub(crate) fn json(&self) -> Value {
        json!({ "rows": self.rows_json() })
    }

    /// Each row as an object with the columns as keys.
    pub(crate) fn rows_json(&self) -> Vec<Value> {
        let object = |row: &Vec<String>| -> Value {
            let cells = self.columns.iter().zip(row);
            cells
                .map(|(column, cell)| ((*column).to_owned(), document::cell_value(column, cell)))
                .collect()
        };
        self.rows.iter().map(object).collect()
    }

    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}
