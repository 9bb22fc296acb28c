//! Hosts: from a file of any kind to the commands in it.

use std::collections::BTreeMap;

use saffron_lang::FileId;

use crate::script::{Host, Script, Values};

/// What kind of file it is, by its name and, where that doesn't say, by its text.
pub fn kind_of(path: &str, text: &str) -> Host {
    let _ = (path, text);
    Host::Commands
}

/// Finds the commands of a file. `values` are those given for template variables; every other
/// variable keeps its name, as `${NAME}`.
pub fn extract(file: FileId, path: &str, text: &str, values: &Values) -> Script {
    let _ = values;
    Script {
        file,
        host: kind_of(path, text),
        commands: Vec::new(),
        commented: Vec::new(),
        comments: Vec::new(),
        variables: BTreeMap::new(),
        skipped: Vec::new(),
        diagnostics: Vec::new(),
    }
}
