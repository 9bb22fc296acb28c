//! The differences between two texts, line by line.

use std::fmt::Write as _;

use crate::output::{BAD, DIM, GOOD};

/// Texts that differ in more lines than this are not compared line by line.
const MOST_LINES: usize = 2_000;

/// The maximum number of changed lines shown for one file.
const MOST_SHOWN: usize = 40;

/// One line of a comparison.
#[derive(Debug, PartialEq, Eq)]
enum Change<'t> {
    Same,
    Removed(usize, &'t str),
    Added(usize, &'t str),
}

/// The removed and added lines, with their numbers.
pub(crate) fn text(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let all = changes(&old, &new);
    let changed: Vec<_> = all.iter().filter(|change| **change != Change::Same).collect();
    let mut text = String::new();
    for change in changed.iter().take(MOST_SHOWN) {
        // Writing to a `String` can't fail.
        let _ = match change {
            Change::Same => Ok(()),
            Change::Removed(at, line) => writeln!(text, "  {BAD}{:>5} - {line}{BAD:#}", at + 1),
            Change::Added(at, line) => writeln!(text, "  {GOOD}{:>5} + {line}{GOOD:#}", at + 1),
        };
    }
    if changed.len() > MOST_SHOWN {
        let rest = changed.len() - MOST_SHOWN;
        let _ = writeln!(text, "  {DIM}      and {rest} more lines{DIM:#}");
    }
    if changed.is_empty() {
        let _ = writeln!(text, "  {DIM}      only line ends{DIM:#}");
    }
    text
}

fn changes<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<Change<'t>> {
    let alike = |(one, other): &(&&str, &&str)| one == other;
    let before = old.iter().zip(new).take_while(alike).count();
    let (old_rest, new_rest) =
        (old.get(before..).unwrap_or_default(), new.get(before..).unwrap_or_default());
    let after = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(alike).count();
    let old_middle = old_rest.get(..old_rest.len() - after).unwrap_or_default();
    let new_middle = new_rest.get(..new_rest.len() - after).unwrap_or_default();
    if old_middle.len().max(new_middle.len()) > MOST_LINES {
        return whole(before, old_middle, new_middle);
    }
    aligned(before, old_middle, new_middle)
}

fn whole<'t>(before: usize, old: &[&'t str], new: &[&'t str]) -> Vec<Change<'t>> {
    let removed = (before..).zip(old).map(|(at, line)| Change::Removed(at, line));
    removed.chain((before..).zip(new).map(|(at, line)| Change::Added(at, line))).collect()
}

/// Along a longest common subsequence.
fn aligned<'t>(before: usize, old: &[&'t str], new: &[&'t str]) -> Vec<Change<'t>> {
    let lengths = common_lengths(old, new);
    let length =
        |at: usize, to: usize| lengths.get(at).and_then(|row| row.get(to)).copied().unwrap_or(0);
    let (mut at, mut to) = (0, 0);
    let mut changes = Vec::new();
    loop {
        match (old.get(at), new.get(to)) {
            (Some(one), Some(other)) if one == other => {
                changes.push(Change::Same);
                (at, to) = (at + 1, to + 1);
            }
            (Some(line), other) if other.is_none() || length(at + 1, to) >= length(at, to + 1) => {
                changes.push(Change::Removed(before + at, line));
                at += 1;
            }
            (_, Some(line)) => {
                changes.push(Change::Added(before + to, line));
                to += 1;
            }
            (_, None) => return changes,
        }
    }
}

/// For each pair of positions, how many lines the rests have in common, in order.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<u16>> {
    let mut rows = vec![vec![0; new.len() + 1]];
    for one in old.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row: Vec<u16> = vec![0];
        for (to, other) in new.iter().enumerate().rev() {
            let skip_new = row.last().copied().unwrap_or(0);
            let skip_old = below.get(to).copied().unwrap_or(0);
            let both = below.get(to + 1).copied().unwrap_or(0) + 1;
            row.push(if one == other { both } else { skip_new.max(skip_old) });
        }
        row.reverse();
        rows.push(row);
    }
    rows.reverse();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_a_change() {
        let old = ["a", "b", "c", "d", "e"];
        let new = ["a", "B", "c", "e", "f"];
        let all = changes(&old, &new);
        let changed: Vec<_> = all.into_iter().filter(|it| *it != Change::Same).collect();
        let expected = [
            Change::Removed(1, "b"),
            Change::Added(1, "B"),
            Change::Removed(3, "d"),
            Change::Added(4, "f"),
        ];
        assert_eq!(changed, expected);
    }
}
