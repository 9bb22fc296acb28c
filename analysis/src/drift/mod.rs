//! What a system holds otherwise than the policy that describes it, fact by fact.
//!
//! Both sides are compiled policies, so there is one meaning of each fact: a package, commands and the unload of a
//! database come to the same model. A *thing* is what can exist or not (a user, a connection, a profile, an option);
//! its *parts* are single facts about it. What is missing or extra as a whole is one fact, and the entries, members
//! and connections that come with it are facts of their own; its properties and segments are not.
//!
//! INVARIANT: drift is symmetric where everything is managed: exchanging the sides exchanges missing and extra.

mod compare;
mod fact;
mod principals;
mod profiles;
mod scope;
mod system;
mod thing;

pub use compare::{System, drift};
pub use fact::{Fact, Kind, Subject, What};
pub use scope::Managed;
