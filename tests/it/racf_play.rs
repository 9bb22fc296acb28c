//! Files of commands from their text to results: what the file's host decides about the commands.

use saffron_command_files::script::Values;
use saffron_diagnostics::{FileId, SourceMap, render};
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::play::{CommandFile, Played, play};

/// Runs a file, and returns the results with the session after it.
fn played(path: &str, text: &str, values: &[(&str, &str)]) -> (Played, Session) {
    let values: Values =
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut session = Session::new(Database::new(), IBMUSER);
    let file = CommandFile { file: FileId(0), path, text };
    let played = play(&[file], &values, &mut session, |_| {});
    (played, session)
}

/// The names of all data set profiles.
fn data_sets(session: &Session) -> Vec<String> {
    let profiles = session.database.classes.get("DATASET").into_iter().flatten();
    profiles.map(|(key, _)| key.name.clone()).collect()
}

#[test]
fn profile_sets_what_data_set_names_without_quotes_begin_with() {
    let groups = "ADDGROUP DOME\nADDGROUP OBS\n";
    let after = |profile: &str| {
        let text = format!("{groups}{profile}\nADDSD DOME.X UACC(NONE)\nADDSD 'OBS.X'");
        data_sets(&played("a.racf", &text, &[]).1)
    };
    assert_eq!(after(""), ["IBMUSER.DOME.X", "OBS.X"]);
    assert_eq!(after("PROFILE NOPREFIX"), ["DOME.X", "OBS.X"]);
    assert_eq!(after("PROF PREFIX(OBS)"), ["OBS.DOME.X", "OBS.X"]);
    assert_eq!(after("PROFILE NOPREFIX\nPROFILE PREFIX(IBMUSER)"), ["IBMUSER.DOME.X", "OBS.X"]);
}

#[test]
fn the_prefix_applies_to_every_name_of_a_data_set() {
    let text = "ADDGROUP DOME\nPROFILE NOPREFIX\nADDSD DOME.X UACC(READ)\n\
                ADDSD DOME.Y FROM(DOME.X)\nPERMIT DOME.Y ID(*) ACCESS(READ)\n\
                RDEFINE GLOBAL DATASET ADDMEM(DOME.Z/READ)\nDELDSD DOME.X";
    let (played, session) = played("a.racf", text, &[]);
    assert!(played.counts.is_clean(), "{:?}", played.counts);
    assert_eq!(data_sets(&session), ["DOME.Y"]);
}

#[test]
fn a_shell_and_a_rexx_program_set_the_prefix_too() {
    let shell = "export TSOPROFILE=noprefix\ntsocmd \"ADDGROUP DOME\"\ntsocmd \"ADDSD DOME.X\"";
    assert_eq!(data_sets(&played("a.sh", shell, &[]).1), ["DOME.X"]);
    let rexx = "/* REXX */\n\"ADDGROUP DOME\"\n\"PROFILE NOPREFIX\"\n\"ADDSD DOME.X\"";
    assert_eq!(data_sets(&played("a.rexx", rexx, &[]).1), ["DOME.X"]);
}

#[test]
fn each_step_of_a_job_has_a_prefix_of_its_own() {
    let job = "//A JOB\n//S EXEC PGM=IKJEFT01\n//SYSTSIN DD *\n ADDGROUP DOME\n PROFILE NOPREFIX\n\
               //T EXEC PGM=IKJEFT01\n//SYSTSIN DD *\n ADDSD DOME.X\n";
    assert_eq!(data_sets(&played("a.jcl", job, &[]).1), ["IBMUSER.DOME.X"]);
}

#[test]
fn a_block_that_takes_away_what_an_earlier_one_grants_is_reported() {
    let grant = "PERMIT DOME.A CLASS(FACILITY) ID(IBMUSER) ACCESS(READ)";
    let back = "PERMIT DOME.A CLASS(FACILITY) ID(IBMUSER) DELETE";
    let revoked = |text: String| {
        let (played, _) = played("a.md", &text, &[]);
        let codes = played.diagnostics.iter().map(|it| it.code.0);
        codes.filter(|code| *code == "SAF1205").count()
    };
    assert_eq!(revoked(format!("```\n{grant}\n```\nback:\n```\n{back}\n```\n")), 1);
    assert_eq!(revoked(format!("```\n{back}\n```\nthen:\n```\n{grant}\n```\n")), 0);
    assert_eq!(revoked(format!("```\n{grant}\n{back}\n```\n")), 0);
    let reset =
        |what: &str, rest: &str| format!("PERMIT DOME.A CLASS(FACILITY) RESET({what}) {rest}");
    let blocks = |last: String| format!("```\n{grant}\n```\nback:\n```\n{last}\n```\n");
    assert_eq!(revoked(blocks(reset("ALL", ""))), 1);
    assert_eq!(revoked(blocks(reset("STANDARD", "ID(SYS1) ACCESS(READ)"))), 1);
    assert_eq!(revoked(blocks(reset("STANDARD", "ID(IBMUSER) ACCESS(READ)"))), 0);
    assert_eq!(revoked(blocks(reset("WHEN", ""))), 0);
    assert_eq!(revoked(format!("```\n{}\n{grant}\n```\n", reset("ALL", ""))), 0);
}

const BRANCHES: &str = "RDEFINE FACILITY DOME.POWER UACC(NONE)\n#if(${site} == \"test\")\n\
                        RALTER FACILITY DOME.POWER UACC(READ)\n#end\n";

#[test]
fn a_command_under_a_condition_that_is_not_known_is_reported() {
    let (played, _) = played("a.vtl", BRANCHES, &[]);
    let mut sources = SourceMap::default();
    sources.add("a.vtl", BRANCHES);
    let shown = render::text(&sources, &played.conditional, false);
    assert!(shown.starts_with("warning[SAF1203]: RALTER depends on a condition"), "{shown}");
    assert_eq!(played.conditional.len(), 1, "{shown}");
}

#[test]
fn a_condition_that_a_given_value_decides_is_certain() {
    for (site, commands) in [("test", 2), ("prod", 1)] {
        let (played, _) = played("a.vtl", BRANCHES, &[("site", site)]);
        assert!(played.conditional.is_empty(), "{site}");
        assert_eq!(played.counts.total() - played.counts.skipped, commands, "{site}");
    }
}
