//! Text to syntax tree, and back.
//!
//! This crate knows no class, no access level and no option: it says what was written and where.
//! What it means is the compiler's business.
//!
//! INVARIANT: nothing here fails. A stage returns what it understood *and* the diagnostics for what
//! it did not; any bytes at all make a tree.
#![forbid(unsafe_code)]

pub mod ast;
mod build;
pub mod codes;
mod command;
mod declaration;
mod explain;
mod fix;
mod foreign;
mod format;
mod keyword;
mod layout;
mod lexer;
mod merge;
mod parse;
mod place;
pub mod print;
#[cfg(test)]
mod properties;
mod recover;
mod recovery;
mod sink;
pub mod visit;
pub mod visit_mut;
mod wording;
mod wrong_word;

pub use format::{Formatted, format};
pub use lexer::tokens;
pub use parse::{Parse, parse};
// For callers that still use the old paths.
pub use saffron_diagnostics::{
    Code, Diagnostic, FileId, Fix, Label, LineColumn, Severity, SourceFile, SourceMap, Span,
    diagnostic, render, source,
};
