//! The policy with every name resolved: what holds, in canonical order, and where it is specified.
//!
//! INVARIANT: two policies with the same meaning have equal models except for the spans: everything is
//! sorted by name (EBCDIC order), never by its place in a file.
//!
//! INVARIANT: an id is only ever used with the model that created it.

mod class;
mod effect;
mod expectation;
mod ids;
mod invariant;
mod mention;
mod profile;
mod safr;
mod subject;
mod support;

pub(crate) use class::PROTECT_ALL;
pub use class::{Class, ClassSettings, Descriptor, OptionOrigins, Options};
pub use expectation::{Feature, Need, Requirement, Test, TestCase, TestRequest};
pub use ids::{ClassId, LabelId, PrincipalId, ProfileId};
pub use invariant::{
    AccessRule, InContext, Invariant, InvariantKind, InvariantRule, OperationRule, ProfileRule,
    ProfileState, Quantifier, Right, Subjects, Waiver,
};
pub use mention::{Mention, Mentioned, Mentioner};
pub use profile::{
    Audit, Condition, ConditionalEntry, Label, Member, Profile, ProfileKind, StandardEntry,
    StartedData, StartedId, Who,
};
pub use saffron_vocabulary::class::Raclist;
pub use safr::{
    Environment, EnvironmentId, GroupEnvironment, Item, ItemId, ItemRight, LaterRight, Role, Safr,
    SafrCase, SafrGroup, SafrGroupId, SafrTestRequest,
};
pub(crate) use subject::ROOT;
pub use subject::{Connection, Group, Principal, PrincipalKind, Segment, User, UserAttributes};
pub(crate) use support::LOCAL_NODES;
pub use support::{Category, GlobalEntry, SecurityLabel, SecurityLevel, Variable};

use saffron_vocabulary::KnownClass;
use saffron_vocabulary::index::IndexVec;

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
    pub principals: IndexVec<PrincipalId, Principal>,
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
    /// SAFR's environments, groups and items.
    pub safr: Safr,
    /// Tests in the order of file and line.
    pub tests: Vec<Test>,
    /// Features by name.
    pub features: Vec<Feature>,
    /// Invariants in the order of file and line.
    pub invariants: Vec<Invariant>,
    /// Waivers in the order of file and line.
    pub waivers: Vec<Waiver>,
}

impl Model {
    /// Every place that names an ID, in the order of profiles, then of users and groups.
    pub fn mentions(&self) -> impl Iterator<Item = Mention<'_>> {
        let profiles = self.profiles.iter().flat_map(mention::of_profile);
        profiles.chain(self.principals.iter().flat_map(mention::of_principal))
    }

    /// The class that RACF treats in this way.
    pub fn known_class(&self, known: KnownClass) -> Option<(ClassId, &Class)> {
        self.classes.iter_enumerated().find(|(_, class)| class.is(known))
    }
}
