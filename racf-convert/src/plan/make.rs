//! The plan for facts, and what refreshes the classes that it touches.

use std::collections::BTreeSet;

use saffron_analysis::drift::Fact;
use saffron_compiler::model::Model;
use saffron_racf::command::{Command, SystemOption};
use saffron_racf::database::Database;

use super::step::{Plan, Planner, Step};
use crate::emit::operand::ids;
use crate::emit::option::set_options;

/// The commands for facts in which a system differs from a policy. `database` is that of the system.
pub fn plan(policy: &Model, system: &Model, database: &Database, facts: &[Fact]) -> Plan {
    let mut planner = Planner::new(policy, system, database, facts);
    planner.options();
    planner.classes();
    planner.security_data();
    planner.groups();
    planner.users();
    planner.connections();
    planner.profiles();
    planner.tables();
    planner.permits();
    planner.finish()
}

/// One refresh for each class that these steps touch.
pub fn refreshes<'s>(model: &Model, steps: impl IntoIterator<Item = &'s Step>) -> Vec<Command> {
    let touched: BTreeSet<&str> =
        steps.into_iter().filter_map(|it| it.touches.as_deref()).collect();
    let mut classes: BTreeSet<&str> = BTreeSet::new();
    for name in touched {
        let class = model.classes.iter().find(|it| it.name == name);
        let member = class.and_then(|it| model.classes.get(it.descriptor.member_class?));
        classes.insert(member.map_or(name, |it| it.name.as_str()));
    }
    let found = classes.into_iter().filter_map(|name| {
        let class = model.classes.iter().find(|it| it.name == name)?;
        if !model.is_known(class) {
            return None;
        }
        let set = class.settings;
        let mut options = Vec::new();
        let mut add = |is_wanted: bool, option| options.extend(is_wanted.then_some(option));
        add(set.raclisted, SystemOption::Raclist(ids(&[name]), true));
        add(set.generic && !set.raclisted, SystemOption::Generic(ids(&[name]), true));
        add(set.global, SystemOption::Global(ids(&[name]), true));
        add(name == "PROGRAM" && model.options.program_control, SystemOption::ProgramControl(true));
        if options.is_empty() {
            return None;
        }
        options.push(SystemOption::Refresh);
        Some(Command::from(set_options(options)))
    });
    found.collect()
}
