//! COND of an EXEC statement: it says when a step is skipped, so the step runs if none of its tests
//! is met (`z/OS MVS JCL Reference`, "COND parameter").

/// Per operator of a test, the comparison that must hold for the step to run.
const OPERATORS: &[(&str, &str)] =
    &[("GT", ">="), ("GE", ">"), ("EQ", "!="), ("LT", "<="), ("LE", "<"), ("NE", "=")];

/// The condition under which a step runs: `COND=(4,LT)` is `RC <= 4`. EVEN alone is none.
pub(super) fn runs_if(operand: &str) -> Option<String> {
    let mut words = operand
        .split(|it: char| matches!(it, '(' | ')' | ',') || it.is_whitespace())
        .filter(|it| !it.is_empty())
        .peekable();
    let mut tests: Vec<String> = Vec::new();
    while let Some(word) = words.next() {
        let word = word.to_ascii_uppercase();
        if word == "EVEN" {
            continue;
        }
        if word == "ONLY" {
            tests.push("ABEND".to_owned());
            continue;
        }
        let operator = words.next()?.to_ascii_uppercase();
        let (_, holds) = OPERATORS.iter().find(|(name, _)| *name == operator)?;
        let is_step = |next: &&str| !next.starts_with(|it: char| it.is_ascii_digit());
        let is_keyword = |next: &&str| matches!(*next, "EVEN" | "ONLY");
        let step = words.next_if(|next| is_step(next) && !is_keyword(next));
        let code = step.map_or_else(|| "RC".to_owned(), |step| format!("{step}.RC"));
        tests.push(format!("{code} {holds} {word}"));
    }
    (!tests.is_empty()).then(|| tests.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::runs_if;

    #[test]
    fn a_step_runs_if_no_test_is_met() {
        assert_eq!(runs_if("(4,LT)").as_deref(), Some("RC <= 4"));
        assert_eq!(runs_if("(0,NE,S1)").as_deref(), Some("S1.RC = 0"));
        let both = Some("RC >= 8 and S1.RC != 4");
        assert_eq!(runs_if("((8,GT),(4,EQ,S1))").as_deref(), both);
    }

    #[test]
    fn even_is_no_condition_and_only_is_one() {
        assert_eq!(runs_if("EVEN"), None);
        assert_eq!(runs_if("((4,LT),EVEN)").as_deref(), Some("RC <= 4"));
        assert_eq!(runs_if("ONLY").as_deref(), Some("ABEND"));
    }
}
