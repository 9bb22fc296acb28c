//! Names of what the model holds by id.
//!
//! INVARIANT: total: an id of another model has the empty name.

use saffron_compiler::model::{
    Class, ClassId, Group, Label, Model, PrincipalId, PrincipalKind, Profile, User, Who,
};

use saffron_racf::command::{SecurityOperands, Setting, made};

use super::operand::{ids, word};

/// Users and groups that every database has from the beginning.
pub(crate) const PRESENT: [&str; 2] = ["IBMUSER", ROOT];
/// The root of every group tree, and what owns a profile until its own command says more.
pub(crate) const ROOT: &str = "SYS1";

/// The model, asked for names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'m>(pub(crate) &'m Model);

impl<'m> Names<'m> {
    pub(crate) fn id(self, id: PrincipalId) -> &'m str {
        self.0.principals.get(id).map_or("", |it| it.name.as_str())
    }

    pub(crate) fn who(self, who: Who) -> &'m str {
        match who {
            Who::Any => "*",
            Who::Id(id) => self.id(id),
        }
    }

    pub(crate) fn class(self, id: ClassId) -> &'m str {
        self.0.classes.get(id).map_or("", |it| it.name.as_str())
    }

    /// The class of this name.
    pub(crate) fn class_of(self, name: &str) -> Option<(ClassId, &'m Class)> {
        self.0.classes.iter_enumerated().find(|(_, class)| class.name == name)
    }

    /// The name of a security level by its number; levels of one number are the same level.
    pub(crate) fn level(self, number: u8) -> Option<&'m str> {
        let level = self.0.security_levels.iter().find(|it| it.number == number);
        level.map(|it| it.name.as_str())
    }

    pub(crate) fn categories(self, numbers: &[u16]) -> Vec<&'m str> {
        let named = numbers.iter().filter_map(|&number| self.0.categories.get(usize::from(number)));
        named.map(|it| it.name.as_str()).collect()
    }

    /// The categories of the policy that are not among these.
    pub(crate) fn other_categories(self, numbers: &[u16]) -> Vec<&'m str> {
        let all = (0_u16..).zip(&self.0.categories);
        all.filter(|(at, _)| !numbers.contains(at)).map(|(_, it)| it.name.as_str()).collect()
    }

    pub(crate) fn label(self, label: Label) -> &'m str {
        match label {
            Label::SysHigh => "SYSHIGH",
            Label::SysLow => "SYSLOW",
            Label::SysNone => "SYSNONE",
            Label::SysMulti => "SYSMULTI",
            Label::Declared(id) => self.0.labels.get(id).map_or("", |it| it.name.as_str()),
        }
    }

    /// Whether the policy declares the security label.
    pub(crate) fn is_label(self, name: &str) -> bool {
        self.0.labels.iter().any(|it| it.name == name)
    }

    /// Whether the policy knows a group of this name, its own or another's.
    pub(crate) fn is_group(self, name: &str) -> bool {
        self.0.principals.iter().any(|it| {
            let group = matches!(it.kind, PrincipalKind::Group(_) | PrincipalKind::ExternalGroup);
            group && it.name == name
        })
    }

    /// Declared users by ID.
    pub(crate) fn users(self) -> impl Iterator<Item = (PrincipalId, &'m str, &'m User)> {
        let all = self.0.principals.iter_enumerated();
        all.filter_map(|(id, it)| match &it.kind {
            PrincipalKind::User(user) => Some((id, it.name.as_str(), user.as_ref())),
            _ => None,
        })
    }

    /// Declared groups by name; SYS1 only if the policy states something about it.
    pub(crate) fn groups(self) -> impl Iterator<Item = (PrincipalId, &'m str, &'m Group)> {
        let all = self.0.principals.iter_enumerated();
        all.filter_map(|(id, it)| match &it.kind {
            PrincipalKind::Group(group) if it.origin.is_some() => {
                Some((id, it.name.as_str(), group.as_ref()))
            }
            _ => None,
        })
    }

    /// Profiles, class by class, in the order in which they are searched.
    pub(crate) fn profiles(self) -> impl Iterator<Item = (ClassId, &'m [Profile])> {
        let all = self.0.profiles.iter().as_slice().chunk_by(|a, b| a.class == b.class);
        all.filter_map(|of_class| Some((of_class.first()?.class, of_class)))
    }

    /// The profiles of a class that is known by its name.
    pub(crate) fn profiles_of(self, class: &str) -> &'m [Profile] {
        let found = self.profiles().find(|(id, _)| self.class(*id) == class);
        found.map_or(&[], |(_, profiles)| profiles)
    }

    /// The level, the categories and the label of a user or a profile, as far as there are any. What it
    /// hasn't is taken away separately.
    pub(crate) fn classification(
        self,
        level: u8,
        categories: &[u16],
        label: Option<Label>,
    ) -> SecurityOperands {
        let other =
            if categories.is_empty() { Vec::new() } else { self.other_categories(categories) };
        SecurityOperands {
            level: self.level(level).map(|level| Setting::To(made(word(level)))),
            add_categories: ids(&self.categories(categories)),
            delete_categories: ids(&other),
            label: label.map(|label| Setting::To(made(word(self.label(label))))),
        }
    }
}
