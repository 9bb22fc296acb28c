//! A line of an answer as cells of a table of the page.

use saffron_analysis::reach::Reach;

use super::super::html::escaped;
use super::super::reach::{level, names, way};

/// What, access, when, by and where, as markup.
pub(super) fn cells(line: &Reach<'_>) -> [String; 5] {
    let when = line.context.map(|it| format!("{} {}", it.kind, it.value)).unwrap_or_default();
    let place = line.source.map(|it| format!("{}:{}", it.file, it.line)).unwrap_or_default();
    [names(line), level(line), when, way(line), place].map(|it| escaped(&it))
}
