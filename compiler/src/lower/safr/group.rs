//! `group G { in E as ROLE { … } }`: groups, their members, and their rights in each environment.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{SafrGroup as Written, SafrGroupClause, SafrIn, SafrPart, SafrRoleName};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::safr::{Access, ItemType, Rules};

use super::head;
use super::names::noun;
use super::right::{GROUP_PROPERTIES, Granted, Rights};
use super::role::Roles;
use crate::codes;
use crate::lower::form;
use crate::lower::lowering::Lower;
use crate::lower::property_table::{Row, Value, row};
use crate::lower::report::{Named, list};
use crate::model::{
    EnvironmentId, GroupEnvironment, ItemRight, LaterRight, PrincipalId, SafrGroup,
};

/// The Workbench's own words for what a group is.
const WORKBENCH_ROLES: [Access; 3] = [Access::Administrator, Access::Developer, Access::Guest];

/// An item of a clause that some environments lack.
#[derive(Debug, Default)]
struct Lacking {
    environments: BTreeSet<EnvironmentId>,
    /// Whether another environment in which the clause applies has it.
    found: bool,
}

/// The combined rights of roles, computed once for all groups.
#[derive(Debug, Default)]
struct Resolved<'a> {
    /// What several roles grant together.
    sums: HashMap<Vec<usize>, Rc<Granted<'a>>>,
    /// Their rights to the items of an environment.
    lists: HashMap<(EnvironmentId, Vec<usize>), SharedRights>,
    lacking: AllLacking<'a>,
}

/// The rights to the items of an environment, and to those that it may get later.
type SharedRights = (Arc<Vec<ItemRight>>, Arc<Vec<LaterRight>>);

/// By the place of the item's name in its clause.
type AllLacking<'a> = BTreeMap<(Span, ItemType, &'a str), Lacking>;

/// What is written after `as`.
#[derive(Debug, Default)]
struct As {
    access: Option<Access>,
    roles: Vec<usize>,
}

/// What a SAFR group has in addition to what it may do in environments.
pub(crate) const PROPERTIES: &[Row<Vec<(PrincipalId, Span)>>] = &[row!(
    "members",
    Value::Names(form::USERS, |lower, members, names| {
        for &name in names {
            members.extend(lower.user(name).map(|id| (id, name.span)));
        }
    }),
    "The users who belong to the group. The default is none."
)];

impl Lower {
    /// Fills the model's groups.
    pub(super) fn safr_groups<'a>(
        &mut self,
        parts: &[(&'a SafrPart, &'a Written)],
        roles: &mut Roles<'a>,
    ) {
        let mut sorted: Vec<_> =
            parts.iter().map(|(part, it)| (head(part, &it.name), *it)).collect();
        sorted.sort_by(|a, b| {
            ebcdic::compare(&a.1.name.text, &b.1.name.text).then_with(|| a.0.cmp(&b.0))
        });
        let mut resolved = Resolved::default();
        for (origin, it) in sorted {
            let name = it.name.text.as_str();
            if let Some(&first) = self.safr_names.groups.get(name) {
                let first = self.model.safr.groups[first].origin;
                self.report.declared_twice(&format!("SAFR group `{name}`"), first, origin);
                continue;
            }
            self.safr_name((&it.name).into(), "a group");
            let row = SafrGroup {
                name: name.to_owned(),
                members: self.safr_members(it),
                environments: self.safr_environments_of(it, roles, &mut resolved),
                origin,
            };
            let id = self.model.safr.groups.push(row);
            self.safr_names.groups.insert(name.to_owned(), id);
        }
        self.lacking_items(resolved.lacking);
    }

    fn safr_members(&mut self, it: &Written) -> Vec<(PrincipalId, Span)> {
        let what = format!("SAFR group `{}`", it.name.text);
        let properties = it.clauses.iter().filter_map(|clause| match clause {
            SafrGroupClause::Property(it) => Some(it),
            SafrGroupClause::In(_) | SafrGroupClause::Error => None,
        });
        let mut members: Vec<(PrincipalId, Span)> = Vec::new();
        let properties = self.report.known(&what, "", properties, PROPERTIES);
        self.properties(&properties, &mut members);
        members.sort_unstable();
        for pair in members.windows(2) {
            if let [(first, one), (second, other)] = *pair
                && first == second
            {
                let fact = format!("the member `{}`", self.model.principals[first].name);
                self.report.stated_twice(&fact, (one, ""), (other, ""));
            }
        }
        members.dedup_by_key(|(id, _)| *id);
        members
    }

    fn safr_environments_of<'a>(
        &mut self,
        it: &'a Written,
        roles: &mut Roles<'a>,
        resolved: &mut Resolved<'a>,
    ) -> Vec<GroupEnvironment> {
        let mut found: BTreeMap<EnvironmentId, GroupEnvironment> = BTreeMap::new();
        let mut said_any = false;
        for clause in &it.clauses {
            said_any |= !matches!(clause, SafrGroupClause::Property(_));
            let SafrGroupClause::In(clause) = clause else { continue };
            let Some(row) = self.safr_in(it, clause, roles, resolved) else { continue };
            if let Some(first) = found.get(&row.environment) {
                self.twice_in_environment(it, clause, first.origin);
            } else {
                found.insert(row.environment, row);
            }
        }
        if !said_any {
            self.without_environments(it);
        }
        found.into_values().collect()
    }

    fn safr_in<'a>(
        &mut self,
        group: &Written,
        it: &'a SafrIn,
        roles: &mut Roles<'a>,
        resolved: &mut Resolved<'a>,
    ) -> Option<GroupEnvironment> {
        let environment = self.safr_environment((&it.environment).into());
        let said = self.as_what(it, roles);
        let what = format!("SAFR group `{}`", group.name.text);
        let own = self.safr_block(&what, &it.rights, GROUP_PROPERTIES).granted;
        let environment = environment?;
        let names: Vec<&str> =
            said.roles.iter().filter_map(|&at| roles.rows.get(at)).map(|it| it.name).collect();
        let role = (!names.is_empty()).then(|| names.join(", "));
        let of_roles = self.sum(&said.roles, roles, it.span, resolved);
        self.report.lower_than_included(&own.rights, &of_roles.rights);
        let (rights, later) = if own.rights.is_empty() {
            self.shared_rights(environment, said.roles, &of_roles.rights, it.span, resolved)
        } else {
            let mut all = of_roles.rights.clone();
            all.add(&own.rights);
            self.all_rights(environment, &all, it.span, resolved)
        };
        let mut create = of_roles.create.clone();
        for (&kind, &span) in &own.create {
            create.entry(kind).or_insert(span);
        }
        Some(GroupEnvironment {
            environment,
            access: said.access.unwrap_or(Access::General),
            role,
            create: create.into_iter().collect(),
            migrate_in: of_roles.migrate_in.or(own.migrate_in),
            rights,
            later,
            origin: it.span,
        })
    }

    /// What roles grant together.
    fn sum<'a>(
        &mut self,
        which: &[usize],
        roles: &Roles<'a>,
        span: Span,
        resolved: &mut Resolved<'a>,
    ) -> Rc<Granted<'a>> {
        let all: Vec<_> = which.iter().filter_map(|&at| roles.rows.get(at)).collect();
        if let [row] = *all {
            return Rc::clone(&row.granted);
        }
        if let Some(known) = resolved.sums.get(which) {
            return Rc::clone(known);
        }
        let mut sum = Granted::default();
        let size = all.iter().map(|it| it.granted.rights.len()).sum();
        if !self.too_many_facts(size, span) {
            for row in all {
                sum.add(&row.granted);
            }
        }
        let sum = Rc::new(sum);
        resolved.sums.insert(which.to_vec(), Rc::clone(&sum));
        sum
    }

    /// The roles of a clause, each once, and which of the Workbench's own is among them.
    fn as_what(&mut self, it: &SafrIn, roles: &mut Roles<'_>) -> As {
        let mut said = As::default();
        let mut first: Option<Span> = None;
        for name in &it.roles {
            match name {
                SafrRoleName::Name(name) => {
                    let Some(at) = self.role(Named::from(name), roles) else { continue };
                    if let Some(row) = roles.rows.get_mut(at) {
                        row.used = true;
                    }
                    if said.roles.contains(&at) {
                        let fact = format!("the role `{}`", name.text);
                        self.report.stated_twice(&fact, (it.span, ""), (name.span, ""));
                    } else {
                        said.roles.push(at);
                    }
                }
                SafrRoleName::Word(word) => {
                    let Some(access) = self.workbench_role(word, roles) else { continue };
                    if let (Some(one), Some(span)) = (said.access, first) {
                        let fact = "what the group is in the environment";
                        let (one, other) = ((span, one.as_str()), (word.span, access.as_str()));
                        self.report.stated_twice(fact, one, other);
                    }
                    (said.access, first) = (Some(access), first.or(Some(word.span)));
                }
            }
        }
        said.roles.sort_unstable();
        if self.rules() == Rules::GenevaersRoles && said.access.is_none() {
            self.report.no_workbench_role(it);
        }
        said
    }

    fn workbench_role(
        &mut self,
        word: &saffron_lang::ast::Word,
        roles: &Roles<'_>,
    ) -> Option<Access> {
        let access = Access::from_name(&word.node).filter(|it| WORKBENCH_ROLES.contains(it));
        let Some(access) = access else {
            let known: Vec<&str> = WORKBENCH_ROLES.iter().map(|it| it.as_str()).collect();
            let message = format!("unknown role `{}`", word.node);
            let mut diagnostic =
                Diagnostic::error(codes::UNKNOWN_ROLE, message, word.span, "not declared")
                    .about(&*word.node);
            let declared = roles.rows.iter().map(|it| it.name);
            let near = self.report.nearest(&word.node, known.iter().copied().chain(declared));
            if let Some(near) = &near {
                diagnostic = diagnostic.fix(word.span, near.clone());
            }
            self.report.add(diagnostic.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("expected one of {}, or a declared role", list(&known)),
            }));
            return None;
        };
        if self.rules() == Rules::Safr && access != Access::Administrator {
            let message = format!("under `rules safr` no group is a `{access}`");
            let diagnostic =
                Diagnostic::error(codes::WORKBENCH_ROLE, message, word.span, "not a role")
                    .about(&*word.node);
            let help = "declare a role with these rights, or write `rules genevaers-roles`";
            self.report.add(diagnostic.help(help));
        }
        Some(access)
    }

    fn twice_in_environment(&mut self, group: &Written, it: &SafrIn, first: Span) {
        let (name, place) = (&group.name.text, &it.environment.text);
        let message = format!("the group `{name}` is in the environment `{place}` twice");
        let diagnostic = Diagnostic::error(codes::IN_TWICE, message, it.span, "second clause")
            .because(first, "first clause");
        let help = format!("write one clause: `in {place} as …, … {{ … }}`");
        self.report.add(diagnostic.help(help));
    }

    fn without_environments(&mut self, it: &Written) {
        let name = &it.name.text;
        let message = format!("the group `{name}` has access to no environment");
        let diagnostic = Diagnostic::warning(
            codes::NO_ENVIRONMENTS,
            message,
            it.name.span,
            "no user can log in with it",
        );
        self.report.add(diagnostic.help("add `in ENVIRONMENT as ROLE`, or drop the group"));
    }

    /// The rights of roles in an environment: the same list for every group that has no others.
    fn shared_rights<'a>(
        &mut self,
        environment: EnvironmentId,
        roles: Vec<usize>,
        rights: &Rights<'a>,
        span: Span,
        resolved: &mut Resolved<'a>,
    ) -> SharedRights {
        let key = (environment, roles);
        if let Some(known) = resolved.lists.get(&key) {
            return known.clone();
        }
        let found = self.all_rights(environment, rights, span, resolved);
        resolved.lists.insert(key, found.clone());
        found
    }

    /// The rights to the items of an environment, and to those that it may get later.
    fn all_rights<'a>(
        &mut self,
        environment: EnvironmentId,
        rights: &Rights<'a>,
        span: Span,
        resolved: &mut Resolved<'a>,
    ) -> SharedRights {
        let found = self.resolve(environment, rights, span, resolved);
        (Arc::new(found), self.later(environment, rights))
    }

    /// The rights to the items of an environment, by item.
    fn resolve<'a>(
        &mut self,
        environment: EnvironmentId,
        rights: &Rights<'a>,
        span: Span,
        resolved: &mut Resolved<'a>,
    ) -> Vec<ItemRight> {
        self.look_for(environment, &rights.named, resolved);
        let mut found: Vec<ItemRight> = Vec::new();
        for (&(kind, name), said) in &rights.items {
            if let Some(item) = self.safr_names.item(environment, kind, name) {
                found.push(ItemRight { item, right: said.right, origin: said.origin });
            }
        }
        found.sort_unstable_by_key(|it| it.item);
        let named = found.len();
        for (&kind, said) in &rights.every {
            for item in self.safr_names.of_type(environment, kind) {
                let is_named = found
                    .get(..named)
                    .is_some_and(|it| it.binary_search_by_key(&item, |it| it.item).is_ok());
                if !is_named {
                    found.push(ItemRight { item, right: said.right, origin: said.origin });
                }
            }
        }
        if self.too_many_facts(found.len(), span) {
            return Vec::new();
        }
        found.sort_unstable_by_key(|it| it.item);
        found
    }

    /// Remembers which of the items that clauses name exist in an environment.
    fn look_for<'a>(
        &self,
        environment: EnvironmentId,
        named: &BTreeSet<(Span, ItemType, &'a str)>,
        resolved: &mut Resolved<'a>,
    ) {
        for &(span, kind, name) in named {
            let lacking = resolved.lacking.entry((span, kind, name)).or_default();
            match self.safr_names.item(environment, kind, name) {
                Some(_) => lacking.found = true,
                None => drop(lacking.environments.insert(environment)),
            }
        }
    }

    /// What clauses grant to items that the environment may get later: with `*`, and by name where
    /// the item doesn't exist yet or is an exception to a clause with `*`.
    fn later(&self, environment: EnvironmentId, rights: &Rights<'_>) -> Arc<Vec<LaterRight>> {
        let every = rights.every.iter().map(|(&kind, it)| (kind, None, it));
        let named = rights.items.iter().map(|(&(kind, name), it)| (kind, Some(name), it));
        let named = named.filter(|(kind, name, _)| {
            let exists =
                name.is_some_and(|it| self.safr_names.item(environment, *kind, it).is_some());
            !exists || rights.every.contains_key(kind)
        });
        let all = every.chain(named).map(|(kind, name, it)| LaterRight {
            kind,
            name: name.map(str::to_owned),
            right: it.right,
            origin: it.origin,
        });
        Arc::new(all.collect())
    }

    /// Clauses about items that don't exist in an environment: an error if they exist in none.
    fn lacking_items(&mut self, all: AllLacking<'_>) {
        if self.safr_names.incomplete {
            return;
        }
        for ((span, kind, name), it) in all {
            let Some(&first) = it.environments.first() else { continue };
            if !it.found {
                let named = Named { text: name, span, quoted: true };
                self.unknown_item(first, named, &[kind]);
                continue;
            }
            let places: Vec<&str> = it
                .environments
                .iter()
                .map(|&id| self.model.safr.environments[id].name.as_str())
                .take(3)
                .collect();
            let (which, more) = (list(&places), it.environments.len() - places.len());
            let which = if more == 0 { which } else { format!("{which} and {more} more") };
            let message =
                format!("unknown {} `{name}` in {which}, where this right is granted", noun(kind));
            let diagnostic =
                Diagnostic::warning(codes::ITEM_LACKING, message, span, "has no effect there");
            self.report.add(diagnostic.help(
                "declare it there too, or grant the right only in the environment that has it",
            ));
        }
    }
}

impl crate::lower::report::Report {
    fn no_workbench_role(&mut self, it: &SafrIn) {
        let place = &it.environment.text;
        let message = format!(
            "under `rules genevaers-roles` a group is `administrator`, `developer` or `guest` in `{place}`"
        );
        let diagnostic =
            Diagnostic::error(codes::WORKBENCH_ROLE, message, it.span, "one of them is required");
        self.add(
            diagnostic.help(format!("write `in {place} as guest`, with other roles after it")),
        );
    }
}
