//! `feature "…" { requires … }`

use std::collections::BTreeMap;

use saffron_diagnostics::{Diagnostic, Span};
use saffron_lang::ast::{self, Name, Text, Word};
use saffron_vocabulary::ebcdic;
use saffron_vocabulary::racf::AccessLevel;

use super::lowering::Lower;
use super::names::Wanted;
use super::sorted::{Declared, Of, head};
use super::{group, user};
use crate::codes;
use crate::model::{ClassId, Feature, Need, PrincipalId, Requirement};

type Members = BTreeMap<PrincipalId, Vec<PrincipalId>>;

/// What a requirement can refer to.
struct Known {
    features: BTreeMap<String, Span>,
    members: Members,
}

impl Lower {
    /// Reads the features and how they need each other.
    pub(crate) fn features(&mut self, declared: &Declared<'_>) {
        let mut names: BTreeMap<String, Span> = BTreeMap::new();
        let mut kept = Vec::new();
        for feature in &declared.features {
            let name = &feature.1.name;
            if let Some(&first) = names.get(&name.node) {
                self.report.declared_twice(&format!("feature `{}`", name.node), first, name.span);
                continue;
            }
            names.insert(name.node.clone(), name.span);
            kept.push(feature);
        }
        let known = Known { features: names, members: self.members_by_group() };
        for feature in kept {
            let feature = self.feature(feature, &known);
            self.model.features.push(feature);
        }
        self.model.features.sort_by(|a, b| ebcdic::compare(&a.name, &b.name));
    }

    fn feature(&mut self, (item, it): &Of<'_, ast::Feature>, known: &Known) -> Feature {
        let mut requirements = Vec::new();
        for requirement in &it.requirements {
            requirements.extend(self.requirement(requirement, known));
        }
        let origin = head(item, it.name.span);
        Feature { name: it.name.node.clone(), docs: lines(&item.docs), requirements, origin }
    }

    fn requirement(&mut self, it: &ast::Requirement, known: &Known) -> Option<Requirement> {
        Some(Requirement {
            optional: it.optional,
            need: self.need(&it.need, known)?,
            unless_not_defined: it.unless_not_defined,
            because: it.because.as_ref().map(|text| text.node.clone()),
            docs: lines(&it.docs),
            origin: it.span,
        })
    }

    fn need(&mut self, need: &ast::Need, known: &Known) -> Option<Need> {
        match need {
            ast::Need::Access { users, access, class, resource } => {
                let users = self.ids(users, Wanted::User);
                let (access, class, resource) = self.right(access, class, resource)?;
                Some(Need::Access { users, members_of: None, access, class, resource })
            }
            ast::Need::MembersAccess { group, access, class, resource } => {
                let group = self.group(group.into());
                let (access, class, resource) = self.right(access, class, resource)?;
                let group = group?;
                let users = known.members.get(&group).cloned().unwrap_or_default();
                Some(Need::Access { users, members_of: Some(group), access, class, resource })
            }
            ast::Need::Connected { users, group } => {
                let users = self.ids(users, Wanted::User);
                Some(Need::Connected { users, group: self.group(group.into())? })
            }
            ast::Need::Segment { ids, segment } => {
                let ids = self.ids(ids, Wanted::Either);
                Some(Need::Segment { ids, segment: self.known_segment(segment)? })
            }
            ast::Need::Started(name) => Some(Need::Started(name.node.to_ascii_uppercase())),
            ast::Need::Feature(name) => {
                self.needed_feature(name, &known.features).map(Need::Feature)
            }
            ast::Need::Rule(rule) => self.invariant_rule(rule).map(Need::Rule),
        }
    }

    fn ids(&mut self, names: &[Name], wanted: Wanted) -> Vec<PrincipalId> {
        let ids = names.iter().filter_map(|name| self.principal(name.into(), wanted));
        let mut ids: Vec<PrincipalId> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The users of the policy by the groups to which they are connected.
    fn members_by_group(&self) -> Members {
        let mut members = Members::new();
        for (id, principal) in self.model.principals.iter_enumerated() {
            if let Some(user) = principal.kind.user() {
                for connection in &user.connections {
                    members.entry(connection.group).or_default().push(id);
                }
            }
        }
        members
    }

    fn right(
        &mut self,
        access: &Word,
        class: &Name,
        resource: &Text,
    ) -> Option<(AccessLevel, ClassId, String)> {
        let level = self.report.level(access);
        let class = self.class(class.into())?;
        let level = level?;
        let row = &self.model.classes[class];
        let fits = match level {
            AccessLevel::None => false,
            AccessLevel::Execute => row.descriptor.execute_allowed,
            _ => true,
        };
        if !fits {
            let message =
                format!("a feature cannot require the access `{}` in `{}`", access.node, row.name);
            let span = access.span;
            let diagnostic =
                Diagnostic::error(codes::REQUESTED_LEVEL, message, span, "cannot be requested");
            self.report.add(diagnostic.help("write the level that it asks for, such as `read`"));
        }
        Some((level, class, self.resource(class, &resource.node).into_owned()))
    }

    fn known_segment(&mut self, word: &Word) -> Option<String> {
        let mut known: Vec<&str> = group::SEGMENTS.into_iter().chain(user::SEGMENTS).collect();
        known.sort_unstable();
        known.dedup();
        if known.contains(&word.node.as_str()) {
            return Some(word.node.clone());
        }
        let message = format!("unknown segment `{}`", word.node);
        let named = (word.node.as_str(), word.span);
        self.report.unknown_word(codes::UNKNOWN_SEGMENT, message, named, &known);
        None
    }

    fn needed_feature(&mut self, name: &Text, names: &BTreeMap<String, Span>) -> Option<String> {
        if names.contains_key(&name.node) {
            return Some(name.node.clone());
        }
        let known = names.keys().map(String::as_str);
        let declare = format!("declare it with `feature \"{}\" {{ … }}`", name.node);
        self.report.unknown(codes::UNKNOWN_FEATURE, "feature", name.into(), known, &declare);
        None
    }
}

fn lines(docs: &[Text]) -> Vec<String> {
    docs.iter().map(|line| line.node.clone()).collect()
}
