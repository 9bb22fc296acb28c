//! The items that a request names, found in the bundle.

use saffron_bundle::safr::ItemType;

use super::facts::ItemIndex;
use super::needs::{Needs, Unknown};
use super::request::ItemRef;
use super::rules::Case;
use super::subject::Standing;

impl<'b: 'd, 'd> Case<'_, 'b, 'd> {
    /// An item of the request's environment.
    pub(super) fn find(
        &self,
        needs: &Needs<'_, 'b, 'd>,
        it: ItemRef<'_>,
    ) -> Result<ItemIndex, Unknown> {
        needs.engine.safr_item(self.standing.environment, it.item_type, it.name).ok_or(Unknown)
    }

    pub(super) fn resolve(
        &self,
        needs: &Needs<'_, 'b, 'd>,
        items: &[ItemRef<'_>],
    ) -> Result<Vec<ItemIndex>, Unknown> {
        items.iter().map(|it| self.find(needs, *it)).collect()
    }

    /// `with.folder`, which must be there if it is named.
    pub(super) fn named_folder(
        &self,
        needs: &Needs<'_, 'b, 'd>,
    ) -> Result<Option<ItemIndex>, Unknown> {
        let folder = self.request.with.folder;
        let found =
            folder.map(|name| self.find(needs, ItemRef { item_type: ItemType::ViewFolder, name }));
        found.transpose()
    }

    /// What the item is to refer to and didn't before.
    pub(super) fn new_references(
        &self,
        needs: &Needs<'_, 'b, 'd>,
    ) -> Result<Vec<ItemIndex>, Unknown> {
        let mut wanted = self.resolve(needs, self.request.with.refs.unwrap_or_default())?;
        if let Some(item) = self.item {
            wanted.retain(|it| needs.engine.safr_references(item).all(|known| known != *it));
        }
        Ok(wanted)
    }

    /// What is selected: the items of the request, or its one item.
    pub(super) fn selected(&self, needs: &Needs<'_, 'b, 'd>) -> Result<Vec<ItemIndex>, Unknown> {
        self.selected_in(needs, &self.standing)
    }

    pub(super) fn selected_in(
        &self,
        needs: &Needs<'_, 'b, 'd>,
        standing: &Standing<'b>,
    ) -> Result<Vec<ItemIndex>, Unknown> {
        let find = |it: ItemRef<'_>| {
            needs.engine.safr_item(standing.environment, it.item_type, it.name).ok_or(Unknown)
        };
        let items = self.request.with.items;
        if !items.is_empty() {
            return items.iter().map(|it| find(*it)).collect();
        }
        let item_type = self.request.item_type;
        match self.request.item {
            Some(name) if ItemType::ITEMS.contains(&item_type) => {
                Ok(vec![find(ItemRef { item_type, name })?])
            }
            _ => Ok(Vec::new()),
        }
    }

    /// What the user is in the source and in the target of a migration.
    pub(super) fn migration(
        &self,
        needs: &Needs<'_, 'b, 'd>,
    ) -> Result<(Standing<'b>, Standing<'b>), Unknown> {
        let with = &self.request.with;
        let standing = |name: &str| {
            let environment = needs.engine.safr_environment(name).ok_or(Unknown)?;
            Ok(Standing::of(needs.engine, self.session, environment))
        };
        let source = standing(with.source_environment.ok_or(Unknown)?)?;
        let target = with.target_environment.map_or(Ok(self.standing), standing)?;
        Ok((source, target))
    }
}
