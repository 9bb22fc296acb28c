//! Files of any kind to the RACF commands in them: JCL, REXX, shell scripts, playbooks, workflows,
//! runbooks, templates of them, and plain files of commands.
//!
//! Templates are resolved first, since they are independent of what they are in; then each host finds
//! the texts that TSO gets, and `tso` reads lines as TSO does. All of it works on text that knows
//! where in the file it came from (`mapped`), so hosts can be nested: JCL in a playbook, a shell
//! script in a runbook. The crate knows the verbs of RACF, but neither operands nor effects.
//!
//! INVARIANT: whatever is in a place where commands are expected ends up in a command, in a comment,
//! in what is skipped or in a diagnostic.
//!
//! INVARIANT: nothing here reads a file, a clock or the environment, and no input makes it panic.
#![forbid(unsafe_code)]

mod assigned;
mod clist;
pub mod codes;
mod condition;
mod context;
mod decide;
mod embedded;
mod extract;
mod flow;
mod jcl;
mod kind;
mod mapped;
mod markdown;
mod markup;
mod mistake;
mod program;
mod prose;
mod rexx;
pub mod script;
pub mod secret;
pub mod section;
mod session;
mod shell;
mod symbol;
mod template;
mod tso;
mod unread;
mod variable;
mod verb;
mod xml;
mod yaml;

pub use extract::{extract, kind_of};
