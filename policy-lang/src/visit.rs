//! Visitors: one description of the tree's shape, for all who walk over it.
//!
//! [`Visit`] looks at a tree, [`VisitMut`](crate::visit_mut::VisitMut) changes it. Each has a method for every kind of node;
//! the default of a method visits what is inside the node. Override the methods of the nodes that
//! matter, and call the `walk_…` function of the same name to go further down.
//!
//! What has a text of its own (a name, a quoted text, a word, a value) comes with its [`Role`], so
//! that a visitor can tell a user from a class without a look at the surroundings.
//!
//! The order of the visits is the order of the text, apart from tests, where all expectations about
//! RACF come before those about SAFR.

pub(crate) mod invariant;
mod role;
pub(crate) mod safr;
pub(crate) mod shape;

pub use role::Role;

shape::visitor!(
    /// Looks at a tree. A method without an override visits what is inside the node.
    Visit
);
