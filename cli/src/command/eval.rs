//! `saffron eval`

mod answers;
mod waiting;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::thread;

use anyhow::Context as _;
use clap::Args;

use self::answers::{Answered, Answers};
use self::waiting::Waiting;
use crate::load;
use crate::options::{BundleArgs, DayArgs, Format, PolicyArgs};
use crate::output::{self, count};
use crate::policy;
use crate::verdict::Verdict;

/// Fewer requests than this aren't shared between threads.
const WORTH_A_THREAD: usize = 256;

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
    let requests = load::input(&args.requests)?;
    let Some(opened) = policy::open(&args.policy, args.bundle)? else { return Ok(Verdict::Wrong) };
    let answers = Answers {
        engine: &opened.engine,
        variants: &opened.variants,
        sources: opened.sources.as_ref(),
        today: args.date.day()?,
        errors: args.errors,
        name: shown(&name),
    };
    let total = all(&answers, requests, &mut output::raw())?;
    if total.malformed == 0 {
        let uncertain = opened.incomplete || total.differing > 0;
        return Ok(if uncertain { Verdict::Wrong } else { Verdict::Fine });
    }
    let malformed = count(total.malformed, "malformed request");
    output::error(&format!("{malformed} in {}", shown(&name)));
    Ok(Verdict::Malformed)
}

/// Answers all requests in their order, as many at once as are waiting: memory stays bounded, and
/// nobody waits for an answer to a request that is there.
fn all(
    answers: &Answers<'_>,
    requests: impl Read,
    sink: &mut impl Write,
) -> anyhow::Result<Answered> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut waiting = Waiting::new(requests);
    let mut total = Answered::default();
    while waiting.fill().with_context(|| format!("can't read {}", answers.name))? {
        for answered in shared(answers, &waiting, threads) {
            output::note(&answered.notes);
            sink.write_all(&answered.out)?;
            total.malformed += answered.malformed;
            total.differing += answered.differing;
        }
        sink.flush()?;
    }
    Ok(total)
}

/// The answers to the requests that are waiting, in parts, in their order; each thread answers one.
fn shared(answers: &Answers<'_>, waiting: &Waiting<impl Read>, threads: usize) -> Vec<Answered> {
    let lines = waiting.lines();
    let part = lines.len().div_ceil(threads).max(WORTH_A_THREAD);
    if lines.len() <= part {
        return vec![answers.all(waiting.text(), lines)];
    }
    thread::scope(|scope| {
        let text = waiting.text();
        let (first, others) = lines.split_at_checked(part).unwrap_or((lines, &[]));
        let running: Vec<_> =
            others.chunks(part).map(|lines| scope.spawn(|| answers.all(text, lines))).collect();
        let first = answers.all(text, first);
        let joined = running.into_iter().map(|one| match one.join() {
            Ok(answered) => answered,
            // A part without answers would shift all others.
            Err(panic) => std::panic::resume_unwind(panic),
        });
        std::iter::once(first).chain(joined).collect()
    })
}

fn shown(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}
