//! Rules as data: the files in `data/`, and those of a site in the same form.

use serde::Deserialize;

/// How severe a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Untidy.
    Low,
    /// A risk.
    Medium,
    /// An open door.
    High,
}

impl Severity {
    /// As in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A rule of a standard.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The name by which reports and waivers refer to it.
    #[serde(rename = "stig_id", alias = "id")]
    pub id: String,
    /// The number of the group in the standard.
    #[serde(default)]
    pub gid: Option<String>,
    /// How severe its findings are.
    pub severity: Severity,
    /// What it requires, in one line.
    pub title: String,
    /// The name of its test.
    pub slug: String,
    /// Why it is a rule.
    #[serde(default)]
    pub why: String,
    /// Where it is from.
    #[serde(default)]
    pub reference: String,
    /// How to fix what it finds.
    #[serde(default)]
    pub fix: String,
    /// What is tested, in words.
    #[serde(default)]
    pub test: String,
    /// What the test needs, in words.
    #[serde(default)]
    pub needs: String,
}

/// Reads a file of rules: a JSON list.
///
/// # Errors
/// A text that isn't such a list.
pub fn parse(text: &str) -> Result<Vec<Rule>, serde_json::Error> {
    serde_json::from_str(text)
}

/// The rules of the STIG for z/OS RACF that can be decided from a policy.
///
/// # Errors
/// None: a test reads the file.
pub fn stig() -> Result<Vec<Rule>, serde_json::Error> {
    parse(include_str!("../data/stig.json"))
}

/// Saffron's own rules.
///
/// # Errors
/// None: a test reads the file.
pub fn own() -> Result<Vec<Rule>, serde_json::Error> {
    parse(include_str!("../data/saffron.json"))
}
