//! Features may need each other, but not in a circle.

use std::collections::BTreeMap;

use saffron_lang::{Diagnostic, Span};

use super::circle::{self, Needs};
use crate::codes;
use crate::lower::report::Report;
use crate::model::{Feature, Model, Need};

pub(crate) fn check(model: &Model, report: &mut Report) {
    let by_name: BTreeMap<&str, usize> =
        model.features.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect();
    let mut all = Needs::new();
    for (at, feature) in model.features.iter().enumerate() {
        let needed = needs(feature).filter_map(|(name, span)| Some((*by_name.get(name)?, span)));
        all.insert(at, needed.collect());
    }
    let (_, stuck) = circle::ordered(&all);
    let circle = circle::find(&all, &stuck);
    let circle = circle.into_iter().filter_map(|(at, span)| Some((model.features.get(at)?, span)));
    report_circle(&circle.collect::<Vec<_>>(), report);
}

fn needs(feature: &Feature) -> impl Iterator<Item = (&str, Span)> {
    feature.requirements.iter().filter_map(|it| match &it.need {
        Need::Feature(name) => Some((name.as_str(), it.origin)),
        _ => None,
    })
}

fn report_circle(circle: &[(&Feature, Span)], report: &mut Report) {
    let Some(((first, span), rest)) = circle.split_first() else { return };
    let names: Vec<String> = circle.iter().map(|(it, _)| format!("`{}`", it.name)).collect();
    let message = format!(
        "the features need each other in a circle: {} and `{}` again",
        names.join(", "),
        first.name
    );
    let diagnostic = Diagnostic::error(codes::FEATURE_CIRCLE, message, *span, "needed here");
    let diagnostic = rest.iter().fold(diagnostic, |it, (_, span)| it.because(*span, "and here"));
    report.add(diagnostic.help("drop one of these needs"));
}
