//! A RACF database in memory: what commands are applied to.
//!
//! Every fact carries the place of the command that last set it, so that a decision can name the
//! line of the script, and an import can put the comment of that line where it belongs.
//!
//! INVARIANT: names are held as RACF stores them: folded to upper case unless the class keeps small
//! letters; what isn't in the database (an ID on an access list whose user was deleted) stays as a
//! name, since re-creating the ID revives it.
//!
//! INVARIANT: a command that fails changes nothing (names that PERMIT skips are the exception that
//! its rules state). In a command about several names each is independent: those that fail
//! change nothing, and the others are done.
//!
//! INVARIANT: profiles and connections are added and removed in `store.rs` alone, which keeps the
//! counts by which DELUSER, DELGROUP and REMOVE know at once what hangs on an ID.

pub mod authority;
pub mod class;
pub mod listing;

mod assume;
mod connect;
mod counts;
mod data_set;
mod define;
mod enhanced;
mod facts;
mod group;
mod key;
mod members;
mod model;
mod name;
mod naming;
mod on_volumes;
mod operand;
mod permit;
#[cfg(test)]
mod properties;
mod reply;
mod resource;
mod revocation;
mod security;
mod segment;
mod session;
mod setropts;
mod special;
mod store;
mod user;

pub use facts::{
    ClassOptions, ConditionalKey, Connection, Contents, Database, Details, Fact, Group, IBMUSER,
    Options, Profile, Profiles, Revocation, Rules, Security, Segment, Segments, Session, User,
    UserAttributes,
};
pub use key::{KeyRef, ProfileKey};
