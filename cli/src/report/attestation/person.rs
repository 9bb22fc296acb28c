//! One user on the page: what is known of the user, what the user has, and by which ways.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use saffron_analysis::reach::Reach;
use saffron_compiler::model::{Model, Principal, User};

use super::super::html::escaped;
use super::drawing;
use super::table::{cells, table};

/// The section of a user.
pub(super) fn section(user: &str, lines: &[&Reach<'_>], model: Option<&Model>) -> String {
    let known = model.and_then(|model| {
        let principal = model.principals.iter().find(|it| it.name == user)?;
        Some(about(model, principal, principal.kind.user()?))
    });
    let (title, details) = known.unwrap_or_else(|| (user.to_owned(), String::new()));
    let mut body = format!("<h3>{}</h3>\n", escaped(&title));
    if !details.is_empty() {
        // Writing to a `String` can't fail.
        let _ = writeln!(body, "<p>{}</p>", escaped(&details));
    }
    if lines.is_empty() {
        body.push_str("<p>Nothing but what everyone has.</p>\n");
        return body;
    }
    let rows = lines.iter().map(|line| {
        let cells = cells(line).map(|it| escaped(&it));
        let decide = "<span class=\"decide\">☐ keep ☐ remove</span>".to_owned();
        cells.into_iter().chain([decide]).collect()
    });
    table(&mut body, &["what", "access", "when", "by", "where", "decision"], rows.collect());
    body.push_str(&drawing::of(user, lines));
    body
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
    body: &mut String,
    people: &BTreeMap<&str, Vec<&Reach<'_>>>,
    model: Option<&Model>,
) {
    let principals = model.into_iter().flat_map(|model| &model.principals);
    let users = principals.filter(|it| it.kind.user().is_some());
    let absent: Vec<&str> =
        users.map(|it| it.name.as_str()).filter(|name| !people.contains_key(name)).collect();
    if !absent.is_empty() {
        let names = escaped(&absent.join(", "));
        let _ = writeln!(body, "<h2>Can't enter, or without access</h2>\n<p>{names}</p>");
    }
}
