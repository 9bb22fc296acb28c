//! What a policy requires to hold: tests and features.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::{AccessLevel, Day, Outcome, Step};

use super::ids::{ClassId, PrincipalId};
use super::invariant::InvariantRule;
use super::profile::Condition;
use super::safr::SafrCase;

/// A test of the package.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// What is asked and expected.
    pub cases: Vec<TestCase>,
    /// What is asked and expected about SAFR.
    pub safr_cases: Vec<SafrCase>,
    /// Where it is declared.
    pub origin: Span,
}

/// What a test expects of one request.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// The request.
    pub request: TestRequest,
    /// What must come out.
    pub expect: Outcome,
    /// Which step must have decided, if the test specifies it.
    pub step: Option<Step>,
    /// Whether the grant must be by WARNING, if the test specifies it.
    pub warning: Option<bool>,
    /// The expectation's line.
    pub origin: Span,
}

/// A request as a test states it; what is `None` takes the decision interface's default.
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the decision interface")]
#[derive(Clone, Debug, Default)]
pub struct TestRequest {
    /// `None`: the undefined user.
    pub user: Option<String>,
    /// Current connect group.
    pub group: Option<String>,
    /// Resource class.
    pub class: String,
    /// Resource.
    pub resource: String,
    /// READ, UPDATE, CONTROL or ALTER.
    pub access: Option<AccessLevel>,
    /// Volume.
    pub volume: Option<String>,
    /// Program fetch.
    pub execute: bool,
    /// FASTAUTH.
    pub fastauth: bool,
    /// RACF-indicated.
    pub racf_indicated: bool,
    /// PRIVILEGED.
    pub privileged: bool,
    /// TRUSTED.
    pub trusted: bool,
    /// Date.
    pub date: Option<Day>,
    /// Conditions that hold: terminal, console, program (in order), …
    pub conditions: Vec<Condition>,
    /// `with program-clean no`.
    pub program_unclean: bool,
    /// Security label in the ACEE.
    pub label: Option<String>,
}

/// What a component needs before it starts.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// Its doc comment, line by line.
    pub docs: Vec<String>,
    /// What it needs.
    pub requirements: Vec<Requirement>,
    /// Where it is declared.
    pub origin: Span,
}

/// One need of a feature.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Whether the feature is ready without it.
    pub optional: bool,
    /// What must hold.
    pub need: Need,
    /// Whether nothing is needed where no profile covers the resource.
    pub unless_not_defined: bool,
    /// Why.
    pub because: Option<String>,
    /// Its doc comment.
    pub docs: Vec<String>,
    /// Where it is declared.
    pub origin: Span,
}

/// What a requirement asks for.
#[derive(Clone, Debug)]
pub enum Need {
    /// Each of these users can do this.
    Access {
        /// Users.
        users: Vec<PrincipalId>,
        /// The group through which they are meant, if they are its members.
        members_of: Option<PrincipalId>,
        /// Level.
        access: AccessLevel,
        /// Class.
        class: ClassId,
        /// Resource.
        resource: String,
    },
    /// Each of these users is connected to the group.
    Connected {
        /// Users.
        users: Vec<PrincipalId>,
        /// Group.
        group: PrincipalId,
    },
    /// Each of these users and groups has the segment.
    Segment {
        /// IDs.
        ids: Vec<PrincipalId>,
        /// In lower case.
        segment: String,
    },
    /// A STARTED profile of this name, or one that covers it, gives a user.
    Started(String),
    /// Another feature is ready.
    Feature(String),
    /// The rule holds.
    Rule(InvariantRule),
}
