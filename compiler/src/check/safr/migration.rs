//! Migrate In, where it reaches further than edit rights do.
//!
//! Nothing is required of the right to the copy in the target environment (Workbench, Security overview,
//! section 91), so whoever reads an item in one environment may overwrite it in another, and can read
//! it there from then on (section 22).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use saffron_bundle::safr::{Access, ItemType, Right, Rules};
use saffron_lang::{Diagnostic, Span};

use super::{PATIENCE, has_rights, items_of, right_of};
use crate::codes;
use crate::lower::report::Report;
use crate::lower::safr::noun;
use crate::model::{EnvironmentId, GroupEnvironment, ItemId, ItemRight, Safr, SafrGroup};

/// Items of the same type and name in two environments.
type Common = Vec<(ItemId, ItemId)>;

/// What makes two groups alike in an environment.
type Likeness = (EnvironmentId, Access, *const Vec<ItemRight>);

/// What one clause with `migrate-in` reaches.
struct Reach<'m> {
    group: &'m SafrGroup,
    source: EnvironmentId,
    target: EnvironmentId,
    item: ItemId,
    items: usize,
    groups: usize,
}

pub(super) fn check(safr: &Safr, rules: Rules, report: &mut Report) {
    let mut search = Search::new(safr, rules);
    for group in &safr.groups {
        let mut seen = Vec::new();
        for target in &group.environments {
            if let (Some(clause), false) =
                (target.migrate_in, target.access == Access::Administrator)
            {
                search.group(group, target, clause, seen.contains(&clause));
                seen.push(clause);
            }
        }
    }
    for (clause, reach) in &search.found {
        report.add(warning(safr, *clause, reach));
    }
}

struct Search<'m> {
    safr: &'m Safr,
    rules: Rules,
    /// The items of each environment by type and name.
    names: HashMap<EnvironmentId, HashMap<(ItemType, &'m str), ItemId>>,
    common: HashMap<(EnvironmentId, EnvironmentId), Common>,
    /// Items that are reached from one likeness into another: the first and how many.
    known: HashMap<(Likeness, Likeness), Option<(ItemId, usize)>>,
    /// By the clause that gives Migrate In.
    found: BTreeMap<Span, Reach<'m>>,
    steps: usize,
}

impl<'m> Search<'m> {
    fn new(safr: &'m Safr, rules: Rules) -> Self {
        Self {
            safr,
            rules,
            names: HashMap::new(),
            common: HashMap::new(),
            known: HashMap::new(),
            found: BTreeMap::new(),
            steps: 0,
        }
    }

    fn group(
        &mut self,
        group: &'m SafrGroup,
        target: &GroupEnvironment,
        clause: Span,
        again: bool,
    ) {
        let mut is_new = !again;
        for source in group.environments.iter().filter(|it| it.environment != target.environment) {
            let Some((item, count)) = self.reached(source, target) else { continue };
            let reach = self.found.entry(clause).or_insert(Reach {
                group,
                source: source.environment,
                target: target.environment,
                item,
                items: 0,
                groups: 0,
            });
            let is_first = reach.group.name == group.name && reach.groups == 0;
            reach.items += if is_first { count } else { 0 };
            reach.groups += usize::from(std::mem::take(&mut is_new));
        }
    }

    /// Items without a right in the target that the group reads in the source.
    fn reached(
        &mut self,
        source: &GroupEnvironment,
        target: &GroupEnvironment,
    ) -> Option<(ItemId, usize)> {
        let likeness = |it: &GroupEnvironment| (it.environment, it.access, Arc::as_ptr(&it.rights));
        let key = (likeness(source), likeness(target));
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let rules = self.rules;
        let common = self.common(source.environment, target.environment);
        let mut reached = common.iter().filter(|(from, to)| {
            right_of(target, *to, rules) == Right::None
                && right_of(source, *from, rules) >= Right::Read
        });
        let first = reached.next().map(|(_, to)| *to);
        let found = first.map(|first| (first, 1 + reached.count()));
        self.known.insert(key, found);
        found
    }

    /// Items that two environments have in common; none once patience is at its end.
    fn common(&mut self, source: EnvironmentId, target: EnvironmentId) -> &Common {
        self.index(target);
        let (safr, rules) = (self.safr, self.rules);
        let names = self.names.get(&target);
        let common = self.common.entry((source, target)).or_insert_with(|| {
            items_of(safr, source)
                .filter(|(_, item)| has_rights(item.kind, rules))
                .filter_map(|(id, it)| Some((id, *names?.get(&(it.kind, it.name.as_str()))?)))
                .collect()
        });
        self.steps = self.steps.saturating_add(common.len());
        if PATIENCE < self.steps {
            common.clear();
        }
        common
    }

    fn index(&mut self, environment: EnvironmentId) {
        let safr = self.safr;
        self.names.entry(environment).or_insert_with(|| {
            items_of(safr, environment).map(|(id, it)| ((it.kind, it.name.as_str()), id)).collect()
        });
    }
}

fn warning(safr: &Safr, clause: Span, reach: &Reach<'_>) -> Diagnostic {
    let item = &safr.items[reach.item];
    let place = |id: EnvironmentId| &safr.environments[id].name;
    let (source, target, group) = (place(reach.source), place(reach.target), &reach.group.name);
    let more = match reach.items {
        0 | 1 => String::new(),
        2 => ", and one item more".to_owned(),
        more => format!(", and {} items more", more - 1),
    };
    let message = format!(
        "`{group}` can migrate the {} `{}` from `{source}` into `{target}`, where it has no right to it{more}",
        noun(item.kind),
        item.name
    );
    let label = match reach.groups {
        0 | 1 => "Migrate In is given here".to_owned(),
        2 => "Migrate In is given here, to one group more".to_owned(),
        more => format!("Migrate In is given here, to {} groups more", more - 1),
    };
    Diagnostic::warning(codes::MIGRATION_REACH, message, clause, label)
        .because(item.origin, "would be overwritten, and readable from then on")
        .help(format!(
            "give `{group}` the right to it in `{target}`, or leave Migrate In to another group"
        ))
}
