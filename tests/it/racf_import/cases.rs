//! The case-book of commands as policy: commands, what is decided, and what isn't stated.

use std::path::Path;

use saffron_compiler::Settings;
use saffron_racf_convert::policy::GapKind;
use saffron_runtime::{Context, Engine, Question, Request, Requester};
use saffron_vocabulary::racf::{AccessLevel, Day};

use super::run::{Run, compiled, run};

/// The day of a request that names none.
const TODAY: &str = "2026-06-01";

/// A case: a heading and its blocks.
struct Case {
    heading: String,
    blocks: Vec<(String, Vec<String>)>,
}

impl Case {
    fn block(&self, name: &str) -> &[String] {
        self.blocks.iter().find(|(it, _)| it == name).map_or(&[], |(_, lines)| lines)
    }
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            cases.push(Case { heading: heading.to_owned(), blocks: Vec::new() });
        }
        let Some(case) = cases.last_mut() else { continue };
        match line.strip_prefix("```") {
            Some("") => open = false,
            Some(name) => {
                open = true;
                case.blocks.push((name.to_owned(), Vec::new()));
            }
            None if open => case.blocks.last_mut().unwrap().1.push(line.to_owned()),
            None => {}
        }
    }
    cases
}

/// What a line of `decisions` asks and expects.
struct Expected<'l> {
    request: Request<'l>,
    outcome: &'l str,
    step: &'l str,
    line: Option<u32>,
}

fn expected(line: &str) -> Expected<'_> {
    let (asked, said) = line.split_once(" -> ").unwrap_or_else(|| panic!("{line}"));
    let (mut group, mut date, mut context) = (None, TODAY, Context::default());
    let mut plain = Vec::new();
    for word in asked.split_whitespace() {
        match word.split_once('=') {
            Some(("group", name)) => group = Some(name),
            Some(("on", day)) => date = day,
            Some(("terminal", name)) => context.terminal = Some(name),
            _ => plain.push(word),
        }
    }
    let [user, access, class, resource] = plain[..] else { panic!("{line}") };
    let said: Vec<&str> = said.split_whitespace().collect();
    let number = said.get(2).and_then(|it| it.strip_prefix("line=")).map(|it| it.parse().unwrap());
    let access = AccessLevel::from_name(access).unwrap();
    let question = Question::new(class, resource).access(access).context(context);
    let mut request = Request::new(Requester::User(user), question, Day::parse(date).unwrap());
    request.group = group;
    Expected { request, outcome: said[0], step: said[1], line: number }
}

fn check(case: &Case, bundle: &[u8], lines: bool) {
    let engine = Engine::open(bundle.to_vec()).unwrap();
    for line in case.block("decisions") {
        let expected = expected(line);
        let decision = engine.decide(&expected.request);
        let actual = (decision.outcome.as_str(), decision.step.as_str());
        assert_eq!(actual, (expected.outcome, expected.step), "{}: {line}", case.heading);
        if let Some(number) = expected.line.filter(|_| lines) {
            let source = decision.source().unwrap();
            assert_eq!((source.file, source.line), ("commands.racf", number), "{line}");
        }
    }
}

fn gaps(run: &Run) -> Vec<String> {
    let said = run.translation.gaps.iter().map(|gap| {
        let kind = match gap.kind {
            GapKind::WithoutEffect => "without-effect",
            GapKind::Unsaid => "unsaid",
            GapKind::Stricter => "stricter",
        };
        format!("{kind}: {}", gap.subject)
    });
    said.collect()
}

#[test]
fn cases_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/commands/import/cases");
    let text = std::fs::read_to_string(folder.join("what-holds.md")).unwrap();
    let cases = cases(&text);
    assert!(cases.len() > 10);
    for case in &cases {
        let run = run(&(case.block("commands").join("\n") + "\n"));
        let failed = &run.imported.commands;
        assert_eq!(failed.failed + failed.not_understood, 0, "{}: {failed:?}", case.heading);
        let tree = run.tree();
        assert!(tree.said.is_empty(), "{}\n{}", case.heading, tree.said);
        check(case, &tree.bundle.unwrap(), true);
        let built = compiled(&run.package(), &Settings::default());
        check(case, &built.bundle.unwrap(), false);
        assert_eq!(gaps(&run), case.block("gaps"), "{}", case.heading);
        super::random::assert_same(&run);
    }
}
