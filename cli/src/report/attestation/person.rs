//! One user on the page: what is known of the user, what the user has, and by which ways.

use std::collections::BTreeMap;

use saffron_analysis::reach::Reach;
use saffron_compiler::model::{Model, Principal, User};

use super::super::html::{Page, escaped};
use super::super::picture::{Way, svg};
use super::super::reach::{level, names, way};
use super::line::cells;

/// Ways in the picture of a user: more would not be legible. The table has all.
const MOST_WAYS: usize = 40;

/// A section for each user.
pub(super) fn sections(
    page: &mut Page,
    people: &BTreeMap<&str, Vec<&Reach<'_>>>,
    model: Option<&Model>,
) {
    let principals = model.into_iter().flat_map(|model| &model.principals);
    let by_name: BTreeMap<&str, &Principal> = principals.map(|it| (it.name.as_str(), it)).collect();
    for (user, lines) in people {
        let known = model
            .zip(by_name.get(user))
            .and_then(|(model, principal)| Some(about(model, principal, principal.kind.user()?)));
        let (title, details) = known.unwrap_or_else(|| ((*user).to_owned(), String::new()));
        page.push(&format!("<h3>{}</h3>\n", escaped(&title)));
        if !details.is_empty() {
            page.paragraph(&details);
        }
        access(page, user, lines);
    }
}

fn access(page: &mut Page, user: &str, lines: &[&Reach<'_>]) {
    if lines.is_empty() {
        page.paragraph("Nothing but what everyone has.");
        return;
    }
    let rows = lines.iter().map(|line| {
        let [what, access, when, by, place] = cells(line);
        let decide = "<span style=\"white-space: nowrap\">☐ keep ☐ remove</span>".to_owned();
        [what, access, when, by, place, decide]
    });
    let rows: Vec<[String; 6]> = rows.collect();
    page.table(["what", "access", "when", "by", "where", "decision"], &rows);
    let ways = lines.iter().take(MOST_WAYS).map(|line| {
        let when = line.context.map(|it| format!(" when {}", it.value)).unwrap_or_default();
        let target = format!("{} {}{when}", level(line), names(line));
        Way { class: "", stations: [user.to_owned(), way(line), target] }
    });
    let ways: Vec<Way<3>> = ways.collect();
    page.push(&svg(["user", "by", "access"], &ways));
    if lines.len() > ways.len() {
        page.paragraph(&format!("{} more ways are not in the picture.", lines.len() - ways.len()));
    }
}

/// The heading of a user, and a sentence.
fn about(model: &Model, principal: &Principal, user: &User) -> (String, String) {
    let display = user.display_name.as_deref().map(|name| format!(" – {name}")).unwrap_or_default();
    let name = |id| model.principals.get(id).map_or("", |it: &Principal| it.name.as_str());
    let attributes = user.attributes.by_word();
    let attributes: Vec<&str> =
        attributes.iter().filter(|(_, has)| *has).map(|(word, _)| *word).collect();
    let groups: Vec<String> = user
        .connections
        .iter()
        .map(|it| {
            let words = it.attributes_by_word();
            let words: Vec<&str> = words.iter().filter(|(_, has)| *has).map(|it| it.0).collect();
            let words =
                if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) };
            format!("{}{words}", name(it.group))
        })
        .collect();
    let parts = [
        ("Attributes", attributes.join(", ")),
        ("Groups", groups.join(", ")),
        ("Owner", user.owner.map(name).unwrap_or_default().to_owned()),
    ];
    let parts = parts.iter().filter(|(_, text)| !text.is_empty());
    let details: Vec<String> = parts.map(|(label, text)| format!("{label}: {text}")).collect();
    (format!("{}{display}", principal.name), details.join(". "))
}

/// Users of the policy who have no section: they can't enter the system, or have no access at all.
pub(super) fn absent(
    page: &mut Page,
    people: &BTreeMap<&str, Vec<&Reach<'_>>>,
    model: Option<&Model>,
) {
    let principals = model.into_iter().flat_map(|model| &model.principals);
    let users = principals.filter(|it| it.kind.user().is_some());
    let absent: Vec<&str> =
        users.map(|it| it.name.as_str()).filter(|name| !people.contains_key(name)).collect();
    if !absent.is_empty() {
        page.heading("Can't enter, or without access");
        page.paragraph(&absent.join(", "));
    }
}
