//! RACF commands as a way into Saffron, and out of it.
//!
//! ```text
//! file ──host──► CommandText ──syntax──► Command ──database──► Database + outcomes ──policy──► tree
//! Model ──emit──► commands
//! ```
//!
//! A file of commands is found in its host (JCL, REXX, a playbook …), joined to logical lines,
//! read, and applied in order to a database in memory, with RACF's own effects and messages. What
//! the database holds at the end becomes the same syntax tree that a person would have written, so
//! there is one compiler and one way.
//!
//! INVARIANT: nothing here reads a file, a clock or the environment; whatever the bytes, nothing
//! panics, and what isn't understood is a diagnostic at its place.
#![forbid(unsafe_code)]

pub mod codes;
pub mod command;
pub mod database;
pub mod emit;
pub mod host;
pub mod import;
pub mod outcome;
pub mod play;
pub mod policy;
pub mod script;
pub mod secret;
pub mod syntax;
