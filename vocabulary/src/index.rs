//! Typed indices: one newtype per table, and a vector that only that newtype can index.

use std::{fmt, marker::PhantomData};

/// A dense index into exactly one table.
pub trait Index: Copy + Eq + Ord + fmt::Debug {
    /// Wraps a position. Positions past `u32::MAX` saturate. None is used: the compiler refuses more
    /// than a million declarations, and the bundle's writer more than 2 GiB of rows.
    fn from_usize(position: usize) -> Self;
    /// The position this id stands for.
    fn as_usize(self) -> usize;
}

/// Declares a typed index.
#[macro_export]
macro_rules! define_index {
    ($($(#[$meta:meta])* $vis:vis struct $Name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $Name(pub u32);

        impl $crate::index::Index for $Name {
            fn from_usize(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }
            fn as_usize(self) -> usize {
                self.0 as usize
            }
        }

        impl ::std::fmt::Debug for $Name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, concat!(stringify!($Name), "({})"), self.0)
            }
        }
    )+};
}

/// A vector indexed by `I` and by nothing else.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IndexVec<I, T> {
    raw: Vec<T>,
    index: PhantomData<fn(I) -> I>,
}

impl<I: Index, T> IndexVec<I, T> {
    /// Appends `value` and returns the id it will be known by.
    pub fn push(&mut self, value: T) -> I {
        let id = I::from_usize(self.raw.len());
        self.raw.push(value);
        id
    }

    /// The value after `id`, if the id came from this table.
    pub fn get(&self, id: I) -> Option<&T> {
        self.raw.get(id.as_usize())
    }

    /// The value after `id`, to be changed.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        self.raw.get_mut(id.as_usize())
    }

    /// Values in id order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.raw.iter()
    }

    /// Values in id order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.raw.iter_mut()
    }

    /// Ids and values, in id order.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.raw.iter().enumerate().map(|(at, value)| (I::from_usize(at), value))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether the table is empty.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
}

impl<I: Index, T> std::ops::Index<I> for IndexVec<I, T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "ids are minted by `push` on this very table")]
    fn index(&self, id: I) -> &T {
        &self.raw[id.as_usize()]
    }
}

impl<I: Index, T> std::ops::IndexMut<I> for IndexVec<I, T> {
    #[expect(clippy::indexing_slicing, reason = "ids are minted by `push` on this very table")]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.raw[id.as_usize()]
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Self { raw: Vec::new(), index: PhantomData }
    }
}

impl<I: Index, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(iter: It) -> Self {
        Self { raw: iter.into_iter().collect(), index: PhantomData }
    }
}

impl<'v, I: Index, T> IntoIterator for &'v IndexVec<I, T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.raw.iter()
    }
}

impl<'v, I: Index, T> IntoIterator for &'v mut IndexVec<I, T> {
    type Item = &'v mut T;
    type IntoIter = std::slice::IterMut<'v, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.raw.iter_mut()
    }
}

impl<I: Index, T: fmt::Debug> fmt::Debug for IndexVec<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter_enumerated()).finish()
    }
}
