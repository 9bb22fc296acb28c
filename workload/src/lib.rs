//! Generated policies and requests, and what is measured on them.
//!
//! The workloads are named and seeded, so that a number can be compared with one of another day;
//! every measurement of deciding comes with baselines taken in the same run.
#![forbid(unsafe_code)]

pub mod baseline;
pub mod events;
mod load;
mod measure;
mod random;
pub mod safr;
pub mod script;
pub mod workload;
mod worst;

pub use load::{Load, Rate, load};
pub use measure::{Measurement, Report, report};
pub use workload::{Asked, Workload, compiled};
pub use worst::{Slowest, slowest};
