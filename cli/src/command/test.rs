//! `saffron test`

use std::time::Instant;

use clap::{Args, ValueEnum};
use saffron_compiler::model::{Invariant, Test};
use saffron_diagnostics::SourceMap;
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;

use crate::document;
use crate::options::{DayArgs, TextPolicyArgs};
use crate::report::invariant::{self, Court, Judged};
use crate::report::request::{of_test, quoted};
use crate::report::results::{self, Failure, TestResult};
use crate::report::safr;
use crate::report::setting::Setting;
use crate::verdict::Verdict;
use crate::{output, policy};

/// Run the tests of a policy and check its invariants
///
/// Each `test` block states what users may and may not do. The policy is compiled, and each
/// expectation is compared with the decision of the engine. An expectation without a date is for
/// today, or for the date of --on. Each `invariant` must hold for every request; one that isn't decided, or that
/// nothing is subject to, fails.
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron test payroll
  saffron test payroll --filter clerk
  saffron test payroll --format junit > results.xml")]
pub(crate) struct TestArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    #[command(flatten)]
    date: DayArgs,

    /// Only tests and invariants whose names contain this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Fail if no test and no invariant ran
    #[arg(long)]
    require_tests: bool,

    /// Show how many resources and users the verdict on each invariant rests on
    #[arg(long)]
    explain_invariants: bool,

    /// Output format of the results
    #[arg(long, value_enum, default_value = "text")]
    format: TestFormat,
}

/// Output for people, programs or build servers.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum TestFormat {
    Text,
    Json,
    Junit,
}

pub(crate) fn run(args: &TestArgs) -> anyhow::Result<Verdict> {
    let Some(compiled) = policy::compile_valid(&args.policy)? else { return Ok(Verdict::Wrong) };
    let start = Instant::now();
    let engine = compiled.engine()?;
    let today = args.date.day()?;
    let model = &compiled.compilation.model;
    let wanted = model.tests.iter().filter(|test| args.wants(&test.name));
    let engines = || [&engine].into_iter().chain(compiled.variants.engines());
    let answers = |test| strictest(engines(), test, today, &compiled.sources);
    let results: Vec<_> = wanted.filter_map(answers).collect();
    let wanted: Vec<_> = model.invariants.iter().filter(|it| args.wants(&it.name)).collect();
    let date = args.date.is_stated().then_some(today);
    let court = |engine| Court::new(engine, (model, &compiled.sources), today, date);
    let courts: Vec<Court<'_>> = engines().filter(|_| !wanted.is_empty()).map(court).collect();
    let mut invariants: Vec<_> = wanted.into_iter().filter_map(|it| worst(&courts, it)).collect();
    if compiled.variants.engines().next().is_some() {
        invariants.iter_mut().for_each(open_in_variants);
    }
    let setting = Setting {
        sources: &compiled.sources,
        policy: policy_words(&args.policy),
        elapsed: start.elapsed(),
    };
    output::print(&match args.format {
        TestFormat::Text
            if results.is_empty()
                && invariants.is_empty()
                && !(model.tests.is_empty() && model.invariants.is_empty()) =>
        {
            let filter = args.filter.as_deref().unwrap_or_default();
            format!(
                "no name of a test or an invariant contains `{filter}`; the policy has {} and {}\n",
                output::count(model.tests.len(), "test"),
                output::count(model.invariants.len(), "invariant")
            )
        }
        TestFormat::Text if args.explain_invariants => {
            results::text(&results, &invariants, &setting) + &invariant::explained(&invariants)
        }
        TestFormat::Text => results::text(&results, &invariants, &setting),
        TestFormat::Json => document::text(results::json(&results, &invariants, &setting)),
        TestFormat::Junit => results::junit(&model.package, &results, &invariants, &setting)?,
    })?;
    let ran = !results.is_empty() || !invariants.is_empty();
    let passed = results.iter().all(TestResult::passed)
        && invariants.iter().all(Judged::holds)
        && (ran || !args.require_tests)
        && !compiled.variants.has_more();
    Ok(if passed { Verdict::Fine } else { Verdict::Wrong })
}

impl TestArgs {
    fn wants(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.filter.as_deref().is_none_or(|filter| name.contains(&filter.to_lowercase()))
    }
}

/// The result of a test under every choice of conditions of commands: the first that fails, if one does.
fn strictest<'m, 'e>(
    engines: impl Iterator<Item = &'e Engine>,
    test: &'m Test,
    today: Day,
    sources: &SourceMap,
) -> Option<TestResult<'m>> {
    let mut results = engines.map(|engine| answer(engine, test, today, sources)).peekable();
    let mut last = None;
    while let Some(result) = results.next_if(TestResult::passed) {
        last.get_or_insert(result);
    }
    results.next().or(last)
}

/// The users that a rule means are those of the first policy, so the others aren't decided completely.
fn open_in_variants(judged: &mut Judged<'_>) {
    let why = "conditions in commands make several policies, and only the first is checked";
    judged.open.push((judged.invariant.origin, why.to_owned()));
}

/// The verdict on an invariant under every choice of conditions of commands: the first failure, if there is one.
fn worst<'m>(courts: &[Court<'_>], invariant: &'m Invariant) -> Option<Judged<'m>> {
    let mut verdicts = courts.iter().map(|court| invariant::judge(court, invariant)).peekable();
    let mut last = None;
    while let Some(judged) = verdicts.next_if(Judged::holds) {
        last.get_or_insert(judged);
    }
    verdicts.next().or(last)
}

/// Compares the expectations of a test about RACF and SAFR with the engine's decisions.
fn answer<'m>(engine: &Engine, test: &'m Test, today: Day, sources: &SourceMap) -> TestResult<'m> {
    let mut partial = 0;
    let racf = test.cases.iter().filter_map(|case| {
        let asked = of_test(&case.request);
        let decision = asked.with_request(today, |asked| engine.decide(asked));
        partial += usize::from(decision.partial);
        Failure::of_racf(case, &decision, sources)
    });
    let safr = test.safr_cases.iter().filter_map(|case| {
        let asked = safr::of_test(&case.request);
        asked.with_request(|asked| Failure::of_safr(case, &engine.decide_safr(asked), sources))
    });
    let mut failures: Vec<Failure> = racf.chain(safr).collect();
    failures.sort_by_key(|failure| failure.origin);
    TestResult { test, failures, partial }
}

/// The policy's paths and site, as arguments for the shell.
fn policy_words(args: &TextPolicyArgs) -> String {
    let paths = args.policies.iter().map(|path| quoted(&path.to_string_lossy()));
    let site = args.site.iter().flat_map(|site| ["--site".to_owned(), quoted(site)]);
    paths.chain(site).collect::<Vec<_>>().join(" ")
}
