//! Output that can't be written: a full disk, a closed pipe, a directory that can't be changed. A
//! script must never take output that was cut off for a complete one, and no file is half-written.

use std::fs;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::cli::saffron;

const POLICY: &str = r#"
group G { }
user U { default-group G }
profile FACILITY "X" { uacc read }
test "U reads" { user U { may read FACILITY "X" } }
feature "f" { requires U: read FACILITY "X" }
safr { environment E { logical-file L } group S { members [U]  in E as administrator } }
"#;

const COMMANDS: &str = "ADDGROUP PAY\nADDUSER ANN DFLTGRP(PAY)\n";

const REQUESTS: &str = "{\"user\":\"U\",\"class\":\"FACILITY\",\"resource\":\"X\"}\n";

const OPERATIONS: &str = r#"{"system":"safr","user":"U","login_group":"S","login_environment":"E","operation":"read","item_type":"logical-file","item":"L"}
"#;

/// Every command that prints, with arguments that make it print.
const PRINTING: &[&[&str]] = &[
    &["--help"],
    &["--version"],
    &["check", "--help"],
    &["check", "p.saf"],
    &["check", "--features", "p.saf"],
    &["check", "--format", "json", "p.saf"],
    &["test", "p.saf"],
    &["test", "--format", "json", "p.saf"],
    &["test", "--format", "junit", "p.saf"],
    &["test", "--format", "sarif", "p.saf"],
    &["test", "--format", "lcov", "p.saf"],
    &["test", "--coverage", "p.saf"],
    &["check", "--format", "sarif", "p.saf"],
    &["compile", "p.saf", "-o", "-"],
    &["compile", "p.saf", "-o", "q.safb"],
    &["eval", "p.saf", "--requests", "r.jsonl"],
    &["explain", "p.saf", "--user", "U", "--class", "FACILITY", "--resource", "X"],
    &["diff", "p.saf", "c.racf"],
    &["diff", "--format", "json", "p.saf", "c.racf"],
    &["drift", "p.saf", "c.racf"],
    &["drift", "--format", "json", "p.saf", "c.racf"],
    &["plan", "p.saf", "c.racf"],
    &["review", "p.saf", "c.racf", "-o", "-"],
    &["audit", "p.saf"],
    &["audit", "--format", "json", "p.saf"],
    &["who", "p.saf", "--class", "FACILITY", "--resource", "X"],
    &["what", "p.saf", "--user", "U"],
    &["report", "p.saf"],
    &["report", "--format", "json", "p.saf"],
    &["report", "--format", "html", "p.saf"],
    &["replay", "p.saf", "--events", "e.irradu00"],
    &["replay", "--unused", "--format", "json", "p.saf", "--events", "e.irradu00"],
    &["events", "e.irradu00"],
    &["events", "--format", "csv", "e.irradu00"],
    &["import", "c.racf", "-o", "imported"],
    &["emit", "--esm", "racf", "p.saf"],
    &["racf", "check", "c.racf"],
    &["racf", "run", "c.racf"],
    &["racf", "run", "--list", "--format", "json", "c.racf"],
    &["fmt", "--check", "p.saf"],
    &["fmt", "-"],
    &["table", "p.saf"],
    &["table", "--format", "csv", "p.saf"],
    &["table", "--format", "json", "p.saf"],
    &["started", "p.saf", "A"],
    &["graph", "p.saf"],
    &["inspect", "p.safb"],
    &["safr", "report", "p.saf", "--environment", "E"],
    &["safr", "apply", "p.saf", "o.jsonl"],
    &["safr", "import", "d.sql", "-o", "workbench"],
    &["codes"],
    &["codes", "SAF0210"],
    &["completions", "bash"],
    &["man", "-o", "pages"],
    &["init", "fresh"],
    &["init", "watched", "--ci", "github"],
];

/// A directory with one file of each kind.
fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let place = directory.path();
    let files = [
        ("p.saf", POLICY),
        ("c.racf", COMMANDS),
        ("r.jsonl", REQUESTS),
        ("o.jsonl", OPERATIONS),
        ("e.irradu00", "CLASNAME          00:00:01 2026-10-01 SYSA FACILITY\n"),
        ("d.sql", include_str!("../fixtures/safr/roles.sql")),
        ("in.saf", "group G {superior SYS1}\n"),
    ];
    for (name, text) in files {
        fs::write(place.join(name), text).unwrap();
    }
    let compiled = command(place, &["compile", "p.saf", "-o", "p.safb"]).output().unwrap();
    assert!(compiled.status.success(), "{}", errors(&compiled));
    directory
}

fn command(place: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(saffron());
    command.args(arguments).current_dir(place);
    command
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_standard_output_is_a_failure() {
    for arguments in PRINTING {
        let directory = directory();
        let full = File::options().write(true).open("/dev/full").unwrap();
        let input = File::open(directory.path().join("in.saf")).unwrap();
        let failed = command(directory.path(), arguments)
            .stdin(Stdio::from(input))
            .stdout(Stdio::from(full))
            .output()
            .unwrap();
        assert_eq!(failed.status.code(), Some(2), "{arguments:?}: {}", errors(&failed));
    }
}

#[test]
fn every_command_that_prints_is_tried() {
    let help = command(Path::new("."), &["--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed.take_while(|line| !line.is_empty()).filter_map(|line| {
        let indent = line.len() - line.trim_start().len();
        line.split_whitespace().next().filter(|_| indent == 2)
    });
    // `bench` would measure for seconds before it prints.
    for name in names.filter(|name| !["bench", "help"].contains(name)) {
        assert!(PRINTING.iter().any(|it| it[0] == name), "{name} is not in PRINTING");
    }
}

/// Runs a command whose files can't grow: as on a full disk.
#[cfg(unix)]
fn without_room(place: &Path, arguments: &str) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f 0; exec \"$0\" {arguments}");
    let saffron = saffron();
    Command::new("sh").arg("-c").arg(script).arg(saffron).current_dir(place).output().unwrap()
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_files_as_they_were() {
    let directory = directory();
    let place = directory.path();
    let before = names(place);
    let old = fs::read(place.join("p.safb")).unwrap();
    let commands = [
        "compile p.saf -o p.safb",
        "compile p.saf -o new.safb",
        "fmt p.saf",
        "emit --esm racf p.saf -o e.racf --undo u.racf",
        "import c.racf -o imported",
        "init fresh",
        "safr import d.sql -o workbench",
    ];
    for arguments in commands {
        let failed = without_room(place, arguments);
        assert_eq!(failed.status.code(), Some(2), "{arguments}: {}", errors(&failed));
        assert!(errors(&failed).contains("can't write"), "{arguments}: {}", errors(&failed));
        assert_eq!(names(place), before, "{arguments}");
    }
    assert_eq!(fs::read(place.join("p.safb")).unwrap(), old);
    assert_eq!(fs::read_to_string(place.join("p.saf")).unwrap(), POLICY);
}

#[cfg(unix)]
#[test]
fn a_read_only_directory_stays_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = directory();
    let place = directory.path();
    let set = |mode| fs::set_permissions(place, fs::Permissions::from_mode(mode)).unwrap();
    set(0o555);
    let is_writable = File::create(place.join("probe")).is_ok();
    let before = names(place);
    if !is_writable {
        for arguments in [&["compile", "p.saf", "-o", "p.safb"][..], &["fmt", "p.saf"]] {
            let failed = command(place, arguments).output().unwrap();
            assert_eq!(failed.status.code(), Some(2), "{arguments:?}: {}", errors(&failed));
        }
        assert_eq!(names(place), before);
    }
    set(0o755);
}
