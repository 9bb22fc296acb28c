//! The policy with every name resolved: what holds, in canonical order, and where it was said.
//!
//! INVARIANT: two policies that say the same have equal models but for the spans: everything is
//! sorted by name (EBCDIC order), never by its place in a file.
//!
//! INVARIANT: an id is only ever used with the model that minted it.

use saffron_bundle::ebcdic;
use saffron_bundle::index::IndexVec;
use saffron_bundle::vocabulary::{
    AccessLevel, ConditionKind, Day, Enforcement, GroupAuthority, LogOptions, MacProcessing,
    Switches,
};
use saffron_lang::Span;

saffron_bundle::define_index! {
    /// A resource class.
    pub struct ClassId;
    /// A user, a group or an external ID: they share one name space.
    pub struct AuthId;
    /// A profile.
    pub struct ProfileId;
    /// A security label.
    pub struct LabelId;
}

/// A whole policy.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The package's name.
    pub package: String,
    /// The language edition, such as 2026.
    pub edition: u16,
    /// System-wide options.
    pub options: Options,
    /// Every class of the class descriptor table and every declared one, by name.
    pub classes: IndexVec<ClassId, Class>,
    /// Users, groups and external IDs, by name.
    pub authorities: IndexVec<AuthId, Authority>,
    /// Profiles by class, then from most to least specific; discrete ones first.
    pub profiles: IndexVec<ProfileId, Profile>,
    /// Global access checking entries by class, then from most to least specific.
    pub globals: Vec<GlobalEntry>,
    /// RACFVARS profiles by name.
    pub variables: Vec<Variable>,
    /// Security levels by number.
    pub security_levels: Vec<SecurityLevel>,
    /// Security categories by name; a category's number is its position.
    pub categories: Vec<Category>,
    /// Security labels by name, without SYSHIGH, SYSLOW, SYSNONE and SYSMULTI.
    pub labels: IndexVec<LabelId, SecurityLabel>,
    /// Tests in the order of file and line.
    pub tests: Vec<Test>,
    /// Features by name.
    pub features: Vec<Feature>,
}

/// SETROPTS options that are not of one class.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent settings")]
#[derive(Clone, Debug)]
pub struct Options {
    /// GRPLIST.
    pub list_of_groups: bool,
    /// EGN.
    pub enhanced_generic_naming: bool,
    /// PROTECTALL.
    pub protect_all: Enforcement,
    /// WHEN(PROGRAM).
    pub program_control: bool,
    /// Enhanced program security mode: EXECUTE and PADS ask for MAIN or BASIC programs.
    pub add_creator: bool,
    /// GENERICOWNER.
    pub generic_owner: bool,
    /// MLS.
    pub mls: Enforcement,
    /// MLACTIVE.
    pub ml_active: Enforcement,
    /// OPERAUDIT.
    pub operations_audit: bool,
    /// PREFIX: the high-level qualifier of single-qualifier data set names.
    pub prefix: Option<String>,
    /// Rules that RACF's documentation leaves open.
    pub switches: Switches,
    /// What was written, by option name, for explanations.
    pub origins: Vec<(String, Span)>,
}

impl Default for Options {
    /// What an auditor would set today; a policy without `options` has these.
    fn default() -> Self {
        Self {
            list_of_groups: true,
            enhanced_generic_naming: true,
            protect_all: Enforcement::Failures,
            program_control: true,
            add_creator: false,
            generic_owner: false,
            mls: Enforcement::Off,
            ml_active: Enforcement::Off,
            operations_audit: false,
            prefix: None,
            switches: Switches::default(),
            origins: Vec::new(),
        }
    }
}

/// A resource class: its descriptor and the options in force for it.
#[derive(Clone, Debug)]
pub struct Class {
    /// Up to eight characters.
    pub name: String,
    /// The row of the class descriptor table.
    pub descriptor: Descriptor,
    /// SETROPTS options of the class.
    pub settings: ClassSettings,
    /// The `class` declaration, for a dynamic class.
    pub origin: Option<Span>,
}

/// Whether a class is RACLISTed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raclist {
    /// It can't be.
    Disallowed,
    /// It may be.
    Allowed,
    /// It must be, or it protects nothing.
    Required,
}

/// A row of the class descriptor table.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent settings")]
#[derive(Clone, Debug)]
pub struct Descriptor {
    /// For a grouping class, the member class whose resources its members name.
    pub member_class: Option<ClassId>,
    /// For a member class, its grouping class.
    pub grouping_class: Option<ClassId>,
    /// Whether its profiles hold data rather than protect resources of the class: GLOBAL,
    /// SECDATA, NODES, RACFVARS, SECLABEL, CDT, STARTED.
    pub holds_data: bool,
    /// Longest profile name, in characters.
    pub max_length: u16,
    /// UACC of a profile that doesn't say; `None` where RACF takes the issuer's.
    pub default_uacc: Option<AccessLevel>,
    /// SAF return code without a profile: 0, 4 or 8.
    pub default_return_code: u8,
    /// Whether OPERATIONS is honoured.
    pub operations: bool,
    /// Whether the class can or must be RACLISTed.
    pub raclist: Raclist,
    /// Whether generic profiles are allowed.
    pub generic_allowed: bool,
    /// Whether names keep their lower-case letters (CASE=ASIS).
    pub mixed_case: bool,
    /// Leading qualifiers that can't be generic (KEYQUAL).
    pub key_qualifiers: u8,
    /// Whether EXECUTE may be given: DATASET and PROGRAM.
    pub execute_allowed: bool,
    /// How security labels are compared.
    pub mac_processing: MacProcessing,
    /// SLBLREQ: under MLACTIVE a resource must have a label.
    pub label_required: bool,
    /// Classes of one POSIT value share options.
    pub posit: Option<u16>,
    /// How sure the row is: `H`, `M`, `L`; `D` for a class that the policy declares.
    pub confidence: char,
}

/// SETROPTS options of one class.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent settings")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassSettings {
    /// CLASSACT.
    pub active: bool,
    /// GENERIC: generic profiles are defined and used.
    pub generic: bool,
    /// GENCMD: generic profiles are defined, not used.
    pub generic_commands: bool,
    /// RACLIST.
    pub raclisted: bool,
    /// GLOBAL.
    pub global: bool,
    /// LOGOPTIONS.
    pub log_options: LogOptions,
}

/// A user, a group or an external ID.
#[derive(Clone, Debug)]
pub struct Authority {
    /// Up to eight characters.
    pub name: String,
    /// What it is.
    pub kind: AuthorityKind,
    /// Where it is declared; `None` for SYS1 where it is taken for granted.
    pub origin: Option<Span>,
}

/// What an ID stands for.
#[derive(Clone, Debug)]
pub enum AuthorityKind {
    /// A user of the policy.
    User(Box<User>),
    /// A group of the policy.
    Group(Box<Group>),
    /// A user that lives outside the policy: nothing is known of it, so it has no ACEE here.
    ExternalUser,
    /// A group that lives outside the policy; users of the policy may be connected to it.
    ExternalGroup,
}

/// A user profile.
#[derive(Clone, Debug, Default)]
pub struct User {
    /// NAME.
    pub display_name: Option<String>,
    /// DATA.
    pub data: Option<String>,
    /// DFLTGRP; the user is always connected to it.
    pub default_group: Option<AuthId>,
    /// OWNER.
    pub owner: Option<AuthId>,
    /// SPECIAL, OPERATIONS, …
    pub attributes: UserAttributes,
    /// REVOKE, as a flag.
    pub revoked: bool,
    /// REVOKE(date).
    pub revoke_on: Option<Day>,
    /// RESUME(date).
    pub resume_on: Option<Day>,
    /// SECLEVEL as a number, 0 for none.
    pub security_level: u8,
    /// Category numbers, ascending.
    pub categories: Vec<u16>,
    /// Default security label.
    pub label: Option<Label>,
    /// CLAUTH.
    pub class_authority: Vec<ClassId>,
    /// By group.
    pub connections: Vec<Connection>,
    /// Segments by name; values as text.
    pub segments: Vec<Segment>,
}

/// System-wide attributes of a user.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent attributes")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserAttributes {
    /// SPECIAL.
    pub special: bool,
    /// OPERATIONS.
    pub operations: bool,
    /// AUDITOR.
    pub auditor: bool,
    /// ROAUDIT.
    pub roaudit: bool,
    /// RESTRICTED.
    pub restricted: bool,
    /// NOPASSWORD, NOPHRASE and NOOIDCARD.
    pub protected: bool,
    /// UAUDIT.
    pub uaudit: bool,
    /// ADSP.
    pub adsp: bool,
    /// GRPACC.
    pub grpacc: bool,
}

/// A connection of a user to a group.
#[expect(clippy::struct_excessive_bools, reason = "RACF has them as independent attributes")]
#[derive(Clone, Debug)]
pub struct Connection {
    /// The group, or external group.
    pub group: AuthId,
    /// AUTHORITY.
    pub authority: GroupAuthority,
    /// UACC for profiles that the user creates while this is the current connect group.
    pub uacc: AccessLevel,
    /// OWNER.
    pub owner: Option<AuthId>,
    /// group-SPECIAL.
    pub special: bool,
    /// group-OPERATIONS.
    pub operations: bool,
    /// group-AUDITOR.
    pub auditor: bool,
    /// ADSP.
    pub adsp: bool,
    /// GRPACC.
    pub grpacc: bool,
    /// REVOKE, as a flag.
    pub revoked: bool,
    /// REVOKE(date).
    pub revoke_on: Option<Day>,
    /// RESUME(date).
    pub resume_on: Option<Day>,
    /// The `connect` declaration, or the user's default group.
    pub origin: Span,
}

/// A group profile.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// SUPGROUP; `None` for SYS1 and for a superior that lives outside the policy.
    pub superior: Option<AuthId>,
    /// OWNER: a user, or the superior group.
    pub owner: Option<AuthId>,
    /// UNIVERSAL.
    pub universal: bool,
    /// DATA.
    pub data: Option<String>,
    /// Segments by name.
    pub segments: Vec<Segment>,
}

/// A segment of a user or group profile, such as OMVS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// In lower case.
    pub name: String,
    /// Field names and values as text, by name.
    pub fields: Vec<(String, String)>,
    /// Where it is declared.
    pub origin: Span,
}

/// Discrete or generic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileKind {
    /// Protects the one resource of its name.
    Discrete,
    /// Protects what its pattern matches; a name without generic characters is fully qualified.
    Generic,
}

/// A resource profile.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its class.
    pub class: ClassId,
    /// Its name as RACF stores it: folded to upper case unless the class is mixed-case.
    pub name: String,
    /// Discrete or generic.
    pub kind: ProfileKind,
    /// Volumes of a discrete data set profile, ascending; empty: any volume.
    pub volumes: Vec<String>,
    /// OWNER.
    pub owner: Option<AuthId>,
    /// UACC.
    pub uacc: AccessLevel,
    /// Where the UACC is said, if it is.
    pub uacc_origin: Option<Span>,
    /// WARNING.
    pub warning: bool,
    /// AUDIT.
    pub audit: Audit,
    /// GLOBALAUDIT.
    pub global_audit: Audit,
    /// NOTIFY.
    pub notify: Option<AuthId>,
    /// LEVEL.
    pub level: u8,
    /// DATA.
    pub data: Option<String>,
    /// APPLDATA.
    pub application_data: Option<String>,
    /// SECLEVEL as a number, 0 for none.
    pub security_level: u8,
    /// Category numbers, ascending.
    pub categories: Vec<u16>,
    /// SECLABEL.
    pub label: Option<Label>,
    /// ERASE.
    pub erase: bool,
    /// ADDMEM, by name: resources that a grouping profile protects.
    pub members: Vec<Member>,
    /// Standard access list: `*` first, then by ID; copied entries included.
    pub standard: Vec<StandardEntry>,
    /// Conditional access list, by condition, then as the standard list.
    pub conditional: Vec<ConditionalEntry>,
    /// STDATA of a STARTED profile.
    pub started: Option<StartedData>,
    /// The declaration's first line.
    pub origin: Span,
}

/// A member of a grouping profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// A resource name or generic name of the member class.
    pub name: String,
    /// Where it is said.
    pub origin: Span,
}

/// Which attempts are logged, from which level on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Audit {
    /// Successes at this level or higher.
    pub success: Option<AccessLevel>,
    /// Failures at this level or higher.
    pub failures: Option<AccessLevel>,
}

/// A security label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// Dominates all.
    SysHigh,
    /// Dominated by all.
    SysLow,
    /// Equivalent to any.
    SysNone,
    /// Equivalent to any.
    SysMulti,
    /// A label of the policy.
    Declared(LabelId),
}

/// Whom an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// `ID(*)`.
    Any,
    /// A user, group or external ID.
    Id(AuthId),
}

/// An entry of a standard access list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardEntry {
    /// Whom.
    pub who: Who,
    /// What.
    pub access: AccessLevel,
    /// The `permit`, also where it was copied from another profile.
    pub origin: Span,
}

/// An entry of a conditional access list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionalEntry {
    /// When.
    pub condition: Condition,
    /// Whom.
    pub who: Who,
    /// What.
    pub access: AccessLevel,
    /// The `permit`.
    pub origin: Span,
}

/// A condition of a conditional entry; in the order of kinds, then of names as RACF sorts them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// What it depends on.
    pub kind: ConditionKind,
    /// The criterion, for CRITERIA; else empty.
    pub name: String,
    /// The program, terminal, …; for APPCPORT with its net id, `NET.LU`.
    pub value: String,
}

impl Ord for Condition {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.kind
            .cmp(&other.kind)
            .then_with(|| ebcdic::compare(&self.name, &other.name))
            .then_with(|| ebcdic::compare(&self.value, &other.value))
    }
}

impl PartialOrd for Condition {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// STDATA of a STARTED profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartedData {
    /// USER: a user of the policy, or `=MEMBER`.
    pub user: Option<StartedId>,
    /// GROUP.
    pub group: Option<StartedId>,
    /// TRUSTED.
    pub trusted: bool,
    /// PRIVILEGED.
    pub privileged: bool,
    /// TRACE.
    pub trace: bool,
}

/// The identity of a started task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartedId {
    /// This ID.
    Id(AuthId),
    /// `=MEMBER`: the name of the started procedure.
    Member,
}

/// An entry of the global access checking table.
#[derive(Clone, Debug)]
pub struct GlobalEntry {
    /// The class.
    pub class: ClassId,
    /// A name or generic name; may hold `&RACUID` and `&RACGPID`.
    pub name: String,
    /// What everybody may.
    pub access: AccessLevel,
    /// Where it is said.
    pub origin: Span,
}

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

/// A test of the package.
#[derive(Clone, Debug)]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// What is asked and expected.
    pub cases: Vec<TestCase>,
    /// Where it is declared.
    pub origin: Span,
}

/// What a test expects of one request.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// The request.
    pub request: TestRequest,
    /// What must come out.
    pub expect: saffron_bundle::vocabulary::Outcome,
    /// Which step must have decided, if the test says.
    pub step: Option<saffron_bundle::vocabulary::Step>,
    /// Whether the grant must be by WARNING, if the test says.
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
        users: Vec<AuthId>,
        /// The group through which they are meant, if they are its members.
        members_of: Option<AuthId>,
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
        users: Vec<AuthId>,
        /// Group.
        group: AuthId,
    },
    /// Each of these users and groups has the segment.
    Segment {
        /// IDs.
        ids: Vec<AuthId>,
        /// In lower case.
        segment: String,
    },
    /// A STARTED profile of this name, or one that covers it, gives a user.
    Started(String),
    /// Another feature is ready.
    Feature(String),
}
