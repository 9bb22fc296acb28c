//! Segments of users and groups: `OMVS(UID(0) HOME('/u/x'))`.

use saffron_compiler::model::Segment;

use super::quote::quoted;

/// The fields of a segment as operands. What the policy says of a field is text; `[a, b]` is a list.
pub(super) fn fields(segment: &Segment) -> Vec<String> {
    segment.fields.iter().map(|(key, value)| field(key, value)).collect()
}

fn field(key: &str, value: &str) -> String {
    let key = key.to_ascii_uppercase();
    match (key.as_str(), value) {
        ("UID" | "GID", "auto") => format!("AUTO{key}"),
        ("SHARED" | "PWFALLBACK", "yes") => key,
        _ => format!("{key}({})", values(value)),
    }
}

fn values(value: &str) -> String {
    match value.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        Some(list) => list.split(", ").map(single).collect::<Vec<_>>().join(" "),
        None => single(value),
    }
}

/// A number or a name as it is; all else in quotes, which keep small letters and blanks.
fn single(value: &str) -> String {
    let plain = |it: char| it.is_ascii_uppercase() || it.is_ascii_digit() || "@#$".contains(it);
    if !value.is_empty() && value.chars().all(plain) { value.to_owned() } else { quoted(value) }
}
