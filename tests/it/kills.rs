//! A run that is killed at any moment leaves every file as it was or complete, and whatever else it leaves is
//! removed by the next run in the same place.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::cli::{run, saffron};

/// How many runs of each command are killed, at moments spread over a whole run.
const KILLS: u32 = 12;

/// What is in a directory: paths and contents.
type Contents = BTreeMap<String, Vec<u8>>;

fn contents(root: &Path) -> Contents {
    let (mut found, mut pending) = (Contents::new(), vec![root.to_owned()]);
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

fn is_temporary(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with(".saffron-"))
}

/// Kills runs of a command, and runs it again. `output` is what a complete run refuses to replace.
fn kill(arguments: &[&str], output: Option<&str>, prepare: impl Fn(&Path)) {
    let fresh = || {
        let directory = tempfile::tempdir().unwrap();
        prepare(directory.path());
        directory
    };
    let complete = fresh();
    let before = contents(complete.path());
    let start = Instant::now();
    assert!(run(complete.path(), arguments).status.success(), "{arguments:?}");
    let (whole, after) = (start.elapsed(), contents(complete.path()));
    for at in 0..KILLS {
        let directory = fresh();
        let mut child = Command::new(saffron())
            .args(arguments)
            .current_dir(directory.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Files are written at the end.
        let part = f64::from(at + 1) / f64::from(KILLS);
        thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * part.sqrt()));
        child.kill().unwrap();
        child.wait().unwrap();
        let left = contents(directory.path());
        for (name, content) in left.iter().filter(|(name, _)| !is_temporary(name)) {
            let is_whole = [before.get(name), after.get(name)].contains(&Some(content));
            assert!(is_whole, "{arguments:?}: {name} is neither as it was nor complete");
        }
        assert!(before.keys().all(|name| left.contains_key(name)), "{arguments:?}: a file is gone");
        if let Some(output) = output.map(|it| directory.path().join(it)).filter(|it| it.exists()) {
            assert_eq!(contents(&output), contents(&complete.path().join("out")), "not complete");
            fs::remove_dir_all(output).unwrap();
        }
        assert!(run(directory.path(), arguments).status.success(), "{arguments:?}");
        assert_eq!(contents(directory.path()), after, "{arguments:?}: something is left");
    }
}

fn policy(directory: &Path, layout: &str) {
    for file in 0..60 {
        let mut text = String::new();
        for at in 0..20 {
            writeln!(text, "profile{layout}FACILITY \"P{file}.N{at}\" {{ uacc none }}").unwrap();
        }
        fs::create_dir_all(directory.join(format!("p/d{}", file % 4))).unwrap();
        fs::write(directory.join(format!("p/d{}/f{file}.saf", file % 4)), text).unwrap();
    }
    fs::write(directory.join("p/saffron.toml"), "[package]\nname = \"p\"\nedition = \"2026\"\n")
        .unwrap();
}

#[test]
fn a_killed_compile_leaves_the_old_bundle_or_the_new_one() {
    kill(&["compile", "p", "-o", "out/p.safb"], None, |directory| {
        policy(directory, " ");
        fs::create_dir(directory.join("out")).unwrap();
        fs::write(directory.join("out/p.safb"), "old").unwrap();
    });
}

#[test]
fn a_killed_fmt_leaves_each_file_as_it_was_or_formatted() {
    kill(&["fmt", "p"], None, |directory| policy(directory, "   "));
}

#[test]
fn a_killed_import_leaves_no_package_or_all_of_it() {
    kill(&["import", "commands.racf", "-o", "out"], Some("out"), |directory| {
        let mut text = String::new();
        for at in 0..300 {
            writeln!(text, "ADDGROUP G{at}\nRDEFINE FACILITY X{at}.Y UACC(NONE)").unwrap();
        }
        fs::write(directory.join("commands.racf"), text).unwrap();
    });
}
