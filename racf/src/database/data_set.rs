//! ADDSD, ALTDSD and DELDSD.
//!
//! Source: `RACF Command Language Reference`, ADDSD, ALTDSD, DELDSD.

use super::ProfileKey;
use super::class::{Class, DATASET};
use super::define::looks_generic;
use super::key::KeyRef;
use super::name::{self, fold, holds_variable};
use super::naming::Wanted;
use super::operand::apply;
use super::reply::{Done, Failure};
use super::session::Work;
use super::store::qualifier;
use crate::command::{DataSetOperands, Name};
use crate::outcome::Lack;

impl Work<'_> {
    pub(super) fn define_data_set(&mut self, name: &Name, it: &DataSetOperands) -> Done {
        let class = self.class_or_data_set(None)?;
        let wanted = Wanted { generic: it.generic, ..Wanted::named(name) };
        self.generic_operand(&class, wanted, None)?;
        let stored = self.stored_name(&class, name);
        let generic = it.generic.is_some() || self.is_generic_name(&class, &stored);
        self.legal_name(&class, &stored, generic, name.span)?;
        self.legal_qualifier(&stored, name)?;
        let key = self.new_key(stored, generic, it)?;
        self.is_new(&key, name)?;
        self.legal_operands(&class, &it.profile)?;
        let owner = self.new_owner(it.profile.owner.as_ref(), Some("ICH09007I"))?;
        let mut profile = self.new_profile(&class, owner, it.profile.from.as_ref())?;
        apply(&mut profile, &it.profile, self.span, self.issuer);
        self.add_creator(&mut profile, &class, &key.name);
        self.add_group_access(&mut profile, &key.name);
        if !generic && looks_generic(&class, &key.name) {
            self.remark_on_literal(&class, &key.name, name.span);
        }
        self.remark_on_owner(&key.name, it);
        self.database.add_profile(DATASET, key, profile);
        Ok(())
    }

    /// The high-level qualifier is a user or a group.
    fn legal_qualifier(&self, stored: &str, name: &Name) -> Done {
        let qualifier = qualifier(stored);
        if self.database.is_defined(qualifier) || holds_variable(qualifier) {
            return Ok(());
        }
        let text = format!(
            "`{qualifier}`, the high-level qualifier of `{stored}`, is neither a user nor a group; add it with ADDGROUP or ADDUSER"
        );
        Err(Failure::unnamed(text, name.span).lacks(Lack::Id))
    }

    fn new_key(&mut self, name: String, generic: bool, it: &DataSetOperands) -> Done<ProfileKey> {
        if let Some(first) = it.volumes.first().filter(|_| generic) {
            let text = format!("`{name}` is generic and has no volumes: VOLUME is ignored");
            self.reply.ignored(None, text, first.span);
            return Ok(ProfileKey { name, generic, volumes: Vec::new() });
        }
        let volumes = volumes(&it.volumes)?;
        Ok(ProfileKey { name, generic, volumes })
    }

    /// Discrete profiles of one name may lie on different volumes.
    fn is_new(&self, key: &ProfileKey, name: &Name) -> Done {
        let on_volumes = self.database.on_volumes(&key.name);
        let known = self.database.profile(DATASET, KeyRef::from(key)).is_some()
            || !key.generic && key.volumes.iter().any(|it| on_volumes.on(it).is_some());
        if known {
            let text = format!("`{}` is already defined", key.name);
            return Err(Failure::unnamed(text, name.span));
        }
        Ok(())
    }

    /// A user who owns group data set profiles should be connected to the group.
    fn remark_on_owner(&mut self, name: &str, it: &DataSetOperands) {
        let group = qualifier(name);
        let Some(owner) = &it.profile.owner else { return };
        let Some(user) = self.database.users.get(&owner.text) else { return };
        if self.database.groups.contains_key(group) && !user.connections.contains_key(group) {
            let text = format!(
                "`{}` isn't connected to `{group}`; the owner of a group's data set profiles should be",
                owner.text
            );
            self.reply.warn(Some("ICH09009I"), text, owner.span);
        }
    }

    pub(super) fn alter_data_set(&mut self, name: &Name, it: &DataSetOperands) -> Done {
        let class = self.class_or_data_set(None)?;
        let key = self.existing(&class, name, it, None)?;
        self.legal_operands(&class, &it.profile)?;
        let volumes = self.changed_volumes(&key, it)?;
        if let Some(owner) = self.changed_owner(it.profile.owner.as_ref(), Some("ICH22006I")) {
            self.database.set_owner(DATASET, KeyRef::from(&key), owner);
        }
        if let Some(profile) = self.database.profile_mut(DATASET, KeyRef::from(&key)) {
            apply(profile, &it.profile, self.span, self.issuer);
        }
        if volumes != key.volumes
            && let Some(profile) = self.database.remove_profile(DATASET, KeyRef::from(&key))
        {
            self.database.add_profile(DATASET, ProfileKey { volumes, ..key }, profile);
        }
        Ok(())
    }

    fn existing(
        &mut self,
        class: &Class,
        name: &Name,
        it: &DataSetOperands,
        id: Option<&'static str>,
    ) -> Done<ProfileKey> {
        let wanted = Wanted { generic: it.generic, volumes: &it.volumes, ..Wanted::named(name) };
        self.generic_operand(class, wanted, None)?;
        let missing = |why| Failure::of(id, why, name.span).lacks(Lack::Profile);
        self.locate(class, wanted).map_err(missing)
    }

    /// ADDVOL and DELVOL.
    fn changed_volumes(&self, key: &ProfileKey, it: &DataSetOperands) -> Done<Vec<String>> {
        let (added, deleted) = (volumes(&it.add_volumes)?, volumes(&it.delete_volumes)?);
        if let Some(first) = it.add_volumes.iter().chain(&it.delete_volumes).next()
            && key.generic
        {
            let text = format!("`{}` is generic and has no volumes", key.name);
            return Err(Failure::unnamed(text, first.span));
        }
        let mut all = key.volumes.clone();
        all.retain(|it| !deleted.contains(it));
        all.extend(added);
        all.sort_unstable();
        all.dedup();
        if all.is_empty() && !key.volumes.is_empty() {
            let text = format!("`{}` would have no volume left; delete it with DELDSD", key.name);
            return Err(Failure::unnamed(text, self.span));
        }
        let known = self.database.on_volumes(&key.name);
        let is_taken = |volume: &&String| known.on(volume).is_some_and(|other| other != key);
        if let Some(volume) = all.iter().find(is_taken) {
            let text = format!("`{}` has another profile on the volume `{volume}`", key.name);
            return Err(Failure::unnamed(text, self.span));
        }
        Ok(all)
    }

    pub(super) fn delete_data_set(&mut self, name: &Name, it: &DataSetOperands) -> Done {
        let class = self.class_or_data_set(None)?;
        let key = self.existing(&class, name, it, Some("ICH09020I"))?;
        self.database.remove_profile(DATASET, KeyRef::from(&key));
        Ok(())
    }
}

/// Serials in order, each once.
fn volumes(names: &[Name]) -> Done<Vec<String>> {
    let mut serials = Vec::with_capacity(names.len());
    for it in names {
        let serial = fold(&it.text);
        if !name::is_volume(&serial) {
            let text = format!(
                "`{serial}` is not a volume serial: a volume serial has one to six characters"
            );
            return Err(Failure::unnamed(text, it.span));
        }
        serials.push(serial);
    }
    serials.sort_unstable();
    serials.dedup();
    Ok(serials)
}
