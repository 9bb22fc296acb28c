//! The tables of properties in the language reference are those of the compiler.
//!
//! `SAFFRON_DOCS=overwrite` writes them between `<!-- properties: user -->` and `<!-- end -->`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use saffron_compiler::{PropertyRow, PropertyTable, properties};

use crate::book::{expect, root};

const DOCUMENT: &str = "docs/language.md";

const END: &str = "<!-- end -->";

fn marker(table: &PropertyTable) -> String {
    format!("<!-- properties: {} -->", table.block)
}

fn line(row: &PropertyRow) -> String {
    let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
    format!("| {} | {} | {} |", keys.join(", "), row.form, row.documentation)
}

/// A table as it is in the document, its markers included.
fn written(table: &PropertyTable) -> String {
    let mut text = marker(table);
    writeln!(text, "\n\n| property | value | meaning |\n|---|---|---|").unwrap();
    for row in &table.rows {
        writeln!(text, "{}", line(row)).unwrap();
    }
    format!("{text}\n{END}")
}

#[test]
fn tables_of_properties_are_those_of_the_compiler() {
    let document = fs::read_to_string(root().join(DOCUMENT)).unwrap();
    let tables = properties();
    let mut expected = document.clone();
    for table in &tables {
        let marker = marker(table);
        let parts = expected.split_once(&marker);
        let (before, rest) = parts.unwrap_or_else(|| panic!("{DOCUMENT} has no {marker}"));
        let (_, after) = rest.split_once(END).unwrap();
        assert!(!after.contains(&marker), "{marker} is there twice");
        expected = format!("{before}{}{after}", written(table));
    }
    let markers = expected.matches("<!-- properties: ").count();
    assert_eq!(markers, tables.len(), "{DOCUMENT} has a table that the compiler doesn't have");
    expect(Path::new(DOCUMENT), &document, &expected);
}

#[test]
fn every_property_is_documented_in_a_sentence() {
    for table in properties() {
        for row in &table.rows {
            let (block, keys) = (table.block, &row.keys);
            assert!(row.documentation.ends_with('.'), "{block}: {keys:?}");
            assert!(!line(row).trim_matches('|').contains("||"), "{block}: {keys:?}");
        }
    }
}
