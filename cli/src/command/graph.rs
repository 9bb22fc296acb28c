//! `saffron graph`

use anyhow::bail;
use clap::{Args, ValueEnum};
use saffron_compiler::graph::PolicyGraph;
use saffron_compiler::graph::render::{self, Notation};
use saffron_lang::diagnostic::did_you_mean;

use crate::options::TextPolicyArgs;
use crate::{Verdict, output, policy};

/// Draw who is connected where, who owns what, and who is granted which profile; of SAFR, who is in
/// which group, and which items its rights reach
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron graph payroll --format dot | dot -Tsvg > payroll.svg
  saffron graph payroll --format mermaid --focus PAYCLK
  saffron graph finance --format mermaid --focus 'logical-file LF_GL'")]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    /// The notation
    #[arg(long, value_enum)]
    format: GraphFormat,

    /// Only what is within reach of this user, group, profile, class, environment or item
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
    let Some(judged) = policy::accepted(&args.policy)? else { return Ok(Verdict::Wrong) };
    let model = &judged.compilation.model;
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
        bail!("nothing that the policy declares is called `{focus}`{near}");
    };
    output::print(&drawing)?;
    Ok(Verdict::Fine)
}
