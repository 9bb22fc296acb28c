//! ADDGROUP, ALTGROUP, DELGROUP, CONNECT and REMOVE.

use saffron_vocabulary::racf::GroupAuthority;

use crate::command::{
    Command, ConnectOperands, GroupOperands, Name, RemoveOperands, UserAttribute,
};

use super::super::need::{Demand, Need, Object};
use super::{Context, has_others, segments};

impl Context<'_> {
    /// ADDGROUP, Authorization required: over the superior group.
    pub(super) fn add_group(&self, operands: &GroupOperands, out: &mut Vec<Demand>) {
        out.push(over_superior(self.group(operands.superior.as_ref())));
        for group in &operands.groups {
            segments(&operands.segments, &format_args!("group `{}`", group.text), out);
        }
    }

    /// ALTGROUP, Authorization required: a new superior group takes authority over both the old and
    /// the new one; everything else takes it over the group.
    pub(super) fn alter_group(
        &self,
        command: &Command,
        operands: &GroupOperands,
        out: &mut Vec<Demand>,
    ) {
        let GroupOperands { groups, superior, owner, universal, data, segments: new } = operands;
        let others =
            owner.is_some() || universal.is_some() || data.is_some() || has_others(command);
        for name in groups.iter().map(|it| it.text.as_str()) {
            let object = Object::Group(name.to_owned());
            let Some(group) = self.database.groups.get(name) else {
                out.push(Demand::undefined(object));
                continue;
            };
            if others || superior.is_none() {
                out.push(over_group(&object));
            }
            if let Some(superior) = superior {
                out.extend(group.superior.as_ref().map(|it| over_superior(&it.value)));
                out.push(over_superior(&superior.text));
            }
            segments(new, &object, out);
        }
    }

    /// DELGROUP, Authorization required: over the group, or over its superior group.
    pub(super) fn delete_groups(&self, groups: &[Name], out: &mut Vec<Demand>) {
        for name in groups.iter().map(|it| it.text.as_str()) {
            let object = Object::Group(name.to_owned());
            let Some(group) = self.database.groups.get(name) else {
                out.push(Demand::undefined(object));
                continue;
            };
            let demand = over_group(&object);
            let Some(superior) = &group.superior else {
                out.push(demand);
                continue;
            };
            let superior = &superior.value;
            let demand = demand
                .or("owner", [Need::OwnerOf(Object::Group(superior.clone()))])
                .or("group-authority", [authority(superior, GroupAuthority::Join)]);
            out.push(demand);
        }
    }

    /// CONNECT, Authorization required: no user gives more authority than the own. Attributes take
    /// SPECIAL or group-SPECIAL.
    pub(super) fn connect(&self, operands: &ConnectOperands, out: &mut Vec<Demand>) {
        let group = self.group(operands.group.as_ref());
        let given = operands.authority.as_ref().map(|it| it.node);
        out.push(over_members(group, given));
        for (attribute, value) in &operands.attributes {
            let plain = [UserAttribute::Adsp, UserAttribute::GrpAcc];
            if !plain.contains(attribute) {
                let no = if value.node { "" } else { "NO" };
                let about = format!("{no}{} in group `{group}`", attribute.as_str());
                let over = Need::GroupSpecialOver(Object::Group(group.to_owned()));
                out.push(Demand::special(about).or("group-special", [over]));
            }
        }
    }

    /// REMOVE, Authorization required: as CONNECT.
    pub(super) fn remove(&self, operands: &RemoveOperands, out: &mut Vec<Demand>) {
        out.push(over_members(self.group(operands.group.as_ref()), None));
    }
}

pub(super) fn authority(group: &str, least: GroupAuthority) -> Need {
    Need::GroupAuthority { group: group.to_owned(), least }
}

/// SPECIAL, group-SPECIAL, OWNER.
fn over_group(object: &Object) -> Demand {
    Demand::special(object)
        .or("group-special", [Need::GroupSpecialOver(object.clone())])
        .or("owner", [Need::OwnerOf(object.clone())])
}

/// Over a group under which groups are put.
fn over_superior(group: &str) -> Demand {
    let object = Object::Group(group.to_owned());
    over_group(&object).or("group-authority", [authority(group, GroupAuthority::Join)])
}

/// Over a group whose members are changed: CONNECT in it, or as much as is given.
pub(super) fn over_members(group: &str, given: Option<GroupAuthority>) -> Demand {
    let object = Object::Group(group.to_owned());
    let least = given.unwrap_or(GroupAuthority::Connect).max(GroupAuthority::Connect);
    let mut demand = over_group(&object).or("group-authority", [authority(group, least)]);
    demand.about = format!("members of group `{group}`");
    demand
}
