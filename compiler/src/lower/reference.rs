//! The properties of every block, for the reference of the language.

use super::option_table::{self, CLASS_LISTS, LOG_LISTS};
use super::property_table::Row;
use super::safr::{group as safr_group, right};
use super::{class, connect, form, group, profile_property, security, started, test, user};

/// The properties of one kind of block.
#[derive(Clone, Debug)]
pub struct PropertyTable {
    /// What the block declares, such as "user".
    pub block: &'static str,
    /// In the order of the reference.
    pub rows: Vec<PropertyRow>,
}

/// A property, or several that share form and documentation.
#[derive(Clone, Debug)]
pub struct PropertyRow {
    /// As they are written.
    pub keys: Vec<&'static str>,
    /// What the value looks like.
    pub form: String,
    /// What the property specifies, and its default.
    pub documentation: &'static str,
}

/// The properties of every block, options included.
pub fn properties() -> Vec<PropertyTable> {
    vec![
        PropertyTable { block: "options", rows: options() },
        table("class", class::PROPERTIES),
        table("group", group::PROPERTIES),
        table("user", user::PROPERTIES),
        table("external-user", user::EXTERNAL_PROPERTIES),
        table("connect", connect::PROPERTIES),
        table("profile", profile_property::PROPERTIES),
        table("started", started::FIELDS),
        table("security-label", security::LABEL_PROPERTIES),
        table("request", test::FIELDS),
        table("safr-role", right::ROLE_PROPERTIES),
        table("safr-group", safr_group::PROPERTIES),
        table("safr-group-in-environment", right::GROUP_PROPERTIES),
    ]
}

fn table<T>(block: &'static str, rows: &[Row<T>]) -> PropertyTable {
    PropertyTable { block, rows: rows.iter().map(described).collect() }
}

fn described<T>(row: &Row<T>) -> PropertyRow {
    PropertyRow {
        keys: row.keys.to_vec(),
        form: row.value.form(),
        documentation: row.documentation,
    }
}

fn options() -> Vec<PropertyRow> {
    let list = |key, documentation| PropertyRow {
        keys: vec![key],
        form: form::CLASSES_OR_ALL.to_owned(),
        documentation,
    };
    let lists = CLASS_LISTS.iter().map(|option| list(option.key, option.documentation));
    let logs = LOG_LISTS.iter().map(|&(key, _, documentation)| list(key, documentation));
    option_table::SYSTEM.iter().map(described).chain(lists).chain(logs).collect()
}
