//! Secrets are hidden by default: a recognisable text in every place that isn't known to be harmless is in
//! no output of any command, and in no file that it writes.

mod commands;
mod hosts;
mod library;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::cli::saffron;
use commands::{MUTATIONS, Mutation};
use hosts::Host;

/// Stands for a secret. As secrets should have, it has letters and digits.
const SECRET: &str = "Q7XK2Z";

/// What is run on a file, and what of its arguments is the file or an output.
const RUNS: [&[&str]; 14] = [
    &["racf", "check", "FILE"],
    &["racf", "check", "--format", "json", "FILE"],
    &["racf", "run", "--list", "--authority-report", "FILE"],
    &["racf", "run", "--list", "--format", "json", "FILE"],
    &["check", "FILE"],
    &["check", "--format", "json", "FILE"],
    &["import", "--allow-errors", "FILE", "-o", "OUTPUT-1"],
    &["import", "--allow-errors", "--format", "json", "FILE", "-o", "OUTPUT-2"],
    &["explain", "FILE", "--user", "U1", "--class", "FACILITY", "--resource", "A.B"],
    &["table", "FILE"],
    &["table", "--show", "users", "FILE"],
    &["emit", "--esm", "racf", "FILE"],
    &["emit", "--esm", "acf2", "FILE"],
    &["compile", "FILE", "-o", "OUTPUT-3.safb"],
];

/// Everything that the runs on a file write, each with the run or the file.
fn outputs(file: &Path) -> Vec<(String, String)> {
    let directory = tempfile::tempdir().unwrap();
    let mut written = Vec::new();
    for run in RUNS {
        let mut command = Command::new(saffron());
        for argument in run {
            match *argument {
                "FILE" => command.arg(file),
                argument => command.arg(argument),
            };
        }
        let output = command.current_dir(directory.path()).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        written.push((run.join(" "), String::from_utf8_lossy(&text).into_owned()));
    }
    let mut pending = vec![directory.path().to_owned()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        written.push((path.display().to_string(), format!("{}\n{text}", path.display())));
    }
    written
}

/// The first lines of outputs that have a secret, below a title.
fn leaks(title: &str, outputs: Vec<(String, String)>, secret: &str) -> String {
    let (secret, mut found) = (secret.to_lowercase(), String::new());
    for (run, text) in outputs {
        let lines = text.lines().filter(|line| line.to_lowercase().contains(&secret));
        for line in lines.take(3) {
            writeln!(found, "{title}: {run}\n    {}", line.trim()).unwrap();
        }
    }
    found
}

/// Runs `check` for each of the inputs, on every core, and returns what it finds.
fn each<I: Sync>(inputs: &[I], check: impl Fn(&I) -> String + Sync) -> String {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(String::new()));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(input) = inputs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let leaks = check(input);
                    found.lock().unwrap().push_str(&leaks);
                }
            });
        }
    });
    found.into_inner().unwrap()
}

/// Every place for a value in a plain file, a part of them in each other kind of file: through the library,
/// which can do thousands.
#[test]
fn a_secret_in_any_place_is_neither_shown_nor_written() {
    let of_host = |host: &'static Host| MUTATIONS.iter().map(move |mutation| (host, mutation));
    let inputs: Vec<(&Host, &Mutation)> = hosts::ALL.into_iter().flat_map(of_host).collect();
    let found = each(&inputs, |(host, mutation)| {
        let commands = mutation.commands();
        let step = if host.extension == "racf" { 1 } else { 13 };
        let first = host.extension.len() + mutation.name.len();
        let some: Vec<String> = commands.into_iter().skip(first % step).step_by(step).collect();
        let path = format!("input.{}", host.extension);
        let outputs = library::outputs(&path, &(host.write)(&some));
        leaks(&format!("{} in {path}", mutation.name), outputs, mutation.secret)
    });
    assert!(found.is_empty(), "{found}");
}

/// A few places with each mistake in each kind of file, through every command of the command line.
#[test]
fn a_secret_is_in_no_output_of_the_command_line() {
    let found = each(&hosts::ALL, |host| {
        let mut some = Vec::new();
        for (at, mutation) in MUTATIONS.iter().filter(|it| it.secret == SECRET).enumerate() {
            some.extend(mutation.commands().into_iter().skip(at).step_by(97));
        }
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join(format!("input.{}", host.extension));
        fs::write(&file, (host.write)(&some)).unwrap();
        leaks(&format!("in .{}", host.extension), outputs(&file), SECRET)
    });
    assert!(found.is_empty(), "{found}");
}

/// Files of `tests/fixtures/secrets`: in each, `S3KRTX` is a secret wherever it is.
fn fixtures() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/secrets");
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn secrets_of_the_fixtures_are_in_no_output() {
    let found = each(&fixtures(), |file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        leaks(&name, outputs(file), "S3KRTX")
    });
    assert!(found.is_empty(), "{found}");
}

/// Next to others, a line can be hidden by chance.
#[test]
fn each_line_of_a_fixture_is_hidden_by_itself() {
    let files = fixtures();
    let plain = files.iter().filter(|it| it.extension().is_some_and(|it| it == "racf"));
    let texts: Vec<String> = plain.map(|file| fs::read_to_string(file).unwrap()).collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    let found = each(&lines, |line| {
        leaks(line, library::outputs("line.racf", &format!("{line}\n")), "S3KRTX")
    });
    assert!(found.is_empty(), "{found}");
}

/// A word of letters only looks like no secret. It is one, as a command has it as a password.
#[test]
fn a_text_that_repeats_a_password_is_in_no_output() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("input.racf");
    let commands = "ADDUSER U1 PASSWORD(SUMMERDY)\n\
        ADDUSER U2 DATA('SUMMERDY') NAME('Summerdy')\n\
        ADDGROUP G1 DATA('a summerdy')\n\
        RDEFINE FACILITY A.B DATA('SUMMERDY') APPLDATA('SUMMERDY')\n";
    fs::write(&file, commands).unwrap();
    let outputs = outputs(&file);
    let explains = |(run, text): &(String, String)| {
        run.starts_with("check") && text.contains("a text is left out")
    };
    assert!(outputs.iter().any(explains));
    let found = leaks("repeated", outputs, "SUMMERDY");
    assert!(found.is_empty(), "{found}");
}
