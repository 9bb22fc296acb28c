//! Whether everything that a request names is declared; only then is a rule asked.

use saffron_bundle::safr::SafrOperation as Op;
use saffron_bundle::safr::{ItemType, SubjectKind};

use super::facts::ItemIndex;
use super::needs::{Needs, Unknown};
use super::request::SafrRequest;
use super::rules::Case;
use super::support::is_item;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// The item that the operation is about, if it is about one that must be there already.
    pub(super) fn named(&self, needs: &Needs<'_, 'b, 'd>) -> Result<Option<ItemIndex>, Unknown> {
        let request = self.request;
        match request.item_type {
            ItemType::User => self.user(needs)?,
            ItemType::Group => self.group(needs)?,
            _ => {}
        }
        let item = self.existing_item(needs)?;
        self.others(needs)?;
        self.selection(needs)?;
        Ok(item)
    }

    fn existing_item(&self, needs: &Needs<'_, 'b, 'd>) -> Result<Option<ItemIndex>, Unknown> {
        let request = self.request;
        if !is_item(request.item_type) || !is_about_existing(request.operation) {
            return Ok(None);
        }
        let (environment, name) = (self.standing.environment, request.item.ok_or(Unknown)?);
        needs.engine.safr_item(environment, request.item_type, name).map(Some).ok_or(Unknown)
    }

    /// Folder, references and what refers to the item.
    fn others(&self, needs: &Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let with = &self.request.with;
        self.named_folder(needs)?;
        self.resolve(needs, with.refs.unwrap_or_default())?;
        let new_view = |kind| kind == ItemType::View && with.folder.is_some();
        match with.referrer {
            None if self.request.operation == Op::Reference => Err(Unknown),
            Some(it) if !new_view(it.item_type) => self.find(needs, it).map(drop),
            _ if self.needs_folder() && with.folder.is_none() => Err(Unknown),
            _ => Ok(()),
        }
    }

    fn needs_folder(&self) -> bool {
        let view = self.request.item_type == ItemType::View;
        view && matches!(self.request.operation, Op::Create | Op::Move)
    }

    /// What utilities and reports are about.
    fn selection(&self, needs: &Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let selected = match self.request.operation {
            Op::Migrate => self.selected_in(needs, &self.migration(needs)?.0)?,
            Op::BatchActivateLookupPaths | Op::BatchActivateViews => {
                return self.selected(needs).map(drop);
            }
            Op::Export
            | Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => self.selected(needs)?,
            _ => return Ok(()),
        };
        if selected.is_empty() { Err(Unknown) } else { Ok(()) }
    }

    fn user(&self, needs: &Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        let group = self.request.with.group;
        group.map_or(Some(()), |name| needs.engine.safr_group(name).map(drop)).ok_or(Unknown)?;
        match self.request.operation {
            Op::Create | Op::ListNames => Ok(()),
            _ => {
                let user = self.request.item.and_then(|name| needs.engine.safr_user(name));
                user.map(drop).ok_or(Unknown)
            }
        }
    }

    fn group(&self, needs: &Needs<'_, 'b, 'd>) -> Result<(), Unknown> {
        match self.request.operation {
            Op::Create | Op::ListNames => Ok(()),
            _ => {
                let group = group_of(self.request).and_then(|name| needs.engine.safr_group(name));
                group.map(drop).ok_or(Unknown)
            }
        }
    }

    /// Whether the group that an operation is about has access to the environment: of others an
    /// administrator of the environment sees nothing.
    pub(super) fn is_of_the_environment(&self, needs: &Needs<'_, 'b, 'd>) -> bool {
        let adds = self.request.operation == Op::AddGroupEnvironment;
        let group = group_of(self.request).and_then(|name| needs.engine.safr_group(name));
        let known = |group| needs.engine.safr_access(group, self.standing.environment).is_some();
        self.request.item_type != ItemType::Group || adds || group.is_some_and(known)
    }

    /// Whether the request is about the record of the user who asks.
    pub(super) fn is_own_record(&self, needs: &Needs<'_, 'b, 'd>) -> bool {
        let request = self.request;
        let own = || request.item.and_then(|name| needs.engine.safr_user(name));
        request.item_type == ItemType::User
            && matches!(request.operation, Op::Read | Op::Modify)
            && self.standing.kind != SubjectKind::SystemAdministrator
            && own() == Some(self.session.user)
    }
}

/// The group that an operation on groups is about.
pub(super) fn group_of<'r>(request: &SafrRequest<'r>) -> Option<&'r str> {
    request.item.or(request.with.group)
}

/// Whether the item must be there already.
fn is_about_existing(operation: Op) -> bool {
    matches!(
        operation,
        Op::Read
            | Op::Modify
            | Op::Delete
            | Op::Reference
            | Op::Copy
            | Op::Move
            | Op::ActivateCheck
            | Op::ActivateSave
    )
}
