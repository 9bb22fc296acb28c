//! Who has what, as one page for the person who attests it: by user, by resource, and the ways as a drawing.
//!
//! What every user has is a table of its own, so that the rest is what somebody decided about a user or a group.

mod line;
mod person;

use std::collections::{BTreeMap, BTreeSet};

use saffron_analysis::reach::{Reach, Reaches};
use saffron_compiler::model::Model;
use saffron_runtime::{EntryKind, Outcome};
use saffron_vocabulary::racf::{Day, Step};

use super::html::{Page, escaped};
use super::reach::names;
use crate::output::count;
use line::cells;

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
    let mut page = Page::new("Who has what", &verdict);
    page.push(
        "<p><a href=\"#everyone\">Everyone</a> · <a href=\"#by-user\">By user</a> · \
         <a href=\"#by-resource\">By resource</a></p>\n",
    );
    open(&mut page, reaches);
    everyone(&mut page, &common);
    page.anchored_heading("By user", "by-user");
    person::sections(&mut page, &people, model);
    by_resource(&mut page, &own);
    person::absent(&mut page, &people, model);
    page.finish()
}

/// Whether every user has it, or has the like: by UACC, `ID(*)` or a global entry, or because a name is the user's own.
fn is_common(line: &Reach<'_>) -> bool {
    let named = matches!(line.via_kind, Some(EntryKind::User | EntryKind::Group));
    !named && !matches!(line.region.step, Step::Operations | Step::Trusted | Step::Privileged)
}

fn open(page: &mut Page, reaches: &Reaches<'_>) {
    if !reaches.open.is_empty() {
        let regions = count(reaches.open.len(), "region");
        page.paragraph(&format!("Not complete: {regions} could not be decided."));
    }
}

fn table<const N: usize>(page: &mut Page, columns: [&str; N], rows: &[[String; N]]) {
    if rows.is_empty() {
        page.paragraph("None.");
    } else {
        page.table(columns, rows);
    }
}

fn everyone(page: &mut Page, common: &[&Reach<'_>]) {
    let (unprotected, common): (Vec<_>, Vec<_>) =
        common.iter().partition(|line| line.region.outcome == Outcome::NotProtected);
    let mut rows: BTreeMap<[String; 5], usize> = BTreeMap::new();
    for line in common {
        *rows.entry(cells(line)).or_default() += usize::from(line.user.is_some());
    }
    page.anchored_heading("Everyone", "everyone");
    let rows = rows.into_iter().map(|([what, access, when, by, place], users)| {
        let undefined = || "undefined users only".to_owned();
        let users = if users == 0 { undefined() } else { count(users, "user") };
        [what, access, when, by, place, users]
    });
    let rows: Vec<[String; 6]> = rows.collect();
    table(page, ["what", "access", "when", "by", "where", "for"], &rows);
    let names: BTreeSet<String> = unprotected.iter().map(|line| names(line)).collect();
    if !names.is_empty() {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        page.paragraph(&format!("Not protected: {names}."));
    }
}

fn by_resource(page: &mut Page, own: &[&Reach<'_>]) {
    let mut resources: BTreeMap<String, Vec<&Reach<'_>>> = BTreeMap::new();
    for line in own {
        resources.entry(names(line)).or_default().push(line);
    }
    page.anchored_heading("By resource", "by-resource");
    for (resource, lines) in resources {
        page.push(&format!("<h3>{}</h3>\n", escaped(&resource)));
        let rows = lines.iter().map(|line| {
            let [_, access, when, by, place] = cells(line);
            [escaped(line.user.unwrap_or_default()), access, when, by, place]
        });
        let rows: Vec<[String; 5]> = rows.collect();
        table(page, ["user", "access", "when", "by", "where"], &rows);
    }
}
