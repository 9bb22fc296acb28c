//! Pages: well-formed as XML, self-contained, and without markup from the names of a policy.

use std::fs;
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::cli::run;

/// Markup where a policy takes any text.
const HOSTILE: &str = "<script>alert('x')</script>&\\\"</td>";

/// Commands that write a page, in a directory with the policies of [`prepare`].
const RUNS: [&[&str]; 5] = [
    &["diff", "old.saf", "new.saf", "--format", "html"],
    &["review", "old.saf", "new.saf", "-o", "-"],
    &["drift", "old.saf", "new.saf", "--format", "html"],
    &["audit", "new.saf", "--format", "html"],
    &["report", "new.saf", "--format", "html"],
];

fn prepare(at: &Path) {
    let policy = |level: &str| {
        format!(
            "options {{ protect-all failures }}\ngroup PAY\nuser A1 {{ name \"{HOSTILE}\" default-group PAY  attributes [special] }}\n\
             profile DATASET \"PAY.**\" {{ uacc none  data \"{HOSTILE}\"  permit PAY: {level} }}\n\
             safr {{ environment \"{HOSTILE}\" {{ logical-file \"{HOSTILE}\" }}\n\
             group \"{HOSTILE}\" {{ members [A1]  in \"{HOSTILE}\" {{ edit logical-file *: {level} }} }} }}\n"
        )
    };
    fs::write(at.join("old.saf"), policy("read")).unwrap();
    fs::write(at.join("new.saf"), policy("alter").replace("*: alter", "*: modify")).unwrap();
}

/// The names of all elements of a page, which must be well-formed.
fn elements(page: &str) -> Vec<String> {
    let mut reader = Reader::from_str(page);
    reader.config_mut().check_end_names = true;
    let mut open = Vec::new();
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{page}")) {
            Event::Start(element) => {
                let name = String::from_utf8(element.name().0.to_vec()).unwrap();
                element.attributes().for_each(|it| drop(it.unwrap()));
                open.push(name.clone());
                found.push(name);
            }
            Event::Empty(element) => {
                element.attributes().for_each(|it| drop(it.unwrap()));
                found.push(String::from_utf8(element.name().0.to_vec()).unwrap());
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    found
}

#[test]
fn pages_are_well_formed_and_self_contained() {
    let directory = tempfile::tempdir().unwrap();
    prepare(directory.path());
    for arguments in RUNS {
        let output = run(directory.path(), arguments);
        let page = String::from_utf8(output.stdout.clone()).unwrap();
        assert!(page.starts_with("<!doctype html>"), "{arguments:?} {output:?}");
        let elements = elements(&page);
        for tag in ["script", "link", "img", "iframe"] {
            assert!(!elements.contains(&tag.to_owned()), "{arguments:?} has a <{tag}>");
        }
        for address in ["src=", "http:", "https:", "url(", "@import"] {
            assert!(!page.contains(address), "{arguments:?} refers to {address}");
        }
        assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
    }
}
