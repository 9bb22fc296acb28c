//! `role R { … }`: named sets of rights, flattened.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use saffron_bundle::ebcdic;
use saffron_lang::ast::{SafrPart, SafrRole};
use saffron_lang::{Diagnostic, Span};

use super::head;
use super::right::Granted;
use crate::check::circle::{self, Needs};
use crate::codes;
use crate::lower::Lower;
use crate::lower::report::Named;
use crate::model::Role;

const KEYS: [&str; 3] = ["includes", "create", "run"];

/// A role with all that it grants.
#[derive(Debug)]
pub(super) struct RoleRow<'a> {
    pub(super) name: &'a str,
    /// What it includes counted in.
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
                let Some(other) = self.role(*name, &roles) else { continue };
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
        self.role_circle(&roles, &needs);
        self.flatten(&mut roles, &needs);
        roles
    }

    /// The roles with what they say themselves, and the names of what they include.
    fn own_rights<'a>(
        &mut self,
        parts: &[(&'a SafrPart, &'a SafrRole)],
    ) -> (Roles<'a>, Vec<Vec<Named<'a>>>) {
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
            let block = self.safr_block(&format!("role `{name}`"), &it.clauses, &KEYS);
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
            "say what it grants: `create […]`, `run [migrate-in]`, `edit view-folder …: modify`",
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

    fn role_circle(&mut self, roles: &Roles<'_>, needs: &Needs) {
        let (_, stuck) = circle::ordered(needs);
        let circle = circle::find(needs, &stuck);
        let named = |at: usize| roles.rows.get(at).map_or("", |it| it.name);
        let Some((&(first, span), rest)) = circle.split_first() else { return };
        let message = if rest.is_empty() {
            format!("the role `{}` includes itself", named(first))
        } else {
            let all: Vec<String> =
                circle.iter().map(|(at, _)| format!("`{}`", named(*at))).collect();
            let all = all.join(", ");
            format!("the roles include each other in a circle: {all} and `{}` again", named(first))
        };
        let diagnostic = Diagnostic::error(codes::ROLE_CIRCLE, message, span, "included here");
        let diagnostic =
            rest.iter().fold(diagnostic, |it, (_, span)| it.because(*span, "and here"));
        self.report.add(diagnostic.help("drop one of these `includes`"));
    }

    /// Adds to each role what it includes, from the inside out; a circle adds nothing.
    fn flatten(&mut self, roles: &mut Roles<'_>, needs: &Needs) {
        let (order, _) = circle::ordered(needs);
        for at in order {
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
                    Diagnostic::warning(codes::ROLE_UNUSED, message, span, "nobody has it");
                let help = format!("give it to a group: `in … as {}`, or drop it", row.name);
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

type Written = (saffron_bundle::safr::ItemType, Option<String>, saffron_bundle::safr::Right);

/// Rights by type, those with `*` first.
fn written(granted: &Granted<'_>) -> Vec<Written> {
    let every = granted.rights.every.iter().map(|(&kind, it)| ((kind, None), it.right));
    let named = granted.rights.items.iter();
    let named = named.map(|(&(kind, name), it)| ((kind, Some(name)), it.right));
    let all: BTreeMap<(_, Option<&str>), _> = every.chain(named).collect();
    all.into_iter().map(|((kind, name), right)| (kind, name.map(str::to_owned), right)).collect()
}
