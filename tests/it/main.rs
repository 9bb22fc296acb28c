//! x
mod casebook;
mod differential;
