//! Every dump results in a package or an error.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

fn choice() -> Choice {
    Choice { package: "workbench".to_owned(), rules: Some(Rules::GenevaersRoles) }
}

/// Rows of any values in the tables that are read.
const ROWS: &str = r#"(INSERT INTO (environ|"group"|"user"|logfile|view|viewfolder|vfvassoc|lookup|lrlfassoc|secenviron|secuser|seclogfile|secview) \((environid, groupid|environid, viewid|userid, groupid|environid, logfileid, groupid|environid, lookupid), (name|envrole|rights|srclrid)\) VALUES \(([0-9]|NULL|'[A-Z ]{0,9}'|now\(\)), ([0-9]|'[0-9]'), ('ADMIN'|'[a-zA-Z"\\ ]{0,50}'|[0-9])(, [1-9])?\);\n){0,20}"#;

proptest! {
    #[test]
    fn any_rows_are_a_package_in_the_language(dump in ROWS) {
        if let Ok(import) = import(&dump, &choice()) {
            for (name, text) in import.files.iter().skip(1) {
                let diagnostics = saffron_lang::format(text).diagnostics;
                prop_assert!(diagnostics.is_empty(), "{name}: {diagnostics:?}\n{text}");
            }
        }
    }
}

#[test]
fn rights_that_several_groups_have_become_a_role() {
    let mut dump = String::from("INSERT INTO environ (environid, name) VALUES (1, 'DEV');\n");
    for id in 1..=3 {
        writeln!(
            dump,
            "INSERT INTO logfile (environid, logfileid, name) VALUES (1, {id}, 'LF_{id}');"
        )
        .unwrap();
    }
    for group in 1..=2 {
        writeln!(dump, "INSERT INTO \"group\" (groupid, name) VALUES ({group}, 'G{group}');")
            .unwrap();
        writeln!(
            dump,
            "INSERT INTO secenviron (environid, groupid, envrole, mgrights) VALUES (1, {group}, 'GUEST', 1);"
        )
        .unwrap();
        for id in 1..=3 {
            writeln!(
                dump,
                "INSERT INTO seclogfile (environid, groupid, logfileid, rights) VALUES (1, {group}, {id}, {});",
                id + 1
            )
            .unwrap();
        }
    }
    let import = import(&dump, &choice()).unwrap();
    assert_eq!((import.report.counts.roles, import.report.counts.rights), (1, 6));
    let text =
        |wanted: &str| import.files.iter().find(|(name, _)| *name == wanted).unwrap().1.as_str();
    assert_eq!(text("groups.saf").matches("in DEV as guest, RIGHTS_1\n").count(), 2);
    assert!(text("roles.saf").contains("edit logical-file LF_3: none"));
}

#[test]
fn a_large_dump_is_read_and_notes_are_bounded() {
    let mut dump = String::from("COPY environ (environid, name) FROM stdin;\n1\tDEV\n\\.\n");
    dump.push_str("COPY view (environid, viewid, name, controlrecid) FROM stdin;\n");
    for id in 0..50_000 {
        writeln!(dump, "1\t{id}\tVIEW_{id}\t1").unwrap();
    }
    dump.push_str("\\.\nCOPY viewfolder (environid, viewfolderid, name) FROM stdin;\n");
    for id in 0..50_000 {
        writeln!(dump, "1\t{id}\tFOLDER_{id}").unwrap();
    }
    let import = import(&dump, &choice()).unwrap();
    assert_eq!(import.report.counts.items, 100_001);
    assert_eq!((import.report.notes.len(), import.report.further_notes), (10_000, 90_000));
}
