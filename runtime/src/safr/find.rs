//! The items that a request names, found in the bundle.

use saffron_bundle::safr::{ItemType, SafrSwitch};

use super::facts::ItemIndex;
use super::request::{ItemRef, SafrRequest};
use super::subject::{Session, Standing};
use crate::engine::Engine;

/// A request, who asks, and where it is judged.
pub(super) struct Case<'c, 'b, 'r> {
    pub(super) engine: &'c Engine<'b>,
    pub(super) request: &'c SafrRequest<'r>,
    pub(super) session: &'c Session,
    pub(super) standing: Standing<'b>,
    /// The item, where the operation is about one that is there.
    pub(super) item: Option<ItemIndex>,
}

/// What a request names and nobody declared, or leaves out. No rule is asked then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown<'d> {
    /// There is no such item in the environment of this name.
    Item { item: ItemRef<'d>, environment: &'d str },
    /// There is no such environment.
    Environment(&'d str),
    /// There is no such group.
    Group(&'d str),
    /// There is no such user.
    User(&'d str),
    /// The operation can't be done without it.
    Unsaid(&'static str),
}

/// Something that was looked up.
pub(super) type Found<'d, T> = Result<T, Unknown<'d>>;

const NO_ITEM: Unknown<'static> = Unknown::Unsaid("an item");
const NO_FOLDER: Unknown<'static> = Unknown::Unsaid("a view folder");
const NO_REFERRER: Unknown<'static> = Unknown::Unsaid("what refers to the item");
const NOTHING_SELECTED: Unknown<'static> = Unknown::Unsaid("a selected item");
const NO_SOURCE: Unknown<'static> = Unknown::Unsaid("the source environment");

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    pub(super) fn is_on(&self, switch: SafrSwitch) -> bool {
        self.engine.safr_is_on(switch)
    }

    /// An item of the request's environment.
    pub(super) fn find(&self, item: ItemRef<'d>) -> Found<'d, ItemIndex> {
        self.find_in(&self.standing, item)
    }

    /// An item of an environment.
    pub(super) fn find_in(
        &self,
        standing: &Standing<'b>,
        item: ItemRef<'d>,
    ) -> Found<'d, ItemIndex> {
        let found = self.engine.safr_item(standing.environment, item.item_type, item.name);
        let environment = || self.engine.safr_environment_name(standing.environment);
        found.ok_or_else(|| Unknown::Item { item, environment: environment() })
    }

    /// The item that the operation is about.
    pub(super) fn existing(&self) -> Found<'d, ItemIndex> {
        self.item.ok_or(NO_ITEM)
    }

    /// The item that the operation is about, by its name.
    pub(super) fn named_item(&self) -> Found<'d, ItemIndex> {
        let (item_type, name) = (self.request.item_type, self.request.item.ok_or(NO_ITEM)?);
        self.find(ItemRef { item_type, name })
    }

    /// `with.folder`, which must be there if it is named.
    pub(super) fn named_folder(&self) -> Found<'d, Option<ItemIndex>> {
        let folder = |name| self.find(ItemRef { item_type: ItemType::ViewFolder, name });
        self.request.with.folder.map(folder).transpose()
    }

    /// `with.folder`, which must be named.
    pub(super) fn target_folder(&self) -> Found<'d, ItemIndex> {
        self.named_folder()?.ok_or(NO_FOLDER)
    }

    /// The folder that holds a view.
    pub(super) fn folder_of(&self, view: ItemIndex) -> Found<'d, ItemIndex> {
        self.engine.safr_folder(view).ok_or(NO_FOLDER)
    }

    /// The folder that holds the view of the request.
    pub(super) fn own_folder(&self) -> Found<'d, ItemIndex> {
        self.folder_of(self.existing()?)
    }

    /// What refers to the item.
    pub(super) fn referrer(&self) -> Found<'d, ItemRef<'d>> {
        self.request.with.referrer.ok_or(NO_REFERRER)
    }

    /// What the item is to refer to, as the request says.
    pub(super) fn references(&self) -> &'d [ItemRef<'d>] {
        self.request.with.refs.unwrap_or_default()
    }

    /// Whether the item refers to the other already.
    pub(super) fn refers(&self, to: ItemIndex) -> bool {
        self.item.is_some_and(|item| self.engine.safr_refers(item, to))
    }

    /// What is selected: the items of the request, or its one item.
    pub(super) fn selected(&self) -> impl Iterator<Item = ItemRef<'d>> + Clone + use<'d> {
        let item_type = self.request.item_type;
        let items = self.request.with.items;
        let one = self.request.item.filter(|_| items.is_empty());
        let one = one.filter(|_| ItemType::ITEMS.contains(&item_type));
        items.iter().copied().chain(one.map(|name| ItemRef { item_type, name }))
    }

    /// Looks at everything that is selected in an environment; there must be something.
    pub(super) fn each_selected(
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

    /// What the user is in the source of a migration; the target is where it is judged.
    pub(super) fn migration_source(&self) -> Found<'d, Standing<'b>> {
        let name = self.request.with.source_environment.ok_or(NO_SOURCE)?;
        let environment = self.engine.safr_environment(name);
        let environment = environment.ok_or(Unknown::Environment(name))?;
        Ok(Standing::of(self.engine, self.session, environment))
    }
}
