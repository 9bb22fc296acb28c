//! A manifest is read, or is refused with a place that is in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_compiler::manifest::parse_manifest;
use saffron_diagnostics::FileId;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (manifest, diagnostics) = parse_manifest(FileId(0), &text);
    assert!(manifest.is_some() || diagnostics.iter().any(|it| it.is_error()));
    for diagnostic in diagnostics {
        let span = diagnostic.primary.span;
        assert!(text.get(span.range()).is_some(), "{span:?} is not in the manifest");
    }
});
