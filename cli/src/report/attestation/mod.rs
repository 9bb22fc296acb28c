//! Who has what, as one page for the person who attests it: by user, by resource, and the ways as a drawing.
//!
//! What every user has is a table of its own, so that the rest is what somebody decided about a user or a group.

mod drawing;
mod person;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use saffron_analysis::reach::{Reach, Reaches};
use saffron_compiler::model::Model;
use saffron_runtime::{EntryKind, Outcome};
use saffron_vocabulary::racf::{Day, Step};

use super::html::{STYLE, escaped};
use super::reach::names;
use crate::output::count;
use table::{cells, table};

/// The whole page. A bundle has no model: of its users only the access is known.
pub(crate) fn page(reaches: &Reaches<'_>, model: Option<&Model>, day: Day) -> String {
    let (common, own): (Vec<_>, Vec<_>) = reaches.lines.iter().partition(|line| is_common(line));
    let mut people: BTreeMap<&str, Vec<&Reach<'_>>> = BTreeMap::new();
    for line in &own {
        people.entry(line.user.unwrap_or_default()).or_default().push(line);
    }
    for line in &common {
        if let Some(user) = line.user {
            people.entry(user).or_default();
        }
    }
    let users = count(people.len(), "user");
    let verdict = format!("Who has which access on {day}: {users} can enter the system.");
    let mut body = String::new();
    open(&mut body, reaches);
    everyone(&mut body, &common);
    // Writing to a `String` can't fail.
    let _ = writeln!(body, "<h2 id=\"by-user\">By user</h2>");
    for (user, lines) in &people {
        body.push_str(&person::section(user, lines, model));
    }
    by_resource(&mut body, &own);
    person::absent(&mut body, &people, model);
    document("Who has what", &verdict, &body)
}

/// Whether every user has it, or has the like: by UACC, `ID(*)` or a global entry, or because a name is the user's own.
fn is_common(line: &Reach<'_>) -> bool {
    let named = matches!(line.via_kind, Some(EntryKind::User | EntryKind::Group));
    !named && !matches!(line.region.step, Step::Operations | Step::Trusted | Step::Privileged)
}

fn document(title: &str, verdict: &str, body: &str) -> String {
    let verdict = escaped(verdict);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <title>{title}</title>\n<style>{STYLE}{OWN_STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<p class=\"verdict\">{verdict}</p>\n\
         <p><a href=\"#everyone\">Everyone</a> · <a href=\"#by-user\">By user</a> · \
         <a href=\"#by-resource\">By resource</a></p>\n{body}</body>\n</html>\n"
    )
}

const OWN_STYLE: &str = "
svg { max-width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
svg path { fill: none; stroke: currentColor; opacity: .5; }
h3 { font-size: 1rem; margin-top: 1.5rem; } .decide { white-space: nowrap; }
@media print { h3, tr, svg { break-inside: avoid; } h3 { break-after: avoid; } }
";

fn open(body: &mut String, reaches: &Reaches<'_>) {
    if !reaches.open.is_empty() {
        let regions = count(reaches.open.len(), "region");
        let _ = writeln!(
            body,
            "<p class=\"warning\">Not complete: {regions} could not be decided.</p>"
        );
    }
}

fn everyone(body: &mut String, common: &[&Reach<'_>]) {
    let (unprotected, common): (Vec<_>, Vec<_>) =
        common.iter().partition(|line| line.region.outcome == Outcome::NotProtected);
    let mut rows: BTreeMap<[String; 5], usize> = BTreeMap::new();
    for line in common {
        *rows.entry(cells(line)).or_default() += usize::from(line.user.is_some());
    }
    let _ = writeln!(body, "<h2 id=\"everyone\">Everyone</h2>");
    let rows = rows.iter().map(|(cells, users)| {
        let users =
            if *users == 0 { "undefined users only".to_owned() } else { count(*users, "user") };
        cells.iter().map(|it| escaped(it)).chain([users]).collect()
    });
    table(body, &["what", "access", "when", "by", "where", "for"], rows.collect());
    let names: BTreeSet<String> = unprotected.iter().map(|line| names(line)).collect();
    if !names.is_empty() {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        let _ = writeln!(body, "<p>Not protected: {}.</p>", escaped(&names));
    }
}

fn by_resource(body: &mut String, own: &[&Reach<'_>]) {
    let mut resources: BTreeMap<String, Vec<&Reach<'_>>> = BTreeMap::new();
    for line in own {
        resources.entry(names(line)).or_default().push(line);
    }
    let _ = writeln!(body, "<h2 id=\"by-resource\">By resource</h2>");
    for (resource, lines) in resources {
        let _ = writeln!(body, "<h3>{}</h3>", escaped(&resource));
        let rows = lines.iter().map(|line| {
            let [_, access, when, by, place] = cells(line).map(|it| escaped(&it));
            vec![escaped(line.user.unwrap_or_default()), access, when, by, place]
        });
        table(body, &["user", "access", "when", "by", "where"], rows.collect());
    }
}
