//! Commands are found in files of any kind; what is found lies within the file, and what may be shown of
//! it has its characters where they were.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_command_files::{extract, script::Values};
use saffron_diagnostics::SourceMap;
use saffron_racf::disclosure::Disclosure;

fuzz_target!(|data: &[u8]| {
    let Some((path, text)) = saffron_fuzz::file(data) else { return };
    let mut sources = SourceMap::default();
    let file = sources.add(path, text.as_str());
    let script = extract(file, path, &text, &Values::new());
    let commands = script.commands.iter().filter_map(|command| command.span);
    let found = script.diagnostics.iter().map(|diagnostic| diagnostic.primary.span);
    for span in commands.chain(found) {
        assert!(text.get(span.range()).is_some(), "{span:?} is not in the file");
    }
    let shown = Disclosure::of_commands(&sources, &Values::new()).sources(sources);
    let shown = shown.get(file).map_or("", |it| it.text.as_ref());
    let places = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
    assert_eq!(places(shown), places(&text), "{shown}");
});
