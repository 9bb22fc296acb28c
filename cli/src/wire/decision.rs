//! A decision as one JSON object, its fields in the order of the interface.

use saffron_bundle::vocabulary::ConditionKind;
use saffron_runtime::{ConditionView, Decision, EntryView, ProfileView, Source};

/// Appends the decision to `out`, with the `id` of its request as it was written.
pub(crate) fn write(out: &mut String, decision: &Decision<'_>, id: Option<&str>) {
    let codes = decision.codes;
    out.push_str("{\"outcome\":\"");
    out.push_str(decision.outcome.as_str());
    number(out, "\",\"saf\":", u32::from(codes.saf));
    number(out, ",\"racf\":", u32::from(codes.racf));
    number(out, ",\"reason\":", u32::from(codes.reason));
    out.push_str(",\"step\":\"");
    out.push_str(decision.step.as_str());
    out.push_str("\",\"profile\":");
    optional(out, decision.profile().as_ref(), profile);
    out.push_str(",\"entry\":");
    optional(out, decision.entry().as_ref(), entry);
    out.push_str(",\"allowed\":");
    optional(out, decision.allowed.as_ref(), |out, level| text(out, level.as_str()));
    out.push_str(",\"warning\":");
    out.push_str(boolean(decision.warning));
    out.push_str(",\"log\":");
    out.push_str(boolean(decision.log));
    out.push_str(",\"notify\":");
    optional(out, decision.notify().as_ref(), |out, user| text(out, user));
    out.push_str(",\"source\":");
    optional(out, decision.source().as_ref(), source);
    if let Some(id) = id {
        out.push_str(",\"id\":");
        out.push_str(id);
    }
    out.push('}');
}

fn profile(out: &mut String, profile: &ProfileView<'_>) {
    out.push_str("{\"class\":");
    text(out, profile.class);
    out.push_str(",\"name\":");
    text(out, profile.name);
    out.push_str(",\"generic\":");
    out.push_str(boolean(profile.generic));
    if let Some(volume) = profile.volume {
        out.push_str(",\"volume\":");
        text(out, volume);
    }
    out.push('}');
}

fn entry(out: &mut String, entry: &EntryView<'_>) {
    out.push_str("{\"kind\":\"");
    out.push_str(entry.kind.as_str());
    out.push_str("\",\"id\":");
    text(out, entry.id);
    out.push_str(",\"access\":");
    text(out, entry.access.as_str());
    if let Some(when) = &entry.when {
        out.push_str(",\"when\":");
        condition(out, when);
    }
    out.push('}');
}

fn condition(out: &mut String, condition: &ConditionView<'_>) {
    out.push('{');
    text(out, condition.kind.as_str());
    out.push(':');
    if condition.kind == ConditionKind::Criteria {
        out.push('{');
        text(out, condition.name);
        out.push(':');
        text(out, condition.value);
        out.push('}');
    } else {
        text(out, condition.value);
    }
    out.push('}');
}

pub(crate) fn source(out: &mut String, source: &Source<'_>) {
    out.push_str("{\"file\":");
    text(out, source.file);
    number(out, ",\"line\":", source.line);
    number(out, ",\"column\":", source.column);
    out.push('}');
}

fn optional<T>(out: &mut String, value: Option<T>, write: impl FnOnce(&mut String, T)) {
    match value {
        Some(value) => write(out, value),
        None => out.push_str("null"),
    }
}

const fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// Appends `before` and the number.
fn number(out: &mut String, before: &str, value: u32) {
    out.push_str(before);
    if value >= 10 {
        number(out, "", value / 10);
    }
    out.push(char::from(b'0' + u8::try_from(value % 10).unwrap_or(0)));
}

/// Appends a JSON string.
pub(crate) fn text(out: &mut String, text: &str) {
    let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
    out.push('"');
    if text.bytes().all(plain) {
        out.push_str(text);
    } else {
        escaped(out, text);
    }
    out.push('"');
}

fn escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    let digit = (u32::from(control) >> shift) & 0xF;
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_as_json_wants_it() {
        for sample in
            ["", "PAYROLL.**", "a\"b\\c", "line\nbreak\ttab\r", "\u{1}\u{1F}", "ä€\u{1F600}"]
        {
            let mut out = String::new();
            text(&mut out, sample);
            let read: String = serde_json::from_str(&out).expect("JSON");
            assert_eq!(read, sample);
        }
    }

    #[test]
    fn numbers_have_their_digits() {
        for value in [0, 7, 10, 99, 100, u32::MAX] {
            let mut out = String::new();
            number(&mut out, "", value);
            assert_eq!(out, value.to_string());
        }
    }
}
