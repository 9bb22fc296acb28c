//! A policy as the commands that rebuild a whole database, and the commands that undo them.
//!
//! They are for a database that the policy describes from end to end: they empty access lists and switch options. What
//! adds a policy to a system that others share is in `establish`.
//!
//! The commands state everything that the policy states, even if it is the default of a new database:
//! each profile is defined, which fails if it exists, and then altered to its final state. So
//! they have the same result on a new database, on one with other profiles, and the second time.
//! What the database holds beyond the policy (other IDs, profiles, connections, segments) stays.
//!
//! What RACF has no command for is left out, and a remark says so:
//!
//! * tests, features, what is specified for SAFR, and the options for uncertain rules;
//! * IDs that the policy declares as `external`: they must be there before;
//! * passwords: none is set, so that a new user is protected until one is set;
//! * `erase` outside DATASET, `application-data` in it, `warning` in PROGRAM, texts longer than RACF
//!   holds, fields of segments that it doesn't have, dates outside the years 1971 to 2070;
//! * conditions that are `*`, profiles of classes that have commands of their own (DIGTCERT, IDIDMAP)
//!   and of security labels that the policy doesn't declare;
//! * settings of classes that the policy doesn't have active, and what ALTGROUP and ALTDSD can't
//!   change: whether a group is universal, and the volumes of a profile that is there.
//!
//! The commands are an administrator's: one with SPECIAL may issue all but those of the section
//! "Auditing", which need AUDITOR.
//!
//! INVARIANT: one model, one text: the order is that of the model, which is that of names.

mod absent;
pub(crate) mod access;
mod audit;
pub(crate) mod class;
mod connection;
pub(crate) mod emitter;
mod group;
pub(crate) mod means;
pub(crate) mod names;
pub(crate) mod operand;
pub(crate) mod option;
mod profile;
mod refresh;
pub(crate) mod remark;
pub(crate) mod script;
mod security;
mod segment;
mod table;
pub(crate) mod target;
pub(crate) mod undo;
mod user;

use saffron_compiler::model::Model;

use emitter::Emitter;

pub use script::Script;

/// Commands for RACF.
#[derive(Clone, Debug, Default)]
pub struct Emission {
    /// Commands that build the policy on any database, in order, with comments.
    pub build: Script,
    /// Commands that remove what the policy declares.
    pub undo: Script,
    /// What commands can't express, for a person.
    pub remarks: Vec<String>,
}

/// The commands that rebuild a database to what a policy states.
pub fn rebuild(model: &Model) -> Emission {
    let mut emitter = Emitter::new(model);
    emitter.head();
    emitter.options_first();
    emitter.groups();
    emitter.dynamic_classes();
    emitter.security_data();
    emitter.users();
    emitter.connections();
    emitter.user_facts();
    emitter.group_facts();
    emitter.class_settings();
    emitter.tables();
    emitter.profiles();
    emitter.access_lists();
    emitter.auditing();
    emitter.refresh();
    emitter.options_last();
    let Emitter { script: build, mut remarks, .. } = emitter;
    remarks.of_the_whole(model);
    Emission { build, undo: undo::undo(model), remarks: remarks.finish() }
}
