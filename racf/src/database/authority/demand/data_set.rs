//! ADDSD, ALTDSD and DELDSD.

use saffron_vocabulary::racf::GroupAuthority;

use crate::command::{Command, DataSetOperands, Name};

use super::super::locate::{Named, serials};
use super::super::need::{Demand, Need, Object};
use super::resource::{about, says_more_than_audit};
use super::{Context, has_others, segments};

impl Context<'_> {
    /// ADDSD, Authorization required, and Security Administrator's Guide, "Protecting group data
    /// sets": one's own data sets, and those of a group in which one has CREATE.
    pub(super) fn define_data_sets(&self, operands: &DataSetOperands, out: &mut Vec<Demand>) {
        for name in &operands.names {
            let named = self.data_set(operands, name);
            out.push(self.data_set_definition(&named));
            segments(&operands.profile.segments, &about(&named), out);
        }
        self.model("DATASET", operands.profile.from.as_ref(), out);
    }

    fn data_set_definition(&self, named: &Named) -> Demand {
        let qualifier = named.name.split('.').next().unwrap_or_default().to_owned();
        let over = Need::GroupSpecialOver(Object::DataSets(qualifier.clone()));
        let demand = Demand::special(about(named)).or("group-special", [over]);
        if !self.database.groups.contains_key(&qualifier) {
            return demand.or("own-dataset", [Need::Identity(qualifier)]);
        }
        let group = qualifier.clone();
        demand
            .or("group-authority", [Need::GroupAuthority { group, least: GroupAuthority::Create }])
            .or("operations", [Need::Operations, Need::NoMember(qualifier)])
    }

    /// ALTDSD, Authorization required.
    pub(super) fn alter_data_sets(
        &self,
        command: &Command,
        operands: &DataSetOperands,
        out: &mut Vec<Demand>,
    ) {
        let volumes = !operands.add_volumes.is_empty() || !operands.delete_volumes.is_empty();
        let others = volumes || has_others(command) || says_more_than_audit(&operands.profile);
        for name in &operands.names {
            let named = self.data_set(operands, name);
            self.alteration(&named, &operands.profile, others, out);
            self.no_set(command, &named, out);
        }
    }

    /// DELDSD, Authorization required.
    pub(super) fn delete_data_sets(
        &self,
        command: &Command,
        operands: &DataSetOperands,
        out: &mut Vec<Demand>,
    ) {
        for name in &operands.names {
            let named = self.data_set(operands, name);
            out.push(self.over(&named));
            self.no_set(command, &named, out);
        }
    }

    /// NOSET leaves the data set marked as protected: not for owners, unless it is their own data
    /// set.
    fn no_set(&self, command: &Command, named: &Named, out: &mut Vec<Demand>) {
        if !command.idle.iter().any(|it| it.text.eq_ignore_ascii_case("NOSET")) {
            return;
        }
        let Some(object) = named.object(self.database) else { return };
        let qualifier = named.name.split('.').next().unwrap_or_default().to_owned();
        let demand = Demand::special(format!("NOSET of {object}"))
            .or("group-special", [Need::GroupSpecialOver(object)])
            .or("own-dataset", [Need::Identity(qualifier)]);
        out.push(demand);
    }

    pub(super) fn data_set(&self, operands: &DataSetOperands, name: &Name) -> Named {
        Named {
            generic: operands.generic.is_some(),
            volumes: serials(&operands.volumes),
            ..self.named("DATASET", name)
        }
    }
}
