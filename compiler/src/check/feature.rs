//! Features may need each other, but not in a circle.

use std::collections::BTreeMap;

use saffron_lang::{Diagnostic, Span};

use crate::codes;
use crate::lower::report::Report;
use crate::model::{Feature, Model, Need};

pub(crate) fn check(model: &Model, report: &mut Report) {
    let by_name: BTreeMap<&str, &Feature> =
        model.features.iter().map(|it| (it.name.as_str(), it)).collect();
    let mut left = by_name.clone();
    // What needs nothing that is left is in no circle; in the end circles remain, and what leads
    // to one.
    loop {
        let before = left.len();
        let free: Vec<&str> = left
            .values()
            .filter(|it| needs(it).all(|(name, _)| !left.contains_key(name)))
            .map(|it| it.name.as_str())
            .collect();
        for name in free {
            left.remove(name);
        }
        if left.len() == before {
            break;
        }
    }
    if let Some(start) = left.values().next() {
        report_circle(start, &left, report);
    }
}

fn needs(feature: &Feature) -> impl Iterator<Item = (&str, Span)> {
    feature.requirements.iter().filter_map(|it| match &it.need {
        Need::Feature(name) => Some((name.as_str(), it.origin)),
        _ => None,
    })
}

fn report_circle(start: &Feature, left: &BTreeMap<&str, &Feature>, report: &mut Report) {
    let mut path: Vec<(&str, Span)> = Vec::new();
    let mut at = start.name.as_str();
    while !path.iter().any(|(known, _)| *known == at) {
        let feature = left.get(at);
        let next = feature.into_iter().flat_map(|it| needs(it)).find(|it| left.contains_key(it.0));
        let Some((next, span)) = next else { return };
        path.push((at, span));
        at = next;
    }
    let circle: Vec<(&str, Span)> =
        path.into_iter().skip_while(|(known, _)| *known != at).collect();
    let Some(((first, span), rest)) = circle.split_first() else { return };
    let names: Vec<String> = circle.iter().map(|(name, _)| format!("`{name}`")).collect();
    let message = format!(
        "the features need each other in a circle: {} and `{first}` again",
        names.join(", ")
    );
    let diagnostic = Diagnostic::error(codes::FEATURE_CIRCLE, message, *span, "needed here");
    let diagnostic = rest.iter().fold(diagnostic, |it, (_, span)| it.because(*span, "and here"));
    report.add(diagnostic.help("drop one of these needs"));
}
