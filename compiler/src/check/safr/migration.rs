//! Migrate In, where it reaches further than edit rights do.
//!
//! Nothing is required of the right to the copy in the target environment (Workbench, Security overview,
//! section 91), so a user who can read an item in one environment may overwrite it in another, and can read
//! it there from then on (section 22).

use std::collections::HashMap;
use std::sync::Arc;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_vocabulary::budget::Budget;
use saffron_vocabulary::safr::{Access, ItemType, Right, Rules};

use super::party::{MOST_STEPS, default_right, has_rights, items_of, right_of, take};
use crate::codes;
use crate::lower::report::Report;
use crate::lower::safr::names::noun;
use crate::model::{EnvironmentId, GroupEnvironment, ItemId, ItemRight, Safr, SafrGroup};

/// What makes two groups alike in an environment.
type Likeness = (EnvironmentId, Access, *const Vec<ItemRight>);

/// Who reaches what in a target environment.
struct Reach<'m> {
    group: &'m SafrGroup,
    /// The clause that gives Migrate In.
    clause: Span,
    source: EnvironmentId,
    target: EnvironmentId,
    item: ItemId,
    /// Other groups that reach something there.
    more: usize,
}

/// One warning for each target environment.
pub(super) fn check(safr: &Safr, rules: Rules, report: &mut Report) {
    let mut search = Search::new(safr, rules);
    for (target, _) in safr.environments.iter_enumerated() {
        if let Some(reach) = search.target(target) {
            report.add(warning(safr, &reach));
        }
    }
}

struct Search<'m> {
    safr: &'m Safr,
    rules: Rules,
    /// By environment: the groups that can migrate into it without administering it.
    migrants: HashMap<EnvironmentId, Vec<(&'m SafrGroup, &'m GroupEnvironment)>>,
    /// An item that those alike in one environment reach in another.
    known: HashMap<(Likeness, Likeness), Option<ItemId>>,
    steps: Budget,
}

impl<'m> Search<'m> {
    fn new(safr: &'m Safr, rules: Rules) -> Self {
        let mut migrants: HashMap<_, Vec<_>> = HashMap::new();
        for group in &safr.groups {
            for row in &group.environments {
                if row.migrate_in.is_some() && row.access != Access::Administrator {
                    migrants.entry(row.environment).or_default().push((group, row));
                }
            }
        }
        Self { safr, rules, migrants, known: HashMap::new(), steps: Budget::new(MOST_STEPS) }
    }

    fn target(&mut self, target: EnvironmentId) -> Option<Reach<'m>> {
        let migrants = self.migrants.remove(&target)?;
        let safr = self.safr;
        let names: HashMap<(ItemType, &str), ItemId> = items_of(safr, target)
            .filter(|(_, it)| has_rights(it.kind, self.rules))
            .map(|(id, it)| ((it.kind, it.name.as_str()), id))
            .collect();
        let mut found: Option<Reach<'m>> = None;
        for (group, row) in migrants {
            let reached = group.environments.iter().find_map(|source| {
                let item = self.reached(source, row, &names)?;
                Some((source.environment, item))
            });
            match (reached, &mut found) {
                (Some(_), Some(first)) => first.more += 1,
                (Some((source, item)), None) => {
                    let clause = row.migrate_in.unwrap_or(row.origin);
                    found = Some(Reach { group, clause, source, target, item, more: 0 });
                }
                (None, _) => {}
            }
        }
        found
    }

    /// An item without a right in the target that the group reads in the source.
    fn reached(
        &mut self,
        source: &GroupEnvironment,
        target: &GroupEnvironment,
        names: &HashMap<(ItemType, &str), ItemId>,
    ) -> Option<ItemId> {
        if source.environment == target.environment || self.steps.is_exceeded() {
            return None;
        }
        let likeness = |it: &GroupEnvironment| (it.environment, it.access, Arc::as_ptr(&it.rights));
        let key = (likeness(source), likeness(target));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let (rules, safr) = (self.rules, self.safr);
        let steps = &mut self.steps;
        let copy_without_right = |item: ItemId| {
            take(steps, 1);
            let item = safr.items.get(item)?;
            let copy = *names.get(&(item.kind, item.name.as_str()))?;
            (right_of(target, copy, rules) == Right::None).then_some(copy)
        };
        let reads_all = default_right(source.access, rules) >= Right::Read;
        let found = if reads_all {
            let all = items_of(safr, source.environment).map(|(id, _)| id);
            all.filter(|id| right_of(source, *id, rules) >= Right::Read)
                .find_map(copy_without_right)
        } else {
            let rows = source.rights.iter().filter(|it| it.right >= Right::Read);
            rows.map(|it| it.item).find_map(copy_without_right)
        };
        self.known.insert(key, found);
        found
    }
}

fn warning(safr: &Safr, reach: &Reach<'_>) -> Diagnostic {
    let item = &safr.items[reach.item];
    let place = |id: EnvironmentId| &safr.environments[id].name;
    let (source, target, group) = (place(reach.source), place(reach.target), &reach.group.name);
    let (noun, name) = (noun(item.kind), &item.name);
    let message = format!(
        "`{group}` can migrate the {noun} `{name}` from `{source}` into `{target}`, where it has no right to it"
    );
    let label = match reach.more {
        0 => "Migrate In is granted here".to_owned(),
        1 => "Migrate In is granted here; one more group reaches as far".to_owned(),
        more => format!("Migrate In is granted here; {more} more groups reach as far"),
    };
    Diagnostic::warning(codes::MIGRATION_REACH, message, reach.clause, label)
        .because(item.origin, "would be overwritten, and readable from then on")
        .help(format!(
            "give `{group}` the right to it in `{target}`, or grant Migrate In to another group instead"
        ))
}
