//! Answers of a policy whose commands depend on conditions: what an answer is under each choice of
//! the conditions that are not decided, and on which of them it depends.
//!
//! INVARIANT: if the answers differ, the strictest one is given, and the conditions are named.

use saffron_compiler::compile;
use saffron_diagnostics::SourceMap;
use saffron_racf::branches::{Choice, Question};
use saffron_runtime::{Decision, Engine};
use saffron_vocabulary::racf::Outcome;
use serde_json::{Value, json};

use crate::load::Loaded;
use crate::load::shown::Shown;
use crate::output::{DIM, NOTE};
use crate::report::json_place;
use crate::wire::{self, Answer};

/// What a policy is under other choices of conditions than that all of them hold.
#[derive(Default)]
pub(crate) struct Outcomes {
    questions: Vec<Question>,
    /// All conditions hold: the choice of the policy itself.
    own: Option<Choice>,
    others: Vec<(Choice, Engine)>,
    /// The others with their example users, if the policy has any.
    tested: Vec<(Choice, Engine)>,
    /// There are choices that aren't among the others.
    more: bool,
}

/// An answer to be compared.
pub(crate) struct Weight {
    /// The stricter, the lower.
    rank: (u8, u8),
    /// All of it but for its place in the policy.
    compared: Value,
    /// As it is written.
    written: Vec<u8>,
}

/// The strictest of the answers.
pub(crate) struct Weighed<'o, T> {
    pub(crate) answer: T,
    /// The conditions on which it depends.
    pub(crate) depends: Vec<&'o Question>,
    /// What the answer is from; `None` for the policy itself.
    pub(crate) engine: Option<&'o Engine>,
}

impl Outcomes {
    /// Compiles what the commands come to under each choice.
    pub(crate) fn of(loaded: &Loaded) -> Self {
        let variants = &loaded.variants;
        let (mut others, mut tested) = (Vec::new(), Vec::new());
        let mut more = variants.more;
        for (choice, trees) in &variants.others {
            let compiled = compile(&loaded.sources, trees, &loaded.settings);
            let with_examples = compiled.tested.and_then(|it| it.bundle);
            let with_examples = with_examples.and_then(|bytes| Engine::open(bytes).ok());
            tested.extend(with_examples.map(|engine| (*choice, engine)));
            match compiled.bundle.and_then(|bytes| Engine::open(bytes).ok()) {
                Some(engine) => others.push((*choice, engine)),
                None => more = true,
            }
        }
        let own = Some(variants.branches.all_hold());
        Self { questions: variants.branches.questions().to_vec(), own, others, tested, more }
    }

    /// Whether the policy depends on no condition.
    pub(crate) fn is_certain(&self) -> bool {
        self.questions.is_empty() && !self.more
    }

    /// The engines of the other choices.
    pub(crate) fn engines(&self) -> impl Iterator<Item = &Engine> {
        self.others.iter().map(|(_, engine)| engine)
    }

    /// The engines of the other choices that tests ask.
    pub(crate) fn test_engines(&self) -> impl Iterator<Item = &Engine> {
        let asked = if self.tested.is_empty() { &self.others } else { &self.tested };
        asked.iter().map(|(_, engine)| engine)
    }

    /// The choices with their example users.
    pub(crate) fn for_tests(self) -> Self {
        if self.tested.is_empty() { self } else { Self { others: self.tested.clone(), ..self } }
    }

    /// Whether not all choices were looked at, so that what is the same in all of them may differ.
    pub(crate) fn has_more(&self) -> bool {
        self.more
    }

    /// The conditions on which anything may depend.
    pub(crate) fn questions(&self) -> Vec<&Question> {
        self.questions.iter().collect()
    }

    /// The strictest answer to a request, and the conditions on which it depends.
    pub(crate) fn weigh(
        &self,
        engine: &Engine,
        decide: impl Fn(&Engine) -> anyhow::Result<Weight>,
    ) -> anyhow::Result<Weighed<'_, Vec<u8>>> {
        let own = decide(engine)?;
        if self.is_certain() {
            return Ok(Weighed { answer: own.written, depends: Vec::new(), engine: None });
        }
        let mut answers = vec![(self.own, None, own)];
        for (choice, engine) in &self.others {
            answers.push((Some(*choice), Some(engine), decide(engine)?));
        }
        let depends =
            self.depends(&answers.iter().map(|(choice, _, it)| (*choice, it)).collect::<Vec<_>>());
        let strictest = answers.into_iter().min_by_key(|(_, _, it)| it.rank);
        let (engine, answer) =
            strictest.map(|(_, engine, it)| (engine, it.written)).unwrap_or_default();
        Ok(Weighed { answer, depends, engine })
    }

    /// The questions of which the answer changes one of the answers; all of them, if not all choices
    /// were looked at.
    fn depends(&self, answers: &[(Option<Choice>, &Weight)]) -> Vec<&Question> {
        if self.more {
            return self.questions();
        }
        let changes = |question: usize| {
            answers.iter().any(|(choice, one)| {
                let other = choice.map(|it| it.but_for(question));
                let other = answers.iter().find(|(choice, _)| *choice == other);
                other.is_some_and(|(_, other)| other.compared != one.compared)
            })
        };
        self.questions.iter().enumerate().filter(|(at, _)| changes(*at)).map(|(_, it)| it).collect()
    }
}

impl Weight {
    /// A decision and what is written of it.
    pub(crate) fn of(decision: &Decision<'_>, id: Option<&str>) -> anyhow::Result<Self> {
        let mut written = Vec::new();
        wire::write(&mut written, &Answer { decision, id })?;
        let mut compared: Value = serde_json::from_slice(&written)?;
        if let Some(object) = compared.as_object_mut() {
            object.remove("source");
        }
        let outcome = match decision.outcome {
            Outcome::Deny => 0,
            Outcome::NotProtected => 1,
            Outcome::Grant => 2,
        };
        let allowed = decision.allowed.map_or(0, |it| it as u8);
        Ok(Self { rank: (outcome, allowed), compared, written })
    }
}

impl Weighed<'_, Vec<u8>> {
    /// Appends the answer; the conditions on which it depends are its last field.
    pub(crate) fn write(&self, sources: Option<&Shown>, out: &mut Vec<u8>) -> anyhow::Result<()> {
        let object = self.answer.strip_suffix(b"}").filter(|_| !self.depends.is_empty());
        let (Some(object), Some(sources)) = (object, sources) else {
            out.extend(&self.answer);
            return Ok(());
        };
        out.extend(object);
        out.extend(b",\"depends_on\":");
        serde_json::to_writer(&mut *out, &as_json(&self.depends, sources))?;
        out.push(b'}');
        Ok(())
    }
}

/// Conditions for programs.
pub(crate) fn as_json(questions: &[&Question], sources: &Shown) -> Value {
    let condition = |it: &&Question| {
        let place = it.asked.map(|asked| json_place::of_span(asked, sources));
        let text = sources.disclosure().text(&it.text).into_owned();
        json!({ "condition": text, "place": place })
    };
    questions.iter().map(condition).collect()
}

/// Conditions for people, one a line.
pub(crate) fn as_text(questions: &[&Question], sources: &Shown) -> String {
    let line = |it: &&Question| {
        let (file, line) = place(it, sources).unwrap_or_default();
        let text = sources.disclosure().text(&it.text);
        format!("{NOTE}Depends on a condition{NOTE:#}: {text}   {DIM}{file}:{line}{DIM:#}\n")
    };
    questions.iter().map(line).collect()
}

fn place(question: &Question, sources: &SourceMap) -> Option<(String, u32)> {
    let asked = question.asked?;
    let file = sources.get(asked.file)?;
    Some((file.path.clone(), file.line_column(asked.start).line))
}
