//! The engine against the reference evaluator, on generated policies, and what must hold for both.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use saffron_runtime::{ConditionKind, ConditionView, Engine, Explanation, Request};
use saffron_tests::compare::{Answers, Disagreement};
use saffron_tests::generate::{self, Case, Declaration, Dice, case};
use saffron_tests::pipeline::{Compiled, compile_text};
use saffron_tests::reference::{self, Facts};
use saffron_tests::request::{OwnedContext, OwnedRequest};
use saffron_tests::run::{say, setting};
use saffron_vocabulary::racf::{AccessLevel, Outcome, Step, Switch};

/// Comparisons of a run that doesn't say how many.
const COMPARISONS: usize = 50_000;
const REQUESTS: usize = 50;
/// Disagreements of different causes that one run shows.
const SHOWN: usize = 5;

/// Cases from a seed on, with what compiles of them.
fn cases(first: u64) -> impl Iterator<Item = (Case, Result<Compiled, Vec<String>>)> {
    (first..).map(|seed| {
        let case = case(seed, REQUESTS);
        let compiled = compile_text(&case.text());
        (case, compiled)
    })
}

/// Cases from a seed on that compile.
pub(crate) fn good_cases(first: u64, count: usize) -> impl Iterator<Item = (Case, Compiled)> {
    let compiled = cases(first).filter_map(|(case, compiled)| Some((case, compiled.ok()?)));
    compiled.take(count)
}

/// What a run has seen.
#[derive(Default)]
struct Tally {
    cases: usize,
    refused: BTreeMap<String, usize>,
    compared: usize,
    steps: BTreeMap<Step, usize>,
    found: BTreeMap<String, String>,
}

impl Tally {
    fn case(&mut self, case: &Case, compiled: Result<Compiled, Vec<String>>) {
        self.cases += 1;
        let compiled = match compiled {
            Ok(compiled) => compiled,
            Err(errors) => {
                let first = errors.into_iter().next().unwrap_or_default();
                let reason = first.split_once(": ").map_or("", |(_, reason)| reason);
                *self.refused.entry(reason.to_owned()).or_default() += 1;
                return;
            }
        };
        let engine = match Engine::open(compiled.bundle.clone()) {
            Ok(engine) => engine,
            Err(error) => {
                self.found.insert(error.to_string(), case.text());
                return;
            }
        };
        for request in &case.requests {
            let answers = Answers::to(&compiled.model, &engine, request);
            self.compared += 1;
            *self.steps.entry(answers.reference.step).or_default() += 1;
            if !answers.agree() && !self.found.contains_key(&answers.signature()) {
                self.disagreement(case, request, &answers);
            }
        }
    }

    fn disagreement(&mut self, case: &Case, request: &OwnedRequest, answers: &Answers) {
        let found = Disagreement::over(&case.declarations, request);
        let report = found.map(Disagreement::smaller).map(|it| it.report());
        self.found.insert(answers.signature(), report.unwrap_or_default());
    }

    fn refusals(&self) -> usize {
        self.refused.values().sum()
    }

    fn joined(mut self, other: Self) -> Self {
        self.cases += other.cases;
        self.compared += other.compared;
        for (reason, count) in other.refused {
            *self.refused.entry(reason).or_default() += count;
        }
        for (step, count) in other.steps {
            *self.steps.entry(step).or_default() += count;
        }
        self.found.extend(other.found);
        self
    }
}

/// One policy after the other, shared between the cores, until enough is compared or found.
fn compared(wanted: usize, shown: usize) -> Tally {
    let next = AtomicU64::new(setting("SAFFRON_SEED", 1));
    let done = AtomicUsize::new(0);
    let share = || {
        let mut tally = Tally::default();
        while done.load(Ordering::Relaxed) < wanted
            && tally.found.len() < shown
            && tally.refusals() <= 200
        {
            let before = tally.compared;
            let case = case(next.fetch_add(1, Ordering::Relaxed), REQUESTS);
            let compiled = compile_text(&case.text());
            tally.case(&case, compiled);
            done.fetch_add(tally.compared - before, Ordering::Relaxed);
        }
        tally
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(share)).collect();
        running.into_iter().map(|it| it.join().unwrap()).fold(Tally::default(), Tally::joined)
    })
}

#[test]
fn engine_and_reference_agree() {
    let wanted = setting("SAFFRON_COMPARISONS", COMPARISONS);
    let tally = compared(wanted, setting("SAFFRON_SHOWN", SHOWN));
    say(&format!(
        "{} comparisons over {} policies, {} refused: {:?}; by step: {:?}",
        tally.compared,
        tally.cases,
        tally.refusals(),
        tally.refused,
        tally.steps
    ));
    let reports: Vec<&str> = tally.found.values().map(String::as_str).collect();
    assert!(reports.is_empty(), "{}", reports.join("\n----\n"));
    assert!(tally.refusals() * 20 <= tally.cases, "too many policies are refused");
    let missing: Vec<&Step> = Step::ALL.iter().filter(|it| !tally.steps.contains_key(it)).collect();
    assert!(missing.is_empty() || wanted < COMPARISONS, "never decided by {missing:?}");
}

/// The engine's answers to every request of a case.
fn answers(compiled: &Compiled, requests: &[OwnedRequest]) -> Vec<Facts> {
    let Ok(engine) = Engine::open(compiled.bundle.clone()) else { return Vec::new() };
    let ask = |it: &OwnedRequest| it.with_borrowed(|it| Facts::of(&engine.decide(it)));
    requests.iter().map(ask).collect()
}

/// The same policy, reported in another order.
fn reordered(declarations: &[Declaration], dice: &mut Dice) -> Vec<Declaration> {
    let mut declarations = declarations.to_vec();
    dice.shuffle(&mut declarations);
    for declaration in &mut declarations {
        // RACF tries the members of a variable in their order.
        if !declaration.head.starts_with("variable")
            && let Some(clauses) = &mut declaration.clauses
        {
            dice.shuffle(clauses);
        }
    }
    declarations
}

#[test]
fn order_of_declarations_means_nothing() {
    let mut dice = Dice::new(7);
    for (case, compiled) in good_cases(10_000, setting("SAFFRON_CASES", 60)) {
        let other = generate::text(&reordered(&case.declarations, &mut dice));
        let other = compile_text(&other).unwrap();
        let digest = |it: &Compiled| {
            Engine::open(it.bundle.clone()).unwrap().bundle_sections().header().decision_digest()
        };
        assert_eq!(digest(&compiled), digest(&other), "{}", case.text());
        let expected = answers(&compiled, &case.requests);
        assert_eq!(expected.len(), case.requests.len());
        assert_eq!(expected, answers(&other, &case.requests), "{}", case.text());
        let of_model = |it: &Compiled| -> Vec<Facts> {
            let decide = |request| reference::decide(&it.model, request).facts;
            case.requests.iter().map(decide).collect()
        };
        assert_eq!(of_model(&compiled), of_model(&other), "{}", case.text());
    }
}

#[test]
fn unrelated_declarations_change_nothing() {
    let unrelated = "
        group ZZGROUP { owner SYS1 }
        user ZZUSER { default-group ZZGROUP  attributes [operations] }
        profile ACCTNUM \"ZZ.**\" { uacc alter  permit ZZUSER: read }
        profile DATASET \"ZZGROUP.A.*\" { uacc alter  owner ZZUSER }
    ";
    for (case, compiled) in good_cases(20_000, setting("SAFFRON_CASES", 60)) {
        let more = compile_text(&format!("{}{unrelated}", case.text())).unwrap();
        let (before, after) = (answers(&compiled, &case.requests), answers(&more, &case.requests));
        for ((request, before), after) in case.requests.iter().zip(&before).zip(&after) {
            assert_eq!(before, after, "{}\n{}", case.text(), request.to_json());
        }
    }
}

#[test]
fn conditional_entries_never_lower() {
    for (case, compiled) in good_cases(30_000, setting("SAFFRON_CASES", 60)) {
        let mut model = compiled.model.clone();
        let switches = model.options.switches;
        model.options.switches = switches.with(Switch::ConditionalEntryBlocksOperations, false);
        let mut without = model.clone();
        for profile in &mut without.profiles {
            profile.conditional.clear();
        }
        for request in &case.requests {
            let plain = reference::decide(&without, request).facts;
            let conditional = reference::decide(&model, request).facts;
            let lowered = plain.outcome == Outcome::Grant && conditional.outcome != Outcome::Grant;
            assert!(!lowered, "{}\n{}", case.text(), request.to_json());
            assert!(conditional.allowed >= plain.allowed, "{}", request.to_json());
        }
    }
}

#[test]
fn higher_levels_are_never_easier() {
    let levels = [AccessLevel::Read, AccessLevel::Update, AccessLevel::Control, AccessLevel::Alter];
    for (case, compiled) in good_cases(40_000, setting("SAFFRON_CASES", 60)) {
        for request in &case.requests {
            let requests = levels.map(|access| OwnedRequest { access, ..request.clone() });
            let granted = answers(&compiled, &requests);
            let outcomes: Vec<bool> =
                granted.iter().map(|it| it.outcome == Outcome::Grant && !it.warning).collect();
            let falling = outcomes.windows(2).all(|pair| pair[0] || !pair[1]);
            assert!(falling, "{}\n{}", case.text(), request.to_json());
        }
    }
}

#[test]
fn a_seed_makes_one_case() {
    let texts: BTreeSet<String> = (0..20).map(|seed| case(seed, 5).text()).collect();
    assert_eq!(texts.len(), 20);
    let (one, other) = (case(3, 5), case(3, 5));
    assert_eq!((one.text(), one.requests), (other.text(), other.requests));
}

/// Steps that rest on a line of a profile or of the global access checking table.
const SAID_IN_A_PROFILE: [Step; 11] = [
    Step::Global,
    Step::Seclabel,
    Step::Seclevel,
    Step::Category,
    Step::OwnDataset,
    Step::UserEntry,
    Step::GroupEntry,
    Step::AnyEntry,
    Step::Uacc,
    Step::Conditional,
    Step::Insufficient,
];

#[test]
fn sources_are_where_the_deciding_rule_is_said() {
    for (case, compiled) in good_cases(50_000, setting("SAFFRON_CASES", 60)) {
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            let decision = reference::decide(&compiled.model, request);
            if !SAID_IN_A_PROFILE.contains(&decision.facts.step) {
                continue;
            }
            let origin = decision.origin.unwrap();
            let expected = compiled.sources.get(origin.file).unwrap().line_column(origin.start);
            let source = request
                .with_borrowed(|it| engine.decide(it).source().map(|it| (it.line, it.column)))
                .unwrap();
            let (expected, actual) = ((expected.line, expected.column), source);
            assert_eq!(expected, actual, "{}\n{}", case.text(), request.to_json());
        }
    }
}

#[test]
fn every_way_to_ask_gets_the_same_answer() {
    for (case, compiled) in good_cases(60_000, setting("SAFFRON_CASES", 60)) {
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            request.with_borrowed(|request| {
                let decision = engine.decide(request);
                let subject = engine.subject(request.requester, request.group, request.date);
                assert_eq!(decision, subject.decide(&request.question));
                let without = [Step::UserUnknown, Step::UserRevoked, Step::GroupNotConnected];
                assert_eq!(subject.has_acee(), !without.contains(&decision.step));
                assert_eq!(decision, engine.explain(request).decision);
            });
        }
        for pair in case.requests.windows(2) {
            pair[0].with_borrowed(|one| {
                pair[1].with_borrowed(|other| many_as_one(&engine, one, other));
            });
        }
    }
}

/// Many requests are answered as each alone, whether the subject is kept from one to the next or not.
fn many_as_one(engine: &Engine, one: &Request<'_>, other: &Request<'_>) {
    let mut for_one = Request::new(one.requester, other.question, one.date);
    for_one.group = one.group;
    let requests = [*one, for_one, *other, *other, *one];
    let alone: Vec<_> = requests.iter().map(|request| engine.decide(request)).collect();
    assert_eq!(engine.decide_all(&requests).collect::<Vec<_>>(), alone);
}

#[test]
fn suggestions_grant() {
    let (mut tried, mut refused) = (0, 0);
    for (case, compiled) in good_cases(70_000, setting("SAFFRON_CASES", 40)) {
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        for request in &case.requests {
            let explanation = request.with_borrowed(|it| engine.explain(it));
            let granted = explanation.decision.outcome == Outcome::Grant;
            assert_eq!(granted, explanation.suggestion.is_none() && explanation.remark.is_none());
            grants_under_condition(&engine, request, &explanation);
            let Some(suggestion) = &explanation.suggestion else { continue };
            if explanation.remark.as_ref().is_some_and(|it| !is_complete(it)) {
                continue;
            }
            let declaration = saffron_lang::print::suggestion(suggestion);
            let Ok(other) = compile_text(&format!("{}{declaration}\n", case.text())) else {
                // Only names longer than a class allows.
                refused += 1;
                continue;
            };
            tried += 1;
            let after = answers(&other, std::slice::from_ref(request));
            let granted = after.iter().all(|it| it.outcome == Outcome::Grant && !it.warning);
            assert!(granted, "{}\n{declaration}\n{}", case.text(), request.to_json());
        }
    }
    assert!(tried > 10 * refused && tried > 100, "{tried} tried, {refused} refused");
}

/// Whether a suggestion with this remark grants the request without anything else.
fn is_complete(remark: &str) -> bool {
    ["replaces ", "grants "].iter().any(|start| remark.starts_with(start))
}

/// The conditional entry that is named grants the request where its condition is met.
fn grants_under_condition(engine: &Engine, request: &OwnedRequest, explanation: &Explanation<'_>) {
    let Some(when) = explanation.conditional.and_then(|grant| grant.entry.when) else { return };
    let mut request = request.clone();
    meet(&mut request.context, when);
    let outcome = request.with_borrowed(|it| engine.decide(it).outcome);
    assert_eq!(outcome, Outcome::Grant, "{when}: {}", request.to_json());
}

fn meet(context: &mut OwnedContext, when: ConditionView<'_>) {
    let value = when.value.to_owned();
    match when.kind {
        ConditionKind::Program => return context.program.push(value),
        ConditionKind::Criteria => return context.criteria.push((when.name.to_owned(), value)),
        ConditionKind::Servauth => return context.servauth = Some(value),
        ConditionKind::Sysid => return context.sysid = Some(value),
        _ => {}
    }
    let ports = [
        (ConditionKind::Terminal, &mut context.terminal),
        (ConditionKind::Console, &mut context.console),
        (ConditionKind::Jesinput, &mut context.jesinput),
        (ConditionKind::Appcport, &mut context.appcport),
    ];
    for (kind, port) in ports {
        *port = (kind == when.kind).then(|| value.clone());
    }
}

#[test]
fn requests_survive_json() {
    for seed in 0..40 {
        for request in case(80_000 + seed, REQUESTS).requests {
            assert_eq!(OwnedRequest::from_json(&request.to_json()), Ok(request));
        }
    }
}
