//! `saffron safr apply`

use std::fmt::Write as _;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use saffron_compiler::model::{Model, SafrTestRequest};
use saffron_runtime::Engine;
use saffron_runtime::safr::{Effect, SafrDecision, SafrRequest};
use saffron_safr_operations::{Changed, Obstacle, SafrState, changes_the_state};
use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::safr::{ItemType, Right, SafrOperation, SafrOutcome};
use serde_json::json;

use super::super::lines::{Line, Lines};
use super::script::{Step, stated};
use crate::document;
use crate::load::shown::Shown;
use crate::options::{DiagnosticArgs, Format, PolicyArgs};
use crate::output::{self, BOLD, DIM, NOTE, thousands};
use crate::report::safr::{because, circumstances, missing, outcome_style, sentence};
use crate::verdict::Verdict;
use crate::wire::{self, Answer, Asked, OwnedSafrRequest};
use crate::{load, outputs, policy};

/// Simulate a sequence of SAFR operations, applying those that are granted
///
/// The script has one request per line, as for `saffron eval`. A line can have two more fields: `note`
/// is printed before it, and `set` contains what the operation sets: `{"right": …}`,
/// `{"create": […]}`, `{"migrate_in": …}`, `{"access": …}`, `{"user": …}`, or the `{"name": …}` of a
/// copy. An operation that is denied, or that can't be carried out, changes nothing; then the exit
/// status is 1. The files of the policy are not changed.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron safr apply finance.saf story.jsonl
  saffron safr apply finance.saf --format json - < story.jsonl
  saffron safr apply finance.saf story.jsonl --output finance-after")]
pub(crate) struct ApplyArgs {
    /// A package directory, or a `.saf` file
    #[arg(value_name = "POLICY")]
    policy: PathBuf,

    /// A file of requests, or - for standard input
    #[arg(value_name = "SCRIPT")]
    script: PathBuf,

    /// Use the parameter values in [site.NAME] of saffron.toml
    #[arg(long, value_name = "NAME")]
    site: Option<String>,

    /// Write the state after the last line as a package in this new directory
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    shown: DiagnosticArgs,

    /// Output format
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(args: &ApplyArgs) -> anyhow::Result<Verdict> {
    if let Some(directory) = &args.output {
        outputs::refuse_occupied(directory)?;
    }
    let script = load::input(&args.script)?;
    let of = PolicyArgs {
        site: args.site.clone(),
        shown: args.shown,
        ..PolicyArgs::of(vec![args.policy.clone()])
    };
    let Some(compiled) = policy::compile_valid(&of)? else { return Ok(Verdict::Wrong) };
    let engine = compiled.engine()?;
    let model = compiled.compilation.model;
    let state = SafrState::of(&model);
    let (sources, format) = (compiled.sources, args.format);
    let work = Budget::new(MOST_WORK);
    let mut simulation =
        Simulation { model, sources, engine, state, work, format, without_effect: 0 };
    let mut lines = Lines::new(BufReader::new(script));
    let mut number = 0;
    loop {
        let place = format!("{}: line {}", args.script.display(), lines.number() + 1);
        let line = match lines.next().with_context(|| place.clone())? {
            None => break,
            Some(Line::Text(line)) => line,
            Some(Line::TooLong) => bail!("{place}: the line is longer than 1 MiB"),
            Some(Line::NotText) => bail!("{place}: the line is not UTF-8 text"),
        };
        if !line.trim_ascii().is_empty() {
            number += 1;
            let report = simulation.step(number, line).map_err(|problem| problem.context(place))?;
            output::print(&report)?;
        }
    }
    if let Some(directory) = &args.output {
        write(&simulation.state, directory)?;
    }
    Ok(if simulation.without_effect > 0 { Verdict::Wrong } else { Verdict::Fine })
}

/// Writes a state as a package.
fn write(state: &SafrState, directory: &Path) -> anyhow::Result<()> {
    let text = state.text();
    let manifest = load::manifest_of(directory);
    let files = [("saffron.toml", &manifest), ("users.saf", &text.users), ("safr.saf", &text.safr)];
    outputs::create_directory(directory, files.iter().map(|(name, it)| (*name, it.as_str())))?;
    for it in &text.left_out {
        output::note(&format!("{NOTE}not in the package{NOTE:#}: {it}\n"));
    }
    Ok(())
}

/// Facts that may be compiled again in one run: minutes.
const MOST_WORK: usize = 50_000_000;

/// A policy while operations change it.
struct Simulation {
    model: Model,
    sources: Shown,
    /// Decides by the present state.
    engine: Engine,
    state: SafrState,
    /// Facts that are compiled again, since a change costs as much as the policy is large.
    work: Budget,
    format: Format,
    /// Steps that were denied or could not be carried out.
    without_effect: usize,
}

/// The result of a step in addition to its decision.
struct Outcome {
    /// Whether the operation was granted and done.
    carried_out: bool,
    obstacle: Option<Obstacle>,
    changes: Vec<Changed>,
}

/// A right that an operation gives or removes, with owned texts.
type Gain = (String, String, ItemType, String, Right);

impl Simulation {
    fn step(&mut self, number: usize, line: &str) -> anyhow::Result<String> {
        let step = Step::parse(line).map_err(anyhow::Error::msg)?;
        let asked = match Asked::parse(&step.request) {
            Ok(Asked::Safr(asked)) => asked,
            Ok(Asked::Racf(_)) => {
                bail!("not a request about SAFR: `\"system\":\"safr\"` is missing")
            }
            Err(malformed) => bail!("{}", wire::message(&malformed)),
        };
        let engine = self.engine.clone();
        let (report, carried_out) = asked.with_request(|request| {
            let decision = engine.decide_safr(request);
            let stated = stated(&asked);
            let outcome = self.carry_out(&engine, request, &decision, &stated, &step);
            let report = match self.format {
                Format::Text => text(number, &step, &asked, &decision, &outcome),
                Format::Json => json_line(number, &asked, &decision, &outcome),
            };
            report.map(|report| (report, outcome.carried_out))
        })?;
        self.without_effect += usize::from(!carried_out);
        if carried_out && changes_the_state(asked.operation) {
            self.compile()?;
        }
        Ok(report)
    }

    /// Makes an engine that decides by the present state.
    fn compile(&mut self) -> anyhow::Result<()> {
        if !self.work.spend(self.state.facts()) {
            bail!(
                "the script makes too many changes to a policy of {} environments, items, groups, \
                 members and rights; remove what the script doesn't use from the policy, or shorten \
                 the script",
                thousands(self.state.facts())
            );
        }
        self.model.safr = self.state.clone().into_safr();
        let bundle = saffron_compiler::bundle(&self.model, &self.sources)
            .context("the changed policy is too large")?;
        self.engine = Engine::open(bundle).context("the changed policy can't be used")?;
        Ok(())
    }

    /// Applies an operation that was granted; one that was denied changes nothing.
    fn carry_out(
        &mut self,
        engine: &Engine,
        request: &SafrRequest<'_>,
        decision: &SafrDecision<'_>,
        stated: &SafrTestRequest,
        step: &Step,
    ) -> Outcome {
        let nothing = |obstacle| Outcome { carried_out: false, obstacle, changes: Vec::new() };
        if decision.outcome != SafrOutcome::Grant {
            return nothing(None);
        }
        if !changes_the_state(request.operation) {
            return Outcome { carried_out: true, ..nothing(None) };
        }
        let before = self.state.clone();
        if let Err(obstacle) = self.state.apply(stated, &step.set) {
            return nothing(Some(obstacle));
        }
        let mut gains: Vec<Gain> = decision.effects.iter().map(gain).collect();
        gains.extend(copied(engine, request, step));
        for (group, environment, kind, name, right) in &gains {
            self.state.ensure(group, environment, (*kind, name), *right);
        }
        let changes = before.changes(&self.state);
        Outcome { carried_out: true, obstacle: None, changes }
    }
}

fn gain(it: &Effect<'_>) -> Gain {
    let (kind, name) = it.item;
    (it.group.to_owned(), it.environment.to_owned(), kind, name.to_owned(), it.right)
}

/// A copy creates an item, so its rights are those of a creation under the new name.
fn copied(engine: &Engine, request: &SafrRequest<'_>, step: &Step) -> Vec<Gain> {
    let (SafrOperation::Copy, Some(name)) = (request.operation, &step.set.name) else {
        return Vec::new();
    };
    let creation =
        SafrRequest { operation: SafrOperation::Create, item: Some(name.as_str()), ..*request };
    engine.decide_safr(&creation).effects.iter().map(gain).collect()
}

fn text(
    number: usize,
    step: &Step,
    asked: &OwnedSafrRequest<'_>,
    decision: &SafrDecision<'_>,
    outcome: &Outcome,
) -> anyhow::Result<String> {
    let mut text = if number == 1 { String::new() } else { "\n".to_owned() };
    if let Some(note) = &step.note {
        writeln!(text, "{DIM}{note}{DIM:#}")?;
    }
    writeln!(text, "{BOLD}{number:>3}  {}{BOLD:#}", sentence(asked))?;
    writeln!(text, "     {DIM}{}{DIM:#}", circumstances(asked))?;
    let style = outcome_style(decision.outcome);
    let word = decision.outcome.as_str().to_uppercase();
    writeln!(text, "     {style}{word}{style:#} {}", because(decision))?;
    for it in &decision.missing {
        write!(text, "   {}", missing(it))?;
    }
    if let Some(obstacle) = &outcome.obstacle {
        writeln!(text, "     {NOTE}not carried out{NOTE:#}: {obstacle}")?;
    }
    for it in &outcome.changes {
        let (place, Changed { what, before, after, .. }) = (place_of(it), it);
        writeln!(text, "     {NOTE}now{NOTE:#}      {place}{what}: {after}, was {before}")?;
    }
    Ok(text)
}

/// The group and the environment of a change, as far as it has them.
fn place_of(it: &Changed) -> String {
    match (it.group.as_str(), it.environment.as_str()) {
        ("", "") => String::new(),
        ("", environment) => format!("{environment}: "),
        (group, "") => format!("{group} in every environment: "),
        (group, environment) => format!("{group} in {environment}: "),
    }
}

fn json_line(
    number: usize,
    asked: &OwnedSafrRequest<'_>,
    decision: &SafrDecision<'_>,
    outcome: &Outcome,
) -> anyhow::Result<String> {
    let decided = serde_json::to_value(Answer { decision, id: asked.id })?;
    let changes = outcome.changes.iter().map(|it| {
        json!({
            "group": it.group, "environment": it.environment, "what": it.what,
            "before": it.before, "after": it.after,
        })
    });
    Ok(document::line(json!({
        "step": number,
        "decision": decided,
        "carried_out": outcome.carried_out,
        "obstacle": outcome.obstacle.as_ref().map(ToString::to_string),
        "changes": changes.collect::<Vec<_>>(),
    })))
}
