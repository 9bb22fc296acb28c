//! Requests to answers, one line each.

use saffron_runtime::Engine;
use saffron_vocabulary::racf::Day;
use serde_json::json;

use super::waiting::{Content, Request};
use crate::document;
use crate::load::shown::Shown;
use crate::options::Format;
use crate::outcomes::{Outcomes, Weight};
use crate::output::BAD;
use crate::wire::{self, Answer, Asked, Malformed, OwnedRequest};

/// What answers requests; threads share it.
pub(super) struct Answers<'e> {
    pub(super) engine: &'e Engine,
    /// What the policy is if conditions of its commands don't hold.
    pub(super) variants: &'e Outcomes,
    pub(super) sources: Option<&'e Shown>,
    /// The day of requests that state none.
    pub(super) today: Day,
    /// How malformed requests are reported.
    pub(super) errors: Format,
    /// The input, as it is shown.
    pub(super) name: &'e str,
}

/// The answers to some requests.
#[derive(Default)]
pub(super) struct Answered {
    /// For standard output.
    pub(super) out: Vec<u8>,
    /// For standard error.
    pub(super) notes: String,
    pub(super) malformed: usize,
    /// Answers that depend on a condition.
    pub(super) differing: usize,
}

/// What is wrong with a line of requests.
struct Problem {
    field: Option<String>,
    message: String,
}

impl From<&str> for Problem {
    fn from(message: &str) -> Self {
        Self { field: None, message: message.to_owned() }
    }
}

impl From<&Malformed> for Problem {
    fn from(malformed: &Malformed) -> Self {
        let field = malformed.field.as_ref().map(ToString::to_string);
        Self { field, message: wire::message(malformed) }
    }
}

impl Answers<'_> {
    /// Answers lines whose places are in `text`.
    pub(super) fn all(&self, text: &str, lines: &[Request]) -> Answered {
        let mut answered = Answered::default();
        for Request { number, content } in lines {
            let result = match content {
                Content::Text(place) => {
                    self.answer(text.get(place.clone()).unwrap_or_default(), &mut answered)
                }
                Content::TooLong => Err("the line is longer than 1 MiB".into()),
                Content::NotText => Err("the line is not UTF-8 text".into()),
            };
            if let Err(problem) = result {
                self.report(*number, &problem, &mut answered);
            }
        }
        answered
    }

    fn answer(&self, line: &str, answered: &mut Answered) -> Result<(), Problem> {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        let asked = Asked::parse(line).map_err(|malformed| Problem::from(&malformed))?;
        let end = answered.out.len();
        let written = match asked {
            Asked::Racf(request) => self.racf(&request, answered),
            Asked::Safr(request) => request.with_request(|asked| {
                let decision = &self.engine.decide_safr(asked);
                wire::write(&mut answered.out, &Answer { decision, id: request.id })
            }),
        };
        if let Err(error) = written {
            answered.out.truncate(end);
            return Err(Problem::from(error.to_string().as_str()));
        }
        answered.out.push(b'\n');
        Ok(())
    }

    fn racf(&self, request: &OwnedRequest<'_>, answered: &mut Answered) -> anyhow::Result<()> {
        request.with_request(self.today, |asked| {
            if self.variants.is_certain() {
                let decision = &self.engine.decide(asked);
                return wire::write(&mut answered.out, &Answer { decision, id: request.id });
            }
            let weighed = self
                .variants
                .weigh(self.engine, |engine| Weight::of(&engine.decide(asked), request.id))?;
            answered.differing += usize::from(!weighed.depends.is_empty());
            weighed.write(self.sources, &mut answered.out)
        })
    }

    fn report(&self, number: usize, problem: &Problem, answered: &mut Answered) {
        answered.malformed += 1;
        let (name, message) = (self.name, &problem.message);
        match self.errors {
            Format::Text => {
                let line = format!("{BAD}error{BAD:#}: {name}: line {number}: {message}\n");
                answered.notes.push_str(&line);
            }
            Format::Json => {
                let place = json!({ "file": name, "line": number, "column": 1 });
                let error = json!({ "place": place, "field": problem.field, "message": message });
                answered.out.extend(document::line(json!({ "error": error })).into_bytes());
            }
        }
    }
}
