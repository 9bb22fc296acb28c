//! Whether rows of two policies state the same, as far as access depends on them.

use saffron_bundle::layout::{
    ClassRow, ConditionalRow, ProfileRow, class_flag, label_code, meta_flag, profile_flag,
};
use saffron_bundle::run;
use saffron_vocabulary::racf::{ConditionKind, EntryKind};

use crate::class_pair::ClassPair;
use crate::side::{ClassSide, Side};

/// What holds for all requests: the options, the switches, the labels.
pub(crate) fn rules(old: Side<'_>, new: Side<'_>) -> bool {
    let of = |side: Side<'_>| {
        let meta = side.bundle.meta();
        let apart =
            meta_flag::ENHANCED_GENERIC_NAMING | meta_flag::OPERATIONS_AUDIT | meta_flag::VARIABLES;
        (meta.flags() & !apart, meta.switches(), meta.mls(), meta.ml_active())
    };
    let labels = |side: Side<'_>| -> Vec<(String, u8, Vec<u16>)> {
        let bundle = side.bundle;
        let categories = |row: &saffron_bundle::layout::LabelRow| {
            run(bundle.categories(), row.categories()).iter().map(|it| it.get()).collect()
        };
        let rows = bundle.labels().iter();
        rows.map(|row| (row.name().to_owned(), row.security_level(), categories(row))).collect()
    };
    of(old) == of(new) && labels(old) == labels(new)
}

/// What a class asks of all requests.
pub(crate) fn class(pair: &ClassPair<'_>) -> bool {
    let of = |side: &ClassSide<'_>| {
        const KEPT: u32 = class_flag::OPERATIONS
            | class_flag::PROGRAM
            | class_flag::LABEL_REQUIRED
            | class_flag::DATASET
            | class_flag::UNIX_PRIVILEGES
            | class_flag::MIXED_CASE;
        let row = side.row.map(|row: &ClassRow| {
            (row.flags() & KEPT, row.default_return_code(), row.mac(), row.max_length())
        });
        (row, side.in_effect, side.implicit_owner(), side.protect_all())
    };
    of(&pair.sides[0]) == of(&pair.sides[1])
}

/// Whether names belong to their users in the same way.
pub(crate) fn owners(pair: &ClassPair<'_>) -> bool {
    let of = |side: &ClassSide<'_>| {
        (
            side.implicit_owner(),
            side.local_nodes()
                .map(|nodes| nodes.into_iter().map(ToOwned::to_owned).collect::<Vec<String>>()),
        )
    };
    of(&pair.sides[0]) == of(&pair.sides[1])
}

/// A profile of each side.
pub(crate) fn profiles(sides: [Side<'_>; 2], old: &ProfileRow, new: &ProfileRow) -> bool {
    let [old_side, new_side] = sides;
    plain(old_side, old) == plain(new_side, new)
        && standard(old_side, old).eq(standard(new_side, new))
        && conditional(old_side, old).eq(conditional(new_side, new))
}

type Plain<'e> = (u8, u16, u8, &'e str, &'e str, &'e str, Vec<u16>, u32);

fn plain<'e>(side: Side<'e>, row: &ProfileRow) -> Plain<'e> {
    let id = |id: saffron_bundle::layout::OptId<saffron_bundle::IdIndex>| {
        id.get().map(|id| side.bundle.id_name(id)).unwrap_or_default()
    };
    let declared = row.label().checked_sub(label_code::DECLARED);
    let label = declared.and_then(|at| side.bundle.labels().get(at as usize));
    let categories = run(side.bundle.categories(), row.categories());
    (
        row.uacc().byte(),
        row.flags() & profile_flag::WARNING,
        row.security_level(),
        id(row.owner()),
        id(row.qualifier_id()),
        label.map(saffron_bundle::layout::LabelRow::name).unwrap_or_default(),
        categories.iter().map(|number| number.get()).collect(),
        row.label().min(label_code::DECLARED),
    )
}

fn standard<'e>(
    side: Side<'e>,
    row: &ProfileRow,
) -> impl Iterator<Item = ((EntryKind, &'e str), u8)> {
    let entries = run(side.bundle.entries(), row.standard()).iter();
    entries.map(move |entry| (side.bundle.who(entry.who()), entry.level().byte()))
}

type When<'e> = ((EntryKind, &'e str), ConditionKind, &'e str, &'e str, u8);

fn conditional<'e>(side: Side<'e>, row: &ProfileRow) -> impl Iterator<Item = When<'e>> {
    let rows = run(side.bundle.conditional(), row.conditional()).iter();
    rows.map(move |row: &ConditionalRow| {
        let (name, value) = (side.bundle.text(row.name()), side.bundle.text(row.value()));
        (side.bundle.who(row.who()), row.kind(), name, value, row.access().byte())
    })
}
