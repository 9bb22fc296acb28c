//! Which operations there are on which types of items, and who may at most.

use saffron_vocabulary::safr::ItemType as T;
use saffron_vocabulary::safr::SafrOperation as Op;

use super::judge::Judge;
use super::request::Named;

impl Judge<'_> {
    /// Whether there is such an operation on such an item at all.
    pub(super) fn is_supported(&self) -> bool {
        let kind = self.request.item_type;
        // Today's Workbench has no global fields any more.
        if self.state.roles && kind == T::GlobalField {
            return false;
        }
        let item = T::ITEMS.contains(&kind);
        match self.request.operation {
            Op::Create | Op::Read | Op::Modify | Op::Delete => kind != T::XmlTarget,
            Op::Reference => self.can_be_referred_to(),
            Op::Copy => item && kind != T::ViewFolder,
            Op::Move | Op::ActivateCheck | Op::ActivateSave => kind == T::View,
            // The utilities and reports, each about its own (sections 14, 90 and 91).
            Op::BatchActivateLookupPaths => {
                matches!(kind, T::Environment | T::LookupPath)
                    && self.all_selected(&[T::LookupPath])
            }
            Op::BatchActivateViews => {
                matches!(kind, T::Environment | T::View) && self.all_selected(&[T::View])
            }
            Op::Migrate => item && self.all_selected(&T::ITEMS),
            Op::Export => {
                self.exportable().contains(&kind) && self.all_selected(&self.exportable())
            }
            Op::Import => matches!(kind, T::XmlTarget | T::Environment | T::XmlFile),
            Op::ReportLogicalRecord => self.reports_on(T::LogicalRecord),
            Op::ReportLogicalFile => self.reports_on(T::LogicalFile),
            Op::ReportViewProperties | Op::ReportViewColumns | Op::ReportViewColumnPic => {
                self.reports_on(T::View)
            }
            Op::ReportEnvironmentSecurity | Op::ClearEnvironment => kind == T::Environment,
            Op::ReportEnvironmentChecker => true,
            Op::ListNames => matches!(kind, T::User | T::Group),
            Op::GrantSystemAdministrator | Op::RevokeSystemAdministrator => kind == T::User,
            Op::AddMember | Op::RemoveMember => match kind {
                T::User => self.request.group.is_some(),
                _ => kind == T::Group,
            },
            Op::SetAdminFlag
            | Op::ClearAdminFlag
            | Op::SetCreatePermission
            | Op::SetRunPermission
            | Op::SetEditRight
            | Op::ReadPermissions
            | Op::AddGroupEnvironment
            | Op::RemoveGroupEnvironment => kind == T::Group,
        }
    }

    fn reports_on(&self, kind: T) -> bool {
        self.request.item_type == kind && self.all_selected(&[kind])
    }

    fn all_selected(&self, of: &[T]) -> bool {
        let gone = |kind: T| self.state.roles && kind == T::GlobalField;
        self.request.items.iter().all(|(kind, _)| of.contains(kind) && !gone(*kind))
    }

    /// What can be selected for export (section 92; the Workbench's export).
    fn exportable(&self) -> Vec<T> {
        let mut types =
            vec![T::LogicalFile, T::LogicalRecord, T::LookupPath, T::PhysicalFile, T::View];
        types.extend(self.state.roles.then_some(T::ViewFolder));
        types
    }

    /// Views refer to seven types (sections 50 to 64), three other types to what they consist of.
    fn can_be_referred_to(&self) -> bool {
        let kind = self.request.item_type;
        match self.request.referrer.as_ref().map(|(referrer, _)| *referrer) {
            None | Some(T::View) => matches!(
                kind,
                T::ControlRecord
                    | T::GlobalField
                    | T::LogicalFile
                    | T::LogicalRecord
                    | T::LookupPath
                    | T::PhysicalFile
                    | T::UserExitRoutine
            ),
            Some(T::LogicalRecord) => matches!(kind, T::GlobalField | T::LogicalFile),
            Some(T::LogicalFile) => kind == T::PhysicalFile,
            Some(T::PhysicalFile) => kind == T::UserExitRoutine,
            Some(_) => false,
        }
    }

    /// What no environment administrator may (sections 24, 30, 35 and 40).
    pub(super) fn is_for_system_administrators(&self) -> bool {
        let kind = self.request.item_type;
        match self.request.operation {
            Op::Create | Op::Delete => matches!(kind, T::Environment | T::User | T::Group),
            Op::Read => kind == T::User,
            Op::Modify => matches!(kind, T::User | T::Group),
            Op::ListNames
            | Op::GrantSystemAdministrator
            | Op::RevokeSystemAdministrator
            | Op::AddMember
            | Op::RemoveMember => true,
            // In today's Workbench anyone who administers an environment gives out its roles.
            Op::SetAdminFlag
            | Op::ClearAdminFlag
            | Op::AddGroupEnvironment
            | Op::RemoveGroupEnvironment => !self.state.roles,
            _ => false,
        }
    }

    /// What no general user may (sections 24, 30, 50, 52, 54 and 92).
    pub(super) fn is_for_administrators(&self) -> bool {
        use saffron_vocabulary::safr::SafrSwitch::{
            EveryoneDeletesLookupPaths, GeneralUserReadsEnvironment,
        };
        let kind = self.request.item_type;
        match self.request.operation {
            Op::Create | Op::Modify | Op::Copy
                if matches!(kind, T::ControlRecord | T::GlobalField | T::Environment) =>
            {
                true
            }
            Op::Delete if matches!(kind, T::ControlRecord | T::GlobalField) => true,
            Op::Delete if kind == T::LookupPath && !self.state.roles => {
                !self.state.on(EveryoneDeletesLookupPaths)
            }
            Op::Read if kind == T::Environment => !self.state.on(GeneralUserReadsEnvironment),
            Op::Read => kind == T::Group,
            Op::Import | Op::ClearEnvironment => true,
            _ => self.is_about_permissions(),
        }
    }

    /// What is done with the permissions of a group in the environment (section 35).
    pub(super) fn is_about_permissions(&self) -> bool {
        match self.request.operation {
            Op::Read => self.request.item_type == T::Group,
            Op::SetAdminFlag
            | Op::ClearAdminFlag
            | Op::SetCreatePermission
            | Op::SetRunPermission
            | Op::SetEditRight
            | Op::ReadPermissions
            | Op::AddGroupEnvironment
            | Op::RemoveGroupEnvironment => true,
            _ => false,
        }
    }

    /// Operations on the items of an environment.
    pub(super) fn is_about_an_item(&self) -> bool {
        let operation = matches!(
            self.request.operation,
            Op::Create
                | Op::Read
                | Op::Modify
                | Op::Delete
                | Op::Reference
                | Op::Copy
                | Op::Move
                | Op::ActivateCheck
                | Op::ActivateSave
        );
        operation && T::ITEMS.contains(&self.request.item_type)
    }

    /// Whether the request names something that isn't there, or doesn't name what it must. What is
    /// created needn't be there.
    pub(super) fn names_the_unknown(&self) -> bool {
        let request = self.request;
        let source = request.source_environment.as_deref().unwrap_or_default();
        let migrating = request.operation == Op::Migrate;
        let items_place = if migrating { source } else { self.place() };
        let here = |item: &Named| self.state.item(self.place(), item).is_some();
        let selectable = |item: &Named| self.state.item(items_place, item).is_some();
        let folder = request.folder.iter().all(|it| here(&(T::ViewFolder, it.clone())));
        let refs = request.refs.iter().flatten().all(here);
        let referrer = request.referrer.iter().all(here);
        let selected = request.items.iter().all(selectable);
        !(folder && refs && referrer && selected && self.names_what_it_must(&here, &selectable))
    }

    fn names_what_it_must(
        &self,
        here: &dyn Fn(&Named) -> bool,
        selectable: &dyn Fn(&Named) -> bool,
    ) -> bool {
        let request = self.request;
        let own = || self.own_item().is_some_and(|it| here(&it));
        match request.operation {
            Op::Create => request.item_type != T::View || request.folder.is_some(),
            Op::ReportEnvironmentChecker
            | Op::ReportEnvironmentSecurity
            | Op::Import
            | Op::ListNames
            | Op::ClearEnvironment => true,
            Op::BatchActivateLookupPaths | Op::BatchActivateViews => {
                self.selected().iter().all(selectable)
            }
            Op::Migrate
            | Op::Export
            | Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => {
                !self.selected().is_empty() && self.selected().iter().all(selectable)
            }
            Op::Reference => own() && request.referrer.is_some(),
            Op::Move => own() && request.folder.is_some(),
            _ => match request.item_type {
                T::User | T::Group => self.knows_user_and_group(),
                T::Environment => true,
                _ => own(),
            },
        }
    }

    fn knows_user_and_group(&self) -> bool {
        let user = self.request.item.as_ref().map(|it| it.to_ascii_uppercase());
        let user = user.is_some_and(|it| self.state.users.contains(&it));
        let group = self.group().is_some_and(|it| self.state.groups.contains_key(it));
        match self.request.operation {
            Op::AddMember | Op::RemoveMember if self.request.item_type == T::User => user && group,
            _ if self.request.item_type == T::User => user,
            _ => group,
        }
    }

    /// The group that is meant.
    pub(super) fn group(&self) -> Option<&str> {
        let item = self.request.item.as_deref().filter(|_| self.request.item_type == T::Group);
        item.or(self.request.group.as_deref())
    }

    /// The item that is meant.
    pub(super) fn own_item(&self) -> Option<Named> {
        self.request.item.clone().map(|name| (self.request.item_type, name))
    }

    /// What is selected: the list, or else the one item.
    pub(super) fn selected(&self) -> Vec<Named> {
        if !self.request.items.is_empty() {
            return self.request.items.clone();
        }
        let one = self.own_item().filter(|_| T::ITEMS.contains(&self.request.item_type));
        one.into_iter().collect()
    }
}
