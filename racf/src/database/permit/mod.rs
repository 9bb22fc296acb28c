//! PERMIT.
//!
//! Source: `RACF Command Language Reference`, PERMIT. Everything is checked first; then the lists
//! that RESET names are deleted, what FROM names is copied, and what ID names is done, in this order.
//! Where the reference leaves a rule open, [`Rules`](super::Rules) decides how it is interpreted.

mod from;
mod lists;
mod when;

use saffron_vocabulary::racf::AccessLevel;

use super::class::Class;
use super::key::KeyRef;
use super::name::remedy;
use super::naming::Wanted;
use super::operand::no_execute;
use super::reply::{Done, Failure};
use super::session::Work;
use crate::command::{Name, PermitAction, PermitOperands, Reset};
use crate::outcome::Lack;
use from::merge;
use lists::{Change, entries, reset};
pub(super) use when::is_legal_condition;

/// More entries than one command can make; a profile in RACF's database couldn't hold them either.
const MOST_ENTRIES: usize = 65_535;

impl Work<'_> {
    pub(super) fn permit(&mut self, it: &PermitOperands) -> Done {
        let class = self.class_or_data_set(it.class.as_ref())?;
        let action = action(it);
        let conditions = self.conditions(&class, it, action)?;
        self.legal_level(&class, it, action)?;
        let wanted = Wanted {
            generic: it.generic,
            volumes: it.volume.as_slice(),
            ..Wanted::named(&it.profile)
        };
        self.generic_operand(&class, wanted, Some("ICH06010I"))?;
        let key = self.locate(&class, wanted);
        let key = key
            .map_err(|why| Failure::new("ICH06004I", why, it.profile.span).lacks(Lack::Profile))?;
        let effective = self.effective_reset(it, action);
        let copied = self.copied(&class, &key, it, effective)?;
        let change =
            Change { ids: self.known_ids(it, action), action, conditions, said: self.span };
        too_many(&change)?;
        let deletes_first = action == PermitAction::Delete && !self.rules.from_then_delete;
        let Some(profile) = self.database.profile_mut(&class.name, KeyRef::from(&key)) else {
            return Ok(());
        };
        reset(profile, effective);
        if deletes_first {
            entries(profile, &change, &mut self.reply);
            merge(profile, copied, self.span);
        } else {
            merge(profile, copied, self.span);
            entries(profile, &change, &mut self.reply);
        }
        self.remark_on_refresh(&class, "ICH06011I");
        Ok(())
    }

    /// EXECUTE is known only to DATASET and PROGRAM. Without ID the level is ignored.
    fn legal_level(&self, class: &Class, it: &PermitOperands, action: PermitAction) -> Done {
        let execute = action == PermitAction::Access(AccessLevel::Execute);
        if execute && it.ids.is_some() && !class.descriptor.execute_allowed {
            let span = it.action.as_ref().map_or(self.span, |it| it.span);
            return Err(no_execute(class, span));
        }
        Ok(())
    }

    /// RESET is ignored where names are deleted, but for RESET(WHEN) and names of the standard list.
    fn effective_reset(&mut self, it: &PermitOperands, action: PermitAction) -> Option<Reset> {
        let reset = it.reset.as_ref()?;
        let deletes = it.ids.is_some() && action == PermitAction::Delete;
        let other_list = reset.node == Reset::When && it.when.is_none();
        if !deletes || other_list {
            return Some(reset.node);
        }
        let text = "RESET is ignored, because DELETE specifies which names to remove".to_owned();
        self.reply.ignored(Some("ICH06009I"), text, reset.span);
        None
    }

    /// The names of ID; an unknown ID that is to get access is skipped. One that is to lose it
    /// needn't exist.
    fn known_ids<'c>(&mut self, it: &'c PermitOperands, action: PermitAction) -> Vec<&'c Name> {
        let mut known = Vec::new();
        for name in it.ids.iter().flatten() {
            let id = &name.text;
            if action == PermitAction::Delete || id == "*" || self.database.is_defined(id) {
                known.push(name);
            } else {
                let remedy = remedy(id, "add it with ADDUSER or ADDGROUP first");
                let text = format!(
                    "`{id}` is neither a user nor a group and isn't added to the list; {remedy}"
                );
                let failure = Failure::new("ICH06007I", text, name.span).lacks(Lack::Id);
                self.reply.skipped_commands(failure);
            }
        }
        known
    }
}

/// READ, if nothing is specified.
fn action(it: &PermitOperands) -> PermitAction {
    it.action.as_ref().map_or(PermitAction::Access(AccessLevel::Read), |it| it.node)
}

fn too_many(change: &Change<'_>) -> Done {
    let conditions = change.conditions.as_ref().map_or(1, Vec::len);
    let first = change.ids.first();
    match first.filter(|_| change.ids.len().saturating_mul(conditions) > MOST_ENTRIES) {
        None => Ok(()),
        Some(first) => {
            let text = format!("more than {MOST_ENTRIES} entries at once; split the command");
            Err(Failure::unnamed(text, first.span))
        }
    }
}
