//! `saffron graph`

use anyhow::bail;
use clap::{Args, ValueEnum};
use saffron_compiler::graph::PolicyGraph;
use saffron_compiler::graph::render::{self, Notation};
use saffron_diagnostics::did_you_mean;

use crate::options::TextPolicyArgs;
use crate::verdict::Verdict;
use crate::{output, policy};

/// Draw connections, owners and access to profiles; for SAFR, groups and their rights to items
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron graph payroll --format dot | dot -Tsvg > payroll.svg
  saffron graph payroll --format mermaid --focus PAYCLK
  saffron graph finance --format mermaid --focus 'logical-file LF_GL'")]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    /// Output format
    #[arg(long, value_enum)]
    format: GraphFormat,

    /// Show only what is connected to this user, group, profile, class, environment or item
    #[arg(long, value_name = "ID")]
    focus: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum GraphFormat {
    /// Graphviz
    Dot,
    /// Mermaid, as Markdown pages show it
    Mermaid,
    /// Nodes and edges for programs
    Json,
}

pub(crate) fn run(args: &GraphArgs) -> anyhow::Result<Verdict> {
    let Some(compiled) = policy::compile_valid(&args.policy)? else { return Ok(Verdict::Wrong) };
    let model = &compiled.compilation.model;
    let graph = &PolicyGraph::build(model);
    let notation = match args.format {
        GraphFormat::Dot => Notation::Dot,
        GraphFormat::Mermaid => Notation::Mermaid,
        GraphFormat::Json => Notation::Json,
    };
    let focus = args.focus.as_deref();
    let Some(drawing) = render::render(graph, model, notation, focus) else {
        let focus = focus.unwrap_or_default();
        let names = render::names(graph, model);
        let near = did_you_mean(focus, names.iter().map(String::as_str));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        bail!("the policy doesn't declare `{focus}`{near}");
    };
    output::print(&drawing)?;
    Ok(Verdict::Fine)
}
