//! What runs in pipelines: the scripts of the GitHub action, of GitLab's template and of the pre-commit hooks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use super::cli::saffron;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// A command in a directory, which finds `saffron` and what is in the directory `bin` next to it.
fn command(directory: &Path, program: &str) -> Command {
    let binary = saffron();
    let own = binary.parent().unwrap().display().to_string();
    let path = std::env::var("PATH").unwrap();
    let mut command = Command::new(program);
    command
        .current_dir(directory)
        .env("PATH", format!("{}:{own}:{path}", directory.join("bin").display()))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("NO_COLOR", "1");
    command
}

fn git(directory: &Path, arguments: &[&str]) -> String {
    let who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    let output = command(directory, "git").args(who).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?} {}", text(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn text(output: &Output) -> String {
    let [out, err] = [&output.stdout, &output.stderr].map(|it| String::from_utf8_lossy(it));
    format!("{out}\n{err}")
}

/// A repository with a package, of which a permit has been changed since the last commit.
fn changed_package() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    git(at, &["init", "--quiet"]);
    let init = command(at, "saffron").args(["init", "payroll", "--ci", "github"]).output().unwrap();
    assert!(init.status.success());
    assert!(text(&init).contains("replace OWNER"), "{}", text(&init));
    let workflow = fs::read_to_string(at.join(".github/workflows/policy.yml")).unwrap();
    let (top, steps) = workflow.split_once("name:").unwrap();
    assert!(top.contains("uses: OWNER/saffron@main"), "what to replace is said at the top");
    assert_eq!(steps.matches("OWNER/").count(), 1, "and there is one place for it");
    assert!(workflow.contains("policy: 'payroll'"), "the workflow is at the top of the repository");
    git(at, &["add", "."]);
    git(at, &["commit", "--quiet", "--message", "a package"]);
    let policy = at.join("payroll/policy.saf");
    let written = fs::read_to_string(&policy).unwrap();
    fs::write(&policy, format!("{written}\nuser TEMP1 {{ default-group PAYGRP }}\n")).unwrap();
    directory
}

/// The lines of a list of scripts in YAML, as far as these files need it.
fn scripts(file: &str, key: &str) -> Vec<String> {
    let yaml = fs::read_to_string(repository().join(file)).unwrap();
    let mut found = Vec::new();
    let mut inside = false;
    for line in yaml.lines() {
        let item = line.trim_start();
        if let Some(value) = item.strip_prefix(&format!("{key}: ")) {
            found.push(unquoted(value));
        } else if item == format!("{key}:") {
            inside = true;
        } else if let Some(value) = item.strip_prefix("- ").filter(|_| inside) {
            found.push(unquoted(value));
        } else {
            inside = false;
        }
    }
    found
}

fn unquoted(value: &str) -> String {
    value.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or(value).to_owned()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What readers of SARIF 2.1.0 require of a log.
fn assert_sarif(log: &Value, files_in: &Path) {
    assert_eq!(log["version"], "2.1.0");
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let driver = &runs[0]["tool"]["driver"];
    assert_eq!(driver["name"], "saffron");
    let rules: Vec<&str> =
        driver["rules"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    for result in runs[0]["results"].as_array().unwrap() {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()), "{result}");
        assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        for location in result["locations"].as_array().unwrap() {
            let place = &location["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(files_in.join(uri).is_file(), "{uri} is not a file of the repository");
            assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
            assert!(place["region"]["startColumn"].as_u64().unwrap() > 0);
        }
    }
}

#[test]
fn the_script_of_the_action_checks_tests_and_compares() {
    let directory = changed_package();
    let at = directory.path();
    let run =
        scripts("action.yml", "run").into_iter().find(|it| it.contains("saffron.sh")).unwrap();
    let script = |fail_on: &str| {
        let head = git(at, &["rev-parse", "HEAD"]);
        command(at, "bash")
            .args(["-c", &run])
            .env("GITHUB_ACTION_PATH", repository())
            .env("POLICY", "payroll")
            .env("BASE", head)
            .env("SAFFRON_FAIL_ON", fail_on)
            .output()
            .unwrap()
    };
    let output = script("");
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("TEMP1"), "{}", text(&output));
    let results = at.join("saffron-results");
    for file in ["check.sarif", "test.sarif"] {
        assert_sarif(&json(&results.join(file)), at);
    }
    assert!(fs::read_to_string(results.join("test.xml")).unwrap().contains("<testsuites"));
    assert!(fs::read_to_string(results.join("diff.md")).unwrap().contains("TEMP1"));
    assert!(json(&results.join("diff.sarif"))["runs"][0]["results"].as_array().unwrap().len() == 1);
    assert_eq!(script("gain").status.code(), Some(1));
    assert_eq!(script("nonsense").status.code(), Some(2));
    fs::write(at.join("payroll/wrong.saf"), "profile FACILITY \"X\" { uacc reed }\n").unwrap();
    let output = script("");
    assert_ne!(output.status.code(), Some(0));
    let log = json(&results.join("check.sarif"));
    assert_sarif(&log, at);
    let result = &log["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "payroll/wrong.saf");
    assert!(fs::read_to_string(results.join("test.xml")).unwrap().contains("<error"));
}

#[test]
fn the_comment_is_written_once_and_then_replaced() {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    fs::create_dir(at.join("bin")).unwrap();
    let gh = at.join("bin/gh");
    let calls = at.join("calls");
    fs::write(
        &gh,
        "#!/bin/sh\necho \"$*\" >>calls\ncase \"$*\" in *--paginate*) cat known;; *) cat \"${6#body=@}\" >body;; esac\n",
    )
    .unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&gh).status().unwrap().success());
    fs::write(at.join("diff.md"), "TEMP1 gains READ\n").unwrap();
    for (known, expected) in [
        ("", "api --method POST repos/o/r/issues/7/comments"),
        ("42\n", "api --method PATCH repos/o/r/issues/comments/42"),
    ] {
        fs::write(at.join("known"), known).unwrap();
        fs::write(&calls, "").unwrap();
        let comment = repository().join("pipeline/comment.sh");
        let output =
            command(at, "bash").arg(comment).args(["diff.md", "o/r", "7"]).output().unwrap();
        assert!(output.status.success(), "{}", text(&output));
        assert!(fs::read_to_string(&calls).unwrap().contains(expected));
    }
}

#[test]
fn the_script_of_gitlab_runs() {
    let directory = changed_package();
    let at = directory.path();
    let head = git(at, &["rev-parse", "HEAD"]);
    let script = scripts("pipeline/gitlab.yml", "script").join("\n");
    let run = |policy: &str, fail_on: &str| {
        command(at, "bash")
            .args(["-e", "-c", &script])
            .env("SAFFRON_POLICY", policy)
            .env("SAFFRON_FAIL_ON", fail_on)
            .env("CI_MERGE_REQUEST_DIFF_BASE_SHA", &head)
            .output()
            .unwrap()
    };
    let output = run("payroll", "");
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("TEMP1"), "{}", text(&output));
    assert_eq!(run("payroll", "gain").status.code(), Some(1));
    assert_ne!(run("gone", "").status.code(), Some(0));
}

#[test]
fn the_hooks_of_pre_commit_run() {
    let directory = changed_package();
    let package = directory.path().join("payroll");
    let entries = scripts(".pre-commit-hooks.yaml", "entry");
    assert_eq!(entries, ["saffron fmt", "saffron check", "saffron test"]);
    for entry in entries {
        let argument = if entry.ends_with("fmt") { "policy.saf" } else { "." };
        let line = format!("{entry} {argument}");
        let output = command(&package, "bash").args(["-c", &line]).output().unwrap();
        assert!(output.status.success(), "{line}: {}", text(&output));
    }
}

#[test]
fn init_adds_the_pipeline_of_a_host() {
    let directory = tempfile::tempdir().unwrap();
    let at = directory.path();
    let init = |arguments: &[&str]| {
        command(at, "saffron").arg("init").args(arguments).output().unwrap().status.code()
    };
    assert_eq!(init(&["a", "--ci", "gitlab"]), Some(0));
    assert!(fs::read_to_string(at.join("a/.gitlab-ci.yml")).unwrap().contains("saffron test"));
    assert!(at.join("a/saffron.toml").is_file());
    assert_eq!(
        init(&["a", "--ci", "github"]),
        Some(0),
        "an existing package gets the pipeline only"
    );
    assert!(at.join("a/.github/workflows/policy.yml").is_file());
    assert_eq!(init(&["a", "--ci", "github"]), Some(2), "nothing is overwritten");
    assert_eq!(init(&["a"]), Some(2));
}

/// Annotations land on their lines if paths are those of the repository, wherever the command runs.
#[test]
fn paths_for_programs_begin_at_the_top_of_the_repository() {
    let directory = changed_package();
    let top = directory.path();
    let package = top.join("payroll");
    let test = "test \"never\" { user PAYCLK { may alter DATASET \"PAYROLL.MASTER\" } }\n";
    fs::write(package.join("never.saf"), test).unwrap();
    let policy = package.join("policy.saf");
    let written = fs::read_to_string(&policy).unwrap();
    fs::write(&policy, written.replace("permit PAYADM: alter", "permit PAYADM: update")).unwrap();
    for (place, typed) in
        [(top, "payroll"), (package.as_path(), "."), (package.as_path(), "../payroll")]
    {
        let run = |arguments: &[&str]| {
            let output = command(place, "saffron").args(arguments).output().unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        for format in ["sarif", "junit", "lcov", "json"] {
            let out = run(&["test", typed, "--coverage", "--format", format]);
            assert!(out.contains("payroll/never.saf") || format == "lcov", "{format}: {out}");
            let is_place = |line: &&str| {
                ["\"file\":", "\"uri\":", " file=", "SF:"].iter().any(|it| line.contains(it))
            };
            let outside = out.lines().filter(is_place).find(|line| line.contains("../"));
            assert_eq!(outside, None, "{format}: {out}");
            assert!(format != "lcov" || out.contains("SF:payroll/policy.saf"), "{out}");
        }
        for format in ["sarif", "json"] {
            let out = run(&["diff", typed, "--baseline", "HEAD", "--format", format]);
            let files = out.lines().filter(|it| it.contains("\"uri\"") || it.contains("\"file\""));
            let files: Vec<&str> = files.collect();
            assert!(!files.is_empty(), "{out}");
            assert!(files.iter().all(|it| it.contains("\"payroll/policy.saf\"")), "{files:?}");
        }
    }
}
