//! Bytes to rows, read in place.
//!
//! INVARIANT: a [`Bundle`] exists only for bytes whose digests agree and in which every index, run
//! and text lies where it should; see [`crate::check`].

use zerocopy::FromBytes;
use zerocopy::little_endian::{U16, U32};

use crate::check;
use crate::layout::safr::{SafrAccessRow, SafrEnvironmentRow, SafrGroupRow, SafrItemRow, SafrMeta};
use crate::layout::{
    AuthRow, ClassRow, ConditionalRow, ConnectionRow, EdgeSlot, GlobalRow, LabelRow, Meta,
    NameSlot, NodeRow, OriginRow, PackedSlot, PatternRow, ProfileRow, Row, Run, TextRef, UserRow,
    VariableRow,
};
use crate::section::{
    Digest, DirectoryEntry, FORMAT_VERSION, Header, MAGIC, MAX_BUNDLE_BYTES, SectionKind,
    content_digest, decision_digest,
};
use crate::write::align;

/// Why bytes are not a bundle, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message of each variant says what its fields are")]
pub enum OpenError {
    #[error("not a Saffron bundle: it does not begin with the bundle's mark")]
    NotABundle,
    #[error("too short for a bundle: {len} bytes, the header alone has {header}")]
    TooShort { len: usize, header: usize },
    #[error("too large: {len} bytes, at most {limit} are opened")]
    TooLarge { len: usize, limit: usize },
    #[error(
        "bundle format {found}, this version reads format {expected}; compile the policy again"
    )]
    Format { found: u32, expected: u32 },
    #[error(
        "the header speaks of {expected} bytes, there are {len}: the bundle is cut or has something appended"
    )]
    Length { expected: u64, len: usize },
    #[error("the section directory is damaged at entry {entry}: {what}")]
    Directory { entry: usize, what: &'static str },
    #[error("the header or the directory was changed after the bundle was written")]
    HeaderChanged,
    #[error(
        "section `{section}` (bytes {offset} to {end}) was changed after the bundle was written"
    )]
    SectionChanged { section: &'static str, offset: u64, end: u64 },
    #[error("the padding before byte {offset} is not empty")]
    Padding { offset: u64 },
    #[error("section `{section}` is no whole number of rows, or no text")]
    Shape { section: &'static str },
    #[error("section `{section}`, row {row}: {what}")]
    Row { section: &'static str, row: usize, what: &'static str },
}

/// An opened bundle: every section in place, nothing copied.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each field is the section of its name")]
pub struct Bundle<'b> {
    pub header: &'b Header,
    pub directory: &'b [DirectoryEntry],
    pub meta: &'b Meta,
    pub strings: &'b str,
    pub classes: &'b [ClassRow],
    pub class_table: &'b [PackedSlot],
    pub authorities: &'b [AuthRow],
    pub auth_table: &'b [PackedSlot],
    pub users: &'b [UserRow],
    pub groups: &'b [U32],
    pub connections: &'b [ConnectionRow],
    pub scopes: &'b [U32],
    pub profiles: &'b [ProfileRow],
    pub discrete_table: &'b [NameSlot],
    pub nodes: &'b [NodeRow],
    pub edge_table: &'b [EdgeSlot],
    pub patterns: &'b [PatternRow],
    pub irregular: &'b [U32],
    pub entries: &'b [U32],
    pub conditional: &'b [ConditionalRow],
    pub globals: &'b [GlobalRow],
    pub categories: &'b [U16],
    pub labels: &'b [LabelRow],
    pub variables: &'b [VariableRow],
    pub members: &'b [TextRef],
    pub volumes: &'b [[u8; 6]],
    pub origins: &'b [OriginRow],
    pub origin_files: &'b [TextRef],
    pub origin_text: &'b str,
    pub stored: &'b [ProfileRow],
    pub safr_meta: &'b SafrMeta,
    pub safr_environments: &'b [SafrEnvironmentRow],
    pub safr_environment_table: &'b [NameSlot],
    pub safr_items: &'b [SafrItemRow],
    pub safr_item_table: &'b [NameSlot],
    pub safr_references: &'b [U32],
    pub safr_groups: &'b [SafrGroupRow],
    pub safr_group_table: &'b [NameSlot],
    pub safr_members: &'b [U32],
    pub safr_access: &'b [SafrAccessRow],
    pub safr_rights: &'b [U32],
    pub safr_administrators: &'b [U32],
    pub safr_origins: &'b [U32],
}

impl<'b> Bundle<'b> {
    /// Checks the bytes and borrows them.
    pub fn open(bytes: &'b [u8]) -> Result<Self, OpenError> {
        let (header, directory) = frame(bytes)?;
        let sections = Frame { bytes, directory };
        sections.check_digests()?;
        let meta = sections.row::<Meta>(SectionKind::Meta)?;
        let safr_meta = sections.row::<SafrMeta>(SectionKind::SafrMeta)?;
        let bundle = Self {
            header,
            directory,
            meta,
            strings: sections.text(SectionKind::Strings)?,
            classes: sections.rows(SectionKind::Classes)?,
            class_table: sections.rows(SectionKind::ClassTable)?,
            authorities: sections.rows(SectionKind::Authorities)?,
            auth_table: sections.rows(SectionKind::AuthTable)?,
            users: sections.rows(SectionKind::Users)?,
            groups: sections.rows(SectionKind::Groups)?,
            connections: sections.rows(SectionKind::Connections)?,
            scopes: sections.rows(SectionKind::Scopes)?,
            profiles: sections.rows(SectionKind::Profiles)?,
            discrete_table: sections.rows(SectionKind::DiscreteTable)?,
            nodes: sections.rows(SectionKind::Nodes)?,
            edge_table: sections.rows(SectionKind::EdgeTable)?,
            patterns: sections.rows(SectionKind::Patterns)?,
            irregular: sections.rows(SectionKind::Irregular)?,
            entries: sections.rows(SectionKind::Entries)?,
            conditional: sections.rows(SectionKind::Conditional)?,
            globals: sections.rows(SectionKind::Globals)?,
            categories: sections.rows(SectionKind::Categories)?,
            labels: sections.rows(SectionKind::Labels)?,
            variables: sections.rows(SectionKind::Variables)?,
            members: sections.rows(SectionKind::Members)?,
            volumes: sections.rows(SectionKind::Volumes)?,
            origins: sections.rows(SectionKind::Origins)?,
            origin_files: sections.rows(SectionKind::OriginFiles)?,
            origin_text: sections.text(SectionKind::OriginText)?,
            stored: sections.rows(SectionKind::Stored)?,
            safr_meta,
            safr_environments: sections.rows(SectionKind::SafrEnvironments)?,
            safr_environment_table: sections.rows(SectionKind::SafrEnvironmentTable)?,
            safr_items: sections.rows(SectionKind::SafrItems)?,
            safr_item_table: sections.rows(SectionKind::SafrItemTable)?,
            safr_references: sections.rows(SectionKind::SafrReferences)?,
            safr_groups: sections.rows(SectionKind::SafrGroups)?,
            safr_group_table: sections.rows(SectionKind::SafrGroupTable)?,
            safr_members: sections.rows(SectionKind::SafrMembers)?,
            safr_access: sections.rows(SectionKind::SafrAccess)?,
            safr_rights: sections.rows(SectionKind::SafrRights)?,
            safr_administrators: sections.rows(SectionKind::SafrAdministrators)?,
            safr_origins: sections.rows(SectionKind::SafrOrigins)?,
        };
        check::bundle(&bundle)?;
        Ok(bundle)
    }

    /// The text behind a reference.
    #[inline]
    pub fn text(&self, text: TextRef) -> &'b str {
        let start = text.start.get() as usize;
        self.strings.get(start..start + text.len.get() as usize).unwrap_or_default()
    }

    /// The bytes behind a reference; spares the look at character boundaries.
    #[inline]
    pub fn bytes(&self, text: TextRef) -> &'b [u8] {
        let start = text.start.get() as usize;
        self.strings.as_bytes().get(start..start + text.len.get() as usize).unwrap_or_default()
    }

    /// The file of an origin.
    pub fn origin_file(&self, origin: &OriginRow) -> Option<&'b str> {
        // The first name is the package's, so that numbers of files begin at 1.
        let at = Some(origin.file.get() as usize).filter(|&at| at > 0)?;
        self.origin_name(at)
    }

    /// The name of the package; it is provenance, not part of what the policy decides.
    pub fn package(&self) -> &'b str {
        self.origin_name(0).unwrap_or_default()
    }

    fn origin_name(&self, at: usize) -> Option<&'b str> {
        let text = self.origin_files.get(at)?;
        let start = text.start.get() as usize;
        self.origin_text.get(start..start + text.len.get() as usize)
    }
}

/// The rows of a run.
#[inline]
pub fn run<T>(rows: &[T], run: Run) -> &[T] {
    let start = run.start.get() as usize;
    rows.get(start..start + run.len.get() as usize).unwrap_or_default()
}

/// A name stored in eight bytes.
pub fn short_name(name: &[u8; 8]) -> &str {
    std::str::from_utf8(short_bytes(name)).unwrap_or_default()
}

/// The bytes of a name stored in eight bytes.
#[inline]
pub fn short_bytes(name: &[u8; 8]) -> &[u8] {
    let padding = u64::from_be_bytes(*name).trailing_zeros() as usize / 8;
    name.get(..name.len() - padding.min(name.len())).unwrap_or_default()
}

/// Header and directory, if the bytes have the frame of a bundle.
fn frame(bytes: &[u8]) -> Result<(&Header, &[DirectoryEntry]), OpenError> {
    let len = bytes.len();
    if !bytes.starts_with(&MAGIC) {
        return Err(OpenError::NotABundle);
    }
    let Ok((header, rest)) = Header::ref_from_prefix(bytes) else {
        return Err(OpenError::TooShort { len, header: size_of::<Header>() });
    };
    if header.format.get() != FORMAT_VERSION {
        let found = header.format.get();
        return Err(OpenError::Format { found, expected: FORMAT_VERSION });
    }
    if len > MAX_BUNDLE_BYTES {
        return Err(OpenError::TooLarge { len, limit: MAX_BUNDLE_BYTES });
    }
    if header.total_len.get() != len as u64 {
        return Err(OpenError::Length { expected: header.total_len.get(), len });
    }
    let count = SectionKind::ALL.len();
    if header.sections.get() as usize != count {
        return Err(OpenError::Directory {
            entry: 0,
            what: "it has not the sections of its format",
        });
    }
    let Ok((directory, _)) = <[DirectoryEntry]>::ref_from_prefix_with_elems(rest, count) else {
        return Err(OpenError::TooShort { len, header: size_of::<Header>() });
    };
    check_places(directory, len)?;
    if content_digest(header, directory) != header.content_digest
        || decision_digest(directory) != header.decision_digest
    {
        return Err(OpenError::HeaderChanged);
    }
    Ok((header, directory))
}

/// Sections lie in their order, each on its boundary, and fill the bundle to its end.
fn check_places(directory: &[DirectoryEntry], len: usize) -> Result<(), OpenError> {
    let mut expected = size_of::<Header>() + size_of_val(directory);
    for (entry, (place, &kind)) in directory.iter().zip(SectionKind::ALL).enumerate() {
        let refuse = |what| Err(OpenError::Directory { entry, what });
        expected = align(expected);
        if place.kind.get() != kind as u32 {
            return refuse("the section is not the one of this place");
        }
        if place.offset.get() != expected as u64 {
            return refuse("the section does not begin where the one before it ends");
        }
        let size = usize::try_from(place.len.get()).unwrap_or(usize::MAX);
        match expected.checked_add(size) {
            Some(end) if end <= len => expected = end,
            _ => return refuse("the section reaches past the end of the bundle"),
        }
    }
    if align(expected) == len {
        Ok(())
    } else {
        Err(OpenError::Directory {
            entry: directory.len(),
            what: "something follows the last section",
        })
    }
}

struct Frame<'b> {
    bytes: &'b [u8],
    directory: &'b [DirectoryEntry],
}

impl<'b> Frame<'b> {
    fn check_digests(&self) -> Result<(), OpenError> {
        let mut padding = size_of::<Header>() + size_of_val(self.directory);
        for (entry, kind) in self.directory.iter().zip(SectionKind::ALL) {
            let (offset, end) = (entry.offset.get(), entry.offset.get() + entry.len.get());
            self.check_padding(padding, offset)?;
            if Digest::of(self.section(*kind)) != entry.digest {
                return Err(OpenError::SectionChanged { section: kind.as_str(), offset, end });
            }
            padding = usize::try_from(end).unwrap_or(usize::MAX);
        }
        self.check_padding(padding, self.bytes.len() as u64)
    }

    fn check_padding(&self, from: usize, offset: u64) -> Result<(), OpenError> {
        let to = usize::try_from(offset).unwrap_or(usize::MAX);
        let clean = self.bytes.get(from..to).is_some_and(|gap| gap.iter().all(|&byte| byte == 0));
        if clean { Ok(()) } else { Err(OpenError::Padding { offset }) }
    }

    fn section(&self, kind: SectionKind) -> &'b [u8] {
        let entry = self.directory.iter().find(|entry| entry.kind.get() == kind as u32);
        let range = entry.and_then(|entry| {
            let start = usize::try_from(entry.offset.get()).ok()?;
            Some(start..start.checked_add(usize::try_from(entry.len.get()).ok()?)?)
        });
        range.and_then(|range| self.bytes.get(range)).unwrap_or_default()
    }

    fn rows<T: Row>(&self, kind: SectionKind) -> Result<&'b [T], OpenError> {
        <[T]>::ref_from_bytes(self.section(kind))
            .map_err(|_| OpenError::Shape { section: kind.as_str() })
    }

    /// The one row of a section.
    fn row<T: Row>(&self, kind: SectionKind) -> Result<&'b T, OpenError> {
        match self.rows(kind)? {
            [row] => Ok(row),
            _ => Err(OpenError::Shape { section: kind.as_str() }),
        }
    }

    fn text(&self, kind: SectionKind) -> Result<&'b str, OpenError> {
        std::str::from_utf8(self.section(kind))
            .map_err(|_| OpenError::Shape { section: kind.as_str() })
    }
}
