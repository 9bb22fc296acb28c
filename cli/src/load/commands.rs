//! Files of RACF commands as part of a policy: the commands are run in the order in which the files
//! are named, and the resulting database is part of the policy.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use saffron_command_files::script::Values;
use saffron_command_files::section::{self, NoSection};
use saffron_compiler::SourceTree;
use saffron_diagnostics::{Diagnostic, FileId, SourceMap};
use saffron_racf::database::{Database, IBMUSER, Rules, Session};
use saffron_racf::play::{self, CommandFile, Played, Step};
use saffron_racf::shortfall::Shortfalls;
use saffron_racf_convert::policy::{self, Gap};

use super::file::{is_stdin, metadata};
use super::loader::{Loader, name_of};
use super::shown;
use crate::options::{CommandArgs, StartArgs, VariableArgs};

/// Extensions of files that contain commands.
const EXTENSIONS: [&str; 31] = [
    "racf", "rac", "tso", "cmd", "txt", "jcl", "cntl", "job", "rexx", "rex", "rx", "exec", "clist",
    "sh", "yml", "yaml", "j2", "vtl", "xml", "html", "md", "markdown", "clst", "skel", "adoc",
    "asciidoc", "rst", "py", "js", "groovy", "ksh",
];

/// Whether a file contains RACF commands rather than policy text, by its name.
pub(crate) fn holds_commands(path: &Path) -> bool {
    let extension = path.extension().map(|it| it.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// The values of `--var`.
pub(crate) fn values(args: &VariableArgs) -> anyhow::Result<Values> {
    args.vars.iter().map(|given| value(given)).collect()
}

fn value(given: &str) -> anyhow::Result<(String, String)> {
    let (name, value) =
        given.split_once('=').with_context(|| format!("--var {given}: write --var NAME=VALUE"))?;
    if name.trim().is_empty() {
        bail!("--var {given}: write --var NAME=VALUE");
    }
    Ok((name.trim().to_owned(), value.to_owned()))
}

/// The user who issues the commands: the user of `--as`, whose authority is checked, or IBMUSER.
pub(crate) fn session(args: &CommandArgs, database: Database) -> anyhow::Result<Session> {
    let issuer = args.issuer.as_deref().unwrap_or(IBMUSER).to_uppercase();
    let rules = rules(&args.rules)?;
    let judges_authority = args.issuer.is_some();
    Ok(Session { judges_authority, rules, ..Session::new(database, &issuer) })
}

fn rules(given: &[String]) -> anyhow::Result<Rules> {
    let mut rules = Rules::default();
    for rule in given {
        let (name, on) = match rule.split_once('=') {
            Some((name, "on")) => (name, true),
            Some((name, "off")) => (name, false),
            _ => bail!("--rule {rule}: write --rule NAME=on or --rule NAME=off"),
        };
        *match name {
            "from-copies-both-lists" => &mut rules.from_copies_both_lists,
            "from-then-delete" => &mut rules.from_then_delete,
            "when-star-with-access-ignored" => &mut rules.when_star_with_access_ignored,
            "alter-entries-independent" => &mut rules.alter_entries_independent,
            _ => bail!(
                "--rule {rule}: there is no such rule; there are from-copies-both-lists, \
                 from-then-delete, when-star-with-access-ignored and alter-entries-independent"
            ),
        } = on;
    }
    Ok(rules)
}

/// Runs the commands of files in the source map.
pub(crate) fn play(
    sources: &SourceMap,
    files: &[FileId],
    values: &Values,
    session: &mut Session,
    each: impl FnMut(Step<'_>),
) -> Played {
    play::play(&of(sources, files), values, session, each)
}

/// Files of the source map, as input for reading commands.
pub(crate) fn of<'s>(sources: &'s SourceMap, files: &[FileId]) -> Vec<CommandFile<'s>> {
    let of = |&file: &FileId| {
        let source = sources.get(file)?;
        Some(CommandFile { file, path: &source.path, text: &source.text })
    };
    files.iter().filter_map(of).collect()
}

impl Loader {
    /// Keeps a file of commands until all files have been read.
    pub(super) fn command_file(&mut self, path: &Path, label: &str) -> anyhow::Result<()> {
        if self.is_new(path) {
            let file = self.text_file(path, label)?;
            self.commands.extend(file);
        }
        Ok(())
    }

    /// Keeps one section of each runbook that was named; a base is read as a whole.
    pub(super) fn choose_section(&mut self, name: Option<&str>) -> anyhow::Result<()> {
        let Some(name) = name else { return Ok(()) };
        let sources = &mut self.loaded.sources;
        let mut documents = 0;
        for &file in &self.commands {
            let Some(source) = sources.get(file) else { continue };
            match section::only(&source.path, &source.text, name) {
                Ok(text) => {
                    documents += 1;
                    sources.set_text(file, text);
                }
                Err(NoSection::NotADocument) => {}
                Err(found) => bail!("{}: {}", source.path, no_section(name, &found)),
            }
        }
        if documents == 0 {
            bail!("--section has no effect: no file is a runbook with headings");
        }
        Ok(())
    }

    /// Runs the commands on what the policy files and `--base` state; the policy is what results.
    pub(super) fn issue_commands(&mut self, args: &CommandArgs) -> anyhow::Result<()> {
        let (base, files) =
            (std::mem::take(&mut self.base_commands), std::mem::take(&mut self.commands));
        if base.is_empty() && files.is_empty() {
            return refuse_needless(args);
        }
        let of_base = CommandArgs {
            variables: args.variables.clone(),
            start: StartArgs { base: Vec::new(), ..args.start.clone() },
            ..CommandArgs::default()
        };
        for (files, args) in [(base, &of_base), (files, args)] {
            // What varies in a base isn't followed through the commands that come after it.
            let variants = &mut self.loaded.variants;
            variants.others.clear();
            variants.more = !variants.branches.questions().is_empty();
            if !files.is_empty() {
                self.run_commands(&files, args)?;
            }
        }
        self.withhold_secrets(&values(&args.variables)?);
        Ok(())
    }

    /// Leaves out texts of declarations that have the value of a secret of the commands.
    fn withhold_secrets(&mut self, values: &Values) {
        let disclosure = shown::disclosure(&self.loaded.sources, values);
        for tree in &mut self.loaded.trees {
            let gaps = policy::withhold(&mut tree.tree.items, &disclosure);
            self.loaded.diagnostics.extend(gaps.iter().map(Gap::diagnostic));
        }
    }

    fn run_commands(&mut self, files: &[FileId], args: &CommandArgs) -> anyhow::Result<()> {
        let Some(start) = self.start(&args.start) else { return Ok(()) };
        let mut session = session(args, start.database.clone())?;
        let mut shortfalls = Shortfalls::default();
        let values = values(&args.variables)?;
        let played = play(&self.loaded.sources, files, &values, &mut session, |step| {
            if let Some(outcome) = &step.outcome {
                shortfalls.add(outcome);
            }
        });
        if !played.conditional.is_empty() {
            let read = play::read(&of(&self.loaded.sources, files), &values);
            session = self::session(args, start.database.clone())?;
            shortfalls = self.vary(&read.commands, &mut session, &start);
        }
        let diagnostics = &mut self.loaded.diagnostics;
        diagnostics.extend(played.conditional.iter().cloned());
        diagnostics.extend(shortfalls.finish());
        diagnostics.extend(played.missing_values());
        diagnostics.extend(played.diagnostics);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Ok(());
        }
        if let Some(declared) = start.declared {
            self.replace(declared, &session.database);
            return Ok(());
        }
        let translation = policy::translate(&session.database);
        self.loaded.diagnostics.extend(translation.gaps.iter().map(Gap::diagnostic));
        self.loaded.trees.push(SourceTree::from(translation.file));
        Ok(())
    }
}

fn no_section(name: &str, found: &NoSection) -> String {
    let (what, known) = match found {
        NoSection::NotADocument => ("no headings", &Vec::new()),
        NoSection::Unknown(known) => ("no section with this heading; there are", known),
        NoSection::Several(known) => ("several sections with this heading; choose one of", known),
    };
    let known: Vec<String> = known.iter().map(|path| format!("\n  {path}")).collect();
    format!("--section \"{name}\": {what}{}", known.concat())
}

fn refuse_needless(args: &CommandArgs) -> anyhow::Result<()> {
    let given = [
        (!args.variables.vars.is_empty(), "--var"),
        (args.variables.section.is_some(), "--section"),
        (args.issuer.is_some(), "--as"),
        (!args.rules.is_empty(), "--rule"),
        (args.start.assume_usual_options, "--assume-usual-options"),
    ];
    match given.iter().find(|(given, _)| *given) {
        Some((_, option)) => {
            bail!("{option} has no effect: the policy has no files of RACF commands")
        }
        None => Ok(()),
    }
}

/// Reads files of commands that are not part of a policy.
pub(crate) fn read(
    paths: &[PathBuf],
    args: &VariableArgs,
) -> anyhow::Result<(SourceMap, Vec<FileId>, Vec<Diagnostic>)> {
    let mut loader = Loader::default();
    for path in paths {
        if !is_stdin(path) && metadata(path)?.is_dir() {
            bail!("{} is a directory; name the files of commands in it", path.display());
        }
        loader.command_file(path, &name_of(path.file_name()))?;
    }
    loader.choose_section(args.section.as_deref())?;
    Ok((loader.loaded.sources, loader.commands, loader.loaded.diagnostics))
}
