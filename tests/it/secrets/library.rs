//! What the command line would show and write for one file, without starting it.

use saffron_command_files::script::Values;
use saffron_diagnostics::{Diagnostic, SourceMap, render};
use saffron_racf::database::Session;
use saffron_racf::database::listing::listing;
use saffron_racf::disclosure::{Content, Disclosure};
use saffron_racf::play::{self, CommandFile};
use saffron_racf_convert::import::{Importer, package};

/// Excerpts, messages, reports and packages.
pub(super) fn outputs(path: &str, text: &str) -> Vec<(String, String)> {
    let (mut sources, values) = (SourceMap::default(), Values::new());
    let file = sources.add(path, text);
    let command_file = CommandFile { file, path, text };
    let is_policy = std::path::Path::new(path).extension().is_some_and(|it| it == "saf");
    let content = if is_policy { Content::Policy } else { Content::Commands };
    let disclosure = Disclosure::of([(command_file, content)], &values);
    let shown = disclosure.sources(sources.clone());
    let mut outputs = vec![("sources".to_owned(), shown.text(whole(&sources, file)).to_owned())];
    let policy = saffron_lang::parse(file, text).diagnostics;
    outputs.push(("policy".to_owned(), diagnostics(&shown, &disclosure, policy)));
    if !is_policy {
        run(&mut outputs, &disclosure, &shown, command_file);
        import(&mut outputs, &disclosure, &sources, command_file);
    }
    outputs
}

fn whole(sources: &SourceMap, file: saffron_diagnostics::FileId) -> saffron_diagnostics::Span {
    let length = sources.get(file).map_or(0, |it| it.text.len());
    saffron_diagnostics::Span { file, start: 0, end: u32::try_from(length).unwrap() }
}

fn diagnostics(shown: &SourceMap, disclosure: &Disclosure, found: Vec<Diagnostic>) -> String {
    let found = disclosure.diagnostics(found);
    // Excerpts are parts of the sources, which are looked at as a whole.
    let texts = found.iter().flat_map(|it| {
        let labels = it.secondary.iter().chain([&it.primary]).map(|label| label.text.clone());
        let fix = it.fix.iter().map(|fix| fix.replacement.clone());
        let own = [it.message.clone(), it.help.clone().unwrap_or_default()];
        own.into_iter().chain(labels).chain(fix).collect::<Vec<_>>()
    });
    let json = found.first().map(|it| render::json(shown, it).to_string());
    texts.chain(json).collect::<Vec<_>>().join("\n")
}

fn run(
    outputs: &mut Vec<(String, String)>,
    disclosure: &Disclosure,
    shown: &SourceMap,
    file: CommandFile<'_>,
) {
    let mut session = Session::default();
    let mut lines = Vec::new();
    let played = play::play(&[file], &Values::new(), &mut session, |step| {
        if let Some(outcome) = &step.outcome {
            lines.push(disclosure.text(&outcome.subject).into_owned());
            let messages =
                outcome.messages.iter().map(|it| disclosure.message(&it.text).into_owned());
            lines.extend(messages);
        }
    });
    for script in &played.scripts {
        lines.extend(script.commented.iter().map(|it| disclosure.command(it)));
        for (name, variable) in &script.variables {
            let value = variable.value.clone().filter(|_| disclosure.shows_value(name, variable));
            lines.push(format!("{} = {}", disclosure.text(name), value.unwrap_or_default()));
        }
    }
    outputs.push(("run".to_owned(), lines.join("\n")));
    let found = played.diagnostics.into_iter().chain(played.conditional).collect();
    outputs.push(("diagnostics".to_owned(), diagnostics(shown, disclosure, found)));
    let listing = listing(&session.database);
    outputs.push(("listing".to_owned(), disclosure.text(&listing).into_owned()));
}

fn import(
    outputs: &mut Vec<(String, String)>,
    disclosure: &Disclosure,
    sources: &SourceMap,
    file: CommandFile<'_>,
) {
    let mut importer = Importer::new("imported", Session::default());
    let script = saffron_command_files::extract(file.file, file.path, file.text, &Values::new());
    let _ = importer.script(script);
    let package = package(&importer.finish(), sources, disclosure);
    outputs.push(("report".to_owned(), package.report.text()));
    outputs.push(("report".to_owned(), serde_json::to_string(&package.report).unwrap()));
    outputs.extend(
        package.files.into_iter().map(|(path, text)| (path.clone(), format!("{path}\n{text}"))),
    );
}
