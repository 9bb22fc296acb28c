//! `saffron_decide`, `saffron_allowed` and `saffron_digest`: decisions of a policy as SQL functions.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, NullBufferBuilder, StringArray, StringBuilder, StructArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use saffron_runtime::{Decision, Engine, Request};

use crate::arguments::{Argument, Arguments, OPTIONAL, types};

/// The functions that answer from a policy, all with the same engine.
pub fn functions(policy: &Engine) -> Vec<ScalarUDF> {
    let function = |what| ScalarUDF::from(Function::new(what, policy.clone()));
    [What::Decide, What::Allowed, What::Digest].map(function).into()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    /// The decision on a request.
    Decide,
    /// The highest level that a user has.
    Allowed,
    /// The decision digest of the bundle.
    Digest,
}

/// A function, with the engine that answers it.
#[derive(Debug)]
struct Function {
    what: What,
    engine: Engine,
    digest: String,
    signature: Signature,
}

impl Function {
    fn new(what: What, engine: Engine) -> Self {
        let signature = match what {
            // Volatile, so that each machine of a cluster answers for its own bundle.
            What::Digest => Signature::nullary(Volatility::Volatile),
            _ => Signature::user_defined(Volatility::Immutable),
        };
        let digest = engine.bundle_sections().header().decision_digest().to_string();
        Self { what, engine, digest, signature }
    }

    fn arguments(&self) -> Vec<Argument> {
        use Argument::{Access, Class, Day, Resource, User};
        let required: &[Argument] = match self.what {
            What::Decide => &[User, Class, Resource, Access, Day],
            What::Allowed => &[User, Class, Resource, Day],
            What::Digest => return Vec::new(),
        };
        [required, &OPTIONAL].concat()
    }

    /// The requests of the rows, and for each row its place among them.
    fn requests<'a>(
        &'a self,
        arrays: &'a [ArrayRef],
        rows: usize,
    ) -> Result<Vec<Option<Request<'a>>>> {
        let all = self.arguments();
        let arguments = Arguments::new(self.name(), &all, arrays)?;
        (0..rows).map(|row| arguments.request(row)).collect()
    }
}

impl PartialEq for Function {
    /// Functions of equal policies are the same.
    fn eq(&self, other: &Self) -> bool {
        (self.what, &self.digest) == (other.what, &other.digest)
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.what, &self.digest).hash(state);
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &'static str {
        match self.what {
            What::Decide => "saffron_decide",
            What::Allowed => "saffron_allowed",
            What::Digest => "saffron_digest",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        types(self.name(), &self.arguments(), given.len())
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.what {
            What::Decide => DataType::Struct(fields()),
            What::Allowed | What::Digest => DataType::Utf8,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        if self.what == What::Digest {
            return Ok(ColumnarValue::Scalar(ScalarValue::Utf8(Some(self.digest.clone()))));
        }
        let rows = args.number_rows;
        let arrays: Vec<ArrayRef> =
            args.args.iter().map(|argument| argument.to_array(rows)).collect::<Result<_>>()?;
        let requests = self.requests(&arrays, rows)?;
        let asked: Vec<Request<'_>> = requests.iter().flatten().copied().collect();
        let mut decisions = self.engine.decide_all(&asked);
        let rows = requests.iter().map(|request| request.as_ref().and_then(|_| decisions.next()));
        Ok(ColumnarValue::Array(match self.what {
            What::Decide => Arc::new(structs(rows)),
            _ => Arc::new(rows.map(|it| Some(it?.allowed?.as_str())).collect::<StringArray>()),
        }))
    }
}

/// What of a decision is shown.
fn fields() -> Fields {
    let field = |name: &str| Field::new(name, DataType::Utf8, true);
    Fields::from(vec![
        field("outcome"),
        Field::new("warning", DataType::Boolean, true),
        field("allowed"),
        field("step"),
        field("profile"),
        field("entry"),
        field("source"),
    ])
}

/// The fields while they are filled, in the order of [`fields`].
#[derive(Default)]
struct Columns {
    outcome: StringBuilder,
    warning: BooleanBuilder,
    rest: [StringBuilder; 5],
}

impl Columns {
    fn add(&mut self, decision: Option<&Decision<'_>>) {
        self.outcome.append_option(decision.map(|it| it.outcome.as_str()));
        self.warning.append_option(decision.map(|it| it.warning));
        let [allowed, step, profile, entry, source] = &mut self.rest;
        allowed.append_option(decision.and_then(|it| Some(it.allowed?.as_str())));
        step.append_option(decision.map(|it| it.step.as_str()));
        profile.append_option(decision.and_then(|it| Some(it.profile()?.name)));
        entry.append_option(decision.and_then(|it| Some(it.entry()?.id)));
        source.append_option(decision.and_then(|it| Some(it.source()?.to_string())));
    }
}

fn structs<'e>(decisions: impl Iterator<Item = Option<Decision<'e>>>) -> StructArray {
    let (mut columns, mut valid) = (Columns::default(), NullBufferBuilder::new(0));
    for decision in decisions {
        columns.add(decision.as_ref());
        valid.append(decision.is_some());
    }
    let mut arrays: Vec<ArrayRef> =
        vec![Arc::new(columns.outcome.finish()), Arc::new(columns.warning.finish())];
    arrays.extend(columns.rest.iter_mut().map(|it| Arc::new(it.finish()) as ArrayRef));
    StructArray::new(fields(), arrays, valid.finish())
}
