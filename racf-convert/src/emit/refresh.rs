//! One refresh for each class, so that the changes are in effect (`SETROPTS REFRESH`).

use std::collections::BTreeSet;

use saffron_compiler::model::{Class, ClassId, Model};
use saffron_racf::command::{CommandKind, SystemOption};

use super::emitter::Emitter;
use super::names::Names;
use super::operand::ids;
use super::option::set_options;

impl Emitter<'_> {
    /// Variables and labels first, since profiles of other classes depend on them.
    pub(super) fn refresh(&mut self) {
        self.script.section("Refresh", "After this, the profiles are in effect.");
        for command in refreshes(self.model, |_| true) {
            self.command(command);
        }
    }
}

/// The refreshes that the policy's profiles need, in these classes.
pub(super) fn refreshes(model: &Model, is_wanted: fn(&Class) -> bool) -> Vec<CommandKind> {
    let names = Names(model);
    let mut classes = touched(model);
    classes.retain(|&id| model.classes.get(id).is_some_and(is_wanted));
    let mut all = Vec::with_capacity(classes.len());
    for first in ["RACFVARS", "SECLABEL"] {
        if let Some((id, class)) = names.class_of(first)
            && classes.remove(&id)
        {
            all.extend(refresh(model, class));
        }
    }
    all.extend(
        classes.iter().filter_map(|&id| model.classes.get(id)).filter_map(|it| refresh(model, it)),
    );
    all
}

/// Classes in which something was defined; for a grouping class its member class, whose storage
/// holds the profiles of both.
fn touched(model: &Model) -> BTreeSet<ClassId> {
    let mut touched: BTreeSet<ClassId> = BTreeSet::new();
    for (class, _) in Names(model).profiles() {
        let row = model.classes.get(class);
        touched.insert(row.and_then(|it| it.descriptor.member_class).unwrap_or(class));
    }
    touched.extend(model.globals.iter().map(|it| it.class));
    for (used, class) in
        [(!model.variables.is_empty(), "RACFVARS"), (!model.labels.is_empty(), "SECLABEL")]
    {
        touched.extend(Names(model).class_of(class).filter(|_| used).map(|(id, _)| id));
    }
    touched
}

/// `None` for a class of which nothing is in storage.
fn refresh(model: &Model, class: &Class) -> Option<CommandKind> {
    let (name, set) = (class.name.as_str(), class.settings);
    let mut options = Vec::new();
    let mut add = |is_wanted: bool, option| options.extend(is_wanted.then_some(option));
    add(set.raclisted, SystemOption::Raclist(ids(&[name]), true));
    add(set.generic && !set.raclisted, SystemOption::Generic(ids(&[name]), true));
    add(set.global, SystemOption::Global(ids(&[name]), true));
    let programs = name == "PROGRAM" && model.options.program_control;
    add(programs, SystemOption::ProgramControl(true));
    if options.is_empty() {
        return None;
    }
    options.push(SystemOption::Refresh);
    Some(set_options(options))
}
