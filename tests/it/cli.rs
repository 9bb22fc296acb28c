//! The command line as its users see it: transcripts, and what no transcript can show.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

/// The binary next to this test's own. Another package's binary is not built for a test, so it is
/// built here, once; where it is fresh already that takes no time.
pub(crate) fn saffron() -> PathBuf {
    static BINARY: LazyLock<PathBuf> = LazyLock::new(|| {
        let test = std::env::current_exe().unwrap();
        let profile = test.ancestors().nth(2).unwrap();
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--package", "saffron", "--bin", "saffron"]);
        if profile.ends_with("release") {
            build.arg("--release");
        }
        build.arg("--target-dir").arg(profile.parent().unwrap());
        assert!(build.status().unwrap().success(), "the binary can't be built");
        profile.join(format!("saffron{}", std::env::consts::EXE_SUFFIX))
    });
    BINARY.clone()
}

/// Runs `saffron` in a directory.
pub(crate) fn run(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(saffron()).args(arguments).current_dir(directory).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A directory with the package that `init` writes.
fn package() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    assert!(run(directory.path(), &["init", "payroll"]).status.success());
    directory
}

#[test]
fn transcripts() {
    let transcripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("cli");
    trycmd::TestCases::new()
        .register_bin("saffron", saffron())
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        // Places in JSON are relative to the policies here, not to the repository.
        .env("GIT_CEILING_DIRECTORIES", transcripts.to_str().unwrap())
        .case("cli/*.trycmd");
}

#[test]
fn noise_is_diagnosed_within_a_second() {
    let directory = tempfile::tempdir().unwrap();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut noise = Vec::with_capacity(10 << 20);
    while noise.len() < 10 << 20 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        noise.extend_from_slice(&state.to_be_bytes());
    }
    fs::write(directory.path().join("noise.saf"), noise).unwrap();
    let output = run(directory.path(), &["check", "noise.saf"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("SAF0901"));
}

#[test]
fn two_compilations_give_identical_bytes() {
    let directory = package();
    let place = directory.path();
    for name in ["one.safb", "other.safb"] {
        assert!(run(place, &["compile", "payroll", "-o", name]).status.success());
    }
    let bytes = |name: &str| fs::read(place.join(name)).unwrap();
    assert_eq!(bytes("one.safb"), bytes("other.safb"));
}

#[test]
fn names_of_files_leave_the_decision_digest_alone() {
    let directory = package();
    let place = directory.path();
    let digest = || {
        assert!(run(place, &["compile", "payroll", "-o", "p.safb"]).status.success());
        let inspected = run(place, &["inspect", "p.safb", "--format", "json"]);
        let value: serde_json::Value = serde_json::from_slice(&inspected.stdout).unwrap();
        (value["decision_digest"].to_string(), value["content_digest"].to_string())
    };
    let before = digest();
    let file = |name: &str| place.join("payroll").join(name);
    fs::rename(file("policy.saf"), file("renamed.saf")).unwrap();
    let after = digest();
    assert_eq!(before.0, after.0);
    assert_ne!(before.1, after.1);
}

#[test]
fn a_request_is_answered_before_the_next_is_asked() {
    let directory = package();
    let mut child = Command::new(saffron())
        .args(["eval", "payroll", "--requests", "-"])
        .current_dir(directory.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut asking = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for user in ["PAYCLK", "PAYADM"] {
        writeln!(asking, r#"{{"user":"{user}","class":"DATASET","resource":"PAYROLL.M"}}"#)
            .unwrap();
        let answer = answers.next().unwrap().unwrap();
        assert!(answer.starts_with(r#"{"outcome":"grant""#), "{answer}");
    }
    drop(asking);
    assert!(child.wait().unwrap().success());
}

#[test]
fn long_lines_marks_and_other_line_ends_are_told_apart() {
    let directory = package();
    let mut requests = b"\xEF\xBB\xBF".to_vec();
    let request = br#"{"user":"PAYCLK","class":"DATASET","resource":"PAYROLL.M"}"#;
    requests.extend_from_slice(request);
    requests.extend_from_slice(b"\r\n");
    requests.extend(std::iter::repeat_n(b'x', 2 << 20));
    requests.extend_from_slice(b"\n\xFF\xFE\n");
    requests.extend_from_slice(request);
    fs::write(directory.path().join("requests.jsonl"), requests).unwrap();
    let output = run(directory.path(), &["eval", "payroll", "--requests", "requests.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output).lines().count(), 2);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("line 2: the line is longer than 1 MiB"), "{errors}");
    assert!(errors.contains("line 3: the line is not UTF-8 text"), "{errors}");
}

#[test]
fn a_closed_output_is_a_failure_without_a_message() {
    let directory = package();
    let mut child = Command::new(saffron())
        .args(["completions", "bash"])
        .current_dir(directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn standard_input_is_formatted_to_standard_output() {
    let mut child = Command::new(saffron())
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"group STAFF {superior SYS1 owner SYS1}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(stdout(&output), "group STAFF { superior SYS1  owner SYS1 }\n");
}

#[test]
fn colours_are_there_when_they_are_asked_for() {
    let directory = package();
    let plain = run(directory.path(), &["test", "payroll"]);
    let coloured = run(directory.path(), &["test", "payroll", "--color", "always"]);
    assert!(!stdout(&plain).contains('\u{1B}'));
    assert!(stdout(&coloured).contains('\u{1B}'));
}

#[test]
fn no_output_names_the_place_where_it_was_made() {
    let directory = package();
    let place = directory.path().canonicalize().unwrap();
    let package = place.join("payroll");
    let bundle = place.join("p.safb");
    let (package, bundle) = (package.to_str().unwrap(), bundle.to_str().unwrap());
    assert!(run(&place, &["compile", package, "-o", bundle]).status.success());
    let bytes = fs::read(bundle).unwrap();
    let needle = place.to_str().unwrap().as_bytes();
    assert!(!bytes.windows(needle.len()).any(|window| window == needle));
}
