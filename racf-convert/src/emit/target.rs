//! How commands name a profile.

use saffron_compiler::model::{Profile, ProfileKind};
use saffron_racf::command::{
    Command, CommandKind, DataSetOperands, Name, PermitOperands, ProfileOperands, ResourceOperands,
    made,
};
use saffron_vocabulary::racf::AccessLevel;

use super::names::{Names, ROOT};
use super::operand::{id, name, quoted};

/// A profile as commands name it.
#[derive(Clone, Debug)]
pub(crate) struct Target<'m> {
    /// Its class.
    pub(crate) class: &'m str,
    /// Its name, in quotes in the class DATASET.
    pub(crate) name: Name,
    /// GENERIC or VOLUME, where it isn't clear from the name alone which profile is meant.
    pub(crate) which: Which,
}

/// What distinguishes data set profiles of one name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Which {
    /// The name is enough.
    Named,
    /// A generic profile without a generic character in its name.
    Generic,
    /// A discrete profile on these volumes.
    Volumes(Vec<String>),
}

impl<'m> Target<'m> {
    /// A profile of the policy.
    pub(crate) fn of(names: Names<'m>, profile: &Profile) -> Self {
        let class = names.class(profile.class);
        if class != DATA_SETS {
            return Self::general(class, &profile.name);
        }
        let which = match profile.kind {
            ProfileKind::Generic if !profile.name.contains(['*', '%']) => Which::Generic,
            ProfileKind::Discrete if !profile.volumes.is_empty() => {
                Which::Volumes(profile.volumes.clone())
            }
            _ => Which::Named,
        };
        Self { class, name: quoted(&profile.name), which }
    }

    /// A profile of a general resource class.
    pub(crate) fn general(class: &'m str, profile: &str) -> Self {
        Self { class, name: name(profile), which: Which::Named }
    }

    pub(crate) fn is_data_set(&self) -> bool {
        self.class == DATA_SETS
    }

    /// The name, as the only one of a command.
    pub(crate) fn name(&self) -> &[Name] {
        std::slice::from_ref(&self.name)
    }

    /// PERMIT of this profile, which doesn't say yet what is permitted.
    pub(crate) fn permit(&self) -> PermitOperands {
        PermitOperands {
            profile: self.name.clone(),
            class: Some(id(self.class)),
            generic: self.which.generic(),
            volume: self.which.volume(),
            ids: None,
            action: None,
            from: None,
            reset: None,
            when: None,
        }
    }

    /// RALTER or ALTDSD of profiles of this kind.
    pub(crate) fn alter(&self, names: &[Name], profile: ProfileOperands) -> CommandKind {
        if self.is_data_set() {
            CommandKind::AltDsd(self.data_sets(names, profile))
        } else {
            CommandKind::RAlter(self.resources(names, profile))
        }
    }

    /// RALTER of this profile, which adds members.
    pub(crate) fn add_members(&self, members: &[Name]) -> CommandKind {
        let resource = self.resources(self.name(), ProfileOperands::default());
        CommandKind::RAlter(ResourceOperands { add_members: members.to_vec(), ..resource })
    }

    /// RDELETE or DELDSD of profiles of this kind.
    pub(crate) fn delete(&self, names: &[Name]) -> CommandKind {
        if self.is_data_set() {
            CommandKind::DelDsd(self.data_sets(names, ProfileOperands::default()))
        } else {
            CommandKind::RDelete(self.resources(names, ProfileOperands::default()))
        }
    }

    /// RDEFINE or ADDSD of profiles of this kind, which nobody may use yet.
    pub(crate) fn define_closed(&self, names: &[Name], profile: ProfileOperands) -> CommandKind {
        let owner = Some(Name::bare(ROOT));
        let uacc = Some(made(AccessLevel::None));
        let profile = ProfileOperands { owner, uacc, ..profile };
        self.define(names, profile)
    }

    /// RDEFINE or ADDSD of profiles of this kind with all that they are to have.
    pub(crate) fn define(&self, names: &[Name], profile: ProfileOperands) -> CommandKind {
        if !self.is_data_set() {
            return CommandKind::RDefine(self.resources(names, profile));
        }
        let mut data_set = self.data_sets(names, profile);
        if let Which::Volumes(volumes) = &self.which {
            data_set.volumes = volumes.iter().map(|volume| id(volume)).collect();
        }
        CommandKind::AddSd(data_set)
    }

    /// ADDSD of discrete profiles with NOSET: the data sets needn't be there, and aren't marked as
    /// protected by one.
    pub(crate) fn define_discrete(&self, names: &[Name]) -> Command {
        let mut command = Command::from(self.define_closed(names, ProfileOperands::default()));
        command.idle.push(Name::bare("NOSET"));
        command
    }

    fn resources(&self, names: &[Name], profile: ProfileOperands) -> ResourceOperands {
        ResourceOperands {
            class: id(self.class),
            names: names.to_vec(),
            profile,
            add_members: Vec::new(),
            delete_members: Vec::new(),
        }
    }

    fn data_sets(&self, names: &[Name], profile: ProfileOperands) -> DataSetOperands {
        DataSetOperands {
            names: names.to_vec(),
            generic: self.which.generic(),
            volumes: self.which.volume().into_iter().collect(),
            profile,
            ..DataSetOperands::default()
        }
    }
}

impl Which {
    fn generic(&self) -> Option<saffron_diagnostics::Span> {
        (*self == Self::Generic).then(|| made(()).span)
    }

    /// One volume is enough to find the profile.
    fn volume(&self) -> Option<Name> {
        match self {
            Self::Volumes(volumes) => volumes.first().map(|volume| id(volume)),
            Self::Named | Self::Generic => None,
        }
    }
}

/// The class of data set profiles, which has commands of its own.
pub(crate) const DATA_SETS: &str = "DATASET";
