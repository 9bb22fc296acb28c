//! Lex and parse, compile, open and decide on generated policies of 100, 20,000 and 200,000
//! profiles, with throughput; deciding beside its baselines; replay and audit.
#![expect(clippy::unwrap_used, reason = "criterion's macros, and a bench may stop")]

use std::hash::RandomState;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use saffron_audit::{Inquiry, Lists, Rule, rule, test};
use saffron_compiler::{Settings, SourceTree, compile};
use saffron_lang::{FileId, SourceMap, parse};
use saffron_replay::{Options, Replay};
use saffron_runtime::{Day, Engine, Question, Request, Requester};
use saffron_workload::baseline::{HashMaps, hash_strings};
use saffron_workload::safr::{AskedItem, SafrHashMaps, SafrWorkload};
use saffron_workload::{Asked, Workload, events, script, workload};

const SIZES: [usize; 3] = [100, 20_000, 200_000];

fn pipeline(c: &mut Criterion) {
    for size in SIZES {
        let workload = Workload::of(size);
        let mut group = c.benchmark_group("pipeline");
        group.sample_size(10).measurement_time(Duration::from_secs(5));

        group.throughput(Throughput::Bytes(workload.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::new("lex and parse", size),
            &workload,
            |b, workload| {
                b.iter(|| parse(FileId(0), &workload.text));
            },
        );

        let mut sources = SourceMap::default();
        let file = sources.add("workload.saf", workload.text.as_str());
        let trees = [SourceTree::from(parse(file, &workload.text))];
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::new("compile", size), |b| {
            b.iter(|| compile(&sources, &trees, &Settings::default()));
        });

        let bundle: Arc<[u8]> =
            compile(&sources, &trees, &Settings::default()).bundle.unwrap().into();
        group.throughput(Throughput::Bytes(bundle.len() as u64));
        group.bench_function(BenchmarkId::new("open", size), |b| {
            b.iter(|| Engine::open(Arc::clone(&bundle)));
        });
        group.finish();
        decide(c, &workload, bundle);
    }
}

/// Files of RACF commands: read and run, up to a million.
fn commands(c: &mut Criterion) {
    let mut group = c.benchmark_group("commands");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for size in [1_000, 100_000, 1_000_000] {
        let text = script::script(size);
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::new("read and run", size), &text, |b, text| {
            b.iter(|| script::run(text));
        });
    }
    group.finish();
}

/// Events of an SMF unload against a policy of 20,000 profiles.
fn replay(c: &mut Criterion) {
    const EVENTS: usize = 50_000;
    let workload = Workload::of(20_000);
    let bundle = workload::compiled(&workload.text).bundle.unwrap();
    let engine = Engine::open(bundle).unwrap();
    let text = events::events(&engine, &workload.requests, EVENTS);
    let mut group = c.benchmark_group("replay");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Elements(EVENTS as u64));
    for threads in [1, 2] {
        let options = Options { threads, ..Options::default() };
        group.bench_function(BenchmarkId::new("20000 profiles, threads", threads), |b| {
            b.iter(|| {
                let mut replay = Replay::new(&engine, None, options.clone());
                replay.file(text.as_bytes()).unwrap();
                assert_eq!(replay.finish().same, EVENTS as u64);
            });
        });
    }
    group.finish();
}

/// All rules against policies of 20,000 and 200,000 profiles.
fn audit(c: &mut Criterion) {
    let rules: Vec<Rule> = rule::stig().unwrap().into_iter().chain(rule::own().unwrap()).collect();
    let lists: Lists = test::known_lists().map(|name| (name.to_owned(), Vec::new())).collect();
    let mut group = c.benchmark_group("audit");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for size in [20_000, 200_000] {
        let text = Workload::of(size).text;
        let mut sources = SourceMap::default();
        let file = sources.add("workload.saf", text.as_str());
        let trees = [SourceTree::from(parse(file, &text))];
        let compilation = compile(&sources, &trees, &Settings::default());
        let engine = Engine::open(compilation.bundle.unwrap()).unwrap();
        let inquiry = Inquiry {
            model: &compilation.model,
            sources: &sources,
            engine: &engine,
            day: Day(20_000),
            lists: &lists,
            options_assumed: false,
            whole_system: true,
        };
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::new("all rules", size), |b| {
            b.iter(|| saffron_audit::audit(&rules, &inquiry));
        });
    }
    group.finish();
}

fn decide(c: &mut Criterion, workload: &Workload, bundle: Arc<[u8]>) {
    let engine = Engine::open(bundle).unwrap();
    let maps = HashMaps::of(engine.bundle_sections());
    let state = RandomState::new();
    let mut group = c.benchmark_group("decide");
    group.throughput(Throughput::Elements(1));
    let mut each = |name: &str, work: &dyn Fn(&Asked)| {
        let mut requests = workload.requests.iter().cycle();
        group.bench_function(BenchmarkId::new(name, workload.profiles), |b| {
            b.iter(|| work(requests.next().unwrap()));
        });
    };
    each("engine, from three strings", &|asked| {
        let request = Request::new(
            Requester::User(&asked.user),
            Question::new(asked.class, &asked.resource),
            Day(20_000),
        );
        let _ = black_box(engine.decide(&request));
    });
    each("baseline: hash maps of the standard library", &|asked| {
        black_box(maps.level(asked));
    });
    each("baseline: hashing the three strings", &|asked| {
        black_box(hash_strings(&state, asked));
    });
    group.finish();
}

/// The worst case: a search that visits every node of the class at every place of the name.
fn hostile(c: &mut Criterion) {
    let (text, asked) = workload::hostile();
    let bundle = workload::compiled(&text).bundle.unwrap();
    let engine = Engine::open(bundle).unwrap();
    c.bench_function("decide: 16,129 hostile names, none fits", |b| {
        b.iter(|| {
            let request = Request::new(
                Requester::User(&asked.user),
                Question::new(asked.class, &asked.resource),
                Day(20_000),
            );
            let _ = black_box(engine.decide(&request));
        });
    });
}

/// An item read by right: 1,000 groups, 20 environments, 100,000 items.
fn safr(c: &mut Criterion) {
    let workload = SafrWorkload::of(1_000, 100_000);
    let bundle = workload::compiled(&workload.text).bundle.unwrap();
    let engine = Engine::open(bundle).unwrap();
    let maps = SafrHashMaps::of(engine.bundle_sections());
    let mut group = c.benchmark_group("safr");
    group.throughput(Throughput::Elements(1));
    let mut each = |name: &str, work: &dyn Fn(&AskedItem)| {
        let mut requests = workload.requests.iter().cycle();
        group.bench_function(BenchmarkId::new(name, workload.items), |b| {
            b.iter(|| work(requests.next().unwrap()));
        });
    };
    each("engine, item read by right", &|asked| {
        black_box(engine.decide_safr(&asked.request()));
    });
    each("baseline: hash maps of the standard library", &|asked| {
        black_box(maps.right(asked));
    });
    group.finish();
}

criterion_group!(benches, commands, replay, audit, pipeline, hostile, safr);
criterion_main!(benches);
