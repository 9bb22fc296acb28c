//! What kind of file it is.

use super::{clist, prose, shell};
use crate::script::Host;

/// Extensions that mark a template of any kind.
const TEMPLATES: &[&str] = &["j2", "jinja", "jinja2", "vtl", "vm", "tmpl", "tpl", "template", "in"];

/// What kind of file it is, by its name and, if the name is not enough, by its text.
pub(super) fn kind_of(path: &str, text: &str) -> Host {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let mut parts = name.rsplit('.').skip_while(|it| TEMPLATES.contains(it));
    let ending = parts.next().unwrap_or_default();
    let said = parts.next().and_then(|_| by_ending(ending)).or_else(|| by_name(&name));
    match said {
        Some(Host::Jcl) if !is_jcl(text) => Host::Commands,
        Some(Host::Commands) if clist::is_clist(text) => Host::Clist,
        Some(host) => host,
        None => match by_text(text) {
            Host::Commands if prose::is_about(text) => Host::Notes,
            host => host,
        },
    }
}

/// Files that are known by their whole name.
fn by_name(name: &str) -> Option<Host> {
    match name {
        "makefile" | "gnumakefile" => Some(Host::Shell),
        "jenkinsfile" => Some(Host::Program),
        _ => None,
    }
}

fn by_ending(ending: &str) -> Option<Host> {
    Some(match ending {
        "jcl" | "cntl" | "job" => Host::Jcl,
        "rexx" | "rex" | "exec" | "rx" => Host::Rexx,
        "sh" | "bash" | "ksh" | "zsh" | "mk" | "make" => Host::Shell,
        "yml" | "yaml" => Host::Yaml,
        "xml" | "html" | "htm" | "xhtml" | "dita" => Host::Xml,
        "adoc" | "asciidoc" | "asc" | "rst" => Host::Markup,
        "py" | "js" | "mjs" | "cjs" | "ts" | "tsx" | "jsx" | "groovy" | "gradle" | "java"
        | "kt" | "kts" | "scala" | "go" | "rb" | "pl" | "pm" | "php" | "cs" | "ps1" | "rs"
        | "lua" | "c" | "cc" | "cpp" | "h" => Host::Program,
        "md" | "markdown" | "mdx" => Host::Markdown,
        "clist" | "clst" => Host::Clist,
        "racf" | "rac" | "tso" => Host::Commands,
        _ => return None,
    })
}

/// The kind that the text itself shows.
pub(super) fn by_text(text: &str) -> Host {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let first = start.lines().next().unwrap_or_default();
    let lower = first.to_ascii_lowercase();
    if first.starts_with("#!") {
        let program =
            ["python", "perl", "ruby", "node", "groovy"].iter().any(|it| lower.contains(it));
        return match (lower.contains("rexx"), program) {
            (true, _) => Host::Rexx,
            (false, true) => Host::Program,
            (false, false) => Host::Shell,
        };
    }
    if is_rexx(start) {
        return Host::Rexx;
    }
    if is_jcl(text) {
        return Host::Jcl;
    }
    if ["<?xml", "<!doctype", "<html", "<workflow"].iter().any(|it| lower.starts_with(it)) {
        return Host::Xml;
    }
    if first.trim_end() == "---" {
        return Host::Yaml;
    }
    if shell::is_script(text) {
        return Host::Shell;
    }
    if clist::is_clist(text) { Host::Clist } else { Host::Commands }
}

/// REXX begins with a comment that names it.
fn is_rexx(start: &str) -> bool {
    let comment = start.strip_prefix("/*").and_then(|it| it.split_once("*/"));
    let comment = comment.map_or("", |(comment, _)| comment).to_ascii_lowercase();
    comment.lines().next().is_some_and(|line| line.contains("rexx"))
}

/// Whether one of the first statements is a card of JCL. The first lines suffice: what is in
/// front of them is comment.
pub(super) fn is_jcl(text: &str) -> bool {
    const OPERATIONS: &[&str] = &["JOB", "EXEC", "SET", "DD", "PROC", "JCLLIB", "EXPORT", "IF"];
    let card = |line: &str| {
        let mut words = line.strip_prefix("//").map(str::split_whitespace).into_iter().flatten();
        let named = !line.starts_with("// ");
        let operation = if named { words.nth(1) } else { words.next() };
        operation.is_some_and(|it| OPERATIONS.contains(&it))
    };
    text.lines().any(card)
}
