//! What would grow faster than its text has a limit, and a message that says so.

use std::fmt::Write as _;

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
