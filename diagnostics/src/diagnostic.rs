//! One plain type for everything that can be wrong with a policy.

use crate::source::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The policy is refused.
    Error,
    /// The policy compiles, but probably doesn't say what its author means.
    Warning,
}

/// A stable, documented diagnostic code such as `SAF0203`; its page is `docs/codes/SAF0203.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// A span and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What: lower case, no full stop.
    pub text: String,
}

/// Replaces the text under a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// One problem, addressed to the author of the policy.
///
/// The message alone must make sense: some outputs show nothing else. Names out of the policy
/// are in backticks; messages refer to profiles, groups and users, never of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a diagnostic does nothing until it is returned"]
pub struct Diagnostic {
    /// The documented code.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// One line: what is wrong.
    pub message: String,
    /// The place to fix.
    pub primary: Label,
    /// Other places, also in other files, that explain why.
    pub secondary: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// A replacement that fixes it, where there is just one.
    pub fix: Option<Fix>,
    /// The name or value that it is about, where one place can have several: in a template, another
    /// one for each use. It is not shown.
    pub about: Option<String>,
}

impl Diagnostic {
    /// An error at `span`.
    pub fn error(
        code: Code,
        message: impl Into<String>,
        span: Span,
        label: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            primary: Label { span, text: label.into() },
            secondary: Vec::new(),
            help: None,
            fix: None,
            about: None,
        }
    }

    /// A warning at `span`.
    pub fn warning(
        code: Code,
        message: impl Into<String>,
        span: Span,
        label: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message, span, label) }
    }

    /// Adds a place that explains why.
    pub fn because(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do about it.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Names the value that it is about.
    pub fn about(mut self, value: impl Into<String>) -> Self {
        self.about = Some(value.into());
        self
    }

    /// Adds the replacement that fixes it.
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// Whether the policy is refused because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts for the reader: by file, place and code, exact repetitions dropped.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (a.primary.span, a.code, &a.message).cmp(&(b.primary.span, b.code, &b.message))
    });
    diagnostics.dedup();
}

/// Longer names are not looked for among similar ones: it would take time, and no one typos so.
const LONGEST_SLIP: usize = 246;

/// The name in `known` that is most like `name`, if one is near enough to be a typo.
pub fn did_you_mean<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = match name.chars().take(LONGEST_SLIP + 1).count() {
        0..=2 => 1,
        3..=5 => 2,
        6..=LONGEST_SLIP => 3,
        _ => return None,
    };
    let folded = name.to_lowercase();
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(&folded, &known.to_lowercase()), known))
        .filter(|&(distance, known)| distance <= limit && distance < known.chars().count())
        .min()
        .map(|(_, known)| known)
}
