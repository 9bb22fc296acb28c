//! What would grow faster than its text has a limit, and a message that says so.

use std::fmt::Write as _;

use saffron_compiler::{Settings, SourceTree};
use saffron_diagnostics::{SourceMap, Totals};
use saffron_tests::pipeline::compile_text;

fn refused(text: &str, message: &str) {
    let errors = compile_text(text).err().unwrap_or_else(|| panic!("{message}: it compiled"));
    assert!(errors.iter().any(|error| error.contains(message)), "{errors:#?}");
}

#[test]
fn a_text_with_values_has_a_limit() {
    let (value, uses) = ("y".repeat(4_000), "${P}".repeat(4_000));
    let text = format!("param P: text = \"{value}\"\ngroup A {{ data \"{uses}\" }}\n");
    refused(&text, "this text is longer than 1048576 bytes");
}

#[test]
fn scopes_of_group_attributes_have_a_limit() {
    let mut text = String::new();
    for at in 0_usize..2_100 {
        let superior = at.checked_sub(1).map_or("SYS1".to_owned(), |at| format!("G{at}"));
        writeln!(text, "group G{at} {{ superior {superior}  owner {superior} }}").unwrap();
        writeln!(text, "user U{at} {{ default-group G{at}  owner G{at} }}").unwrap();
        writeln!(text, "connect U{at} to G{at} {{ attributes [special] }}").unwrap();
    }
    refused(&text, "the scopes of group attributes have more than 4000000 users and groups");
}

#[test]
fn copied_entries_have_a_limit() {
    let mut text = String::from("group A {}\n");
    for at in 0_usize..2_100 {
        writeln!(text, "user U{at} {{ default-group A }}").unwrap();
        write!(text, "profile FACILITY \"F{at}\" {{ permit U{at}: read ").unwrap();
        if let Some(before) = at.checked_sub(1) {
            write!(text, "access from FACILITY \"F{before}\" ").unwrap();
        }
        text.push_str("}\n");
    }
    refused(&text, "more than 2000000 entries are copied from other access lists");
}

#[test]
fn a_policy_is_refused_if_its_bundle_could_not_be_opened() {
    let number = 3_200;
    let users: Vec<String> = (0..number).map(|at| format!("U{at}")).collect();
    let members: Vec<String> = (0..number).map(|at| format!("\"T{at}\"")).collect();
    let mut text = String::from("options { active [TCICSTRN]  raclist [TCICSTRN] }\ngroup A {}\n");
    for user in &users {
        writeln!(text, "user {user} {{ default-group A }}").unwrap();
    }
    let (users, members) = (users.join(", "), members.join(", "));
    writeln!(text, "profile GCICSTRN \"G\" {{ members [{members}]  permit {users}: read }}")
        .unwrap();
    refused(&text, "the access lists of all profiles have more than 10000000 entries");
}

#[test]
fn rights_of_safr_groups_have_a_limit() {
    let number = 2_100;
    let mut text = String::from("safr { environment E {\n");
    for at in 0..number {
        writeln!(text, "logical-file L{at}").unwrap();
    }
    text.push_str("}\nrole R { edit logical-file *: read }\n");
    for at in 0..number {
        writeln!(text, "group G{at} {{ in E as R {{ edit logical-file L{at}: modify }} }}")
            .unwrap();
    }
    text.push_str("}\n");
    refused(&text, "SAFR has more than 4000000 items, references and rights");
}

#[test]
fn diagnostics_have_a_limit_and_are_counted() {
    let text = "group A {}\n".repeat(30_000);
    let mut sources = SourceMap::default();
    let file = sources.add("policy.saf", text.as_str());
    let tree = SourceTree::from(saffron_lang::parse(file, &text));
    let compiled = saffron_compiler::compile(&sources, &[tree], &Settings::default());
    assert!(compiled.bundle.is_none());
    let kept = Totals::of(&compiled.diagnostics);
    assert_eq!(kept.errors + compiled.left_out.errors, 29_999);
    assert_eq!(kept.errors, saffron_diagnostics::collection::MOST_ALIKE);
    let last = compiled.diagnostics.last().and_then(|it| it.help.as_deref());
    assert!(last.is_some_and(|it| it.ends_with("; the same at 29949 more places")), "{last:?}");
}
