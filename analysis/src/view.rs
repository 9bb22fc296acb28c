//! A place of a policy as a report shows it.

use saffron_bundle::layout::profile_flag;
use saffron_runtime::{Decision, Place};

use crate::change::{Open, RegionView};
use crate::class_pair::shown_volume;
use crate::regions::OpenRegion;
use crate::side::Side;

/// A place as a report shows it.
pub(crate) fn view(
    side: Side<'_>,
    place: Place,
    volume: Option<&str>,
    decision: &Decision<'_>,
) -> RegionView {
    let bundle = side.bundle;
    let row = place.profile.and_then(|at| bundle.profiles().get(at as usize));
    let global = place.global.and_then(|at| bundle.globals().get(at as usize));
    let shown = row.and_then(|row| shown_volume(side, row, volume));
    RegionView {
        profile: row.map(|row| bundle.text(row.name()).to_owned()),
        generic: row.is_some_and(|row| row.flags() & profile_flag::GENERIC != 0),
        volume: shown.map(ToOwned::to_owned),
        global: global.map(|it| format!("{}/{}", bundle.text(it.name()), it.access())),
        allowed: decision.allowed,
        outcome: decision.outcome,
        step: decision.step,
        warning: decision.warning,
    }
}

/// An open region of one policy as a report shows it.
pub(crate) fn open(side: Side<'_>, class: &str, region: &OpenRegion) -> Open {
    let name = |place: Place| {
        let row = side.bundle.profiles().get(place.profile? as usize)?;
        Some(side.bundle.text(row.name()).to_owned())
    };
    let [old, new] = region.places.map(name);
    let reason = "it isn't known within the limit whether the region has a name";
    Open { class: class.to_owned(), old, new, reason }
}
