//! The rules of SAFR 4: what general users need for each operation (Security overview, sections 10
//! to 92). Administrators are decided before, unless the option `administrator-flag-wins` is
//! off, and except for migrations.
//!
//! Logical files, logical records, physical files, user-exit routines and view folders have edit
//! rights of their own. The other types don't:
//!
//! - control records, global fields and lookup paths can be read by everyone with access to the
//!   environment;
//! - a lookup path can be changed by everyone who may read all logical records and logical files
//!   that it will use;
//! - a view is governed by the right to its folder.
//!
//! INVARIANT: a rule only states needs. What they result in is decided in [`Needs`], so no need can
//! be skipped because an earlier one isn't met.

use std::collections::{BTreeMap, BTreeSet};

use saffron_vocabulary::safr::{ItemType, Right, Rules, SafrOperation as Op, SafrStep, SafrSwitch};

use super::facts;
use super::facts::ItemIndex;
use super::find::{Case, Found};
use super::needs::Needs;
use super::request::ItemRef;
use super::subject::Standing;
use super::support::related;
use super::trail::OpenTo;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// States everything that the operation needs.
    pub(crate) fn judge(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        match self.request.operation {
            Op::BatchActivateLookupPaths => {
                needs.migrate_in(&self.standing);
                Ok(())
            }
            Op::BatchActivateViews => self.activate_views(needs),
            Op::Migrate => self.migrate(needs),
            Op::Export => self.export(needs),
            Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => self.selected_readable(needs),
            Op::ReportEnvironmentSecurity => {
                needs.everyone(&self.standing, OpenTo::SecurityReport);
                Ok(())
            }
            Op::Reference => self.reference(needs),
            _ => self.item_operation(needs),
        }
    }

    /// Operations on one item, by its type.
    fn item_operation(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        match self.request.item_type {
            ItemType::View => self.view(needs),
            ItemType::LookupPath => self.lookup_path(needs),
            kind if kind.has_rights(Rules::Safr) => self.with_rights(needs),
            kind => {
                needs.everyone(&self.standing, OpenTo::Read(kind));
                Ok(())
            }
        }
    }

    /// Items with edit rights of their own (sections 10, 12, 22 and 56 to 68).
    ///
    /// To create one requires the create permission, to read, change or delete it this right to it,
    /// and to copy it both read and the create permission.
    fn with_rights(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        match self.request.operation {
            Op::Create => {
                let checked = self.references_count(needs);
                needs.create(&self.standing, self.request.item_type);
                if checked { self.new_references(needs) } else { Ok(()) }
            }
            Op::Copy => {
                self.edit(needs, Right::Read)?;
                needs.create(&self.standing, self.request.item_type);
                Ok(())
            }
            Op::Modify => {
                let checked = self.references_count(needs);
                self.edit(needs, Right::Modify)?;
                if checked { self.new_references(needs) } else { Ok(()) }
            }
            Op::Delete => self.edit(needs, Right::Delete),
            _ => self.edit(needs, Right::Read),
        }
    }

    /// The edit right to the item of the request.
    pub(crate) fn edit(&self, needs: &mut Needs<'_, 'b, 'd>, wanted: Right) -> Found<'d, ()> {
        needs.edit(SafrStep::EditRight, &self.standing, self.existing()?, wanted);
        Ok(())
    }

    /// Whether it matters what a logical record, logical or physical file refers to: the option
    /// `item-references-need-rights`.
    fn references_count(&self, needs: &mut Needs<'_, 'b, 'd>) -> bool {
        !self.references().is_empty() && needs.is_on(SafrSwitch::ItemReferencesNeedRights)
    }

    /// What an item is to refer to, and didn't before.
    fn new_references(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        for it in self.references() {
            let item = self.find(*it)?;
            if !self.refers(item) {
                self.used(needs, item, SafrStep::References);
            }
        }
        Ok(())
    }

    /// Lookup paths: no rights of their own, but those to what they use (sections 20, 22 and 60).
    ///
    /// Everyone with access may delete one; the option `everyone-deletes-lookup-paths` reserves
    /// that to administrators.
    fn lookup_path(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        match self.request.operation {
            Op::Create | Op::Modify => self.lookup_definition(needs),
            Op::Copy => {
                let used = facts::references(self.tables, self.existing()?);
                self.selectable(needs, used.map(Ok))
            }
            Op::Delete => {
                needs.everyone(&self.standing, OpenTo::DeleteLookupPaths);
                Ok(())
            }
            _ => {
                needs.everyone(&self.standing, OpenTo::Read(ItemType::LookupPath));
                Ok(())
            }
        }
    }

    /// The definition that the path will have; what it used before doesn't matter (section 60).
    ///
    /// So a group that may read the new items can change a path whose old items it may not read,
    /// and so make it unusable for another group. That is the documented behavior, of which
    /// `saffron check` warns. The option `lookup-path-checked-as-a-whole` decides whether items
    /// that the path keeps are checked again.
    fn lookup_definition(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let whole = self.item.is_none() || needs.is_on(SafrSwitch::LookupPathCheckedAsAWhole);
        match (self.request.with.refs, self.item) {
            (Some(refs), _) => {
                let used = refs.iter().map(|it| self.find(*it));
                self.selectable(needs, used.filter(|it| whole || !self.has_selected(*it)))
            }
            (None, Some(item)) if whole => {
                self.selectable(needs, facts::references(self.tables, item).map(Ok))
            }
            (None, _) => self.selectable(needs, std::iter::empty()),
        }
    }

    /// Whether the lookup path selects the item already.
    fn has_selected(&self, item: Found<'d, ItemIndex>) -> bool {
        item.is_ok_and(|item| self.refers(item))
    }

    /// Logical records and logical files that are selected in a lookup path (sections 22 and 60).
    /// Selecting them requires read or, if the option `lookup-path-needs-read` is off, modify.
    fn selectable(
        &self,
        needs: &mut Needs<'_, 'b, 'd>,
        used: impl Iterator<Item = Found<'d, ItemIndex>>,
    ) -> Found<'d, ()> {
        let read = needs.is_on(SafrSwitch::LookupPathNeedsRead);
        let wanted = if read { Right::Read } else { Right::Modify };
        let mut any = false;
        for item in used {
            needs.edit(SafrStep::References, &self.standing, item?, wanted);
            any = true;
        }
        if !any {
            needs.everyone(&self.standing, OpenTo::SaveLookupPath);
        }
        Ok(())
    }

    /// Views: no rights of their own, but those to the folder that contains them (sections 22, 66,
    /// 68).
    ///
    /// To create a view requires modify to its folder, not a create permission. Two points are
    /// options: `view-delete-needs-modify` and `view-move-needs-both-folders`.
    fn view(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let standing = &self.standing;
        match self.request.operation {
            Op::Create => {
                needs.folder(standing, self.target_folder()?, Right::Modify);
                self.new_references(needs)?;
            }
            Op::Modify => {
                self.moved(needs)?;
                self.new_references(needs)?;
            }
            Op::Move => {
                if needs.is_on(SafrSwitch::ViewMoveNeedsBothFolders) {
                    needs.folder(standing, self.own_folder()?, Right::Modify);
                }
                needs.folder(standing, self.target_folder()?, Right::Modify);
            }
            Op::Copy => {
                let own = self.own_folder()?;
                needs.folder(standing, own, Right::Read);
                needs.folder(standing, self.named_folder()?.unwrap_or(own), Right::Modify);
            }
            Op::Delete => {
                let modify = needs.is_on(SafrSwitch::ViewDeleteNeedsModify);
                let wanted = if modify { Right::Modify } else { Right::Delete };
                needs.folder(standing, self.own_folder()?, wanted);
            }
            Op::ActivateSave => needs.folder(standing, self.own_folder()?, Right::Modify),
            _ => needs.folder(standing, self.own_folder()?, Right::Read),
        }
        Ok(())
    }

    /// A view that is saved, perhaps in another folder than before.
    fn moved(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let own = self.own_folder()?;
        needs.folder(&self.standing, own, Right::Modify);
        if let Some(target) = self.named_folder()?.filter(|target| *target != own) {
            needs.folder(&self.standing, target, Right::Modify);
        }
        Ok(())
    }

    /// What a reference to an item requires in addition to the right to change what refers to it
    /// (sections 10 and 56 to 64): read to the item, for a lookup path read to everything that it
    /// uses, for control records and global fields nothing.
    fn used(&self, needs: &mut Needs<'_, 'b, 'd>, item: ItemIndex, step: SafrStep) {
        match facts::item_kind(self.tables, item) {
            // Control records and global fields (sections 50 and 54).
            Some(kind) if !kind.has_rights(Rules::Safr) && kind != ItemType::LookupPath => {}
            Some(ItemType::LookupPath) => {
                for used in facts::references(self.tables, item) {
                    needs.edit(SafrStep::References, &self.standing, used, Right::Read);
                }
            }
            _ => needs.edit(step, &self.standing, item, Right::Read),
        }
    }

    /// A reference to the item from a view, or from a logical record or file (sections 10, 22 and
    /// 54).
    fn reference(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let item = self.existing()?;
        let referrer = self.referrer()?;
        if referrer.item_type == ItemType::View {
            let folder = self.folder_of(self.find(referrer)?)?;
            needs.folder(&self.standing, folder, Right::Modify);
            self.used(needs, item, SafrStep::EditRight);
            return Ok(());
        }
        let referring = self.find(referrer)?;
        let checked = self.request.item_type != ItemType::GlobalField
            && needs.is_on(SafrSwitch::ItemReferencesNeedRights);
        needs.edit(SafrStep::EditRight, &self.standing, referring, Right::Modify);
        if checked { self.edit(needs, Right::Read) } else { Ok(()) }
    }

    /// Batch Activate Views: Migrate In, or the right to change every selected view (sections 14,
    /// 66 and 91). The option `folder-right-activates-views` removes the second way.
    fn activate_views(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let mut views = self.selected();
        let by_folder = !self.standing.migrates_in()
            && views.clone().next().is_some()
            && needs.is_on(SafrSwitch::FolderRightActivatesViews);
        if !by_folder {
            needs.migrate_in(&self.standing);
            return Ok(());
        }
        views.try_for_each(|view| {
            let folder = self.folder_of(self.find(view)?)?;
            needs.folder(&self.standing, folder, Right::Modify);
            Ok(())
        })
    }

    /// The Migration Utility: Migrate In for the target, read for every selected item in the source
    /// (section 91). The two environments are checked independently of each other, with the one
    /// login group. Nothing is required of an item of the same name in the target, which is
    /// replaced.
    ///
    /// Whether an administrator of the target needs read in the source is the option
    /// `migration-needs-read-for-administrators`. Who migrates a view can read it afterwards; with
    /// the option `migrated-view-opens-folder` off, that requires read to its folder in the target.
    fn migrate(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let (source, target) = (self.migration_source()?, self.standing);
        let lenient = target.is_administrator()
            && !needs.is_on(SafrSwitch::MigrationNeedsReadForAdministrators);
        needs.access(&target);
        needs.migrate_in(&target);
        needs.access(&source);
        if !lenient {
            self.each_selected(&source, |item| {
                self.readable(needs, &source, item, SafrStep::EditRight)
            })?;
        }
        let folders = self.folders_of_migrated_views(&source)?;
        if !folders.is_empty() && !needs.is_on(SafrSwitch::MigratedViewOpensFolder) {
            for folder in folders.into_values().flatten() {
                needs.folder(&target, folder, Right::Read);
            }
        }
        Ok(())
    }

    /// The folders in the target of the views that are migrated: those of the same name, or
    /// `with.folder`. Only folders that are selected too may be missing there. By name; a folder
    /// that is neither there nor selected can't hold the view, which isn't a question of authority.
    pub(crate) fn folders_of_migrated_views(
        &self,
        source: &Standing<'b>,
    ) -> Found<'d, BTreeMap<&'d str, Option<ItemIndex>>> {
        let folder = |it: &ItemRef<'d>| it.item_type == ItemType::ViewFolder;
        let copied: BTreeSet<&str> = self.selected().filter(folder).map(|it| it.name).collect();
        let mut found = BTreeMap::new();
        for view in self.selected().filter(|it| it.item_type == ItemType::View) {
            let own = self.folder_of(self.find_in(source, view)?)?;
            let name = self.request.with.folder.unwrap_or(facts::item_name(self.tables, own));
            let kind = ItemType::ViewFolder;
            let there = facts::item(self.tables, self.standing.environment, kind, name);
            if copied.contains(name) {
                // Its own migration gives the right to it.
                found.insert(name, None);
            } else if there.is_some() {
                found.insert(name, there);
            }
        }
        Ok(found)
    }

    /// Export: read for every selected item (section 92) and, with the option
    /// `export-checks-related-items`, for everything that these items use, directly or indirectly.
    fn export(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        let related_too = needs.is_on(SafrSwitch::ExportChecksRelatedItems);
        self.selected_readable(needs)?;
        if related_too {
            for item in related(self)? {
                self.readable(needs, &self.standing, item, SafrStep::References)?;
            }
        }
        Ok(())
    }

    /// Reports (section 90): read for everything that is selected.
    fn selected_readable(&self, needs: &mut Needs<'_, 'b, 'd>) -> Found<'d, ()> {
        self.each_selected(&self.standing, |item| {
            self.readable(needs, &self.standing, item, SafrStep::EditRight)
        })
    }

    /// The right to read an item: that to its folder for a view; none for what everyone with access
    /// reads (sections 20 and 22).
    fn readable(
        &self,
        needs: &mut Needs<'_, 'b, 'd>,
        standing: &Standing<'b>,
        item: ItemIndex,
        step: SafrStep,
    ) -> Found<'d, ()> {
        match facts::item_kind(self.tables, item) {
            Some(ItemType::View) => needs.folder(standing, self.folder_of(item)?, Right::Read),
            Some(
                kind @ (ItemType::ControlRecord | ItemType::GlobalField | ItemType::LookupPath),
            ) => needs.everyone(standing, OpenTo::Read(kind)),
            _ => needs.edit(step, standing, item, Right::Read),
        }
        Ok(())
    }
}
