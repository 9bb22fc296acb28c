//! Ways from users to what they reach, as a picture in a page: a column of boxes for each station, and lines between
//! them. Writing to a `String` can't fail.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::html::escaped;

/// A way, from the user to what is reached. A station that it doesn't have is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Way<const STATIONS: usize> {
    /// The class of its colour.
    pub(crate) class: &'static str,
    pub(crate) stations: [String; STATIONS],
}

const BOX: (usize, usize) = (215, 26);
const STEP: (usize, usize) = (258, 36);
const TOP: usize = 34;
/// Characters that a box has room for.
const ROOM: usize = 31;

/// The picture, with a title for each column.
pub(crate) fn svg<const STATIONS: usize>(
    titles: [&str; STATIONS],
    ways: &[Way<STATIONS>],
) -> String {
    let columns: Vec<Vec<&str>> = (0..STATIONS).map(|column| names(ways, column)).collect();
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let (width, height) = (STEP.0 * STATIONS.saturating_sub(1) + BOX.0 + 2, TOP + rows * STEP.1);
    let mut svg = format!(
        "<div class=\"scroll\"><svg role=\"img\" aria-label=\"ways of access\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n"
    );
    for (column, title) in titles.iter().enumerate() {
        let _ =
            writeln!(svg, "<text x=\"{}\" y=\"16\">{}</text>", column * STEP.0 + 1, escaped(title));
    }
    let edges: BTreeSet<_> = ways.iter().flat_map(|way| edges(way, &columns)).collect();
    for (from, to, class) in edges {
        let (from_x, from_y) = (from.0 * STEP.0 + BOX.0 + 1, middle(from.1));
        let (to_x, to_y) = (to.0 * STEP.0 + 1, middle(to.1));
        let bend = usize::midpoint(from_x, to_x);
        let _ = writeln!(
            svg,
            "<path class=\"{class}\" d=\"M{from_x} {from_y} C{bend} {from_y} {bend} {to_y} {to_x} {to_y}\"/>"
        );
    }
    for (column, names) in columns.iter().enumerate() {
        for (row, name) in names.iter().enumerate() {
            station(&mut svg, (column, row), name);
        }
    }
    svg.push_str("</svg></div>\n");
    svg
}

/// A place in the picture: column and row.
type Place = (usize, usize);

fn middle(row: usize) -> usize {
    TOP + row * STEP.1 + BOX.1 / 2
}

/// The stations of a column, each once, in the order in which ways have them.
fn names<const STATIONS: usize>(ways: &[Way<STATIONS>], column: usize) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let all = ways.iter().filter_map(|way| way.stations.get(column)).map(String::as_str);
    all.filter(|name| !name.is_empty() && seen.insert(*name)).collect()
}

/// The lines of a way between stations that it has.
fn edges<const STATIONS: usize>(
    way: &Way<STATIONS>,
    columns: &[Vec<&str>],
) -> Vec<(Place, Place, &'static str)> {
    let stations = way.stations.iter().enumerate().filter_map(|(column, name)| {
        let row = columns.get(column)?.iter().position(|it| it == name)?;
        Some((column, row))
    });
    let stations: Vec<Place> = stations.collect();
    stations.iter().zip(stations.iter().skip(1)).map(|(from, to)| (*from, *to, way.class)).collect()
}

fn station(svg: &mut String, (column, row): Place, name: &str) {
    let (x, y) = (column * STEP.0 + 1, TOP + row * STEP.1);
    let mut shown: String = name.chars().take(ROOM).collect();
    if name.chars().nth(ROOM).is_some() {
        shown.pop();
        shown.push('…');
    }
    let (name, shown) = (escaped(name), escaped(&shown));
    let _ = writeln!(
        svg,
        "<g><title>{name}</title><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"4\"/>\
         <text x=\"{}\" y=\"{}\">{shown}</text></g>",
        BOX.0,
        BOX.1,
        x + 8,
        y + 18
    );
}
