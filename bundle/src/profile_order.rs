//! The order of the profiles of a class, by which one is found under exactly its own name.

use std::cmp::Ordering;

use saffron_vocabulary::ebcdic;
use saffron_vocabulary::racf::Switches;
use saffron_vocabulary::specificity::{self, Naming, Ties};

use crate::layout::{ClassRow, ProfileRow, class_flag, meta_flag, profile_flag};
use crate::section::Bundle;

/// The order of the profiles of a class: discrete ones by name, then generic ones as they are
/// searched. Profiles of one name are neighbours.
#[derive(Clone, Copy, Debug)]
pub struct ProfileOrder {
    naming: Naming,
    ties: Ties,
}

/// By what a profile is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProfileName<'t> {
    /// Whether it is generic.
    pub is_generic: bool,
    /// Its name.
    pub name: &'t str,
}

impl ProfileOrder {
    /// The order of the profiles of a class.
    #[must_use]
    pub fn of(bundle: &Bundle<'_>, class: &ClassRow) -> Self {
        let enhanced = bundle.meta().flags() & meta_flag::ENHANCED_GENERIC_NAMING != 0;
        let is_dataset = class.flags() & class_flag::DATASET != 0;
        let naming = if enhanced && is_dataset { Naming::Enhanced } else { Naming::Plain };
        Self { naming, ties: Ties::of(Switches(bundle.meta().switches())) }
    }

    /// How its generic names are read.
    pub(crate) fn naming(self) -> Naming {
        self.naming
    }

    /// Compares two profiles of the class. Two generic names with one meaning are equal.
    #[must_use]
    pub fn compare(self, one: ProfileName<'_>, other: ProfileName<'_>) -> Ordering {
        one.is_generic.cmp(&other.is_generic).then_with(|| {
            if one.is_generic {
                specificity::compare_as(one.name, other.name, self.naming, self.ties)
            } else {
                ebcdic::compare(one.name, other.name)
            }
        })
    }
}

impl<'b> Bundle<'b> {
    /// By what a profile is ordered.
    #[must_use]
    pub fn profile_name(&self, profile: &ProfileRow) -> ProfileName<'b> {
        let is_generic = profile.flags() & profile_flag::GENERIC != 0;
        ProfileName { is_generic, name: self.text(profile.name()) }
    }
}
