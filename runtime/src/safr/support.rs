//! Which operations there are on which types of items, and for whom at most.
//!
//! Everything here is a table over operation and type. No name of a policy is looked up, except by
//! [`related`].
//!
//! Source: Security overview, sections 12 to 14 and 20 to 40; for types, sections 50 to 68; for
//! utilities and reports, sections 90 to 93.

use saffron_vocabulary::safr::ItemType::{
    ControlRecord, Environment, GlobalField, Group, LogicalFile, LogicalRecord, LookupPath,
    PhysicalFile, User, UserExitRoutine, View, ViewFolder, XmlFile, XmlTarget,
};
use saffron_vocabulary::safr::SafrOperation as Op;
use saffron_vocabulary::safr::{ItemType, Rules};

use super::facts;
use super::facts::ItemIndex;
use super::find::{Case, Found};
use super::request::SafrRequest;

/// Whether an environment holds items of the type.
pub(crate) fn is_item(kind: ItemType) -> bool {
    ItemType::ITEMS.contains(&kind)
}

/// Whether the environment that is checked is the one that the item names.
pub(crate) const fn is_environment(kind: ItemType) -> bool {
    matches!(kind, Environment | XmlTarget)
}

/// Whether there is such an operation on such an item.
pub(crate) fn is_supported(rules: Rules, request: &SafrRequest<'_>) -> bool {
    let kind = request.item_type;
    if rules == Rules::GenevaersRoles && kind == GlobalField {
        return false;
    }
    match request.operation {
        Op::Create | Op::Read | Op::Modify | Op::Delete => kind != XmlTarget,
        Op::Reference => refers(request),
        Op::Copy => is_item(kind) && kind != ViewFolder,
        Op::Move | Op::ActivateCheck | Op::ActivateSave => kind == View,
        Op::BatchActivateLookupPaths => activates(request, LookupPath),
        Op::BatchActivateViews => activates(request, View),
        Op::Migrate => is_item(kind) && selected(request).all(|kind| migrates(rules, kind)),
        Op::Export => exports(rules, kind) && selected(request).all(|kind| exports(rules, kind)),
        Op::Import => matches!(kind, XmlTarget | XmlFile | Environment),
        Op::ReportLogicalRecord => reports(request, LogicalRecord),
        Op::ReportLogicalFile => reports(request, LogicalFile),
        Op::ReportViewProperties | Op::ReportViewColumns | Op::ReportViewColumnPic => {
            reports(request, View)
        }
        Op::ReportEnvironmentSecurity | Op::ClearEnvironment => kind == Environment,
        Op::ReportEnvironmentChecker => true,
        Op::ListNames => matches!(kind, User | Group),
        Op::GrantSystemAdministrator | Op::RevokeSystemAdministrator => kind == User,
        Op::AddMember | Op::RemoveMember => {
            kind == Group || (kind == User && request.with.group.is_some())
        }
        Op::SetAdminFlag
        | Op::ClearAdminFlag
        | Op::SetCreatePermission
        | Op::SetRunPermission
        | Op::SetEditRight
        | Op::ReadPermissions
        | Op::AddGroupEnvironment
        | Op::RemoveGroupEnvironment => kind == Group,
    }
}

/// The types of the selected items.
fn selected(request: &SafrRequest<'_>) -> impl Iterator<Item = ItemType> {
    request.with.items.iter().map(|item| item.item_type)
}

/// Whether a report is about one type, and only items of it are selected.
fn reports(request: &SafrRequest<'_>, of: ItemType) -> bool {
    request.item_type == of && selected(request).all(|kind| kind == of)
}

/// Batch activation of what is selected in an environment, or of one item.
fn activates(request: &SafrRequest<'_>, of: ItemType) -> bool {
    [Environment, of].contains(&request.item_type) && selected(request).all(|kind| kind == of)
}

/// Types that the Migration Utility copies.
fn migrates(rules: Rules, kind: ItemType) -> bool {
    is_item(kind) && (kind != GlobalField || rules == Rules::Safr)
}

/// Types that an XML file can hold.
fn exports(rules: Rules, kind: ItemType) -> bool {
    matches!(kind, LogicalFile | LogicalRecord | LookupPath | PhysicalFile | View)
        || (rules == Rules::GenevaersRoles && kind == ViewFolder)
}

/// What may refer to what: views to nearly everything, the others to what they are made of.
fn refers(request: &SafrRequest<'_>) -> bool {
    let kind = request.item_type;
    match request.with.referrer.map(|referrer| referrer.item_type) {
        None | Some(View) => matches!(
            kind,
            ControlRecord
                | GlobalField
                | LogicalFile
                | LogicalRecord
                | LookupPath
                | PhysicalFile
                | UserExitRoutine
        ),
        Some(LogicalRecord) => matches!(kind, GlobalField | LogicalFile),
        Some(LogicalFile) => kind == PhysicalFile,
        Some(PhysicalFile) => kind == UserExitRoutine,
        Some(_) => false,
    }
}

/// Whether only a system administrator may, whatever else someone is (Security overview, sections
/// 24, 30, 35 and 40).
pub(crate) fn is_for_system_administrators(rules: Rules, request: &SafrRequest<'_>) -> bool {
    let crud = matches!(request.operation, Op::Create | Op::Read | Op::Modify | Op::Delete);
    match (request.operation, request.item_type) {
        (Op::Create | Op::Delete, Environment)
        | (Op::Create | Op::Modify | Op::Delete, Group)
        | (
            Op::ListNames
            | Op::GrantSystemAdministrator
            | Op::RevokeSystemAdministrator
            | Op::AddMember
            | Op::RemoveMember,
            _,
        ) => true,
        (_, User) => crud,
        (
            Op::SetAdminFlag
            | Op::ClearAdminFlag
            | Op::AddGroupEnvironment
            | Op::RemoveGroupEnvironment,
            _,
        ) => rules == Rules::Safr,
        _ => false,
    }
}

/// Whether only an administrator of the environment may (sections 24, 30, 50, 52, 54 and 92):
/// changes to control records, global fields and the environment, import, and the permissions of
/// groups.
pub(crate) fn is_for_administrators(request: &SafrRequest<'_>) -> bool {
    matches!(
        (request.operation, request.item_type),
        (Op::Create | Op::Modify | Op::Delete | Op::Copy, ControlRecord | GlobalField)
            | (Op::Modify, Environment)
            | (Op::Read, Group)
            | (
                Op::Import
                    | Op::ClearEnvironment
                    | Op::ReadPermissions
                    | Op::SetCreatePermission
                    | Op::SetRunPermission
                    | Op::SetEditRight
                    | Op::SetAdminFlag
                    | Op::ClearAdminFlag
                    | Op::AddGroupEnvironment
                    | Op::RemoveGroupEnvironment,
                _
            )
    )
}

/// Whether the operation is about one item and its contents, so that the option that binds sessions
/// to their environment is about it.
pub(crate) fn is_about_an_item(request: &SafrRequest<'_>) -> bool {
    let single = matches!(
        request.operation,
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
    single && is_item(request.item_type)
}

/// Everything that can be reached through references from what is selected, ascending, without the
/// selected items themselves.
///
/// This is the only list that a decision makes; its length has no bound but that of the policy. An
/// item that was found is not followed again, so cycles of references end.
pub(crate) fn related<'b: 'd, 'd>(case: &Case<'_, 'b, 'd>) -> Found<'d, Vec<ItemIndex>> {
    let mut found = std::collections::BTreeSet::new();
    let mut pending = Vec::new();
    case.each_selected(&case.standing, |item| {
        pending.push(item);
        Ok(())
    })?;
    let selected: std::collections::BTreeSet<ItemIndex> = pending.iter().copied().collect();
    while let Some(item) = pending.pop() {
        case.tables.count(|| 1);
        pending.extend(facts::references(case.tables, item).filter(|used| found.insert(*used)));
    }
    Ok(found.difference(&selected).copied().collect())
}

/// Operations in which the edit rights to items decide.
pub(crate) fn is_about_rights(request: &SafrRequest<'_>) -> bool {
    is_about_an_item(request)
        || matches!(
            request.operation,
            Op::Export
                | Op::ReportLogicalRecord
                | Op::ReportLogicalFile
                | Op::ReportViewProperties
                | Op::ReportViewColumns
                | Op::ReportViewColumnPic
        )
}

/// Whether the operation reads what a group may do in an environment.
pub(crate) fn reads_permissions(request: &SafrRequest<'_>) -> bool {
    request.operation == Op::ReadPermissions
        || (request.operation == Op::Read && request.item_type == Group)
}
