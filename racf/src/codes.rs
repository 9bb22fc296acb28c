//! The diagnostics of this crate: files of commands, rather than policies.
//!
//! 10 hosts and continuation, 11 the command language, 12 what commands come to, 13 what an import
//! can't carry.

saffron_lang::codes! {}
