//! Times and memory.

use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::Result;
use saffron_workload::Asked;

use crate::engines::{Engine, Make};
use crate::site::Site;

/// An engine at a size.
pub struct Measured {
    pub size: &'static str,
    pub engine: &'static str,
    pub profiles: usize,
    pub requests: usize,
    pub mean: f64,
    pub p50: f64,
    pub p99: f64,
    /// From the policy as data, or the bundle, to an engine.
    pub load: Duration,
    /// Resident memory that came with it, in bytes.
    pub memory: u64,
    /// From policy text; only Saffron has one.
    pub compile: Option<Duration>,
}

/// Time and memory of making an engine.
pub struct Load {
    time: Duration,
    memory: u64,
}

/// Resident memory of this process, in bytes.
fn resident() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|it| it.parse::<u64>().ok());
    pages.unwrap_or_default() * 4096
}

pub fn loading(make: impl FnOnce() -> Result<Box<dyn Engine>>) -> Result<(Box<dyn Engine>, Load)> {
    let (before, start) = (resident(), Instant::now());
    let engine = make()?;
    let (time, memory) = (start.elapsed(), resident().saturating_sub(before));
    Ok((engine, Load { time, memory }))
}

/// Requests that are timed as one, so that the clock costs little.
const TOGETHER: usize = 16;
const ROUNDS: usize = 20;
const LONGEST: Duration = Duration::from_secs(5);

pub fn deciding(
    size: &'static str,
    make: &Make,
    load: Load,
    engine: &dyn Engine,
    asked: &[Asked],
    site: &Site,
) -> Measured {
    let mut times = Vec::new();
    let begin = Instant::now();
    for _ in 0..ROUNDS {
        for few in asked.chunks_exact(TOGETHER) {
            let start = Instant::now();
            for one in few {
                black_box(engine.decide(black_box(one)));
            }
            times.push(start.elapsed().as_nanos() as f64 / TOGETHER as f64);
        }
        if begin.elapsed() > LONGEST {
            break;
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
    let is_saffron = make.name == "Saffron";
    Measured {
        size,
        engine: make.name,
        profiles: site.profiles.len(),
        requests: asked.len(),
        mean: times.iter().sum::<f64>() / times.len().max(1) as f64,
        p50: at(50),
        p99: at(99),
        load: load.time,
        memory: load.memory,
        compile: is_saffron.then_some(site.compile),
    }
}
