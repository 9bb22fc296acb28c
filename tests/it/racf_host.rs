//! From files to commands: what each host makes of its fixtures, and what holds for any text.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use insta::glob;
use proptest::prelude::*;
use saffron_command_files::extract;
use saffron_command_files::script::{CommandText, Comment, Prefix, Script, Values};
use saffron_diagnostics::{SourceMap, Span, render};
use saffron_racf::codes;

fn file_name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

fn snapshot(folder: &str, path: &Path, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("../snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(file_name(path), text));
}

/// A fixture's commands; values are in a file next to it, `NAME=VALUE` a line.
fn extracted(path: &Path) -> (SourceMap, Script) {
    let text = fs::read_to_string(path).unwrap();
    let mut sources = SourceMap::default();
    let file = sources.add(file_name(path), text.as_str());
    let values = fs::read_to_string(format!("{}.var", path.display())).unwrap_or_default();
    let values: Values = values
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let script = extract(file, file_name(path), &text, &values);
    check_pieces(&text, &script);
    (sources, script)
}

/// Verbatim pieces are the bytes of the file, all lie in it, and they ascend.
fn check_pieces(text: &str, script: &Script) {
    let within = |span: Span| {
        assert!(span.start <= span.end && span.end as usize <= text.len(), "{span:?}");
    };
    for command in script.commands.iter().chain(&script.commented) {
        within(command.span.expect("a command has a place"));
        let mut pieces = command.pieces.iter().peekable();
        assert_eq!(command.pieces.first().map(|it| it.at), Some(0), "{command:?}");
        while let Some(piece) = pieces.next() {
            within(piece.span);
            let end = pieces.peek().map_or(command.text.len(), |it| it.at as usize);
            assert!((piece.at as usize) < end, "{command:?}");
            let run = command.text.get(piece.at as usize..end).unwrap();
            if piece.verbatim {
                assert_eq!(run.as_bytes(), &text.as_bytes()[piece.span.range()], "{command:?}");
            }
        }
    }
    let comments = script.commands.iter().flat_map(|it| &it.comments).chain(&script.comments);
    comments.for_each(|it| within(it.span));
    script.skipped.iter().for_each(|it| within(it.span));
    script.diagnostics.iter().for_each(|it| within(it.primary.span));
    script.variables.values().for_each(|it| within(it.span));
}

fn place(sources: &SourceMap, span: Span) -> String {
    let at = sources.get(span.file).unwrap().line_column(span.start);
    format!("{}:{}", at.line, at.column)
}

fn show_comments(out: &mut String, sources: &SourceMap, comments: &[Comment]) {
    for comment in comments {
        let mut at = place(sources, comment.span);
        for line in comment.text.lines() {
            writeln!(out, "{at:>8} | {line}").unwrap();
            at.clear();
        }
    }
}

fn show_commands(out: &mut String, sources: &SourceMap, commands: &[CommandText]) {
    for command in commands {
        show_comments(out, sources, &command.comments);
        if let Some(condition) = &command.condition {
            writeln!(out, "         if {condition}").unwrap();
        }
        if command.prefix != Prefix::Issuer {
            writeln!(out, "         prefix {:?}", command.prefix).unwrap();
        }
        let at = place(sources, command.span.unwrap());
        writeln!(out, "{at:>8} {}", command.text.replace('\n', "⏎")).unwrap();
    }
}

fn show(sources: &SourceMap, script: &Script) -> String {
    let mut out = format!("{:?}\n", script.host);
    show_commands(&mut out, sources, &script.commands);
    show_comments(&mut out, sources, &script.comments);
    if !script.commented.is_empty() {
        writeln!(out, "\nproposed in comments").unwrap();
        show_commands(&mut out, sources, &script.commented);
    }
    if !script.variables.is_empty() {
        writeln!(out, "\nvariables").unwrap();
    }
    for (name, variable) in &script.variables {
        let at = place(sources, variable.span);
        let value = variable.value.as_ref().map_or(String::new(), |it| format!(" = `{it}`"));
        writeln!(out, "{at:>8} {name}{value}, written `{}`", variable.written).unwrap();
    }
    if !script.skipped.is_empty() {
        writeln!(out, "\nskipped").unwrap();
    }
    for skipped in &script.skipped {
        let end = Span { start: skipped.span.end, ..skipped.span };
        let (start, end) = (place(sources, skipped.span), place(sources, end));
        writeln!(out, "{start:>8} to {end}: {}", skipped.why).unwrap();
    }
    if !script.broken.is_empty() {
        writeln!(out, "\nnot understood").unwrap();
    }
    for span in &script.broken {
        writeln!(out, "{:>8}", place(sources, *span)).unwrap();
    }
    if !script.diagnostics.is_empty() {
        writeln!(out, "\n{}", render::text(sources, &script.diagnostics, false)).unwrap();
    }
    out
}

#[test]
fn commands_of_files() {
    glob!("../fixtures/commands/host", "*", |path| {
        if path.is_file() && path.extension().is_none_or(|it| it != "var") {
            let (sources, script) = extracted(path);
            snapshot("commands/host", path, &show(&sources, &script));
        }
    });
}

fn code_fixture(code: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/codes");
    let endings = ["racf", "jcl", "rexx", "sh", "yaml", "xml", "md"];
    let paths = endings.map(|ending| folder.join(format!("{code}.{ending}")));
    paths.into_iter().find(|path| path.exists()).unwrap_or_else(|| panic!("{code}: no fixture"))
}

#[test]
fn each_code_of_hosts_is_earned_by_its_fixture() {
    for info in codes::ALL.iter().filter(|info| info.code.0.starts_with("SAF10")) {
        let path = code_fixture(info.code.0);
        let (sources, script) = extracted(&path);
        let earned = script.diagnostics.iter().any(|it| it.code == info.code);
        assert!(earned, "{}: {:#?}", info.code.0, script.diagnostics);
        let said = script.diagnostics.iter().filter(|it| it.code == info.code).take(2).cloned();
        let said: Vec<_> = said.collect();
        snapshot("codes", &path, &render::text(&sources, &said, false));
    }
}

#[test]
fn each_page_of_hosts_says_what_it_is_about() {
    for info in codes::ALL.iter().filter(|info| info.code.0.starts_with("SAF10")) {
        let heading = format!("# {}: {}\n", info.code.0, info.title);
        assert!(info.page.starts_with(&heading), "{heading}");
        for part in ["\n## Example\n", "\n## How to fix it\n"] {
            assert!(info.page.contains(part), "{heading}");
        }
    }
}

const ENDINGS: [&str; 12] =
    ["racf", "clist", "jcl", "skel", "rexx", "sh", "yml", "xml", "md", "adoc", "py", "txt"];

fn any_extraction(ending: &str, text: &str) {
    let mut sources = SourceMap::default();
    let file = sources.add(format!("x.{ending}"), text);
    let values = Values::from([("user".to_owned(), "JOE".to_owned())]);
    let script = extract(file, &format!("x.{ending}"), text, &values);
    check_pieces(text, &script);
}

/// Words of all hosts, so that texts made of them go deep.
const WORDS: &[&str] = &[
    "\n",
    "\n",
    "\n",
    " ",
    " ",
    "  ",
    "PERMIT ",
    "RDEFINE ",
    "SETROPTS",
    "ID(",
    "(",
    ")",
    "'",
    "\"",
    "-\n",
    "+\n",
    "/*",
    "*/",
    "/*\n",
    "//",
    "//S EXEC PGM=IKJEFT01\n",
    "//SYSTSIN DD *\n",
    "//X DD DATA,DLM=$$,SYMBOLS=JCLONLY\n",
    "$$\n",
    "// SET A=B\n",
    "// IF RC=0 THEN\n",
    "// ELSE\n",
    "// ENDIF\n",
    "//T EXEC PGM=IKJEFT01,COND=(4,LT)\n",
    "PROC 1 A\n",
    "IF &A = B THEN +\n",
    "ELSE ",
    "DO\n",
    "END\n",
    "EXIT\n",
    ")SEL &A = B\n",
    ")ENDSEL\n",
    ")CM x\n",
    "----\n",
    "f\"RDEFINE {x}",
    "\"\"\"",
    "+ x + ",
    "rac ",
    "{%- if x %}\n",
    "line.1 = \"ADDUSER A OWNER(B)\"\n",
    "address tso line.i\n",
    "PROFILE NOPREFIX\n",
    "&A.",
    "&",
    "{{",
    "}}",
    "{{ user }}",
    "{% if x %}\n",
    "{% endif %}\n",
    "{% else %}\n",
    "{#",
    "#}",
    "#if($x)\n",
    "#end\n",
    "#else\n",
    "#set($a = \"b\")\n",
    "${x}",
    "${",
    "$",
    "{a.b}",
    "@user@",
    "<user>",
    "<",
    ">",
    "address tso ",
    "\"PERMIT X \"",
    "x = ",
    "||",
    ",\n",
    "do i = 1 to 3\n",
    "end\n",
    "if a then ",
    "else ",
    "call run ",
    "queue ",
    "say ",
    "tsocmd ",
    "\\",
    "`",
    "$(",
    "<<EOF\n",
    "EOF\n",
    ";",
    "&&",
    "|",
    "for x in a b; do\n",
    "done\n",
    "fi\n",
    "- ",
    "key: ",
    "|\n",
    ">\n",
    "    ",
    "#",
    "---\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    "```\n",
    "```sh\n",
    "`PERMIT A ID(B)`",
    "1. ",
    "> ",
    "<code>",
    "</code>",
    "<![CDATA[",
    "]]>",
    "&lt;",
    "&amp;",
    "&#x41;",
    "<!--",
    "-->",
    "<a b=\"",
    "\u{a0}",
    "\u{2013}",
    "\u{2019}",
    "é",
    "0",
    "12345678",
    "\r\n",
    "\t",
    "\u{0}",
    "\u{1a}",
];

proptest! {
    #[test]
    fn any_text_in_any_host_is_read(text in any::<String>()) {
        for ending in ENDINGS {
            any_extraction(ending, &text);
        }
    }

    #[test]
    fn any_words_in_any_host_are_read(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
        let text = words.concat();
        for ending in ENDINGS {
            any_extraction(ending, &text);
        }
    }
}
