//! `saffron plan`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use saffron_analysis::drift::{Fact, Managed};
use saffron_racf::command::Command;
use saffron_racf::print;
use saffron_racf_convert::plan::Proven;

use crate::job::Job;
use crate::output::{self, NOTE, count};
use crate::outputs::Outputs;
use crate::report::drift::wording;
use crate::side;
use crate::sides::SidesArgs;
use crate::verdict::Verdict;

/// Write the commands that bring a system to its policy, and those that undo them
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron plan site site.irrdbu00 --setropts setropts.list -o plan.racf --undo undo.racf
  saffron plan site site.irrdbu00 -o plan.racf --undo undo.racf --deletes deletes.racf
  saffron plan zowe site.irrdbu00 -o plan.jcl --undo undo.jcl --jcl jobcard --allow-deletes

The arguments are those of drift. Commands that take access away or delete are not in the plan: --deletes writes \
them to a file of their own, --allow-deletes puts them into the plan. What can't be planned is listed.

Before a file is written, the plan and its undo run on the database in memory: the plan must leave no drift but \
what is listed, and the undo must give the system back.")]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    sides: SidesArgs,

    /// Output file. Default: standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Output file for the commands that undo the plan
    #[arg(long, value_name = "FILE")]
    undo: Option<PathBuf>,

    /// Output file for the commands that take access away or delete
    #[arg(long, value_name = "FILE", conflicts_with = "allow_deletes")]
    deletes: Option<PathBuf>,

    /// Put the commands that take access away or delete into the plan
    #[arg(long)]
    allow_deletes: bool,

    /// Write the commands as jobs, with the job card in this file
    #[arg(long, value_name = "JOBCARD")]
    jcl: Option<PathBuf>,
}

pub(crate) fn run(args: &PlanArgs) -> anyhow::Result<Verdict> {
    let Some((policy, system)) = side::both(&args.sides.policy(), &args.sides.system())? else {
        return Ok(Verdict::Wrong);
    };
    let mut inputs: BTreeSet<PathBuf> =
        [&policy, &system].into_iter().flat_map(|side| side.inputs.iter().cloned()).collect();
    let job = args.jcl.as_deref().map(|path| Job::read(path, &mut inputs)).transpose()?;
    let managed = Managed::of(policy.manage.as_ref());
    let facts = side::facts(&policy, &system, managed);
    let proven = match side::prove(&policy, &system, managed, &facts, args.allow_deletes) {
        Ok(proven) => proven,
        Err(why) => {
            output::error(&format!("no file is written: {why}"));
            return Ok(Verdict::Wrong);
        }
    };
    write(args, &proven, job.as_ref(), &inputs)?;
    output::note(&summary(&proven));
    Ok(Verdict::Fine)
}

fn write(
    args: &PlanArgs,
    proven: &Proven,
    job: Option<&Job>,
    inputs: &BTreeSet<PathBuf>,
) -> anyhow::Result<()> {
    let text = |what: &str, commands: &[Command]| {
        let text = text(what, commands);
        job.map_or(text.clone(), |job| job.with("RACF", &text))
    };
    let plan = text("Brings the system to its policy", &proven.plan);
    let undo = text("Undoes the plan", &proven.undo);
    let deletes = text("Takes access away or deletes: not part of the plan", &proven.deletes);
    let mut outputs = Outputs::default();
    let mut add = |path: &Path, text: &str| outputs.add(path, text.as_bytes(), inputs);
    match &args.output {
        None => output::print(&plan)?,
        Some(path) => add(path, &plan)?,
    }
    for (path, text) in [(&args.undo, &undo), (&args.deletes, &deletes)] {
        if let Some(path) = path {
            add(path, text)?;
        }
    }
    outputs.write()
}

fn text(what: &str, commands: &[Command]) -> String {
    let commands: String = commands.iter().map(print::lines).collect();
    format!(" /* {what:<64} */\n{commands}")
}

/// Facts of one reason that are listed.
const MOST_LISTED: usize = 20;

/// What the plan does, and what it leaves.
fn summary(proven: &Proven) -> String {
    let mut text = format!(
        "{NOTE}plan{NOTE:#}: {}, {} to undo; both ran in memory\n",
        count(proven.plan.len(), "command"),
        count(proven.undo.len(), "command")
    );
    text.push_str(&listed("left as they are", &proven.left));
    text.push_str(&listed("not given back by the undo", &proven.lost));
    text
}

fn listed(title: &str, left: &[(Fact, String)]) -> String {
    if left.is_empty() {
        return String::new();
    }
    let lines = left.iter().take(MOST_LISTED);
    let lines: Vec<String> = lines
        .map(|(fact, why)| format!("  {} {}: {why}\n", fact.kind.as_str(), wording::line(fact)))
        .collect();
    let lines = lines.concat();
    let more = left.len().saturating_sub(MOST_LISTED);
    let more = if more > 0 { format!("  and {more} more\n") } else { String::new() };
    format!("{NOTE}{}{NOTE:#}: {title}\n{lines}{more}", count(left.len(), "fact"))
}
