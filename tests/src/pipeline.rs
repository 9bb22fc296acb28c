//! Text to a model and a bundle, by the way that every policy takes.

use saffron_compiler::model::Model;
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::{Diagnostic, SourceMap};
use saffron_lang::parse;

/// What became of a policy.
#[derive(Debug)]
pub struct Compiled {
    /// What it says.
    pub model: Model,
    /// The compiled policy.
    pub bundle: Vec<u8>,
    /// Its text, for the places of decisions.
    pub sources: SourceMap,
}

/// Compiles a policy of one file; `Err` holds the messages of its errors.
pub fn compile_text(text: &str) -> Result<Compiled, Vec<String>> {
    let mut sources = SourceMap::default();
    let id = sources.add("policy.saf", text);
    let parsed = parse(id, text);
    let trees = [SourceTree::from(parsed)];
    let compilation = compile(&sources, &trees, &Settings::default());
    let diagnostics = compilation.diagnostics.iter();
    let errors: Vec<String> =
        diagnostics.filter(|it| it.is_error()).map(|it| message(it, &sources)).collect();
    match compilation.bundle {
        Some(bundle) if errors.is_empty() => {
            Ok(Compiled { model: compilation.model, bundle, sources })
        }
        _ => Err(errors),
    }
}

fn message(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let at = diagnostic.primary.span;
    let line = sources.get(at.file).map_or(0, |file| file.line_column(at.start).line);
    format!("{line}: {} {}", diagnostic.code.0, diagnostic.message)
}
