//! Where in a declaration a surprise lies: in which clause of which block.

use std::ops::Range;

use crate::keyword::{Keyword, Role};
use crate::layout::begins_declaration;
use crate::lexer::{Lexeme, Token};

/// The surroundings of one lexeme, as positions in the lexemes of a declaration.
#[derive(Debug)]
pub(crate) struct Place {
    /// The declaration, or the one inside a template, without its doc comment.
    pub(crate) declaration: Range<usize>,
    /// What is left out if nothing better is known: a clause, or a declaration's head.
    pub(crate) clause: Range<usize>,
    /// What is left out if the clause is gone already: from the surprise to the end of its line's
    /// clause.
    pub(crate) rest: Range<usize>,
    /// Whether it lies in the head of a declaration rather than in a block.
    pub(crate) in_head: bool,
}

impl Place {
    /// The surroundings of the lexeme at a position, which may be one past the last.
    pub(crate) fn of(lexemes: &[Lexeme<'_>], at: usize) -> Self {
        let open = open_braces(lexemes, at);
        let first = lexemes.iter().position(|it| !is_doc(it.token)).unwrap_or(0);
        let is_template = token(lexemes, first) == Some(Token::Keyword(Keyword::Template));
        let level = match open.first() {
            Some(&brace) if is_template => brace + 1..matching(lexemes, brace),
            _ => first..lexemes.len(),
        };
        let declaration = enclosing(lexemes, level, at);
        let depth = usize::from(is_template);
        let Some(&brace) = open.get(depth..).and_then(<[usize]>::last) else {
            let clause = head(lexemes, &declaration, at);
            return Self { rest: clause.clone(), clause, declaration, in_head: true };
        };
        let block = brace + 1..matching(lexemes, brace);
        let clause = clause(lexemes, block.clone(), at);
        let rest = at.min(block.end)..next_clause(lexemes, block, at);
        Self { clause, declaration, rest, in_head: false }
    }
}

/// The token at a position.
pub(crate) fn token<'s>(lexemes: &[Lexeme<'s>], at: usize) -> Option<Token<'s>> {
    lexemes.get(at).map(|lexeme| lexeme.token)
}

fn is_doc(token: Token<'_>) -> bool {
    matches!(token, Token::Doc(_))
}

/// Positions of the braces that are open before `at`, outermost first.
fn open_braces(lexemes: &[Lexeme<'_>], at: usize) -> Vec<usize> {
    let mut open = Vec::new();
    for (position, lexeme) in lexemes.iter().enumerate().take(at) {
        match lexeme.token {
            Token::BraceOpen => open.push(position),
            Token::BraceClose => drop(open.pop()),
            _ => {}
        }
    }
    open
}

/// The position of the brace that closes the one at `brace`.
fn matching(lexemes: &[Lexeme<'_>], brace: usize) -> usize {
    let mut depth = 0_usize;
    for (position, lexeme) in lexemes.iter().enumerate().skip(brace) {
        match lexeme.token {
            Token::BraceOpen => depth += 1,
            Token::BraceClose if depth <= 1 => return position,
            Token::BraceClose => depth -= 1,
            _ => {}
        }
    }
    lexemes.len()
}

/// Positions in a range that are not inside a block in it; closing braces count as outside.
fn outside_blocks<'a>(
    lexemes: &'a [Lexeme<'_>],
    range: Range<usize>,
) -> impl Iterator<Item = (usize, &'a Lexeme<'a>)> {
    let mut depth = 0_usize;
    let found = lexemes.iter().enumerate().take(range.end).skip(range.start);
    found.filter(move |(_, lexeme)| match lexeme.token {
        Token::BraceOpen => {
            depth += 1;
            depth == 1
        }
        Token::BraceClose => {
            depth = depth.saturating_sub(1);
            depth == 0
        }
        _ => depth == 0,
    })
}

/// The declaration among those of `level` in which `at` lies, or which ends too early before it.
fn enclosing(lexemes: &[Lexeme<'_>], level: Range<usize>, at: usize) -> Range<usize> {
    let mut start = level.start;
    let mut previous = None;
    for (position, lexeme) in outside_blocks(lexemes, level.clone()) {
        let follows_block = previous == Some(Token::BraceClose);
        let begins = follows_block || begins(lexemes, position);
        let incomplete = position == at
            && !follows_block
            && matches!(lexeme.token, Token::Keyword(keyword) if keyword.declares());
        if begins && start < position && (at < position || incomplete) {
            return skip_docs(lexemes, start)..position;
        }
        if begins && position <= at {
            start = position;
        }
        previous = Some(lexeme.token);
    }
    skip_docs(lexemes, start)..level.end
}

/// Whether a declaration or its doc comment begins at a position among declarations.
fn begins(lexemes: &[Lexeme<'_>], position: usize) -> bool {
    let Some(this) = lexemes.get(position) else { return false };
    let before = position.checked_sub(1).and_then(|before| lexemes.get(before));
    match (before.map(|it| it.token), this.token) {
        (Some(Token::Doc(_)), _) | (_, Token::BraceClose) => false,
        (_, Token::Doc(_)) => true,
        (Some(Token::BraceOpen), _) => begins_declaration(None, *this),
        _ => begins_declaration(before.copied(), *this),
    }
}

fn skip_docs(lexemes: &[Lexeme<'_>], start: usize) -> usize {
    let rest = lexemes.iter().skip(start);
    start + rest.take_while(|lexeme| is_doc(lexeme.token)).count()
}

/// What is between the keyword of a declaration and its block; all of it where there is no
/// keyword, or where the block itself comes as a surprise.
fn head(lexemes: &[Lexeme<'_>], declaration: &Range<usize>, at: usize) -> Range<usize> {
    let has_keyword = matches!(token(lexemes, declaration.start),
        Some(Token::Keyword(keyword)) if keyword.declares());
    let brace = outside_blocks(lexemes, declaration.clone())
        .find(|(_, lexeme)| lexeme.token == Token::BraceOpen)
        .map_or(declaration.end, |(position, _)| position);
    let has_room =
        declaration.start < at && at <= brace && (declaration.start + 1 < brace || at == brace);
    if has_keyword && has_room { declaration.start + 1..brace } else { declaration.clone() }
}

/// The clause of a block in which `at` lies, or which ends too early before it.
fn clause(lexemes: &[Lexeme<'_>], block: Range<usize>, at: usize) -> Range<usize> {
    let starts = clause_starts(lexemes, block.clone());
    let is_at_start = starts.contains(&at);
    let incomplete = (is_at_start && may_begin_clause(lexemes, at)) || at == block.end;
    let start = starts
        .iter()
        .copied()
        .rfind(|&start| if incomplete { start < at } else { start <= at })
        .unwrap_or(block.start);
    let end = starts
        .iter()
        .copied()
        .find(|&end| if incomplete { at <= end } else { at < end } && start < end)
        .unwrap_or(block.end);
    start..end
}

/// Where the clause after the one with `at` begins.
fn next_clause(lexemes: &[Lexeme<'_>], block: Range<usize>, at: usize) -> usize {
    let starts = clause_starts(lexemes, block.clone());
    starts.into_iter().find(|&start| at < start).unwrap_or(block.end)
}

/// Positions where clauses of a block begin, checked by lines, keywords and blocks.
fn clause_starts(lexemes: &[Lexeme<'_>], block: Range<usize>) -> Vec<usize> {
    let mut starts = vec![block.start];
    let mut previous = Token::BraceOpen;
    for (position, lexeme) in outside_blocks(lexemes, block.clone()) {
        let follows_block = previous == Token::BraceClose && lexeme.token != Token::BraceClose;
        let on_new_line = lexeme.line_start
            && lexeme.token != Token::BraceClose
            && !matches!(previous, Token::Comma | Token::BracketOpen | Token::Colon)
            && !matches!(lexeme.token, Token::BraceOpen | Token::BracketClose | Token::Comma);
        if block.start < position
            && (follows_block || on_new_line || is_clause_keyword(lexeme.token, previous))
        {
            starts.push(position);
        }
        previous = lexeme.token;
    }
    starts
}

fn is_clause_keyword(token: Token<'_>, previous: Token<'_>) -> bool {
    let Token::Keyword(keyword) = token else { return false };
    keyword.is(Role::Clause)
        || keyword.is(Role::DocumentedClause) && !matches!(previous, Token::Doc(_))
}

/// Whether a clause can begin with the lexeme: then a surprise there is the fault of the clause
/// before it.
fn may_begin_clause(lexemes: &[Lexeme<'_>], at: usize) -> bool {
    match token(lexemes, at) {
        Some(Token::Word(_) | Token::Doc(_)) => true,
        Some(Token::Keyword(keyword)) => !keyword.is(Role::Continues),
        _ => false,
    }
}
