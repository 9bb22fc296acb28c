//! Which profiles commands can name.

use saffron_compiler::model::Profile;

use super::names::Names;
use super::target::DATA_SETS;

/// What commands can do about a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// Name it whenever it is to be named.
    Any,
    /// Name it only while no other of its name is there.
    Alone,
    /// Nothing, and why.
    None(&'static str),
}

/// The profiles of a class, each with what commands can do about it.
pub(super) fn with_means<'m>(
    names: Names<'m>,
    all: &'m [Profile],
) -> impl Iterator<Item = (&'m Profile, Means)> {
    let next = all.iter().skip(1).map(Some).chain([None]);
    all.iter().zip(next).map(move |(profile, next)| (profile, means(names, profile, next)))
}

/// `next` follows in the order of names; a profile without volumes comes before others of its name.
fn means(names: Names<'_>, profile: &Profile, next: Option<&Profile>) -> Means {
    let same_name = |next: &Profile| next.kind == profile.kind && next.name == profile.name;
    match names.class(profile.class) {
        "DIGTCERT" => Means::None("only RACDCERT creates profiles of the class DIGTCERT"),
        "IDIDMAP" => Means::None("only RACMAP creates profiles of the class IDIDMAP"),
        "SECLABEL" if !names.is_label(&profile.name) => Means::None(
            "the policy doesn't declare this security label, so its profile can't be created",
        ),
        _ if profile.name.contains(char::is_control) => {
            Means::None("a command can't contain control characters in the name of a profile")
        }
        DATA_SETS if profile.volumes.is_empty() && next.is_some_and(same_name) => Means::Alone,
        _ => Means::Any,
    }
}
