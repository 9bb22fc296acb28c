//! The items that a request names, found in the bundle.
//!
//! A name that isn't declared, or that is missing, is an [`Unknown`], never a missing right: no
//! user has a right to an item that doesn't exist. Each look-up reads a bounded number of slots of
//! a hash table.

use saffron_vocabulary::safr::{ItemType, SafrSwitch};

use super::facts;
use super::facts::ItemIndex;
use super::request::{ItemRef, SafrRequest};
use super::subject::{Session, Standing};
use crate::tables::Tables;

/// A request, who asks, and where it is checked.
pub(crate) struct Case<'c, 'b, 'r> {
    pub(crate) tables: &'c Tables<'b>,
    pub(crate) request: &'c SafrRequest<'r>,
    pub(crate) session: &'c Session,
    pub(crate) standing: Standing<'b>,
    /// The item, where the operation is about one that is there.
    pub(crate) item: Option<ItemIndex>,
}

/// What a request names although it isn't declared, leaves out, or creates although it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown<'d> {
    /// An unknown item, in the environment of this name.
    Item { item: ItemRef<'d>, environment: &'d str },
    /// An unknown environment.
    Environment(&'d str),
    /// An unknown group.
    Group(&'d str),
    /// An unknown user.
    User(&'d str),
    /// The operation can't be done without it.
    Unsaid(&'static str),
    /// The new item exists already, in the environment of this name.
    Exists { item: ItemRef<'d>, environment: &'d str },
}

/// Something that was looked up.
pub(crate) type Found<'d, T> = Result<T, Unknown<'d>>;

const NO_ITEM: Unknown<'static> = Unknown::Unsaid("an item");
const NO_FOLDER: Unknown<'static> = Unknown::Unsaid("a view folder");
const NO_REFERRER: Unknown<'static> = Unknown::Unsaid("what refers to the item");
const NOTHING_SELECTED: Unknown<'static> = Unknown::Unsaid("a selected item");
const NO_SOURCE: Unknown<'static> = Unknown::Unsaid("the source environment");

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// Whether an option of SAFR is on.
    pub(crate) fn is_on(&self, switch: SafrSwitch) -> bool {
        facts::is_on(self.tables, switch)
    }

    /// An item of the request's environment.
    pub(crate) fn find(&self, item: ItemRef<'d>) -> Found<'d, ItemIndex> {
        self.find_in(&self.standing, item)
    }

    /// An item of an environment.
    pub(crate) fn find_in(
        &self,
        standing: &Standing<'b>,
        item: ItemRef<'d>,
    ) -> Found<'d, ItemIndex> {
        let found = facts::item(self.tables, standing.environment, item.item_type, item.name);
        let environment = || facts::environment_name(self.tables, standing.environment);
        found.ok_or_else(|| Unknown::Item { item, environment: environment() })
    }

    /// The item that the operation is about.
    pub(crate) fn existing(&self) -> Found<'d, ItemIndex> {
        self.item.ok_or(NO_ITEM)
    }

    /// The item that the operation is about, by its name.
    pub(crate) fn named_item(&self) -> Found<'d, ItemIndex> {
        let (item_type, name) = (self.request.item_type, self.request.item.ok_or(NO_ITEM)?);
        self.find(ItemRef { item_type, name })
    }

    /// What stands in the way of a creation: the create permission and the right to a folder are about
    /// new items (sections 12 and 22), and the creator of an item gets the full right to it.
    pub(crate) fn existing_twin(&self) -> Option<Unknown<'d>> {
        let (item_type, name) = (self.request.item_type, self.request.item?);
        let item = ItemRef { item_type, name };
        self.find(item).ok()?;
        let environment = facts::environment_name(self.tables, self.standing.environment);
        Some(Unknown::Exists { item, environment })
    }

    /// `with.folder`, which must be there if it is named.
    pub(crate) fn named_folder(&self) -> Found<'d, Option<ItemIndex>> {
        let folder = |name| self.find(ItemRef { item_type: ItemType::ViewFolder, name });
        self.request.with.folder.map(folder).transpose()
    }

    /// `with.folder`, which must be named.
    pub(crate) fn target_folder(&self) -> Found<'d, ItemIndex> {
        self.named_folder()?.ok_or(NO_FOLDER)
    }

    /// The folder that holds a view.
    pub(crate) fn folder_of(&self, view: ItemIndex) -> Found<'d, ItemIndex> {
        facts::folder(self.tables, view).ok_or(NO_FOLDER)
    }

    /// The folder that contains the view of the request.
    pub(crate) fn own_folder(&self) -> Found<'d, ItemIndex> {
        self.folder_of(self.existing()?)
    }

    /// What refers to the item.
    pub(crate) fn referrer(&self) -> Found<'d, ItemRef<'d>> {
        self.request.with.referrer.ok_or(NO_REFERRER)
    }

    /// What the item is to refer to, according to the request.
    pub(crate) fn references(&self) -> &'d [ItemRef<'d>] {
        self.request.with.refs.unwrap_or_default()
    }

    /// Whether the item refers to the other already.
    pub(crate) fn refers(&self, to: ItemIndex) -> bool {
        self.item.is_some_and(|item| facts::refers(self.tables, item, to))
    }

    /// What is selected: the items of the request, or its one item.
    pub(crate) fn selected(&self) -> impl Iterator<Item = ItemRef<'d>> + Clone + use<'d> {
        let item_type = self.request.item_type;
        let items = self.request.with.items;
        let one = self.request.item.filter(|_| items.is_empty());
        let one = one.filter(|_| ItemType::ITEMS.contains(&item_type));
        items.iter().copied().chain(one.map(|name| ItemRef { item_type, name }))
    }

    /// Looks at everything that is selected in an environment; there must be something.
    pub(crate) fn each_selected(
        &self,
        standing: &Standing<'b>,
        mut look: impl FnMut(ItemIndex) -> Found<'d, ()>,
    ) -> Found<'d, ()> {
        let mut any = false;
        for it in self.selected() {
            look(self.find_in(standing, it)?)?;
            any = true;
        }
        if any { Ok(()) } else { Err(NOTHING_SELECTED) }
    }

    /// What the user is in the source of a migration; the target is where it is checked.
    pub(crate) fn migration_source(&self) -> Found<'d, Standing<'b>> {
        let name = self.request.with.source_environment.ok_or(NO_SOURCE)?;
        let environment = facts::environment(self.tables, name);
        let environment = environment.ok_or(Unknown::Environment(name))?;
        Ok(Standing::of(self.tables, self.session, environment))
    }
}
