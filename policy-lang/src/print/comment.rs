//! Comments and doc comments.

use std::collections::BTreeMap;

use crate::ast::Text;

/// Comments above the clauses of an item, by the position of the clause: of a property, a permit,
/// an entry, a member or a part of a `safr` block, in the order of the tree. Each is a line without its slashes.
pub type Remarks = BTreeMap<usize, Vec<String>>;

/// A comment on lines of its own, each after `//`.
pub fn remark(comment: &str) -> String {
    marked("//", comment)
}

/// A doc comment, each line after `///`.
pub(super) fn docs(docs: &[Text]) -> String {
    docs.iter().map(|line| marked("///", &line.node)).collect()
}

/// Each line after a mark. What a line can't hold would end it, so it is left out.
fn marked(mark: &str, comment: &str) -> String {
    let mut out = String::new();
    for line in comment.split('\n') {
        let line = line.trim_end();
        out.push_str(mark);
        if !line.is_empty() {
            out.push(' ');
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}
