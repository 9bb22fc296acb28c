//! What a granted operation makes of the state, where it changes items or rights.

use saffron_vocabulary::safr::{ItemType, Right, SafrOperation, SafrOutcome};

use super::facts::SafrFacts;
use super::request::{Named, OwnedSafrRequest};
use super::state::{Item, State};

impl State {
    /// Performs a request as it was decided; what isn't granted changes nothing.
    pub fn perform(&mut self, request: &OwnedSafrRequest, facts: &SafrFacts) {
        if facts.outcome != SafrOutcome::Grant {
            return;
        }
        let place = request.environment.clone();
        let item = request.item.clone().map(|name| (request.item_type, name));
        let item = item.filter(|(kind, _)| ItemType::ITEMS.contains(kind));
        match (request.operation, item) {
            (SafrOperation::Create, Some(item)) => {
                let refs = request.refs.iter().flatten().cloned().collect();
                let folder = request.folder.clone().filter(|_| item.0 == ItemType::View);
                self.items.insert((place, item), Item { folder, refs });
            }
            (SafrOperation::Modify | SafrOperation::Move, Some(item)) => {
                self.change(&place, &item, request);
            }
            (SafrOperation::Delete, Some(item)) => self.remove(&place, &item),
            (SafrOperation::Migrate, item) => self.migrate(request, item),
            _ => {}
        }
        for effect in &facts.effects {
            let key = (effect.group.clone(), effect.environment.clone());
            let Some(permissions) = self.permissions.get_mut(&key) else { continue };
            if effect.right == Right::None {
                permissions.rights.remove(&effect.item);
            } else {
                permissions.rights.insert(effect.item.clone(), effect.right);
            }
        }
    }

    fn change(&mut self, place: &str, item: &Named, request: &OwnedSafrRequest) {
        let Some(saved) = self.items.get_mut(&(place.to_owned(), item.clone())) else { return };
        if let Some(refs) = &request.refs {
            saved.refs = refs.iter().cloned().collect();
        }
        if item.0 == ItemType::View && request.folder.is_some() {
            saved.folder.clone_from(&request.folder);
        }
    }

    /// Copies what is selected. What it refers to must be there already, or isn't referred to; a view
    /// comes only with its folder.
    fn migrate(&mut self, request: &OwnedSafrRequest, item: Option<Named>) {
        let target = request.target_environment.as_ref().unwrap_or(&request.environment).clone();
        let source = request.source_environment.clone().unwrap_or_default();
        let one = item.into_iter().filter(|_| request.items.is_empty());
        for named in request.items.iter().cloned().chain(one) {
            let Some(mut copy) = self.item(&source, &named).cloned() else { continue };
            copy.refs.retain(|it| self.item(&target, it).is_some());
            let folder = copy.folder.clone().map(|it| (ItemType::ViewFolder, it));
            if folder.is_none_or(|it| self.item(&target, &it).is_some()) {
                self.items.insert((target.clone(), named), copy);
            }
        }
    }
}
