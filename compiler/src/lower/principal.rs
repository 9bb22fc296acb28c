//! Users, groups and external IDs: which IDs exist. Their properties are read by `group` and `user`.

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::Name;
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::name;

use super::lowering::Lower;
use super::names::fold;
use super::sorted::{Declared, head};
use crate::codes;
use crate::model::{Group, Principal, PrincipalKind, ROOT, User};

impl Lower {
    /// Fills the model's principals and their names.
    pub(crate) fn principals(&mut self, declared: &Declared<'_>) {
        let mut all: Vec<Principal> = Vec::new();
        for (item, it) in &declared.groups {
            let kind = PrincipalKind::Group(Box::default());
            all.extend(self.declare(&it.name, kind, head(item, it.name.span)));
        }
        for (item, it) in &declared.users {
            let kind = PrincipalKind::User(Box::<User>::default());
            all.extend(self.declare(&it.name, kind, head(item, it.name.span)));
        }
        for (_, it) in &declared.externals {
            for name in &it.names {
                let kind = match it.kind.node.as_str() {
                    "group" => PrincipalKind::ExternalGroup,
                    _ => PrincipalKind::ExternalUser(Box::default()),
                };
                all.extend(self.declare(name, kind, name.span));
            }
        }
        if !all.iter().any(|it| it.name == ROOT) {
            let kind = PrincipalKind::Group(Box::<Group>::default());
            all.push(Principal { name: ROOT.to_owned(), kind, origin: None });
        }
        all.sort_by(|a, b| ebcdic::compare(&a.name, &b.name).then_with(|| a.origin.cmp(&b.origin)));
        for principal in all {
            self.add_principal(principal);
        }
    }

    fn declare(&mut self, name: &Name, kind: PrincipalKind, origin: Span) -> Option<Principal> {
        let folded = fold(&name.text);
        let valid =
            if kind.is_user() { name::is_id(&folded) } else { name::is_group_name(&folded) };
        if !valid {
            self.report.bad_id(name.into(), if kind.is_user() { "user" } else { "group" });
            // References to it are not reported in addition.
            if folded.is_empty() {
                return None;
            }
        }
        Some(Principal { name: folded.into_owned(), kind, origin: Some(origin) })
    }

    fn add_principal(&mut self, principal: Principal) {
        let Some(&known) = self.names.principals.get(&principal.name) else {
            let name = principal.name.clone();
            let id = self.model.principals.push(principal);
            self.names.principals.insert(name, id);
            return;
        };
        let first = &self.model.principals[known];
        let (Some(one), Some(other)) = (first.origin, principal.origin) else { return };
        let (noun, name) = (first.kind.noun(), &principal.name);
        if noun == principal.kind.noun() {
            self.report.declared_twice(&format!("{noun} `{name}`"), one, other);
            return;
        }
        let message = format!("`{name}` is declared as {noun} and as {}", principal.kind.noun());
        self.report.add(
            Diagnostic::error(
                codes::ID_CLASH,
                message,
                other,
                format!("{} here", principal.kind.noun()),
            )
            .because(one, format!("{noun} here"))
            .help("users and groups share one name space: rename one of them"),
        );
    }

    /// A parameter's name can't be the name of anything else: it would always be replaced.
    pub(crate) fn parameter_clashes(&mut self, params: &BTreeMap<String, Span>) {
        for (name, &span) in params {
            let principal = self.names.principals.get(name).map(|&id| &self.model.principals[id]);
            let class = self.names.classes.get(name).map(|&id| &self.model.classes[id]);
            let origin = match (principal, class) {
                (Some(principal), _) => principal.origin,
                (None, Some(class)) => class.origin,
                (None, None) => continue,
            };
            let message = format!("the parameter `{name}` has the name of an ID or a class");
            let diagnostic =
                Diagnostic::error(codes::PARAMETER_CLASH, message, span, "rename the parameter")
                    .help("a parameter's name is replaced by its value wherever it occurs");
            self.report.add(match origin {
                Some(origin) => diagnostic.because(origin, "the other one"),
                None => diagnostic,
            });
        }
    }
}
