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

/// Each line after a mark. A file with a NUL is no policy, so a blank replaces it.
fn marked(mark: &str, comment: &str) -> String {
    let mut out = String::new();
    for line in comment.split('\n') {
        let line = line.trim_end();
        out.push_str(mark);
        if !line.is_empty() {
            out.push(' ');
            out.push_str(&line.replace('\0', " "));
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_from_elsewhere_is_a_comment_of_a_policy() {
        let text = remark("one\0two\nthree");
        assert_eq!(text, "// one two\n// three\n");
    }
}
