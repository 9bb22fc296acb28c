//! The tables of a bundle, and the look-ups that every rule uses. No rule is in here.
//!
//! Names of up to eight bytes (classes, users, groups) are packed into one word and found in a hash
//! table within [`hash::PROBE_LIMIT`] slots. Indices in rows were checked on opening, so a look-up
//! by index that finds nothing means that there is nothing.

use std::sync::atomic::{AtomicU64, Ordering};

use saffron_bundle::layout::{
    ClassRow, IndexKind, IndexSlot, PackedSlot, ProfileRow, Run, class_flag, meta_flag,
};
use saffron_bundle::{Bundle, IdIndex, OpenError, OriginIndex, Place, hash};
use saffron_vocabulary::racf::{ConditionKind, Switch, Switches};

use crate::racf::name::pack_folded;
use crate::source::Source;

/// A checked bundle with the options that many rules read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tables<'b> {
    pub(crate) bundle: Bundle<'b>,
    pub(crate) seed: u64,
    /// The qualifier of `SETROPTS PREFIX`, or empty.
    pub(crate) prefix: &'b str,
    flags: u32,
    switches: Switches,
    /// Counts the steps of a decision, if they are counted.
    steps: Option<&'b AtomicU64>,
}

impl<'b> Tables<'b> {
    /// Opens a bundle and checks every byte of it.
    ///
    /// # Errors
    ///
    /// If the bytes are not a bundle of this format, or if they are damaged.
    pub(crate) fn open(bytes: &'b [u8]) -> Result<Self, OpenError> {
        let bundle = Bundle::open(bytes)?;
        Ok(Self {
            seed: bundle.meta().seed(),
            flags: bundle.meta().flags(),
            switches: Switches(bundle.meta().switches()),
            prefix: bundle.text(bundle.meta().prefix()),
            steps: None,
            bundle,
        })
    }

    /// The same tables, with the steps of decisions counted.
    pub(crate) fn counting<'c>(&self, steps: &'c AtomicU64) -> Tables<'c>
    where
        'b: 'c,
    {
        Tables { steps: Some(steps), ..*self }
    }

    /// Adds the steps of a part of a decision, if they are counted.
    #[inline]
    pub(crate) fn count(&self, steps: impl FnOnce() -> u64) {
        if let Some(counted) = self.steps {
            counted.fetch_add(steps(), Ordering::Relaxed);
        }
    }

    /// The rows that the index of generic names has for a fixed part of a name.
    #[inline]
    pub(crate) fn indexed(&self, kind: IndexKind, of: u32, text: &[u8]) -> Run {
        let hash = hash::index(self.seed, of, kind, text);
        let mut slots = hash::probe(self.bundle.generic_index(), hash);
        let found = slots.find(|slot| {
            slot.hash() == hash
                && slot.of() == of
                && slot.kind() == kind
                && self.bundle.bytes(slot.text()) == text
        });
        found.map_or(Run::EMPTY, IndexSlot::rows)
    }

    /// Whether an option of [`meta_flag`] is set.
    #[inline]
    pub(crate) fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    /// Whether an option for an uncertain rule is on; see "Options for uncertain rules" in the
    /// language reference.
    #[inline]
    pub(crate) fn is_on(&self, switch: Switch) -> bool {
        self.switches.is_on(switch)
    }

    /// Whether the class of a port of entry is active.
    #[inline]
    pub(crate) fn is_condition_class_active(&self, kind: ConditionKind) -> bool {
        self.has(meta_flag::condition_class(kind))
    }

    /// The index of a class. The name is folded to upper case.
    #[inline]
    pub(crate) fn class(&self, name: &str) -> Option<u32> {
        self.packed(self.bundle.class_table(), pack_folded(name)?)
    }

    /// A class that RACF knows, with its index. The name is folded to upper case.
    ///
    /// A dynamic class is known only while CDT is active and RACLISTed, because RACF builds the
    /// dynamic class descriptor table from the profiles of CDT in storage.
    ///
    /// Source: Security Administrator's Guide, "Administering the dynamic class descriptor table".
    #[inline]
    pub(crate) fn known_class(&self, name: &str) -> Option<(u32, &'b ClassRow)> {
        let index = self.class(name)?;
        let row = self.class_row(index)?;
        (row.flags() & class_flag::NOT_KNOWN == 0).then_some((index, row))
    }

    /// The row of a class.
    #[inline]
    pub(crate) fn class_row(&self, class: u32) -> Option<&'b ClassRow> {
        self.bundle.classes().get(class as usize)
    }

    /// The name of a class.
    pub(crate) fn class_name(&self, class: u32) -> &'b str {
        self.class_row(class).map(ClassRow::name).unwrap_or_default()
    }

    /// The index of a user or group, also of an external one. The name is folded to upper case.
    #[inline]
    pub(crate) fn principal(&self, name: &str) -> Option<u32> {
        self.packed(self.bundle.auth_table(), pack_folded(name)?)
    }

    /// The name of a user or group.
    pub(crate) fn id_name(&self, id: u32) -> &'b str {
        self.bundle.id_name(IdIndex(id))
    }

    /// The index of a packed name in one of the two tables of such names.
    #[inline]
    fn packed(&self, table: &[PackedSlot], key: u64) -> Option<u32> {
        let mut slots = hash::probe(table, hash::packed(self.seed, key));
        slots.find(|slot| slot.key() == key)?.index().get().map(|row| row.0)
    }

    /// The row of a profile.
    #[inline]
    pub(crate) fn profile(&self, profile: u32) -> Option<&'b ProfileRow> {
        self.bundle.profiles().get(profile as usize)
    }

    /// A place in the policy's files.
    pub(crate) fn origin(&self, origin: OriginIndex) -> Option<Source<'b>> {
        let Place { file, line, column } = self.bundle.place(origin)?;
        Some(Source { file, line, column })
    }
}
