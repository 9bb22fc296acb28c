//! What an auditor looks for among the declarations: authority in groups, ownership, access of everyone, IDs that don't
//! exist.

use saffron_compiler::graph::Ownership;
use saffron_compiler::model::{
    Mention, Mentioned, Mentioner, PrincipalId, PrincipalKind, Profile, Segment,
};
use saffron_diagnostics::Span;
use saffron_vocabulary::racf::AccessLevel;

use super::reader::{Inventory, chosen, kind, words};
use super::table::Table;

impl Inventory<'_> {
    pub(super) fn group_attributes(&self) -> Table {
        let ownership = Ownership::of(self.model);
        let mut rows = Vec::new();
        for principal in &self.model.principals {
            for it in principal.kind.user().into_iter().flat_map(|user| &user.connections) {
                if !(it.special || it.operations || it.auditor) {
                    continue;
                }
                let scope = ownership.scope(self.model, it.group);
                let scope: Vec<String> = scope.into_iter().map(|id| self.name(Some(id))).collect();
                rows.push(vec![
                    principal.name.clone(),
                    self.name(Some(it.group)),
                    chosen(&it.attributes_by_word()),
                    words(scope.iter().map(String::as_str)),
                    self.source(Some(it.origin)),
                ]);
            }
        }
        Table { columns: GROUP_ATTRIBUTES, rows }
    }

    pub(super) fn segments(&self) -> Table {
        let mut rows = Vec::new();
        for principal in &self.model.principals {
            for segment in segments(&principal.kind) {
                let row = |field: &str, value: &str| {
                    let cells = [principal.name.as_str(), &segment.name, field, value];
                    let source = self.source(Some(segment.origin));
                    cells.map(str::to_owned).into_iter().chain([source]).collect()
                };
                rows.extend(segment.fields.iter().map(|(field, value)| row(field, value)));
                if segment.fields.is_empty() {
                    rows.push(row("", ""));
                }
            }
        }
        Table { columns: SEGMENTS, rows }
    }

    pub(super) fn owners(&self) -> Table {
        let mut rows = Vec::new();
        for it in &self.model.principals {
            let (what, owner) = match &it.kind {
                PrincipalKind::User(user) => ("user", user.owner),
                PrincipalKind::Group(group) => ("group", group.owner),
                PrincipalKind::ExternalUser(_) | PrincipalKind::ExternalGroup => continue,
            };
            rows.extend(self.owned(owner, what, &it.name, it.origin));
        }
        for it in self.defined() {
            rows.extend(self.owned(it.owner, &self.class_name(it), &it.name, Some(it.origin)));
        }
        // Stable: what an ID owns keeps its order.
        rows.sort_by(|a, b| a.first().cmp(&b.first()));
        Table { columns: OWNERS, rows }
    }

    fn owned(
        &self,
        owner: Option<PrincipalId>,
        what: &str,
        name: &str,
        origin: Option<Span>,
    ) -> Option<Vec<String>> {
        let owner = self.name(Some(owner?));
        Some(vec![owner, what.to_owned(), name.to_owned(), self.source(origin)])
    }

    pub(super) fn warning(&self) -> Table {
        let rows = self.defined().filter(|it| it.warning).map(|it| {
            let level = it.uacc.as_str().to_lowercase();
            self.about(it, [self.name(it.owner), level], it.origin)
        });
        Table { columns: WARNING, rows: rows.collect() }
    }

    pub(super) fn uacc(&self) -> Table {
        let open = self.defined().filter(|it| it.uacc > AccessLevel::None);
        let rows = open.map(|it| {
            let level = it.uacc.as_str().to_lowercase();
            self.about(it, [level, self.name(it.owner)], it.uacc_origin.unwrap_or(it.origin))
        });
        Table { columns: UACC, rows: rows.collect() }
    }

    pub(super) fn members(&self) -> Table {
        let rows = self.defined().flat_map(|it| {
            it.members.iter().map(|member| {
                let cells = [self.class_name(it), it.name.clone(), member.name.clone()];
                cells.into_iter().chain([self.source(Some(member.origin))]).collect()
            })
        });
        Table { columns: MEMBERS, rows: rows.collect() }
    }

    pub(super) fn globals(&self) -> Table {
        let rows = self.model.globals.iter().map(|it| {
            let class = self.model.classes.get(it.class).map(|class| class.name.clone());
            let level = it.access.as_str().to_lowercase();
            vec![class.unwrap_or_default(), it.name.clone(), level, self.source(Some(it.origin))]
        });
        Table { columns: GLOBALS, rows: rows.collect() }
    }

    pub(super) fn residual_ids(&self) -> Table {
        let is_residual =
            |id| self.model.principals.get(id).is_some_and(|it| it.kind.is_external());
        let mentions = self.model.mentions().filter(|it| is_residual(it.id));
        let mut rows: Vec<Vec<String>> = mentions.map(|it| self.residual(&it)).collect();
        // Stable: what names an ID keeps its order.
        rows.sort_by(|a, b| a.first().cmp(&b.first()));
        Table { columns: RESIDUAL, rows }
    }

    fn residual(&self, mention: &Mention<'_>) -> Vec<String> {
        let (class, name) = match mention.by {
            Mentioner::Profile(profile) => (self.class_name(profile), profile.name.clone()),
            Mentioner::Principal(it) if it.kind.user().is_some() => {
                ("USER".to_owned(), it.name.clone())
            }
            Mentioner::Principal(it) => ("GROUP".to_owned(), it.name.clone()),
        };
        let id = self.name(Some(mention.id));
        vec![id, class, name, role(mention.role), self.source(mention.origin)]
    }

    /// Profiles that the policy defines; of the others only what it adds is known.
    fn defined(&self) -> impl Iterator<Item = &Profile> {
        self.model.profiles.iter().filter(|it| !it.external)
    }

    fn about(&self, profile: &Profile, cells: [String; 2], origin: Span) -> Vec<String> {
        let head = [self.class_name(profile), profile.name.clone(), kind(profile.kind).to_owned()];
        head.into_iter().chain(cells).chain([self.source(Some(origin))]).collect()
    }
}

fn role(of: Mentioned) -> String {
    match of {
        Mentioned::Permitted(access) => access.as_str().to_lowercase(),
        Mentioned::PermittedWhen(access) => format!("{} when", access.as_str().to_lowercase()),
        Mentioned::Owner => "owner".to_owned(),
        Mentioned::Notify => "notify".to_owned(),
        Mentioned::StartedUser => "started user".to_owned(),
        Mentioned::StartedGroup => "started group".to_owned(),
        Mentioned::DefaultGroup => "default group".to_owned(),
        Mentioned::Connected => "connection".to_owned(),
        Mentioned::ConnectionOwner => "connection owner".to_owned(),
    }
}

fn segments(kind: &PrincipalKind) -> &[Segment] {
    match kind {
        PrincipalKind::User(user) | PrincipalKind::ExternalUser(user) => &user.segments,
        PrincipalKind::Group(group) => &group.segments,
        PrincipalKind::ExternalGroup => &[],
    }
}

const GROUP_ATTRIBUTES: &[&str] = &["user", "group", "attributes", "scope", "source"];
const SEGMENTS: &[&str] = &["id", "segment", "field", "value", "source"];
const OWNERS: &[&str] = &["owner", "kind", "owned", "source"];
const WARNING: &[&str] = &["class", "profile", "kind", "owner", "uacc", "source"];
const UACC: &[&str] = &["class", "profile", "kind", "uacc", "owner", "source"];
const MEMBERS: &[&str] = &["class", "profile", "member", "source"];
const GLOBALS: &[&str] = &["class", "name", "access", "source"];
const RESIDUAL: &[&str] = &["id", "class", "profile", "role", "source"];
