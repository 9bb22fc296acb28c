//! Each rule of the audit has a policy that it finds fault with, one that it doesn't, and a section of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use saffron_audit::{Audit, Inquiry, Lists, Rule, State, audit, codes, rule, rule_file, test};
use saffron_diagnostics::FileId;
use saffron_runtime::Engine;
use saffron_tests::pipeline::compile_text;
use saffron_tests::request::DEFAULT_DAY;

use super::book::{check_generated, root};
use super::cli::run;

fn rules() -> Vec<Rule> {
    rule::stig().unwrap().into_iter().chain(rule::own().unwrap()).collect()
}

/// What the site of the fixtures approves: the user OK1.
fn lists() -> Lists {
    let mut lists: BTreeMap<String, Vec<String>> =
        test::known_lists().map(|name| (name.to_owned(), vec!["OK1".to_owned()])).collect();
    for (list, name) in [
        ("apf-libraries", "SYS1.LINKLIB"),
        ("racf-databases", "SYS1.RACF"),
        ("batch-users", "BATCH1"),
        ("storage-administrators", "STOR1"),
        ("sensitive-utilities", "IEHINIT"),
        ("trusted-started-tasks", "JES2"),
        ("global-entries", "DATASET SYS1.HELP"),
    ] {
        lists.insert(list.to_owned(), vec![name.to_owned()]);
    }
    lists
}

fn audited(text: &str, rules: &[Rule], lists: &Lists, options_assumed: bool) -> Audit {
    let compiled = compile_text(text).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
    let engine = Engine::open(compiled.bundle).unwrap();
    let inquiry = Inquiry {
        model: &compiled.model,
        sources: &compiled.sources,
        engine: &engine,
        day: DEFAULT_DAY,
        lists,
        options_assumed,
        whole_system: true,
    };
    audit(rules, &inquiry)
}

fn fixture(rule: &Rule, name: &str) -> String {
    let path = root().join("tests/fixtures/audit").join(&rule.id).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn each_rule_finds_its_fault_and_no_other() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let one = [rule.clone()];
        let found = |name| audited(&fixture(&rule, name), &one, &lists(), false);
        if found("fails.saf").findings.is_empty() {
            wrong.push(format!("{}: no finding in fails.saf", rule.id));
        }
        let passes = found("passes.saf");
        if !passes.findings.is_empty() || !passes.not_decided.is_empty() {
            wrong.push(format!("{}: {passes:?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_test_and_every_test_a_rule() {
    let rules = rules();
    for rule in &rules {
        assert!(test::of(&rule.slug).is_some(), "{}", rule.id);
        for text in [&rule.title, &rule.why, &rule.fix, &rule.reference] {
            assert!(!text.is_empty(), "{}", rule.id);
        }
    }
    for test in test::ALL {
        assert!(rules.iter().any(|rule| rule.slug == test.slug), "{}", test.slug);
    }
}

#[test]
fn what_is_missing_makes_a_rule_not_decided() {
    let rules = rules();
    let found = audited("group G { }\n", &rules, &Lists::new(), true);
    for rule in &rules {
        let test = test::of(&rule.slug).unwrap();
        let is_open = found.not_decided.iter().any(|it| it.rule == rule.id);
        assert_eq!(is_open, test.asks_options || !test.lists.is_empty(), "{}", rule.id);
    }
}

/// A waiver excuses what it names until its last day. What is left of it is a finding.
#[test]
fn waivers_excuse_what_they_name() {
    let own = rule::own().unwrap();
    let audited = |waivers: &str| {
        let text = "profile FACILITY \"BPX.SERVER\" { uacc update }\n\
                    profile FACILITY \"BPX.DAEMON\" { uacc update }\n"
            .to_owned()
            + waivers;
        audited(&text, &own, &Lists::new(), false)
    };
    let rule = |found: &Audit, name: &str| -> Vec<(String, bool)> {
        let of_rule = found.findings.iter().filter(|it| it.rule == name);
        of_rule.map(|it| (it.message.clone(), it.waived.is_some())).collect()
    };
    let plain = audited("");
    let open = rule(&plain, "uacc-update");
    assert_eq!(open.iter().map(|it| it.1).collect::<Vec<_>>(), [false, false], "{plain:?}");

    let waive = |profile: &str, until: &str| {
        format!(
            "waive \"uacc-update\" for profile FACILITY \"{profile}\" \
             because \"agreed\" until {until}\n"
        )
    };
    let used = audited(&waive("BPX.SERVER", "2099-01-01"));
    let waived = rule(&used, "uacc-update");
    assert!(waived.iter().all(|(text, waived)| *waived == text.contains("BPX.SERVER")), "{used:?}");
    let states = |found: &Audit| found.waivers.iter().map(|it| it.state).collect::<Vec<_>>();
    assert_eq!(states(&used), [State::Used]);

    let expired = audited(&waive("BPX.SERVER", "2001-01-01"));
    assert_eq!(states(&expired), [State::Expired]);
    assert!(rule(&expired, "uacc-update").iter().all(|it| !it.1));
    assert_eq!(rule(&expired, "expired-waiver").len(), 1);

    let unknown = audited(
        "group GG { superior SYS1 }\nuser U1 { default-group GG }\nwaive \"uacc-of-nothing\" for U1 because \"typo\" until 2099-01-01\n",
    );
    assert_eq!(states(&unknown), [State::Unused]);
    assert_eq!(rule(&unknown, "unused-waiver").len(), 1);

    let of_another_standard = audited(
        "group GG { superior SYS1 }\nuser U1 { default-group GG }\nwaive \"RACF-ES-000660\" for U1 because \"x\" until 2099-01-01\n",
    );
    assert_eq!(states(&of_another_standard), []);
}

/// The faults of a policy that is wide open, each with a rule that finds it.
#[test]
fn a_wide_open_policy_has_a_finding_for_each_fault() {
    let text = fs::read_to_string(root().join("tests/cli/audit.in/open.saf")).unwrap();
    let found = audited(&text, &rule::own().unwrap(), &Lists::new(), false);
    for fault in [
        "DATASET PAY.** has UACC ALTER",
        "DATASET PAY.** is in WARNING mode",
        "FACILITY BPX.SUPERUSER has UACC READ",
        "FACILITY BPX.SUPERUSER permits ID(*) ALTER",
        "the global entry DATASET PAY.** grants ALTER",
        "the global entry DATASET SYS1.** grants UPDATE",
        "DATASET SYS1.** has UACC UPDATE",
        "SURROGAT *.SUBMIT has UACC READ",
        "UNIXPRIV ** has UACC CONTROL",
        "OPERCMDS ** has UACC CONTROL",
        "has both SPECIAL and OPERATIONS",
        "started tasks of ROOT.* are PRIVILEGED",
        "is not PROTECTED",
        "PROTECTALL is off",
        "WHEN(PROGRAM) is off",
        "GRPLIST is off",
    ] {
        assert!(found.findings.iter().any(|it| it.message.contains(fault)), "{fault}: {found:#?}");
    }
}

/// Each code of a file of rules, by a file that triggers it and no other.
#[test]
fn each_fault_of_a_file_of_rules_has_its_code() {
    for info in codes::ALL {
        let code = info.code.0;
        let path = root().join("tests/fixtures/codes").join(format!("{code}.json"));
        let found = rule_file::read(FileId(0), &fs::read_to_string(path).unwrap());
        let triggered: Vec<&str> = found.diagnostics.iter().map(|it| it.code.0).collect();
        assert_eq!(triggered, [code], "{:#?}", found.diagnostics);
    }
}

/// Wherever a file of rules is cut, or a character is another, it has rules or a mistake.
#[test]
fn any_text_is_rules_or_has_a_mistake() {
    let whole = fs::read_to_string(root().join("tests/cli/audit.in/rules.json")).unwrap();
    assert_eq!(rule_file::read(FileId(0), &whole).rules.len(), 2);
    for (at, sign) in whole.trim_end().char_indices() {
        let (before, after) = whole.split_at(at);
        let cut = rule_file::read(FileId(0), before);
        assert!(!cut.diagnostics.is_empty(), "{at}");
        for other in ["[", "]", "{", "}", ",", "\"", "\\", "é", "\0", "1"] {
            let text = format!("{before}{other}{}", after.strip_prefix(sign).unwrap());
            let _ = rule_file::read(FileId(0), &text);
        }
    }
}

/// The page to attest: by user and by resource, with the ways; names are text, and everything that opens is closed.
#[test]
fn the_page_to_attest_shows_who_has_what() {
    let directory = tempfile::tempdir().unwrap();
    let policy = "group PAY { }\ngroup NEWS { }\nuser ANN { name \"<script>&\"  default-group PAY }\n\
                  user BOB { default-group PAY }\nuser GONE { default-group PAY  revoked yes }\n\
                  profile DATASET \"PAY.**\" { uacc none  permit PAY: read  permit ANN: update }\n\
                  profile DATASET \"NEWS.**\" { uacc read }\n";
    fs::write(directory.path().join("p.saf"), policy).unwrap();
    let compiled = run(directory.path(), &["compile", "p.saf", "-o", "p.safb"]);
    assert!(compiled.status.success(), "{compiled:?}");
    for file in ["p.saf", "p.safb"] {
        let arguments = ["report", file, "--format", "html", "--on", "2026-11-28"];
        let output = run(directory.path(), &arguments);
        let page = String::from_utf8(output.stdout.clone()).unwrap();
        assert!(output.status.success(), "{output:?}");
        for shown in
            ["2 users can enter", "UPDATE DATASET PAY.**", "user ANN", "group PAY", "☐ keep"]
        {
            assert!(page.contains(shown), "{file}: {shown}\n{page}");
        }
        assert!(!page.contains("<script") && !page.contains("http"), "{page}");
        for tag in
            ["html", "body", "table", "tr", "td", "th", "h2", "h3", "p", "svg", "text", "span"]
        {
            let opened = [" ", ">"].map(|end| page.matches(&format!("<{tag}{end}")).count());
            let closed = page.matches(&format!("</{tag}>")).count();
            assert_eq!(opened.iter().sum::<usize>(), closed, "{file}: {tag}\n{page}");
        }
    }
    let page = run(directory.path(), &["report", "p.saf", "--format", "html"]);
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(page.contains("ANN – &lt;script&gt;&amp;") && page.contains("<p>GONE</p>"), "{page}");
}

#[test]
fn every_rule_has_a_section() {
    let mut text = String::from("\n");
    for rule in rules() {
        let (id, title, severity) = (&rule.id, &rule.title, rule.severity.as_str());
        let lists = test::of(&rule.slug).unwrap().lists;
        let needs = lists.iter().map(|list| format!("`{list}`")).collect::<Vec<_>>().join(", ");
        let _ = write!(text, "\n## {id}\n\n{title}\n\nSeverity: {severity}\n\n");
        if !needs.is_empty() {
            let _ = write!(text, "Lists: {needs}\n\n");
        }
        let _ = write!(
            text,
            "- Why: {}\n- Fix: {}\n- Reference: {}\n",
            rule.why, rule.fix, rule.reference
        );
    }
    check_generated("docs/reference/audit-rules.md", "<!-- rules -->", &text);
}
