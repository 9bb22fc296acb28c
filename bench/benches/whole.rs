//! Questions about whole policies, on a policy of 20,000 profiles and 10,000 users: the difference after small changes,
//! `who`, `what` and an invariant. The cost follows the change.
#![expect(clippy::unwrap_used, reason = "criterion's macros, and a bench may stop")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use saffron_analysis::invariant::{Court, check};
use saffron_analysis::reach::{Target, Wanted, what, who};
use saffron_analysis::{Scope, diff};
use saffron_compiler::model::InvariantKind;
use saffron_runtime::{Day, Engine};
use saffron_workload::{Workload, workload};

const PROFILES: usize = 20_000;
const DAY: Day = Day(20_000);

fn engine(text: &str) -> Engine {
    Engine::open(workload::compiled(text).bundle.unwrap()).unwrap()
}

/// The policy after one change, by what was changed.
fn changes(text: &str) -> Vec<(&'static str, String)> {
    let mut entries: BTreeMap<&str, usize> = BTreeMap::new();
    for list in text.lines().filter_map(|line| line.strip_prefix("permit ")) {
        for id in list.split(':').next().unwrap_or_default().split(", ") {
            *entries.entry(id).or_default() += 1;
        }
    }
    let groups = entries.iter().filter(|(id, _)| id.starts_with('G'));
    let (group, _) = groups.max_by_key(|(_, entries)| **entries).unwrap();
    let (before, after) = text.rsplit_once(": alter").unwrap();
    let permit = format!("{before}: update{after}");
    let generic = format!("{text}profile FACILITY \"A1*.**\" {{ uacc read }}\n");
    let unrelated = Workload::of(PROFILES / 2).text;
    let user = entries.keys().find(|id| id.starts_with('U')).unwrap();
    let connected = format!("connect {user} to {group}\n");
    let joined =
        if text.contains(&connected) { text.to_owned() } else { format!("{text}{connected}") };
    vec![
        ("one changed permit", permit),
        ("a generic name over 3,000 profiles", generic),
        ("a user joined the group with most entries", joined),
        ("another policy of half the size", unrelated),
    ]
}

fn difference(c: &mut Criterion) {
    let workload = Workload::of(PROFILES);
    let old = engine(&workload.text);
    let mut group = c.benchmark_group("diff");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    for (name, text) in changes(&workload.text) {
        let new = engine(&text);
        group.bench_function(BenchmarkId::new(name, PROFILES), |b| {
            b.iter(|| black_box(diff(&old, &new, DAY, Scope::default())));
        });
    }
    group.finish();
}

fn questions(c: &mut Criterion) {
    let workload = Workload::of(PROFILES);
    let rules = "invariant \"no temporary user\" { no user U000001 may alter DATASET \"**\" }\n";
    let compiled = workload::compiled(&format!("{}{rules}", workload.text));
    let engine = Engine::open(compiled.bundle.clone().unwrap()).unwrap();
    let asked = workload.requests.iter().find(|asked| asked.class == "DATASET").unwrap();
    let wanted = Wanted { day: DAY, access: None, class: None };
    let mut group = c.benchmark_group("questions");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    group.bench_function(BenchmarkId::new("who", PROFILES), |b| {
        let target = Target::Resource(&asked.resource, None);
        b.iter(|| black_box(who(&engine, asked.class, target, wanted)));
    });
    group.bench_function(BenchmarkId::new("what", PROFILES), |b| {
        b.iter(|| black_box(what(&engine, Some(&asked.user), wanted)));
    });
    let model = &compiled.model;
    let rule = model.invariants.iter().flat_map(|it| &it.rules).find_map(|rule| match &rule.kind {
        InvariantKind::Access(rule) => Some(rule),
        _ => None,
    });
    let rule = rule.unwrap();
    group.bench_function(BenchmarkId::new("an invariant over DATASET", PROFILES), |b| {
        b.iter(|| black_box(check(&Court::new(&engine, model, DAY), rule)));
    });
    group.finish();
}

criterion_group!(benches, difference, questions);
criterion_main!(benches);
