//! `saffron bench POLICY --requests FILE`

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;
use saffron_workload::Load;
use serde_json::json;

use super::super::lines::{Line, Lines};
use super::times::{duration, rounded};
use crate::document;
use crate::load;
use crate::options::{BundleArgs, Format, PolicyArgs};
use crate::output::{self, BOLD, count};
use crate::policy;
use crate::verdict::Verdict;
use crate::wire::{self, Asked};

/// The most requests that are measured, and the most bytes of them: more would measure the cache.
const MOST_REQUESTS: usize = 100_000;
const MOST_BYTES: usize = 64 << 20;

/// What was measured.
struct Measured {
    requests: usize,
    /// Whether the file has more requests.
    cut: bool,
    /// From the start of reading the policy until it can decide.
    ready: Duration,
    bundle_bytes: u64,
    /// Memory of the whole process, where the system tells it.
    resident_bytes: Option<u64>,
    load: Load,
}

/// Who asks what, for how long.
pub(super) struct Asker {
    pub(super) policies: Vec<PathBuf>,
    /// The day of requests that state none.
    pub(super) today: Day,
    /// For each measurement.
    pub(super) budget: Duration,
    pub(super) format: Format,
}

pub(super) fn run(asker: Asker, file: &Path) -> anyhow::Result<Verdict> {
    let Asker { policies, today, budget, format } = asker;
    let (lines, cut) = lines(file)?;
    let requests = asked(file, &lines)?;
    let begin = Instant::now();
    let Some(opened) = policy::open(&PolicyArgs::of(policies), BundleArgs::default())? else {
        return Ok(Verdict::Wrong);
    };
    let (engine, ready) = (&opened.engine, begin.elapsed());
    output::hint("measuring …");
    let decide = |at: usize| {
        if let Some(asked) = requests.get(at) {
            decide(engine, today, asked);
        }
    };
    let load = saffron_workload::load(requests.len(), budget, &threads(), &decide);
    let bundle_bytes = engine.bundle_sections().header().total_len();
    let resident_bytes = resident();
    let measured =
        Measured { requests: requests.len(), cut, ready, bundle_bytes, resident_bytes, load };
    output::print(&match format {
        Format::Text => text(&measured),
        Format::Json => document::text(value(&measured)),
    })?;
    Ok(Verdict::Fine)
}

/// The lines with requests, and whether there are more than are measured.
fn lines(file: &Path) -> anyhow::Result<(Vec<(usize, String)>, bool)> {
    let name = file.display();
    let mut lines = Lines::new(BufReader::new(load::open(file)?));
    let (mut kept, mut bytes) = (Vec::new(), 0);
    loop {
        let number = lines.number() + 1;
        match lines.next().with_context(|| format!("can't read {name}"))? {
            None => return Ok((kept, false)),
            Some(Line::Text(line)) if line.trim_ascii().is_empty() => {}
            Some(Line::Text(_)) if kept.len() == MOST_REQUESTS || bytes > MOST_BYTES => {
                return Ok((kept, true));
            }
            Some(Line::Text(line)) => {
                bytes += line.len();
                kept.push((number, line.to_owned()));
            }
            Some(Line::TooLong) => bail!("{name}: line {number}: the line is longer than 1 MiB"),
            Some(Line::NotText) => bail!("{name}: line {number}: the line is not UTF-8 text"),
        }
    }
}

fn asked<'l>(file: &Path, lines: &'l [(usize, String)]) -> anyhow::Result<Vec<Asked<'l>>> {
    let parse = |(number, line): &'l (usize, String)| {
        Asked::parse(line).map_err(|malformed| {
            anyhow::anyhow!("{}: line {number}: {}", file.display(), wire::message(&malformed))
        })
    };
    let asked: Vec<_> = lines.iter().map(parse).collect::<anyhow::Result<_>>()?;
    if asked.is_empty() {
        bail!("{}: there is no request in it", file.display());
    }
    Ok(asked)
}

fn decide(engine: &Engine, today: Day, asked: &Asked<'_>) {
    match asked {
        Asked::Racf(request) => request.with_request(today, |request| {
            black_box(engine.decide(request).is_grant());
        }),
        Asked::Safr(request) => request.with_request(|request| {
            let _ = black_box(engine.decide_safr(request));
        }),
    }
}

/// One, and twice as many each time, up to what the machine has.
fn threads() -> Vec<usize> {
    let most = thread::available_parallelism().map_or(1, usize::from);
    let mut threads: Vec<usize> = std::iter::successors(Some(1_usize), |last| last.checked_mul(2))
        .take_while(|threads| *threads < most)
        .collect();
    threads.push(most);
    threads
}

/// The memory of this process, if the system tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix("kB")?.trim_end().parse::<u64>().ok()? * 1024)
}

fn text(measured: &Measured) -> String {
    let Measured { requests, cut, ready, bundle_bytes, resident_bytes, load } = measured;
    let first = if *cut { "the first " } else { "" };
    let mut text = format!("{BOLD}{first}{}{BOLD:#}\n", count(*requests, "request"));
    let bytes = |bytes: u64| count(usize::try_from(bytes).unwrap_or(usize::MAX), "byte");
    // Writing to a `String` can't fail.
    let resident = resident_bytes.map_or(String::new(), |it| format!(", process {}", bytes(it)));
    let _ = writeln!(text, "  ready after {}", duration(*ready));
    let _ = writeln!(text, "  memory: bundle {}{resident}", bytes(*bundle_bytes));
    let times = [("half", load.median), ("99 %", load.p99), ("99.9 %", load.p999)];
    for (share, time) in times {
        let _ = writeln!(text, "  {share:<7} within {:>10}", duration(time));
    }
    for rate in &load.rates {
        let threads = count(rate.threads, "thread");
        let _ = writeln!(text, "  {threads:<10} {} decisions/s", rounded(rate.per_second));
    }
    text
}

fn value(measured: &Measured) -> serde_json::Value {
    let Measured { requests, cut, ready, bundle_bytes, resident_bytes, load } = measured;
    let rates = load.rates.iter();
    let rates: Vec<_> = rates
        .map(|rate| json!({ "threads": rate.threads, "per_second": rate.per_second }))
        .collect();
    json!({
        "requests": requests,
        "more_requests": cut,
        "ready_seconds": ready.as_secs_f64(),
        "bundle_bytes": bundle_bytes,
        "resident_bytes": resident_bytes,
        "timed": load.timed,
        "median_seconds": load.median.as_secs_f64(),
        "p99_seconds": load.p99.as_secs_f64(),
        "p999_seconds": load.p999.as_secs_f64(),
        "throughput": rates,
    })
}
