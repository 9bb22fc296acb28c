//! Which fields of segments may be shown with their values.

use super::segment::{Kind, Segment, group, user};

/// Segments of users and groups.
const OF_IDS: [&Segment; 19] = [
    &user::CICS,
    &user::DCE,
    &user::DFP,
    &user::EIM,
    &user::KERB,
    &user::LANGUAGE,
    &user::LNOTES,
    &user::MFA,
    &user::NDS,
    &user::NETVIEW,
    &user::OMVS,
    &user::OPERPARM,
    &user::OVM,
    &user::PROXY,
    &user::TSO,
    &user::WORKATTR,
    &group::OMVS,
    &group::OVM,
    &group::TME,
];

/// Whether the value of a field of a user's or a group's segment may be shown: it is a number, a name or a word, not a
/// text that people write.
pub fn is_shown(segment: &str, field: &str) -> bool {
    let segments = OF_IDS.iter().filter(|it| it.name.eq_ignore_ascii_case(segment));
    let mut fields = segments.flat_map(|it| it.fields);
    fields.any(|it| {
        let harmless = matches!(
            it.kind,
            Kind::Flag | Kind::Name | Kind::Number | Kind::Folded | Kind::Words(_)
        );
        harmless && it.name.eq_ignore_ascii_case(field)
    })
}
