//! Rules of invariants on generated policies: what the calculus of regions finds, against every single request.

use saffron_analysis::change::Witness;
use saffron_analysis::invariant::{Court, Verdict, check as check_rule};
use saffron_compiler::model::AccessRule;
use saffron_runtime::Engine;
use saffron_tests::edits::pair;
use saffron_tests::generate::Dice;
use saffron_tests::request::DEFAULT_DAY;
use saffron_tests::rules::{Requests, rule};
use saffron_tests::run::{say, setting};
use saffron_tests::space::Space;

/// Policies of a run that doesn't say how many.
const POLICIES: usize = 12;

/// Rules that are checked on each.
const RULES: usize = 24;

#[test]
fn a_rule_holds_if_no_request_breaks_it() {
    let first: u64 = setting("SAFFRON_SEED", 1 << 22);
    let wanted: usize = setting("SAFFRON_PAIRS", POLICIES);
    let (mut rules, mut broken, mut asked) = (0, 0, 0);
    for pair in (first..).filter_map(pair).take(wanted) {
        let [compiled, _] = &pair.compiled;
        let engine = Engine::open(compiled.bundle.clone()).unwrap();
        let model = &compiled.model;
        let space = Space::of([model, model]);
        let requests = Requests { model, engine: &engine, space: &space, day: DEFAULT_DAY };
        let mut dice = Dice::new(pair.seed);
        let generated: Vec<AccessRule> = (0..RULES)
            .map(|_| rule(&mut dice, model, &space))
            .filter(|rule| !rule.rights.is_empty())
            .collect();
        let court = Court::new(&engine, model, DEFAULT_DAY);
        for rule in &generated {
            let verdict = check_rule(&court, rule);
            let about = || format!("seed {}: {rule:?}\n{verdict:?}", pair.seed);
            rules += 1;
            if verdict.vacuous.is_some() {
                assert!(
                    is_vacuous(&requests, rule) || is_about_no_name(&requests, rule),
                    "{}",
                    about()
                );
                continue;
            }
            assert!(!is_vacuous(&requests, rule), "{}", about());
            assert!(verdict.open.is_empty(), "{}", about());
            let (is_broken, made) = requests.is_broken(rule);
            asked += made;
            assert!(!is_broken || !verdict.breaches.is_empty(), "a breach is missing\n{}", about());
            broken += usize::from(!verdict.breaches.is_empty());
            check(&requests, rule, &verdict, &about);
        }
    }
    say(&format!("{rules} rules compared with {asked} requests; {broken} are broken"));
}

/// Whether a rule is about nobody, or about a class that isn't in use.
fn is_vacuous(requests: &Requests<'_>, rule: &AccessRule) -> bool {
    let nobody = rule.subjects.users.is_empty() && !rule.subjects.undefined;
    let asked = requests.space.who.iter().any(|who| requests.is_asked(rule, who.0.as_deref()));
    let used = rule.rights.iter().all(|right| {
        let class = requests.model.classes.get(right.class).map(|class| &class.name);
        class.is_some_and(|class| requests.is_in_use(class) != Some(false))
    });
    nobody || !asked || !used
}

/// Whether no spelled-out name that is legal in its class is subject to one of the rights.
fn is_about_no_name(requests: &Requests<'_>, rule: &AccessRule) -> bool {
    rule.rights.iter().any(|right| !requests.has_name(right))
}

/// Each request of a breach breaks the rule, and all are of one user.
fn check(
    requests: &Requests<'_>,
    rule: &AccessRule,
    verdict: &Verdict<'_>,
    about: &dyn Fn() -> String,
) {
    assert!(
        verdict.breaches.is_empty() || verdict.breaches.len() == rule.rights.len(),
        "{}",
        about()
    );
    let user = verdict.breaches.first().map(|breach| breach.witness.user);
    for (breach, right) in verdict.breaches.iter().zip(&rule.rights) {
        let Witness { user: asked, group, resource, volume, access, condition, .. } =
            &breach.witness;
        let who = (asked.map(str::to_owned), group.map(str::to_owned));
        let name = (resource.clone(), volume.clone());
        let when = condition.map(|it| (it.kind, it.value.to_owned()));
        assert!(
            Some(*asked) == user
                && *access == right.access
                && requests.is_asked(rule, *asked)
                && requests.covers(right, resource)
                && Requests::counts(rule, &when)
                && requests.breaks(rule, right, &who, (&name, &when)) == Some(true),
            "{}",
            about()
        );
    }
}
