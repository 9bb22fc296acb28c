//! The ways from a user by entries to resources, as SVG within a page.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use saffron_analysis::reach::Reach;

use super::super::html::escaped;
use super::super::reach::{level, names, way};

/// More than anyone follows with the eye; the table above has all.
const MOST_TARGETS: usize = 40;
const ROW: usize = 22;
const WIDTH: usize = 600;
/// Where the three columns begin: the user, the entries, the resources.
const COLUMNS: [usize; 3] = [4, 120, 280];
const MOST_CHARACTERS: usize = 46;

/// The drawing of what a user has.
pub(super) fn of(user: &str, lines: &[&Reach<'_>]) -> String {
    let mut ways: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in lines.iter().take(MOST_TARGETS) {
        let when = line.context.map(|it| format!(" when {}", it.value)).unwrap_or_default();
        let target = format!("{} {}{when}", level(line), names(line));
        ways.entry(way(line)).or_default().push(target);
    }
    let rows = lines.len().min(MOST_TARGETS);
    let height = (rows + usize::from(lines.len() > rows)) * ROW + 8;
    let label = format!("The ways of {user}");
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" role=\"img\" aria-label=\"{}\">\n",
        escaped(&label)
    );
    let middle = |first: usize, count: usize| (2 * first + count) * ROW / 2 + 4;
    let center = middle(0, rows);
    text(&mut svg, COLUMNS[0], center, user);
    let mut first = 0;
    for (way, targets) in &ways {
        let at = middle(first, targets.len());
        edge(&mut svg, (COLUMNS[0] + 80, center), (COLUMNS[1] - 4, at));
        text(&mut svg, COLUMNS[1], at, way);
        for (row, target) in (first..).zip(targets) {
            let at_target = middle(row, 1);
            edge(&mut svg, (COLUMNS[1] + 120, at), (COLUMNS[2] - 4, at_target));
            text(&mut svg, COLUMNS[2], at_target, target);
        }
        first += targets.len();
    }
    if lines.len() > rows {
        text(&mut svg, COLUMNS[2], middle(rows, 1), &format!("and {} more", lines.len() - rows));
    }
    svg.push_str("</svg>\n");
    svg
}

fn text(svg: &mut String, x: usize, y: usize, words: &str) {
    let mut short: String = words.chars().take(MOST_CHARACTERS).collect();
    if short.len() < words.len() {
        short.push('…');
    }
    // Writing to a `String` can't fail.
    let _ = writeln!(svg, "<text x=\"{x}\" y=\"{}\">{}</text>", y + 4, escaped(&short));
}

fn edge(svg: &mut String, (x, y): (usize, usize), (to_x, to_y): (usize, usize)) {
    let bend = x.midpoint(to_x);
    let _ = writeln!(svg, "<path d=\"M{x} {y} C{bend} {y} {bend} {to_y} {to_x} {to_y}\"/>");
}
