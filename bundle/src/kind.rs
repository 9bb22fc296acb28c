//! The kinds of sections.

use crate::section_list::section_list;

/// The enum of the sections; their content is declared in [`crate::section`].
macro_rules! kinds {
    ($($(#[$meta:meta])* $Name:ident = $number:literal, $text:literal, $field:ident: $Shape:ident $(<$Row:ty>)?;)+) => {
        /// What a section contains.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u32)]
        pub enum SectionKind { $($(#[$meta])* $Name = $number,)+ }

        impl SectionKind {
            /// Every section, in the order in which they are in a bundle.
            pub const ALL: &'static [Self] = &[$(Self::$Name),+];

            /// The name for people.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$Name => $text,)+ }
            }
        }
    };
}

section_list!(kinds);

impl SectionKind {
    /// Whether the section contains where something is specified rather than what holds.
    pub const fn is_provenance(self) -> bool {
        matches!(self, Self::Origins | Self::OriginFiles | Self::OriginText | Self::SafrOrigins)
    }

    /// The position of the section's entry in the directory; sections are numbered from 1 on.
    pub(crate) const fn position(self) -> usize {
        self as usize - 1
    }
}

const _: () = assert!(
    SectionKind::GenericIndex.position() + 1 == SectionKind::ALL.len(),
    "sections have consecutive numbers"
);

impl std::fmt::Display for SectionKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
