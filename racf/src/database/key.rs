//! What distinguishes the profiles of a class, and how one is looked up.

use indexmap::Equivalent;

/// What distinguishes profiles of a class. Two discrete data set profiles of one name may lie on
/// different volumes.
///
/// A discrete profile whose name holds `*` or `%` (ICH10321I) protects the resource with exactly this name, and
/// only while its class is neither GENERIC nor GENCMD; a generic one of a class that isn't GENERIC
/// protects nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProfileKey {
    /// As it is stored.
    pub name: String,
    /// A generic profile, also a fully qualified one.
    pub generic: bool,
    /// Volumes of a discrete data set profile, ascending.
    pub volumes: Vec<String>,
}

/// A [`ProfileKey`] to look up with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyRef<'a> {
    pub(super) name: &'a str,
    generic: bool,
    volumes: &'a [String],
}

impl<'a> KeyRef<'a> {
    /// A discrete profile without volumes.
    pub fn discrete(name: &'a str) -> Self {
        Self { name, generic: false, volumes: &[] }
    }

    /// A generic profile, or a discrete one without volumes.
    pub fn of(name: &'a str, generic: bool) -> Self {
        Self { name, generic, volumes: &[] }
    }
}

impl<'a> From<&'a ProfileKey> for KeyRef<'a> {
    fn from(key: &'a ProfileKey) -> Self {
        Self { name: &key.name, generic: key.generic, volumes: &key.volumes }
    }
}

impl Equivalent<ProfileKey> for KeyRef<'_> {
    fn equivalent(&self, key: &ProfileKey) -> bool {
        *self == KeyRef::from(key)
    }
}
