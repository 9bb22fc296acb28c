//! Classes: those that RACF supplies, and those that profiles of the class CDT define.
//!
//! A dynamic class is defined as soon as its profile has a CDTINFO segment. RACF knows it while CDT
//! is active and RACLISTed; the state is always as if CDT were refreshed after each command.
//!
//! Source: `RACF Command Language Reference`, RDEFINE, CDTINFO; `Security Administrator's Guide`,
//! Administering the dynamic class descriptor table.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use saffron_vocabulary::KnownClass;
use saffron_vocabulary::class::{self, ClassDescriptor, Raclist, SuppliedClass};
use saffron_vocabulary::racf::AccessLevel;

use super::key::KeyRef;
use super::{Database, Segment};

/// A class: its entry in the class descriptor table, and what only commands ask of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Up to eight characters.
    pub name: String,
    /// How RACF treats it; other classes by name.
    pub descriptor: ClassDescriptor<String>,
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
        self.descriptor.member_class.is_some() || has_own
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
            descriptor: row.descriptor.clone(),
            profiles_allowed: true,
            first: None,
            other: None,
            dynamic: false,
        }
    }
}

impl Database {
    /// The class of this name that RACF knows, supplied or dynamic.
    pub fn class(&self, name: &str) -> Option<Cow<'static, Class>> {
        self.defined_class(name).filter(|class| self.is_known(class))
    }

    /// Whether RACF knows a class that is defined: dynamic classes need CDT.
    fn is_known(&self, class: &Class) -> bool {
        !class.dynamic || (self.is_active(CDT) && self.is_raclisted(CDT))
    }

    /// The class of this name, supplied or dynamic, whether RACF knows it now or not.
    pub fn defined_class(&self, name: &str) -> Option<Cow<'static, Class>> {
        if let Some(class) = supplied().get(name) {
            return Some(Cow::Borrowed(class));
        }
        let profile = self.profile(CDT, KeyRef::discrete(name))?;
        let info = profile.details.as_ref()?.segments.get("CDTINFO")?;
        Some(Cow::Owned(dynamic(name, info)))
    }

    /// Every class that RACF knows, in the order of names.
    pub fn all_classes(&self) -> Vec<Cow<'static, Class>> {
        let mut all = self.defined_classes();
        all.retain(|class| self.is_known(class));
        all
    }

    /// Every class, whether RACF knows it now or not, in the order of names.
    pub fn defined_classes(&self) -> Vec<Cow<'static, Class>> {
        let mut all: Vec<_> = supplied().values().map(Cow::Borrowed).collect();
        let profiles = self.classes.get(CDT).into_iter().flatten();
        all.extend(profiles.filter_map(|(key, _)| self.defined_class(&key.name)));
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }
}

/// The class that a CDTINFO segment describes; what it doesn't specify is as RACF assumes it.
pub(super) fn dynamic(name: &str, info: &Segment) -> Class {
    let text = |field: &str| info.fields.get(field).map(|fact| fact.value.as_str());
    Class {
        name: name.to_owned(),
        descriptor: descriptor(text),
        profiles_allowed: text("PROFILESALLOWED") != Some("NO"),
        first: text("FIRST").map(str::to_owned),
        other: text("OTHER").map(str::to_owned),
        dynamic: true,
    }
}

/// `field` gives the value of a field of the segment.
fn descriptor<'s>(field: impl Fn(&str) -> Option<&'s str>) -> ClassDescriptor<String> {
    let assumed = ClassDescriptor::default();
    let number = |name: &str| field(name).and_then(|value| value.parse::<u16>().ok());
    let byte = |name: &str| field(name).and_then(|value| value.parse::<u8>().ok());
    ClassDescriptor {
        member_class: field("MEMBER").map(str::to_owned),
        grouping_class: field("GROUP").map(str::to_owned),
        max_length: number("MAXLENGTH").unwrap_or(assumed.max_length),
        default_uacc: match field("DEFAULTUACC") {
            Some("ACEE") => None,
            level => level.and_then(AccessLevel::from_name).or(assumed.default_uacc),
        },
        default_return_code: byte("DEFAULTRC").unwrap_or(assumed.default_return_code),
        operations: field("OPERATIONS") == Some("YES"),
        raclist: field("RACLIST").and_then(Raclist::from_name).unwrap_or(assumed.raclist),
        generic_allowed: field("GENERIC") != Some("DISALLOWED"),
        mixed_case: field("CASE") == Some("ASIS"),
        key_qualifiers: byte("KEYQUALIFIERS").unwrap_or(assumed.key_qualifiers),
        posit: number("POSIT"),
        ..assumed
    }
}
