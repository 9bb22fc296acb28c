//! One refresh for each class, so that the changes are in effect (`SETROPTS REFRESH`).

use std::collections::BTreeSet;

use saffron_compiler::model::{Class, ClassId, Model};

use super::Emitter;
use super::names::Names;
use super::statement::Statement;

impl Emitter<'_> {
    /// Variables and labels first, since profiles of other classes lean on them.
    pub(super) fn refresh(&mut self) {
        self.page.section("Refresh", "After this, the profiles are in effect.");
        for statement in refreshes(self.model, |_| true) {
            self.page.say(&statement);
        }
    }
}

/// The refreshes that the policy's profiles need, in these classes.
pub(super) fn refreshes(model: &Model, is_wanted: fn(&Class) -> bool) -> Vec<Statement> {
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
fn refresh(model: &Model, class: &Class) -> Option<Statement> {
    let (name, set) = (class.name.as_str(), class.settings);
    let mut refresh = Statement::new("SETROPTS");
    let parts = [
        (set.raclisted, "RACLIST", name),
        (set.generic && !set.raclisted, "GENERIC", name),
        (set.global, "GLOBAL", name),
        (name == "PROGRAM" && model.options.program_control, "WHEN", "PROGRAM"),
    ];
    let any = parts.iter().any(|(is, _, _)| *is);
    for (_, key, value) in parts.into_iter().filter(|(is, _, _)| *is) {
        refresh = refresh.value(key, value);
    }
    any.then(|| refresh.word("REFRESH"))
}
