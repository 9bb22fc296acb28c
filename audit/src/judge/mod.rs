//! The tests, by what they look at.

pub(crate) mod family;
pub(crate) mod lists;
pub(crate) mod names;
pub(crate) mod options;
pub(crate) mod profiles;
pub(crate) mod resources;
pub(crate) mod started;
pub(crate) mod unix;
pub(crate) mod users;
