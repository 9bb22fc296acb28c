//! The content of a bundle: what the writer takes ([`Sections`]) and what the reader gives
//! ([`Bundle`]), generated from the list of the sections.

use zerocopy::little_endian::{U16, U32};

use crate::frame::{DirectoryEntry, Frame, Header};
use crate::kind::SectionKind;
use crate::layout::safr::{
    SafrAccessRow, SafrEnvironmentRow, SafrGroupRow, SafrItemRow, SafrMeta, SafrRight,
};
use crate::layout::{
    AuthRow, ClassRow, ConditionalRow, ConnectionRow, EdgeSlot, Entry, GlobalRow, IndexSlot,
    LabelRow, Meta, NameSlot, NodeRow, OriginRow, PackedSlot, PatternRow, ProfileRow, TextRef,
    UserRow, VariableRow,
};
use crate::open_error::OpenError;
use crate::section_list::section_list;
use crate::shape::{One, Rows, Shape, Text};

/// [`Shape::View`], spelled out: the compiler doesn't see that a projection is covariant, and
/// anyone who keeps a bundle next to its bytes needs that.
macro_rules! view {
    ($b:lifetime, Text) => { &$b str };
    ($b:lifetime, Rows<$Row:ty>) => { &$b [$Row] };
    ($b:lifetime, One<$Row:ty>) => { &$b $Row };
}

/// What the writer takes and what the reader gives: a field for each section, in its shape.
macro_rules! structs {
    ($($(#[$meta:meta])* $Name:ident = $number:literal, $text:literal, $field:ident: $Shape:ident $(<$Row:ty>)?;)+) => {
        /// The content of every section, as the writer takes it.
        #[derive(Clone, Debug, Default)]
        pub struct Sections { $($(#[$meta])* pub $field: <$Shape $(<$Row>)? as Shape>::Input,)+ }

        impl Sections {
            /// The bytes of a section.
            pub(crate) fn bytes(&self, kind: SectionKind) -> &[u8] {
                match kind { $(SectionKind::$Name => <$Shape $(<$Row>)? as Shape>::bytes(&self.$field),)+ }
            }
        }

        /// An open bundle: every section in place, nothing copied.
        ///
        /// INVARIANT: only [`Bundle::open`] makes one, and only of bytes that pass every check.
        #[derive(Clone, Copy, Debug)]
        pub struct Bundle<'b> {
            header: &'b Header,
            directory: &'b [DirectoryEntry],
            $($field: view!('b, $Shape $(<$Row>)?),)+
        }

        impl<'b> Bundle<'b> {
            /// The sections of a frame whose digests are right; what is in them isn't checked yet.
            pub(crate) fn of_frame(frame: &Frame<'b>) -> Result<Self, OpenError> {
                Ok(Self {
                    header: frame.header,
                    directory: frame.directory,
                    $($field: <$Shape $(<$Row>)? as Shape>::view(
                        frame.section(SectionKind::$Name),
                        SectionKind::$Name,
                    )?,)+
                })
            }

            $($(#[$meta])*
            #[inline]
            pub const fn $field(&self) -> view!('b, $Shape $(<$Row>)?) {
                self.$field
            })+

            /// How many rows a section has; none for a section of text.
            pub fn rows(&self, kind: SectionKind) -> Option<usize> {
                match kind { $(SectionKind::$Name => <$Shape $(<$Row>)? as Shape>::rows(self.$field),)+ }
            }
        }
    };
}

section_list!(structs);

impl<'b> Bundle<'b> {
    /// The header: format, edition, digests.
    pub const fn header(&self) -> &'b Header {
        self.header
    }

    /// The sections with their places in the bundle, in order.
    pub fn directory(
        &self,
    ) -> impl ExactSizeIterator<Item = (SectionKind, &'b DirectoryEntry)> + use<'b> {
        SectionKind::ALL.iter().copied().zip(self.directory)
    }
}
