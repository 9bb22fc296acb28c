//! Commands as a package that a person would keep.
