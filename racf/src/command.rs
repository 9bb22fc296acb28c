//! Commands as they are understood: verbs and operands in full, the form of values checked.
//!
//! What a value refers to isn't looked up here: whether a class exists, or a user, depends on the
//! database at the moment when the command runs.
//!
//! INVARIANT: an operand that a command doesn't give is `None` (or empty); no default is filled in,
//! since most defaults depend on the database.

mod make;

use saffron_diagnostics::{FileId, Span, Spanned};
use saffron_vocabulary::racf::{AccessLevel, ConditionKind, Day, Enforcement, GroupAuthority};

use saffron_command_files::script::{Comment, Condition};

/// A command.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it does.
    pub kind: CommandKind,
    /// The verb in full: `PERMIT`, never `PE`.
    pub verb: &'static str,
    /// From the verb to its last operand.
    pub span: Span,
    /// Comments above it and on its lines.
    pub comments: Vec<Comment>,
    /// The condition under which it runs, if its host has any.
    pub condition: Option<Condition>,
    /// Operands that are understood and have no effect on any decision; kept for the report.
    pub idle: Vec<Name>,
    /// Passwords, keys and the like: the operands' names and places, never their values.
    pub secrets: Vec<Name>,
}

/// What a command does.
#[derive(Clone, Debug)]
pub enum CommandKind {
    /// ADDUSER
    AddUser(UserOperands),
    /// ALTUSER
    AltUser(UserOperands),
    /// DELUSER
    DelUser(Vec<Name>),
    /// ADDGROUP
    AddGroup(GroupOperands),
    /// ALTGROUP
    AltGroup(GroupOperands),
    /// DELGROUP
    DelGroup(Vec<Name>),
    /// CONNECT
    Connect(ConnectOperands),
    /// REMOVE
    Remove(RemoveOperands),
    /// RDEFINE
    RDefine(ResourceOperands),
    /// RALTER
    RAlter(ResourceOperands),
    /// RDELETE
    RDelete(ResourceOperands),
    /// ADDSD
    AddSd(DataSetOperands),
    /// ALTDSD
    AltDsd(DataSetOperands),
    /// DELDSD
    DelDsd(DataSetOperands),
    /// PERMIT
    Permit(PermitOperands),
    /// SETROPTS: its operands in order.
    SetRopts(Vec<SetRoptsOperand>),
    /// A command that changes nothing that Saffron models: LISTUSER, RACDCERT, …
    Skipped {
        /// Why it is skipped, for a person.
        why: &'static str,
    },
}

/// A name or a value as it was written, and where: IDs and classes folded to upper case, names of
/// profiles as they were written (whether a class keeps small letters is known by the database).
/// May hold `${NAME}` where a variable has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The text, without quotes.
    pub text: String,
    /// Whether it stood in single quotes: a data set name in quotes is fully qualified.
    pub quoted: bool,
    /// Where, quotes included.
    pub span: Span,
}

/// `DATA('…')` or `NODATA`.
pub type Text = Setting<String>;

/// A setting that can be given, taken away, or left as it is (`None` around it).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting<T> {
    /// `OPERAND(value)`
    To(Spanned<T>),
    /// `NOOPERAND`
    Off(Span),
}

/// REVOKE and RESUME of a user or a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// `REVOKE`: from now on.
    Now,
    /// `REVOKE(date)`
    On(Day),
    /// `NOREVOKE`: the date is taken away.
    Never,
}

/// Operands of ADDUSER and ALTUSER.
#[derive(Clone, Debug, Default)]
pub struct UserOperands {
    /// The user IDs.
    pub users: Vec<Name>,
    /// NAME
    pub name: Option<Spanned<String>>,
    /// DFLTGRP
    pub default_group: Option<Name>,
    /// OWNER
    pub owner: Option<Name>,
    /// AUTHORITY in the default group, or in GROUP.
    pub authority: Option<Spanned<GroupAuthority>>,
    /// UACC of that connection.
    pub uacc: Option<Spanned<AccessLevel>>,
    /// GROUP (ALTUSER): the connection that AUTHORITY and UACC are about.
    pub group: Option<Name>,
    /// SPECIAL, OPERATIONS, …: those that are named, with whether they are given or taken away.
    pub attributes: Vec<(UserAttribute, Spanned<bool>)>,
    /// PASSWORD was given (`true`) or NOPASSWORD; its value is never kept.
    pub password: Option<Spanned<bool>>,
    /// PHRASE or NOPHRASE.
    pub phrase: Option<Spanned<bool>>,
    /// OIDCARD or NOOIDCARD.
    pub oidcard: Option<Spanned<bool>>,
    /// REVOKE, REVOKE(date), NOREVOKE
    pub revoke: Option<Spanned<Moment>>,
    /// RESUME, RESUME(date), NORESUME
    pub resume: Option<Spanned<Moment>>,
    /// SECLEVEL, ADDCATEGORY, SECLABEL
    pub security: SecurityOperands,
    /// CLAUTH classes, with whether they are given or taken away.
    pub class_authority: Vec<(Name, bool)>,
    /// DATA
    pub data: Option<Text>,
    /// OMVS, TSO, …
    pub segments: Vec<SegmentOperand>,
}

/// System-wide attributes, and those of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the operand of its name")]
pub enum UserAttribute {
    Special,
    Operations,
    Auditor,
    RoAudit,
    Restricted,
    UAudit,
    Adsp,
    GrpAcc,
}

/// Operands about security levels, categories and labels.
#[derive(Clone, Debug, Default)]
pub struct SecurityOperands {
    /// SECLEVEL(name) or NOSECLEVEL
    pub level: Option<Setting<String>>,
    /// ADDCATEGORY
    pub add_categories: Vec<Name>,
    /// DELCATEGORY; `*` for all.
    pub delete_categories: Vec<Name>,
    /// SECLABEL or NOSECLABEL
    pub label: Option<Setting<String>>,
}

/// `OMVS(UID(0) HOME('/tmp'))`, `NOOMVS`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentOperand {
    /// In upper case: `OMVS`, `STDATA`, `CDTINFO`.
    pub name: String,
    /// Fields in order, names in full and in upper case; `AUTOUID` is a field without values.
    pub fields: Vec<SegmentField>,
    /// `NOOMVS`: the segment is taken away.
    pub delete: bool,
    /// All of it.
    pub span: Span,
}

/// `UID(0)`, `NOHOME`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentField {
    /// In upper case and in full; of `NOHOME` it is `HOME`.
    pub name: String,
    /// What is in parentheses, text as written; nested operands as `NAME(VALUE)`.
    pub values: Vec<Name>,
    /// `NOHOME`: the field is taken away.
    pub delete: bool,
    /// All of it.
    pub span: Span,
}

/// Operands of ADDGROUP and ALTGROUP.
#[derive(Clone, Debug, Default)]
pub struct GroupOperands {
    /// The groups.
    pub groups: Vec<Name>,
    /// SUPGROUP
    pub superior: Option<Name>,
    /// OWNER
    pub owner: Option<Name>,
    /// UNIVERSAL
    pub universal: Option<Spanned<bool>>,
    /// DATA
    pub data: Option<Text>,
    /// OMVS, DFP, …
    pub segments: Vec<SegmentOperand>,
}

/// Operands of CONNECT.
#[derive(Clone, Debug, Default)]
pub struct ConnectOperands {
    /// Who.
    pub users: Vec<Name>,
    /// GROUP; the issuer's current connect group if it isn't given.
    pub group: Option<Name>,
    /// OWNER
    pub owner: Option<Name>,
    /// AUTHORITY
    pub authority: Option<Spanned<GroupAuthority>>,
    /// UACC
    pub uacc: Option<Spanned<AccessLevel>>,
    /// SPECIAL, OPERATIONS, AUDITOR, ADSP, GRPACC
    pub attributes: Vec<(UserAttribute, Spanned<bool>)>,
    /// REVOKE
    pub revoke: Option<Spanned<Moment>>,
    /// RESUME
    pub resume: Option<Spanned<Moment>>,
}

/// Operands of REMOVE.
#[derive(Clone, Debug, Default)]
pub struct RemoveOperands {
    /// Who.
    pub users: Vec<Name>,
    /// GROUP; the issuer's current connect group if it isn't given.
    pub group: Option<Name>,
    /// OWNER: who becomes owner of the user's group data set profiles.
    pub owner: Option<Name>,
}

/// Operands of RDEFINE, RALTER and RDELETE.
#[derive(Clone, Debug)]
pub struct ResourceOperands {
    /// The class.
    pub class: Name,
    /// The profiles.
    pub names: Vec<Name>,
    /// What is specified for them.
    pub profile: ProfileOperands,
    /// ADDMEM
    pub add_members: Vec<Name>,
    /// DELMEM
    pub delete_members: Vec<Name>,
}

/// Operands of ADDSD, ALTDSD and DELDSD.
#[derive(Clone, Debug, Default)]
pub struct DataSetOperands {
    /// The profiles.
    pub names: Vec<Name>,
    /// GENERIC, with its place.
    pub generic: Option<Span>,
    /// VOLUME
    pub volumes: Vec<Name>,
    /// ADDVOL, ALTVOL's new serials (ALTDSD)
    pub add_volumes: Vec<Name>,
    /// DELVOL (ALTDSD)
    pub delete_volumes: Vec<Name>,
    /// What is specified for them.
    pub profile: ProfileOperands,
}

/// What commands specify for a profile.
#[derive(Clone, Debug, Default)]
pub struct ProfileOperands {
    /// OWNER
    pub owner: Option<Name>,
    /// UACC
    pub uacc: Option<Spanned<AccessLevel>>,
    /// AUDIT
    pub audit: Option<Spanned<AuditSetting>>,
    /// GLOBALAUDIT
    pub global_audit: Option<Spanned<AuditSetting>>,
    /// WARNING or NOWARNING
    pub warning: Option<Spanned<bool>>,
    /// NOTIFY (the issuer if it names no user), NONOTIFY
    pub notify: Option<Setting<Option<String>>>,
    /// LEVEL
    pub level: Option<Spanned<u8>>,
    /// DATA
    pub data: Option<Text>,
    /// APPLDATA
    pub application_data: Option<Text>,
    /// SECLEVEL, ADDCATEGORY, SECLABEL
    pub security: SecurityOperands,
    /// ERASE or NOERASE
    pub erase: Option<Spanned<bool>>,
    /// FROM: the profile that is copied.
    pub from: Option<FromOperands>,
    /// STDATA, CDTINFO, SSIGNON, …
    pub segments: Vec<SegmentOperand>,
}

/// Which attempts are logged: from which level on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AuditSetting {
    /// SUCCESS(level)
    pub success: Option<AccessLevel>,
    /// FAILURES(level)
    pub failures: Option<AccessLevel>,
}

/// FROM, FCLASS, FGENERIC and FVOLUME.
#[derive(Clone, Debug)]
pub struct FromOperands {
    /// FROM
    pub name: Name,
    /// FCLASS; the command's class if it isn't given.
    pub class: Option<Name>,
    /// FGENERIC
    pub generic: bool,
    /// FVOLUME
    pub volume: Option<Name>,
}

/// Operands of PERMIT.
#[derive(Clone, Debug)]
pub struct PermitOperands {
    /// profile-name-1
    pub profile: Name,
    /// CLASS; DATASET if it isn't given.
    pub class: Option<Name>,
    /// GENERIC, with its place.
    pub generic: Option<Span>,
    /// VOLUME
    pub volume: Option<Name>,
    /// ID, `*` among them.
    pub ids: Option<Vec<Name>>,
    /// The last of ACCESS and DELETE.
    pub action: Option<Spanned<PermitAction>>,
    /// FROM
    pub from: Option<FromOperands>,
    /// RESET
    pub reset: Option<Spanned<Reset>>,
    /// WHEN; empty conditions if it has no value.
    pub when: Option<WhenOperand>,
}

/// What PERMIT does with the names of ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermitAction {
    /// `ACCESS(level)`; `ACCESS` alone is READ.
    Access(AccessLevel),
    /// `DELETE`
    Delete,
}

/// Which lists RESET deletes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// `RESET` or `RESET(ALL)`
    All,
    /// `RESET(STANDARD)`
    Standard,
    /// `RESET(WHEN)`
    When,
}

/// `WHEN(PROGRAM(P) TERMINAL(T1 T2))`
#[derive(Clone, Debug)]
pub struct WhenOperand {
    /// In order.
    pub conditions: Vec<WhenCondition>,
    /// All of it.
    pub span: Span,
}

/// One condition class and its values.
#[derive(Clone, Debug)]
pub struct WhenCondition {
    /// What it depends on.
    pub kind: ConditionKind,
    /// The criterion's name, for CRITERIA; else empty.
    pub criterion: String,
    /// `*` among them; empty if nothing was given.
    pub values: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// An operand of SETROPTS.
#[derive(Clone, Debug)]
pub struct SetRoptsOperand {
    /// What it sets.
    pub option: SystemOption,
    /// Where.
    pub span: Span,
}

/// What an operand of SETROPTS sets.
#[derive(Clone, Debug)]
pub enum SystemOption {
    /// CLASSACT, NOCLASSACT
    Active(Vec<Name>, bool),
    /// GENERIC, NOGENERIC
    Generic(Vec<Name>, bool),
    /// GENCMD, NOGENCMD
    GenericCommands(Vec<Name>, bool),
    /// RACLIST, NORACLIST
    Raclist(Vec<Name>, bool),
    /// GENLIST, NOGENLIST
    Genlist(Vec<Name>, bool),
    /// GLOBAL, NOGLOBAL
    Global(Vec<Name>, bool),
    /// LOGOPTIONS: of one word, such as ALWAYS.
    LogOptions(saffron_vocabulary::racf::LogOptions, Vec<Name>),
    /// REFRESH: what GENERIC, RACLIST and GLOBAL name is refreshed, not switched on.
    Refresh,
    /// GRPLIST, NOGRPLIST
    ListOfGroups(bool),
    /// EGN, NOEGN
    EnhancedGenericNaming(bool),
    /// PROTECTALL(…), NOPROTECTALL
    ProtectAll(Enforcement),
    /// WHEN(PROGRAM), NOWHEN(PROGRAM)
    ProgramControl(bool),
    /// ADDCREATOR, NOADDCREATOR
    AddCreator(bool),
    /// GENERICOWNER, NOGENERICOWNER
    GenericOwner(bool),
    /// MLS(…), NOMLS
    Mls(Enforcement),
    /// MLACTIVE(…), NOMLACTIVE
    MlActive(Enforcement),
    /// OPERAUDIT, NOOPERAUDIT
    OperationsAudit(bool),
    /// TERMINAL(READ), or TERMINAL(NONE)
    UndefinedTerminals(bool),
    /// PREFIX(hlq), NOPREFIX
    Prefix(Option<Name>),
    /// An option that takes no part in decisions: named here in full.
    Idle(&'static str),
    /// An option that only AUDITOR may set and that takes no part in decisions.
    IdleAudit(&'static str),
    /// LIST
    List,
}

/// A value that a program has made: it is in no file, so its place has no meaning.
pub fn made<T>(node: T) -> Spanned<T> {
    Spanned { node, span: Span { file: FileId(0), start: 0, end: 0 } }
}
