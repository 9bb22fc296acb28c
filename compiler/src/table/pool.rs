//! Hash-consing: equal lists are one.

use std::collections::HashMap;
use std::hash::Hash;

use saffron_vocabulary::index::{Index as _, IndexVec};

use super::entry::ListId;

/// Distinct lists, numbered in the order in which they were first added.
#[derive(Clone, Debug)]
pub(crate) struct Pool<T> {
    lists: IndexVec<ListId, Vec<T>>,
    known: HashMap<Vec<T>, ListId>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { lists: IndexVec::default(), known: HashMap::new() }
    }
}

impl<T: Clone + Eq + Hash> Pool<T> {
    /// The id of a list, old or new.
    pub(crate) fn add(&mut self, list: Vec<T>) -> ListId {
        if let Some(id) = self.known.get(&list) {
            return *id;
        }
        let id = self.lists.push(list.clone());
        self.known.insert(list, id);
        id
    }

    /// The place of each list when all are written one after the other: start and length by id.
    pub(crate) fn layout(&self) -> Vec<(usize, usize)> {
        let mut start = 0;
        let place = |list: &Vec<T>| {
            let place = (start, list.len());
            start += list.len();
            place
        };
        self.lists.iter().map(place).collect()
    }

    /// All lists.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &Vec<T>> {
        self.lists.iter()
    }

    /// How long a list is.
    pub(crate) fn len_of(&self, id: ListId) -> usize {
        self.lists.get(id).map_or(0, Vec::len)
    }

    /// All lists one after the other.
    pub(crate) fn flattened(&self) -> impl Iterator<Item = &T> {
        self.lists.iter().flatten()
    }
}

/// A list's place in a layout.
pub(crate) fn place(layout: &[(usize, usize)], id: ListId) -> (usize, usize) {
    layout.get(id.as_usize()).copied().unwrap_or_default()
}
