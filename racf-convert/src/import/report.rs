//! What an import reports in addition to the package: what it couldn't carry, and why.

use saffron_lang::{SourceMap, Span};
use serde::Serialize;

use super::read::Tally;

/// The whole report; its JSON form is stable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Commands by what became of them.
    pub commands: Tally,
    /// What the package holds.
    pub package: Contents,
    /// What to look at first, the most important first.
    pub look_at_first: Vec<Attention>,
    /// Template variables that became parameters.
    pub parameters: Vec<Parameter>,
    /// What isn't in the package, or not as it was, in the order of files and lines.
    pub not_carried: Vec<NotCarried>,
    /// Remarks on the whole.
    pub remarks: Vec<String>,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Attention {
    /// What kind of thing, as a word.
    pub subject: Subject,
    /// How many there are.
    pub count: usize,
    /// The first of them.
    pub first: String,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Kinds of things to look at, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// What wasn't understood.
    NotUnderstood,
    /// Commands that failed, or were done in part.
    NotDone,
    /// Parameters that need a value.
    Parameters,
    /// Data set names without quotes, while nothing says who issues the commands.
    Unquoted,
    /// Commands that were run as if a condition held.
    Conditions,
    /// Access of everyone above READ.
    Widest,
    /// Profiles of which only the grants of the commands are known.
    Partial,
}

impl Subject {
    fn text(self) -> &'static str {
        match self {
            Self::NotUnderstood => "not understood, so not in the package",
            Self::NotDone => {
                "not done or done in part; name what the system has with `--base POLICY`, or use \
                 `--assume-usual-options`"
            }
            Self::Parameters => "parameters without a value",
            Self::Unquoted => {
                "data set names without quotes, so their first qualifier is the ID of the issuer; name the issuer \
                 with `--as USER`"
            }
            Self::Conditions => "commands that depend on a condition, taken as if it holds",
            Self::Widest => "profiles that give everyone more than READ",
            Self::Partial => "external profiles: only what the commands permit is known",
        }
    }
}

impl Attention {
    fn text(&self) -> String {
        let place = self.place.as_ref().map(|it| format!("{}:{}: ", it.file, it.line));
        let (count, what, place) = (self.count, self.subject.text(), place.unwrap_or_default());
        format!("look at first: {count} {what}\n  {place}{}\n", self.first)
    }
}

/// How much the package holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each counts what it is called after")]
pub struct Contents {
    pub files: usize,
    pub groups: usize,
    pub users: usize,
    pub connections: usize,
    pub profiles: usize,
    /// Entries of access lists.
    pub entries: usize,
}

/// A template variable that became a parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Its name in the package.
    pub name: String,
    /// As it is written in the script.
    pub written: String,
    /// What it stands for, checked by its uses: `user`, `group`, `id`, `class`, `access`, `text`.
    pub kind: String,
    /// The value that the script gives it.
    pub default: Option<String>,
}

/// Why something isn't in the package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A command that was not understood.
    NotUnderstood,
    /// A command that RACF would not do.
    Failed,
    /// A command that RACF would do in part.
    InPart,
    /// A command that changes nothing that a policy is about.
    Skipped,
    /// A part of a file that is not about RACF, or that couldn't be read.
    PassedOver,
    /// An operand that takes part in no decision, or whose part isn't modelled.
    Idle,
    /// A password or key: only its place is reported.
    Secret,
    /// A condition: the command was taken as if it held.
    Condition,
    /// A command in a comment: it stays a comment.
    CommentedOut,
    /// A comment whose command left no declaration.
    Comment,
    /// A definition without effect.
    WithoutEffect,
    /// A fact that a policy has no place for.
    Unsaid,
    /// A fact that the policy represents more strictly.
    Stricter,
}

/// One thing that isn't in the package, or not as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotCarried {
    /// Why, as a word.
    pub reason: Reason,
    /// What: `PERMIT FACILITY X.Y`, `PASSWORD of ADDUSER ALICE`.
    pub what: String,
    /// Why, for a person; empty where the reason is enough.
    pub why: String,
    /// Where.
    pub place: Option<Place>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

impl Place {
    pub(super) fn of(sources: &SourceMap, span: Span) -> Option<Self> {
        let file = sources.get(span.file)?;
        let start = file.line_column(span.start);
        Some(Self { file: file.path.clone(), line: start.line, column: start.column })
    }
}

impl Reason {
    fn heading(self) -> &'static str {
        match self {
            Self::NotUnderstood => "not understood",
            Self::Failed => "failed: RACF would reject the command",
            Self::InPart => "done in part",
            Self::Skipped => "skipped: the command changes nothing",
            Self::PassedOver => "skipped parts of files",
            Self::Idle => "operands that are not part of the policy",
            Self::Secret => "secrets, which are never copied",
            Self::Condition => "conditions, treated as true",
            Self::CommentedOut => "commands in comments, which remain comments",
            Self::Comment => "comments whose commands left no declaration",
            Self::WithoutEffect => "definitions without effect",
            Self::Unsaid => "facts that a policy cannot represent",
            Self::Stricter => "facts that the policy represents more strictly",
        }
    }
}

impl Report {
    /// Names of the parameters that need a value before the package compiles.
    pub fn open_parameters(&self) -> Vec<&str> {
        let open = self.parameters.iter().filter(|parameter| parameter.default.is_none());
        open.map(|parameter| parameter.name.as_str()).collect()
    }

    /// The report for a person: a line for each thing, by reason.
    pub fn text(&self) -> String {
        let mut out = self.summary();
        for it in &self.look_at_first {
            out.push_str(&it.text());
        }
        for remark in &self.remarks {
            out.push_str(remark);
            out.push('\n');
        }
        if !self.parameters.is_empty() {
            out.push_str("\nparameters\n");
            out.extend(self.parameters.iter().map(parameter_line));
        }
        let mut reasons: Vec<Reason> = self.not_carried.iter().map(|it| it.reason).collect();
        reasons.sort_unstable();
        reasons.dedup();
        for reason in reasons {
            out.extend(["\n", reason.heading(), "\n"]);
            let of_reason = self.not_carried.iter().filter(|it| it.reason == reason);
            out.extend(of_reason.map(line));
        }
        out
    }

    fn summary(&self) -> String {
        let package = &self.package;
        format!(
            "{}{} files: {} groups, {} users, {} connections, {} profiles, {} access-list entries\n",
            self.commands.line(),
            package.files,
            package.groups,
            package.users,
            package.connections,
            package.profiles,
            package.entries,
        )
    }
}

impl Tally {
    /// The numbers as a line; nothing where there were no commands.
    fn line(&self) -> String {
        if self.found == 0 {
            return String::new();
        }
        format!(
            "{} commands: {} done, {} in part, {} failed, {} skipped, {} not understood\n",
            self.found, self.done, self.in_part, self.failed, self.skipped, self.not_understood,
        )
    }
}

fn parameter_line(it: &Parameter) -> String {
    let value = match &it.default {
        Some(value) => format!("`{value}`"),
        None => "no value yet".to_owned(),
    };
    format!("  {}: {}, {value} (`{}`)\n", it.name, it.kind, it.written)
}

fn line(it: &NotCarried) -> String {
    let place = it.place.as_ref().map(|it| format!("{}:{}: ", it.file, it.line));
    let why = if it.why.is_empty() { String::new() } else { format!(": {}", it.why) };
    format!("  {}{}{why}\n", place.unwrap_or_default(), it.what)
}
