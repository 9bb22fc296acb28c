//! Results of one run of tests, or of a run at each site, as one output.

use std::time::Duration;

use quick_junit::TestSuite;
use serde_json::{Value, json};

use super::junit;
use super::sarif::Log;
use crate::document;
use crate::output::BOLD;

/// The results of one run in one of the formats.
pub(crate) enum Part {
    Text(String),
    Json(Value),
    Junit(Vec<TestSuite>),
    Sarif(Log),
    Lcov(String),
}

/// Parts of one format as one document; each is of the site that is named, or of the only run.
pub(crate) fn joined(
    parts: Vec<(Option<String>, Part)>,
    elapsed: Duration,
) -> anyhow::Result<String> {
    let (mut text, mut values) = (String::new(), Vec::new());
    let (mut suites, mut log) = (Vec::new(), None::<Log>);
    for (site, part) in parts {
        match part {
            Part::Text(part) => text += &headed(site.as_deref(), &part, text.is_empty()),
            Part::Lcov(part) => text += &part,
            Part::Json(value) => values.push((site, value)),
            Part::Junit(part) => suites.extend(part),
            Part::Sarif(part) => match &mut log {
                Some(log) => log.join(part),
                None => log = Some(part),
            },
        }
    }
    if !suites.is_empty() {
        return junit::written(suites, elapsed);
    }
    let log = log.map(|log| log.text()).unwrap_or_default();
    Ok(text + &log + &document_of(values))
}

fn headed(site: Option<&str>, part: &str, is_first: bool) -> String {
    let gap = if is_first { "" } else { "\n" };
    match site {
        Some(site) => format!("{gap}{BOLD}site {site}{BOLD:#}\n{part}"),
        None => part.to_owned(),
    }
}

/// The results of the only run, or those of each site with its name.
fn document_of(mut values: Vec<(Option<String>, Value)>) -> String {
    if let [(None, value)] = values.as_mut_slice() {
        return document::text(value.take());
    }
    let of_sites = values.into_iter().map(|(site, mut value)| {
        if let Some(object) = value.as_object_mut() {
            object.insert("site".to_owned(), json!(site));
        }
        value
    });
    let of_sites: Vec<Value> = of_sites.collect();
    if of_sites.is_empty() { String::new() } else { document::text(json!({ "sites": of_sites })) }
}
