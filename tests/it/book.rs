//! The documents do what they show: their commands are run, their output is compared, their links
//! lead somewhere, and the book contains every page.
//!
//! A fence with a second word, such as `jcl payroll.jcl`, is a file that the reader saves. A fence
//! `sh` is run, a fence `console` is run command by command, and what each command prints must be
//! what the document shows; a line `...` there stands for any lines. All fences of a document share
//! one directory, in which `policies` and `tests` are those of the repository.
//!
//! `SAFFRON_DOCS=overwrite` writes what the commands print, and the lists of codes, into the
//! documents.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use crate::cli::saffron;

/// Commands of the documents that `.ci/run` runs, because they build the workspace themselves.
const RUN_ELSEWHERE: [&str; 4] = ["cargo ", "sh policies/zowe/demo.sh", "sh docs/", ".ci/run"];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn overwrites() -> bool {
    std::env::var("SAFFRON_DOCS").is_ok_and(|value| value == "overwrite")
}

/// All Markdown files below a directory, relative to the root of the repository.
fn pages_below(directory: &str) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join(directory)).unwrap() {
        let path = entry.unwrap().path();
        let relative = path.strip_prefix(root()).unwrap().to_owned();
        if path.is_dir() {
            found.extend(pages_below(relative.to_str().unwrap()));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.insert(relative);
        }
    }
    found
}

/// All documents that a user reads.
fn documents() -> BTreeSet<PathBuf> {
    let mut pages = pages_below("docs");
    let others = ["README", "ARCHITECTURE", "CHANGELOG", "CONTRIBUTING", "SECURITY"];
    pages.extend(others.map(|name| PathBuf::from(format!("{name}.md"))));
    pages.extend(pages_below("policies"));
    pages
}

/// A fence of a document: its information string and its lines.
struct Fence<'d> {
    kind: &'d str,
    file: Option<&'d str>,
    text: String,
}

/// A document as text between fences and fences, in order.
enum Part<'d> {
    Prose(&'d str),
    Fence(Fence<'d>),
}

fn parts(document: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut open: Option<Fence<'_>> = None;
    for line in document.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(information)) => {
                let mut words = information.split(' ');
                let (kind, file) = (words.next().unwrap_or_default(), words.next());
                open = Some(Fence { kind, file, text: String::new() });
            }
            (Some(_), Some(_)) => parts.extend(open.take().map(Part::Fence)),
            (Some(fence), None) => fence.text.extend([line, "\n"]),
            (None, None) => parts.push(Part::Prose(line)),
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    parts
}

/// The directory in which the commands of one document run.
struct Scratch(tempfile::TempDir);

impl Scratch {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        for name in ["policies", "tests"] {
            std::os::unix::fs::symlink(root().join(name), directory.path().join(name)).unwrap();
        }
        Self(directory)
    }

    fn save(&self, file: &str, text: &str) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What a shell prints for `script`, and whether it succeeds.
    fn run(&self, script: &str) -> (String, bool) {
        let binaries = saffron().parent().unwrap().to_owned();
        let path = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap());
        let output = Command::new("sh")
            .args(["-e", "-c", &format!("exec 2>&1\n{script}")])
            .current_dir(self.0.path())
            .envs([("PATH", path.as_str()), ("NO_COLOR", "1"), ("COLUMNS", "100")])
            .output()
            .unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.success())
    }
}

/// What differs from run to run, made equal: times and the date of today.
fn normal(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    if let Some(unit) = words.iter().rposition(|word| *word == "ms") {
        words[unit.saturating_sub(1)] = "0";
    }
    let is_date = |word: &str| word.len() == 11 && word.ends_with(',') && word.starts_with("20");
    let words = words.into_iter().map(|word| if is_date(word) { "DATE," } else { word });
    words.collect::<Vec<_>>().join(" ").trim_end().to_owned()
}

fn matches(shown: &[&str], printed: &[&str]) -> bool {
    match (shown, printed) {
        ([], rest) => rest.is_empty(),
        (["...", after @ ..], rest) => (0..=rest.len()).any(|at| matches(after, &rest[at..])),
        ([first, shown @ ..], [line, printed @ ..]) => {
            normal(first) == normal(line) && matches(shown, printed)
        }
        (_, []) => false,
    }
}

/// Runs a console fence; the text that it should have, if it is not the text that it has.
fn console(scratch: &Scratch, text: &str) -> String {
    let mut result = String::new();
    for session in format!("\n{text}").split("\n$ ").skip(1) {
        let mut lines: Vec<&str> = session.lines().collect();
        let command_lines = 1 + lines.iter().take_while(|line| line.ends_with('\\')).count();
        let mut shown = lines.split_off(command_lines.min(lines.len()));
        while shown.last().is_some_and(|line| line.is_empty()) {
            shown.pop();
        }
        let printed = scratch.run(&lines.join("\n")).0;
        let printed: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
        let shown = if matches(&shown, &printed) { shown } else { printed };
        let shown_is_empty = shown.is_empty();
        writeln!(result, "$ {}", lines.join("\n")).unwrap();
        for line in shown {
            writeln!(result, "{line}").unwrap();
        }
        if !shown_is_empty {
            result.push('\n');
        }
    }
    format!("{}\n", result.trim_end())
}

/// Runs the commands of a document; the document as it should be.
fn run(document: &Path, text: &str) -> String {
    let scratch = Scratch::new();
    let mut result = String::new();
    for part in parts(text) {
        let fence = match part {
            Part::Prose(line) => {
                writeln!(result, "{line}").unwrap();
                continue;
            }
            Part::Fence(fence) => fence,
        };
        let mut text = fence.text;
        if let Some(file) = fence.file {
            scratch.save(file, &text);
        } else if fence.kind == "sh" {
            let elsewhere = |line: &str| RUN_ELSEWHERE.iter().any(|start| line.starts_with(start));
            if !text.lines().any(elsewhere) {
                let (output, succeeds) = scratch.run(&text);
                assert!(succeeds, "{}:\n{text}\n{output}", document.display());
            }
        } else if fence.kind == "console" {
            text = console(&scratch, &text);
        }
        let file = fence.file.map(|file| format!(" {file}")).unwrap_or_default();
        writeln!(result, "```{}{file}\n{text}```", fence.kind).unwrap();
    }
    result
}

/// Compares what a document says with what it should say, or writes it.
pub(crate) fn expect(document: &Path, is: &str, should_be: &str) {
    if is == should_be {
        return;
    }
    if overwrites() {
        fs::write(root().join(document), should_be).unwrap();
        return;
    }
    let first = is.lines().zip(should_be.lines()).position(|(is, should)| is != should);
    let at = first.unwrap_or_else(|| is.lines().count().min(should_be.lines().count()));
    let excerpt = |text: &str| text.lines().skip(at).take(12).collect::<Vec<_>>().join("\n");
    panic!(
        "{}:{}: the document says\n{}\n\nand should say\n{}\n\n\
         SAFFRON_DOCS=overwrite updates it",
        document.display(),
        at + 1,
        excerpt(is),
        excerpt(should_be)
    );
}

fn check_commands(document: &Path) {
    let text = fs::read_to_string(root().join(document)).unwrap();
    expect(document, &text, &run(document, &text));
}

#[test]
fn commands_of_the_readme_print_what_it_shows() {
    check_commands(Path::new("README.md"));
}

#[test]
fn commands_of_the_tutorial_print_what_it_shows() {
    check_commands(Path::new("docs/tutorial.md"));
}

#[test]
fn commands_of_the_replay_page_print_what_they_show() {
    check_commands(Path::new("docs/replay.md"));
}

#[test]
fn commands_of_the_guide_print_what_they_show() {
    let pages = pages_below("docs/guide");
    assert!(!pages.is_empty());
    for page in pages {
        check_commands(&page);
    }
}

#[test]
fn commands_of_the_recipes_print_what_they_show() {
    let recipes = pages_below("docs/recipes");
    assert!(recipes.len() >= 6, "{recipes:?}");
    for recipe in recipes {
        check_commands(&recipe);
    }
}

/// The targets of the links of a document, without those of other sites.
fn links(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for part in parts(text) {
        let Part::Prose(line) = part else { continue };
        for rest in line.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            if !target.contains("://") {
                targets.push(target.to_owned());
            }
        }
    }
    targets
}

/// The anchor that GitHub and mdBook give a heading.
fn anchor(heading: &str) -> String {
    let kept = |letter: char| match letter {
        ' ' => Some('-'),
        _ if letter.is_alphanumeric() || "-_".contains(letter) => Some(letter.to_ascii_lowercase()),
        _ => None,
    };
    heading.trim_start_matches('#').trim().chars().filter_map(kept).collect()
}

fn has_anchor(text: &str, wanted: &str) -> bool {
    // A second heading with the same text has `-1` after its anchor.
    let wanted = wanted.strip_suffix("-1").unwrap_or(wanted);
    text.lines().any(|line| line.starts_with('#') && anchor(line) == wanted)
}

/// `page/../other.md` without the steps up.
fn resolved(page: &Path, target: &str) -> PathBuf {
    let mut path = page.parent().unwrap().to_owned();
    for component in Path::new(target).components() {
        match component {
            Component::ParentDir => assert!(path.pop(), "{}: {target}", page.display()),
            component => path.push(component),
        }
    }
    path
}

/// What is wrong with a link of a page.
fn broken(page: &Path, text: &str, link: &str) -> Option<String> {
    let (target, wanted) = link.split_once('#').unwrap_or((link, ""));
    let path = if target.is_empty() { page.to_owned() } else { resolved(page, target) };
    if !root().join(&path).exists() {
        return Some(format!("{}: nothing is at {link}", page.display()));
    }
    if page.starts_with("docs") && !path.starts_with("docs") {
        return Some(format!("{}: {link} leaves the book", page.display()));
    }
    if wanted.is_empty() {
        return None;
    }
    let found =
        if path == page { text.to_owned() } else { fs::read_to_string(root().join(&path)).ok()? };
    (!has_anchor(&found, wanted)).then(|| format!("{}: no heading for {link}", page.display()))
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for page in documents() {
        let text = fs::read_to_string(root().join(&page)).unwrap();
        wrong.extend(links(&text).iter().filter_map(|link| broken(&page, &text, link)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn prose_has_at_most_120_columns() {
    let mut wrong = Vec::new();
    for page in documents() {
        let text = fs::read_to_string(root().join(&page)).unwrap();
        if page == Path::new("ARCHITECTURE.md") {
            continue;
        }
        for part in parts(&text) {
            let Part::Prose(line) = part else { continue };
            let is_prose = !line.starts_with('|') && !line.contains("](");
            if is_prose && line.chars().count() > 120 {
                wrong.push(format!("{}: {line}", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the codes are about, by the first two digits of their numbers.
const SUBJECTS: [(&str, &str); 16] = [
    ("SAF00", "Policy text"),
    ("SAF01", "Packages, parameters and templates"),
    ("SAF02", "Names and declarations"),
    ("SAF03", "Properties and options"),
    ("SAF04", "Profiles and access lists"),
    ("SAF05", "Users, groups and connections"),
    ("SAF06", "Tests and features"),
    ("SAF07", "Declarations without effect"),
    ("SAF08", "SAFR"),
    ("SAF09", "Files and dependencies"),
    ("SAF10", "Files of RACF commands"),
    ("SAF11", "The syntax of RACF commands"),
    ("SAF12", "RACF commands as a policy"),
    ("SAF13", "Import"),
    ("SAF14", "ACF2 and Top Secret"),
    ("SAF15", "Files of audit rules"),
];

/// The code and the title of each page of a subject.
fn titles(subject: &str) -> Vec<(String, String)> {
    let pages = pages_below("docs/codes");
    let title = |page: &PathBuf| {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let heading = text.lines().next().unwrap().trim_start_matches("# ");
        let (code, title) = heading.split_once(": ").unwrap();
        (code.to_owned(), title.to_owned())
    };
    pages.iter().map(title).filter(|(code, _)| code.starts_with(subject)).collect()
}

/// A document whose part after `marker` is generated.
pub(crate) fn check_generated(document: &str, marker: &str, generated: &str) {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let (written, _) = text.split_once(marker).unwrap();
    expect(Path::new(document), &text, &format!("{written}{marker}{generated}"));
}

#[test]
fn every_code_is_in_the_index() {
    let mut index = String::new();
    for (subject, name) in SUBJECTS {
        writeln!(index, "\n## {name}\n\n| code | meaning |\n|---|---|").unwrap();
        for (code, title) in titles(subject) {
            writeln!(index, "| [{code}](codes/{code}.md) | {title} |").unwrap();
        }
    }
    check_generated("docs/diagnostics.md", "one page per code.\n", &index);
}

#[test]
fn every_code_is_in_the_book() {
    let mut summary = String::new();
    for (subject, _) in SUBJECTS {
        for (code, title) in titles(subject) {
            writeln!(summary, "  - [{code}: {title}](codes/{code}.md)").unwrap();
        }
    }
    check_generated("docs/SUMMARY.md", "- [Diagnostic codes](diagnostics.md)\n", &summary);
}

#[test]
fn every_page_is_in_the_book() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let listed: BTreeSet<PathBuf> =
        links(&summary).iter().map(|link| Path::new("docs").join(link)).collect();
    let mut pages = pages_below("docs");
    pages.remove(Path::new("docs/SUMMARY.md"));
    assert_eq!(listed, pages);
}
