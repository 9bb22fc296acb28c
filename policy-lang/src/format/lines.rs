//! Clauses and blocks to lines, and lines to text.

use super::fill;
use super::line::{INDENT, Line, WIDTH};
use super::tree::{Block, Clause, Piece, Remark};
use crate::keyword::Keyword;
use crate::lexer::Token;

/// Cells that are wider don't push their neighbours to the right.
const WIDEST_CELL: usize = 40;

/// The text of a whole file.
pub(super) fn print(file: &Block<'_>) -> String {
    let mut lines = Vec::new();
    let mut was_long = false;
    for clause in &file.clauses {
        let mut next = clause_lines(clause, 0);
        let is_long = 1 < next.len() - clause.before.len();
        let is_separate = next.iter().take(clause.before.len() + 1).any(|line| line.blank);
        if let Some(first) = next.first_mut() {
            first.blank =
                !lines.is_empty() && (first.blank || ((is_long || was_long) && !is_separate));
        }
        was_long = is_long;
        lines.append(&mut next);
    }
    let is_first = lines.is_empty();
    lines.extend(remark_lines(&file.closing, 0, is_first));
    text(lines)
}

fn block_lines<'s>(block: &Block<'s>, indent: usize) -> Vec<Line<'s>> {
    let mut lines: Vec<Line<'s>> = Vec::new();
    for clause in &block.clauses {
        if !join(&mut lines, clause) {
            let mut next = clause_lines(clause, indent);
            if let Some(first) = next.first_mut() {
                first.blank &= !lines.is_empty();
            }
            lines.append(&mut next);
        }
    }
    let is_first = lines.is_empty();
    lines.extend(remark_lines(&block.closing, indent, is_first));
    lines
}

fn remark_lines<'s>(remarks: &[Remark<'s>], indent: usize, is_first: bool) -> Vec<Line<'s>> {
    let lines = remarks.iter().enumerate().map(|(at, remark)| {
        let line = Line::new(indent, String::new(), Some(remark.text));
        Line { blank: remark.blank && !(is_first && at == 0), ..line }
    });
    lines.collect()
}

/// Adds a property to the line of the one before it, as it was written.
fn join<'s>(lines: &mut [Line<'s>], clause: &Clause<'s>) -> bool {
    let Some(last) = lines.last_mut().filter(|last| last.open && clause.joined) else {
        return false;
    };
    let text = fill::one_line(&clause.head).filter(|_| is_simple(clause));
    let (Some(cell), Some(text)) = (last.cells.last_mut(), text) else { return false };
    let added = gap(clause).len() + text.chars().count();
    if WIDTH < INDENT * last.indent + cell.chars().count() + added {
        return false;
    }
    cell.push_str(gap(clause));
    cell.push_str(&text);
    last.comment = clause.trailing;
    last.open = clause.trailing.is_none();
    true
}

/// A property without a block, or a member.
fn is_simple(clause: &Clause<'_>) -> bool {
    clause.block.is_none() && row_start(clause).is_none()
}

/// What separates a clause from the one before it on the same line.
fn gap(clause: &Clause<'_>) -> &'static str {
    let is_member = matches!(*clause.head, [Piece::Token(Token::Text(_), _)]);
    if is_member { " " } else { "  " }
}

/// How many pieces make the first cell, if the clause is a row of a table.
fn row_start(clause: &Clause<'_>) -> Option<usize> {
    let keyword = |at: usize| match clause.head.get(at) {
        Some(Piece::Token(Token::Keyword(keyword), _)) => Some(*keyword),
        _ => None,
    };
    if let [Piece::Token(Token::Text(_), _), Piece::Token(Token::Colon, _), ..] = *clause.head {
        return Some(2);
    }
    match keyword(0)? {
        Keyword::May if keyword(1) == Some(Keyword::Not) => Some(2),
        Keyword::May | Keyword::NotGoverned | Keyword::Unprotected | Keyword::Unsupported => {
            Some(1)
        }
        Keyword::In => Some(2),
        Keyword::Edit => colon(clause).map(|colon| colon + 1),
        Keyword::Permit | Keyword::Requires | Keyword::Optional => {
            Some(colon(clause).map_or(clause.head.len(), |colon| colon + 1))
        }
        Keyword::Access => Some(clause.head.len()),
        _ => None,
    }
}

fn colon(clause: &Clause<'_>) -> Option<usize> {
    clause.head.iter().position(|piece| matches!(piece, Piece::Token(Token::Colon, _)))
}

fn clause_lines<'s>(clause: &Clause<'s>, indent: usize) -> Vec<Line<'s>> {
    let mut lines = remark_lines(&clause.before, indent, false);
    let first = lines.len();
    match inline(clause).filter(|text| INDENT * indent + text.chars().count() <= WIDTH) {
        Some(text) if clause.block.is_some() => {
            lines.push(Line::new(indent, text, clause.trailing));
        }
        Some(_) => lines.push(short(clause, indent)),
        None => lines.extend(long(clause, indent)),
    }
    if let Some(line) = lines.get_mut(first) {
        line.blank = clause.blank;
    }
    lines
}

/// A clause without a block on one line, cut into cells.
fn short<'s>(clause: &Clause<'s>, indent: usize) -> Line<'s> {
    let (first, rest) = clause.head.split_at(row_start(clause).unwrap_or(clause.head.len()));
    let (second, third) = rest.split_at(rest.len().min(1));
    let cells = [first, second, third].into_iter().filter(|cell| !cell.is_empty());
    let cells = cells.filter_map(fill::one_line).collect();
    let open = is_simple(clause) && clause.trailing.is_none();
    Line { indent, cells, comment: clause.trailing, blank: false, open }
}

fn long<'s>(clause: &Clause<'s>, indent: usize) -> Vec<Line<'s>> {
    let mut lines = fill::lines(&clause.head, indent);
    let Some(block) = &clause.block else {
        if let Some(last) = lines.last_mut() {
            last.comment = last.comment.or(clause.trailing);
        }
        return lines;
    };
    open_block(&mut lines, block, indent);
    lines.extend(block_lines(block, indent + 1));
    lines.push(Line::new(indent, "}".to_owned(), clause.trailing));
    lines
}

fn open_block<'s>(lines: &mut Vec<Line<'s>>, block: &Block<'s>, indent: usize) {
    match lines.last_mut() {
        Some(last) if last.comment.is_none() => {
            if let Some(cell) = last.cells.last_mut() {
                cell.push_str(" {");
            }
            last.comment = block.opening;
        }
        _ => lines.push(Line::new(indent, "{".to_owned(), block.opening)),
    }
}

/// A clause and its block on one line, if they were written so and no comment forbids it.
fn inline(clause: &Clause<'_>) -> Option<String> {
    let head = fill::one_line(&clause.head)?;
    let Some(block) = &clause.block else { return Some(head) };
    let is_empty = block.clauses.is_empty();
    if block.opening.is_some() || !block.closing.is_empty() || !(block.on_one_line || is_empty) {
        return None;
    }
    let mut text = head + " {";
    for (at, clause) in block.clauses.iter().enumerate() {
        if clause.trailing.is_some() || !clause.before.is_empty() {
            return None;
        }
        text.push_str(if at == 0 { " " } else { gap(clause) });
        text.push_str(&inline(clause)?);
    }
    text.push_str(if is_empty { "}" } else { " }" });
    Some(text)
}

/// Aligns what is aligned and joins the lines.
fn text(mut lines: Vec<Line<'_>>) -> String {
    for run in lines.chunk_by_mut(|a, b| b.is_table_row() && a.is_table_row() && follows(a, b)) {
        align_cells(run);
    }
    let mut out = String::new();
    for run in lines.chunk_by(|a, b| a.comment.is_some() && b.comment.is_some() && follows(a, b)) {
        let width = run.iter().map(Line::width).max().unwrap_or(0);
        for line in run {
            push_line(&mut out, line, width);
        }
    }
    out
}

fn follows(a: &Line<'_>, b: &Line<'_>) -> bool {
    a.indent == b.indent && !b.blank
}

/// Pads the cells of neighbouring rows, unless that makes one of them too wide.
fn align_cells(run: &mut [Line<'_>]) {
    for column in 0..2 {
        let padded = run.iter().filter(|line| column + 1 < line.cells.len());
        let widths =
            padded.filter_map(|line| line.cells.get(column)).map(|cell| cell.chars().count());
        let widest = widths.max().unwrap_or(0);
        let grows = |line: &Line<'_>| {
            let cell = line.cells.get(column).map_or(widest, |cell| cell.chars().count());
            line.width() + widest.saturating_sub(cell)
        };
        let fits = run.iter().all(|line| line.cells.len() <= column + 1 || grows(line) <= WIDTH);
        if WIDEST_CELL < widest || !fits {
            return;
        }
        for line in run.iter_mut().filter(|line| column + 1 < line.cells.len()) {
            if let Some(cell) = line.cells.get_mut(column) {
                let missing = widest - cell.chars().count();
                cell.push_str(&" ".repeat(missing));
            }
        }
    }
}

fn push_line(out: &mut String, line: &Line<'_>, width: usize) {
    if line.blank {
        out.push('\n');
    }
    let text = line.cells.join(" ");
    out.push_str(&" ".repeat(INDENT * line.indent));
    out.push_str(&text);
    if let Some(comment) = line.comment {
        if !text.is_empty() {
            let missing = if width <= WIDTH - 20 { width - line.width() } else { 0 };
            out.push_str(&" ".repeat(missing + 2));
        }
        out.push_str(comment);
    }
    out.push('\n');
}
