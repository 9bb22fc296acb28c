//! How single values are stored: optional indices, packed entries, names, days, runs.

use std::fmt;
use std::marker::PhantomData;

use saffron_vocabulary::index::Index;
use saffron_vocabulary::name_part::NamePart;
use saffron_vocabulary::racf::{
    AccessLevel, ConditionKind, Day, Enforcement, EntryKind, LogOptions, MacProcessing,
};
use saffron_vocabulary::safr::{Access, ItemType, Rules};
use zerocopy::little_endian::{I32, U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, TryFromBytes, Unaligned};

use crate::indices::IdIndex;

/// A value in the form in which a row stores it.
pub trait Stored {
    /// What the getter of a row gives.
    type Value<'r>
    where
        Self: 'r;
    /// What a new row is made of.
    type Input: Copy + fmt::Debug;

    /// The value.
    fn value(&self) -> Self::Value<'_>;
    /// The stored form.
    fn store(input: Self::Input) -> Self;
}

macro_rules! stored_integers {
    ($($Stored:ident => $native:ident),+) => {$(
        impl Stored for $Stored {
            type Value<'r> = $native;
            type Input = $native;

            #[inline]
            fn value(&self) -> $native {
                self.get()
            }
            fn store(input: $native) -> Self {
                Self::new(input)
            }
        }
    )+};
}

stored_integers!(U16 => u16, U32 => u32, U64 => u64);

/// Values that are stored as they are. Words of the vocabulary are checked when a bundle is opened.
macro_rules! stored_as_they_are {
    ($($Type:ty),+) => {$(
        impl Stored for $Type {
            type Value<'r> = Self;
            type Input = Self;

            #[inline]
            fn value(&self) -> Self {
                *self
            }
            fn store(input: Self) -> Self {
                input
            }
        }
    )+};
}

stored_as_they_are!(
    u8,
    bool,
    Run,
    TextRef,
    AuditLevels,
    ImplicitOwner,
    PatternKind,
    IndexKind,
    IndexKinds,
    AccessLevel,
    ConditionKind,
    Enforcement,
    EntryKind,
    LogOptions,
    MacProcessing,
    Access,
    ItemType,
    Rules
);

/// An optional index, stored as the index plus one; 0 is none.
///
/// Stored values order as `Option` does: none first, then by index.
#[derive(Clone, Copy, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(transparent)]
pub struct OptId<I>(U32, PhantomData<I>);

impl<I: Index> OptId<I> {
    /// No index.
    pub const NONE: Self = Self(U32::ZERO, PhantomData);

    /// This index.
    #[inline]
    pub fn some(index: I) -> Self {
        Self::new(Some(index))
    }

    /// An index, or none. An index past the bound of a bundle becomes one that the checks refuse.
    #[inline]
    pub fn new(index: Option<I>) -> Self {
        let position = |index: I| u32::try_from(index.as_usize()).unwrap_or(u32::MAX);
        Self(U32::new(index.map_or(0, |index| position(index).saturating_add(1))), PhantomData)
    }

    /// The index, if there is one.
    #[inline]
    pub fn get(self) -> Option<I> {
        Some(I::from_usize(self.0.get().checked_sub(1)? as usize))
    }

    /// Whether there is none.
    #[inline]
    pub fn is_none(self) -> bool {
        self.0 == U32::ZERO
    }

    /// Whether the index, if there is one, is that of one of `len` rows.
    pub(crate) fn is_within(self, len: usize) -> bool {
        self.0.get() as usize <= len
    }
}

impl<I: Index> PartialOrd for OptId<I> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<I: Index> Ord for OptId<I> {
    #[inline]
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.get().cmp(&other.0.get())
    }
}

impl<I: Index> fmt::Debug for OptId<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<I: Index> Stored for OptId<I> {
    type Value<'r>
        = Self
    where
        I: 'r;
    type Input = Option<I>;

    #[inline]
    fn value(&self) -> Self {
        *self
    }
    fn store(input: Option<I>) -> Self {
        Self::new(input)
    }
}

/// An entry of a standard access list: the ID (none for `*`) and, in the three low bits, the level.
///
/// Lists ascend by ID, so the entry for `*` comes first.
#[derive(Clone, Copy, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(transparent)]
pub struct Entry(U32);

/// Bits of an [`Entry`] that contain the level.
const LEVEL_BITS: u32 = 3;

/// The level of each value of the three bits; opening refuses those that have none.
const LEVELS: [AccessLevel; 1 << LEVEL_BITS] = [
    AccessLevel::None,
    AccessLevel::Execute,
    AccessLevel::Read,
    AccessLevel::Update,
    AccessLevel::Control,
    AccessLevel::Alter,
    AccessLevel::None,
    AccessLevel::None,
];

impl Entry {
    /// The entry that gives `level` to an ID, or to everyone (`ID(*)`).
    pub fn new(who: Option<IdIndex>, level: AccessLevel) -> Self {
        let who = OptId::new(who).0.get();
        Self(U32::new((who << LEVEL_BITS) | u32::from(level.byte())))
    }

    /// Whom the entry names; none for `ID(*)`.
    #[inline]
    pub fn who(self) -> OptId<IdIndex> {
        OptId(U32::new(self.0.get() >> LEVEL_BITS), PhantomData)
    }

    /// What the entry gives.
    #[inline]
    pub fn level(self) -> AccessLevel {
        let bits = (self.0.get() & ((1 << LEVEL_BITS) - 1)) as usize;
        LEVELS.get(bits).copied().unwrap_or(AccessLevel::None)
    }

    /// Whether the entry is for everyone rather than for an ID.
    #[inline]
    pub fn is_any(self) -> bool {
        self.who().is_none()
    }

    /// Whether the three bits are a level.
    pub(crate) fn has_level(self) -> bool {
        self.0.get() & ((1 << LEVEL_BITS) - 1) <= u32::from(AccessLevel::Alter.byte())
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({:?}, {})", self.who(), self.level())
    }
}

/// A name of up to eight bytes, padded with zeros on the right.
#[derive(Clone, Copy, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(transparent)]
pub struct ShortName([u8; 8]);

impl ShortName {
    /// A name; RACF has no longer ones, and the compiler refuses them.
    pub fn new(name: &str) -> Self {
        let mut short = [0; 8];
        for (to, from) in short.iter_mut().zip(name.bytes()) {
            *to = from;
        }
        Self(short)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The bytes of the name; does not look at character boundaries.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        let padding = u64::from_be_bytes(self.0).trailing_zeros() as usize / 8;
        self.0.get(..self.0.len() - padding.min(self.0.len())).unwrap_or_default()
    }
}

impl fmt::Debug for ShortName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl Stored for ShortName {
    type Value<'r> = &'r str;
    type Input = Self;

    #[inline]
    fn value(&self) -> &str {
        self.as_str()
    }
    fn store(input: Self) -> Self {
        input
    }
}

/// A day, or none.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(transparent)]
pub struct OptDay(I32);

/// The number that is stored for no day.
const NO_DAY: i32 = i32::MIN;

impl Stored for OptDay {
    type Value<'r> = Option<Day>;
    type Input = Option<Day>;

    #[inline]
    fn value(&self) -> Option<Day> {
        Some(self.0.get()).filter(|&day| day != NO_DAY).map(Day)
    }
    fn store(input: Option<Day>) -> Self {
        Self(I32::new(input.map_or(NO_DAY, |day| day.0)))
    }
}

/// A level, or none: the level's byte plus one, 0 for none.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(transparent)]
pub struct OptLevel(u8);

impl OptLevel {
    /// A level, or none.
    pub fn new(level: Option<AccessLevel>) -> Self {
        Self(level.map_or(0, |level| level.byte() + 1))
    }

    /// The level.
    #[inline]
    pub fn get(self) -> Option<AccessLevel> {
        self.0.checked_sub(1).and_then(AccessLevel::from_byte)
    }

    /// Whether the byte is none or a level.
    pub(crate) fn is_known(self) -> bool {
        self.0 == 0 || self.get().is_some()
    }
}

/// From which level on successful and failed accesses are audited.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(C)]
pub struct AuditLevels {
    success: OptLevel,
    failures: OptLevel,
}

impl AuditLevels {
    /// From these levels on.
    pub fn new(success: Option<AccessLevel>, failures: Option<AccessLevel>) -> Self {
        Self { success: OptLevel::new(success), failures: OptLevel::new(failures) }
    }

    /// Of successful accesses.
    #[inline]
    pub fn success(self) -> OptLevel {
        self.success
    }

    /// Of failed accesses.
    #[inline]
    pub fn failures(self) -> OptLevel {
        self.failures
    }

    /// Whether both bytes are none or a level.
    pub(crate) fn is_known(self) -> bool {
        self.success.is_known() && self.failures.is_known()
    }
}

/// Which names of a class belong to the requester without a profile.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, TryFromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(u8)]
pub enum ImplicitOwner {
    /// None.
    None = 0,
    /// JESSPOOL: local node, then user ID.
    Spool = 1,
    /// FILE and DIRECTRY: the second qualifier is the user ID.
    SecondQualifier = 2,
}

/// What a qualifier with generic characters matches.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, TryFromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(u8)]
pub enum PatternKind {
    /// `%` within, or `*` at the end: a qualifier like it.
    Partial = 0,
    /// `*`: any one qualifier.
    Star = 1,
    /// `**` with more after it: any number of qualifiers.
    DoubleStar = 2,
}

/// By which fixed part generic names are found in the index of generic names.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, TryFromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(u8)]
pub enum IndexKind {
    /// Children of a node, by what is before the first generic character of their qualifier.
    Children = 0,
    /// Irregular names, by their last qualifier.
    Last = 1,
    /// Irregular names, by their first qualifier.
    First = 2,
    /// Irregular names, by one of their other qualifiers.
    Inside = 3,
    /// Irregular names, by what one of their qualifiers begins with.
    Start = 4,
}

impl IndexKind {
    /// The bit of the kind in a set of kinds.
    #[inline]
    pub(crate) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of [`IndexKind`]s.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    FromBytes,
    IntoBytes,
    KnownLayout,
    Immutable,
    Unaligned,
)]
#[repr(transparent)]
pub struct IndexKinds(u8);

impl IndexKinds {
    /// The set with one more kind.
    #[must_use]
    pub const fn with(self, kind: IndexKind) -> Self {
        Self(self.0 | kind.bit())
    }

    /// Whether the kind is in the set.
    #[inline]
    pub const fn has(self, kind: IndexKind) -> bool {
        self.0 & kind.bit() != 0
    }

    /// Whether no kind is in the set.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl From<NamePart> for IndexKind {
    fn from(part: NamePart) -> Self {
        match part {
            NamePart::Last => Self::Last,
            NamePart::First => Self::First,
            NamePart::Inside => Self::Inside,
            NamePart::Start => Self::Start,
        }
    }
}

/// A text in the string section (or, for file names, in the origin text).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(C)]
pub struct TextRef {
    start: U32,
    len: U32,
}

impl TextRef {
    /// No text.
    pub(crate) const EMPTY: Self = Self { start: U32::ZERO, len: U32::ZERO };

    /// The text of `len` bytes from byte `start` on. The writer refuses a bundle so large that a
    /// number doesn't fit.
    pub fn new(start: usize, len: usize) -> Self {
        Self { start: number(start), len: number(len) }
    }

    /// The first byte.
    #[inline]
    pub fn start(self) -> u32 {
        self.start.get()
    }

    /// The number of bytes.
    #[inline]
    #[expect(clippy::len_without_is_empty, reason = "an empty text is no special case")]
    pub fn len(self) -> usize {
        self.len.get() as usize
    }

    /// A part of the text: `len` bytes from its byte `from` on.
    #[must_use]
    pub fn part(self, from: usize, len: usize) -> Self {
        Self::new(self.start.get() as usize + from, len)
    }

    /// The bytes of the text.
    #[inline]
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        let start = self.start.get() as usize;
        start..start + self.len()
    }
}

/// A run of rows in another section.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(C)]
pub struct Run {
    start: U32,
    len: U32,
}

impl Run {
    /// No rows.
    pub const EMPTY: Self = Self { start: U32::ZERO, len: U32::ZERO };

    /// The run of `len` rows from row `start` on. The writer refuses a bundle so large that a
    /// number doesn't fit.
    pub fn new(start: usize, len: usize) -> Self {
        Self { start: number(start), len: number(len) }
    }

    /// The first row.
    #[inline]
    pub fn start(self) -> u32 {
        self.start.get()
    }

    /// The number of rows.
    #[inline]
    pub fn len(self) -> usize {
        self.len.get() as usize
    }

    /// Whether the run has no rows.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len == U32::ZERO
    }

    /// The numbers of the rows.
    #[inline]
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        let start = self.start.get() as usize;
        start..start + self.len()
    }
}

/// A number of rows or bytes as it is stored. One that doesn't fit is stored as the largest, and
/// the writer refuses the bundle, since it has more than [`crate::frame::MAX_BUNDLE_BYTES`].
fn number(value: usize) -> U32 {
    U32::new(u32::try_from(value).unwrap_or(u32::MAX))
}

/// The rows of a run.
#[inline]
pub fn run<T>(rows: &[T], run: Run) -> &[T] {
    rows.get(run.range()).unwrap_or_default()
}
