//! A file of any kind to the commands in it: templates first, then the host.

use saffron_diagnostics::FileId;

use crate::context::Context;
use crate::mapped::Mapped;
use crate::script::{Host, Script, Values};
use crate::tso::LineFormat;
use crate::{
    clist, jcl, kind, markdown, markup, program, prose, rexx, shell, template, tso, unread, xml,
    yaml,
};

/// What kind of file it is, by its name and, if the name is not enough, by its text.
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
        Host::Commands => tso::read(&mut context, &whole, LineFormat::Free),
        Host::Jcl => jcl::read(&mut context, &whole),
        Host::Clist => clist::read(&mut context, &whole),
        Host::Rexx => rexx::read(&mut context, &whole),
        Host::Shell => shell::read(&mut context, &whole),
        Host::Yaml => yaml::read(&mut context, &whole),
        Host::Xml => xml::read(&mut context, &whole),
        Host::Markdown => markdown::read(&mut context, &whole),
        Host::Markup => markup::read(&mut context, &whole),
        Host::Program => program::read(&mut context, &whole),
        Host::Notes => prose::read_about(&mut context, &whole),
    }
    unread::report(&mut context, file, text);
    context.finish(host)
}
