//! Files of each kind around commands.

/// A kind of file.
pub(super) struct Host {
    pub(super) extension: &'static str,
    /// The text of a file with commands.
    pub(super) write: fn(&[String]) -> String,
}

pub(super) const ALL: [&Host; 15] = [
    &Host { extension: "racf", write: plain },
    &Host { extension: "jcl", write: jcl },
    &Host { extension: "rexx", write: rexx },
    &Host { extension: "clist", write: |commands| format!("PROC 0\n{}", plain(commands)) },
    &Host { extension: "sh", write: shell },
    &Host { extension: "yml", write: playbook },
    &Host { extension: "xml", write: cdata },
    &Host {
        extension: "md",
        write: |commands| format!("# Users\n\n```\n{}```\n", plain(commands)),
    },
    &Host {
        extension: "adoc",
        write: |commands| format!("= Users\n\n----\n{}----\n", plain(commands)),
    },
    &Host { extension: "py", write: python },
    &Host { extension: "js", write: javascript },
    &Host { extension: "j2", write: plain },
    &Host { extension: "txt", write: |commands| format!("Do this:\n\n{}", plain(commands)) },
    &Host { extension: "xyz", write: plain },
    &Host { extension: "saf", write: plain },
];

fn plain(commands: &[String]) -> String {
    commands.join("\n") + "\n"
}

fn each(commands: &[String], write: impl Fn(&str) -> String) -> String {
    commands.iter().map(|command| write(command)).collect()
}

fn jcl(commands: &[String]) -> String {
    let commands = each(commands, |command| format!(" {}\n", command.replace('\n', "\n ")));
    format!(
        "//J JOB\n//S EXEC PGM=IKJEFT01\n//SYSTSPRT DD SYSOUT=*\n//SYSTSIN DD *\n{commands}/*\n"
    )
}

fn rexx(commands: &[String]) -> String {
    let commands = each(commands, |command| {
        format!("\"{}\"\n", command.replace('"', "\"\"").replace('\n', "\",\n \""))
    });
    format!("/* REXX */\naddress tso\n{commands}exit 0\n")
}

fn shell(commands: &[String]) -> String {
    let commands =
        each(commands, |command| format!("tsocmd \"{}\"\n", command.replace('"', "\\\"")));
    format!("#!/bin/sh\n{commands}")
}

fn playbook(commands: &[String]) -> String {
    let commands = each(commands, |command| {
        format!("          - '{}'\n", command.replace('\'', "''").replace('\n', "\n            "))
    });
    format!("- hosts: z\n  tasks:\n    - zos_tso_command:\n        commands:\n{commands}")
}

fn cdata(commands: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<workflow><step><template><inlineTemplate><![CDATA[\n{}]]></inlineTemplate>\
         <submitAs>TSO-REXX-JCL</submitAs></template></step></workflow>\n",
        jcl(commands)
    )
}

fn python(commands: &[String]) -> String {
    let commands = each(commands, |command| {
        format!("tso(\"{}\")\n", command.replace('"', "\\\"").replace('\n', "\\n"))
    });
    format!("import tso\n{commands}")
}

fn javascript(commands: &[String]) -> String {
    each(commands, |command| {
        format!("issue(\"{}\");\n", command.replace('"', "\\\"").replace('\n', "\\n"))
    })
}
