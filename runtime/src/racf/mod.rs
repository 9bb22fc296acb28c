//! RACF's rules, each a function over the tables.
//!
//! From the bottom up: names and subjects; the search for the protecting profile; access lists, labels
//! and logging; the walk, which records what the rules found; the flow, which is their order; the
//! verdict, which makes a decision of a walk.

pub(crate) mod access;
pub(crate) mod administer;
pub(crate) mod conditional;
pub(crate) mod decision;
pub(crate) mod define;
pub(crate) mod flow;
pub(crate) mod labels;
pub(crate) mod log;
pub(crate) mod name;
pub(crate) mod pattern;
pub(crate) mod search;
pub(crate) mod subject;
pub(crate) mod verdict;
pub(crate) mod view;
pub(crate) mod walk;
