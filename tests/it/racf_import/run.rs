//! Texts of commands, all the way to a database, a tree and a package.

use saffron_command_files::script::{CommandText, Host, Piece, Script, Values};
use saffron_compiler::{Analysis, Settings, SourceTree, analyse, compile};
use saffron_diagnostics::Span;
use saffron_diagnostics::{Diagnostic, FileId, SourceMap, render};
use saffron_lang::parse;
use saffron_racf::database::Session;
use saffron_racf::disclosure::Disclosure;
use saffron_racf_convert::import::{Imported, Importer, Package, package};
use saffron_racf_convert::policy::{Translation, translate, tree};

/// What became of some commands.
pub(super) struct Run {
    pub(super) sources: SourceMap,
    pub(super) imported: Imported,
    pub(super) translation: Translation,
}

/// A command on each line, without any host.
pub(super) fn script(file: FileId, text: &str) -> Script {
    let mut commands = Vec::new();
    let mut start = 0_usize;
    for line in text.split_inclusive('\n') {
        let place = |at: usize| u32::try_from(at).unwrap();
        let command = line.trim_end();
        let span = Span { file, start: place(start), end: place(start + command.len()) };
        if !command.is_empty() {
            commands.push(CommandText {
                text: command.to_owned(),
                pieces: vec![Piece { at: 0, span, verbatim: true }],
                span: Some(span),
                ..CommandText::default()
            });
        }
        start += line.len();
    }
    Script::new(file, Host::Commands, commands)
}

/// Runs commands, one a line, on a new database.
pub(super) fn run(text: &str) -> Run {
    let mut sources = SourceMap::default();
    let file = sources.add("commands.racf", text);
    let mut importer = Importer::new("imported", Session::default());
    importer.script(script(file, text));
    finish(sources, importer)
}

pub(super) fn finish(sources: SourceMap, importer: Importer) -> Run {
    let all = importer.finish();
    let translation = translate(&all.database);
    Run { sources, imported: all, translation }
}

/// A bundle, and the mistakes that are in its way.
pub(super) struct Built {
    pub(super) bundle: Option<Vec<u8>>,
    pub(super) said: String,
}

fn built(sources: &SourceMap, trees: &[SourceTree], settings: &Settings) -> Built {
    let compilation = compile(sources, trees, settings);
    let errors: Vec<Diagnostic> =
        compilation.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
    Built { bundle: compilation.bundle, said: render::text(sources, &errors, false) }
}

impl Run {
    fn source_tree(&self) -> SourceTree {
        SourceTree::from(tree(&self.imported.database))
    }

    /// The tree of the database, compiled.
    pub(super) fn tree(&self) -> Built {
        built(&self.sources, &[self.source_tree()], &Settings::default())
    }

    /// The tree of the database, as far as its model.
    pub(super) fn model(&self) -> Analysis {
        analyse(&[self.source_tree()], &Settings::default())
    }

    /// The package.
    pub(super) fn package(&self) -> Package {
        let disclosure = Disclosure::of_commands(&self.sources, &Values::new());
        package(&self.imported, &self.sources, &disclosure)
    }
}

/// A package, compiled; all of its policy files are in canonical form and without a mistake.
pub(super) fn compiled(package: &Package, settings: &Settings) -> Built {
    let mut sources = SourceMap::default();
    let mut trees = Vec::new();
    for (path, text) in package.files.iter().filter(|(path, _)| path != "saffron.toml") {
        let file = sources.add(path.as_str(), text.as_str());
        let parsed = parse(file, text);
        let said = render::text(&sources, &parsed.diagnostics, false);
        assert!(parsed.diagnostics.is_empty(), "{said}\n{text}");
        assert_eq!(saffron_lang::format(text).text, *text, "{path} isn't canonical");
        trees.push(SourceTree::from(parsed));
    }
    built(&sources, &trees, settings)
}

/// All files of a package, for a reader.
pub(super) fn shown(package: &Package) -> String {
    let files = package.files.iter().map(|(path, text)| format!("==== {path}\n{text}"));
    files.collect::<Vec<_>>().join("\n")
}
