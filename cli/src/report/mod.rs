//! The output of commands as text, JSON, CSV or `JUnit`.

use saffron_diagnostics::{SourceMap, Span};

pub(crate) mod attestation;
pub(crate) mod audit;
pub(crate) mod changes;
pub(crate) mod condition;
pub(crate) mod conditional;
pub(crate) mod counterparts;
pub(crate) mod coverage;
pub(crate) mod diagnostics;
pub(crate) mod difference;
pub(crate) mod drift;
pub(crate) mod equivalence;
pub(crate) mod feature;
pub(crate) mod html;
pub(crate) mod invariant;
pub(crate) mod inventory;
pub(crate) mod json_place;
pub(crate) mod junit;
pub(crate) mod ladder;
pub(crate) mod least;
pub(crate) mod listing;
pub(crate) mod other_esm;
pub(crate) mod picture;
pub(crate) mod reach;
pub(crate) mod replay;
pub(crate) mod request;
pub(crate) mod results;
pub(crate) mod review;
pub(crate) mod run;
pub(crate) mod safr;
pub(crate) mod safr_listing;
pub(crate) mod safr_reach;
pub(crate) mod sarif;
pub(crate) mod setting;
pub(crate) mod test_log;
pub(crate) mod test_parts;
pub(crate) mod today;
pub(crate) mod unload;

/// `setup.jcl:12`; empty if the file isn't in the map.
fn place(sources: &SourceMap, span: Span) -> String {
    let Some(file) = sources.get(span.file) else { return String::new() };
    format!("{}:{}", file.path, file.line_column(span.start).line)
}
