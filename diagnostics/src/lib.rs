//! What can be wrong with an input, and where: source files and spans, one type of diagnostic, the
//! table of documented codes, and renderers for people and for programs.
//!
//! Every stage reports through this crate; it knows nothing about policies or RACF commands.
#![forbid(unsafe_code)]

pub mod codes;
pub mod collection;
pub mod diagnostic;
pub mod render;
pub mod source;

pub use codes::CodeInfo;
pub use collection::{Collection, Totals};
pub use diagnostic::{Code, Diagnostic, Fix, Label, Severity, did_you_mean};
pub use source::{FileId, LineColumn, SourceFile, SourceMap, Span, Spanned};
