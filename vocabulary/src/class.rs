//! The class descriptor table: the classes that RACF supplies.
//!
//! Sources and confidence of each row are in the table itself, `vocabulary/data`.
//!
//! INVARIANT: each row is one class; a grouping class and its member class name each other.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::racf::{AccessLevel, MacProcessing};
use crate::word::vocabulary;

const TABLE: &str = include_str!("../data/class-descriptor-table.json");

vocabulary! {
    /// Whether a class is RACLISTed (`CDTINFO, RACLIST`).
    pub enum Raclist {
        /// It can't be.
        Disallowed = 0, "disallowed";
        /// It may be.
        Allowed = 1, "allowed";
        /// It must be, or it protects nothing.
        Required = 2, "required";
    }
}

/// How sure a row of the table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Confidence {
    /// Taken from IBM's documentation.
    #[serde(rename = "H")]
    High,
    /// Taken from several public sources that agree.
    #[serde(rename = "M")]
    Medium,
    /// From knowledge, or from one source only.
    #[serde(rename = "L")]
    Low,
}

/// A class that RACF supplies: a row of the table as it is stored.
#[expect(clippy::struct_excessive_bools, reason = "the table has a column for each")]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuppliedClass {
    /// The name of the class.
    #[serde(rename = "class")]
    pub name: String,
    /// For a member class, its grouping class.
    pub grouping_class: Option<String>,
    /// For a grouping class, the class whose resources its members name.
    pub member_class: Option<String>,
    /// Longest profile name, in characters.
    pub max_length: u16,
    /// UACC of a profile that doesn't state one; `None` where RACF takes that of the user who
    /// defines the profile (`ACEE`).
    pub default_uacc: Option<AccessLevel>,
    /// SAF return code without a profile: 0, 4 or 8.
    pub default_return_code: u8,
    /// Whether OPERATIONS is honoured.
    pub operations: bool,
    /// Whether the class can or must be RACLISTed.
    pub raclist: Raclist,
    /// Whether generic profiles are allowed.
    pub generic_allowed: bool,
    /// Whether names keep their lower-case letters (`CASE=ASIS`).
    pub mixed_case: bool,
    /// Whether EXECUTE may be granted.
    pub execute_allowed: bool,
    /// Whether its profiles hold data rather than protect resources of the class.
    pub holds_data: bool,
    /// Classes of one POSIT value share options.
    pub posit: Option<u16>,
    /// How security labels are compared.
    pub mac_processing: MacProcessing,
    /// How sure the row is.
    pub confidence: Confidence,
    /// For readers of the table: what the class protects, and the source of the row.
    pub note: String,
}

/// Every class of the table, in the order of the table.
///
/// The table is part of the program and a test reads it. If it were ever broken, no class would be
/// known and every policy would be refused.
pub fn supplied() -> &'static [SuppliedClass] {
    static ROWS: LazyLock<Vec<SuppliedClass>> = LazyLock::new(|| {
        let rows = serde_json::from_str(TABLE);
        debug_assert!(rows.is_ok(), "the class descriptor table can't be read: {rows:?}");
        rows.unwrap_or_default()
    });
    &ROWS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        let rows: Vec<SuppliedClass> = serde_json::from_str(TABLE).expect("the table parses");
        assert!(rows.len() > 80);
        for row in &rows {
            assert!(matches!(row.default_return_code, 0 | 4 | 8), "{}", row.name);
            assert!(crate::name::is_id(&row.name), "{}", row.name);
        }
    }

    #[test]
    fn grouping_and_member_classes_name_each_other() {
        let by_name: BTreeMap<&str, &SuppliedClass> =
            supplied().iter().map(|row| (row.name.as_str(), row)).collect();
        assert_eq!(by_name.len(), supplied().len(), "a class has one row");
        for row in supplied() {
            if let Some(grouping) = &row.grouping_class {
                assert_eq!(by_name[grouping.as_str()].member_class.as_ref(), Some(&row.name));
            }
            if let Some(member) = &row.member_class {
                assert_eq!(by_name[member.as_str()].grouping_class.as_ref(), Some(&row.name));
            }
        }
    }
}
