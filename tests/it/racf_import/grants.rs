//! What scripts grant is in the package that is made of them, also where they name what the system has.

use std::fs;
use std::path::{Path, PathBuf};

use saffron_command_files::script::Values;
use saffron_diagnostics::SourceMap;
use saffron_racf::command::{Command, CommandKind, PermitAction};
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::play::{self, CommandFile};
use saffron_tests::run::say;
use saffron_vocabulary::racf::AccessLevel;

/// The part of the granting PERMITs that must be kept, in percent.
const LEAST: usize = 95;

fn files() -> Vec<PathBuf> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/commands");
    let directories = ["host", "import", "readme"].map(|it| fixtures.join(it));
    let entries = directories.iter().flat_map(|it| fs::read_dir(it).unwrap());
    let paths = entries.map(|it| it.unwrap().path());
    let mut files: Vec<PathBuf> =
        paths.filter(|it| it.is_file() && it.extension().is_none_or(|it| it != "var")).collect();
    files.sort();
    files
}

/// Whether a command gives someone access.
fn grants(command: &Command) -> bool {
    let CommandKind::Permit(operands) = &command.kind else { return false };
    let gives = operands.action.as_ref().is_some_and(
        |it| matches!(it.node, PermitAction::Access(level) if level != AccessLevel::None),
    );
    gives && operands.ids.is_some()
}

/// The granting PERMITs of a file, and how many of them an import without a base carries out.
fn granted(path: &Path) -> (usize, usize) {
    let text = fs::read_to_string(path).unwrap();
    let mut sources = SourceMap::default();
    let file = sources.add(path.to_str().unwrap(), &text);
    let of = CommandFile { file, path: path.to_str().unwrap(), text: &text };
    let commands = play::read(&[of], &Values::new()).commands;
    let mut database = Database::new();
    database.assume_references(&commands, IBMUSER);
    let mut session = Session::new(database, IBMUSER);
    let (mut all, mut kept) = (0, 0);
    for command in &commands {
        let outcome = session.run(command);
        if grants(command) {
            all += 1;
            kept += usize::from(outcome.return_code == 0);
        }
    }
    (all, kept)
}

#[test]
fn grants_are_kept() {
    let found: Vec<(PathBuf, (usize, usize))> =
        files().into_iter().map(|path| (path.clone(), granted(&path))).collect();
    let all: usize = found.iter().map(|(_, (all, _))| all).sum();
    let kept: usize = found.iter().map(|(_, (_, kept))| kept).sum();
    let lost = found.iter().filter(|(_, (all, kept))| kept < all);
    let lost: Vec<String> =
        lost.map(|(path, (all, kept))| format!("{}: {kept} of {all}", path.display())).collect();
    say(&format!("{kept} of {all} granting PERMITs are kept\n{}", lost.join("\n")));
    assert!(all > 50 && kept * 100 >= all * LEAST, "{kept} of {all}\n{}", lost.join("\n"));
}
