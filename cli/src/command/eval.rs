//! `saffron eval`

use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;
use serde_json::json;

use super::lines::{Line, Lines};
use crate::document;
use crate::load;
use crate::load::shown::Shown;
use crate::options::{BundleArgs, DayArgs, Format, PolicyArgs};
use crate::outcomes::{Outcomes, Weight};
use crate::output::{self, BAD, count};
use crate::policy;
use crate::verdict::Verdict;
use crate::wire::{self, Answer, Asked, Malformed};

/// Answers are written when this many bytes are ready, or when no further request is waiting.
const ENOUGH: usize = 1 << 16;

/// Decide requests: reads one JSON object per line and writes one per line, in the same order
///
/// A malformed request gets no answer, but an error with its line and field on standard error. All
/// other requests are answered. The exit status is then 2. With --errors json, the error is a JSON line in the
/// place of the answer. An answer that depends on a condition of
/// RACF commands is the strictest one, and its field `depends_on` lists the conditions; the exit status
/// is then 1.
#[derive(Debug, Args)]
#[command(after_help = r#"EXAMPLES
  saffron eval payroll --requests requests.jsonl > decisions.jsonl

  echo '{"user":"PAYCLK","class":"DATASET","resource":"PAYROLL.MASTER","access":"UPDATE"}' |
    saffron eval payroll.safb --requests -

Requests about SAFR contain their system, and can be in the same file:
  {"system":"safr","user":"ALICE","login_group":"FIN_ANALYSTS","login_environment":"FINANCE",
   "operation":"modify","item_type":"view","item":"GL_EXTRACT"}"#)]
pub(crate) struct EvalArgs {
    #[command(flatten)]
    policy: PolicyArgs,

    #[command(flatten)]
    bundle: BundleArgs,

    #[command(flatten)]
    date: DayArgs,

    /// A file of requests, or - for standard input
    #[arg(long, value_name = "FILE.jsonl|-")]
    requests: PathBuf,

    /// How malformed requests are reported: as text on standard error, or as JSON lines in the place
    /// of their decisions
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    errors: Format,
}

pub(crate) fn run(args: &EvalArgs) -> anyhow::Result<Verdict> {
    let name = args.requests.display().to_string();
    let requests = open(&args.requests)?;
    let Some(opened) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    let engine = &opened.engine;
    let today = args.date.day()?;
    let (variants, sources) = (&opened.variants, opened.sources.as_ref());
    let (out, malformed, differing, errors) = (Vec::new(), 0, 0, args.errors);
    let mut answers =
        Answers { engine, variants, sources, today, out, malformed, differing, errors };
    let mut sink = output::raw();
    answers.all(requests, &name, &mut sink)?;
    if answers.malformed == 0 {
        let uncertain = opened.incomplete || answers.differing > 0;
        return Ok(if uncertain { Verdict::Wrong } else { Verdict::Fine });
    }
    let malformed = count(answers.malformed, "malformed request");
    output::error(&format!("{malformed} in {}", shown(&name)));
    Ok(Verdict::Malformed)
}

fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(load::open(path)?))
}

fn shown(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}

struct Answers<'e> {
    engine: &'e Engine,
    /// What the policy is if conditions of its commands don't hold.
    variants: &'e Outcomes,
    sources: Option<&'e Shown>,
    today: Day,
    /// Answers that have not been written yet.
    out: Vec<u8>,
    malformed: usize,
    /// Answers that depend on a condition.
    differing: usize,
    /// How malformed requests are reported.
    errors: Format,
}

/// What is wrong with a line of requests.
struct Problem {
    field: Option<String>,
    message: String,
}

impl From<&str> for Problem {
    fn from(message: &str) -> Self {
        Self { field: None, message: message.to_owned() }
    }
}

impl From<&Malformed> for Problem {
    fn from(malformed: &Malformed) -> Self {
        let field = malformed.field.as_ref().map(ToString::to_string);
        Self { field, message: wire::message(malformed) }
    }
}

impl Answers<'_> {
    fn all(
        &mut self,
        requests: impl Read,
        name: &str,
        sink: &mut impl Write,
    ) -> anyhow::Result<()> {
        let mut lines = Lines::new(BufReader::with_capacity(ENOUGH, requests));
        loop {
            if self.out.len() >= ENOUGH || lines.would_wait() {
                self.flush(sink)?;
            }
            let number = lines.number() + 1;
            match lines.next().with_context(|| format!("can't read {}", shown(name)))? {
                None => break,
                Some(Line::Text(line)) => {
                    if let Err(problem) = self.answer(line) {
                        self.report(name, number, &problem);
                    }
                }
                Some(Line::TooLong) => {
                    self.report(name, number, &"the line is longer than 1 MiB".into());
                }
                Some(Line::NotText) => {
                    self.report(name, number, &"the line is not UTF-8 text".into());
                }
            }
        }
        self.flush(sink)
    }

    fn answer(&mut self, line: &str) -> Result<(), Problem> {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        let asked = Asked::parse(line).map_err(|malformed| Problem::from(&malformed))?;
        let written = match asked {
            Asked::Racf(request) => request.with_request(self.today, |asked| {
                let weighed = self
                    .variants
                    .weigh(self.engine, |engine| Weight::of(&engine.decide(asked), request.id))?;
                self.differing += usize::from(!weighed.depends.is_empty());
                weighed.write(self.sources, &mut self.out)
            }),
            Asked::Safr(request) => request.with_request(|asked| {
                let decision = &self.engine.decide_safr(asked);
                wire::write(&mut self.out, &Answer { decision, id: request.id })
            }),
        };
        written.map_err(|error| Problem::from(error.to_string().as_str()))?;
        self.out.push(b'\n');
        Ok(())
    }

    fn report(&mut self, name: &str, number: usize, problem: &Problem) {
        self.malformed += 1;
        let (name, message) = (shown(name), &problem.message);
        match self.errors {
            Format::Text => {
                output::note(&format!("{BAD}error{BAD:#}: {name}: line {number}: {message}\n"));
            }
            Format::Json => {
                let place = json!({ "file": name, "line": number, "column": 1 });
                let error = json!({ "place": place, "field": problem.field, "message": message });
                self.out.extend(document::line(json!({ "error": error })).into_bytes());
            }
        }
    }

    fn flush(&mut self, sink: &mut impl Write) -> anyhow::Result<()> {
        if !self.out.is_empty() {
            sink.write_all(&self.out)?;
            sink.flush()?;
            self.out.clear();
        }
        Ok(())
    }
}
