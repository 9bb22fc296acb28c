//! `saffron plan`

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use saffron_analysis::drift::{Fact, Managed};
use saffron_racf::command::Command;
use saffron_racf::print;
use saffron_racf_convert::plan::Proven;

use crate::job::Job;
use crate::options::PolicyArgs;
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
    let request = Request {
        policy: args.sides.policy(),
        system: args.sides.system(),
        output: args.output.as_deref(),
        undo: args.undo.as_deref(),
        deletes: args.deletes.as_deref(),
        allow_deletes: args.allow_deletes,
        jcl: args.jcl.as_deref(),
    };
    let Some(planned) = request.plan()? else { return Ok(Verdict::Wrong) };
    let plan = planned.write(&request)?;
    if request.output.is_none() {
        output::print(&plan)?;
    }
    output::note(&summary(&planned.proven));
    Ok(Verdict::Fine)
}

/// What is planned, and where it is written.
pub(super) struct Request<'a> {
    pub(super) policy: PolicyArgs,
    pub(super) system: PolicyArgs,
    pub(super) output: Option<&'a Path>,
    pub(super) undo: Option<&'a Path>,
    pub(super) deletes: Option<&'a Path>,
    pub(super) allow_deletes: bool,
    pub(super) jcl: Option<&'a Path>,
}

/// A plan that was run in memory.
pub(super) struct Planned {
    pub(super) proven: Proven,
    job: Option<Job>,
    inputs: BTreeSet<PathBuf>,
}

impl Request<'_> {
    /// The plan; `None` if there is none, and why is printed.
    pub(super) fn plan(&self) -> anyhow::Result<Option<Planned>> {
        let Some((policy, system)) = side::both(&self.policy, &self.system)? else {
            return Ok(None);
        };
        let sides = [&policy, &system].into_iter();
        let mut inputs: BTreeSet<PathBuf> =
            sides.flat_map(|side| side.inputs.iter().cloned()).collect();
        let job = self.jcl.map(|path| Job::read(path, &mut inputs)).transpose()?;
        let managed = Managed::of(policy.manage.as_ref());
        let facts = side::facts(&policy, &system, managed);
        match side::prove(&policy, &system, managed, &facts, self.allow_deletes) {
            Ok(proven) => Ok(Some(Planned { proven, job, inputs })),
            Err(why) => {
                output::error(&format!("no file is written: {why}"));
                Ok(None)
            }
        }
    }
}

impl Planned {
    /// Writes the files that are asked for. The result is the text of the plan.
    pub(super) fn write(&self, request: &Request<'_>) -> anyhow::Result<String> {
        let text = |what: &str, commands: &[Command]| {
            let text = text(what, commands);
            match &self.job {
                Some(job) => job.with("RACF", &text),
                None => text,
            }
        };
        let Proven { plan, undo, deletes, .. } = &self.proven;
        let plan = text("Brings the system to its policy", plan);
        let undo = text("Undoes the plan", undo);
        let deletes = text("Takes access away or deletes: not part of the plan", deletes);
        let mut outputs = Outputs::default();
        for (path, text) in
            [(request.output, &plan), (request.undo, &undo), (request.deletes, &deletes)]
        {
            if let Some(path) = path {
                outputs.add(path, text.as_bytes(), &self.inputs)?;
            }
        }
        outputs.write()?;
        Ok(plan)
    }
}

fn text(what: &str, commands: &[Command]) -> String {
    let commands: String = commands.iter().map(print::lines).collect();
    format!(" /* {what:<64} */\n{commands}")
}

/// Facts of one reason that are listed.
const MOST_LISTED: usize = 20;

/// What the plan does, and what it leaves.
pub(super) fn summary(proven: &Proven) -> String {
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
