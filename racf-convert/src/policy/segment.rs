//! Segments: whatever they hold takes part in no decision.

use saffron_lang::Span;
use saffron_lang::ast::{Property, PropertyValue};

use super::gap::{Gap, GapKind};
use super::make::{self, place};
use super::translator::Translator;
use saffron_racf::database::{Fact, Segment, Segments};

/// Segments of a group profile that a policy knows.
pub(super) const GROUP: [&str; 5] = ["CSDATA", "DFP", "OMVS", "OVM", "TME"];

/// Segments of a user profile that a policy knows.
pub(super) const USER: [&str; 19] = [
    "CICS", "CSDATA", "DCE", "DFP", "EIM", "IDMS", "KERB", "LANGUAGE", "LNOTES", "MFA", "NDS",
    "NETVIEW", "OMVS", "OPERPARM", "OVM", "PROXY", "TSO", "WORKATTR", "WSEC",
];

impl Translator<'_> {
    /// The segments that the policy knows for what they are of.
    pub(super) fn segments(
        &mut self,
        what: &str,
        segments: &Segments,
        known: &[&str],
    ) -> Vec<Property> {
        let mut properties = Vec::new();
        for (name, segment) in segments {
            if known.contains(&name.as_str()) {
                properties.push(self.segment(what, name, segment));
            } else {
                let subject = format!("the segment `{name}` of {what}");
                let why = "a policy cannot represent it";
                self.gaps.push(Gap::new(GapKind::Unsaid, subject, why, segment.origin));
            }
        }
        properties
    }

    fn segment(&mut self, what: &str, name: &str, segment: &Segment) -> Property {
        let span = place(segment.origin);
        let mut fields = Vec::new();
        for (field, fact) in &segment.fields {
            if is_automatic(field).is_some_and(|it| segment.fields.contains_key(it)) {
                // The number was given, and counts.
            } else if is_word(field) {
                fields.push(written(field, fact));
            } else {
                let subject = format!("the field `{field}` of the segment `{name}` of {what}");
                let why = "its name can't be written as a word";
                self.gaps.push(Gap::new(GapKind::Unsaid, subject, why, fact.origin));
            }
        }
        let key = make::word(&name.to_ascii_lowercase(), span);
        Property { key, value: PropertyValue::Segment(fields), span }
    }
}

/// The field that RACF fills: `UID` for `AUTOUID`.
fn is_automatic(field: &str) -> Option<&str> {
    field.strip_prefix("AUTO").filter(|it| matches!(*it, "UID" | "GID"))
}

/// Letters and digits, a letter first.
fn is_word(field: &str) -> bool {
    field.starts_with(|first: char| first.is_ascii_alphabetic())
        && field.chars().all(|it| it.is_ascii_alphanumeric())
}

/// `uid auto`, `uid 4711`, `home "/tmp"`
fn written(field: &str, fact: &Fact<String>) -> Property {
    let span: Span = place(fact.origin);
    let (field, value) = (field.to_ascii_lowercase(), fact.value.as_str());
    if let Some(of) = field.strip_prefix("auto").filter(|it| matches!(*it, "uid" | "gid")) {
        return make::word_property(of, "auto", span);
    }
    match value.parse::<u64>() {
        _ if value.is_empty() => make::word_property(&field, "yes", span),
        Ok(number) if number.to_string() == value => make::number_property(&field, number, span),
        _ => make::text_property(&field, value, span),
    }
}
