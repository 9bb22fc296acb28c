//! The inventory of a policy: the tables of its declarations together, as text, CSV and JSON.

use clap::ValueEnum as _;
use saffron_compiler::model::Model;
use saffron_diagnostics::SourceMap;
use serde_json::{Value, json};

use super::{Part, Table, table};
use crate::report::condition::Condition;

/// A table with its name.
pub(crate) struct Section {
    part: Part,
    table: Table,
}

impl Section {
    /// The section for a part of a policy.
    pub(crate) fn of(part: Part, model: &Model, sources: &SourceMap) -> Self {
        Self { part, table: table(part, model, sources) }
    }

    /// Leaves the rows that meet all conditions.
    ///
    /// # Errors
    ///
    /// If the section has no column of that name.
    pub(crate) fn retain(&mut self, conditions: &[Condition]) -> Result<(), String> {
        for condition in conditions {
            let column = condition.column();
            let Some(at) = self.table.columns.iter().position(|it| *it == column) else {
                let columns = self.table.columns.join(", ");
                return Err(format!("{} has no column `{column}`; it has {columns}", self.name()));
            };
            let rows = &mut self.table.rows;
            rows.retain(|row| row.get(at).is_some_and(|cell| condition.holds(cell)));
        }
        Ok(())
    }

    /// As `--show` names it.
    fn name(&self) -> String {
        self.part.to_possible_value().map(|it| it.get_name().to_owned()).unwrap_or_default()
    }
}

/// For people.
pub(crate) fn text(sections: &[Section], options_assumed: bool) -> String {
    let texts = sections.iter().map(|section| {
        let is_assumed = options_assumed && section.part == Part::Options;
        let note = if is_assumed { " (assumed: no options were stated)" } else { "" };
        let table =
            if section.table.is_empty() { "none\n".to_owned() } else { section.table.text() };
        format!("{}{note}:\n{table}", section.name())
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// For spreadsheets.
pub(crate) fn csv(sections: &[Section]) -> String {
    sections.iter().map(|section| section.table.csv()).collect()
}

/// For programs.
pub(crate) fn json(package: &str, sections: &[Section], options_assumed: bool) -> Value {
    let sections: Vec<Value> = sections
        .iter()
        .map(|section| json!({ "name": section.name(), "rows": section.table.rows_json() }))
        .collect();
    json!({ "package": package, "options_assumed": options_assumed, "sections": sections })
}
