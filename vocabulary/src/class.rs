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

/// An entry of the class descriptor table, which says how RACF treats a class. `C` is how it refers
/// to other classes: by their names, or by ids.
#[expect(clippy::struct_excessive_bools, reason = "the table has a column for each")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassDescriptor<C> {
    /// For a grouping class, the member class whose resources its members name.
    pub member_class: Option<C>,
    /// For a member class, its grouping class.
    pub grouping_class: Option<C>,
    /// Whether its profiles hold data rather than protect resources of the class: GLOBAL,
    /// SECDATA, NODES, RACFVARS, SECLABEL, CDT, STARTED.
    pub holds_data: bool,
    /// Longest profile name, in characters.
    pub max_length: u16,
    /// UACC of a profile that doesn't specify one; `None` where RACF takes that of the user who
    /// defines the profile (`ACEE`).
    pub default_uacc: Option<AccessLevel>,
    /// SAF return code without a profile: 0, 4 or 8.
    pub default_return_code: u8,
    /// Whether the attribute OPERATIONS applies in the class.
    pub operations: bool,
    /// Whether the class can or must be RACLISTed.
    pub raclist: Raclist,
    /// Whether generic profiles are allowed.
    pub generic_allowed: bool,
    /// Whether names keep their lowercase letters (`CASE=ASIS`).
    pub mixed_case: bool,
    /// Leading qualifiers that can't be generic (`KEYQUALIFIERS`).
    pub key_qualifiers: u8,
    /// Whether EXECUTE may be granted: DATASET and PROGRAM.
    pub execute_allowed: bool,
    /// How security labels are compared.
    pub mac_processing: MacProcessing,
    /// SLBLREQ: under MLACTIVE a resource must have a label.
    pub label_required: bool,
    /// Classes of one POSIT value share options.
    pub posit: Option<u16>,
}

impl<C> Default for ClassDescriptor<C> {
    /// A dynamic class that specifies nothing (`RDEFINE CDT` with an empty `CDTINFO`).
    fn default() -> Self {
        Self {
            member_class: None,
            grouping_class: None,
            holds_data: false,
            max_length: 8,
            default_uacc: Some(AccessLevel::None),
            default_return_code: 4,
            operations: false,
            raclist: Raclist::Disallowed,
            generic_allowed: true,
            mixed_case: false,
            key_qualifiers: 0,
            execute_allowed: false,
            mac_processing: MacProcessing::Normal,
            label_required: false,
            posit: None,
        }
    }
}

impl<C> ClassDescriptor<C> {
    /// The same class, paired with other classes.
    pub fn paired<D>(
        self,
        member_class: Option<D>,
        grouping_class: Option<D>,
    ) -> ClassDescriptor<D> {
        ClassDescriptor {
            member_class,
            grouping_class,
            holds_data: self.holds_data,
            max_length: self.max_length,
            default_uacc: self.default_uacc,
            default_return_code: self.default_return_code,
            operations: self.operations,
            raclist: self.raclist,
            generic_allowed: self.generic_allowed,
            mixed_case: self.mixed_case,
            key_qualifiers: self.key_qualifiers,
            execute_allowed: self.execute_allowed,
            mac_processing: self.mac_processing,
            label_required: self.label_required,
            posit: self.posit,
        }
    }
}

/// A class that RACF supplies.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "StoredRow")]
pub struct SuppliedClass {
    /// The name of the class.
    pub name: String,
    /// How RACF treats it; other classes by name.
    pub descriptor: ClassDescriptor<String>,
    /// How sure the row is.
    pub confidence: Confidence,
    /// For readers of the table: what the class protects, and the source of the row.
    pub note: String,
}

/// A row of the table as it is stored.
#[expect(clippy::struct_excessive_bools, reason = "the table has a column for each")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredRow {
    #[serde(rename = "class")]
    name: String,
    grouping_class: Option<String>,
    member_class: Option<String>,
    max_length: u16,
    default_uacc: Option<AccessLevel>,
    default_return_code: u8,
    operations: bool,
    raclist: Raclist,
    generic_allowed: bool,
    mixed_case: bool,
    execute_allowed: bool,
    holds_data: bool,
    posit: Option<u16>,
    mac_processing: MacProcessing,
    confidence: Confidence,
    note: String,
}

impl From<StoredRow> for SuppliedClass {
    fn from(row: StoredRow) -> Self {
        Self {
            name: row.name,
            descriptor: ClassDescriptor {
                member_class: row.member_class,
                grouping_class: row.grouping_class,
                holds_data: row.holds_data,
                max_length: row.max_length,
                default_uacc: row.default_uacc,
                default_return_code: row.default_return_code,
                operations: row.operations,
                raclist: row.raclist,
                generic_allowed: row.generic_allowed,
                mixed_case: row.mixed_case,
                key_qualifiers: 0,
                execute_allowed: row.execute_allowed,
                mac_processing: row.mac_processing,
                label_required: false,
                posit: row.posit,
            },
            confidence: row.confidence,
            note: row.note,
        }
    }
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
            assert!(matches!(row.descriptor.default_return_code, 0 | 4 | 8), "{}", row.name);
            assert!(crate::name::is_id(&row.name), "{}", row.name);
        }
    }

    #[test]
    fn grouping_and_member_classes_name_each_other() {
        let by_name: BTreeMap<&str, &SuppliedClass> =
            supplied().iter().map(|row| (row.name.as_str(), row)).collect();
        assert_eq!(by_name.len(), supplied().len(), "a class has one row");
        for row in supplied() {
            if let Some(grouping) = &row.descriptor.grouping_class {
                assert_eq!(
                    by_name[grouping.as_str()].descriptor.member_class.as_ref(),
                    Some(&row.name)
                );
            }
            if let Some(member) = &row.descriptor.member_class {
                assert_eq!(
                    by_name[member.as_str()].descriptor.grouping_class.as_ref(),
                    Some(&row.name)
                );
            }
        }
    }
}
