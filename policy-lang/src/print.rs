//! Tree to text: a policy that no person has written yet.
//!
//! What is printed says what the tree says, and nothing of how the tree was laid out; bring it into
//! its canonical form with [`crate::format`]. Holes (`Error`) print as nothing.
//!
//! INVARIANT: the text of a tree that came from a parser parses to the same tree, places aside.

mod block;
mod check;
mod comment;
mod invariant;
mod safr;
mod suggestion;
mod value;

use crate::ast::{self, Item, ItemKind, ProfileClause};

pub use comment::{Remarks, remark};
pub use suggestion::{profile_name, safr_suggestion, suggestion};
pub use value::written;

use block::{Clause, Layout, block};
use comment::docs;
use value::{grantees, name, names, number, params, property, target, text, values};

/// The text of a whole file, an empty line between its items.
pub fn print(file: &ast::File) -> String {
    let items = file.items.iter().map(item).filter(|text| !text.is_empty());
    items.collect::<Vec<_>>().join("\n")
}

/// The text of an item, with its doc comment; it ends with a line end.
pub fn item(item: &Item) -> String {
    commented(item, &Remarks::new())
}

/// The text of an item with comments inside its block.
pub fn commented(item: &Item, remarks: &Remarks) -> String {
    let body = kind(&item.kind, remarks);
    if body.is_empty() {
        return body;
    }
    docs(&item.docs) + &body + "\n"
}

fn kind(kind: &ItemKind, remarks: &Remarks) -> String {
    match kind {
        ItemKind::Options(it) => "options".to_owned() + &properties(it, remarks, Layout::Lines),
        ItemKind::Class(it) => declaration("class", it, remarks),
        ItemKind::Group(it) => declaration("group", it, remarks),
        ItemKind::User(it) => declaration("user", it, remarks),
        ItemKind::Example(it) => declaration("example user", it, remarks),
        ItemKind::SecurityLabel(it) => declaration("security-label", it, remarks),
        ItemKind::Connect(it) => connect(it, remarks),
        ItemKind::Profile(it) => profile(it, remarks),
        ItemKind::Permit(it) => {
            let ast::Permit { grantees: who, access, when, .. } = &it.permit;
            let head = format!("permit {}: {} on ", grantees(who), access.node);
            head + &target(&it.target) + &value::when(when.as_ref())
        }
        ItemKind::Variable(it) => variable(it, remarks),
        ItemKind::Global(it) => global(it, remarks),
        ItemKind::Started(it) => {
            format!("started {}", text(&it.name))
                + &properties(&it.properties, remarks, Layout::Side)
        }
        ItemKind::External(it) => {
            format!("external {} {}", it.kind.node, names(&it.names))
                + &properties(&it.properties, remarks, Layout::Side)
        }
        ItemKind::ExternalProfile(it) => "external ".to_owned() + &profile(it, remarks),
        ItemKind::SecurityLevel(it) => {
            format!("security-level {} {}", name(&it.name), number(&it.number))
        }
        ItemKind::Category(it) => format!("category {}", name(it)),
        ItemKind::Param(it) => "param ".to_owned() + &param(it),
        ItemKind::Template(it) => template(it),
        ItemKind::Apply(it) => format!("apply {}({})", name(&it.template), values(&it.arguments)),
        ItemKind::Test(it) => check::test(it),
        ItemKind::Feature(it) => check::feature(it),
        ItemKind::Invariant(it) => invariant::invariant(it),
        ItemKind::Waive(it) => invariant::waive(it),
        ItemKind::Safr(it) => safr::safr(it, remarks),
        ItemKind::Error => String::new(),
    }
}

fn properties(list: &[ast::Property], remarks: &Remarks, layout: Layout) -> String {
    let clauses = list
        .iter()
        .enumerate()
        .filter_map(|(at, it)| Some(Clause::new(property(it)?, layout).below(remarks.get(&at))));
    block(clauses)
}

fn declaration(keyword: &str, it: &ast::Declaration, remarks: &Remarks) -> String {
    format!("{keyword} {}", name(&it.name)) + &properties(&it.properties, remarks, Layout::Side)
}

fn connect(it: &ast::Connect, remarks: &Remarks) -> String {
    let head = format!("connect {} to {}", names(&it.users), name(&it.group));
    head + &properties(&it.properties, remarks, Layout::Side)
}

fn profile(it: &ast::Profile, remarks: &Remarks) -> String {
    let clauses = it.clauses.iter().enumerate().filter_map(|(at, clause)| {
        let printed = match clause {
            ProfileClause::Property(it) => Clause::new(property(it)?, Layout::Side),
            ProfileClause::Permit(it) => Clause::new(permit(it), Layout::Lines),
            ProfileClause::AccessFrom(it) => {
                Clause::new(format!("access from {}", target(&it.source)), Layout::Lines)
            }
            ProfileClause::Error => return None,
        };
        Some(printed.below(remarks.get(&at)))
    });
    format!("profile {}", target(&it.target)) + &block(clauses)
}

fn permit(it: &ast::Permit) -> String {
    let when = value::when(it.when.as_ref());
    format!("permit {}: {}{when}", grantees(&it.grantees), it.access.node)
}

fn variable(it: &ast::Variable, remarks: &Remarks) -> String {
    let members = it
        .members
        .iter()
        .enumerate()
        .map(|(at, member)| Clause::new(text(member), Layout::Member).below(remarks.get(&at)));
    format!("variable {}", it.name.text) + &block::braces(members)
}

fn global(it: &ast::Global, remarks: &Remarks) -> String {
    let entries = it.entries.iter().enumerate().map(|(at, entry)| {
        let printed = format!("{}: {}", text(&entry.name), entry.access.node);
        Clause::new(printed, Layout::Lines).below(remarks.get(&at))
    });
    format!("global {}", name(&it.class)) + &block::braces(entries)
}

fn param(it: &ast::Param) -> String {
    let default = it.default.iter().map(|it| format!(" = {}", value::value(it)));
    format!("{}: {}{}", name(&it.name), it.kind.node, default.collect::<String>())
}

fn template(it: &ast::Template) -> String {
    let items = it.items.iter().map(item).filter(|text| !text.is_empty());
    let clauses = items.map(|text| Clause::new(text.trim_end().to_owned(), Layout::Lines));
    format!("template {}({})", name(&it.name), params(&it.params)) + &block::braces(clauses)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::{format, parse};
    use saffron_diagnostics::FileId;

    /// Every policy below a folder.
    fn policies(folder: &str) -> Vec<PathBuf> {
        let mut pending = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)];
        let mut found = Vec::new();
        while let Some(path) = pending.pop() {
            if path.is_dir() {
                pending.extend(std::fs::read_dir(path).unwrap().map(|it| it.unwrap().path()));
            } else if path.extension().is_some_and(|it| it == "saf") {
                found.push(path);
            }
        }
        found
    }

    fn without_spans(file: &ast::File) -> String {
        let debug = format!("{file:?}");
        let mut parts = debug.split("Span { ");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |tree, part| tree + part.split_once(" }").map_or("", |(_, rest)| rest))
    }

    fn assert_prints(text: &str, path: &str) {
        let tree = parse(FileId(0), text).file;
        let printed = print(&tree);
        let again = parse(FileId(0), &printed);
        assert!(again.diagnostics.is_empty(), "{path}\n{printed}\n{:#?}", again.diagnostics);
        assert_eq!(without_spans(&tree), without_spans(&again.file), "{path}\n{printed}");
        let formatted = format(&printed).text;
        assert_eq!(formatted, format(&formatted).text, "{path}");
        assert_eq!(without_spans(&tree), without_spans(&parse(FileId(0), &formatted).file));
    }

    #[test]
    fn what_is_printed_says_the_same() {
        let mut seen = 0;
        for path in policies("tests/fixtures").into_iter().chain(policies("policies")) {
            let text = std::fs::read_to_string(&path).unwrap();
            if parse(FileId(0), &text).diagnostics.is_empty() {
                assert_prints(&text, &path.display().to_string());
                seen += 1;
            }
        }
        assert!(seen > 60, "{seen}");
    }

    #[test]
    fn holes_print_as_nothing() {
        let text = "user A { default-group [  name \"B\" }\nprofile FACILITY \"X\" { uacc ]  permit A: read }\n";
        let tree = parse(FileId(0), text).file;
        assert!(parse(FileId(0), &print(&tree)).diagnostics.is_empty(), "{}", print(&tree));
    }

    #[test]
    fn comments_stand_where_they_are_put() {
        let text = "profile FACILITY \"X\" { uacc none  permit A: read }";
        let tree = parse(FileId(0), text).file;
        let remarks = Remarks::from([(1, vec!["for the night shift".to_owned(), String::new()])]);
        let printed = commented(&tree.items[0], &remarks);
        assert_eq!(
            format(&printed).text,
            "profile FACILITY \"X\" {\n  uacc none\n  // for the night shift\n  //\n  permit A: read\n}\n"
        );
    }

    #[test]
    fn names_that_are_no_words_are_quoted() {
        let span = crate::Span { file: FileId(0), start: 0, end: 0 };
        let name = |text: &str| ast::Name { text: text.to_owned(), quoted: false, span };
        let kind = ItemKind::External(ast::External {
            kind: ast::Spanned { node: "user".to_owned(), span },
            names: vec![name("0PER"), name("A\"B\\\nC"), name("ABC")],
            properties: Vec::new(),
        });
        let printed = item(&Item { docs: Vec::new(), kind, span });
        assert_eq!(printed, "external user \"0PER\", \"A\\\"B\\\\ C\", ABC\n");
    }
}
