//! What values look like, in the words of messages and of the reference.

use std::ops::RangeInclusive;

use super::report::list;

pub(crate) const FLAG: &str = "`yes` or `no`";
pub(crate) const SWITCH: &str = "`on` or `off`";
pub(crate) const TEXT: &str = "a text in quotes";
pub(crate) const DATE: &str = "a date such as `on 2027-01-01`";
pub(crate) const ACCESS: &str = "an access level";
pub(crate) const AUDIT: &str = "`none`, or a value such as `failures(read)`";
pub(crate) const SEGMENT: &str = "a block `{ … }`";
pub(crate) const USER: &str = "the name of a user";
pub(crate) const GROUP: &str = "the name of a group";
pub(crate) const GROUPS: &str = "a list of groups";
pub(crate) const OWNER: &str = "the name of a user or group";
pub(crate) const STARTED_ID: &str = "an ID, or `\"=MEMBER\"`";
pub(crate) const RETURN_CODE: &str = "a number from 0 to 8";
pub(crate) const CLASS: &str = "the name of a class";
pub(crate) const CLASSES: &str = "a list of classes";
pub(crate) const CLASSES_OR_ALL: &str = "a list of classes, or `*`";
pub(crate) const LEVEL: &str = "the name of a security level";
pub(crate) const CATEGORIES: &str = "the names of security categories";
pub(crate) const LABEL: &str = "the name of a security label";
pub(crate) const MEMBERS: &str = "a list of resource names in quotes";
pub(crate) const PREFIX: &str = "a high-level qualifier, or `off`";
pub(crate) const ROLES: &str = "a list of roles";
pub(crate) const USERS: &str = "a list of users";

pub(crate) fn number(range: &RangeInclusive<u64>) -> String {
    format!("a number from {} to {}", range.start(), range.end())
}

/// One of the words.
pub(crate) fn word(known: &[&str]) -> String {
    format!("one of {}", list(known))
}

/// Any of the words.
pub(crate) fn words(known: &[&str]) -> String {
    format!("words out of {}", list(known))
}
