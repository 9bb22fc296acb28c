//! What profiles depend on: global entries, variables, security levels, categories and labels.

use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

use super::ids::ClassId;

/// An entry of the global access checking table.
#[derive(Clone, Debug)]
pub struct GlobalEntry {
    /// The class.
    pub class: ClassId,
    /// A name or generic name; may contain `&RACUID` and `&RACGPID`.
    pub name: String,
    /// The access of every user.
    pub access: AccessLevel,
    /// Where it is specified.
    pub origin: Span,
}

/// The variable for the local nodes of the network.
pub(crate) const LOCAL_NODES: &str = "&RACLNDE";

/// A RACFVARS profile.
#[derive(Clone, Debug)]
pub struct Variable {
    /// With its `&`.
    pub name: String,
    /// In the order in which RACF tries them.
    pub members: Vec<String>,
    /// Where it is declared.
    pub origin: Span,
}

/// A security level of SECDATA.
#[derive(Clone, Debug)]
pub struct SecurityLevel {
    /// Its name.
    pub name: String,
    /// 1 to 254; higher is more secret.
    pub number: u8,
    /// Where it is declared.
    pub origin: Span,
}

/// A security category of SECDATA.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// Where it is declared.
    pub origin: Span,
}

/// A security label: a level and categories.
#[derive(Clone, Debug)]
pub struct SecurityLabel {
    /// Its name.
    pub name: String,
    /// The level's number.
    pub security_level: u8,
    /// Category numbers, ascending.
    pub categories: Vec<u16>,
    /// Where it is declared.
    pub origin: Span,
}
