//! The same measurements as the benches, for a person who wants them in a few seconds.

use std::hash::RandomState;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use saffron_compiler::{Settings, SourceTree, compile};
use saffron_diagnostics::{FileId, SourceMap};
use saffron_lang::parse;
use saffron_runtime::{Day, Engine, OpenError, Question, Request, Requester};

use crate::baseline::{HashMaps, hash_strings};
use crate::script;
use crate::workload::{Asked, Workload};

/// One number and what it was measured on.
#[derive(Clone, Debug)]
pub struct Measurement {
    /// What was done.
    pub name: &'static str,
    /// Median time of one run, or of one request.
    pub median: Duration,
    /// What one second would hold, in `unit`.
    pub rate: f64,
    /// The unit of the rate.
    pub unit: &'static str,
    /// Runs measured.
    pub runs: usize,
    /// Whether it is a baseline rather than the engine.
    pub baseline: bool,
}

/// What was measured, and how large it is.
#[derive(Clone, Debug)]
pub struct Report {
    /// Profiles of the policy.
    pub profiles: usize,
    /// Users.
    pub users: usize,
    /// Access-list entries.
    pub entries: usize,
    /// Bytes of its text.
    pub text_bytes: usize,
    /// Bytes of its bundle: all the memory that deciding takes, and shared by all who map the file.
    pub bundle_bytes: usize,
    /// Times, in the order of the way from text to decision.
    pub measurements: Vec<Measurement>,
}

/// How often a measurement is repeated at the least.
const LEAST_RUNS: usize = 3;

/// The date of the requests: any day will do, no connection has a date.
const TODAY: Day = Day(20_000);

/// Measures all stages on a generated policy of `profiles` profiles, spending about `budget`
/// on each measurement.
///
/// # Errors
///
/// If the compiler's own bundle can't be opened, which would be a bug.
pub fn report(profiles: usize, budget: Duration) -> Result<Report, OpenError> {
    let workload = Workload::of(profiles);
    let bytes = workload.text.len();
    let mut found = Vec::new();

    let parsing = repeat(budget, || parse(FileId(0), &workload.text));
    found.push(throughput("lex and parse", &parsing, bytes, "MB"));

    let mut sources = SourceMap::default();
    let file = sources.add("workload.saf", workload.text.as_str());
    let trees = [SourceTree::from(parse(file, &workload.text))];
    let settings = Settings::default();
    let compiling = repeat(budget, || compile(&sources, &trees, &settings));
    found.push(throughput("compile", &compiling, profiles, "profiles"));

    let bundle: Arc<[u8]> = compile(&sources, &trees, &settings).bundle.unwrap_or_default().into();
    let opening = repeat(budget, || Engine::open(Arc::clone(&bundle)).is_ok());
    found.push(throughput("open", &opening, bundle.len(), "MB"));

    let commands = script::script(profiles);
    let running = repeat(budget, || script::run(&commands));
    found.push(throughput("read and run as many RACF commands", &running, profiles, "commands"));

    let engine = Engine::open(Arc::clone(&bundle))?;
    found.extend(deciding(&engine, &workload, budget));
    Ok(Report {
        profiles,
        users: workload.users,
        entries: workload.entries,
        text_bytes: bytes,
        bundle_bytes: bundle.len(),
        measurements: found,
    })
}

fn deciding(engine: &Engine, workload: &Workload, budget: Duration) -> Vec<Measurement> {
    let requests = &workload.requests;
    let maps = HashMaps::of(engine.bundle_sections());
    let state = RandomState::new();
    let decide = |asked: &Asked| {
        let request = Request::new(
            Requester::User(&asked.user),
            Question::new(asked.class, &asked.resource),
            TODAY,
        );
        engine.decide(&request).is_grant()
    };
    let each = |name, baseline, work: &dyn Fn(&Asked)| {
        let times = repeat(budget, || requests.iter().for_each(work));
        let one: Vec<Duration> =
            times.iter().map(|time| *time / u32::try_from(requests.len()).unwrap_or(1)).collect();
        Measurement { baseline, ..throughput(name, &one, 1, "decisions") }
    };
    vec![
        each("decide, from three strings", false, &|asked| {
            black_box(decide(asked));
        }),
        each("hash maps of the standard library", true, &|asked| {
            black_box(maps.level(asked));
        }),
        each("hashing the three strings", true, &|asked| {
            black_box(hash_strings(&state, asked));
        }),
    ]
}

pub(crate) fn repeat<T>(budget: Duration, mut work: impl FnMut() -> T) -> Vec<Duration> {
    let start = Instant::now();
    let mut times = Vec::new();
    while times.len() < LEAST_RUNS || start.elapsed() < budget {
        let one = Instant::now();
        black_box(work());
        times.push(one.elapsed());
    }
    times.sort_unstable();
    times
}

#[expect(clippy::cast_precision_loss, reason = "rates are shown with three digits")]
fn throughput(
    name: &'static str,
    sorted: &[Duration],
    amount: usize,
    unit: &'static str,
) -> Measurement {
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    let per_second = amount as f64 / median.as_secs_f64().max(f64::MIN_POSITIVE);
    let rate = if unit == "MB" { per_second / 1e6 } else { per_second };
    Measurement { name, median, rate, unit, runs: sorted.len(), baseline: false }
}
