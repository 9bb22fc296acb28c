//! A dump of a GenevaERS database is refused, or becomes policy files that parse.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_genevaers::{Choice, import};
use saffron_vocabulary::safr::Rules;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    for rules in [None, Some(Rules::Safr), Some(Rules::GenevaersRoles)] {
        let Ok(import) = import(&text, &Choice { package: "fuzzed".to_owned(), rules }) else {
            continue;
        };
        for (name, text) in import.files {
            assert!(!name.ends_with(".saf") || saffron_fuzz::parses(&text), "{name}:\n{text}");
        }
    }
});
