//! The global access checking table.

use saffron_compiler::model::{Class, ClassId, GlobalEntry, Model};
use saffron_runtime::Mode;
use saffron_vocabulary::racf::AccessLevel;

use super::acee::{Acee, Known};
use super::ebcdic;
use super::names::Naming;
use crate::request::OwnedRequest;

/// The one entry that counts for the resource, if the table is consulted and lets the level pass.
pub(crate) fn granting<'m>(
    model: &'m Model,
    acee: &Acee<'_>,
    request: &OwnedRequest,
    (id, class): (ClassId, &Class),
    resource: &str,
    need: AccessLevel,
) -> Option<&'m GlobalEntry> {
    let consulted = request.mode == Mode::Auth
        && class.settings.global
        // z/OS UNIX never reads the table (z/OS UNIX System Services Planning, UNIXPRIV).
        && class.name != "UNIXPRIV"
        && class.descriptor.member_class.is_none()
        && !acee.attributes().restricted;
    if !consulted {
        return None;
    }
    let user = acee.user.as_ref();
    let (name, group) = (user.map(|it| it.name), user.and_then(Known::group_name));
    let naming = Naming::of_global_entries(model, class, name, group);
    model
        .globals
        .iter()
        .filter(|entry| entry.class == id)
        .filter(|entry| {
            if is_literal(class, entry) {
                entry.name == resource
            } else {
                naming.matches(&entry.name, resource)
            }
        })
        .min_by(|a, b| {
            let kinds = is_literal(class, b).cmp(&is_literal(class, a));
            let keys = naming.key(&a.name).cmp(&naming.key(&b.name));
            kinds.then(keys).then(ebcdic::compare(&a.name, &b.name))
        })
        .filter(|best| best.access >= need)
}

/// Whether the entry covers only the resource that is spelt as itself: generic characters and
/// variables mean something only where generic profiles do.
fn is_literal(class: &Class, entry: &GlobalEntry) -> bool {
    !class.settings.generic || !entry.name.contains(['*', '%', '&'])
}
