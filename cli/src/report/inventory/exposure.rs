//! What an auditor looks for among the declarations: authority in groups, ownership, access of everyone, IDs that don't
//! exist.

use saffron_compiler::graph::Ownership;
use saffron_compiler::model::{PrincipalId, PrincipalKind, Profile, Segment, StandardEntry, Who};
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
        let mut rows = Vec::new();
        for it in &self.model.profiles {
            let standard = it.standard.iter().map(|StandardEntry { who, access, origin }| {
                (*who, access.as_str().to_lowercase(), *origin)
            });
            let conditional = it.conditional.iter();
            let conditional = conditional.map(|it| {
                (it.who, format!("{} when", it.access.as_str().to_lowercase()), it.origin)
            });
            for (who, access, origin) in standard.chain(conditional) {
                rows.extend(self.residual(it, who, access, origin));
            }
            let named = [("owner", it.owner), ("notify", it.notify)];
            for (role, id) in named.into_iter().filter_map(|(role, id)| Some((role, id?))) {
                rows.extend(self.residual(it, Who::Id(id), role.to_owned(), it.origin));
            }
        }
        rows.sort_by(|a, b| a.first().cmp(&b.first()));
        Table { columns: RESIDUAL, rows }
    }

    fn residual(
        &self,
        profile: &Profile,
        who: Who,
        role: String,
        origin: Span,
    ) -> Option<Vec<String>> {
        let Who::Id(id) = who else { return None };
        let principal = self.model.principals.get(id).filter(|it| it.kind.is_external())?;
        let [class, name] = [self.class_name(profile), profile.name.clone()];
        Some(vec![principal.name.clone(), class, name, role, self.source(Some(origin))])
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
