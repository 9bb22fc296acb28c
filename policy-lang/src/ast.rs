//! The syntax tree: what was written, with its places, and nothing about what it means.
//!
//! INVARIANT: the tree knows no class, no access level and no option by name. What stands for one
//! of them is a [`Word`] or a [`Name`], checked by the compiler, which knows the alternatives and
//! can say "did you mean".
//!
//! INVARIANT: nothing here is recursive but [`Template`], whose items are no templates, and
//! [`SafrItem`], whose items hold none; so no input makes a tree deep.

mod invariant;
mod safr;
mod test;
mod value;

pub use invariant::{
    AccessRule, InContext, Invariant, InvariantRule, InvariantRuleKind, OperationRule, ProfileRule,
    ProfileState, Quantifier, Right, Subjects, Who,
};
pub use safr::{
    SafrCircumstance, SafrEdit, SafrEdited, SafrEnvironment, SafrExpectation, SafrField, SafrGroup,
    SafrGroupClause, SafrIn, SafrItem, SafrPart, SafrPartKind, SafrReference, SafrReferences,
    SafrRight, SafrRole, SafrRoleName, SafrValue,
};
pub use test::{Circumstance, Expectation, Test, TestSubject};

pub use saffron_diagnostics::Spanned;
pub use value::{
    Condition, Date, Name, Property, PropertyValue, Text, Value, Verdict, Word, WordWithArgument,
};

use saffron_diagnostics::Span;

/// A whole file.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct File {
    /// Declarations in the order of the text.
    pub items: Vec<Item>,
}

/// A declaration with its doc comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Lines of `///`, without the slashes and one blank.
    pub docs: Vec<Text>,
    /// What is declared.
    pub kind: ItemKind,
    /// The declaration without its doc comment.
    pub span: Span,
}

/// What an item declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `options { … }`
    Options(Vec<Property>),
    /// `class ZOWE { … }`
    Class(Declaration),
    /// `group ZWEADMIN { … }`
    Group(Declaration),
    /// `user ZWESVUSR { … }`
    User(Declaration),
    /// `example user TSOUSER1 { … }`: a user for tests only
    Example(Declaration),
    /// `connect PAYCLK to PAYGRP { … }`
    Connect(Connect),
    /// `profile FACILITY "BPX.SERVER" { … }`
    Profile(Profile),
    /// `permit ZWESVUSR: update on FACILITY "BPX.SERVER"`
    Permit(OutsidePermit),
    /// `variable &RACLNDE { "NODEA" "NODEB" }`
    Variable(Variable),
    /// `global DATASET { "SYS1.HELP": read }`
    Global(Global),
    /// `started "ZWESLSTC.*" { … }`
    Started(Started),
    /// `external user SYSPROG1, SYSPROG2`
    External(External),
    /// `external profile FACILITY "BPX.SERVER" { … }`
    ExternalProfile(Profile),
    /// `security-level CONFIDENTIAL 100`
    SecurityLevel(SecurityLevel),
    /// `category PAYROLL`
    Category(Name),
    /// `security-label EAGLE { … }`
    SecurityLabel(Declaration),
    /// `param ZOWE_STC: user = ZWESVUSR`
    Param(Param),
    /// `template ZOWE_SERVER(STC: user) { … }`
    Template(Template),
    /// `apply ZOWE_SERVER(ZOWE_STC)`
    Apply(Apply),
    /// `test "…" { … }`
    Test(Test),
    /// `feature "ZSS" { … }`
    Feature(Feature),
    /// `invariant "…" { … }`
    Invariant(Invariant),
    /// `waive "…" for A because "…" until 2027-01-01`
    Waive(Waive),
    /// `safr { … }`
    Safr(Vec<SafrPart>),
    /// What could not be understood; a diagnostic says why.
    Error,
}

/// A name and the properties declared of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The name.
    pub name: Name,
    /// In the order of the text; empty without a block.
    pub properties: Vec<Property>,
}

/// `connect A, B to G { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connect {
    /// Who.
    pub users: Vec<Name>,
    /// To which group.
    pub group: Name,
    /// Authority, attributes, dates; empty without a block.
    pub properties: Vec<Property>,
}

/// `DATASET "A.B.C" volumes ["VOL001"]`: which profile is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileRef {
    /// Its class.
    pub class: Name,
    /// Its name.
    pub name: Text,
    /// `generic`: a generic profile although the name has no generic character.
    pub generic: Option<Span>,
    /// `volume "V"` or `volumes ["V", "W"]`: a discrete data set profile on these volumes.
    pub volumes: Vec<Text>,
    /// All of it.
    pub span: Span,
}

/// `profile CLASS "NAME" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Which.
    pub target: ProfileRef,
    /// In the order of the text.
    pub clauses: Vec<ProfileClause>,
}

/// A part of a profile's block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileClause {
    /// `uacc none`
    Property(Property),
    /// `permit PAYADM: alter`
    Permit(Permit),
    /// `access from DATASET "PAYROLL.TEMPLATE"`
    AccessFrom(AccessFrom),
    /// Could not be understood; a diagnostic says why.
    Error,
}

/// `access from DATASET "PAYROLL.TEMPLATE"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessFrom {
    /// The profile whose access lists are copied.
    pub source: ProfileRef,
    /// The whole clause.
    pub span: Span,
}

/// `permit A, B: read when terminal ["T1", "T2"]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    /// To whom.
    pub grantees: Vec<Grantee>,
    /// What: the word of an access level, or the name of a parameter.
    pub access: Word,
    /// Under which condition.
    pub when: Option<Condition>,
    /// The whole clause, `when` included.
    pub span: Span,
}

/// `permit A: read on CLASS "NAME" when …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsidePermit {
    /// Who gets what; its span is the whole declaration.
    pub permit: Permit,
    /// On which profile.
    pub target: ProfileRef,
}

/// An ID on an access list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grantee {
    /// A user or group.
    Name(Name),
    /// `*`: every defined user.
    Any(Span),
}

impl Grantee {
    /// Where it is.
    pub fn span(&self) -> Span {
        match self {
            Self::Name(name) => name.span,
            Self::Any(span) => *span,
        }
    }
}

/// `variable &RACLNDE { "NODEA" "NODEB" }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// With its `&`.
    pub name: Name,
    /// In the order of the text, which matters.
    pub members: Vec<Text>,
}

/// `global DATASET { "&RACUID.**": alter }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Global {
    /// The class whose global access checking table it is.
    pub class: Name,
    /// The entries.
    pub entries: Vec<GlobalEntry>,
}

/// `"SYS1.HELP": read`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobalEntry {
    /// A name or generic name.
    pub name: Text,
    /// The word of an access level, or the name of a parameter.
    pub access: Word,
    /// Both.
    pub span: Span,
}

/// `started "ZWESLSTC.*" { user ZWESVUSR  trusted no }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The name of the STARTED profile.
    pub name: Text,
    /// Its STDATA segment, and the profile's own properties.
    pub properties: Vec<Property>,
}

/// `external group IZUUSER, IZUADMIN`, `external user ROBOT { groups [OPS] }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// `user` or `group`.
    pub kind: Word,
    /// IDs that live outside the policy.
    pub names: Vec<Name>,
    /// What is known of each of them; empty without a block.
    pub properties: Vec<Property>,
}

/// `security-level CONFIDENTIAL 100`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityLevel {
    /// Its name.
    pub name: Name,
    /// Its number: higher is more secret.
    pub number: Spanned<u64>,
}

/// `param ZOWE_STC: user = ZWESVUSR`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// `user`, `group`, `id`, `class`, `access`, `text` or `number`.
    pub kind: Word,
    /// What it is where the site doesn't say.
    pub default: Option<Value>,
}

/// `template ZOWE_SERVER(STC: user, ADMINS: group) { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name.
    pub name: Name,
    /// Parameters in order; none has a default.
    pub params: Vec<Param>,
    /// What each `apply` declares.
    pub items: Vec<Item>,
}

/// `apply ZOWE_SERVER(ZOWE_STC, ZWEADMIN)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apply {
    /// The template.
    pub template: Name,
    /// In the order of its parameters.
    pub arguments: Vec<Value>,
}

/// `feature "ZSS" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feature {
    /// Its name.
    pub name: Text,
    /// What it needs.
    pub requirements: Vec<Requirement>,
}

/// `requires ZWESVUSR: update FACILITY "BPX.SERVER" because "…"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Lines of `///` above it.
    pub docs: Vec<Text>,
    /// `optional` rather than `requires`.
    pub optional: bool,
    /// What must hold.
    pub need: Need,
    /// `unless not defined`: nothing is needed where no profile covers the resource.
    pub unless_not_defined: bool,
    /// Why, for a person.
    pub because: Option<Text>,
    /// All of it, without its doc comment.
    pub span: Span,
}

/// What a feature needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// `ZWESVUSR: read FACILITY "X"`
    Access {
        /// Each of these users.
        users: Vec<Name>,
        /// The word of an access level, or the name of a parameter.
        access: Word,
        /// The class.
        class: Name,
        /// The resource.
        resource: Text,
    },
    /// `members of IZUUSER: read APPL "OMVSAPPL"`
    MembersAccess {
        /// Each user connected to it.
        group: Name,
        /// The word of an access level, or the name of a parameter.
        access: Word,
        /// The class.
        class: Name,
        /// The resource.
        resource: Text,
    },
    /// `ZWESVUSR, ZWESIUSR in ZWEADMIN`
    Connected {
        /// Each of these users.
        users: Vec<Name>,
        /// Must be connected to it.
        group: Name,
    },
    /// `ZWESVUSR with omvs`
    Segment {
        /// Each of these users and groups.
        ids: Vec<Name>,
        /// Must have this segment.
        segment: Word,
    },
    /// `started "ZWESLSTC.*"`: a started task must be declared under this name, or one that covers it.
    Started(Text),
    /// `feature "Cross memory server (ZIS)"`
    Feature(Text),
    /// `no members of TEMPS may update DATASET "ZWE.**"`: a rule of an invariant.
    Rule(InvariantRule),
}

/// `waive "RACF-ES-000660" for SYSPRG1 because "…" until 2027-01-01`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waive {
    /// The rule of the audit.
    pub rule: Text,
    /// Who or what is excused.
    pub subjects: Vec<Waived>,
    /// Why.
    pub because: Text,
    /// The last day.
    pub until: Spanned<Date>,
}

/// Who or what a waiver excuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waived {
    /// A user or group.
    Id(Name),
    /// `profile DATASET "SYS1.**"`
    Profile(ProfileRef),
}
