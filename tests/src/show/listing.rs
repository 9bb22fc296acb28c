//! The decision table as an auditor reads it, in columns.

use saffron_bundle::Bundle;
use saffron_bundle::listing::{Grant, ListingRow, rows};

const COLUMNS: [&str; 8] =
    ["class", "profile", "kind", "uacc", "who", "access", "when", "where, and what else holds"];

/// Every row; what repeats the row above is left out.
pub fn listing(bundle: &Bundle<'_>) -> String {
    let mut lines = vec![COLUMNS.map(str::to_owned)];
    for row in rows(bundle) {
        lines.push(cells(&row));
    }
    let mut above = None;
    for line in &mut lines {
        let [class, profile, kind, uacc, ..] = line.clone();
        let head = Some([class, profile, kind, uacc]);
        if head == above {
            let [class, profile, kind, uacc, ..] = line;
            [class, profile, kind, uacc].into_iter().for_each(String::clear);
        }
        above = head;
    }
    aligned(&lines)
}

fn cells(row: &ListingRow<'_>) -> [String; 8] {
    let grant = row.grant.as_ref();
    let place = row.source.map(|it| format!("{}:{}:{}", it.file, it.line, it.column));
    let flags = if grant.is_none() { row.flags.as_slice() } else { &[] };
    let remarks: Vec<String> = place.into_iter().chain(flags.iter().cloned()).collect();
    [
        row.class.to_owned(),
        row.profile.to_owned(),
        row.kind.as_str().to_owned(),
        row.uacc.map(|it| it.to_string()).unwrap_or_default(),
        grant.map(|it| format!("{} {}", it.kind, it.id)).unwrap_or_default(),
        grant.map(|it| it.access.to_string()).unwrap_or_default(),
        grant.map(when).unwrap_or_default(),
        remarks.join(", "),
    ]
}

fn when(grant: &Grant<'_>) -> String {
    match grant.when {
        None => String::new(),
        Some((kind, "", value)) => format!("{kind} {value}"),
        Some((kind, name, value)) => format!("{kind} {name}={value}"),
    }
}

fn aligned(lines: &[[String; 8]]) -> String {
    let mut widths = [0; 8];
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for line in lines {
        let padded = line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        let joined = padded.collect::<Vec<_>>().join("  ");
        text.push_str(joined.trim_end());
        text.push('\n');
    }
    text
}
