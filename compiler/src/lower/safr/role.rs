//! `role R { … }`: named sets of rights, flattened.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{Name, SafrPart, SafrRole};
use saffron_vocabulary::ebcdic;

use super::head;
use super::right::{Granted, ROLE_PROPERTIES};
use crate::check::cycle::{self, Needs};
use crate::codes;
use crate::lower::lowering::Lower;
use crate::lower::report::Named;
use crate::model::Role;

/// A role with all that it grants.
#[derive(Debug)]
pub(super) struct RoleRow<'a> {
    pub(super) name: &'a str,
    /// Including the rights of the roles that it includes.
    pub(super) granted: Rc<Granted<'a>>,
    includes: Vec<usize>,
    origin: Span,
    name_span: Span,
    /// Whether a group or another role uses it.
    pub(super) used: bool,
}

/// The roles by name.
#[derive(Debug, Default)]
pub(super) struct Roles<'a> {
    pub(super) rows: Vec<RoleRow<'a>>,
    names: HashMap<&'a str, usize>,
}

impl Lower {
    /// Reads the roles and adds to each what it includes.
    pub(super) fn safr_roles<'a>(&mut self, parts: &[(&'a SafrPart, &'a SafrRole)]) -> Roles<'a> {
        let (mut roles, includes) = self.own_rights(parts);
        let mut needs = Needs::new();
        for (at, named) in includes.iter().enumerate() {
            let mut found = Vec::new();
            for name in named {
                let Some(other) = self.role(name.into(), &roles) else { continue };
                if found.iter().any(|(it, _)| *it == other) {
                    let fact = format!("the included role `{}`", name.text);
                    self.report.stated_twice(&fact, (name.span, ""), (name.span, ""));
                } else {
                    found.push((other, name.span));
                }
                if let Some(row) = roles.rows.get_mut(other) {
                    row.used = true;
                }
            }
            needs.insert(at, found);
        }
        self.role_cycles(&roles, &needs);
        self.flatten(&mut roles, &needs);
        roles
    }

    /// The roles with the rights that they grant themselves, and the names of what they include.
    fn own_rights<'a>(
        &mut self,
        parts: &[(&'a SafrPart, &'a SafrRole)],
    ) -> (Roles<'a>, Vec<Vec<Name>>) {
        let mut sorted: Vec<_> =
            parts.iter().map(|(part, it)| (head(part, &it.name), *it)).collect();
        sorted.sort_by(|a, b| {
            ebcdic::compare(&a.1.name.text, &b.1.name.text).then_with(|| a.0.cmp(&b.0))
        });
        let (mut roles, mut includes) = (Roles::default(), Vec::new());
        for (origin, it) in sorted {
            let name = it.name.text.as_str();
            if let Some(first) = roles.names.get(name).and_then(|&at| roles.rows.get(at)) {
                self.report.declared_twice(&format!("role `{name}`"), first.origin, origin);
                continue;
            }
            self.safr_name((&it.name).into(), "a role");
            let block = self.safr_block(&format!("role `{name}`"), &it.clauses, ROLE_PROPERTIES);
            if block.granted.is_empty() && block.includes.is_empty() {
                self.empty_role(it);
            }
            roles.names.insert(name, roles.rows.len());
            roles.rows.push(RoleRow {
                name,
                granted: Rc::new(block.granted),
                includes: Vec::new(),
                origin,
                name_span: it.name.span,
                used: false,
            });
            includes.push(block.includes);
        }
        (roles, includes)
    }

    fn empty_role(&mut self, it: &SafrRole) {
        let message = format!("the role `{}` grants nothing", it.name.text);
        let diagnostic =
            Diagnostic::warning(codes::EMPTY_ROLE, message, it.name.span, "grants nothing");
        self.report.add(diagnostic.help(
            "add what it grants: `create […]`, `run [migrate-in]`, `edit view-folder …: modify`",
        ));
    }

    /// The role of this name.
    pub(super) fn role(&mut self, name: Named<'_>, roles: &Roles<'_>) -> Option<usize> {
        if let Some(&at) = roles.names.get(name.text) {
            return Some(at);
        }
        if !self.safr_names.incomplete {
            let known = roles.rows.iter().map(|it| it.name);
            let declare = format!("declare it with `role {} {{ … }}`", name.text);
            self.report.unknown(codes::UNKNOWN_ROLE, "role", name, known, &declare);
        }
        None
    }

    fn role_cycles(&mut self, roles: &Roles<'_>, needs: &Needs) {
        for cycle in cycle::cycles(needs) {
            let name = |&(at, _): &(usize, Span)| Some(roles.rows.get(at)?.name);
            let message = match cycle.iter().filter_map(name).collect::<Vec<_>>().as_slice() {
                [itself] => format!("the role `{itself}` includes itself"),
                members => {
                    format!("circular role inclusion: {}", cycle::shown(members.iter().copied()))
                }
            };
            let labels = ("included here", "and here");
            let error = cycle::error(codes::ROLE_CYCLE, message, &cycle, labels);
            self.report.add_some(error.map(|error| error.help("remove one of these `includes`")));
        }
    }

    /// Adds to each role what it includes, from the inside out; a cycle adds nothing.
    fn flatten(&mut self, roles: &mut Roles<'_>, needs: &Needs) {
        for at in cycle::ordered(needs) {
            let included: Vec<usize> =
                needs.get(&at).into_iter().flatten().map(|(other, _)| *other).collect();
            let all = included.iter().filter_map(|&other| roles.rows.get(other));
            let all: Vec<Rc<Granted<'_>>> = all.map(|row| Rc::clone(&row.granted)).collect();
            let Some(row) = roles.rows.get_mut(at) else { continue };
            let size = all.iter().map(|it| it.rights.len()).sum();
            if !all.is_empty() && !self.too_many_facts(size, row.name_span) {
                let mut sum = Granted::default();
                for it in &all {
                    sum.add(it);
                }
                self.report.lower_than_included(&row.granted.rights, &sum.rights);
                sum.add(&row.granted);
                row.granted = Rc::new(sum);
            }
            row.includes = included;
        }
    }

    /// Keeps the roles in the model, and reports those that nothing uses.
    pub(super) fn keep_roles(&mut self, roles: &Roles<'_>) {
        let names: Vec<&str> = roles.rows.iter().map(|it| it.name).collect();
        for row in &roles.rows {
            if !row.used {
                let message = format!("the role `{}` is never used", row.name);
                let span = row.name_span;
                let diagnostic =
                    Diagnostic::warning(codes::ROLE_UNUSED, message, span, "no group has it");
                let help = format!("assign it to a group: `in … as {}`, or drop it", row.name);
                self.report.add(diagnostic.help(help));
            }
            let included = row.includes.iter().filter_map(|&at| names.get(at));
            self.model.safr.roles.push(Role {
                name: row.name.to_owned(),
                includes: included.map(|&it| it.to_owned()).collect(),
                create: row.granted.create.keys().copied().collect(),
                migrate_in: row.granted.migrate_in.is_some(),
                rights: written(&row.granted),
                origin: row.origin,
            });
        }
    }
}

type Written =
    (saffron_vocabulary::safr::ItemType, Option<String>, saffron_vocabulary::safr::Right);

/// Rights by type, those with `*` first.
fn written(granted: &Granted<'_>) -> Vec<Written> {
    let every = granted.rights.every.iter().map(|(&kind, it)| ((kind, None), it.right));
    let named = granted.rights.items.iter();
    let named = named.map(|(&(kind, name), it)| ((kind, Some(name)), it.right));
    let all: BTreeMap<(_, Option<&str>), _> = every.chain(named).collect();
    all.into_iter().map(|((kind, name), right)| (kind, name.map(str::to_owned), right)).collect()
}
