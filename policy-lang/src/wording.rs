//! What the grammar expects, in the words of an author.

use crate::keyword::{Keyword, Role};
use crate::lexer::Token;

/// What a word is after a colon, or after `may`.
const ACCESS: &str = "an access level";

/// More alternatives than this help no one.
const MOST: usize = 5;

/// What was found, for the end of a message.
pub(crate) fn found(token: Option<Token<'_>>) -> String {
    match token {
        None => "the end of the declaration".to_owned(),
        Some(Token::Text(text)) => format!("the text `\"{}\"`", short(text)),
        Some(Token::Doc(_)) => "a doc comment".to_owned(),
        Some(token) => format!("`{}`", spelling(token)),
    }
}

/// A token as it is written.
pub(crate) fn spelling(token: Token<'_>) -> String {
    match token {
        Token::BraceOpen => "{",
        Token::BraceClose => "}",
        Token::BracketOpen => "[",
        Token::BracketClose => "]",
        Token::ParenOpen => "(",
        Token::ParenClose => ")",
        Token::Colon => ":",
        Token::Comma => ",",
        Token::Equals => "=",
        Token::Star => "*",
        Token::Semicolon => ";",
        Token::BlockComment => "/*",
        Token::Hole => "…",
        Token::Keyword(keyword) => keyword.text(),
        Token::Text(text) => return format!("\"{}\"", short(text)),
        Token::Word(text)
        | Token::Name(text)
        | Token::Variable(text)
        | Token::Date(text)
        | Token::Number(text)
        | Token::Doc(text)
        | Token::Comment(text)
        | Token::OpenText(text)
        | Token::SingleQuoted(text)
        | Token::TypographicText(text)
        | Token::MergeMarker(text)
        | Token::Lump(text)
        | Token::Unknown(text) => return short(text),
    }
    .to_owned()
}

fn short(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(60).collect();
    if chars.next().is_none() { start } else { format!("{start}…") }
}

/// The terminals that the grammar would have taken.
#[derive(Debug)]
pub(crate) struct Expected<'e>(Vec<&'e str>);

impl<'e> Expected<'e> {
    pub(crate) fn new(terminals: &'e [String]) -> Self {
        Self(terminals.iter().map(|terminal| terminal.trim_matches('"')).collect())
    }

    pub(crate) fn has(&self, terminal: &str) -> bool {
        self.0.contains(&terminal)
    }

    pub(crate) fn is_value(&self) -> bool {
        self.has("name") && self.has("word") && self.has("text")
    }

    pub(crate) fn is_property(&self) -> bool {
        let begins = ["security-label", "edit", "members"].iter().any(|it| self.has(it));
        self.has("word") && begins && !self.has("options") && !self.is_value()
    }

    /// A type of SAFR's items.
    fn is_type(&self) -> bool {
        let keywords = ["environment", "group", "user"].iter().all(|it| self.has(it));
        self.has("word") && keywords && !self.has("options") && !self.has("security-label")
    }

    pub(crate) fn is_declaration(&self) -> bool {
        self.has("options") && self.has("profile") && !self.has("word")
    }

    /// The keywords among them, unless any word would do.
    pub(crate) fn keywords(&self) -> Vec<&'e str> {
        self.0.iter().copied().filter(|terminal| Keyword::of(terminal).is_some()).collect()
    }

    /// `an access level`, `` `:` or `,` ``; empty if there is nothing to say.
    pub(crate) fn phrase(&self, previous: Option<Token<'_>>) -> String {
        let mut phrases = self.phrases(previous);
        let more = MOST < phrases.len();
        phrases.truncate(MOST);
        match (phrases.pop(), more) {
            (None, _) => String::new(),
            (Some(_), true) => format!("{}, …", phrases.join(", ")),
            (Some(last), false) if phrases.is_empty() => last,
            (Some(last), false) => format!("{} or {last}", phrases.join(", ")),
        }
    }

    fn phrases(&self, previous: Option<Token<'_>>) -> Vec<String> {
        let word = match previous {
            Some(Token::Colon) => ACCESS,
            Some(Token::Keyword(keyword)) if keyword.is(Role::AsksLevel) => ACCESS,
            Some(Token::Keyword(Keyword::When)) => "a condition such as `program`",
            _ => "a word",
        };
        let (group, absorbs): (Option<&str>, fn(&str) -> bool) = if self.is_value() {
            (Some("a value"), |terminal| terminal != "hole")
        } else if self.has("word") && self.has("permit") && self.has("connect") {
            (Some(word), |terminal| Keyword::of(terminal).is_some() || terminal == "word")
        } else if self.is_type() {
            (Some("a type of item"), |terminal| {
                matches!(terminal, "word" | "environment" | "group" | "user")
            })
        } else if self.is_property() {
            (Some("a property"), |terminal| {
                matches!(terminal, "word" | "," | "(" | "=")
                    || Keyword::of(terminal).is_some_and(|keyword| keyword.is(Role::Key))
            })
        } else if self.is_declaration() {
            (Some("a declaration"), |terminal| Keyword::of(terminal).is_some_and(Keyword::declares))
        } else {
            (None, |_| false)
        };
        let others = self.0.iter().filter(|terminal| !absorbs(terminal));
        let mut others: Vec<String> =
            others.filter_map(|terminal| self.one(terminal, word)).collect();
        others.sort_by_key(|phrase| phrase.starts_with('`'));
        group.map(str::to_owned).into_iter().chain(others).collect()
    }

    fn one(&self, terminal: &str, word: &str) -> Option<String> {
        let phrase = match terminal {
            "hole" | "doc" | "unknown" => return None,
            "name" if self.has("[") => return None,
            // The name would be a parameter's: that is not what anybody forgot.
            "name" if word == ACCESS && self.has("word") => return None,
            "text" if self.has("name") && !self.has("[") => return None,
            "word" => word,
            "name" => "a name",
            "text" => "a text in double quotes",
            "variable name" => "a variable such as `&RACLNDE`",
            "number" => "a number",
            "date" => "a date such as `2027-02-01`",
            other => return Some(format!("`{other}`")),
        };
        Some(phrase.to_owned())
    }
}
