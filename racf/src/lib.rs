//! RACF as a simulator: the command language, a database in memory, and what each command does to it.
//!
//! ```text
//! CommandText ──syntax──► Command ──database──► Database and outcomes
//!                 text ◄──print──┘
//! ```
//!
//! The text of a command is read and applied to a database in memory, with RACF's own effects and
//! messages; `play` does this for whole files. Whether the issuer may do it is checked separately
//! (`database::authority`).
//!
//! INVARIANT: nothing here reads a file, a clock or the environment; no input makes it panic, and
//! what isn't understood is a diagnostic at its place.
#![forbid(unsafe_code)]

pub mod branches;
pub mod codes;
pub mod command;
pub mod database;
pub mod disclosure;
pub mod outcome;
pub mod play;
pub mod print;
mod revoked;
pub mod shortfall;
pub mod syntax;
