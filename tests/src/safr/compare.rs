//! Asks both evaluators about SAFR, and makes a case small on which they disagree.

use saffron_compiler::model::Model;
use saffron_runtime::Engine;

use super::facts::SafrFacts;
use super::request::OwnedSafrRequest;
use super::state::State;
use crate::pipeline::compile_text;

/// The answers to one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrAnswers {
    /// The engine's.
    pub engine: SafrFacts,
    /// The reference evaluator's.
    pub reference: SafrFacts,
}

impl SafrAnswers {
    /// Asks both.
    pub fn to(model: &Model, engine: &Engine, request: &OwnedSafrRequest) -> Self {
        Self {
            engine: request.with_borrowed(|it| SafrFacts::of(&engine.decide_safr(it))),
            reference: State::of(model).decide(request),
        }
    }

    /// Whether both are the same.
    pub fn agree(&self) -> bool {
        self.engine == self.reference
    }

    /// In what they differ: two disagreements with one signature probably have one cause.
    pub fn signature(&self, request: &OwnedSafrRequest) -> String {
        let (engine, reference) = (self.engine.to_json(), self.reference.to_json());
        let fields = reference.as_object().into_iter().flatten();
        let different = fields.filter(|(key, value)| engine.get(key.as_str()) != Some(value));
        let names: Vec<&str> = different.map(|(key, _)| key.as_str()).collect();
        let (mine, theirs) = (self.reference.step, self.engine.step);
        format!("{} {} {theirs} {mine} {}", request.operation, request.item_type, names.join(" "))
    }
}

/// A request to which the evaluators answer differently, and the state that it takes.
#[derive(Clone, Debug)]
pub struct SafrDisagreement {
    state: State,
    request: OwnedSafrRequest,
    answers: SafrAnswers,
}

impl SafrDisagreement {
    /// The disagreement over this state and request, if there is one.
    pub fn over(state: &State, request: &OwnedSafrRequest) -> Option<Self> {
        let compiled = compile_text(&state.text()).ok()?;
        let engine = Engine::open(compiled.bundle.clone()).ok()?;
        let answers = SafrAnswers::to(&compiled.model, &engine, request);
        let (state, request) = (state.clone(), request.clone());
        (!answers.agree()).then_some(Self { state, request, answers })
    }

    /// Leaves out whatever it doesn't need, as long as the same fields differ.
    #[must_use]
    pub fn smaller(self) -> Self {
        let mut best = self;
        loop {
            let states = smaller_states(&best.state).into_iter();
            let found = states
                .map(|state| (state, best.request.clone()))
                .chain(smaller_requests(&best.request).map(|it| (best.state.clone(), it)))
                .find_map(|(state, request)| best.kept(&state, &request));
            match found {
                Some(smaller) => best = smaller,
                None => return best,
            }
        }
    }

    fn kept(&self, state: &State, request: &OwnedSafrRequest) -> Option<Self> {
        let smaller = Self::over(state, request)?;
        let same = smaller.answers.signature(request) == self.answers.signature(&self.request);
        same.then_some(smaller)
    }

    /// For a person: the policy, the request and both answers.
    pub fn report(&self) -> String {
        format!(
            "{}\nrequest    {}\nengine     {}\nreference  {}\n",
            self.state.text(),
            self.request.to_json(),
            self.answers.engine.to_json(),
            self.answers.reference.to_json(),
        )
    }
}

/// The state without one thing or another.
fn smaller_states(state: &State) -> Vec<State> {
    let mut found = Vec::new();
    let mut without = |change: &dyn Fn(&mut State)| {
        let mut smaller = state.clone();
        change(&mut smaller);
        if smaller != *state {
            found.push(smaller);
        }
    };
    without(&|it| it.switches = State::default().switches);
    for name in state.groups.keys() {
        without(&|it| {
            it.groups.remove(name);
            it.permissions.retain(|(group, _), _| group != name);
        });
    }
    for key in state.permissions.keys() {
        without(&|it| {
            it.permissions.remove(key);
        });
    }
    for name in &state.environments {
        without(&|it| {
            it.environments.remove(name);
            it.items.retain(|(place, _), _| place != name);
            it.permissions.retain(|(_, place), _| place != name);
        });
    }
    for key in state.items.keys() {
        without(&|it| it.remove(&key.0, &key.1));
        without(&|it| it.items.entry(key.clone()).or_default().refs.clear());
    }
    for (key, permissions) in &state.permissions {
        let entry = |it: &mut State, change: &dyn Fn(&mut super::state::Permissions)| {
            it.permissions.get_mut(key).into_iter().for_each(change);
        };
        without(&|it| entry(it, &|it| it.create.clear()));
        without(&|it| entry(it, &|it| it.migrate_in = false));
        for item in permissions.rights.keys() {
            without(&|it| {
                entry(it, &|it| {
                    it.rights.remove(item);
                });
            });
        }
    }
    for name in &state.users {
        without(&|it| {
            it.administrators.remove(name);
        });
        without(&|it| {
            it.users.remove(name);
            it.administrators.remove(name);
            it.groups.values_mut().for_each(|members| {
                members.remove(name);
            });
        });
    }
    found
}

fn smaller_requests(request: &OwnedSafrRequest) -> impl Iterator<Item = OwnedSafrRequest> {
    let simplifications: [fn(&mut OwnedSafrRequest); 8] = [
        |it| it.folder = None,
        |it| it.referrer = None,
        |it| it.refs = None,
        |it| it.items.truncate(it.items.len().saturating_sub(1)),
        |it| it.refs.iter_mut().for_each(|refs| refs.truncate(refs.len().saturating_sub(1))),
        |it| it.target_environment = None,
        |it| it.source_environment = None,
        |it| it.group = None,
    ];
    let plainer = simplifications.into_iter().map(|simplify| {
        let mut plainer = request.clone();
        simplify(&mut plainer);
        plainer
    });
    plainer.filter(|it| it != request).collect::<Vec<_>>().into_iter()
}
