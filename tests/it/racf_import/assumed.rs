//! Scripts for systems that exist: IDs that they don't define are external in the package.

use saffron_command_files::script::Values;
use saffron_compiler::Settings;
use saffron_diagnostics::SourceMap;
use saffron_racf::database::{Database, IBMUSER, Session};
use saffron_racf::disclosure::Disclosure;
use saffron_racf::syntax;
use saffron_racf_convert::import::{Importer, Package, Subject, package};
use saffron_tests::commandbook::command_text;

use super::run::{compiled, script, shown};

/// The package of commands that run on a system of which only their references are known.
fn imported(text: &str) -> Package {
    let commands = text.lines().filter_map(|line| syntax::parse(&command_text(line)).command);
    let mut database = Database::new();
    database.assume_references(&commands.collect::<Vec<_>>(), IBMUSER);
    let mut sources = SourceMap::default();
    let file = sources.add("commands.racf", text);
    let mut importer = Importer::new("imported", Session::new(database, IBMUSER));
    importer.script(script(file, text));
    let disclosure = Disclosure::of_commands(&sources, &Values::new());
    package(&importer.finish(), &sources, &disclosure)
}

fn assert_contains(package: &Package, expected: &[&str]) {
    let text = shown(package);
    for part in expected {
        assert!(text.contains(part), "`{part}` isn't in\n{text}");
    }
    let built = compiled(package, &Settings::default());
    assert!(built.said.is_empty(), "{}\n{text}", built.said);
}

#[test]
fn grants_to_ids_of_the_system_are_kept() {
    let package = imported(
        "RDEFINE FACILITY TEL.POWER UACC(NONE) OWNER(OBSGRP)\n\
         PERMIT TEL.POWER CLASS(FACILITY) ID(ORB1 TEAM) ACCESS(UPDATE)\n\
         CONNECT NEWU GROUP(TEAM)\n\
         ADDUSER NEWU DFLTGRP(STCGRP) OWNER(STCGRP)\n\
         CONNECT NEWU GROUP(TEAM)\n",
    );
    let expected = [
        "permit ORB1, TEAM: update",
        "owner OBSGRP",
        "external user OBSGRP, ORB1\n",
        "external group STCGRP, TEAM\n",
        "connect NEWU to TEAM",
    ];
    assert_contains(&package, &expected);
}

/// A user would own the data sets: what isn't known gives nothing.
#[test]
fn a_high_level_qualifier_of_the_system_is_a_group() {
    let package = imported("SETROPTS GENERIC(DATASET) EGN\nADDSD 'CARD.**' UACC(NONE)\n");
    assert_contains(&package, &["external group CARD\n", "profile DATASET \"CARD.**\""]);
}

#[test]
fn an_id_that_a_command_defines_is_not_external() {
    let package = imported(
        "RDEFINE FACILITY A UACC(NONE)\nPERMIT A CLASS(FACILITY) ID(LATER) ACCESS(READ)\n\
         ADDUSER LATER DFLTGRP(SYS1)\nPERMIT A CLASS(FACILITY) ID(GONE) DELETE\n",
    );
    let text = shown(&package);
    assert!(!text.contains("external") && !text.contains("permit"), "{text}");
}

#[test]
fn what_commands_set_of_an_external_id_is_reported() {
    let package = imported(
        "ADDGROUP NEWG\nRDEFINE FACILITY A UACC(NONE)\n\
         PERMIT A CLASS(FACILITY) ID(ORB1) ACCESS(READ)\n\
         ALTUSER ORB1 SPECIAL\nCONNECT ORB1 GROUP(NEWG)\n",
    );
    assert_contains(&package, &["external user ORB1 { groups [NEWG] }\n", "permit ORB1: read"]);
    let reported = package.report.not_carried.iter().any(|it| it.what == "the changes of `ORB1`");
    assert!(reported, "{:?}", package.report.not_carried);
    assert!(!shown(&package).contains("connect ORB1"));
}

#[test]
fn grants_on_profiles_of_the_system_are_kept() {
    let package = imported(
        "PERMIT BPX.SERVER CLASS(FACILITY) ID(ORB1) ACCESS(UPDATE)\n\
         PERMIT 'CARD.**' GENERIC ID(TEAM) ACCESS(READ)\n\
         PERMIT 'CARD.**' GENERIC ID(OLD) DELETE\n",
    );
    let expected = [
        "external group CARD\n",
        "external user ORB1, TEAM\n",
        "external profile FACILITY \"BPX.SERVER\" {\n  permit ORB1: update\n}",
        "external profile DATASET \"CARD.**\" {\n  permit TEAM: read\n}",
    ];
    assert_contains(&package, &expected);
}

#[test]
fn a_profile_that_a_command_defines_is_not_external() {
    let package = imported(
        "PERMIT A CLASS(FACILITY) ID(ORB1) ACCESS(READ)\nRDEFINE FACILITY A UACC(NONE)\n\
         PERMIT B CLASS(FACILITY) ID(ORB1) DELETE\n",
    );
    let text = shown(&package);
    assert!(!text.contains("external profile") && !text.contains("permit"), "{text}");
}

#[test]
fn what_commands_set_of_an_external_profile_is_reported() {
    let package =
        imported("PERMIT A CLASS(FACILITY) ID(ORB1) ACCESS(READ)\nRALTER FACILITY A UACC(ALTER)\n");
    assert_contains(&package, &["external profile FACILITY \"A\" {\n  permit ORB1: read\n}"]);
    let reported = |it: &str| package.report.not_carried.iter().any(|not| not.what == it);
    assert!(reported("the changes of the profile `A`"), "{:?}", package.report.not_carried);
}

#[test]
fn a_connection_of_an_external_user_is_stated() {
    let package = imported("ADDGROUP NEWG\nCONNECT ORB1 GROUP(NEWG)\n");
    assert_contains(&package, &["external user ORB1 { groups [NEWG] }"]);
}

/// A script for an existing system doesn't set the options that its generic profiles need.
#[test]
fn the_options_of_generic_data_set_profiles_are_assumed() {
    let package = imported("ADDSD 'CARD.**' UACC(NONE)\nPERMIT 'CARD.**' ID(TEAM) ACCESS(READ)\n");
    let expected = ["profile DATASET \"CARD.**\" {", "permit TEAM: read", "generic [DATASET]"];
    assert_contains(&package, &expected);
}

#[test]
fn grants_on_data_sets_without_quotes_are_kept() {
    let package = imported(
        "PERMIT MY.DATA ID(ORB1) ACCESS(READ)\n\
         ADDSD NEW.DATA UACC(NONE)\n\
         PERMIT NEW.DATA ID(ORB1) ACCESS(UPDATE)\n",
    );
    assert_contains(
        &package,
        &[
            "external profile DATASET \"IBMUSER.MY.DATA\" {\n  permit ORB1: read\n}",
            "\nprofile DATASET \"IBMUSER.NEW.DATA\" {",
        ],
    );
    let first = package.report.look_at_first.first().map(|it| (it.subject, it.count));
    assert_eq!(first, Some((Subject::Unquoted, 3)));
}
