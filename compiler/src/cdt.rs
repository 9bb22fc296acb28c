//! The class descriptor table: the classes that every policy knows without declaring them.
//!
//! INVARIANT: each row is one class; a grouping class and its member class name each other.

use std::sync::LazyLock;

use saffron_bundle::vocabulary::{AccessLevel, MacProcessing};
use serde::Deserialize;

use crate::model::Raclist;

const TABLE: &str = include_str!("../data/class-descriptor-table.json");

/// A row of the table as it is stored.
#[expect(clippy::struct_excessive_bools, reason = "the table has a column for each")]
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) class: String,
    pub(crate) grouping_class: Option<String>,
    pub(crate) member_class: Option<String>,
    pub(crate) max_length: u16,
    default_uacc: Option<String>,
    pub(crate) default_return_code: u8,
    pub(crate) operations: bool,
    raclist: String,
    pub(crate) generic_allowed: bool,
    pub(crate) mixed_case: bool,
    pub(crate) execute_allowed: bool,
    pub(crate) holds_data: bool,
    pub(crate) posit: Option<u16>,
    mac_processing: String,
    confidence: String,
    /// For readers of the table.
    #[serde(rename = "note")]
    _note: String,
}

impl Row {
    /// `None` where RACF takes the UACC of whoever defines the profile.
    pub(crate) fn default_uacc(&self) -> Option<AccessLevel> {
        self.default_uacc.as_deref().and_then(AccessLevel::from_name)
    }

    pub(crate) fn raclist(&self) -> Raclist {
        raclist(&self.raclist).unwrap_or(Raclist::Allowed)
    }

    pub(crate) fn mac_processing(&self) -> MacProcessing {
        MacProcessing::from_name(&self.mac_processing).unwrap_or(MacProcessing::Normal)
    }

    pub(crate) fn confidence(&self) -> char {
        self.confidence.chars().next().unwrap_or('L')
    }
}

/// The words for whether a class is RACLISTed, in the table and in `class` declarations.
pub(crate) const RACLIST_WORDS: [&str; 3] = ["disallowed", "allowed", "required"];

pub(crate) fn raclist(word: &str) -> Option<Raclist> {
    match word {
        "disallowed" => Some(Raclist::Disallowed),
        "allowed" => Some(Raclist::Allowed),
        "required" => Some(Raclist::Required),
        _ => None,
    }
}

/// Every class of the table. The file is part of the program, and a test reads it; were it ever
/// broken, no class would be known and every policy refused.
pub(crate) fn rows() -> &'static [Row] {
    static ROWS: LazyLock<Vec<Row>> =
        LazyLock::new(|| serde_json::from_str(TABLE).unwrap_or_default());
    &ROWS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_table_is_well_formed() {
        let rows: Vec<Row> = serde_json::from_str(TABLE).expect("the table parses");
        assert!(rows.len() > 80);
        for row in &rows {
            assert!(raclist(&row.raclist).is_some(), "{}", row.class);
            assert!(MacProcessing::from_name(&row.mac_processing).is_some(), "{}", row.class);
            assert!(matches!(row.confidence.as_str(), "H" | "M" | "L"), "{}", row.class);
            assert!(matches!(row.default_return_code, 0 | 4 | 8), "{}", row.class);
            assert_eq!(row.default_uacc.is_some(), row.default_uacc().is_some(), "{}", row.class);
        }
    }

    #[test]
    fn grouping_and_member_classes_name_each_other() {
        let by_name: BTreeMap<&str, &Row> =
            rows().iter().map(|row| (row.class.as_str(), row)).collect();
        assert_eq!(by_name.len(), rows().len(), "a class has one row");
        for row in rows() {
            if let Some(grouping) = &row.grouping_class {
                assert_eq!(by_name[grouping.as_str()].member_class.as_ref(), Some(&row.class));
            }
            if let Some(member) = &row.member_class {
                assert_eq!(by_name[member.as_str()].grouping_class.as_ref(), Some(&row.class));
            }
        }
    }
}
