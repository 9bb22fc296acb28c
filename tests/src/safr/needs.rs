//! What a general user needs, operation by operation, by the documented rules.

use std::collections::BTreeSet;

use saffron_runtime::safr::MissingRight;
use saffron_vocabulary::safr::ItemType as T;
use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{Right, SafrStep, SafrSwitch};

use super::facts::MissingFacts;
use super::judge::{Judge, Need};
use super::request::Named;
use crate::reference::ebcdic;

/// Section 10: the types with edit rights.
pub(super) const WITH_RIGHTS: [T; 5] =
    [T::LogicalFile, T::LogicalRecord, T::PhysicalFile, T::UserExitRoutine, T::ViewFolder];

/// By type, and by name as the host sorts.
fn in_order(items: &BTreeSet<Named>) -> Vec<Named> {
    let mut items: Vec<Named> = items.iter().cloned().collect();
    items.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| ebcdic::compare(&one.1, &other.1)));
    items
}

impl Judge<'_> {
    /// All that is needed, in the order in which it is reported.
    pub(super) fn needs(&self) -> Vec<Need> {
        let operation = self.request.operation;
        match operation {
            Op::Migrate => self.migration(),
            _ if self.state.roles => self.needs_by_role(),
            Op::BatchActivateLookupPaths => vec![self.run(self.place())],
            Op::BatchActivateViews => self.batch_activation(),
            // Section 90.
            Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => self.reading(self.place(), &self.selected()),
            Op::Export => self.export(),
            Op::ReportEnvironmentSecurity | Op::ReportEnvironmentChecker => Vec::new(),
            _ => match self.request.item_type {
                T::View => self.view(),
                T::LookupPath => self.lookup_path(),
                kind if operation == Op::Reference => self.reference(kind),
                kind if WITH_RIGHTS.contains(&kind) => self.with_rights(),
                // Sections 50, 52 and 54: read by everyone with access.
                _ => Vec::new(),
            },
        }
    }

    /// Sections 10, 12, 56, 58, 62, 64 and 68.
    fn with_rights(&self) -> Vec<Need> {
        let item = self.item();
        let mut needs = Vec::new();
        match self.request.operation {
            Op::Create => needs.push(self.create(item.0)),
            Op::Copy => {
                needs.push(self.edit(self.place(), &item, Right::Read));
                needs.push(self.create(item.0));
            }
            Op::Read => needs.push(self.edit(self.place(), &item, Right::Read)),
            Op::Modify => needs.push(self.edit(self.place(), &item, Right::Modify)),
            _ => needs.push(self.edit(self.place(), &item, Right::Delete)),
        }
        if self.state.on(SafrSwitch::ItemReferencesNeedRights) {
            needs.extend(self.new_refs().iter().flat_map(|it| self.use_of(it)));
        }
        needs
    }

    /// "Refer to": in a view (sections 50 to 64), or in what consists of other items.
    fn reference(&self, kind: T) -> Vec<Need> {
        let Some(referrer) = &self.request.referrer else { return Vec::new() };
        let item = self.item();
        let mut needs = Vec::new();
        if referrer.0 == T::View {
            needs.push(self.folder_of(self.place(), referrer, Right::Modify));
        } else {
            needs.push(self.edit(self.place(), referrer, Right::Modify));
        }
        let checked = referrer.0 == T::View || self.state.on(SafrSwitch::ItemReferencesNeedRights);
        if WITH_RIGHTS.contains(&kind) && checked {
            needs.push(self.edit(self.place(), &item, Right::Read));
        }
        needs
    }

    /// Section 60.
    fn lookup_path(&self) -> Vec<Need> {
        let saved = self.saved_refs();
        let right = if self.state.on(SafrSwitch::LookupPathNeedsRead) {
            Right::Read
        } else {
            Right::Modify
        };
        let selection: Vec<Named> = match (self.request.operation, &self.request.refs) {
            (Op::Reference, _) => {
                let referrer = self.request.referrer.iter();
                let mut needs: Vec<Need> =
                    referrer.map(|it| self.folder_of(self.place(), it, Right::Modify)).collect();
                needs.extend(self.use_of(&self.item()));
                return needs;
            }
            (Op::Create | Op::Modify, Some(refs)) => {
                let whole = self.state.on(SafrSwitch::LookupPathCheckedAsAWhole);
                let all = refs.iter().cloned();
                all.filter(|it| whole || !saved.contains(it)).collect()
            }
            (Op::Modify, None) if self.state.on(SafrSwitch::LookupPathCheckedAsAWhole) => {
                in_order(&saved)
            }
            (Op::Copy, _) => in_order(&saved),
            _ => Vec::new(),
        };
        selection.iter().map(|it| self.used(self.place(), it, right)).collect()
    }

    /// Sections 22, 66 and 68: a view has the rights of its folder.
    fn view(&self) -> Vec<Need> {
        let (place, view) = (self.place(), self.item());
        let own = |right| self.folder_of(place, &view, right);
        let target = |right| {
            let folder = self.request.folder.clone();
            folder.map_or_else(|| own(right), |it| self.folder(place, &it, right))
        };
        match self.request.operation {
            Op::Read | Op::ActivateCheck => vec![own(Right::Read)],
            Op::ActivateSave => vec![own(Right::Modify)],
            Op::Delete if self.state.on(SafrSwitch::ViewDeleteNeedsModify) => {
                vec![own(Right::Modify)]
            }
            Op::Delete => vec![own(Right::Delete)],
            Op::Copy => vec![own(Right::Read), target(Right::Modify)],
            Op::Move if self.state.on(SafrSwitch::ViewMoveNeedsBothFolders) => {
                vec![own(Right::Modify), target(Right::Modify)]
            }
            Op::Move => vec![target(Right::Modify)],
            Op::Create => self.with_new_refs(vec![target(Right::Modify)]),
            _ => self.with_new_refs(vec![own(Right::Modify), target(Right::Modify)]),
        }
    }

    pub(super) fn with_new_refs(&self, mut needs: Vec<Need>) -> Vec<Need> {
        needs.extend(self.new_refs().iter().flat_map(|it| self.use_of(it)));
        needs
    }

    /// What an item needs that is used by another: read to it, or to what a lookup path uses.
    fn use_of(&self, item: &Named) -> Vec<Need> {
        let read = |it: &Named| self.used(self.place(), it, Right::Read);
        match item.0 {
            T::LookupPath if !self.state.roles => {
                let path = self.state.item(self.place(), item);
                path.map(|it| in_order(&it.refs).iter().map(read).collect()).unwrap_or_default()
            }
            kind if self.has_rights(kind) => vec![read(item)],
            _ => Vec::new(),
        }
    }

    /// Sections 14, 66 and 91.
    fn batch_activation(&self) -> Vec<Need> {
        let run = self.run(self.place());
        let views = self.selected();
        let by_folder = self.state.on(SafrSwitch::FolderRightActivatesViews) && !views.is_empty();
        if run.held || !by_folder {
            return vec![run];
        }
        views.iter().map(|it| self.folder_of(self.place(), it, Right::Modify)).collect()
    }

    /// The read right to what is selected (sections 22, 90 to 92): of a view its folder's, none to
    /// what everyone may read.
    pub(super) fn reading(&self, environment: &str, selected: &[Named]) -> Vec<Need> {
        let mut needs = Vec::new();
        for item in selected {
            match item.0 {
                kind if self.has_rights(kind) => {
                    needs.push(self.edit(environment, item, Right::Read));
                }
                T::View => needs.push(self.folder_of(environment, item, Right::Read)),
                _ => needs.push(everyone(environment)),
            }
        }
        needs
    }

    /// Section 92, and related components.
    pub(super) fn export(&self) -> Vec<Need> {
        let selected = self.selected();
        let mut needs = self.reading(self.place(), &selected);
        if !self.state.roles && !self.state.on(SafrSwitch::ExportChecksRelatedItems) {
            return needs;
        }
        for item in in_order(&self.reachable(&selected)) {
            if self.has_rights(item.0) {
                needs.push(self.used(self.place(), &item, Right::Read));
            }
        }
        needs
    }

    /// Everything that the items refer to, and what that refers to, and so on.
    fn reachable(&self, from: &[Named]) -> BTreeSet<Named> {
        let mut found = BTreeSet::new();
        let mut open: Vec<Named> = from.to_vec();
        while let Some(item) = open.pop() {
            let Some(item) = self.state.item(self.place(), &item) else { continue };
            for other in &item.refs {
                if found.insert(other.clone()) {
                    open.push(other.clone());
                }
            }
        }
        found
    }

    /// Sections 22 and 91: Migrate In in the target, read in the source.
    fn migration(&self) -> Vec<Need> {
        let target = self.place();
        let source = self.request.source_environment.as_deref().unwrap_or_default();
        let mut needs = Vec::new();
        if self.access(target).is_none() {
            needs.push(no_access(target));
        }
        needs.push(self.run(target));
        let anything = !self.state.roles
            && self.administers(target)
            && !self.state.on(SafrSwitch::MigrationNeedsReadForAdministrators);
        if self.access(source).is_none() {
            needs.push(no_access(source));
        }
        if !anything {
            needs.extend(self.reading(source, &self.selected()));
        }
        if !self.state.roles && !self.state.on(SafrSwitch::MigratedViewOpensFolder) {
            let folders = self.folders_of_views().into_iter();
            let there = folders.filter(|it| !self.selected().contains(it));
            needs.extend(there.map(|it| self.folder(target, &it.1, Right::Read)));
        }
        needs
    }

    /// Where views lie after their migration, in order: a folder of the target, or one that is
    /// migrated with them.
    pub(super) fn folders_of_views(&self) -> BTreeSet<Named> {
        let source = self.request.source_environment.as_deref().unwrap_or_default();
        let selected = self.selected();
        let mut found = BTreeSet::new();
        for view in selected.iter().filter(|it| it.0 == T::View) {
            let own = self.state.item(source, view).and_then(|it| it.folder.clone());
            let name = self.request.folder.clone().or(own).unwrap_or_default();
            let folder = (T::ViewFolder, name);
            if selected.contains(&folder) || self.state.item(self.place(), &folder).is_some() {
                found.insert(folder);
            }
        }
        found
    }

    pub(super) fn item(&self) -> Named {
        self.own_item().unwrap_or((self.request.item_type, String::new()))
    }

    /// Whether groups have edit rights to items of the type.
    pub(super) fn has_rights(&self, kind: T) -> bool {
        WITH_RIGHTS.contains(&kind) || (self.state.roles && matches!(kind, T::LookupPath | T::View))
    }

    fn saved_refs(&self) -> BTreeSet<Named> {
        // What is created has nothing saved, though another item may have its name.
        if self.request.operation == Op::Create {
            return BTreeSet::new();
        }
        let item = self.state.item(self.place(), &self.item());
        item.map(|it| it.refs.clone()).unwrap_or_default()
    }

    /// What the item will refer to and doesn't yet, in the order of the request.
    pub(super) fn new_refs(&self) -> Vec<Named> {
        if !matches!(self.request.operation, Op::Create | Op::Modify) {
            return Vec::new();
        }
        let saved = self.saved_refs();
        let refs = self.request.refs.iter().flatten();
        refs.filter(|it| !saved.contains(*it)).cloned().collect()
    }

    pub(super) fn edit(&self, environment: &str, item: &Named, right: Right) -> Need {
        self.need(SafrStep::EditRight, environment, item, right)
    }

    fn used(&self, environment: &str, item: &Named, right: Right) -> Need {
        self.need(SafrStep::References, environment, item, right)
    }

    fn folder(&self, environment: &str, folder: &str, right: Right) -> Need {
        self.need(SafrStep::FolderRight, environment, &(T::ViewFolder, folder.to_owned()), right)
    }

    fn folder_of(&self, environment: &str, view: &Named, right: Right) -> Need {
        let folder = self.state.item(environment, view).and_then(|it| it.folder.clone());
        self.folder(environment, &folder.unwrap_or_default(), right)
    }

    fn need(&self, step: SafrStep, environment: &str, item: &Named, right: Right) -> Need {
        // Access to an environment makes a guest of today's roles, who reads.
        let guest = self.state.roles && self.access(environment).is_none();
        let held = self.right(environment, item) >= right || (guest && right == Right::Read);
        let (item, right) = (Some(item.clone()), MissingRight::Edit(right));
        Need {
            step,
            held,
            missing: MissingFacts { environment: environment.to_owned(), item, right },
        }
    }

    /// Section 12; administrators create everything.
    pub(super) fn create(&self, kind: T) -> Need {
        let group = self.request.login_group.as_deref().unwrap_or_default();
        let permissions = self.state.permissions(group, self.place());
        let held = self.administers(self.place())
            || permissions.is_some_and(|it| it.create.contains(&kind));
        let right = MissingRight::Create(kind);
        general(SafrStep::CreatePermission, self.place(), held, right)
    }

    /// Section 14; administrators always have it.
    pub(super) fn run(&self, environment: &str) -> Need {
        let group = self.request.login_group.as_deref().unwrap_or_default();
        let permissions = self.state.permissions(group, environment);
        let administrator = self.administers(environment);
        let held = administrator || permissions.is_some_and(|it| it.migrate_in);
        let step = if administrator {
            SafrStep::EnvironmentAdministrator
        } else {
            SafrStep::RunPermission
        };
        general(step, environment, held, MissingRight::MigrateIn)
    }
}

fn no_access(environment: &str) -> Need {
    general(SafrStep::NoAccess, environment, false, MissingRight::Access)
}

fn everyone(environment: &str) -> Need {
    general(SafrStep::Everyone, environment, true, MissingRight::Access)
}

fn general(step: SafrStep, environment: &str, held: bool, right: MissingRight) -> Need {
    let environment = environment.to_owned();
    Need { step, held, missing: MissingFacts { environment, item: None, right } }
}
