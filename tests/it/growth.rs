//! Work grows in proportion to the input. Each shape is made at n, 2n and 4n, and the bytes that are
//! allocated on the way are compared: a count that is the same on every machine, and that grows with
//! whatever is copied, collected or printed too often.

use std::fmt::Write as _;
use std::hint::black_box;

use allocation_counter::measure;
use saffron_analysis::drift::Managed;
use saffron_command_files::script::Values;
use saffron_compiler::{Settings, SourceTree};
use saffron_diagnostics::{SourceMap, render};
use saffron_racf::database::Session;
use saffron_racf::disclosure::Disclosure;
use saffron_racf::play::{self, CommandFile};
use saffron_racf_convert::emit;
use saffron_racf_convert::establish::establish;
use saffron_racf_convert::import::{Importer, package};
use saffron_runtime::wire::Asked;

/// Four times the input may take this much more work: four times, and a little for what is sorted.
const MOST_GROWTH: f64 = 4.5;

/// What is done with a text.
type Stage = fn(&str);

/// A name, the size of its smallest input, what is done, and the input of a size.
type Shape = (&'static str, usize, Stage, fn(usize) -> String);

/// A policy, through all stages, with its diagnostics as text and as JSON.
fn policy(text: &str) {
    let mut sources = SourceMap::default();
    let file = sources.add("policy.saf", text);
    let tree = SourceTree::from(saffron_lang::parse(file, text));
    let compiled = saffron_compiler::compile(&sources, &[tree], &Settings::default());
    black_box(render::text(&sources, &compiled.diagnostics, false));
    for diagnostic in &compiled.diagnostics {
        black_box(render::json(&sources, diagnostic));
    }
    if compiled.bundle.is_some() {
        black_box(emit::rebuild(&compiled.model).build.text());
        black_box(establish(&compiled.model, Managed::EVERYTHING).build.text());
    }
}

fn format(text: &str) {
    black_box(saffron_lang::format(text));
}

/// A file of commands, to a database and to a package.
fn commands(path: &str, text: &str) {
    let mut sources = SourceMap::default();
    let file = sources.add(path, text);
    let mut session = Session::default();
    let files = [CommandFile { file, path, text }];
    let played = play::play(&files, &Values::new(), &mut session, |step| drop(black_box(step)));
    black_box(render::text(&sources, &played.diagnostics, false));
    let mut importer = Importer::new("imported", Session::default());
    let script = saffron_command_files::extract(file, path, text, &Values::new());
    black_box(importer.script(script));
    let disclosure = Disclosure::of_commands(&sources, &Values::new());
    black_box(package(&importer.finish(), &sources, &disclosure));
}

fn racf(text: &str) {
    commands("c.racf", text);
}

fn jcl(text: &str) {
    commands("c.jcl", text);
}

fn rexx(text: &str) {
    commands("c.rexx", text);
}

fn shell(text: &str) {
    commands("c.sh", text);
}

fn clist(text: &str) {
    commands("c.clist", text);
}

fn jinja(text: &str) {
    commands("c.j2", text);
}

fn yaml(text: &str) {
    commands("c.yml", text);
}

fn xml(text: &str) {
    commands("c.xml", text);
}

fn markdown(text: &str) {
    commands("c.md", text);
}

fn dump(text: &str) {
    let choice = saffron_genevaers::Choice { package: "p".to_owned(), rules: None };
    let _ = black_box(saffron_genevaers::import(text, &choice));
}

fn request(text: &str) {
    let _ = black_box(Asked::parse(text));
}

/// `n` times a line that is told its number.
fn lines(n: usize, mut line: impl FnMut(usize) -> String) -> String {
    let mut text = String::new();
    for at in 0..n {
        text.push_str(&line(at));
        text.push('\n');
    }
    text
}

fn nested(n: usize, open: &str, inside: &str, close: &str) -> String {
    format!("{}{inside}{}", open.repeat(n), close.repeat(n))
}

const SHELL: &str = "#!/bin/sh\ntsocmd \"ADDUSER U1\"\n";

const SHAPES: &[Shape] = &[
    ("declarations on one line", 400, policy, |n| {
        lines(n, |at| format!("group G{at} {{ }}")).replace('\n', " ")
    }),
    ("the same mistake again and again", 400, policy, |n| lines(n, |_| "group A { }".to_owned())),
    ("unknown names", 200, policy, |n| {
        lines(n, |at| format!("permit U{at}: read on FACILITY \"F{at}\""))
    }),
    ("braces that are not closed", 400, policy, |n| format!("group A {}", "{ ".repeat(n))),
    ("a chain of groups", 400, policy, |n| {
        let above = |at: usize| at.checked_sub(1).map_or("SYS1".to_owned(), |at| format!("G{at}"));
        lines(n, |at| format!("group G{at} {{ superior {0} owner {0} }}", above(at)))
    }),
    ("a chain of features", 200, policy, |n| {
        let chain =
            lines(n, |at| format!("feature \"f{at}\" {{ requires feature \"f{}\" }}", at + 1));
        format!("{chain}feature \"f{n}\" {{ requires started \"A.*\" }}\nstarted \"A.*\" {{ }}\n")
    }),
    ("one list", 200, policy, |n| {
        let users = lines(n, |at| format!("user U{at} {{ default-group A }}"));
        let permits = lines(n, |at| format!("permit U{at}: read"));
        format!("group A {{}}\n{users}profile FACILITY \"X\" {{ {permits} }}\n")
    }),
    ("conditions of one list", 200, policy, |n| {
        let permits = lines(n, |at| format!("permit A: read when terminal \"T{at}\""));
        format!("group A {{}}\nprofile FACILITY \"X\" {{ {permits} }}\n")
    }),
    ("values that words announce", 200, policy, |n| {
        lines(n, |at| format!("user U{at} {{ password \"X{at}\" }}"))
    }),
    ("one name on many volumes", 400, policy, |n| {
        lines(n, |at| format!("profile DATASET \"A.B\" volume \"{at:06}\" {{ uacc none }}"))
    }),
    ("generic names under one prefix", 400, policy, |n| {
        lines(n, |at| format!("profile FACILITY \"A.B.C{at}.**\" {{ uacc none }}"))
    }),
    ("applied templates", 200, policy, |n| {
        let applied = lines(n, |at| format!("apply T(\"X{at}\")"));
        format!(
            "template T(X: text) {{ profile FACILITY \"${{X}}.A\" {{ uacc none }} }}\n{applied}"
        )
    }),
    ("a chain of roles", 200, policy, |n| {
        let roles = lines(n, |at| format!("role R{at} {{ includes [R{}] }}", at + 1));
        format!(
            "safr {{ environment E {{ logical-file L }}\n{roles}\
             role R{n} {{ edit logical-file L: read }} group G {{ in E as R0 }} }}\n"
        )
    }),
    ("a grouping profile for each user", 200, policy, |n| {
        let profile = |at| {
            format!(
                "user U{at} {{ default-group A }} \
                 profile GCICSTRN \"G{at}\" {{ members [\"T\"] permit U{at}: read }}"
            )
        };
        format!("group A {{}}\n{}", lines(n, profile))
    }),
    ("formatting one line", 400, format, |n| {
        lines(n, |at| format!("group G{at} {{ superior SYS1 }}")).replace('\n', " ")
    }),
    ("formatting one list", 400, format, |n| {
        format!("profile FACILITY \"X\" {{ permit {}: read }}", vec!["A"; n].join(", "))
    }),
    ("commands", 200, racf, |n| lines(n, |at| format!("ADDUSER U{at} NAME('A B')"))),
    ("a command on many lines", 200, racf, |n| {
        format!("{}  NAME(A)\n", "ADDUSER U1 -\n".repeat(n))
    }),
    ("many names in one command", 400, racf, |n| {
        format!("RDEFINE FACILITY ({})\n", lines(n, |at| format!("F{at} -")))
    }),
    ("parentheses", 400, racf, |n| format!("ADDUSER U1 {}\n", nested(n, "A(", "", ")"))),
    ("volumes", 200, racf, |n| {
        lines(n, |at| format!("ADDSD 'SYS1.A' VOLUME(V{at:05}) UNIT(3390)"))
    }),
    ("users who are permitted and connected", 200, racf, |n| {
        let each = lines(n, |at| {
            format!(
                "ADDUSER U{at}\nADDGROUP G{at}\nCONNECT U{at} GROUP(G{at})\nPERMIT X CLASS(FACILITY) ID(U{at}) ACCESS(READ)"
            )
        });
        format!("RDEFINE FACILITY X\n{each}")
    }),
    ("users of one group", 200, racf, |n| {
        let users = lines(n, |at| format!("ADDUSER U{at}\nCONNECT U{at} GROUP(G)"));
        format!("ADDGROUP G\n{users}")
    }),
    ("groups of one user", 200, racf, |n| {
        let groups = lines(n, |at| format!("ADDGROUP G{at}\nCONNECT U GROUP(G{at})"));
        format!("ADDUSER U\n{groups}")
    }),
    ("many users in one command", 200, racf, |n| {
        let users = lines(n, |at| format!("ADDUSER U{at}"));
        let all: Vec<String> = (0..n).map(|at| format!("U{at}")).collect();
        format!("ADDGROUP G\n{users}CONNECT ({}) GROUP(G)\n", all.join(" "))
    }),
    ("conditions of an access list", 200, racf, |n| {
        let each = lines(n, |at| {
            format!("PERMIT X CLASS(FACILITY) ID(IBMUSER) ACCESS(READ) WHEN(TERMINAL(T{at}))")
        });
        format!("RDEFINE FACILITY X\n{each}")
    }),
    ("members, one by one", 200, racf, |n| {
        format!("RDEFINE GCICSTRN G\n{}", lines(n, |at| format!("RALTER GCICSTRN G ADDMEM(T{at})")))
    }),
    ("RDEFINE FROM the one before", 200, racf, |n| {
        format!(
            "RDEFINE FACILITY F0\n{}",
            lines(n, |at| format!("RDEFINE FACILITY F{} FROM(F{at})", at + 1))
        )
    }),
    ("variables of a shell", 200, shell, |n| {
        lines(n, |at| format!("V{at}=U{at}\ntsocmd \"ADDUSER $V{at}\""))
    }),
    ("nested conditions of a shell", 300, shell, |n| {
        format!("{SHELL}{}", nested(n, "if true; then\n", "tsocmd \"ADDUSER U2\"\n", "fi\n"))
    }),
    ("patterns on one line", 400, shell, |n| {
        format!("{SHELL}case x in {} esac\n", "a) b;; ".repeat(n))
    }),
    ("commands joined by &&", 400, shell, |n| format!("{SHELL}{}b\n", "a && ".repeat(n))),
    ("substitutions", 400, shell, |n| format!("{SHELL}x={}\n", nested(n, "$(", "a", ")"))),
    ("here-documents", 400, shell, |n| format!("{SHELL}{}", "cat <<A\n".repeat(n))),
    ("concatenation in REXX", 400, rexx, |n| {
        format!("/* REXX */\n\"ADDUSER \"{}\n", " || 'U'".repeat(n))
    }),
    ("conditions of REXX", 300, rexx, |n| {
        format!("/* REXX */\n{}", nested(n, "if a = b then do\n", "\"ADDUSER U1\"\n", "end\n"))
    }),
    ("blocks of REXX", 300, rexx, |n| {
        format!("/* REXX */\n{}", nested(n, "do\n", "\"ADDUSER U1\"\n", "end\n"))
    }),
    ("nested alternatives of REXX", 1200, rexx, |n| {
        let select = nested(n, "select\nwhen a = b then do\n", "\"ADDUSER U1\"\n", "end\nend\n");
        format!("/* REXX */\n{select}")
    }),
    ("alternatives of REXX", 300, rexx, |n| {
        format!("/* REXX */\nselect\n{}end\n", "when a = b then \"ADDUSER U1\"\n".repeat(n))
    }),
    ("conditions of a CLIST", 300, clist, |n| {
        format!("PROC 0\n{}", nested(n, "IF &A = B THEN DO\n", "ADDUSER U1\n", "END\n"))
    }),
    ("a chain of ELSE in a CLIST", 300, clist, |n| {
        format!("PROC 0\n{}ADDUSER U2\n", "IF &A = B THEN ADDUSER U1\nELSE ".repeat(n))
    }),
    ("nested conditions of a job", 300, jcl, |n| {
        let step = "//S EXEC PGM=IKJEFT01\n//SYSTSIN DD *\n ADDUSER U1\n/*\n";
        format!("//J JOB\n{}", nested(n, "// IF RC=0 THEN\n", step, "// ENDIF\n"))
    }),
    ("steps of a job", 200, jcl, |n| {
        format!("//J JOB\n{}", "//S EXEC PGM=IKJEFT01\n//SYSTSIN DD *\n ADDUSER U1\n/*\n".repeat(n))
    }),
    ("symbols of a job", 200, jcl, |n| {
        let sets = lines(n, |at| format!("// SET V{}=&V{at}", at + 1));
        format!("//J JOB\n{sets}//S EXEC PGM=IKJEFT01\n//SYSTSIN DD *\n ADDUSER U1\n/*\n")
    }),
    ("nested conditions of a template", 300, jinja, |n| {
        nested(n, "{% if a %}\n", "ADDUSER U1\n", "{% endif %}\n")
    }),
    ("nested conditions on one line", 300, jinja, |n| {
        format!("ADDUSER {}\n", nested(n, "{% if a %}U", "", "{% endif %}"))
    }),
    ("brackets of YAML", 300, yaml, |n| format!("a: {}\n", nested(n, "[", "", "]"))),
    ("tasks of YAML", 200, yaml, |n| {
        lines(n, |at| format!("k{at}:\n  - shell: tsocmd \"ADDUSER U{at}\""))
    }),
    ("nested elements", 300, xml, |n| nested(n, "<a>", "", "</a>")),
    ("inline templates", 200, xml, |n| {
        let step = "<step><inlineTemplate>ADDUSER U1\n</inlineTemplate></step>\n";
        format!("<workflow>{}</workflow>\n", step.repeat(n))
    }),
    ("nested inline templates", 200, xml, |n| {
        let nested = nested(n, "<inlineTemplate>ADDUSER U1\n", "", "</inlineTemplate>");
        format!("<workflow>{nested}</workflow>\n")
    }),
    ("fenced blocks", 200, markdown, |n| "```\nADDUSER U1\n```\n\n".repeat(n)),
    ("quotes of a document", 300, markdown, |n| format!("{} ADDUSER U1\n", ">".repeat(n))),
    ("rows of a dump", 400, dump, |n| {
        format!("INSERT INTO e VALUES {}(2,'B');\n", "(1,'A'),".repeat(n))
    }),
    ("parentheses of a dump", 400, dump, |n| format!("INSERT INTO e VALUES {};\n", "(".repeat(n))),
    ("brackets of a request", 400, request, |n| {
        format!("{{\"user\":{}}}", nested(n, "[", "", "]"))
    }),
    ("fields of a request", 400, request, |n| {
        format!("{{{}\"user\":1}}", lines(n, |at| format!("\"f{at}\":1,")))
    }),
];

fn bytes_of((_, base, stage, text): &Shape, times: usize) -> f64 {
    let text = text(base * times);
    #[expect(clippy::cast_precision_loss, reason = "these are far below 2^52")]
    let bytes = measure(|| stage(&text)).bytes_total as f64;
    bytes
}

#[test]
fn work_grows_in_proportion_to_the_input() {
    let mut wrong = String::new();
    // What is done once in a process is done before anything is counted.
    for shape in SHAPES {
        bytes_of(shape, 1);
    }
    for shape in SHAPES {
        let work = [1, 2, 4].map(|times| bytes_of(shape, times));
        let growth = work[2] / work[0];
        if growth > MOST_GROWTH {
            writeln!(wrong, "{}: {growth:.2} times the bytes for 4 times the input", shape.0)
                .unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
