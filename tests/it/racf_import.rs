//! Commands as policy and as a package: both decide as the database that the commands made.

mod assumed;
mod audit;
mod cases;
mod compare;
mod fixtures;
mod grants;
mod layer;
mod random;
mod run;
