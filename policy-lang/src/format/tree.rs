//! Tokens and comments, gathered into clauses and blocks.
//!
//! INVARIANT: each comment has one of five places, and keeps it: on lines before a clause, inside
//! a clause, after it on its last line, after the `{` of a block, or on lines before the `}`.

use super::marks::Marks;
use crate::keyword::Keyword;
use crate::lexer::{Lexeme, Token, lexemes};

/// What is between braces; the file itself is one too.
#[derive(Debug, Default)]
pub(super) struct Block<'s> {
    /// A comment after the `{`.
    pub(super) opening: Option<&'s str>,
    pub(super) clauses: Vec<Clause<'s>>,
    /// Comments before the `}`.
    pub(super) closing: Vec<Remark<'s>>,
    /// Whether both braces were written on one line.
    pub(super) on_one_line: bool,
}

/// A declaration, property or other clause.
#[derive(Debug)]
pub(super) struct Clause<'s> {
    /// Comments on the lines before it, its doc comment among them.
    pub(super) before: Vec<Remark<'s>>,
    /// Whether an empty line precedes it, or separates it from its comments.
    pub(super) blank: bool,
    /// Whether it was written on the line of the clause before it.
    pub(super) joined: bool,
    pub(super) head: Vec<Piece<'s>>,
    pub(super) block: Option<Block<'s>>,
    /// A comment after it on its last line.
    pub(super) trailing: Option<&'s str>,
}

/// A comment on a line of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Remark<'s> {
    pub(super) text: &'s str,
    /// Whether an empty line precedes it.
    pub(super) blank: bool,
}

/// A part of a clause.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'s> {
    /// A token and how it is written.
    Token(Token<'s>, &'s str),
    /// A comment between two tokens of the clause.
    Comment { text: &'s str, own_line: bool },
}

/// Gathers a whole file, which has been parsed without an error.
pub(super) fn read<'s>(text: &'s str, marks: &Marks) -> Block<'s> {
    let mut reader = Reader { text, marks, lexemes: lexemes(text).collect(), at: 0 };
    reader.clauses()
}

struct Reader<'r, 's> {
    text: &'s str,
    marks: &'r Marks,
    lexemes: Vec<Lexeme<'s>>,
    at: usize,
}

impl<'s> Reader<'_, 's> {
    fn peek(&self) -> Option<Lexeme<'s>> {
        self.lexemes.get(self.at).copied()
    }

    /// The next token that is no comment.
    fn next_token(&self) -> Option<Lexeme<'s>> {
        self.lexemes.iter().skip(self.at).find(|lexeme| !lexeme.token.is_remark()).copied()
    }

    fn written(&self, lexeme: Lexeme<'_>) -> &'s str {
        self.between(lexeme.start, lexeme.end).trim_end()
    }

    fn between(&self, start: u32, end: u32) -> &'s str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Whether an empty line precedes the next lexeme.
    fn is_after_blank(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.lexemes.get(at));
        let next = self.peek().map_or(0, |next| next.start);
        let gap = before.map_or("", |before| self.between(before.end, next));
        1 < gap.bytes().filter(|&byte| byte == b'\n').count()
    }

    /// Clauses up to a `}` or the end of the file.
    fn clauses(&mut self) -> Block<'s> {
        let mut block = Block::default();
        loop {
            let before = self.remarks();
            match self.peek().map(|next| next.token) {
                None | Some(Token::BraceClose) => {
                    block.closing = before;
                    return block;
                }
                Some(_) => block.clauses.push(self.clause(before)),
            }
        }
    }

    fn remarks(&mut self) -> Vec<Remark<'s>> {
        let mut remarks = Vec::new();
        while let Some(next) = self.peek().filter(|next| next.token.is_remark()) {
            remarks.push(Remark { text: self.written(next), blank: self.is_after_blank() });
            self.at += 1;
        }
        remarks
    }

    fn clause(&mut self, before: Vec<Remark<'s>>) -> Clause<'s> {
        let blank = self.is_after_blank();
        let joined = before.is_empty() && self.peek().is_some_and(|next| !next.line_start);
        let mut head = Vec::new();
        while let Some(next) = self.peek().filter(|_| self.continues(head.is_empty())) {
            self.at += 1;
            self.piece(next, &mut head);
        }
        // A comma between members says nothing, but it may keep two comments apart.
        if let [.., Piece::Token(..), Piece::Token(Token::Comma, _)] = head.as_slice() {
            head.pop();
        }
        let is_block = self.peek().is_some_and(|next| next.token == Token::BraceOpen);
        let block = is_block.then(|| self.block());
        let trailing = self.remark_on_line();
        Clause { before, blank, joined, head, block, trailing }
    }

    /// Whether the head of a clause goes on with the next lexeme.
    fn continues(&self, is_first: bool) -> bool {
        let Some(next) = self.next_token() else { return false };
        let is_remark = self.peek().is_some_and(|next| next.token.is_remark());
        match next.token {
            Token::BraceClose => false,
            Token::BraceOpen => is_remark,
            // A comma may still follow a comment; it belongs to the clause, the comment too.
            _ => is_first || !self.marks.begins(next.start),
        }
    }

    fn piece(&self, lexeme: Lexeme<'s>, head: &mut Vec<Piece<'s>>) {
        let text = self.written(lexeme);
        if lexeme.token.is_remark() {
            head.push(Piece::Comment { text, own_line: lexeme.line_start });
            return;
        }
        if matches!(lexeme.token, Token::BracketClose | Token::ParenClose) {
            drop_last_comma(head);
        }
        head.push(Piece::Token(lexeme.token, text));
        let on = Token::Keyword(Keyword::On);
        let lacks_on = self.next_token().is_some_and(|next| next.token != on);
        if self.marks.wants_on(lexeme.start) && lacks_on {
            head.push(Piece::Token(on, Keyword::On.text()));
        }
    }

    /// A comment that begins on the line of what was read last.
    fn remark_on_line(&mut self) -> Option<&'s str> {
        let next = self.peek().filter(|next| next.token.is_remark() && !next.line_start)?;
        self.at += 1;
        Some(self.written(next))
    }

    fn block(&mut self) -> Block<'s> {
        let start = self.peek().map_or(0, |open| open.start);
        self.at += 1;
        let opening = self.remark_on_line();
        let block = self.clauses();
        let end = self.peek().map_or(start, |close| close.end);
        self.at += 1;
        Block { opening, on_one_line: !self.between(start, end).contains('\n'), ..block }
    }
}

/// Drops a comma that trails in a list.
fn drop_last_comma(head: &mut Vec<Piece<'_>>) {
    let last = head.iter().rposition(|piece| matches!(piece, Piece::Token(..)));
    if let Some(at) = last
        && let Some(Piece::Token(Token::Comma, _)) = head.get(at)
    {
        head.remove(at);
    }
}
