//! Conversion between RACF and policies: a database as a policy, and a policy as commands.
//!
//! ```text
//! Database ──policy──► tree ──import──► package
//! Model ──emit──► commands ──build──► Database
//! Model ──establish──► commands that only add
//! facts that differ ──plan──► commands, proven on a Database
//! ```
//!
//! What a database holds becomes the same syntax tree that a person would have written, so there is
//! one compiler and one path.
//!
//! INVARIANT: nothing here reads a file, a clock or the environment, and no input makes it panic.
#![forbid(unsafe_code)]

pub mod assume;
pub mod build;
pub mod codes;
pub mod emit;
pub mod establish;
pub mod import;
pub mod layer;
pub mod plan;
pub mod policy;
