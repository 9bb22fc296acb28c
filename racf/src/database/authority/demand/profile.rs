//! Authority over a profile that exists: the checks of PERMIT, which other commands share.
//!
//! Source: PERMIT, Authorization Required. The checks are alternatives. ALTER counts on discrete
//! profiles alone, on the standard access list alone, and not in class VMMDISK.

use crate::command::{FromOperands, Name, PermitOperands};

use super::super::locate::{Named, serials};
use super::super::need::{Demand, Need, Object};
use super::super::scope::high_level_qualifier;
use super::Context;

impl Context<'_> {
    /// Over profile-name-1, and with FROM over profile-name-2 as well.
    pub(super) fn permit(&self, operands: &PermitOperands, out: &mut Vec<Demand>) {
        let class = operands.class.as_ref().map_or("DATASET", |it| it.text.as_str());
        let mut named = self.named(class, &operands.profile);
        named.generic = operands.generic.is_some();
        named.volumes = serials(operands.volume.as_slice());
        out.push(self.over(&named));
        self.model(class, operands.from.as_ref(), out);
    }

    /// FROM takes the same authority over the profile that is copied.
    pub(super) fn model(&self, class: &str, from: Option<&FromOperands>, out: &mut Vec<Demand>) {
        let Some(from) = from else { return };
        let class = from.class.as_ref().map_or(class, |it| it.text.as_str());
        let mut named = self.named(class, &from.name);
        named.generic = from.generic;
        named.volumes = serials(from.volume.as_slice());
        out.push(self.over(&named));
    }

    pub(super) fn named(&self, class: &str, name: &Name) -> Named {
        Named::new(self.database, self.issuer, class, name)
    }

    /// Any of the checks of PERMIT.
    pub(super) fn over(&self, named: &Named) -> Demand {
        match named.object(self.database) {
            Some(object) => with_alter(ownership(&object), &object),
            None => undefined(named),
        }
    }

    /// The checks of PERMIT without those on ALTER: for operands that a profile's owner has.
    pub(super) fn over_as_owner(&self, named: &Named) -> Demand {
        named.object(self.database).map_or_else(|| undefined(named), |object| ownership(&object))
    }
}

fn undefined(named: &Named) -> Demand {
    Demand::undefined(format!("`{} {}`", named.class, named.name))
}

/// SPECIAL, group-SPECIAL, OWNER, and names that determine the owner.
pub(super) fn ownership(object: &Object) -> Demand {
    let demand = Demand::special(object)
        .or("group-special", [Need::GroupSpecialOver(object.clone())])
        .or("owner", [Need::OwnerOf(object.clone())]);
    let Object::Profile { class, key } = object else { return demand };
    if let Some(qualifier) = high_level_qualifier(class, &key.name) {
        return demand.or("own-dataset", [Need::Identity(qualifier.to_owned())]);
    }
    let files = matches!(class.as_str(), "FILE" | "DIRECTRY");
    match key.name.split('.').nth(1).filter(|_| files) {
        Some(user) => demand.or("implicit-owner", [Need::Identity(user.to_owned())]),
        None => demand,
    }
}

/// ALTER to a discrete profile.
pub(super) fn with_alter(demand: Demand, object: &Object) -> Demand {
    let Object::Profile { class, key } = object else { return demand };
    if key.generic || class == "VMMDISK" {
        return demand;
    }
    demand
        .or("user-entry", [Need::UserAlter(object.clone())])
        .or("group-entry", [Need::GroupAlter(object.clone())])
        .or("uacc", [Need::UniversalAlter(object.clone())])
}
