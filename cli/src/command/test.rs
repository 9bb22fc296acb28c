//! `saffron test`

use std::time::Instant;

use clap::{Args, ValueEnum};
use saffron_analysis::coverage::Coverage;
use saffron_compiler::model::{Invariant, Model, Test};
use saffron_diagnostics::SourceMap;
use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;

use crate::load;
use crate::options::{DayArgs, TextPolicyArgs};
use crate::output::{self, NOTE};
use crate::policy::{self, CompiledPolicy};
use crate::report::invariant::{self, Court, Judged};
use crate::report::request::{of_test, quoted};
use crate::report::results::{self, Failure, Results, TestResult};
use crate::report::setting::{Files, Setting};
use crate::report::test_parts::{self, Part};
use crate::report::{coverage, junit, safr, test_log, today};
use crate::verdict::Verdict;

/// Run the tests of a policy and check its invariants
///
/// Each `test` block states what users may and may not do. The policy is compiled, and each
/// expectation is compared with the decision of the engine. An expectation without a date is for
/// today, or for the date of --on. Each `invariant` must hold for every request; one that isn't decided, or that
/// nothing is subject to, fails.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[derive(Debug, Args)]
#[command(after_help = "EXAMPLES
  saffron test payroll
  saffron test payroll --filter clerk
  saffron test payroll --all-sites
  saffron test payroll --coverage --min-coverage 80
  saffron test payroll --format junit > results.xml")]
pub(crate) struct TestArgs {
    #[command(flatten)]
    policy: TextPolicyArgs,

    #[command(flatten)]
    date: DayArgs,

    /// Run the tests at every site of saffron.toml, one after the other
    #[arg(long, conflicts_with = "site")]
    all_sites: bool,

    /// Only tests and invariants whose names contain this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Fail if no test and no invariant ran
    #[arg(long)]
    require_tests: bool,

    /// Show how many resources and users the verdict on each invariant rests on
    #[arg(long)]
    explain_invariants: bool,

    /// Show on which profiles, entries and rights the decisions of the tests rest, and which are untested
    #[arg(long)]
    coverage: bool,

    /// Fail if tests cover less than this percentage of what can be covered
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,

    /// Output format of the results; `lcov` has the coverage
    #[arg(long, value_enum, default_value = "text")]
    format: TestFormat,
}

/// Output for people, programs or build servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TestFormat {
    Text,
    Json,
    Junit,
    Sarif,
    Lcov,
}

pub(crate) fn run(args: &TestArgs) -> anyhow::Result<Verdict> {
    let sites =
        if args.all_sites { load::sites(&args.policy)? } else { vec![args.policy.site.clone()] };
    let start = Instant::now();
    let (mut parts, mut verdict) = (Vec::new(), Verdict::Fine);
    for site in sites {
        let (part, of_site) = args.at(site.as_deref())?;
        parts.push((site.filter(|_| args.all_sites), part));
        if of_site == Verdict::Wrong {
            verdict = Verdict::Wrong;
        }
    }
    output::print(&test_parts::joined(parts, start.elapsed())?)?;
    Ok(verdict)
}

impl TestArgs {
    /// The results at one site, and whether they are as wanted.
    fn at(&self, site: Option<&str>) -> anyhow::Result<(Part, Verdict)> {
        let policy = self.policy.at(site.map(ToOwned::to_owned));
        let compiled = policy::compile(&policy)?;
        let start = Instant::now();
        let usable = policy::print_problems(&compiled);
        let mut setting = Setting {
            sources: &compiled.sources,
            policy: policy_words(&policy, compiled.compilation.tested.is_some()),
            elapsed: start.elapsed(),
            files: Files::of(&policy.policies),
            package: &compiled.compilation.model.package,
            site: site.filter(|_| self.all_sites),
        };
        if !usable {
            return Ok((self.errors(&compiled, &setting), Verdict::Wrong));
        }
        let (engine, tested) = (compiled.engine()?, compiled.test_engine()?);
        let outcomes = self.outcomes(&compiled, &engine, &tested)?;
        setting.elapsed = start.elapsed();
        warn_of_today(&outcomes, &setting);
        let part = self.report(compiled.compilation.for_tests().0, &outcomes, &setting);
        let enough = self.covers_enough(&outcomes, &setting);
        let passed = outcomes.failed() == 0
            && (outcomes.ran() || !self.require_tests)
            && enough
            && !compiled.variants.has_more();
        Ok((part, if passed { Verdict::Fine } else { Verdict::Wrong }))
    }

    fn covers_enough(&self, outcomes: &Results<'_>, setting: &Setting<'_>) -> bool {
        let covered = outcomes.coverage.as_ref().map(Coverage::percent);
        let little =
            self.min_coverage.filter(|least| covered.is_some_and(|it| it < usize::from(*least)));
        if let Some(least) = little {
            let site = setting.site.map(|site| format!("{site}: ")).unwrap_or_default();
            output::note(&format!(
                "{site}the tests cover {} % of the policy, which is less than {least} %\n",
                covered.unwrap_or_default()
            ));
        }
        little.is_none()
    }

    fn wants(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.filter.as_deref().is_none_or(|filter| name.contains(&filter.to_lowercase()))
    }

    fn wants_coverage(&self) -> bool {
        self.coverage || self.min_coverage.is_some() || self.format == TestFormat::Lcov
    }

    /// What comes out of all tests and invariants that are wanted.
    fn outcomes<'p>(
        &self,
        compiled: &'p CompiledPolicy,
        engine: &Engine,
        tested: &Engine,
    ) -> anyhow::Result<Results<'p>> {
        let day = self.date.day()?;
        let date = self.date.is_stated().then_some(day);
        let sources = &*compiled.sources;
        let asked = compiled.compilation.for_tests().0;
        let engines = || [tested].into_iter().chain(compiled.variants.test_engines());
        let tests: Vec<&Test> = asked.tests.iter().filter(|test| self.wants(&test.name)).collect();
        let answers = |test: &&'p Test| strictest(engines(), test, (day, date), sources);
        let mut results: Vec<TestResult<'_>> = tests.iter().filter_map(answers).collect();
        if !self.date.is_stated() {
            for result in &mut results {
                result.depends_on_today = today::decides(tested, asked, result.test, day);
            }
        }
        // Invariants are about the system, on which example users don't exist.
        let model = &compiled.compilation.model;
        let engines = || [engine].into_iter().chain(compiled.variants.engines());
        let wanted: Vec<_> = model.invariants.iter().filter(|it| self.wants(&it.name)).collect();
        let court = |engine| Court::new(engine, (model, sources), day, date);
        let courts: Vec<Court<'_>> = engines().filter(|_| !wanted.is_empty()).map(court).collect();
        let judged = wanted.into_iter().filter_map(|it| worst(&courts, it));
        let mut invariants: Vec<Judged<'_>> = judged.collect();
        if compiled.variants.engines().next().is_some() {
            invariants.iter_mut().for_each(open_in_variants);
        }
        let coverage =
            self.wants_coverage().then(|| covered(tested, (asked, sources), &tests, day));
        Ok(Results { tests: results, invariants, coverage })
    }

    /// The policy's errors, for programs. For people they are printed apart.
    fn errors(&self, compiled: &CompiledPolicy, setting: &Setting<'_>) -> Part {
        let shown = compiled.sources.diagnostics(&compiled.diagnostics);
        match self.format {
            TestFormat::Text => Part::Text(String::new()),
            TestFormat::Lcov => Part::Lcov(String::new()),
            TestFormat::Json => {
                let diagnostics = compiled.diagnostics_json();
                Part::Json(results::errors_json(&diagnostics, compiled.totals()))
            }
            TestFormat::Junit => Part::Junit(junit::of_errors(&shown, setting)),
            TestFormat::Sarif => {
                Part::Sarif(test_log::report(&Results::default(), &shown, setting))
            }
        }
    }

    fn report(&self, model: &Model, outcomes: &Results<'_>, setting: &Setting<'_>) -> Part {
        match self.format {
            TestFormat::Text => Part::Text(self.text(model, outcomes, setting)),
            TestFormat::Json => Part::Json(results::json(outcomes, setting)),
            TestFormat::Junit => Part::Junit(junit::suites(outcomes, setting)),
            TestFormat::Sarif => Part::Sarif(test_log::report(outcomes, &[], setting)),
            TestFormat::Lcov => {
                let covered = outcomes.coverage.as_ref();
                Part::Lcov(covered.map_or_else(String::new, |it| coverage::lcov(it, setting)))
            }
        }
    }

    fn text(&self, model: &Model, outcomes: &Results<'_>, setting: &Setting<'_>) -> String {
        let declares_any = !model.tests.is_empty() || !model.invariants.is_empty();
        if declares_any && !outcomes.ran() {
            return format!(
                "no name of a test or an invariant contains `{}`; the policy has {} and {}\n",
                self.filter.as_deref().unwrap_or_default(),
                output::count(model.tests.len(), "test"),
                output::count(model.invariants.len(), "invariant")
            );
        }
        let mut text = results::text(outcomes, setting);
        if self.explain_invariants {
            text += &invariant::explained(&outcomes.invariants);
        }
        let covered = outcomes.coverage.as_ref();
        text + &covered.map_or_else(String::new, |it| coverage::text(it, setting))
    }
}

/// Names the tests that another day would decide otherwise.
fn warn_of_today(outcomes: &Results<'_>, setting: &Setting<'_>) {
    for result in outcomes.tests.iter().filter(|result| result.depends_on_today) {
        let (name, place) = (&result.test.name, setting.place(result.test.origin));
        output::note(&format!(
            "{NOTE}warning{NOTE:#}: the test \"{name}\" ({place}) depends on today's date; state the date with --on\n"
        ));
    }
}

/// On what of the policy the decisions of tests rest.
fn covered<'m>(
    engine: &Engine,
    (model, sources): (&'m Model, &'m SourceMap),
    tests: &[&Test],
    day: Day,
) -> Coverage<'m> {
    let mut coverage = Coverage::new(model, sources);
    for test in tests {
        for case in &test.cases {
            let asked = of_test(&case.request);
            asked.with_request(day, |it| coverage.racf(&engine.decide(it), asked.access));
        }
        for case in &test.safr_cases {
            let asked = safr::of_test(&case.request);
            asked.with_request(|it| coverage.safr(&engine.decide_safr(it)));
        }
    }
    coverage
}

/// The result of a test under every choice of conditions of commands: the first that fails, if one does.
fn strictest<'m, 'e>(
    engines: impl Iterator<Item = &'e Engine>,
    test: &'m Test,
    (today, date): (Day, Option<Day>),
    sources: &SourceMap,
) -> Option<TestResult<'m>> {
    let mut results = engines.map(|engine| answer(engine, test, (today, date), sources)).peekable();
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

/// Compares the expectations of a test on a day, which may be stated, about RACF and SAFR with the engine's decisions.
fn answer<'m>(
    engine: &Engine,
    test: &'m Test,
    (today, date): (Day, Option<Day>),
    sources: &SourceMap,
) -> TestResult<'m> {
    let start = Instant::now();
    let mut partial = 0;
    let racf = test.cases.iter().filter_map(|case| {
        let asked = of_test(&case.request);
        let decision = asked.with_request(today, |asked| engine.decide(asked));
        partial += usize::from(decision.partial);
        Failure::of_racf(case, &decision, sources, date)
    });
    let safr = test.safr_cases.iter().filter_map(|case| {
        let asked = safr::of_test(&case.request);
        asked.with_request(|asked| Failure::of_safr(case, &engine.decide_safr(asked), sources))
    });
    let mut failures: Vec<Failure> = racf.chain(safr).collect();
    failures.sort_by_key(|failure| failure.origin);
    TestResult { test, failures, partial, depends_on_today: false, elapsed: start.elapsed() }
}

/// The policy's paths, its site and whether it has example users, as arguments for the shell.
fn policy_words(args: &TextPolicyArgs, has_examples: bool) -> String {
    let paths = args.policies.iter().map(|path| quoted(&path.to_string_lossy()));
    let site = args.site.iter().flat_map(|site| ["--site".to_owned(), quoted(site)]);
    let examples = has_examples.then(|| "--examples".to_owned());
    paths.chain(site).chain(examples).collect::<Vec<_>>().join(" ")
}
