//! The head of a bundle: what it is, and how much each section holds.

use std::fmt::Write as _;

use saffron_bundle::Bundle;

/// Format, edition, digests, and the sections with their rows and bytes.
pub fn header(bundle: &Bundle<'_>) -> String {
    let header = bundle.header();
    let mut text = String::new();
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "{name:<16} {value}");
    };
    line("format", &header.format());
    line("edition", &header.edition());
    line("bytes", &header.total_len());
    line("decision digest", &header.decision_digest());
    let _ = writeln!(text, "\n{:<22} {:>6} {:>6}", "section", "rows", "bytes");
    for (kind, entry) in bundle.directory() {
        let (name, bytes) = (kind.as_str(), entry.len());
        let rows = bundle.rows(kind).map(|rows| rows.to_string()).unwrap_or_default();
        let note = if kind.is_provenance() { "  provenance" } else { "" };
        let _ = writeln!(text, "{name:<22} {rows:>6} {bytes:>6}{note}");
    }
    text
}
