//! Someone at a terminal who runs texts of commands against a database in memory.

use saffron_command_files::extract;
use saffron_command_files::script::{CommandText, Script, Values};
use saffron_compiler::model::Model;
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::{FileId, SourceMap};
use saffron_lang::parse;
use saffron_racf::database::listing::listing;
use saffron_racf::database::{IBMUSER, Session};
use saffron_racf::outcome::Severity;
use saffron_racf::syntax;
use saffron_racf_convert::build::outside;
use saffron_racf_convert::policy::tree;
use saffron_tests::pipeline::Compiled;
use saffron_vocabulary::racf::Switch;

/// A terminal.
pub(super) struct Terminal {
    session: Session,
}

impl Terminal {
    /// On a new database in which is what a policy declares as external.
    pub(super) fn on(model: &Model) -> Self {
        Self { session: Session::new(outside(model), IBMUSER) }
    }

    /// From now on commands fail that the issuer may not issue.
    pub(super) fn judge_authority(&mut self) {
        self.session.judges_authority = true;
    }

    pub(super) fn listing(&self) -> String {
        listing(&self.session.database)
    }

    /// Runs all commands of a text, and yields those that failed, with why.
    pub(super) fn run(&mut self, text: &str) -> Vec<String> {
        check_lines(text);
        let script = script(text);
        assert!(script.diagnostics.is_empty(), "{:#?}", script.diagnostics);
        assert!(script.variables.is_empty(), "{:#?}", script.variables);
        self.run_all(&script.commands)
    }

    /// Runs the commands that are in comments.
    pub(super) fn run_proposals(&mut self, text: &str) {
        let failed = self.run_all(&script(text).commented);
        assert!(failed.is_empty(), "{failed:?}");
    }

    fn run_all(&mut self, commands: &[CommandText]) -> Vec<String> {
        let mut failed = Vec::new();
        for command in commands {
            let parsed = syntax::parse(command);
            let text = &command.text;
            assert!(parsed.diagnostics.is_empty(), "{text}\n{:#?}", parsed.diagnostics);
            let outcome = self.session.run(&parsed.command.unwrap());
            if outcome.messages.iter().any(|it| it.severity == Severity::Error) {
                let why: Vec<&str> = outcome.messages.iter().map(|it| it.text.as_str()).collect();
                failed.push(format!("{text}: {}", why.join("; ")));
            }
        }
        failed
    }
}

fn script(text: &str) -> Script {
    extract(FileId(0), "policy.racf", text, &Values::new())
}

/// What the in-stream data of a job ask of lines.
fn check_lines(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 72, "{line}");
        assert!(!line.starts_with("/*") && !line.starts_with("//"), "{line}");
    }
}

/// The database as a policy, with the options for uncertain rules of another; `Err` holds what is
/// wrong with it.
pub(super) fn imported(terminal: &Terminal, like: &Compiled) -> Result<Compiled, Vec<String>> {
    let mut sources = SourceMap::default();
    let switches = like.model.options.switches;
    let lines = Switch::ALL
        .iter()
        .map(|it| format!("  {it} {}\n", if switches.is_on(*it) { "on" } else { "off" }));
    let options = format!("options {{\n{}}}\n", lines.collect::<String>());
    let file = sources.add("options.saf", options.as_str());
    let trees = [
        SourceTree::from(tree(&terminal.session.database)),
        SourceTree::from(parse(file, &options)),
    ];
    let compilation = compile(&sources, &trees, &Settings::default());
    let errors = compilation.diagnostics.iter().filter(|it| it.is_error());
    let errors: Vec<String> = errors.map(|it| it.message.clone()).collect();
    match compilation.bundle {
        Some(bundle) if errors.is_empty() => {
            Ok(Compiled { model: compilation.model, bundle, sources })
        }
        _ => Err(errors),
    }
}
