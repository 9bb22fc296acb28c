//! Any text parses without a panic, and formatting a formatted text changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use saffron_diagnostics::FileId;
use saffron_lang::{format, parse};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let parsed = parse(FileId(0), &text);
    let formatted = format(&text);
    if parsed.diagnostics.iter().any(|diagnostic| diagnostic.is_error()) {
        assert_eq!(formatted.text, text, "text with mistakes is left alone");
    } else {
        assert_eq!(format(&formatted.text).text, formatted.text, "formatting is idempotent");
    }
});
