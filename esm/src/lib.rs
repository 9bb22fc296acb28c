//! Policies as commands for ACF2 and Top Secret, with a report of what is equivalent to RACF.
//!
//! ```text
//! Model ──lists──► who has what by which name ──acf2──► Statement ──print──► text
//!                                             └─tss───► Statement ──print──► text
//!                                             └─────► Report: one row per fact of the policy
//! ```
//!
//! Both security managers decide otherwise than RACF. An emitter states what the policy states, then
//! decides for every user of the policy and every profile what its own statements result in, and adds
//! entries for single users until the levels are those of RACF. What differs after that is a row of
//! the report that says so.
//!
//! INVARIANT: an operand is quoted or refused by its type; only the printers turn statements into text.
//!
//! The same commands are read back to facts, so that a file of commands can be compared with a policy.
//!
//! INVARIANT: nothing here reads a file, a clock or the environment, and no input makes it panic.
#![forbid(unsafe_code)]

mod acf2;
mod assumption;
mod class;
pub mod codes;
mod compare;
mod emission;
mod fact;
mod lists;
mod manager;
mod operand;
mod read;
mod report;
mod rest;
mod script;
mod shape;
mod site;
mod tss;

use saffron_compiler::manifest::EsmSections;
use saffron_compiler::model::Model;
use saffron_diagnostics::Diagnostic;

pub use assumption::{ASSUMPTIONS, Assumption};
pub use class::{CLASSES, ClassNames, Sure};
pub use compare::{Difference, Kind, compare};
pub use emission::{Emission, ListEntry};
pub use fact::{Fact, What};
pub use manager::Esm;
pub use read::{Held, Reading, Stated, Unread, read};
pub use report::{Report, Row, Verdict};
pub use site::{KEYS, Key};

/// The commands of a policy for another security manager, at a site.
///
/// # Errors
/// Everything that the site has to state first, and every value that can't be used.
pub fn emit(
    model: &Model,
    esm: Esm,
    sections: &EsmSections,
    site: Option<&str>,
) -> Result<Emission, Vec<Diagnostic>> {
    let site = site::Site::of(esm, sections, site);
    match esm {
        Esm::Acf2 => acf2::emit(model, site),
        Esm::Tss => tss::emit(model, site),
    }
}
