//! One module for each command: its arguments and its action.

pub(crate) mod audit;
pub(crate) mod bench;
pub(crate) mod check;
pub(crate) mod codes;
pub(crate) mod compile;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod drift;
pub(crate) mod emit;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod inspect;
mod lines;
mod other_esm;
pub(crate) mod plan;
pub(crate) mod racf;
pub(crate) mod replay;
pub(crate) mod safr;
pub(crate) mod started;
pub(crate) mod table;
pub(crate) mod test;
pub(crate) mod what;
pub(crate) mod who;
