//! Whether everything that a request names is declared; only then are rights evaluated.
//!
//! The result is the step `item-unknown`, which comes after `no-access`: a user without access to
//! an environment doesn't learn what is in it. For system administrators it is checked before their
//! grant, because there is nothing to grant.

use saffron_vocabulary::safr::ItemType;
use saffron_vocabulary::safr::SafrOperation as Op;

use super::facts;
use super::facts::ItemIndex;
use super::find::{Case, Found, Unknown};
use super::request::SafrRequest;
use super::support::is_item;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// The item that the operation is about, if it is about one that must exist already.
    ///
    /// Everything else that the request names is looked up too: a user or group, folder,
    /// references, the item that refers, the selection.
    pub(crate) fn named(&self) -> Found<'d, Option<ItemIndex>> {
        match self.request.item_type {
            ItemType::User => self.named_user()?,
            ItemType::Group => self.named_group()?,
            _ => {}
        }
        let must_be_there = is_item(self.request.item_type) && is_about_existing(self.request);
        let item = must_be_there.then(|| self.named_item()).transpose()?;
        self.named_beside()?;
        self.named_selection()?;
        Ok(item)
    }

    /// Folder, references and what refers to the item.
    fn named_beside(&self) -> Found<'d, ()> {
        let view = self.request.item_type == ItemType::View;
        match self.request.operation {
            Op::Create | Op::Move if view => self.target_folder().map(drop)?,
            Op::Reference => self.referrer().map(drop)?,
            _ => {}
        }
        self.named_folder()?;
        let referrer = self.request.with.referrer.as_slice().iter();
        self.references().iter().chain(referrer).try_for_each(|it| self.find(*it).map(drop))
    }

    /// What utilities and reports are about. A migration, an export and a report must select
    /// something.
    fn named_selection(&self) -> Found<'d, ()> {
        match self.request.operation {
            Op::Migrate => self.each_selected(&self.migration_source()?, |_| Ok(())),
            Op::Export
            | Op::ReportLogicalRecord
            | Op::ReportLogicalFile
            | Op::ReportViewProperties
            | Op::ReportViewColumns
            | Op::ReportViewColumnPic => self.each_selected(&self.standing, |_| Ok(())),
            Op::BatchActivateLookupPaths | Op::BatchActivateViews => {
                self.selected().try_for_each(|it| self.find(it).map(drop))
            }
            _ => self.request.with.items.iter().try_for_each(|it| self.find(*it).map(drop)),
        }
    }

    /// The user that an operation on users is about, and the group of a change to a membership.
    fn named_user(&self) -> Found<'d, ()> {
        let operation = self.request.operation;
        if matches!(operation, Op::Create | Op::ListNames | Op::ReportEnvironmentChecker) {
            return Ok(());
        }
        if matches!(operation, Op::AddMember | Op::RemoveMember) {
            self.known_group(self.request.with.group)?;
        }
        let name = self.request.item.ok_or(Unknown::Unsaid("a user"))?;
        facts::user(self.tables, name).map(drop).ok_or(Unknown::User(name))
    }

    /// The group that an operation on groups is about, unless it creates one or lists all.
    fn named_group(&self) -> Found<'d, ()> {
        match self.request.operation {
            Op::Create | Op::ListNames | Op::ReportEnvironmentChecker => Ok(()),
            _ => self.known_group(group_of(self.request)),
        }
    }

    /// A group that must be named and declared.
    fn known_group(&self, name: Option<&'d str>) -> Found<'d, ()> {
        let name = name.ok_or(Unknown::Unsaid("a group"))?;
        facts::group(self.tables, name).map(drop).ok_or(Unknown::Group(name))
    }

    /// Whether the group that an operation is about has access to the environment. Administrators
    /// of the environment manage such groups only (sections 30 and 35). To add a group, it doesn't
    /// need access yet.
    pub(crate) fn is_of_the_environment(&self) -> bool {
        let adds = self.request.operation == Op::AddGroupEnvironment;
        let group = || group_of(self.request).and_then(|name| facts::group(self.tables, name));
        let known = |group| facts::access(self.tables, group, self.standing.environment).is_some();
        self.request.item_type != ItemType::Group || adds || group().is_some_and(known)
    }

    /// Whether the request reads or changes the record of the user who asks (section 20). To become
    /// a system administrator is another operation, which section 40 reserves.
    pub(crate) fn is_own_record(&self) -> bool {
        let request = self.request;
        let own = || request.item.and_then(|name| facts::user(self.tables, name));
        request.item_type == ItemType::User
            && matches!(request.operation, Op::Read | Op::Modify)
            && own() == Some(self.session.user)
    }
}

/// The group that an operation on groups is about.
pub(crate) fn group_of<'r>(request: &SafrRequest<'r>) -> Option<&'r str> {
    request.item.or(request.with.group)
}

/// Whether the operation is about an item that must exist already.
fn is_about_existing(request: &SafrRequest<'_>) -> bool {
    matches!(
        request.operation,
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
