//! Statements of Top Secret: what an emitter can say.

use crate::operand::{Number, Quoted, UnixPath, Word};

/// What an ACID is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    User,
    Group,
    Profile,
}

/// A UNIX number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnixNumber {
    /// The next one of the range.
    Next,
    Fixed(Number),
}

/// What is added to an ACID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Group(Word),
    DefaultGroup(Word),
    Profile(Word),
    Facility(Word),
    MasterFacility(Word),
    Uid(UnixNumber),
    Gid(UnixNumber),
    Home(UnixPath),
    Program(UnixPath),
    Suspended,
}

/// How a resource is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is: everything that begins with it, or the name only, in classes that are exact.
    Plain,
    /// In apostrophes: this data set only.
    Apostrophes,
    /// Marked as a prefix, in classes that are exact.
    Marked,
}

/// A resource in a permit or an ownership.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resource {
    pub(super) class: Word,
    pub(super) name: Word,
    pub(super) form: Form,
}

/// Who holds a permit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder {
    Acid(Word),
    All,
}

/// What a permit gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    None,
    Read,
    Update,
    Control,
    All,
    /// In a class without levels: allowed.
    Plain,
    /// In a class without levels: denied.
    Deny,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Statement {
    Create { acid: Word, kind: Kind, name: Option<Quoted>, department: Word, protected: bool },
    Delete { acid: Word },
    AddTo { acid: Word, fields: Vec<Field> },
    Remove { acid: Word, fields: Vec<Field> },
    Own { owner: Word, resource: Resource },
    Disown { owner: Word, resource: Resource },
    Task { procedure: Word, acid: Word },
    NoTask { procedure: Word },
    Class { class: Word, longest: Number },
    NoClass { class: Word },
    Permit { holder: Holder, resource: Resource, access: Access, data_set: bool },
    Revoke { holder: Holder, resource: Resource },
    Refresh { acid: Word },
}
