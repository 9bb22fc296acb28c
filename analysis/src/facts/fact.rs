//! A fact of a policy, and how the facts of two policies differ.

use std::collections::BTreeMap;

use saffron_bundle::Place;
use saffron_diagnostics::{SourceMap, Span};
use saffron_runtime::Source;

/// What a fact is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// `attribute`, `owner`, `audit`, …
    pub what: &'static str,
    /// A user, a group or an option.
    pub id: Option<String>,
    /// The class of a profile.
    pub class: Option<String>,
    /// The name of a profile.
    pub profile: Option<String>,
    /// The group of a group attribute, the name of a segment, `generic` or the volumes of a profile.
    pub part: Option<String>,
}

/// A place in the files of a policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactSource {
    /// The file.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
}

impl FactSource {
    /// Where a text begins; `None` for a span of no file.
    pub fn of(span: Span, sources: &SourceMap) -> Option<Self> {
        let file = sources.get(span.file)?;
        let at = file.line_column(span.start);
        Some(Self { file: file.path.clone(), line: at.line, column: at.column })
    }

    /// Where the row of a bundle was stated.
    pub(super) fn of_row(place: Place<'_>) -> Self {
        Self { file: place.file.to_owned(), line: place.line, column: place.column }
    }

    /// Where a decision found what it rests on.
    pub fn of_decision(source: Source<'_>) -> Self {
        Self { file: source.file.to_owned(), line: source.line, column: source.column }
    }
}

/// The values of each subject, and where they are stated.
pub type Facts = BTreeMap<Subject, (Vec<String>, Option<FactSource>)>;

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// `added`, `removed` or `changed`.
    pub kind: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// The values in the old policy.
    pub old: Vec<String>,
    /// The values in the new one.
    pub new: Vec<String>,
    /// Where the new values are stated, else the old ones.
    pub source: Option<FactSource>,
}

/// What differs between the facts of two policies.
pub fn compare(old: &Facts, new: &Facts) -> Vec<FactChange> {
    let more = new.keys().filter(|subject| !old.contains_key(subject));
    let subjects = old.keys().chain(more);
    let mut changes: Vec<FactChange> =
        subjects.filter_map(|subject| change(subject, old, new)).collect();
    changes.sort_unstable_by(|a, b| a.subject.cmp(&b.subject));
    changes
}

fn change(subject: &Subject, old: &Facts, new: &Facts) -> Option<FactChange> {
    let [before, after] = [old.get(subject), new.get(subject)];
    let [old, new] =
        [before, after].map(|fact| fact.map(|(values, _)| values.as_slice()).unwrap_or_default());
    if old == new {
        return None;
    }
    let kind = match (before, after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    };
    let source = after.or(before).and_then(|(_, source)| source.clone());
    Some(FactChange {
        kind,
        subject: subject.clone(),
        old: old.to_vec(),
        new: new.to_vec(),
        source,
    })
}
