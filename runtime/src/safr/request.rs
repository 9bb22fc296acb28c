//! What is asked about SAFR: a login, an operation, and what the operation is about.
//!
//! The types borrow all texts and check nothing. A name that the policy doesn't declare results in
//! a denial by `item-unknown`, `environment-unknown`, `user-unknown` or `no-session`.

use saffron_vocabulary::safr::{ItemType, SafrOperation};

/// A request. Names are compared as they are written, users folded to upper case.
///
/// # Examples
///
/// ```
/// use saffron_vocabulary::safr::{ItemType, SafrOperation};
/// use saffron_runtime::safr::{SafrRequest, With};
///
/// let request = SafrRequest {
///     user: "ALICE",
///     login_group: Some("FIN_ANALYSTS"),
///     login_environment: "FINANCE",
///     operation: SafrOperation::Create,
///     item_type: ItemType::View,
///     item: Some("GL_EXTRACT"),
///     environment: "FINANCE",
///     with: With { folder: Some("MONTH_END"), ..With::default() },
/// };
/// assert!(!request.with.is_empty());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SafrRequest<'r> {
    /// Who.
    pub user: &'r str,
    /// The group chosen on login; `None` only for system administrators.
    pub login_group: Option<&'r str>,
    /// The environment chosen on login.
    pub login_environment: &'r str,
    /// What is done.
    pub operation: SafrOperation,
    /// With what type of item.
    pub item_type: ItemType,
    /// With which item: the new one's name for `create`, the one that is copied for `copy`.
    pub item: Option<&'r str>,
    /// The environment of the item, or the one that the operation is about. For operations on
    /// environments `item` takes precedence, for a migration `with.target_environment`.
    pub environment: &'r str,
    /// What the operation needs in addition.
    pub with: With<'r>,
}

/// What an operation needs in addition to its item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct With<'r> {
    /// Of `create`, `copy`, `move` of a view: the folder it is to lie in.
    pub folder: Option<&'r str>,
    /// Of `reference`: the item that refers (a view mostly; a logical record, a logical or physical
    /// file).
    pub referrer: Option<ItemRef<'r>>,
    /// Of `create` and `modify` of what refers to other items: all that it will refer to. `None`:
    /// what it refers to stays as it is.
    pub refs: Option<&'r [ItemRef<'r>]>,
    /// Of utilities and reports: what is selected.
    pub items: &'r [ItemRef<'r>],
    /// Of `migrate`: from where.
    pub source_environment: Option<&'r str>,
    /// Of `migrate`: to where; the environment of the request if it isn't given.
    pub target_environment: Option<&'r str>,
    /// Of operations on groups: the group, if `item` doesn't name it.
    pub group: Option<&'r str>,
}

impl With<'_> {
    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An item by type and name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemRef<'r> {
    /// Its type.
    pub item_type: ItemType,
    /// Its name.
    pub name: &'r str,
}
