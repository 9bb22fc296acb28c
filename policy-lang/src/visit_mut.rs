//! A visitor that may change the tree: [`visit`](crate::visit) with `&mut`.

use crate::visit::Role;
use crate::visit::shape::visitor;

visitor!(
    /// Changes a tree. A method without an override visits what is inside the node.
    VisitMut,
    mut
);
