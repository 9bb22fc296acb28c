//! What a policy specifies for SAFR.

use std::ops::Range;
use std::sync::Arc;

use saffron_diagnostics::Span;
use saffron_vocabulary::index::IndexVec;
use saffron_vocabulary::safr::{
    Access, ItemType, Right, Rules, SafrOperation, SafrOutcome, SafrStep, SafrSwitches,
};

use super::ids::PrincipalId;

saffron_vocabulary::define_index! {
    /// An environment.
    pub struct EnvironmentId;
    /// A SAFR group, which is not a RACF group.
    pub struct SafrGroupId;
    /// An item of any environment.
    pub struct ItemId;
}

/// What a policy specifies for SAFR; without a `safr` block all of it is empty.
#[derive(Clone, Debug, Default)]
pub struct Safr {
    /// Which generation of the Workbench is meant; `None` without a `safr` block.
    pub rules: Option<Rules>,
    /// Rules that its documentation leaves open.
    pub switches: SafrSwitches,
    /// By name.
    pub environments: IndexVec<EnvironmentId, Environment>,
    /// By environment, type and name.
    pub items: IndexVec<ItemId, Item>,
    /// By name.
    pub groups: IndexVec<SafrGroupId, SafrGroup>,
    /// System administrators, ascending, with where each is specified.
    pub administrators: Vec<(PrincipalId, Span)>,
    /// Roles as they were declared, by name; groups contain the rights that result.
    pub roles: Vec<Role>,
}

impl Safr {
    /// Whether the policy has a `safr` block.
    pub fn is_declared(&self) -> bool {
        self.rules.is_some()
    }
}

/// An environment.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Up to 48 characters.
    pub name: String,
    /// Its items: a range of [`Safr::items`].
    pub items: Range<u32>,
    /// Where it is declared first.
    pub origin: Span,
}

/// An item.
#[derive(Clone, Debug)]
pub struct Item {
    /// Where it lives.
    pub environment: EnvironmentId,
    /// What it is.
    pub kind: ItemType,
    /// Unique among the items of its type and environment.
    pub name: String,
    /// Of a view, the folder that holds it; every view has one.
    pub folder: Option<ItemId>,
    /// What it refers to, ascending: of a lookup path its logical records and logical files, of a view
    /// everything, of a logical file its physical files, of a physical file its user-exit routine, of
    /// a logical record its logical files and global fields.
    pub references: Vec<ItemId>,
    /// Where it is declared.
    pub origin: Span,
}

/// A group.
#[derive(Clone, Debug)]
pub struct SafrGroup {
    /// Up to 48 characters.
    pub name: String,
    /// Users of the policy, external ones among them, ascending, with where each is specified.
    pub members: Vec<(PrincipalId, Span)>,
    /// Environments to which the group has access, ascending.
    pub environments: Vec<GroupEnvironment>,
    /// Where it is declared.
    pub origin: Span,
}

/// What a group may do in an environment.
#[derive(Clone, Debug)]
pub struct GroupEnvironment {
    /// Where.
    pub environment: EnvironmentId,
    /// General users, or administrators. Rights of administrators are kept: they apply again when
    /// the flag is taken away.
    pub access: Access,
    /// The name of the declared role, if the rights come from one.
    pub role: Option<String>,
    /// Create permissions, by type.
    pub create: Vec<(ItemType, Span)>,
    /// The run permission Migrate In.
    pub migrate_in: Option<Span>,
    /// Edit rights, by item. Groups with the same roles in an environment share one list.
    pub rights: Arc<Vec<ItemRight>>,
    /// What its clauses grant to items that the environment doesn't have yet. No decision needs it, so
    /// bundles don't contain it; the simulation of operations does.
    pub later: Arc<Vec<LaterRight>>,
    /// The clause that gives access.
    pub origin: Span,
}

/// An edit right to items of the future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaterRight {
    /// The type of item.
    pub kind: ItemType,
    /// The item; `None` for `*`, which is every item that no other clause names.
    pub name: Option<String>,
    /// How far.
    pub right: Right,
    /// The clause.
    pub origin: Span,
}

/// An edit right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRight {
    /// To what.
    pub item: ItemId,
    /// How far. `None` is stored only under [`Rules::GenevaersRoles`], where it overrides the role.
    pub right: Right,
    /// The clause.
    pub origin: Span,
}

/// A declared role: a named set of rights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its name.
    pub name: String,
    /// Roles whose rights it includes.
    pub includes: Vec<String>,
    /// Create permissions, included ones among them.
    pub create: Vec<ItemType>,
    /// Migrate In.
    pub migrate_in: bool,
    /// Edit rights as written: type, item (`None` for `*`), right; included ones among them.
    pub rights: Vec<(ItemType, Option<String>, Right)>,
    /// Where it is declared.
    pub origin: Span,
}

/// What a test expects of one request about SAFR.
#[derive(Clone, Debug)]
pub struct SafrCase {
    /// The request.
    pub request: SafrTestRequest,
    /// What must come out.
    pub expect: SafrOutcome,
    /// Which step must have decided, if the test specifies it.
    pub step: Option<SafrStep>,
    /// The expectation's line.
    pub origin: Span,
}

/// A request about SAFR, as a test states it.
#[derive(Clone, Debug)]
pub struct SafrTestRequest {
    /// Who.
    pub user: String,
    /// Login group; `None` for a system administrator without one.
    pub login_group: Option<String>,
    /// Login environment.
    pub login_environment: String,
    /// What is done.
    pub operation: SafrOperation,
    /// With what type of item.
    pub item_type: ItemType,
    /// With which item.
    pub item: Option<String>,
    /// Where: the login environment, unless the test names another.
    pub environment: String,
    /// `with folder F`
    pub folder: Option<String>,
    /// `with view V`, `with logical-record LR`: what refers to the item.
    pub referrer: Option<(ItemType, String)>,
    /// `with refs [logical-record LR, …]`: what the item will use.
    pub refs: Option<Vec<(ItemType, String)>>,
    /// `with items [logical-file LF, …]`: what is selected.
    pub items: Vec<(ItemType, String)>,
    /// `with source-environment E`
    pub source_environment: Option<String>,
    /// `with target-environment E`
    pub target_environment: Option<String>,
    /// `with group G`
    pub group: Option<String>,
}

impl SafrTestRequest {
    /// A request without circumstances, about the login environment.
    pub fn new(
        user: &str,
        login_group: Option<&str>,
        login_environment: &str,
        (operation, item_type): (SafrOperation, ItemType),
        item: Option<&str>,
    ) -> Self {
        Self {
            user: user.to_owned(),
            login_group: login_group.map(str::to_owned),
            login_environment: login_environment.to_owned(),
            operation,
            item_type,
            item: item.map(str::to_owned),
            environment: login_environment.to_owned(),
            folder: None,
            referrer: None,
            refs: None,
            items: Vec::new(),
            source_environment: None,
            target_environment: None,
            group: None,
        }
    }
}
