//! The slowest decision of any policy is bounded: a decision takes no more steps than the compiler
//! computes for its class, and above a limit the compiler warns.
//!
//! Steps are counted, not time, so the results are the same on every machine.

use std::collections::BTreeSet;

use saffron_compiler::table::DecisionTable;
use saffron_compiler::work::Bounds;
use saffron_runtime::Engine;
use saffron_tests::compare::Answers;
use saffron_tests::generate::Dice;
use saffron_tests::pipeline::{Compiled, compile_text};
use saffron_tests::request::OwnedRequest;

/// Qualifiers that match each other, from the left and not, with variables and without.
const QUALIFIERS: [&str; 30] = [
    "A", "B", "AA", "AB", "ABA", "AAA", "*", "*", "A*", "B*", "AA*", "AB*", "AAA*", "ABA*", "BA*",
    "%", "%*", "%A", "%B*", "A%", "A%*", "A%A", "%%", "A%%", "&V", "&W", "A&V", "&V*", "&W%",
    "&V&W",
];

const PLAIN: [&str; 9] = ["A", "B", "AA", "AB", "BA", "ABA", "AAA", "ABAB", "C"];

/// One of the qualifiers, or one of many that begin with different letters.
fn qualifier(dice: &mut Dice) -> String {
    if dice.chance(50) {
        return dice.pick(&QUALIFIERS).to_owned();
    }
    let count = dice.between(0, 3);
    let letters: String = (0..count).map(|_| dice.pick(&["A", "B", "C"])).collect();
    letters + dice.pick(&["*", "%", "%*", "%A*"])
}

/// A generic name of the class: few qualifiers, at most one `**`.
fn generic(dice: &mut Dice, class: &str) -> String {
    let count = dice.between(1, 6);
    let stars = dice.chance(60).then(|| dice.below(count));
    let mut qualifiers: Vec<String> = (0..count)
        .map(|at| if stars == Some(at) { "**".to_owned() } else { qualifier(dice) })
        .collect();
    if class == "DATASET" {
        qualifiers.insert(0, "G".to_owned());
    }
    qualifiers.join(".")
}

/// A name of plain qualifiers, as long as the class allows or a few qualifiers.
fn name(dice: &mut Dice, class: &str, long: bool) -> String {
    let most = if class == "DATASET" { 44 } else { 246 };
    let of = dice.between(1, PLAIN.len());
    let mut name = if class == "DATASET" { "G.A" } else { "A" }.to_owned();
    let count = if long { 200 } else { dice.between(1, 7) };
    for _ in 0..count {
        let next = dice.pick(&PLAIN[..of]);
        if name.len() + 1 + next.len() > most {
            break;
        }
        name.push('.');
        name.push_str(next);
    }
    name
}

/// The policy of some names, without the lines that are refused.
fn policy(dice: &mut Dice, names: &BTreeSet<String>, class: &str) -> Compiled {
    let mut head = String::from("options { enhanced-generic-naming on");
    for option in ["percent-matches-period", "racfvars-backtracking", "equal-specificity-ascending"]
    {
        if dice.chance(40) {
            head.extend([" ", option, " on"]);
        }
    }
    head.push_str(
        " }\nvariable &V { \"A\" \"AB\" \"A.B\" }\nvariable &W { \"B\" \"BAB\" \"A\" }\n",
    );
    head.push_str("class $Z { max-length 246  default-uacc none  raclist allowed  posit 607 }\n");
    head.push_str("group G\nuser U { default-group G }\nuser A { default-group G }\n");
    let profiles = names.iter().map(|name| format!("profile {class} \"{name}\" {{ uacc read }}\n"));
    let globals = names.iter().take(names.len() / 3).map(|name| {
        let name = name.replace("&V", "&RACUID").replace("&W", "&RACGPID").replace("G.", "*.");
        format!("global {class} {{ \"{name}\": update }}\n")
    });
    let mut lines: Vec<String> = profiles.chain(globals).collect();
    loop {
        match compile_text(&format!("{head}{}", lines.concat())) {
            Ok(compiled) => return compiled,
            Err(errors) => {
                let first = head.lines().count() + 1;
                let line = |error: &String| error.split(':').next()?.parse::<usize>().ok();
                let refused: BTreeSet<usize> = errors
                    .iter()
                    .filter_map(line)
                    .filter_map(|line| line.checked_sub(first))
                    .collect();
                assert!(!refused.is_empty(), "{errors:?}");
                let mut at = 0..;
                lines.retain(|_| !refused.contains(&at.next().unwrap_or(0)));
            }
        }
    }
}

/// The bound of a class, as the compiler computes it.
fn bound(compiled: &Compiled, class: &str) -> u64 {
    let classes = compiled.model.classes.iter_enumerated();
    let id = {
        let mut classes = classes;
        classes.find(|(_, known)| known.name == class).map(|(id, _)| id)
    };
    Bounds::of(&DecisionTable::build(&compiled.model)).class(id.expect("the class exists"))
}

#[test]
fn no_search_takes_more_steps_than_the_bound_and_none_decides_wrongly() {
    let mut indexed = 0;
    for seed in 0..30 {
        let mut dice = Dice::new(seed);
        let class = if seed % 3 == 0 { "DATASET" } else { "$Z" };
        let mut names = BTreeSet::new();
        for count in [40, 80, 160] {
            while names.len() < count {
                names.insert(generic(&mut dice, class));
            }
            let compiled = policy(&mut dice, &names, class);
            let engine = Engine::open(compiled.bundle.clone()).unwrap();
            indexed +=
                engine.bundle_sections().nodes().iter().filter(|node| node.is_indexed()).count();
            let bound = bound(&compiled, class);
            for round in 0..30 {
                let resource = name(&mut dice, class, round % 3 == 0);
                let request = OwnedRequest::read(Some("A"), class, &resource);
                let steps = request.with_borrowed(|request| engine.decision_steps(request));
                assert!(steps <= bound, "{seed}: {steps} > {bound} for {}", request.resource);
                if round % 3 != 0 {
                    let answers = Answers::to(&compiled.model, &engine, &request);
                    assert!(answers.agree(), "{seed} {}: {answers:#?}", request.resource);
                }
            }
        }
    }
    assert!(indexed > 50, "{indexed} indexed nodes");
}
