//! GENERICOWNER: the profile whose owner may define more specific ones.
//!
//! Source: Security Administrator's Guide, "Restricting the creation of general resource profiles",
//! and Command Language Reference, "Permitting profiles for GENERICOWNER classes": a less specific
//! profile covers a name that is spelt as it is, character for character, up to its asterisks or
//! percent signs at the end.

use saffron_vocabulary::specificity::{self, Naming, Ties};

use crate::database::key::KeyRef;
use crate::database::{ProfileKey, Profiles};

/// No class has longer names, so a command with one fails.
const LONGEST: usize = 246;

/// The most specific of the profiles that cover the name. Few names can cover it, so those are looked
/// up instead of walking over all profiles.
pub(super) fn covering(profiles: &Profiles, name: &str) -> Option<ProfileKey> {
    if name.len() > LONGEST {
        return None;
    }
    let found = candidates(name).filter(|candidate| {
        profiles.contains_key(&KeyRef::of(candidate, true)) && covers(candidate, name)
    });
    let most_specific =
        found.min_by(|a, b| specificity::compare(&canonical(a), &canonical(b), Ties::Ascending));
    most_specific.map(|name| ProfileKey { name, generic: true, volumes: Vec::new() })
}

/// Every start of the name with asterisks after it, or with percent signs up to the name's length.
fn candidates(name: &str) -> impl Iterator<Item = String> {
    let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
    let starts = ends.filter_map(|at| name.split_at_checked(at));
    let each = starts.flat_map(|(start, rest)| {
        let percents = "%".repeat(rest.chars().count());
        ["*", "**", &percents].map(|end| format!("{start}{end}"))
    });
    each.chain([format!("{name}.**")])
}

fn canonical(name: &str) -> std::borrow::Cow<'_, str> {
    specificity::canonical(name, Naming::Plain)
}

/// Whether the profile covers the name of another one.
pub(super) fn covers(profile: &str, name: &str) -> bool {
    if profile == name {
        return false;
    }
    if let Some(start) = profile.strip_suffix("**") {
        // `AA.**` covers `AA` too.
        return name.starts_with(start) || start.strip_suffix('.') == Some(name);
    }
    if let Some(start) = profile.strip_suffix('*') {
        return name.strip_prefix(start).is_some_and(|rest| in_reach(start, rest));
    }
    let start = profile.trim_end_matches('%');
    let wanted = profile.len() - start.len();
    let fits = |rest: &str| rest.chars().count() == wanted && !rest.contains(['*', '.']);
    wanted > 0 && name.strip_prefix(start).is_some_and(fits)
}

/// Whether what follows the start of `AA.*` or `AA*` is more specific than the asterisk: `.*` asks for
/// a qualifier, and `**` is less specific than `*`.
fn in_reach(start: &str, rest: &str) -> bool {
    let is_qualifier = start.is_empty() || start.ends_with('.');
    !is_qualifier || !(rest.is_empty() || rest.starts_with("**"))
}

#[cfg(test)]
mod tests {
    use super::{candidates, covers};

    #[test]
    fn asterisks_as_in_the_table_of_the_documentation() {
        let covered = [
            ("AA.*", "AA.BB AA.B.C AA.%%"),
            ("AA.**", "AA.* AA AA.BB AA.B.C AA.%"),
            ("AA*", "AA.* AA AA.BB AA.B.C AAC.BB AA%.%%"),
            ("A.*.B.**", "A.*.B.CC A.*.B.%%.%%"),
            ("**", "A AA.BB * A.**"),
        ];
        let others = [
            ("AA.*", "AA.** AA ABC.BB A%.AA AA.*"),
            ("AA.**", "AAC.BB ABC.BB %A.% AA.**"),
            ("AA*", "ABC.BB A%A AA*"),
            ("A.*.B.**", "A.A.B.CC A.%.B.%%.%%"),
        ];
        assert_covering(&covered, true);
        assert_covering(&others, false);
    }

    #[test]
    fn percent_signs_as_in_the_table_of_the_documentation() {
        let covered =
            [("AA.%", "AA.B"), ("AA.%%", "AA.BB AA.%B"), ("AA%", "AAC"), ("A.*.B.%%", "A.*.B.CC")];
        let others = [
            ("AA.%", "AA.** A%.A AA.CC"),
            ("AA.%%", "AA.B AA.%"),
            ("AA%", "AA.B A%A AA."),
            ("A.*.B.%%", "A.A.B.CC A.%.B.%%"),
        ];
        assert_covering(&covered, true);
        assert_covering(&others, false);
    }

    fn assert_covering(table: &[(&str, &str)], expected: bool) {
        for (profile, names) in table {
            for name in names.split_whitespace() {
                assert_eq!(covers(profile, name), expected, "{profile} and {name}");
                assert!(!expected || candidates(name).any(|it| it == *profile), "{profile}");
            }
        }
    }

    #[test]
    fn a_discrete_name_covers_nothing() {
        assert!(!covers("AA.BB", "AA.BB.C"));
        assert!(!covers("AA.BB", "AA.BB"));
    }
}
