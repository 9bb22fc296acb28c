//! RDEFINE, RALTER and RDELETE.

use crate::command::{Command, Name, ProfileOperands, ResourceOperands, SecurityOperands};

use super::super::covering::covering;
use super::super::locate::Named;
use super::super::need::{Alternative, Demand, Need, Object};
use super::profile::{ownership, with_alter};
use super::{Context, auditor, has_others, segments};

impl Context<'_> {
    /// RDEFINE, Authorization required: CLAUTH of the class; more where the resource is a member of a
    /// grouping profile already, and where GENERICOWNER is in effect.
    pub(super) fn define(&self, operands: &ResourceOperands, out: &mut Vec<Demand>) {
        let class = operands.class.text.as_str();
        for name in &operands.names {
            let named = self.named(class, name);
            out.push(self.definition(&named));
            segments(&operands.profile.segments, &about(&named), out);
        }
        self.model(class, operands.profile.from.as_ref(), out);
        self.members(class, &operands.add_members, out);
    }

    fn definition(&self, named: &Named) -> Demand {
        let demand = Demand::special(about(named));
        let groups = self.grouping_profiles(&named.class, &named.name);
        if !groups.is_empty() {
            return groups.iter().fold(demand, without_special);
        }
        let clauth = Need::ClassAuthority(named.class.clone());
        let Some(covering) = self.generic_owner(named) else {
            return demand.or("class-authority", [clauth]);
        };
        let owner = Need::OwnerOf(covering.clone());
        let over = Need::GroupSpecialOver(covering);
        demand.or("class-authority", [clauth.clone(), owner]).or("class-authority", [clauth, over])
    }

    /// GENERICOWNER: the profile whose owner may define this one. PROGRAM and grouping classes are
    /// exempt.
    fn generic_owner(&self, named: &Named) -> Option<Object> {
        let class = named.class.as_str();
        let exempt = class == "PROGRAM" || self.member_class(class).is_some();
        if exempt || !self.database.options.generic_owner.value {
            return None;
        }
        let key = covering(self.database.classes.get(class)?, &named.name)?;
        Some(Object::Profile { class: class.to_owned(), key })
    }

    /// Profiles of the grouping class that have the resource as a member.
    fn grouping_profiles(&self, class: &str, name: &str) -> Vec<Object> {
        let grouping =
            self.database.class(class).and_then(|it| it.descriptor.grouping_class.clone());
        let Some(grouping) = grouping.filter(|_| !name.contains(['*', '%', '&'])) else {
            return Vec::new();
        };
        let profiles = self.database.classes.get(&grouping).into_iter().flatten();
        let holds = profiles.filter(|(_, profile)| {
            profile.details.as_ref().is_some_and(|it| it.members.contains_key(name))
        });
        let object = |key| Object::Profile { class: grouping.clone(), key };
        holds.map(|(key, _)| object(key.clone())).collect()
    }

    /// For a grouping class, the class whose resources its members name.
    fn member_class(&self, class: &str) -> Option<String> {
        self.database.class(class).and_then(|it| it.descriptor.member_class.clone())
    }

    /// ADDMEM takes authority over the member too: over its profile if it has one, else CLAUTH of
    /// the member class. What GLOBAL, SECDATA and PROGRAM have as members takes SPECIAL: they open
    /// resources of other classes.
    fn members(&self, class: &str, members: &[Name], out: &mut Vec<Demand>) {
        for member in members {
            if matches!(class, "GLOBAL" | "SECDATA" | "PROGRAM") {
                out.push(Demand::special(format!("member `{}` of {class}", member.text)));
            } else if let Some(member_class) = self.member_class(class) {
                out.push(self.member(&self.named(&member_class, member)));
            }
        }
    }

    fn member(&self, named: &Named) -> Demand {
        let demand = Demand::special(format!("member {}", about(named)));
        let grouping = self.grouping_profiles(&named.class, &named.name);
        let own = named.object(self.database).into_iter();
        let objects: Vec<Object> = own.chain(grouping).collect();
        if objects.is_empty() {
            return demand.or("class-authority", [Need::ClassAuthority(named.class.clone())]);
        }
        objects.iter().fold(demand, without_special)
    }

    /// RALTER, Authorization required. ALTER isn't enough for OWNER; an auditor may set GLOBALAUDIT and
    /// nothing else.
    pub(super) fn alter(
        &self,
        command: &Command,
        operands: &ResourceOperands,
        out: &mut Vec<Demand>,
    ) {
        let ResourceOperands { class, names, profile, add_members, delete_members } = operands;
        let members = !add_members.is_empty() || !delete_members.is_empty();
        let others = members || has_others(command) || says_more_than_audit(profile);
        for name in names {
            let named = self.named(&class.text, name);
            self.alteration(&named, profile, others, out);
        }
        self.members(&class.text, add_members, out);
    }

    /// What RALTER and ALTDSD have in common.
    pub(super) fn alteration(
        &self,
        named: &Named,
        profile: &ProfileOperands,
        others: bool,
        out: &mut Vec<Demand>,
    ) {
        let audit = profile.global_audit.is_some();
        if others || !audit {
            let over =
                if profile.owner.is_some() { self.over_as_owner(named) } else { self.over(named) };
            out.push(over);
        }
        if let Some(object) = named.object(self.database).filter(|_| audit) {
            out.push(auditor("GLOBALAUDIT", &object));
        }
        segments(&profile.segments, &about(named), out);
    }

    /// RDELETE, Authorization required.
    pub(super) fn delete(&self, operands: &ResourceOperands, out: &mut Vec<Demand>) {
        for name in &operands.names {
            out.push(self.over(&self.named(&operands.class.text, name)));
        }
    }
}

/// The alternatives of authority over an object, save SPECIAL, which the demand has.
fn without_special(mut demand: Demand, object: &Object) -> Demand {
    let over = with_alter(ownership(object), object);
    let others = over.alternatives.into_iter().filter(|it: &Alternative| it.rule != "special");
    demand.alternatives.extend(others);
    demand
}

pub(super) fn about(named: &Named) -> String {
    format!("`{} {}`", named.class, named.name)
}

/// Whether there are operands besides GLOBALAUDIT.
pub(super) fn says_more_than_audit(profile: &ProfileOperands) -> bool {
    let ProfileOperands {
        owner,
        uacc,
        audit,
        global_audit: _,
        warning,
        notify,
        level,
        data,
        application_data,
        security,
        erase,
        from,
        segments,
    } = profile;
    owner.is_some()
        || uacc.is_some()
        || audit.is_some()
        || warning.is_some()
        || notify.is_some()
        || level.is_some()
        || data.is_some()
        || application_data.is_some()
        || says_security(security)
        || erase.is_some()
        || from.is_some()
        || !segments.is_empty()
}

/// Whether SECLEVEL, ADDCATEGORY, DELCATEGORY or SECLABEL is given.
pub(super) fn says_security(security: &SecurityOperands) -> bool {
    let SecurityOperands { level, add_categories, delete_categories, label } = security;
    level.is_some()
        || label.is_some()
        || !add_categories.is_empty()
        || !delete_categories.is_empty()
}
