//! Tests of the whole: one binary, one module a theme.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it fails, also in the functions that tests share"
)]

mod analyse;
mod anonymise;
mod audit;
#[cfg(unix)]
mod book;
mod bundle;
mod bundle_digests;
mod bundle_mutants;
mod casebook;
mod cli;
mod codes;
mod counts;
mod differential;
mod documents;
mod drift;
mod establish;
mod example_users;
mod files;
mod formatting;
mod import_update;
mod invariants;
mod json_schema;
mod kills;
mod limits;
mod lists;
mod one_mistake;
mod other_esm;
mod outputs;
mod pages;
mod pipelines;
mod plan;
mod profile_names;
#[cfg(unix)]
mod properties;
mod racf_authority;
mod racf_database;
mod racf_emit;
mod racf_host;
mod racf_import;
mod racf_play;
mod racf_seed;
mod racf_syntax;
mod reading;
#[cfg(unix)]
mod reference;
mod replay;
mod safr_apply;
mod safr_casebook;
mod safr_checks;
mod safr_differential;
mod safr_engine;
mod safr_import;
mod safr_matrix;
mod safr_vectors;
mod safr_whole;
mod sarif;
mod secrets;
mod slowest;
mod snapshots;
mod tidy;
mod unload;
mod unload_laws;
mod whole_decision;
mod whole_policies;
