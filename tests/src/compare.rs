//! Asks both evaluators, and makes a case small on which they disagree.

use saffron_compiler::model::Model;
use saffron_runtime::{Context, Engine, Intent, Log, Mode, Operation};

use crate::generate::{self, Declaration};
use crate::pipeline::compile_text;
use crate::reference::{self, Facts};
use crate::request::{OwnedContext, OwnedRequest};

/// The answers to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The engine's.
    pub engine: Facts,
    /// The reference evaluator's.
    pub reference: Facts,
}

impl Answers {
    /// Asks both.
    pub fn to(model: &Model, engine: &Engine, request: &OwnedRequest) -> Self {
        Self {
            engine: request.with_borrowed(|request| Facts::of(&engine.decide(request))),
            reference: reference::decide(model, request).facts,
        }
    }

    /// Whether both are the same.
    pub fn agree(&self) -> bool {
        self.engine == self.reference
    }

    /// In what they differ: two disagreements with one signature probably have one cause.
    pub fn signature(&self) -> String {
        let (engine, reference) = (self.engine.to_json(), self.reference.to_json());
        let fields = reference.as_object().into_iter().flatten();
        let different = fields.filter(|(key, value)| engine.get(key.as_str()) != Some(value));
        let names: Vec<&str> = different.map(|(key, _)| key.as_str()).collect();
        format!("{} {} {}", self.engine.step, self.reference.step, names.join(" "))
    }
}

/// A request to which the evaluators answer differently, and the policy that it takes.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The policy.
    pub declarations: Vec<Declaration>,
    /// The request.
    pub request: OwnedRequest,
    /// What they answer.
    pub answers: Answers,
}

impl Disagreement {
    /// The disagreement over this policy and request, if there is one.
    pub fn over(declarations: &[Declaration], request: &OwnedRequest) -> Option<Self> {
        let compiled = compile_text(&generate::text(declarations)).ok()?;
        let engine = Engine::open(compiled.bundle.clone()).ok()?;
        let answers = Answers::to(&compiled.model, &engine, request);
        let (declarations, request) = (declarations.to_vec(), request.clone());
        (!answers.agree()).then_some(Self { declarations, request, answers })
    }

    /// Leaves out whatever it doesn't need, as long as the same fields differ.
    #[must_use]
    pub fn smaller(self) -> Self {
        let mut best = self;
        loop {
            let before = best.weight();
            best = best.with_fewer_declarations().with_fewer_clauses().with_plainer_request();
            if best.weight() == before {
                return best;
            }
        }
    }

    fn weight(&self) -> usize {
        generate::text(&self.declarations).len() + self.request.to_json().to_string().len()
    }

    fn kept(&self, declarations: &[Declaration], request: &OwnedRequest) -> Option<Self> {
        let smaller = Self::over(declarations, request)?;
        (smaller.answers.signature() == self.answers.signature()).then_some(smaller)
    }

    fn with_fewer_declarations(mut self) -> Self {
        for at in (0..self.declarations.len()).rev() {
            let mut fewer = self.declarations.clone();
            fewer.remove(at);
            if let Some(smaller) = self.kept(&fewer, &self.request) {
                self = smaller;
            }
        }
        self
    }

    fn with_fewer_clauses(mut self) -> Self {
        for at in 0..self.declarations.len() {
            let clauses = self.declarations.get(at).and_then(|it| it.clauses.as_ref());
            for clause in (0..clauses.map_or(0, Vec::len)).rev() {
                let mut fewer = self.declarations.clone();
                if let Some(clauses) = fewer.get_mut(at).and_then(|it| it.clauses.as_mut()) {
                    clauses.remove(clause);
                }
                if let Some(smaller) = self.kept(&fewer, &self.request) {
                    self = smaller;
                }
            }
        }
        self
    }

    fn with_plainer_request(mut self) -> Self {
        for simplify in SIMPLIFICATIONS {
            let mut plainer = self.request.clone();
            simplify(&mut plainer);
            if plainer != self.request
                && let Some(smaller) = self.kept(&self.declarations, &plainer)
            {
                self = smaller;
            }
        }
        self
    }

    /// For a person: the policy, the request and both answers.
    pub fn report(&self) -> String {
        format!(
            "{}\nrequest    {}\nengine     {}\nreference  {}\n",
            generate::text(&self.declarations),
            self.request.to_json(),
            self.answers.engine.to_json(),
            self.answers.reference.to_json(),
        )
    }
}

const SIMPLIFICATIONS: [fn(&mut OwnedRequest); 21] = [
    |it| it.context = OwnedContext::default(),
    |it| it.context.terminal = None,
    |it| it.context.console = None,
    |it| it.context.jesinput = None,
    |it| it.context.appcport = None,
    |it| it.context.servauth = None,
    |it| it.context.program = Vec::new(),
    |it| it.context.program_unclean = Context::default().program_unclean,
    |it| it.context.sysid = None,
    |it| it.context.criteria = Vec::new(),
    |it| it.context.seclabel = None,
    |it| it.group = None,
    |it| it.volume = None,
    |it| it.intent = Intent::Access,
    |it| it.mode = Mode::Auth,
    |it| it.racfind = false,
    |it| (it.privileged, it.trusted) = (false, false),
    |it| it.log = Log::AsIs,
    |it| it.resource = it.resource.to_ascii_uppercase(),
    |it| it.operation = Operation::Access,
    |it| {
        if let Operation::Administer { generic } = &mut it.operation {
            *generic = false;
        }
    },
];
