//! Names as a search reads them: folded, on the stack, cut into qualifiers.

use saffron_bundle::hash;

/// The longest name that is searched; no class has longer ones. Longer names are denied.
pub(crate) const MAX_NAME: usize = 255;

/// The most qualifiers of a name: positions between them must fit a set of 128 bits.
pub(crate) const MAX_QUALIFIERS: usize = 127;

/// An ID or class name, folded to upper case and packed; `None` for what can be neither.
#[inline]
pub(crate) fn pack_folded(name: &str) -> Option<u64> {
    if name.is_empty() || name.len() > 8 {
        return None;
    }
    let folded =
        name.bytes().fold(0, |packed, byte| (packed << 8) | u64::from(byte.to_ascii_uppercase()));
    Some(folded)
}

/// Whether two texts are the same when folded to upper case.
pub(crate) fn same_folded(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// A resource name ready to be searched.
#[derive(Clone, Copy)]
pub(crate) struct Name {
    bytes: [u8; MAX_NAME],
    len: u8,
    /// Where each qualifier ends.
    ends: [u8; MAX_QUALIFIERS],
    count: u8,
}

impl Name {
    /// Folds and cuts a name; `None` if it is longer than any name can be.
    #[inline]
    pub(crate) fn new(prefix: &str, name: &str, mixed_case: bool) -> Option<Self> {
        let mut folded = Self { bytes: [0; MAX_NAME], len: 0, ends: [0; MAX_QUALIFIERS], count: 0 };
        if prefix.is_empty() {
            folded.fill(name.as_bytes(), mixed_case)?;
        } else {
            folded.prefixed(prefix, name, mixed_case)?;
        }
        folded.cut()?;
        Some(folded)
    }

    #[inline]
    fn fill(&mut self, name: &[u8], mixed_case: bool) -> Option<()> {
        let place = self.bytes.get_mut(..name.len())?;
        place.copy_from_slice(name);
        if !mixed_case {
            place.make_ascii_uppercase();
        }
        self.len = u8::try_from(name.len()).ok()?;
        Some(())
    }

    /// SETROPTS PREFIX: a name of one qualifier gets this one before it.
    #[cold]
    fn prefixed(&mut self, prefix: &str, name: &str, mixed_case: bool) -> Option<()> {
        let parts = [prefix.as_bytes(), b".", name.as_bytes()];
        let mut at = 0;
        for part in parts {
            self.bytes.get_mut(at..at + part.len())?.copy_from_slice(part);
            at += part.len();
        }
        let whole = self.bytes;
        self.fill(whole.get(..at)?, mixed_case)
    }

    #[inline]
    fn cut(&mut self) -> Option<()> {
        let mut count = 0;
        for at in 0..self.len {
            if self.bytes.get(usize::from(at)) == Some(&b'.') {
                *self.ends.get_mut(count)? = at;
                count += 1;
            }
        }
        *self.ends.get_mut(count)? = self.len;
        self.count = u8::try_from(count + 1).ok()?;
        Some(())
    }

    /// The whole name.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }

    /// How many qualifiers it has; at least one.
    #[inline]
    pub(crate) fn qualifiers(&self) -> usize {
        usize::from(self.count)
    }

    /// A qualifier, counted from 0.
    #[inline]
    pub(crate) fn qualifier(&self, at: usize) -> &[u8] {
        let start = match at.checked_sub(1).and_then(|before| self.ends.get(before)) {
            Some(&end) => usize::from(end) + 1,
            None => 0,
        };
        let end = self.ends.get(at).map_or(start, |&end| usize::from(end));
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// Whether a qualifier is this ID.
    #[inline]
    pub(crate) fn qualifier_is(&self, at: usize, id: &str) -> bool {
        at < self.qualifiers() && self.qualifier(at) == id.as_bytes()
    }

    /// Its hash in the table of discrete profiles.
    #[inline]
    pub(crate) fn hash(&self, seed: u64, class: u32) -> u64 {
        hash::name(seed, class, self.as_bytes())
    }
}
