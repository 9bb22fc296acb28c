//! `saffron eval`

use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;

use super::lines::{Line, Lines};
use crate::load;
use crate::load::shown::Shown;
use crate::options::{BundleArgs, DayArgs, PolicyArgs};
use crate::outcomes::{Outcomes, Weight};
use crate::output::{self, BAD, count};
use crate::policy;
use crate::verdict::Verdict;
use crate::wire::{self, Answer, Asked};

/// Answers are written when this many bytes are ready, or when no further request is waiting.
const ENOUGH: usize = 1 << 16;

/// Decide requests: reads one JSON object per line and writes one per line, in the same order
///
/// A malformed request gets no answer, but an error with its line and field on standard error. All
/// other requests are answered. The exit status is then 2. An answer that depends on a condition of
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
}

pub(crate) fn run(args: &EvalArgs) -> anyhow::Result<Verdict> {
    let name = args.requests.display().to_string();
    let requests = open(&args.requests)?;
    let Some(opened) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    let engine = &opened.engine;
    let today = args.date.day()?;
    let (variants, sources) = (&opened.variants, opened.sources.as_ref());
    let (out, malformed, differing) = (Vec::new(), 0, 0);
    let mut answers = Answers { engine, variants, sources, today, out, malformed, differing };
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
                Some(Line::TooLong) => self.report(name, number, "the line is longer than 1 MiB"),
                Some(Line::NotText) => self.report(name, number, "the line is not UTF-8 text"),
            }
        }
        self.flush(sink)
    }

    fn answer(&mut self, line: &str) -> Result<(), String> {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        let asked = Asked::parse(line).map_err(|malformed| wire::message(&malformed))?;
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
        written.map_err(|error| error.to_string())?;
        self.out.push(b'\n');
        Ok(())
    }

    fn report(&mut self, name: &str, number: usize, problem: &str) {
        self.malformed += 1;
        let name = shown(name);
        output::note(&format!("{BAD}error{BAD:#}: {name}: line {number}: {problem}\n"));
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
