//! A policy on its way from files to something that answers.

use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::Path;

use anyhow::{Context as _, bail};
use memmap2::Mmap;
use saffron_bundle::section::MAGIC;
use saffron_compiler::Compilation;
use saffron_lang::{Diagnostic, SourceFile, SourceMap};
use saffron_runtime::Engine;

use crate::options::PolicyArgs;
use crate::{load, progress, report};

/// A policy, compiled as far as it goes.
pub(crate) struct Judged {
    pub(crate) sources: SourceMap,
    pub(crate) compilation: Compilation,
    /// Of all stages, in the reader's order.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Judged {
    /// Whether the policy is refused.
    pub(crate) fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Commands that failed: whoever asks the policy for something has to know of them.
    fn shortfalls(&self) -> Vec<Diagnostic> {
        let of_commands = |it: &&Diagnostic| it.code == saffron_racf::codes::COMMAND_FAILED;
        self.diagnostics.iter().filter(of_commands).cloned().collect()
    }

    /// The engine of a policy that isn't refused.
    pub(crate) fn engine(&self) -> anyhow::Result<Engine> {
        Engine::open(self.bundle()?.to_vec()).context("the compiled policy can't be used")
    }

    /// The bundle of a policy that isn't refused.
    pub(crate) fn bundle(&self) -> anyhow::Result<&[u8]> {
        self.compilation.bundle.as_deref().context("the policy could not be compiled")
    }
}

/// Reads and compiles policy text.
pub(crate) fn judge(args: &PolicyArgs) -> anyhow::Result<Judged> {
    if let Some(bundle) = args.policies.iter().find(|path| is_bundle(path)) {
        bail!("{} is a bundle; this needs the policy's text", bundle.display());
    }
    let loaded = progress::during("reading the policy", || load::policy(args))?;
    let compilation = progress::during("compiling", || {
        saffron_compiler::compile(&loaded.sources, &loaded.trees, &loaded.settings)
    });
    let mut diagnostics = loaded.diagnostics;
    diagnostics.extend(compilation.diagnostics.iter().cloned());
    saffron_lang::diagnostic::sort(&mut diagnostics);
    let holds_commands = |it: &SourceFile| load::commands::holds_commands(Path::new(&it.path));
    let sources = load::commands::showable(loaded.sources, holds_commands);
    Ok(Judged { sources, compilation, diagnostics })
}

/// Compiles policy text; where it is refused, says why and returns `None`.
pub(crate) fn accepted(args: &PolicyArgs) -> anyhow::Result<Option<Judged>> {
    let judged = judge(args)?;
    if !judged.has_errors() {
        report::diagnostics::print_text(&judged.sources, &judged.shortfalls());
        return Ok(Some(judged));
    }
    report::diagnostics::print_text(&judged.sources, &judged.diagnostics);
    Ok(None)
}

/// An engine and, if its bundle was compiled just now, the text it was compiled from.
pub(crate) struct Answering {
    pub(crate) engine: Engine,
    pub(crate) sources: Option<SourceMap>,
}

/// What answers requests: a bundle as it is, text after it is compiled. `None` if the text is
/// refused, which has been said.
pub(crate) fn answering(args: &PolicyArgs) -> anyhow::Result<Option<Answering>> {
    if let [only] = args.policies.as_slice()
        && is_bundle(only)
    {
        if args.site.is_some() {
            bail!("{} is a bundle: its site was chosen when it was compiled", only.display());
        }
        let opened = Engine::open(map(only)?);
        let engine = opened.with_context(|| format!("{} can't be used", only.display()))?;
        return Ok(Some(Answering { engine, sources: None }));
    }
    let Some(judged) = accepted(args)? else { return Ok(None) };
    Ok(Some(Answering { engine: judged.engine()?, sources: Some(judged.sources) }))
}

/// A bundle's bytes.
enum Bytes {
    Mapped(Mmap),
    Compiled(Vec<u8>),
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
            Self::Compiled(bytes) => bytes,
        }
    }
}

/// The bytes of a bundle file, in place.
pub(crate) fn map_bundle(path: &Path) -> anyhow::Result<impl Deref<Target = [u8]> + use<>> {
    map(path)
}

#[expect(unsafe_code, reason = "the workspace's one memory map")]
fn map(path: &Path) -> anyhow::Result<Bytes> {
    let reading = || format!("can't read {}", path.display());
    load::metadata(path)?;
    let mut file = File::open(path).with_context(reading)?;
    if !file.metadata().with_context(reading)?.is_file() {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).with_context(reading)?;
        return Ok(Bytes::Compiled(bytes));
    }
    // SAFETY: the map is only read. A bundle is replaced by renaming, never written in place, so
    // the bytes don't change under us; should somebody do it all the same, the checked reader
    // bounds every access, and answers are wrong rather than memory unsafe.
    let map = unsafe { Mmap::map(&file) }.with_context(reading)?;
    Ok(Bytes::Mapped(map))
}

/// Whether a file is, or claims to be, a bundle.
fn is_bundle(path: &Path) -> bool {
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
