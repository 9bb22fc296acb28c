//! How commands name a profile.

use saffron_compiler::model::{Profile, ProfileKind};

use super::names::Names;
use super::quote::{name, quoted};
use super::statement::Statement;

/// A profile as commands name it.
#[derive(Clone, Debug)]
pub(super) struct Target<'m> {
    /// Its class.
    pub(super) class: &'m str,
    /// Its name, in quotes in the class DATASET.
    pub(super) name: String,
    /// GENERIC or VOLUME, where it isn't clear from the name alone which profile is meant.
    pub(super) which: Which,
}

/// What distinguishes data set profiles of one name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Which {
    /// The name is enough.
    Named,
    /// A generic profile without a generic character in its name.
    Generic,
    /// A discrete profile on these volumes.
    Volumes(Vec<String>),
}

impl<'m> Target<'m> {
    pub(super) fn of(names: Names<'m>, it: &Profile) -> Self {
        let class = names.class(it.class);
        if class != DATA_SETS {
            return Self { class, name: name(&it.name), which: Which::Named };
        }
        let which = match it.kind {
            ProfileKind::Generic if !it.name.contains(['*', '%']) => Which::Generic,
            ProfileKind::Discrete if !it.volumes.is_empty() => Which::Volumes(it.volumes.clone()),
            _ => Which::Named,
        };
        Self { class, name: quoted(&it.name), which }
    }

    pub(super) fn is_data_set(&self) -> bool {
        self.class == DATA_SETS
    }

    /// PERMIT of this profile.
    pub(super) fn permit(&self) -> Statement {
        let permit = Statement::new("PERMIT").word(&self.name).value("CLASS", self.class);
        self.which.identify(permit)
    }

    /// RALTER or ALTDSD of profiles of this kind.
    pub(super) fn alter<S: AsRef<str>>(&self, names: &[S]) -> Statement {
        self.command(["RALTER", "ALTDSD"], names)
    }

    /// RDELETE or DELDSD of profiles of this kind.
    pub(super) fn delete<S: AsRef<str>>(&self, names: &[S]) -> Statement {
        self.command(["RDELETE", "DELDSD"], names)
    }

    /// RDEFINE or ADDSD of profiles of this kind; of discrete data set profiles with NOSET: the data
    /// set needn't be there, and isn't marked as protected by one.
    pub(super) fn define<S: AsRef<str>>(&self, names: &[S], is_discrete: bool) -> Statement {
        let define = match &self.which {
            Which::Volumes(volumes) => Statement::new("ADDSD").names(names).list("VOLUME", volumes),
            _ => self.command(["RDEFINE", "ADDSD"], names),
        };
        if is_discrete { define.word("NOSET") } else { define }
    }

    fn command<S: AsRef<str>>(&self, [general, data_set]: [&str; 2], names: &[S]) -> Statement {
        if self.is_data_set() {
            self.which.identify(Statement::new(data_set).names(names))
        } else {
            Statement::new(general).word(self.class).names(names)
        }
    }
}

impl Which {
    /// One volume is enough to find the profile.
    fn identify(&self, statement: Statement) -> Statement {
        match self {
            Self::Named => statement,
            Self::Generic => statement.word("GENERIC"),
            Self::Volumes(volumes) => {
                statement.value_if("VOLUME", volumes.first().map(String::as_str))
            }
        }
    }
}

/// The class of data set profiles, which has commands of its own.
pub(super) const DATA_SETS: &str = "DATASET";
