//! A password is in nothing that is shown of commands or written for them: excerpts, messages, listings,
//! reports, and the package, whose files parse. The fuzzer chooses where passwords are.
#![no_main]

use libfuzzer_sys::fuzz_target;

const SECRET: &str = "QZ7SECRT";

/// Stands in an input for an operand with a password.
const MARK: &str = "@@";

fuzz_target!(|data: &[u8]| {
    let Some((path, text)) = saffron_fuzz::file(data) else { return };
    // What the input itself shows elsewhere is no secret.
    if text.to_ascii_uppercase().contains("QZ7") {
        return;
    }
    let mut text = text.replace(MARK, &format!("PASSWORD({SECRET})"));
    if path == "f.racf" {
        text = format!("ALTUSER IBMUSER PASSWORD({SECRET})\n{text}");
    }
    for (output, shown) in saffron_fuzz::outputs(path, &text) {
        assert!(!shown.to_ascii_uppercase().contains(SECRET), "{output} shows it:\n{shown}");
        let (_, body) = shown.split_once('\n').unwrap_or_default();
        assert!(!output.ends_with(".saf") || saffron_fuzz::parses(body), "{shown}");
    }
});
