//! `saffron compile`

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use saffron_bundle::Bundle;
use serde_json::{Value, json};

use crate::document;
use crate::options::{Format, TextPolicyArgs};
use crate::output::{self, BOLD, DIM, count, thousands};
use crate::outputs::Outputs;
use crate::policy::{self, CompiledPolicy};
use crate::verdict::Verdict;

/// Compile a policy to a bundle, which decides requests
///
/// The same text always gives the same bytes. The decision digest identifies the meaning of the
/// policy: it stays the same when files are renamed or declarations are moved.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLE\n  saffron compile payroll -o payroll.safb")]
pub(crate) struct CompileArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    /// Output file; - for standard output
    #[arg(short, long, value_name = "FILE.safb")]
    output: PathBuf,

    /// Output format of the summary
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &CompileArgs) -> anyhow::Result<Verdict> {
    let compiled = policy::compile(&args.policy)?;
    let to_stdout = args.output == Path::new("-");
    if to_stdout && args.format == Format::Json {
        bail!("--format json needs an output file: with `-o -`, standard output is the bundle");
    }
    if args.format == Format::Text {
        compiled.print_diagnostics();
    }
    if compiled.has_errors() {
        if args.format == Format::Json {
            output::print(&document::text(failure(&compiled)))?;
        }
        return Ok(Verdict::Wrong);
    }
    let bytes = &portable(&compiled)?;
    if to_stdout {
        output::print_bytes(bytes)?;
        return Ok(Verdict::Fine);
    }
    let mut outputs = Outputs::default();
    outputs.add(&args.output, bytes, &compiled.inputs)?;
    outputs.write()?;
    let (name, bundle) = (args.output.display(), Bundle::open(bytes)?);
    output::print(&match args.format {
        Format::Text => format!("{BOLD}{name}{BOLD:#}: {}", summary(&bundle, bytes.len())),
        Format::Json => document::text(json!({
            "written": name.to_string(),
            "bytes": bytes.len(),
            "decision_digest": bundle.header().decision_digest().to_string(),
            "content_digest": bundle.header().content_digest().to_string(),
            "diagnostics": compiled.diagnostics_json(),
        })),
    })?;
    Ok(Verdict::Fine)
}

/// The bundle with the names that files have in their package, so that the same package gives the same bytes wherever
/// it is. Other commands show paths as they were typed.
fn portable(compiled: &CompiledPolicy) -> anyhow::Result<Vec<u8>> {
    let (model, sources) = (&compiled.compilation.model, compiled.sources.portable());
    Ok(saffron_compiler::bundle(model, &sources)?)
}

/// The summary when no bundle is written.
fn failure(compiled: &CompiledPolicy) -> Value {
    json!({
        "written": null,
        "bytes": null,
        "decision_digest": null,
        "content_digest": null,
        "diagnostics": compiled.diagnostics_json(),
    })
}

fn summary(bundle: &Bundle<'_>, len: usize) -> String {
    let users = bundle.users().len();
    let entries = bundle.entries().len() + bundle.conditional().len();
    format!(
        "{} bytes, {}, {}, {}\n  {DIM}decision digest{DIM:#} {}\n  {DIM}content digest{DIM:#}  {}\n",
        thousands(len),
        count(bundle.profiles().len(), "profile"),
        count(users, "user"),
        count(entries, "access-list entry"),
        bundle.header().decision_digest(),
        bundle.header().content_digest(),
    )
}
