//! What declarations of every kind consist of: words, names, texts, dates, properties and conditions.

use saffron_diagnostics::{Span, Spanned};

/// A lower-case word of the language: `uacc`, `read`, `list-of-groups`.
pub type Word = Spanned<String>;

/// The content of a quoted text, escapes decoded. `${NAME}` is not yet replaced.
pub type Text = Spanned<String>;

/// A name: of a user, group, class, parameter, …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name itself, without quotes; with its `&` for a RACF variable.
    pub text: String,
    /// Whether it was written in quotes.
    pub quoted: bool,
    /// Where, quotes included.
    pub span: Span,
}

/// A calendar date as written. Whether there is such a day is checked by the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// 0 to 9999.
    pub year: u16,
    /// 0 to 99.
    pub month: u8,
    /// 0 to 99.
    pub day: u8,
}

/// `key value`, or a segment `key { … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    /// What the clause is about.
    pub key: Word,
    /// What is stated.
    pub value: PropertyValue,
    /// Key and value.
    pub span: Span,
}

/// The value of a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PropertyValue {
    /// A single value.
    Value(Value),
    /// `on 2027-01-01`
    OnDate(Spanned<Date>),
    /// `failures(read), success(update)`: words of which one at least has an argument, or several.
    Words(Vec<WordWithArgument>),
    /// `{ uid auto  home "/tmp" }`
    Segment(Vec<Property>),
    /// Could not be understood; a diagnostic says why.
    Error,
}

/// `failures(read)`, or just `none`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordWithArgument {
    /// The word.
    pub word: Word,
    /// What is in parentheses.
    pub argument: Option<Word>,
}

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `none`
    Word(Word),
    /// `SECADM`
    Name(Name),
    /// `"/tmp"`
    Text(Text),
    /// `246`
    Number(Spanned<u64>),
    /// `2027-01-01`
    Date(Spanned<Date>),
    /// `[DATASET, FACILITY]`; its values are no lists.
    List(Spanned<Vec<Value>>),
    /// `*`
    Star(Span),
}

impl Value {
    /// Where it is.
    pub fn span(&self) -> Span {
        match self {
            Self::Word(it) | Self::Text(it) => it.span,
            Self::Name(it) => it.span,
            Self::Number(it) => it.span,
            Self::Date(it) => it.span,
            Self::List(it) => it.span,
            Self::Star(span) => *span,
        }
    }
}

/// `when program "PAYCALC"`, `when criteria SQLROLE "TELLER"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The word of a condition class: `program`, `terminal`, …
    pub kind: Word,
    /// The criterion's name, for `criteria`.
    pub name: Option<Name>,
    /// One entry for each.
    pub values: Vec<Text>,
    /// From `when` on.
    pub span: Span,
}

/// What a request is expected to result in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// `may`: granted.
    May,
    /// `may not`: denied.
    MayNot,
    /// `unprotected`: RACF doesn't protect it.
    Unprotected,
    /// `not-governed`: SAFR does not govern the request.
    NotGoverned,
    /// `unsupported`: SAFR has no such operation.
    Unsupported,
}
