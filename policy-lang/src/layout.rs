//! Finds where each declaration begins and ends, whatever is wrong inside it.
//!
//! INVARIANT: the lexemes of a declaration have balanced braces. A brace that closes nothing is
//! reported and left out. A missing one is noticed where a line begins with what can only be the
//! next declaration, reported, and put in there.

use std::collections::VecDeque;

use crate::codes;
use crate::command::{declaring, is_command};
use crate::fix::fix;
use crate::keyword::{Keyword, Role, Start};
use crate::lexer::{Lexeme, Token, lexemes};
use crate::merge::first_versions;
use crate::sink::Sink;
use crate::wrong_word::{lower_case, misspelt};
use saffron_diagnostics::{Diagnostic, did_you_mean};

/// No valid policy has blocks in blocks deeper than five.
const DEEPEST: usize = 8;

/// What a block holds, as far as it shows where declarations can begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Declarations: the block of a template.
    Declarations,
    Profile,
    Test,
    Feature,
    Invariant,
    Safr,
    /// Properties, expectations, members.
    Plain,
}

impl Kind {
    /// Whether a line of such a block can begin like this declaration.
    fn holds(self, keyword: Keyword) -> bool {
        match self {
            Self::Declarations => keyword != Keyword::Template,
            Self::Profile => keyword == Keyword::Permit,
            Self::Test => keyword == Keyword::User,
            Self::Safr => keyword.begins_safr_part(),
            Self::Feature | Self::Invariant | Self::Plain => false,
        }
    }
}

/// A block whose closing brace is still to come.
struct Open {
    kind: Kind,
    /// Position of the lexeme with which its declaration or clause begins.
    head: usize,
    /// Position of its `{`.
    brace: usize,
}

/// The declaration that is being gathered.
#[derive(Default)]
struct Draft<'s> {
    lexemes: Vec<Lexeme<'s>>,
    open: Vec<Open>,
    /// Where the last declaration begins, not counting its doc comment.
    head: usize,
}

impl Draft<'_> {
    fn last(&self) -> Option<Lexeme<'_>> {
        self.lexemes.last().copied()
    }

    fn kind(&self) -> Option<Kind> {
        self.open.last().map(|open| open.kind)
    }

    fn is_among_declarations(&self) -> bool {
        matches!(self.kind(), None | Some(Kind::Declarations))
    }

    /// Whether a doc comment can be here.
    fn is_documented(&self) -> bool {
        self.is_among_declarations()
            || matches!(self.kind(), Some(Kind::Feature | Kind::Invariant | Kind::Safr))
    }

    /// Whether a part of a `safr` block could follow, were the blocks in it closed.
    fn is_inside_safr(&self) -> bool {
        self.open.iter().any(|open| open.kind == Kind::Safr)
    }
}

/// Cuts a text into declarations.
pub(crate) struct Layout<'s> {
    source: Box<dyn Iterator<Item = Lexeme<'s>> + 's>,
    ahead: VecDeque<Lexeme<'s>>,
    /// Doc lines that wait for what they document.
    docs: Vec<Lexeme<'s>>,
    /// Whether the text opens more blocks than it closes; found out when it is first asked.
    lacks_braces: Option<bool>,
}

impl<'s> Layout<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        let source = Box::new(first_versions(lexemes(text)));
        Self { source, ahead: VecDeque::new(), docs: Vec::new(), lacks_braces: None }
    }

    /// The lexemes of the next declaration.
    pub(crate) fn next_declaration(&mut self, sink: &mut Sink<'_>) -> Option<Vec<Lexeme<'s>>> {
        let mut draft = Draft::default();
        loop {
            self.gather_docs(sink);
            let Some(next) = self.peek(0, sink) else {
                self.report_unused_docs(sink);
                close(&mut draft, None, sink);
                return (!draft.lexemes.is_empty()).then_some(draft.lexemes);
            };
            if self.is_complete(&draft, next) {
                return Some(draft.lexemes);
            }
            let next = self.corrected(&draft, next, sink);
            if let Some(keyword) = self.begins_outside(&draft, next, sink) {
                close(&mut draft, Some((keyword, next)), sink);
                continue;
            }
            self.ahead.pop_front();
            if self.take(&mut draft, next, sink) {
                return Some(draft.lexemes);
            }
        }
    }

    /// Corrects a misspelt keyword, or one in upper case, where what follows shows that it begins a
    /// declaration. So the block of the declaration is read as what it is.
    fn corrected(
        &mut self,
        draft: &Draft<'_>,
        next: Lexeme<'s>,
        sink: &mut Sink<'_>,
    ) -> Lexeme<'s> {
        let may_begin = draft.is_among_declarations() && begins_declaration(draft.last(), next);
        let Some(meant) = Some(next.token).filter(|_| may_begin).and_then(meant) else {
            return next;
        };
        let Some(second) = self.peek(1, sink) else { return next };
        let third = self.peek(2, sink).map(|lexeme| lexeme.token);
        if !is_declaration(meant, second.token, third) || !self.line_has_mark(sink) {
            return next;
        }
        let (span, written) = (sink.span(next), sink.text(next.start, next.end));
        sink.push(if written.eq_ignore_ascii_case(meant.text()) {
            lower_case(written, span)
        } else {
            misspelt(written, meant, "declaration", span)
        });
        let corrected = Lexeme { token: Token::Keyword(meant), ..next };
        if let Some(first) = self.ahead.front_mut() {
            *first = corrected;
        }
        corrected
    }

    /// Whether the line has a sign that no RACF command has.
    fn line_has_mark(&mut self, sink: &mut Sink<'_>) -> bool {
        let mut ahead = 1;
        while let Some(lexeme) = self.peek(ahead, sink).filter(|it| !it.line_start) {
            if matches!(lexeme.token, Token::BraceOpen | Token::Colon) {
                return true;
            }
            ahead += 1;
        }
        false
    }

    /// Whether the declaration ended before `next`.
    fn is_complete(&self, draft: &Draft<'_>, next: Lexeme<'_>) -> bool {
        let begins = !self.docs.is_empty() || begins_declaration(draft.last(), next);
        let closed = draft.last().is_some_and(|last| last.token == Token::BraceClose);
        draft.open.is_empty() && !draft.lexemes.is_empty() && (begins || closed)
    }

    /// Moves a lexeme into the draft; true if it was the last one.
    fn take(&mut self, draft: &mut Draft<'s>, next: Lexeme<'s>, sink: &mut Sink<'_>) -> bool {
        self.place_docs(draft, next, sink);
        if draft.is_among_declarations() && begins_declaration(draft.last(), next) {
            draft.head = draft.lexemes.len();
        }
        match next.token {
            Token::BraceOpen if draft.open.len() == DEEPEST => {
                let message = "blocks are nested too deeply";
                let label = "this block is too deep";
                sink.push(Diagnostic::error(codes::UNEXPECTED, message, sink.span(next), label));
                return false;
            }
            Token::BraceOpen => open(draft),
            Token::BraceClose if draft.open.pop().is_none() => {
                stray_brace(next, sink);
                return false;
            }
            _ => {}
        }
        draft.lexemes.push(next);
        next.token == Token::BraceClose && draft.open.is_empty()
    }

    fn gather_docs(&mut self, sink: &mut Sink<'_>) {
        while let Some(doc) = self.peek(0, sink).filter(|next| matches!(next.token, Token::Doc(_)))
        {
            self.docs.push(doc);
            self.ahead.pop_front();
        }
    }

    /// Puts doc lines before the declaration or requirement that follows them.
    fn place_docs(&mut self, draft: &mut Draft<'s>, next: Lexeme<'s>, sink: &mut Sink<'_>) {
        if draft.is_documented() && next.token != Token::BraceClose {
            draft.lexemes.append(&mut self.docs);
        } else {
            self.report_unused_docs(sink);
        }
    }

    fn report_unused_docs(&mut self, sink: &mut Sink<'_>) {
        if let (Some(first), Some(last)) = (self.docs.first(), self.docs.last()) {
            let span = sink.at(first.start, last.end);
            let message = "unused doc comment: no declaration follows it";
            sink.push(
                Diagnostic::warning(
                    codes::IDLE_DOC_COMMENT,
                    message,
                    span,
                    "no declaration follows",
                )
                .help("write `///` only before a declaration or a requirement, and `//` elsewhere"),
            );
        }
        self.docs.clear();
    }

    /// The lexeme that comes after `ahead` others.
    fn peek(&mut self, ahead: usize, sink: &mut Sink<'_>) -> Option<Lexeme<'s>> {
        while self.ahead.len() <= ahead && !sink.is_full() {
            let lexeme = self.source.next()?;
            let queue = &mut self.ahead;
            fix(lexeme, sink, &mut |fixed| queue.push_back(fixed));
        }
        self.ahead.get(ahead).copied()
    }

    /// The keyword of a declaration that cannot be in the innermost block, if one begins here.
    fn begins_outside(
        &mut self,
        draft: &Draft<'_>,
        next: Lexeme<'_>,
        sink: &mut Sink<'_>,
    ) -> Option<Keyword> {
        let Token::Keyword(keyword) = next.token else { return None };
        let kind = draft.kind()?;
        let declares = keyword.declares() || draft.is_inside_safr() && keyword.begins_safr_part();
        let inside = kind.holds(keyword) || !next.line_start || !declares;
        // A template in a template may be meant so, unless it is at the margin.
        let indented = kind == Kind::Declarations && !is_at_margin(next, sink);
        let wanted = draft.last().is_some_and(|last| awaits_more(last.token));
        if inside || indented || wanted {
            return None;
        }
        let second = self.peek(1, sink)?.token;
        let third = self.peek(2, sink).map(|lexeme| lexeme.token);
        let begins = is_declaration(keyword, second, third)
            || looks_like_declaration(keyword, second)
                && is_outdented(draft, next, sink)
                && self.lacks_braces(sink);
        begins.then_some(keyword)
    }

    fn lacks_braces(&mut self, sink: &Sink<'_>) -> bool {
        *self.lacks_braces.get_or_insert_with(|| {
            let count = |open: usize, lexeme: Lexeme<'_>| match lexeme.token {
                Token::BraceOpen => open + 1,
                Token::BraceClose => open.saturating_sub(1),
                _ => open,
            };
            lexemes(sink.whole()).fold(0, count) > 0
        })
    }
}

/// The keyword of a declaration that a word may be meant as.
fn meant(token: Token<'_>) -> Option<Keyword> {
    match token {
        Token::Word(word) => {
            Keyword::of(did_you_mean(word, Keyword::declaring().map(Keyword::text))?)
        }
        Token::Name(name) => declaring(name),
        _ => None,
    }
}

fn is_at_margin(next: Lexeme<'_>, sink: &Sink<'_>) -> bool {
    next.start == 0 || sink.text(next.start - 1, next.start) == "\n"
}

/// Whether a line is at the margin below indented lines of its block.
fn is_outdented(draft: &Draft<'_>, next: Lexeme<'_>, sink: &Sink<'_>) -> bool {
    let Some(open) = draft.open.last() else { return false };
    let mut lines = draft.lexemes.iter().skip(open.brace + 1).filter(|it| it.line_start);
    is_at_margin(next, sink) && lines.next().is_some_and(|first| !is_at_margin(*first, sink))
}

/// Whether two lexemes may be a property as well as a declaration without a block.
fn looks_like_declaration(keyword: Keyword, second: Token<'_>) -> bool {
    let quoted = matches!(keyword, Keyword::User | Keyword::Group);
    let named = matches!(second, Token::Name(_)) || quoted && matches!(second, Token::Text(_));
    keyword.is(Role::LooksLikeProperty) && named
}

/// Whether three lexemes are the beginning of a declaration and cannot be a property.
fn is_declaration(keyword: Keyword, second: Token<'_>, third: Option<Token<'_>>) -> bool {
    let name = matches!(second, Token::Name(_));
    let id = matches!(second, Token::Name(_) | Token::Text(_));
    match keyword.start() {
        None => false,
        Some(Start::Block) => second == Token::BraceOpen,
        Some(Start::Name) => name,
        Some(Start::Id) => id,
        Some(Start::IdOrStar) => id || second == Token::Star,
        Some(Start::IdAndBlock) => id && third == Some(Token::BraceOpen),
        Some(Start::NameAndColon) => name && third == Some(Token::Colon),
        Some(Start::NameAndNumber) => name && matches!(third, Some(Token::Number(_))),
        Some(Start::NameAndParen) => name && third == Some(Token::ParenOpen),
        Some(Start::Text) => matches!(second, Token::Text(_)),
        Some(Start::ExternalKind) => {
            matches!(second, Token::Keyword(Keyword::User | Keyword::Group | Keyword::Profile))
        }
        Some(Start::Variable) => matches!(second, Token::Variable(_)),
    }
}

/// Whether what follows `last` belongs to it in any case.
fn awaits_more(last: Token<'_>) -> bool {
    match last {
        Token::Colon | Token::Equals | Token::Comma | Token::ParenOpen | Token::BracketOpen => true,
        Token::Keyword(keyword) => keyword.is(Role::AwaitsMore),
        _ => false,
    }
}

/// Whether a declaration, or what was meant to be one, begins with `next` among declarations.
///
/// INVARIANT: false for every lexeme inside the head of a valid declaration.
pub(crate) fn begins_declaration(last: Option<Lexeme<'_>>, next: Lexeme<'_>) -> bool {
    if last.is_some_and(|last| awaits_more(last.token)) {
        return false;
    }
    match next.token {
        Token::Keyword(keyword) => keyword.declares(),
        Token::Word(_) => next.line_start || last.is_none(),
        Token::Name(name) => {
            let ended = matches!(
                last.map(|last| last.token),
                None | Some(Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::ParenClose)
            );
            next.line_start && ended && is_command(name)
        }
        _ => last.is_none(),
    }
}

fn open(draft: &mut Draft<'_>) {
    let position = draft.lexemes.len();
    let token = |at: usize| draft.lexemes.get(at).map(|lexeme| lexeme.token);
    let head_token = match token(draft.head) {
        // What is external or an example has the block of its kind.
        Some(Token::Keyword(Keyword::External | Keyword::Example)) => token(draft.head + 1),
        other => other,
    };
    let (kind, head) = match (draft.kind(), head_token) {
        (None, Some(Token::Keyword(Keyword::Template))) => (Kind::Declarations, draft.head),
        (None | Some(Kind::Declarations), Some(Token::Keyword(keyword))) => {
            (kind_of(keyword), draft.head)
        }
        (None | Some(Kind::Declarations), _) => (Kind::Plain, draft.head),
        _ => (Kind::Plain, position.saturating_sub(1)),
    };
    draft.open.push(Open { kind, head, brace: position });
}

fn kind_of(keyword: Keyword) -> Kind {
    match keyword {
        Keyword::Profile => Kind::Profile,
        Keyword::Test => Kind::Test,
        Keyword::Feature => Kind::Feature,
        Keyword::Invariant => Kind::Invariant,
        Keyword::Safr => Kind::Safr,
        _ => Kind::Plain,
    }
}

/// Closes what is open, up to a block that can hold the declaration that begins at `next`.
fn close(draft: &mut Draft<'_>, next: Option<(Keyword, Lexeme<'_>)>, sink: &mut Sink<'_>) {
    let holder =
        next.and_then(|(keyword, _)| draft.open.iter().rposition(|open| open.kind.holds(keyword)));
    let unclosed = draft.open.split_off(holder.map_or(0, |at| at + 1));
    let Some(last) = draft.lexemes.last().copied() else { return };
    if let Some(outermost) = unclosed.first() {
        unclosed_block(draft, outermost, unclosed.len(), next.map(|(_, next)| next), sink);
    }
    let brace =
        Lexeme { token: Token::BraceClose, start: last.end, end: last.end, line_start: false };
    draft.lexemes.extend(unclosed.iter().map(|_| brace));
}

fn unclosed_block(
    draft: &Draft<'_>,
    open: &Open,
    count: usize,
    next: Option<Lexeme<'_>>,
    sink: &mut Sink<'_>,
) {
    let lexeme = |at: usize| draft.lexemes.get(at).copied();
    let (Some(head), Some(brace), Some(last)) =
        (lexeme(open.head), lexeme(open.brace), draft.last())
    else {
        return;
    };
    let name: String = sink.text(head.start, brace.start).trim().chars().take(60).collect();
    let line = sink.line(brace.start);
    let message = format!("the block of `{name}` that opens on line {line} is not closed");
    let end = sink.at(last.end, last.end);
    let diagnostic = Diagnostic::error(
        codes::UNCLOSED_BLOCK,
        message,
        sink.span(brace),
        "this block is not closed",
    )
    .help("close it with `}`")
    .fix(end, "\n}".repeat(count));
    sink.push(match next {
        Some(next) => diagnostic.because(sink.span(next), "the next declaration begins here"),
        None => diagnostic.because(end, "the file ends here"),
    });
}

fn stray_brace(next: Lexeme<'_>, sink: &mut Sink<'_>) {
    let span = sink.span(next);
    let message = "unexpected `}`: no block is open";
    sink.push(
        Diagnostic::error(codes::STRAY_BRACE, message, span, "no block is open here")
            .help("remove it, or check for an extra `}` above"),
    );
}
