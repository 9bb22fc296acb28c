//! RALTER and RDELETE.
//!
//! Source: `RACF Command Language Reference`, RALTER and RDELETE.

use super::class::{CDT, Class};
use super::key::KeyRef;
use super::naming::Wanted;
use super::operand::apply;
use super::reply::{Done, Failure};
use super::session::Work;
use super::special::legal_segments;
use crate::command::{Name, ResourceOperands};
use crate::outcome::Lack;

impl Work<'_> {
    pub(super) fn alter_resources(&mut self, it: &ResourceOperands) -> Done {
        let class = self.resource_class(&it.class)?;
        self.each(&it.names, |work, name| work.alter_resource(&class, name, it));
        self.remark_on_refresh(&class, "ICH11009I");
        Ok(())
    }

    fn alter_resource(&mut self, class: &Class, name: &Name, it: &ResourceOperands) -> Done {
        let key = self.locate(class, Wanted::named(name));
        let missing = |why| Failure::new("ICH11102I", why, name.span).lacks(Lack::Profile);
        let key = key.map_err(missing)?;
        self.legal_operands(class, &it.profile)?;
        legal_segments(class, &it.profile.segments)?;
        if class.name == CDT && it.profile.segments.iter().any(|it| it.delete) {
            self.deletable_class(&key.name, name.span)?;
        }
        let at = KeyRef::from(&key);
        if let Some(owner) = self.changed_owner(it.profile.owner.as_ref(), None) {
            self.database.set_owner(&class.name, at, owner);
        }
        if let Some(profile) = self.database.profile_mut(&class.name, at) {
            apply(profile, &it.profile, self.span, self.issuer);
        }
        self.delete_members(class, &key, &it.delete_members);
        self.add_members(class, &key, &it.add_members);
        if !it.profile.segments.is_empty() {
            self.settle_special(class, &key.name, name.span);
        }
        Ok(())
    }

    pub(super) fn delete_resources(&mut self, it: &ResourceOperands) -> Done {
        let class = self.resource_class(&it.class)?;
        self.each(&it.names, |work, name| work.delete_resource(&class, name));
        self.remark_on_refresh(&class, "ICH12002I");
        Ok(())
    }

    fn delete_resource(&mut self, class: &Class, name: &Name) -> Done {
        let key = self.locate(class, Wanted::named(name));
        let key = key.map_err(|why| Failure::new("ICH12102I", why, name.span))?;
        if class.name == CDT {
            self.deletable_class(&key.name, name.span)?;
            self.database.options.classes.remove(&key.name);
        }
        self.database.remove_profile(&class.name, KeyRef::from(&key));
        if class.name == "SECDATA" {
            let text = "users and profiles still refer to what it defined".to_owned();
            self.reply.warn(Some("ICH12001I"), text, name.span);
        }
        Ok(())
    }
}
