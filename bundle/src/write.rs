//! Rows to bytes.

use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{FromBytes, IntoBytes};

use crate::layout::safr::{SafrAccessRow, SafrEnvironmentRow, SafrGroupRow, SafrItemRow, SafrMeta};
use crate::layout::{
    AuthRow, ClassRow, ConditionalRow, ConnectionRow, EdgeSlot, GlobalRow, LabelRow, Meta,
    NameSlot, NodeRow, OriginRow, PackedSlot, PatternRow, ProfileRow, TextRef, UserRow,
    VariableRow,
};
use crate::section::{
    Digest, DirectoryEntry, FORMAT_VERSION, Header, MAGIC, SectionKind, content_digest,
    decision_digest,
};

/// Everything that a bundle holds, as the compiler has it.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each field is the section of its name")]
pub struct Sections {
    pub meta: Vec<Meta>,
    pub strings: String,
    pub classes: Vec<ClassRow>,
    pub class_table: Vec<PackedSlot>,
    pub authorities: Vec<AuthRow>,
    pub auth_table: Vec<PackedSlot>,
    pub users: Vec<UserRow>,
    pub groups: Vec<U32>,
    pub connections: Vec<ConnectionRow>,
    pub scopes: Vec<U32>,
    pub profiles: Vec<ProfileRow>,
    pub discrete_table: Vec<NameSlot>,
    pub nodes: Vec<NodeRow>,
    pub edge_table: Vec<EdgeSlot>,
    pub patterns: Vec<PatternRow>,
    pub irregular: Vec<U32>,
    pub entries: Vec<U32>,
    pub conditional: Vec<ConditionalRow>,
    pub globals: Vec<GlobalRow>,
    pub categories: Vec<U16>,
    pub labels: Vec<LabelRow>,
    pub variables: Vec<VariableRow>,
    pub members: Vec<TextRef>,
    pub volumes: Vec<[u8; 6]>,
    pub origins: Vec<OriginRow>,
    pub origin_files: Vec<TextRef>,
    pub origin_text: String,
    pub stored: Vec<ProfileRow>,
    pub safr_meta: Vec<SafrMeta>,
    pub safr_environments: Vec<SafrEnvironmentRow>,
    pub safr_environment_table: Vec<NameSlot>,
    pub safr_items: Vec<SafrItemRow>,
    pub safr_item_table: Vec<NameSlot>,
    pub safr_references: Vec<U32>,
    pub safr_groups: Vec<SafrGroupRow>,
    pub safr_group_table: Vec<NameSlot>,
    pub safr_members: Vec<U32>,
    pub safr_access: Vec<SafrAccessRow>,
    pub safr_rights: Vec<U32>,
    pub safr_administrators: Vec<U32>,
    pub safr_origins: Vec<U32>,
}

impl Sections {
    fn bytes(&self, kind: SectionKind) -> &[u8] {
        match kind {
            SectionKind::Meta => self.meta.as_bytes(),
            SectionKind::Strings => self.strings.as_bytes(),
            SectionKind::Classes => self.classes.as_bytes(),
            SectionKind::ClassTable => self.class_table.as_bytes(),
            SectionKind::Authorities => self.authorities.as_bytes(),
            SectionKind::AuthTable => self.auth_table.as_bytes(),
            SectionKind::Users => self.users.as_bytes(),
            SectionKind::Groups => self.groups.as_bytes(),
            SectionKind::Connections => self.connections.as_bytes(),
            SectionKind::Scopes => self.scopes.as_bytes(),
            SectionKind::Profiles => self.profiles.as_bytes(),
            SectionKind::DiscreteTable => self.discrete_table.as_bytes(),
            SectionKind::Nodes => self.nodes.as_bytes(),
            SectionKind::EdgeTable => self.edge_table.as_bytes(),
            SectionKind::Patterns => self.patterns.as_bytes(),
            SectionKind::Irregular => self.irregular.as_bytes(),
            SectionKind::Entries => self.entries.as_bytes(),
            SectionKind::Conditional => self.conditional.as_bytes(),
            SectionKind::Globals => self.globals.as_bytes(),
            SectionKind::Categories => self.categories.as_bytes(),
            SectionKind::Labels => self.labels.as_bytes(),
            SectionKind::Variables => self.variables.as_bytes(),
            SectionKind::Members => self.members.as_bytes(),
            SectionKind::Volumes => self.volumes.as_bytes(),
            SectionKind::Origins => self.origins.as_bytes(),
            SectionKind::OriginFiles => self.origin_files.as_bytes(),
            SectionKind::OriginText => self.origin_text.as_bytes(),
            SectionKind::Stored => self.stored.as_bytes(),
            SectionKind::SafrMeta => self.safr_meta.as_bytes(),
            SectionKind::SafrEnvironments => self.safr_environments.as_bytes(),
            SectionKind::SafrEnvironmentTable => self.safr_environment_table.as_bytes(),
            SectionKind::SafrItems => self.safr_items.as_bytes(),
            SectionKind::SafrItemTable => self.safr_item_table.as_bytes(),
            SectionKind::SafrReferences => self.safr_references.as_bytes(),
            SectionKind::SafrGroups => self.safr_groups.as_bytes(),
            SectionKind::SafrGroupTable => self.safr_group_table.as_bytes(),
            SectionKind::SafrMembers => self.safr_members.as_bytes(),
            SectionKind::SafrAccess => self.safr_access.as_bytes(),
            SectionKind::SafrRights => self.safr_rights.as_bytes(),
            SectionKind::SafrAdministrators => self.safr_administrators.as_bytes(),
            SectionKind::SafrOrigins => self.safr_origins.as_bytes(),
        }
    }

    /// The bundle of these sections; the same sections give the same bytes.
    pub fn write(&self, edition: u32) -> Vec<u8> {
        let (directory, end) = self.directory();
        let mut header = Header {
            magic: MAGIC,
            format: U32::new(FORMAT_VERSION),
            edition: U32::new(edition),
            total_len: U64::new(end as u64),
            sections: U32::new(u32::try_from(directory.len()).unwrap_or(u32::MAX)),
            reserved: U32::ZERO,
            decision_digest: decision_digest(&directory),
            content_digest: Digest([0; 32]),
        };
        header.content_digest = content_digest(&header, &directory);

        let mut bytes = Vec::with_capacity(end);
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(directory.as_bytes());
        for &kind in SectionKind::ALL {
            bytes.resize(align(bytes.len()), 0);
            bytes.extend_from_slice(self.bytes(kind));
        }
        bytes.resize(end, 0);
        bytes
    }

    /// Where each section will lie, and where the bundle ends.
    fn directory(&self) -> (Vec<DirectoryEntry>, usize) {
        let count = SectionKind::ALL.len();
        let mut offset = size_of::<Header>() + count * size_of::<DirectoryEntry>();
        let mut directory = Vec::with_capacity(count);
        for &kind in SectionKind::ALL {
            offset = align(offset);
            let bytes = self.bytes(kind);
            directory.push(DirectoryEntry {
                kind: U32::new(kind as u32),
                reserved: U32::ZERO,
                offset: U64::new(offset as u64),
                len: U64::new(bytes.len() as u64),
                digest: Digest::of(bytes),
            });
            offset += bytes.len();
        }
        (directory, align(offset))
    }
}

/// Sections begin on cache lines.
pub(crate) fn align(offset: usize) -> usize {
    offset.next_multiple_of(64)
}

/// Writes the digests that the bytes should have, where they have the frame of a bundle.
///
/// Digests guard against damage, not against an author: tests use this to reach the checks that lie
/// behind them.
pub fn reseal(bytes: &mut [u8]) {
    let count = SectionKind::ALL.len();
    let Some((header, rest)) = bytes.split_at_mut_checked(size_of::<Header>()) else { return };
    let Some((directory, sections)) =
        rest.split_at_mut_checked(count * size_of::<DirectoryEntry>())
    else {
        return;
    };
    let first = header.len() + directory.len();
    let frame = (Header::mut_from_bytes(header), <[DirectoryEntry]>::mut_from_bytes(directory));
    let (Ok(header), Ok(directory)) = frame else { return };
    for entry in &mut *directory {
        let (offset, len) = (entry.offset.get(), entry.len.get());
        let start = usize::try_from(offset).ok().and_then(|offset| offset.checked_sub(first));
        let range = start.zip(usize::try_from(len).ok());
        let range = range.and_then(|(start, len)| Some(start..start.checked_add(len)?));
        if let Some(section) = range.and_then(|range| sections.get(range)) {
            entry.digest = Digest::of(section);
        }
    }
    header.decision_digest = decision_digest(directory);
    header.content_digest = content_digest(header, directory);
}
