//! From the files of a policy to an engine that decides requests.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use memmap2::Mmap;
use saffron_bundle::frame::{MAGIC, MAX_BUNDLE_BYTES};
use saffron_compiler::Compilation;
use saffron_compiler::manifest::{AuditSection, EsmSections, Manage};
use saffron_compiler::model::Model;
use saffron_diagnostics::{Code, Diagnostic, Totals};
use saffron_racf::play;
use saffron_runtime::Engine;
use serde_json::Value;

use crate::load::shown::Shown;
use crate::options::{BundleArgs, DiagnosticArgs, PolicyArgs};
use crate::outcomes::Outcomes;
use crate::{load, progress, report};

/// A policy and the result of compiling it, which may have errors.
pub(crate) struct CompiledPolicy {
    pub(crate) sources: Shown,
    pub(crate) compilation: Compilation,
    /// Of all stages, in the order of the text.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// How many diagnostics are shown.
    shown: DiagnosticArgs,
    /// The canonical paths of the files that were read.
    pub(crate) inputs: BTreeSet<PathBuf>,
    /// What the policy is if conditions of commands don't hold.
    pub(crate) variants: Outcomes,
    /// What the manifest states about other security managers.
    pub(crate) esm: EsmSections,
    /// What of a system the policy answers for.
    pub(crate) manage: Option<Manage>,
    /// What the site states for an audit.
    pub(crate) audit: AuditSection,
}

/// What is reported about commands even if the policy has no errors.
const SHORTFALLS: [Code; 6] = [
    saffron_racf::codes::COMMAND_FAILED,
    saffron_racf::codes::NEEDS_A_SYSTEM,
    saffron_racf::codes::CONDITIONAL,
    saffron_racf::codes::REVOKED,
    saffron_command_files::codes::NOT_REACHED,
    saffron_command_files::codes::UNREAD,
];

impl CompiledPolicy {
    /// Whether the policy has errors, so that it can't be used.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Numbers of errors and warnings, with those that aren't kept.
    pub(crate) fn totals(&self) -> Totals {
        Totals::of(&self.diagnostics) + self.compilation.left_out
    }

    /// Prints all diagnostics for a person.
    pub(crate) fn print_diagnostics(&self) {
        let left_out = self.compilation.left_out;
        report::diagnostics::print_text(&self.sources, &self.diagnostics, left_out, self.shown);
    }

    /// The diagnostics for a program.
    pub(crate) fn diagnostics_json(&self) -> Vec<Value> {
        report::diagnostics::json(&self.sources, &self.diagnostics, self.shown)
    }

    /// Commands that failed, that may not run, or that weren't read: they are reported even if the
    /// policy can be used, because it may lack something.
    fn shortfalls(&self) -> Vec<Diagnostic> {
        let of_commands = |it: &&Diagnostic| SHORTFALLS.contains(&it.code);
        self.diagnostics.iter().filter(of_commands).cloned().collect()
    }

    /// Whether the policy lacks commands that weren't read.
    fn is_incomplete(&self) -> bool {
        play::is_incomplete(&self.diagnostics)
    }

    /// The engine of a policy without errors.
    pub(crate) fn engine(&self) -> anyhow::Result<Engine> {
        Engine::open(self.bundle()?.to_vec()).context("the compiled policy can't be used")
    }

    /// The engine that tests ask: it also knows the example users.
    pub(crate) fn test_engine(&self) -> anyhow::Result<Engine> {
        let bundle = self.compilation.for_tests().1.context("the policy could not be compiled")?;
        Engine::open(bundle.to_vec()).context("the compiled policy can't be used")
    }

    /// The bundle of a policy without errors.
    pub(crate) fn bundle(&self) -> anyhow::Result<&[u8]> {
        self.compilation.bundle.as_deref().context("the policy could not be compiled")
    }
}

/// Reads and compiles policy text.
pub(crate) fn compile(args: &PolicyArgs) -> anyhow::Result<CompiledPolicy> {
    if let Some(bundle) = args.policies.iter().find(|path| is_bundle(path)) {
        bail!("{} is a bundle; this command needs the policy's text", bundle.display());
    }
    let loaded = progress::during("reading the policy", || load::policy(args))?;
    let compilation = progress::during("compiling", || {
        saffron_compiler::compile(&loaded.sources, &loaded.trees, &loaded.settings)
    });
    let variants = Outcomes::of(&loaded);
    let mut diagnostics = loaded.diagnostics;
    diagnostics.extend(compilation.diagnostics.iter().cloned());
    saffron_diagnostics::diagnostic::sort(&mut diagnostics);
    let values = load::commands::values(&args.commands.variables)?;
    let sources = Shown::of_policy(loaded.sources, values);
    let (inputs, shown, esm) = (loaded.inputs, args.shown, loaded.settings.esm);
    let (manage, audit) = (loaded.manage, loaded.audit);
    Ok(CompiledPolicy {
        sources,
        compilation,
        diagnostics,
        shown,
        inputs,
        variants,
        esm,
        manage,
        audit,
    })
}

/// Compiles policy text. If it has errors, prints them and returns `None`.
pub(crate) fn compile_valid(args: &PolicyArgs) -> anyhow::Result<Option<CompiledPolicy>> {
    let compiled = compile(args)?;
    let usable = print_problems(&compiled);
    Ok(usable.then_some(compiled))
}

/// Prints the errors of a policy, or what it lacks although it has none. Returns whether it can be used.
pub(crate) fn print_problems(compiled: &CompiledPolicy) -> bool {
    if compiled.has_errors() {
        compiled.print_diagnostics();
        return false;
    }
    let (found, none) = (compiled.shortfalls(), Totals::default());
    report::diagnostics::print_text(&compiled.sources, &found, none, compiled.shown);
    true
}

/// An engine and, if its bundle was compiled just now, the text it was compiled from.
pub(crate) struct OpenPolicy {
    pub(crate) engine: Engine,
    pub(crate) sources: Option<Shown>,
    /// The policy with its names resolved, if it isn't a bundle.
    pub(crate) model: Option<Model>,
    /// The engine that also knows the example users, if the policy has any.
    pub(crate) tested: Option<Engine>,
    /// Commands weren't read: answers may be wrong.
    pub(crate) incomplete: bool,
    /// What the policy is if conditions of commands don't hold.
    pub(crate) variants: Outcomes,
    /// The canonical paths of the files that were read.
    pub(crate) inputs: BTreeSet<PathBuf>,
}

/// Opens a bundle, or compiles text and opens the result. If the text has errors, prints them and
/// returns `None`.
pub(crate) fn open(args: &PolicyArgs, how: BundleArgs) -> anyhow::Result<Option<OpenPolicy>> {
    if let [only] = args.policies.as_slice()
        && is_bundle(only)
    {
        if args.site.is_some() {
            bail!(
                "{} is a bundle, and its site was chosen when it was compiled; remove --site",
                only.display()
            );
        }
        let engine = Engine::open(bundle_bytes(only, how)?);
        let engine = engine.with_context(|| format!("{} can't be used", only.display()))?;
        let variants = Outcomes::default();
        let inputs = only.canonicalize().into_iter().collect();
        let (sources, model, tested, incomplete) = (None, None, None, false);
        let opened = OpenPolicy { engine, sources, model, tested, incomplete, variants, inputs };
        return Ok(Some(opened));
    }
    let Some(compiled) = compile_valid(args)? else { return Ok(None) };
    let (engine, incomplete) = (compiled.engine()?, compiled.is_incomplete());
    let has_examples = compiled.compilation.tested.is_some();
    let tested = has_examples.then(|| compiled.test_engine()).transpose()?;
    let (sources, model) = (Some(compiled.sources), Some(compiled.compilation.model));
    let (variants, inputs) = (compiled.variants, compiled.inputs);
    Ok(Some(OpenPolicy { engine, sources, model, tested, incomplete, variants, inputs }))
}

/// A bundle's bytes.
enum Bytes {
    Mapped(Mmap),
    Read(Vec<u8>),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Read(bytes) => bytes,
        }
    }
}

/// The bytes of a bundle file. They are read, so that a later change of the file has no effect;
/// mapped only on request.
pub(crate) fn bundle_bytes(
    path: &Path,
    how: BundleArgs,
) -> anyhow::Result<impl Deref<Target = [u8]> + AsRef<[u8]> + Send + Sync + use<>> {
    let reading = || format!("can't read {}", path.display());
    if load::is_stdin(path) {
        return of_stdin().map(Bytes::Read);
    }
    let file = load::open(path)?;
    let len = file.metadata().with_context(reading)?.len();
    let limit = MAX_BUNDLE_BYTES as u64;
    if len > limit {
        bail!(
            "{} can't be used: it has {len} bytes, but at most {limit} can be opened",
            path.display()
        );
    }
    if how.map {
        return map(&file).map(Bytes::Mapped).with_context(reading);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
    // A file that grows meanwhile is too large, or is cut where its digests don't fit.
    file.take(limit + 1).read_to_end(&mut bytes).with_context(reading)?;
    Ok(Bytes::Read(bytes))
}

/// A bundle on standard input, no more of it than can be opened and one byte, which shows that there is more.
fn of_stdin() -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut input = load::stdin()?.lock().take(MAX_BUNDLE_BYTES as u64 + 1);
    input.read_to_end(&mut bytes).context("can't read standard input")?;
    Ok(bytes)
}

#[expect(unsafe_code, reason = "the workspace's one memory map, on request")]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: sound only while no process writes or truncates the file; whoever passes `--map`
    // states that. Otherwise text that was checked once could change under a `&str`, which is
    // undefined behaviour, and a truncated file stops the process. Saffron itself replaces a bundle
    // by renaming and never writes one in place.
    unsafe { Mmap::map(file) }
}

/// Whether a file is a bundle, by its extension or its first bytes.
pub(crate) fn is_bundle(path: &Path) -> bool {
    if path.is_dir() {
        return false;
    }
    if path.extension().is_some_and(|extension| extension == "safb") {
        return true;
    }
    let begins_like_one = || {
        let mut start = [0; MAGIC.len()];
        let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
        read.is_ok() && start == MAGIC
    };
    path.is_file() && begins_like_one()
}
