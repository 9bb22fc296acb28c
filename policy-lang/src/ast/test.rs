//! The tree of a test.

use super::safr::SafrExpectation;
use super::value::{Condition, Date, Name, Property, Text, Verdict, Word};
use saffron_diagnostics::{Span, Spanned};

/// `test "…" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What it shows.
    pub name: Text,
    /// Who is asked about.
    pub subjects: Vec<TestSubject>,
}

/// `user PAYCLK group PAYGRP on 2027-01-01 { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestSubject {
    /// `None` for `undefined user`.
    pub user: Option<Name>,
    /// The current connect group, if not the default group.
    pub group: Option<Name>,
    /// `in FIN_ANALYSTS`: the group of SAFR's that was chosen on login.
    pub login_group: Option<Name>,
    /// `at FINANCE`: the environment of SAFR's that was chosen on login.
    pub login_environment: Option<Name>,
    /// The date of the requests.
    pub date: Option<Spanned<Date>>,
    /// `with trusted yes`: circumstances of each request below.
    pub circumstances: Vec<Circumstance>,
    /// What is expected of RACF.
    pub expectations: Vec<Expectation>,
    /// What is expected of SAFR.
    pub safr: Vec<SafrExpectation>,
    /// The line that names the subject, without the block.
    pub span: Span,
}

/// `may not update DATASET "PAYROLL.MASTER" when program "PAYCALC" by uacc`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// What is expected.
    pub verdict: Verdict,
    /// The word of an access level, or the name of a parameter.
    pub access: Word,
    /// The class.
    pub class: Name,
    /// The resource.
    pub resource: Text,
    /// `when`, `by`, `with`, in the order of the text.
    pub circumstances: Vec<Circumstance>,
    /// All of it.
    pub span: Span,
}

/// What else a request says, or what else is expected of its decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Circumstance {
    /// `when program "PAYCALC"`: the context holds this.
    When(Condition),
    /// `by group-entry`: this step must have decided.
    By(Word),
    /// `with volume "VOL001"`: a field of the request.
    With(Property),
}
