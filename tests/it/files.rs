//! Which files a run reads and writes: regular files only, all of a package, no output over an input,
//! nothing left behind.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::cli::{run, saffron};

const POLICY: &str =
    "group G { }\nuser U { default-group G }\nprofile FACILITY \"X\" { uacc read }\n";

fn package() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"small\"\nedition = \"2026\"\n";
    fs::create_dir(directory.path().join("p")).unwrap();
    fs::write(directory.path().join("p/saffron.toml"), manifest).unwrap();
    fs::write(directory.path().join("p/a.saf"), POLICY).unwrap();
    directory
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Makes something at a path.
type Make<'m> = &'m dyn Fn(&Path);

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn an_output_is_never_an_input() {
    let directory = package();
    for output in ["p/a.saf", "p/../p/a.saf", "p/saffron.toml"] {
        let found = run(directory.path(), &["compile", "p", "-o", output]);
        assert_eq!(found.status.code(), Some(2), "{output}");
        assert!(errors(&found).contains("is part of the policy"), "{}", errors(&found));
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("p/a.saf", directory.path().join("link")).unwrap();
        assert_eq!(run(directory.path(), &["compile", "p", "-o", "link"]).status.code(), Some(2));
    }
    assert_eq!(fs::read_to_string(directory.path().join("p/a.saf")).unwrap(), POLICY);
}

#[test]
fn two_outputs_are_two_files() {
    let directory = package();
    let found = run(directory.path(), &["emit", "--esm", "racf", "p", "-o", "x", "--undo", "x"]);
    assert_eq!(found.status.code(), Some(2));
    assert!(errors(&found).contains("is specified for two outputs"), "{}", errors(&found));
    assert!(!directory.path().join("x").exists(), "nothing is half-written");
}

#[test]
fn what_looks_like_a_policy_file_is_read_or_reported() {
    let directory = package();
    let deny = "permit U: none on FACILITY \"X\"\n";
    fs::write(directory.path().join("deny.saf"), deny).unwrap();
    let link = |to: &Path| std::os::unix::fs::symlink("../deny.saf", to).unwrap();
    let linked_directory = |to: &Path| std::os::unix::fs::symlink("..", to).unwrap();
    let upper = |to: &Path| fs::write(to, deny).unwrap();
    let cases: [(&str, Make<'_>, &str); 8] = [
        ("p/deny.saf", &link, "it is a symbolic link"),
        ("p/more", &linked_directory, "it is a symbolic link to a directory"),
        ("p/deny.SAF", &upper, "its extension is not `.saf` in lower case"),
        ("p/pipe.saf", &pipe, "it is not a regular file"),
        ("p/deny.saf ", &upper, "its extension is not `.saf` in lower case"),
        ("p/.saf", &upper, "it is hidden"),
        ("p/.deny.SAF", &upper, "it is hidden"),
        ("p/.more/deny.saf", &upper, "it is hidden"),
    ];
    for (name, make, why) in cases {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        make(&path);
        let found = run(directory.path(), &["check", "p"]);
        let is_hidden = why == "it is hidden";
        assert_eq!(found.status.code(), Some(i32::from(!is_hidden)), "{name}");
        let errors = errors(&found);
        let kind = if is_hidden { "warning" } else { "error" };
        assert!(
            errors.contains(&format!("{kind}[SAF0906]")) && errors.contains(why),
            "{name}: {errors}"
        );
        fs::remove_file(path).unwrap();
    }
    fs::write(directory.path().join("p/.deny.saf"), deny).unwrap();
    let found = run(directory.path(), &["check", "p"]);
    assert_eq!(found.status.code(), Some(0));
    assert!(errors(&found).contains("warning[SAF0906]"), "{}", errors(&found));
}

/// A manifest in a directory makes a package of it, which is left out unless something names it.
#[test]
fn a_package_inside_of_another_is_read_or_reported() {
    let directory = package();
    let inner = directory.path().join("p/rules/inner");
    fs::create_dir_all(&inner).unwrap();
    let manifest = "[package]\nname = \"inner\"\nedition = \"2026\"\n";
    fs::write(inner.join("saffron.toml"), manifest).unwrap();
    fs::write(inner.join("deny.saf"), "permit U: none on FACILITY \"X\"\n").unwrap();
    let warns = |arguments: &[&str]| {
        let found = run(directory.path(), arguments);
        assert_eq!(found.status.code(), Some(0), "{}", errors(&found));
        let errors = errors(&found);
        errors
            .contains("warning[SAF0906]: the policy file `p/rules/inner/saffron.toml` is not read")
    };
    assert!(warns(&["check", "p"]));
    assert!(warns(&["compile", "p", "-o", "p.safb"]));
    assert!(!warns(&["check", "p", "p/rules/inner"]), "it is named");
    let outer = fs::read_to_string(directory.path().join("p/saffron.toml")).unwrap();
    let depends = format!("{outer}[dependencies]\ninner = {{ path = \"rules/inner\" }}\n");
    fs::write(directory.path().join("p/saffron.toml"), depends).unwrap();
    assert!(!warns(&["check", "p"]), "it is a dependency");
    // In a hidden directory, and with a manifest that can't be read, it is a package, too.
    fs::create_dir_all(directory.path().join("p/.hidden/saffron.toml")).unwrap();
    let found = run(directory.path(), &["check", "p"]);
    assert!(errors(&found).contains("`p/.hidden/saffron.toml` is not read"), "{}", errors(&found));
}

/// What has the name of a source would be read as one by the next run.
#[test]
fn no_output_becomes_a_part_of_the_package() {
    let directory = package();
    fs::create_dir(directory.path().join("p/sub")).unwrap();
    for output in ["p/new.saf", "p/sub/new.saf", "p/new.SAF", "p/sub/saffron.toml", "p/.new.saf"] {
        let commands = [
            vec!["compile", "p", "-o", output],
            vec!["emit", "--esm", "racf", "p", "-o", output],
            vec!["emit", "--esm", "racf", "p", "-o", "x", "--undo", output],
        ];
        for arguments in commands {
            let found = run(directory.path(), &arguments);
            assert_eq!(found.status.code(), Some(2), "{arguments:?}");
            let errors = errors(&found);
            assert!(errors.contains("would be read as a part of the policy"), "{errors}");
            assert!(!directory.path().join(output).exists());
        }
    }
    fs::write(directory.path().join("alone.saf"), POLICY).unwrap();
    for (policy, output) in
        [("p/a.saf", "p/new.saf"), ("alone.saf", "p/new.saf"), ("alone.saf", "b.saf")]
    {
        let found = run(directory.path(), &["compile", policy, "-o", output]);
        assert_eq!(found.status.code(), Some(2), "{policy} {output}");
    }
    let fine = run(directory.path(), &["compile", "p", "-o", "p/p.safb"]);
    assert!(fine.status.success(), "{}", errors(&fine));
}

#[test]
fn only_regular_files_are_read() {
    let directory = package();
    let manifest = directory.path().join("p/saffron.toml");
    fs::remove_file(&manifest).unwrap();
    pipe(&manifest);
    let found = run(directory.path(), &["check", "p"]);
    assert_eq!(found.status.code(), Some(2));
    assert!(errors(&found).contains("is not a regular file"), "{}", errors(&found));
    pipe(&directory.path().join("policy.saf"));
    assert_eq!(run(directory.path(), &["check", "policy.saf"]).status.code(), Some(2));
    assert_eq!(run(directory.path(), &["fmt", "policy.saf"]).status.code(), Some(2));
}

/// Every place of a command for a file that is read.
const INPUTS: [&str; 44] = [
    "check FILE",
    "check good --base FILE",
    "check --esm tss FILE",
    "test FILE",
    "compile FILE -o x.safb",
    "compile good -o x.safb --vars FILE",
    "fmt FILE",
    "table FILE",
    "graph FILE",
    "inspect FILE",
    "inspect --map FILE",
    "started FILE A.B",
    "explain FILE --user U --class FACILITY --resource X",
    "eval FILE --requests -",
    "eval --map FILE --requests -",
    "eval good --requests FILE",
    "racf check FILE",
    "racf run FILE",
    "racf run --base FILE good/a.saf",
    "import FILE -o y",
    "emit --esm racf FILE",
    "emit --esm acf2 good --jcl FILE",
    "diff FILE good",
    "diff good FILE",
    "review good FILE -o x.html",
    "diff --esm acf2 good FILE",
    "plan FILE good -o x.racf",
    "plan good FILE -o x.racf",
    "plan good good -o x.racf --jcl FILE",
    "drift FILE good",
    "drift good FILE",
    "drift good site.irrdbu00 --setropts FILE",
    "audit FILE",
    "audit good --standard FILE",
    "who FILE --class FACILITY --resource X",
    "what FILE --user U",
    "report FILE",
    "replay FILE --events events",
    "replay good --baseline FILE --events events",
    "replay good --events FILE",
    "events FILE",
    "check site.irrdbu00 --setropts FILE",
    "safr apply good FILE",
    "safr import FILE -o z",
];

/// Pipes without a writer, sockets and devices without an end: each command refuses each at once.
#[test]
fn no_command_reads_what_is_not_a_regular_file() {
    let directory = package();
    fs::rename(directory.path().join("p"), directory.path().join("good")).unwrap();
    fs::write(directory.path().join("site.irrdbu00"), "0100 SYS1\n").unwrap();
    for name in ["pipe.saf", "pipe.safb", "pipe.racf", "pipe"] {
        pipe(&directory.path().join(name));
    }
    let _socket = std::os::unix::net::UnixListener::bind(directory.path().join("socket.saf"));
    std::os::unix::fs::symlink("pipe", directory.path().join("link.safb")).unwrap();
    let files =
        ["pipe.saf", "pipe.safb", "pipe.racf", "pipe", "socket.saf", "link.safb", "/dev/zero"];
    for (command, file) in INPUTS.iter().flat_map(|command| files.map(|file| (command, file))) {
        let arguments: Vec<&str> =
            command.split(' ').map(|it| if it == "FILE" { file } else { it }).collect();
        let mut child = Command::new(saffron())
            .args(&arguments)
            .current_dir(directory.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut waits = 0..200;
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if waits.next().is_none() {
                child.kill().unwrap();
                break None;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        };
        let code = status.and_then(|status| status.code());
        assert_eq!(code, Some(2), "{arguments:?}");
    }
}

/// A bundle is read into memory: a later change of the file has no effect. It is mapped on request only.
#[cfg(target_os = "linux")]
#[test]
fn a_bundle_is_mapped_on_request_only() {
    let directory = package();
    for (options, is_mapped) in [(vec![], false), (vec!["--map"], true)] {
        assert!(run(directory.path(), &["compile", "p", "-o", "p.safb"]).status.success());
        let mut child = Command::new(saffron())
            .args(["eval", "p.safb", "--requests", "-"])
            .args(options)
            .current_dir(directory.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut requests = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        let mut ask = || {
            writeln!(
                requests,
                r#"{{"user":"U","class":"FACILITY","resource":"X","access":"READ"}}"#
            )
            .unwrap();
            let mut answer = String::new();
            answers.read_line(&mut answer).unwrap();
            answer
        };
        let before = ask();
        assert!(before.contains("grant"), "{before}");
        let maps = fs::read_to_string(format!("/proc/{}/maps", child.id())).unwrap();
        assert_eq!(maps.contains("p.safb"), is_mapped);
        if !is_mapped {
            fs::write(directory.path().join("p.safb"), "").unwrap();
            assert_eq!(ask(), before, "the file was truncated meanwhile");
        }
        drop(requests);
        child.wait().unwrap();
    }
}

#[test]
fn leftovers_of_killed_runs_are_removed() {
    let directory = package();
    let names = |directory: &Path| -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut names: Vec<String> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    };
    fs::write(directory.path().join(".saffron-left"), "half").unwrap();
    fs::create_dir(directory.path().join(".saffron-tree")).unwrap();
    fs::write(directory.path().join(".saffron-tree/half"), "half").unwrap();
    // The file of a run that is still going on is locked, and stays.
    let live = fs::File::create(directory.path().join(".saffron-live")).unwrap();
    live.lock().unwrap();
    assert!(run(directory.path(), &["compile", "p", "-o", "p.safb"]).status.success());
    assert_eq!(names(directory.path()), [".saffron-live", "p", "p.safb"]);
}

#[test]
fn each_feature_is_evaluated_once() {
    let directory = tempfile::tempdir().unwrap();
    let last = |name: &str| format!("feature \"{name}\" {{ requires started \"A.*\" }}\n");
    // Each of two features requires both of the next level: 2^40 ways.
    let mut lattice = last("a40") + &last("b40") + "started \"A.*\" { }\n";
    for level in 0..40 {
        let next = level + 1;
        for name in ["a", "b"] {
            let line = format!(
                "feature \"{name}{level}\" {{ requires feature \"a{next}\" requires feature \"b{next}\" }}\n"
            );
            lattice.push_str(&line);
        }
    }
    // A chain that is deeper than any stack.
    let link = |at: usize| format!("feature \"f{at}\" {{ requires feature \"f{}\" }}\n", at + 1);
    let chain: String = (0..20_000).map(link).collect();
    let chain = chain + &last("f20000") + "started \"A.*\" { }\n";
    for (text, feature) in [(lattice, "a0"), (chain, "f0")] {
        fs::write(directory.path().join("f.saf"), text).unwrap();
        let found = run(directory.path(), &["check", "--feature", feature, "f.saf"]);
        assert_eq!(found.status.code(), Some(1), "{}", errors(&found));
        let shown = String::from_utf8(found.stdout).unwrap();
        assert!(shown.contains("not ready"), "{shown}");
    }
}
