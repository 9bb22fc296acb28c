//! The tree of a `safr` block, and of what a test expects of SAFR.

use super::value::{Name, Property, Text, Verdict, Word};
use saffron_diagnostics::Span;

/// A part of a `safr` block, with its doc comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrPart {
    /// Lines of `///`, without the slashes and one blank.
    pub docs: Vec<Text>,
    /// What is declared.
    pub kind: SafrPartKind,
    /// The part without its doc comment.
    pub span: Span,
}

/// What a part of a `safr` block declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrPartKind {
    /// `rules safr`
    Rules(Word),
    /// `options { … }`
    Options(Vec<Property>),
    /// `environment FINANCE { … }`
    Environment(SafrEnvironment),
    /// `role ANALYST { … }`
    Role(SafrRole),
    /// `group FIN_ANALYSTS { … }`
    Group(SafrGroup),
    /// `system-administrator CAROL, DAVE`
    Administrators(Vec<Name>),
}

/// `environment FINANCE { logical-record LR_GL }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrEnvironment {
    /// Its name.
    pub name: Name,
    /// Its items; the same environment may have others at other places.
    pub items: Vec<SafrItem>,
}

/// `view GL_EXTRACT { refers [LR_GL] }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrItem {
    /// The word of a type.
    pub kind: Word,
    /// Its name.
    pub name: Name,
    /// What it uses or refers to.
    pub references: Vec<SafrReferences>,
    /// The views of a view folder; these contain no items.
    pub items: Vec<SafrItem>,
    /// All of it.
    pub span: Span,
}

/// `uses [LR_GL, logical-file LF_GL]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrReferences {
    /// `uses` or `refers`.
    pub key: Word,
    /// In the order of the text.
    pub references: Vec<SafrReference>,
    /// All of it.
    pub span: Span,
}

/// `LR_GL`, or `logical-record LR_GL`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrReference {
    /// The word of a type, if it is stated.
    pub kind: Option<Word>,
    /// Its name.
    pub name: Name,
}

impl SafrReference {
    /// Type and name.
    pub fn span(&self) -> Span {
        self.kind.as_ref().map_or(self.name.span, |kind| kind.span.to(self.name.span))
    }
}

/// `role ANALYST { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrRole {
    /// Its name.
    pub name: Name,
    /// In the order of the text.
    pub clauses: Vec<SafrRight>,
}

/// A part of a role's block, or of the rights of a group in an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrRight {
    /// `create [view-folder]`, `run [migrate-in]`, `includes [READER]`
    Property(Property),
    /// `edit view-folder MONTH_END: modify`
    Edit(SafrEdit),
    /// Could not be understood; a diagnostic says why.
    Error,
}

/// `edit logical-file LF_GL, LF_X: delete`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrEdit {
    /// The word of a type.
    pub kind: Word,
    /// To which items.
    pub items: Vec<SafrEdited>,
    /// The word of a right.
    pub right: Word,
    /// The whole clause.
    pub span: Span,
}

/// The item of an edit right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrEdited {
    /// One item.
    Name(Name),
    /// `*`: every item of the type in the environment where the right is used.
    Every(Span),
}

/// `group FIN_ANALYSTS { … }` in a `safr` block
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrGroup {
    /// Its name.
    pub name: Name,
    /// In the order of the text.
    pub clauses: Vec<SafrGroupClause>,
}

/// A part of a group's block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrGroupClause {
    /// `members [ALICE, BOB]`
    Property(Property),
    /// `in FINANCE as ANALYST`
    In(SafrIn),
    /// Could not be understood; a diagnostic says why.
    Error,
}

/// `in PROD as ANALYST { create [view-folder] }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrIn {
    /// Where.
    pub environment: Name,
    /// As what.
    pub roles: Vec<SafrRoleName>,
    /// Rights next to those of the roles; empty without a block.
    pub rights: Vec<SafrRight>,
    /// The clause without its block.
    pub span: Span,
}

/// What a group is in an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrRoleName {
    /// `administrator`: a role of the Workbench's own.
    Word(Word),
    /// A declared role.
    Name(Name),
}

/// `may modify view GL_EXTRACT at FINANCE by folder-right`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrExpectation {
    /// What is expected.
    pub verdict: Verdict,
    /// The word of an operation.
    pub operation: Word,
    /// The word of a type.
    pub item_type: Word,
    /// The item, where the operation has one.
    pub item: Option<Name>,
    /// `at`, `by`, `with`, in the order of the text.
    pub circumstances: Vec<SafrCircumstance>,
    /// All of it.
    pub span: Span,
}

/// What else a request about SAFR says, or what else is expected of its decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrCircumstance {
    /// `at TEST`: in this environment.
    At(Name),
    /// `by folder-right`: this step must have decided.
    By(Word),
    /// `with folder MONTH_END`: what the operation needs besides.
    With(SafrField),
}

/// `folder MONTH_END`, `refs [logical-record LR_GL]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafrField {
    /// The word of a field.
    pub key: Word,
    /// Its value.
    pub value: SafrValue,
    /// Both.
    pub span: Span,
}

/// The value of a field of a request about SAFR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SafrValue {
    /// `MONTH_END`
    Name(Name),
    /// `[logical-record LR_GL, LF_GL]`
    List(Vec<SafrReference>),
}
