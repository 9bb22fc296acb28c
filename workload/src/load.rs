//! What it costs to answer requests that somebody has: how long each takes, and how many a second.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long requests took, and how many were answered.
#[derive(Clone, Debug)]
pub struct Load {
    /// Decisions that were timed one by one.
    pub timed: usize,
    /// Half of them took no longer.
    pub median: Duration,
    /// 99 of 100 took no longer.
    pub p99: Duration,
    /// 999 of 1,000 took no longer.
    pub p999: Duration,
    /// Decisions a second, for each number of threads.
    pub rates: Vec<Rate>,
}

/// How many requests some threads answer together.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Threads.
    pub threads: usize,
    /// Decisions a second.
    pub per_second: f64,
}

/// The most decisions that are timed one by one.
const MOST_TIMED: usize = 10_000_000;

/// Measures `decide`, which answers the request of a number below `requests`: one by one for
/// `budget`, and by each number of threads for as long.
pub fn load(
    requests: usize,
    budget: Duration,
    threads: &[usize],
    decide: &(dyn Fn(usize) + Sync),
) -> Load {
    let times = one_by_one(requests, budget, decide);
    let at = |thousandths: usize| {
        let place = times.len().saturating_mul(thousandths) / 1_000;
        let place = place.min(times.len().saturating_sub(1));
        Duration::from_nanos(times.get(place).copied().map_or(0, u64::from))
    };
    let rate = |&threads: &usize| Rate {
        threads,
        per_second: per_second(requests, budget, threads, decide),
    };
    let (median, p99, p999) = (at(500), at(990), at(999));
    Load { timed: times.len(), median, p99, p999, rates: threads.iter().map(rate).collect() }
}

/// Nanoseconds of each decision, ascending, without what reading the clock takes.
fn one_by_one(requests: usize, budget: Duration, decide: &(dyn Fn(usize) + Sync)) -> Vec<u32> {
    let clock = clock();
    let begin = Instant::now();
    let mut times = Vec::new();
    // Once without a clock, so that what is read is where it usually is.
    (0..requests).for_each(decide);
    while requests > 0 && begin.elapsed() < budget && times.len() < MOST_TIMED {
        for request in 0..requests {
            let start = Instant::now();
            decide(request);
            let time = start.elapsed().saturating_sub(clock);
            times.push(u32::try_from(time.as_nanos()).unwrap_or(u32::MAX));
        }
    }
    times.sort_unstable();
    times
}

/// How long it takes to read the clock twice: the median of many times.
fn clock() -> Duration {
    let mut times: Vec<Duration> = (0..1_001).map(|_| Instant::now().elapsed()).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "rates are shown with three digits")]
fn per_second(
    requests: usize,
    budget: Duration,
    threads: usize,
    decide: &(dyn Fn(usize) + Sync),
) -> f64 {
    let over = AtomicBool::new(requests == 0);
    let begin = Instant::now();
    let answered: usize = thread::scope(|scope| {
        let work = |number: usize| {
            // Threads begin at different requests.
            let from = requests / threads.max(1) * number;
            let mut answered = 0;
            while !over.load(Ordering::Relaxed) {
                (from..requests).chain(0..from).for_each(|request| decide(black_box(request)));
                answered += requests;
                if begin.elapsed() >= budget {
                    over.store(true, Ordering::Relaxed);
                }
            }
            answered
        };
        let running: Vec<_> =
            (0..threads).map(|number| scope.spawn(move || work(number))).collect();
        running.into_iter().map(|one| one.join().unwrap_or_default()).sum()
    });
    answered as f64 / begin.elapsed().as_secs_f64().max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    #[test]
    fn every_request_is_answered_and_percentiles_ascend() {
        let asked: [AtomicUsize; 3] = Default::default();
        let decide = |request: usize| {
            asked[request].fetch_add(1, Ordering::Relaxed);
        };
        let found = load(3, Duration::from_millis(2), &[1, 2], &decide);
        assert!(asked.iter().all(|asked| asked.load(Ordering::Relaxed) > 2));
        assert!(found.timed > 0 && found.median <= found.p99 && found.p99 <= found.p999);
        let threads: Vec<usize> = found.rates.iter().map(|rate| rate.threads).collect();
        assert_eq!(threads, [1, 2]);
        assert!(found.rates.iter().all(|rate| rate.per_second > 0.0));
    }

    #[test]
    fn without_requests_nothing_is_measured() {
        let found = load(0, Duration::from_millis(1), &[1], &|_| {});
        assert_eq!((found.timed, found.median), (0, Duration::ZERO));
    }
}
