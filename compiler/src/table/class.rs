//! What the table asks of a class.

use saffron_vocabulary::KnownClass;
use saffron_vocabulary::specificity::Naming;

use crate::model::{Class, ClassId, Model, Raclist};

/// Which naming a class follows.
pub(crate) fn naming(model: &Model, class: &Class) -> Naming {
    if class.is(KnownClass::Dataset) && model.options.enhanced_generic_naming {
        Naming::Enhanced
    } else {
        Naming::Plain
    }
}

/// Whether the class can be RACLISTed at all.
pub(crate) fn is_raclisted(class: &Class) -> bool {
    class.settings.raclisted && class.descriptor.raclist != Raclist::Disallowed
}

/// Whether merging may make the profiles in storage others than those that are stored.
pub(crate) fn is_stored_apart(class: &Class) -> bool {
    class.descriptor.member_class.or(class.descriptor.grouping_class).is_some()
}

/// Whether a grouping profile for the class exists outside the policy, so that the policy can't show what it protects.
pub(crate) fn has_unknown_members(model: &Model, class: &Class) -> bool {
    let grouping = class.descriptor.grouping_class.filter(|_| is_raclisted(class));
    let active = |id: &ClassId| model.classes.get(*id).is_some_and(|it| it.settings.active);
    grouping.filter(active).is_some_and(|id| {
        model.profiles.iter().any(|profile| profile.external && profile.class == id)
    })
}
