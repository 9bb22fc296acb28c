//! Unloads of RACF as tables, and Saffron's decisions as SQL functions, for DataFusion.
//!
//! ```text
//! irradu00('smf.irradu00'), irrdbu00('site.irrdbu00', '0200')        files ──pieces──► partitions of rows
//! saffron_decide(user, class, resource, access, day, …), saffron_allowed(user, class, resource, day, …)
//! ```
//!
//! INVARIANT: one engine, opened and checked once, answers in all partitions: a function holds a clone of it, and clones
//! share the bytes of the bundle, mapped or read.
//!
//! INVARIANT: no record is passed over in silence: what can't be read is a row whose `problem` is set.
//!
//! INVARIANT: a function depends on its arguments only. The day is one of them; no clock is read, so that every machine
//! of a cluster gives the same answer, today and next year.

mod arguments;
mod bundle;
mod column;
mod decide;
mod events;
mod pieces;
mod records;
mod table;

pub use bundle::{mapped, read};
pub use decide::functions;
pub use events::IrrAdu00;
pub use records::IrrDbu00;

use std::sync::Arc;

use datafusion::prelude::SessionContext;
use saffron_runtime::Engine;

/// Adds the table functions `irradu00` and `irrdbu00` to a session.
pub fn register_tables(session: &SessionContext) {
    session.register_udtf("irradu00", Arc::new(IrrAdu00));
    session.register_udtf("irrdbu00", Arc::new(IrrDbu00));
}

/// Adds `saffron_decide`, `saffron_allowed` and `saffron_digest` to a session. They answer from this policy.
pub fn register_policy(session: &SessionContext, policy: &Engine) {
    for function in functions(policy) {
        session.register_udf(function);
    }
}
