//! Digests for damaged bytes, so that tests reach the checks that come after those of the digests.

use zerocopy::FromBytes as _;

use crate::frame::{Digest, DirectoryEntry, Header, content_digest, decision_digest};
use crate::kind::SectionKind;

/// Writes the digests that the bytes should have, if they have the frame of a bundle.
///
/// Digests protect against damage, not against an author who computes them too. Only tests may
/// do so: the product has no use for it.
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
