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
use crate::model::{Authority, AuthorityKind, Group, ROOT, User};

impl Lower {
    /// Fills the model's authorities and their names.
    pub(crate) fn authorities(&mut self, declared: &Declared<'_>) {
        let mut all: Vec<Authority> = Vec::new();
        for (item, it) in &declared.groups {
            let kind = AuthorityKind::Group(Box::default());
            all.extend(self.declare(&it.name, kind, head(item, it.name.span)));
        }
        for (item, it) in &declared.users {
            let kind = AuthorityKind::User(Box::<User>::default());
            all.extend(self.declare(&it.name, kind, head(item, it.name.span)));
        }
        for (_, it) in &declared.externals {
            for name in &it.names {
                let kind = match it.kind.node.as_str() {
                    "group" => AuthorityKind::ExternalGroup,
                    _ => AuthorityKind::ExternalUser,
                };
                all.extend(self.declare(name, kind, name.span));
            }
        }
        if !all.iter().any(|it| it.name == ROOT) {
            let kind = AuthorityKind::Group(Box::<Group>::default());
            all.push(Authority { name: ROOT.to_owned(), kind, origin: None });
        }
        all.sort_by(|a, b| ebcdic::compare(&a.name, &b.name).then_with(|| a.origin.cmp(&b.origin)));
        for authority in all {
            self.add_authority(authority);
        }
    }

    fn declare(&mut self, name: &Name, kind: AuthorityKind, origin: Span) -> Option<Authority> {
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
        Some(Authority { name: folded.into_owned(), kind, origin: Some(origin) })
    }

    fn add_authority(&mut self, authority: Authority) {
        let Some(&known) = self.names.authorities.get(&authority.name) else {
            let name = authority.name.clone();
            let id = self.model.authorities.push(authority);
            self.names.authorities.insert(name, id);
            return;
        };
        let first = &self.model.authorities[known];
        let (Some(one), Some(other)) = (first.origin, authority.origin) else { return };
        let (noun, name) = (first.kind.noun(), &authority.name);
        if noun == authority.kind.noun() {
            self.report.declared_twice(&format!("{noun} `{name}`"), one, other);
            return;
        }
        let message = format!("`{name}` is declared as {noun} and as {}", authority.kind.noun());
        self.report.add(
            Diagnostic::error(
                codes::ID_CLASH,
                message,
                other,
                format!("{} here", authority.kind.noun()),
            )
            .because(one, format!("{noun} here"))
            .help("users and groups share one name space: rename one of them"),
        );
    }

    /// A parameter's name can't be the name of anything else: it would always be replaced.
    pub(crate) fn parameter_clashes(&mut self, params: &BTreeMap<String, Span>) {
        for (name, &span) in params {
            let authority = self.names.authorities.get(name).map(|&id| &self.model.authorities[id]);
            let class = self.names.classes.get(name).map(|&id| &self.model.classes[id]);
            let origin = match (authority, class) {
                (Some(authority), _) => authority.origin,
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
