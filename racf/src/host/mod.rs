//! Hosts: from a file of any kind to the commands in it.
//!
//! Templates are resolved first, since they don't care what they stand in; then each host finds the
//! texts that TSO gets, and `tso` reads lines as TSO does. All of it works on text that knows
//! where in the file it came from (`mapped`), so hosts can lie in each other: JCL in a playbook,
//! a shell script in a runbook.
//!
//! INVARIANT: what stands in a place where commands stand ends up in a command, in a comment, in
//! what is skipped or in a diagnostic.

mod condition;
mod context;
mod embedded;
mod jcl;
mod kind;
mod mapped;
mod markdown;
mod mistake;
mod prose;
mod rexx;
mod shell;
mod template;
mod tso;
mod variable;
mod verb;
mod xml;
mod yaml;

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
    let mut context = Context::new(file, text, values);
    let whole = Mapped::whole(file, text);
    let whole = template::strip(&mut context, host, &whole).unwrap_or(whole);
    match host {
        Host::Commands => tso::read(&mut context, &whole, Lying::Free),
        Host::Jcl => jcl::read(&mut context, &whole),
        Host::Rexx => rexx::read(&mut context, &whole),
        Host::Shell => shell::read(&mut context, &whole),
        Host::Yaml => yaml::read(&mut context, &whole),
        Host::Xml => xml::read(&mut context, &whole),
        Host::Markdown => markdown::read(&mut context, &whole),
        Host::Notes => prose::read_about(&mut context, &whole),
    }
    context.finish(host)
}
