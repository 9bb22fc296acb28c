//! Recognises files of other languages by their first line, so that one message says so.

use std::ops::Range;

/// Another language than the one of policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Jcl,
    Json,
    Rexx,
    Shell,
    Toml,
    Xml,
    Yaml,
}

impl Language {
    /// What such a file is, as in "this file is …".
    pub(crate) fn phrase(self) -> &'static str {
        match self {
            Self::Jcl => "a job (JCL)",
            Self::Json => "JSON",
            Self::Rexx => "a REXX program",
            Self::Shell => "a shell script",
            Self::Toml => "TOML",
            Self::Xml => "XML or HTML",
            Self::Yaml => "YAML",
        }
    }

    /// Whether such files hold RACF commands.
    pub(crate) fn is_host(self) -> bool {
        matches!(self, Self::Jcl | Self::Rexx | Self::Shell | Self::Yaml)
    }
}

/// The language of a text that can't be a policy, and its first line.
pub(crate) fn recognise(text: &str) -> Option<(Language, Range<usize>)> {
    let mut lines = lines(text);
    let (at, first) = lines.next()?;
    let language = if is_job(first) {
        Language::Jcl
    } else if first.starts_with("/*") && first.to_ascii_uppercase().contains("REXX") {
        Language::Rexx
    } else if first.starts_with("#!") {
        Language::Shell
    } else if first.starts_with("<<<<<<<") {
        return None;
    } else if first.starts_with('<') {
        Language::Xml
    } else if first.starts_with('{') {
        Language::Json
    } else if first.starts_with('[') {
        Language::Toml
    } else if first == "---" || is_mapping(first, lines.next().map(|(_, line)| line)) {
        Language::Yaml
    } else {
        return None;
    };
    Some((language, at..at + first.len()))
}

/// The lines that are neither blank nor a comment of a policy, with their places.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let all = text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end())
    });
    all.filter(|(_, line)| !line.trim().is_empty() && (!line.starts_with("//") || is_job(line)))
}

/// `//PAYJOB JOB …`
fn is_job(line: &str) -> bool {
    let mut words = line.strip_prefix("//").unwrap_or_default().split(' ');
    let name = words.next().unwrap_or_default();
    let is_name = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_name && words.find(|word| !word.is_empty()) == Some("JOB")
}

/// `users:` above an indented line or a list.
fn is_mapping(first: &str, second: Option<&str>) -> bool {
    let Some(key) = first.strip_suffix(':') else { return false };
    let is_key =
        key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    is_key && second.is_some_and(|line| line.starts_with([' ', '-']))
}
