//! What the tests of the whole pipeline need: a reference evaluator, generated policies and
//! requests, and the reader of the case-book.
#![forbid(unsafe_code)]

pub mod casebook;
pub mod commandbook;
pub mod compare;
pub mod edits;
pub mod events;
pub mod generate;
pub mod permit;
pub mod pipeline;
pub mod reference;
pub mod request;
pub mod rules;
pub mod run;
pub mod safr;
pub mod show;
pub mod space;
pub mod unload;
