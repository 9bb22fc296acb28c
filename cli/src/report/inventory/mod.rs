//! What a policy declares, besides who has which access: tables of users, groups, profiles, options, and of what an
//! auditor looks for among them.

mod declared;
mod exposure;
mod reader;
pub(crate) mod sections;
mod table;

use clap::ValueEnum;
use saffron_compiler::model::Model;
use saffron_diagnostics::SourceMap;

use reader::Inventory;
pub(crate) use table::Table;

/// A part of a policy that has a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Users with their attributes
    Users,
    /// Groups
    Groups,
    /// Connections of users to groups
    Connections,
    /// Attributes that a user has in a group, and the scope of the group
    GroupAttributes,
    /// Segments of users and groups, field by field
    Segments,
    /// What each ID owns
    Owners,
    /// Profiles
    Profiles,
    /// Profiles in WARNING mode
    Warning,
    /// Profiles with a UACC above NONE
    Uacc,
    /// Members of grouping profiles and of PROGRAM
    Members,
    /// Entries of the global access checking table
    Globals,
    /// IDs that the policy names and doesn't define
    ResidualIds,
    /// Identities of started tasks
    Started,
    /// Options in force
    Options,
}

/// The table of a part of a policy.
pub(crate) fn table(part: Part, model: &Model, sources: &SourceMap) -> Table {
    let inventory = Inventory { model, sources };
    match part {
        Part::Users => inventory.users(),
        Part::Groups => inventory.groups(),
        Part::Connections => inventory.connections(),
        Part::GroupAttributes => inventory.group_attributes(),
        Part::Segments => inventory.segments(),
        Part::Owners => inventory.owners(),
        Part::Profiles => inventory.profiles(),
        Part::Warning => inventory.warning(),
        Part::Uacc => inventory.uacc(),
        Part::Members => inventory.members(),
        Part::Globals => inventory.globals(),
        Part::ResidualIds => inventory.residual_ids(),
        Part::Started => inventory.started(),
        Part::Options => inventory.options(),
    }
}
