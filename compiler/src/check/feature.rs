//! Features may need each other, but not in a cycle.

use std::collections::BTreeMap;

use saffron_diagnostics::Span;

use super::cycle::{self, Needs};
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
    for cycle in cycle::cycles(&all) {
        let members =
            cycle.iter().filter_map(|&(at, _)| Some(model.features.get(at)?.name.as_str()));
        let message = format!("circular requirements of features: {}", cycle::shown(members));
        let labels = ("required here", "and here");
        let error = cycle::error(codes::FEATURE_CYCLE, message, &cycle, labels);
        report.add_some(error.map(|error| error.help("remove one of these requirements")));
    }
}

fn needs(feature: &Feature) -> impl Iterator<Item = (&str, Span)> {
    feature.requirements.iter().filter_map(|it| match &it.need {
        Need::Feature(name) => Some((name.as_str(), it.origin)),
        _ => None,
    })
}
