//! Hosts: from a file of any kind to the commands in it.
//!
//! Templates are resolved first, since they don't care what they stand in; then each host finds the
//! texts that TSO gets, and [`tso`] reads lines as TSO does. All of it works on text that knows
//! where in the file it came from ([`mapped`]), so hosts can lie in each other: JCL in a playbook,
//! a shell script in a runbook.
//!
//! INVARIANT: what stands in a place where commands stand ends up in a command, in a comment, in
//! what is skipped or in a diagnostic.

mod context;
mod jcl;
mod kind;
mod mapped;
mod mistake;
mod tso;
mod variable;
mod verb;

use saffron_lang::FileId;

use self::context::Context;
use self::mapped::Mapped;
use self::tso::Lying;
use crate::script::{Host, Script, Values};

/// What kind of file it is, by its name and, where that doesn't say, by its text.
pub fn kind_of(path: &str, text: &str) -> Host {
    kind::kind_of(path, text)
}

/// Finds the commands of a file. `values` are those given for template variables; every other
/// variable keeps its name, as `${NAME}`.
pub fn extract(file: FileId, path: &str, text: &str, values: &Values) -> Script {
    let host = kind_of(path, text);
    let mut context = Context::new(file, path, text, values);
    let whole = Mapped::whole(file, text);
    match host {
        Host::Jcl => jcl::read(&mut context, &whole),
        _ => tso::read(&mut context, &whole, Lying::Free),
    }
    context.finish(host)
}
