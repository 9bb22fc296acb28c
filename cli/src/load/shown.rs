//! Sources as they may be shown. What leaves the program passes here: excerpts of files, diagnostics, and
//! texts that were taken from files.

use std::ops::Deref;
use std::path::Path;
use std::sync::OnceLock;

use saffron_command_files::script::Values;
use saffron_diagnostics::{Diagnostic, SourceMap};
use saffron_racf::disclosure::{Content, Disclosure};
use saffron_racf::play::CommandFile;

use super::file::STANDARD_INPUT;

/// Sources, without anything in them that may be a secret.
///
/// INVARIANT: the texts as they are written can't be had from here.
pub(crate) struct Shown {
    written: SourceMap,
    values: Values,
    content: fn(&str) -> Content,
    disclosed: OnceLock<(SourceMap, Disclosure)>,
}

impl Shown {
    /// The sources of a policy, and the values of variables in them.
    pub(crate) fn of_policy(written: SourceMap, values: Values) -> Self {
        Self { written, values, content: by_name, disclosed: OnceLock::new() }
    }

    /// Files of commands, whatever they are called.
    pub(crate) fn of_commands(written: SourceMap, values: Values) -> Self {
        Self { written, values, content: |_| Content::Commands, disclosed: OnceLock::new() }
    }

    /// A file of audit rules: prose, without commands.
    pub(crate) fn of_rules(written: SourceMap) -> Self {
        let content = |_: &str| Content::Policy;
        Self { written, values: Values::new(), content, disclosed: OnceLock::new() }
    }

    fn disclosed(&self) -> &(SourceMap, Disclosure) {
        self.disclosed.get_or_init(|| {
            let disclosure = of(&self.written, &self.values, self.content);
            (disclosure.sources(self.written.clone()), disclosure)
        })
    }

    /// What of the sources may be shown.
    pub(crate) fn disclosure(&self) -> &Disclosure {
        &self.disclosed().1
    }

    /// Diagnostics as they may be shown.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        self.disclosure().diagnostics(diagnostics.to_vec())
    }
}

impl Deref for Shown {
    type Target = SourceMap;

    fn deref(&self) -> &SourceMap {
        &self.disclosed().0
    }
}

/// What of the sources of a policy may be shown.
pub(super) fn disclosure(written: &SourceMap, values: &Values) -> Disclosure {
    of(written, values, by_name)
}

fn of(written: &SourceMap, values: &Values, content: fn(&str) -> Content) -> Disclosure {
    let files = written.iter().map(|(file, source)| {
        let (path, text) = (source.path.as_str(), source.text.as_str());
        (CommandFile { file, path, text }, content(path))
    });
    Disclosure::of(files, values)
}

/// Text that isn't known to be policy is treated as commands are.
fn by_name(path: &str) -> Content {
    let extension = Path::new(path).extension().and_then(|it| it.to_str());
    let is_policy = matches!(extension, Some("saf" | "toml")) || path == STANDARD_INPUT;
    if is_policy { Content::Policy } else { Content::Commands }
}
