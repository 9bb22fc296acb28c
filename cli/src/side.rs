//! The two sides of drift and plan: a policy, and the system that it describes.
//!
//! An unload doesn't tell the options of its system. What no file states of them is taken from the other side, so that
//! an assumption is never reported as a difference.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use saffron_analysis::drift::{self, Fact, Managed};
use saffron_command_files::script::Values;
use saffron_compiler::manifest::Manage;
use saffron_compiler::model::Model;
use saffron_compiler::{Settings, SourceTree};
use saffron_diagnostics::{Diagnostic, SourceMap, Totals};
use saffron_racf::database::Database;
use saffron_racf_convert::plan::{self, Proof, Proven};
use saffron_racf_convert::{assume, build, policy as conversion};
use saffron_runtime::Engine;
use saffron_unload::System;
use saffron_unload::form::Form;

use crate::load::shown::Shown;
use crate::load::unload;
use crate::options::PolicyArgs;
use crate::report::{diagnostics, unload as report};
use crate::{policy, progress};

/// One side, compiled.
pub(crate) struct Side {
    pub(crate) engine: Engine,
    pub(crate) model: Model,
    pub(crate) sources: Shown,
    /// What of a system the policy answers for.
    pub(crate) manage: Option<Manage>,
    /// The database of an unload; that of another policy is built when it is needed.
    database: Option<Database>,
    /// Canonical paths of the files that were read.
    pub(crate) inputs: BTreeSet<PathBuf>,
    /// Options that no file states.
    pub(crate) assumed: Vec<&'static str>,
    /// Whether no file states any option.
    pub(crate) without_options: bool,
}

/// An unload that was read and not compiled yet.
struct Unload {
    system: System,
    sources: SourceMap,
    inputs: BTreeSet<PathBuf>,
    without_options: bool,
}

/// Reads both sides; `None` if one has errors, which are printed.
pub(crate) fn both(
    policy: &PolicyArgs,
    system: &PolicyArgs,
) -> anyhow::Result<Option<(Side, Side)>> {
    let (stated, found) = (Unload::read(policy)?, Unload::read(system)?);
    if stated.iter().chain(&found).any(|it| it.print_errors(policy)) {
        return Ok(None);
    }
    match (stated, found) {
        // The side of which more is stated comes first.
        (Some(policy), Some(system)) if !policy.without_options || system.without_options => {
            let Some(policy) = policy.side(None)? else { return Ok(None) };
            let system = system.side(Some(&policy.model))?;
            Ok(system.map(|system| (policy, system)))
        }
        (Some(policy), Some(system)) => {
            let Some(system) = system.side(None)? else { return Ok(None) };
            let policy = policy.side(Some(&system.model))?;
            Ok(policy.map(|policy| (policy, system)))
        }
        (None, Some(found)) => {
            let Some(policy) = Side::of_policy(policy)? else { return Ok(None) };
            let system = found.side(Some(&policy.model))?;
            Ok(system.map(|system| (policy, system)))
        }
        (Some(stated), None) => {
            let Some(system) = Side::of_policy(system)? else { return Ok(None) };
            let policy = stated.side(Some(&system.model))?;
            Ok(policy.map(|policy| (policy, system)))
        }
        (None, None) => {
            let Some(policy) = Side::of_policy(policy)? else { return Ok(None) };
            Ok(Side::of_policy(system)?.map(|system| (policy, system)))
        }
    }
}

impl Unload {
    /// An unload, if all of the files are one.
    fn read(args: &PolicyArgs) -> anyhow::Result<Option<Self>> {
        let mut files: Vec<(&Path, Form)> = Vec::new();
        for path in &args.policies {
            let form = if path.exists() {
                unload::form(path, args.commands.start.encoding)?
            } else {
                None
            };
            files.extend(form.map(|form| (path.as_path(), form)));
        }
        if files.is_empty() || files.len() < args.policies.len() {
            return Ok(None);
        }
        let setropts = args.commands.start.setropts.as_deref();
        let mut sources = SourceMap::default();
        let system = progress::during("reading the unload", || {
            unload::of_files(files, setropts, &mut sources)
        })?;
        let read = args.policies.iter().map(PathBuf::as_path).chain(setropts);
        let inputs = read.filter_map(|path| path.canonicalize().ok()).collect();
        Ok(Some(Self { system, sources, inputs, without_options: setropts.is_none() }))
    }

    /// Prints what makes the unload one that can't be trusted.
    fn print_errors(&self, args: &PolicyArgs) -> bool {
        let mut errors = report::diagnostics(&self.system);
        errors.retain(Diagnostic::is_error);
        let shown = Shown::of_commands(self.sources.clone(), Values::new());
        diagnostics::print_text(&shown, &errors, Totals::default(), args.shown);
        !errors.is_empty()
    }

    /// Compiles it. What isn't stated of its options is as in the other policy.
    fn side(self, other: Option<&Model>) -> anyhow::Result<Option<Side>> {
        let Self { system, sources, inputs, without_options } = self;
        let System { mut database, assumed, .. } = system;
        if let Some(other) = other {
            let names = if without_options { assume::all() } else { assumed.clone() };
            assume::assume(other, &mut database.options, &names);
        }
        let Some((engine, model, sources)) = compiled(&database, sources)? else {
            return Ok(None);
        };
        let (manage, database) = (None, Some(database));
        Ok(Some(Side {
            engine,
            model,
            sources,
            manage,
            database,
            inputs,
            assumed,
            without_options,
        }))
    }
}

/// The policy that a database represents; `None` if it has errors, which are printed.
pub(crate) fn compiled(
    database: &Database,
    sources: SourceMap,
) -> anyhow::Result<Option<(Engine, Model, Shown)>> {
    let tree = progress::during("making a policy of the database", || {
        SourceTree::from(conversion::translate(database).file)
    });
    let compiled = progress::during("compiling", || {
        saffron_compiler::compile(&sources, &[tree], &Settings::default())
    });
    let shown = Shown::of_commands(sources, Values::new());
    let Some(bundle) = compiled.bundle else {
        let errors: Vec<Diagnostic> =
            compiled.diagnostics.into_iter().filter(Diagnostic::is_error).collect();
        let args = crate::options::DiagnosticArgs::default();
        diagnostics::print_text(&shown, &errors, Totals::default(), args);
        return Ok(None);
    };
    let engine = Engine::open(bundle).context("the compiled policy can't be used")?;
    Ok(Some((engine, compiled.model, shown)))
}

impl Side {
    fn of_policy(args: &PolicyArgs) -> anyhow::Result<Option<Self>> {
        let Some(compiled) = policy::compile_valid(args)? else { return Ok(None) };
        let engine = compiled.engine()?;
        Ok(Some(Self {
            engine,
            model: compiled.compilation.model,
            sources: compiled.sources,
            manage: compiled.manage,
            database: None,
            inputs: compiled.inputs,
            assumed: Vec::new(),
            without_options: false,
        }))
    }
}

/// Options of which one side knows nothing.
pub(crate) fn assumed(policy: &Side, system: &Side) -> Vec<&'static str> {
    let mut all = system.assumed.clone();
    all.extend(policy.assumed.iter().filter(|it| !system.assumed.contains(it)));
    all
}

/// The facts that differ within the scope of the policy.
pub(crate) fn facts(policy: &Side, system: &Side, managed: Managed<'_>) -> Vec<Fact> {
    let assumed = assumed(policy, system);
    let without_options = policy.without_options || system.without_options;
    let system = drift::System { model: &system.model, assumed: &assumed, without_options };
    drift::drift(&policy.model, system, managed)
}

/// A plan that settles these facts, proven on the database of the system.
pub(crate) fn prove(
    policy: &Side,
    system: &Side,
    managed: Managed<'_>,
    facts: &[Fact],
    allow_deletes: bool,
) -> Result<Proven, String> {
    let assumed = assumed(policy, system);
    let without_options = policy.without_options || system.without_options;
    let database = match &system.database {
        Some(database) => Cow::Borrowed(database),
        None => Cow::Owned(build::build(&system.model).database),
    };
    let artefacts = match &database {
        Cow::Borrowed(_) => BTreeSet::new(),
        Cow::Owned(database) => plan::artefacts(&system.model, database)?,
    };
    let system = drift::System { model: &system.model, assumed: &assumed, without_options };
    let (policy, database, artefacts) = (&policy.model, database.as_ref(), &artefacts);
    plan::prove(Proof { policy, system, database, managed, artefacts, allow_deletes }, facts)
}
