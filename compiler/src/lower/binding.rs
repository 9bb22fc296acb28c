//! The values of parameters.

use std::collections::BTreeMap;
use std::fmt;

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

/// Parameters by name; a value is missing where that is reported already.
pub(crate) type Scope = BTreeMap<String, Binding>;

/// What kind of value a parameter has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// Of a user, group or class.
    Name(String),
    Access(AccessLevel),
    Text(String),
    Number(u64),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(text) | Self::Text(text) => f.write_str(text),
            Self::Access(level) => f.write_str(&level.as_str().to_lowercase()),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// A parameter with its value, if it has one.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) value: Option<Bound>,
    /// Where the value is given.
    pub(crate) origin: Option<Span>,
    /// Where the parameter is declared.
    pub(crate) declared: Span,
}
