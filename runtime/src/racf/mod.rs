//! RACF's rules, each a function over the tables.
//!
//! From the bottom up:
//!
//! - [`name`], [`pattern`] and [`subject`]: names in the form in which they are searched, and the
//!   user with the groups in effect;
//! - [`search`]: the protecting profile and the best global access checking entry; [`prepared`]: what
//!   doesn't depend on the user;
//! - [`access`], [`conditional`], [`labels`]: what access lists, attributes and mandatory checks
//!   find;
//! - [`walk`]: the record of everything that the rules found;
//! - [`flow`], [`define`], [`administer`]: the order of the rules for access, creation and changes
//!   to profiles;
//! - [`verdict`], [`log`], [`view`], [`decision`]: the walk as a decision, with codes and logging.
//! - [`batch`]: the same for many questions together.
//!
//! A module uses only modules on its own line of this list or on an earlier one.
//!
//! The rules follow the z/OS Security Server RACF books. The reference evaluator in the tests of
//! the workspace implements the same rules a second time, without sharing code with these modules.
//!
//! INVARIANT: no rule reads a clock, a file or anything else outside of the tables and the
//! question, so equal questions to equal bundles get equal decisions.

pub(crate) mod access;
pub(crate) mod administer;
pub(crate) mod batch;
pub(crate) mod conditional;
pub(crate) mod decision;
pub(crate) mod define;
pub(crate) mod entries;
pub(crate) mod flow;
pub(crate) mod irregular;
mod labels;
pub(crate) mod log;
pub(crate) mod name;
pub(crate) mod pattern;
pub(crate) mod prepared;
pub(crate) mod search;
pub(crate) mod subject;
pub(crate) mod verdict;
pub(crate) mod view;
pub(crate) mod walk;
