//! The minimum authority that a script needs, for people and programs.

use std::fmt::Write as _;

use saffron_diagnostics::{SourceMap, Span};
use saffron_racf::database::authority::least::{Asked, Grant, Least};
use saffron_racf::database::authority::need::Demand;
use serde_json::{Value, json};

use super::{json_place, place};
use crate::output::{BOLD, DIM};

/// Further places of one authority are counted, not listed.
const SHOWN: usize = 6;

/// For people: the authority that each command requires, then the minimum for all of them.
pub(crate) fn text(sources: &SourceMap, least: &Least) -> String {
    let mut text = format!("{BOLD}Authority required by each command{BOLD:#}\n");
    for Asked { verb, span, demands } in &least.commands {
        // Writing to a `String` can't fail.
        let _ = writeln!(text, "{DIM}{}{DIM:#}  {verb}", place(sources, *span));
        for demand in demands {
            let _ = writeln!(text, "  {}: {}", demand.about, alternatives(demand).join(", or "));
        }
    }
    let _ = writeln!(text, "\n{BOLD}Minimum authority for the whole script{BOLD:#}");
    for (authority, commands) in wholes(least) {
        let _ = writeln!(text, "  {authority}  {DIM}{}{DIM:#}", places(sources, commands));
    }
    if least.commands.is_empty() {
        text.push_str("  nothing\n");
    }
    text
}

fn alternatives(demand: &Demand) -> Vec<String> {
    demand.alternatives.iter().map(ToString::to_string).collect()
}

/// Every authority that is required, and the commands that need it.
fn wholes(least: &Least) -> Vec<(String, &[Span])> {
    let attributes = [("SPECIAL", &least.special), ("AUDITOR", &least.auditor)];
    let attributes = attributes
        .into_iter()
        .filter(|(_, commands)| !commands.is_empty())
        .map(|(name, commands)| (name.to_owned(), commands.as_slice()));
    let narrower = least.narrower.iter().map(|Grant { need, commands }| {
        let instead = if least.special.is_empty() { "" } else { " (or the SPECIAL above)" };
        (format!("{need}{instead}"), commands.as_slice())
    });
    attributes.chain(narrower).collect()
}

fn places(sources: &SourceMap, commands: &[Span]) -> String {
    let shown: Vec<String> =
        commands.iter().take(SHOWN).map(|span| place(sources, *span)).collect();
    match commands.len().checked_sub(SHOWN).filter(|rest| *rest > 0) {
        Some(rest) => format!("{} and {rest} more", shown.join(", ")),
        None => shown.join(", "),
    }
}

/// For programs.
pub(crate) fn json(sources: &SourceMap, least: &Least) -> Value {
    let at = |spans: &[Span]| -> Vec<Value> {
        spans.iter().filter_map(|span| json_place::of_span(*span, sources)).collect()
    };
    let demand = |it: &Demand| json!({ "about": it.about, "any_of": alternatives(it) });
    let asked = |it: &Asked| {
        json!({
            "place": json_place::of_span(it.span, sources),
            "verb": it.verb,
            "all_of": it.demands.iter().map(demand).collect::<Vec<_>>(),
        })
    };
    let grant = |it: &Grant| json!({ "need": it.need.to_string(), "for": at(&it.commands) });
    json!({
        "commands": least.commands.iter().map(asked).collect::<Vec<_>>(),
        "special": at(&least.special),
        "auditor": at(&least.auditor),
        "narrower": least.narrower.iter().map(grant).collect::<Vec<_>>(),
    })
}
