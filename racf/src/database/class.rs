//! Classes: those that RACF supplies, and those that profiles of the class CDT define.
//!
//! A dynamic class exists as soon as its profile has a CDTINFO segment, as if CDT were RACLISTed
//! and refreshed after each command (`RACF Command Language Reference`, RDEFINE, CDTINFO).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use saffron_vocabulary::KnownClass;
use saffron_vocabulary::class::{self, Raclist, SuppliedClass};
use saffron_vocabulary::racf::AccessLevel;

use super::store::KeyRef;
use super::{Database, Segment};

/// The entry of a class in the class descriptor table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the table has them as independent columns")]
pub struct Class {
    /// Up to eight characters.
    pub name: String,
    /// For a grouping class, the class whose resources its members name.
    pub member_class: Option<String>,
    /// For a member class, its grouping class.
    pub grouping_class: Option<String>,
    /// Whether its profiles hold data rather than protect resources.
    pub holds_data: bool,
    /// Longest profile name, in characters.
    pub max_length: u16,
    /// UACC of a profile that doesn't say; `None` where RACF takes the issuer's (`ACEE`).
    pub default_uacc: Option<AccessLevel>,
    /// Return code without a profile: 0, 4 or 8.
    pub default_return_code: u8,
    /// Whether OPERATIONS is honoured.
    pub operations: bool,
    /// Whether it can or must be RACLISTed.
    pub raclist: Raclist,
    /// Whether it may have generic profiles.
    pub generic_allowed: bool,
    /// Whether names keep their small letters (`CASE(ASIS)`).
    pub mixed_case: bool,
    /// Leading qualifiers that can't be generic (`KEYQUALIFIERS`).
    pub key_qualifiers: u8,
    /// Whether EXECUTE may be given.
    pub execute_allowed: bool,
    /// Classes of one POSIT value share settings.
    pub posit: Option<u16>,
    /// Whether profiles may be defined (`PROFILESALLOWED`).
    pub profiles_allowed: bool,
    /// Kinds of characters with which a name may begin (`FIRST`), where they are limited.
    pub first: Option<String>,
    /// Kinds of characters that may follow (`OTHER`), where they are limited.
    pub other: Option<String>,
    /// Whether a profile of the class CDT defines it.
    pub dynamic: bool,
}

impl Class {
    /// Whether it is DATASET, which is not in the class descriptor table and has rules of its own.
    pub fn is_data_set(&self) -> bool {
        self.name == DATASET
    }

    /// Whether its profiles have members (`ADDMEM`).
    pub fn has_members(&self) -> bool {
        let has_own = KnownClass::from_name(&self.name).is_some_and(KnownClass::has_own_members);
        self.member_class.is_some() || has_own
    }
}

/// The class of data set profiles.
pub(super) const DATASET: &str = "DATASET";

/// The class whose profiles define classes.
pub(super) const CDT: &str = "CDT";

/// The classes that RACF supplies, by name.
pub(super) fn supplied() -> &'static BTreeMap<String, Class> {
    static CLASSES: LazyLock<BTreeMap<String, Class>> = LazyLock::new(|| {
        class::supplied().iter().map(|row| (row.name.clone(), Class::from(row))).collect()
    });
    &CLASSES
}

impl From<&SuppliedClass> for Class {
    fn from(row: &SuppliedClass) -> Self {
        Self {
            name: row.name.clone(),
            member_class: row.member_class.clone(),
            grouping_class: row.grouping_class.clone(),
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
            posit: row.posit,
            profiles_allowed: true,
            first: None,
            other: None,
            dynamic: false,
        }
    }
}

impl Database {
    /// The class of this name, supplied or dynamic.
    pub fn class(&self, name: &str) -> Option<Cow<'static, Class>> {
        if let Some(class) = supplied().get(name) {
            return Some(Cow::Borrowed(class));
        }
        let profile = self.profile(CDT, KeyRef::discrete(name))?;
        let info = profile.details.as_ref()?.segments.get("CDTINFO")?;
        Some(Cow::Owned(dynamic(name, info)))
    }

    /// Every class, in the order of names.
    pub fn all_classes(&self) -> Vec<Cow<'static, Class>> {
        let mut all: Vec<_> = supplied().values().map(Cow::Borrowed).collect();
        let profiles = self.classes.get(CDT).into_iter().flatten();
        all.extend(profiles.filter_map(|(key, _)| self.class(&key.name)));
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }
}

/// The class that a CDTINFO segment describes; what it doesn't say is as RACF assumes it.
pub(super) fn dynamic(name: &str, info: &Segment) -> Class {
    let text = |field: &str| info.fields.get(field).map(|fact| fact.value.as_str());
    let number = |field: &str| text(field).and_then(|it| it.parse::<u16>().ok());
    let is = |field: &str, word: &str| text(field) == Some(word);
    Class {
        name: name.to_owned(),
        member_class: text("MEMBER").map(str::to_owned),
        grouping_class: text("GROUP").map(str::to_owned),
        holds_data: false,
        max_length: number("MAXLENGTH").unwrap_or(8),
        default_uacc: match text("DEFAULTUACC") {
            Some("ACEE") => None,
            level => level.and_then(AccessLevel::from_name).or(Some(AccessLevel::None)),
        },
        default_return_code: text("DEFAULTRC").and_then(|it| it.parse().ok()).unwrap_or(4),
        operations: is("OPERATIONS", "YES"),
        raclist: match text("RACLIST") {
            Some("REQUIRED") => Raclist::Required,
            Some("ALLOWED") => Raclist::Allowed,
            _ => Raclist::Disallowed,
        },
        generic_allowed: !is("GENERIC", "DISALLOWED"),
        mixed_case: is("CASE", "ASIS"),
        key_qualifiers: text("KEYQUALIFIERS").and_then(|it| it.parse().ok()).unwrap_or(0),
        execute_allowed: false,
        posit: number("POSIT"),
        profiles_allowed: !is("PROFILESALLOWED", "NO"),
        first: text("FIRST").map(str::to_owned),
        other: text("OTHER").map(str::to_owned),
        dynamic: true,
    }
}
