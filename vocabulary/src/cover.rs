//! Which resources a generic name of a general resource class covers, as far as the name alone
//! tells.

/// Whether a generic name of a general resource class may cover a resource. A RACF variable in it
/// is taken to match, because its members aren't known here.
///
/// Source: Command Language Reference, "Profile names for general resources".
pub fn may_cover(pattern: &str, name: &str) -> bool {
    if pattern.contains('&') || pattern == "*" || pattern == "**" {
        return true;
    }
    let open = pattern.ends_with('*') && !pattern.ends_with(".**");
    let mut wanted: Vec<&str> = pattern.split('.').collect();
    if open {
        wanted.push("**");
    }
    let found: Vec<&str> = name.split('.').collect();
    qualifiers(&wanted, &found)
}

/// At most two of the patterns are `**`, so this doesn't come back often.
fn qualifiers(patterns: &[&str], names: &[&str]) -> bool {
    match (patterns, names) {
        ([], []) => true,
        (["**", rest @ ..], _) => {
            let tails = (0..=names.len()).filter_map(|at| names.get(at..));
            tails.into_iter().any(|tail| qualifiers(rest, tail))
        }
        ([pattern, rest @ ..], [name, others @ ..]) => {
            qualifier(pattern, name) && qualifiers(rest, others)
        }
        _ => false,
    }
}

fn qualifier(pattern: &str, name: &str) -> bool {
    let (pattern, open) = match pattern.strip_suffix('*') {
        Some(stem) => (stem, true),
        None => (pattern, false),
    };
    let (long, wanted) = (name.chars().count(), pattern.chars().count());
    let fits = if open { long >= wanted } else { long == wanted };
    fits && pattern.chars().zip(name.chars()).all(|(one, other)| one == '%' || one == other)
}

#[cfg(test)]
mod tests {
    use super::may_cover;

    #[test]
    fn generic_characters_cover_what_racf_says() {
        for (pattern, name, covered) in [
            ("CHOWN.*", "CHOWN.UNRESTRICTED", true),
            ("CHOWN.*", "CHOWN", false),
            ("CHOWN.**", "CHOWN", true),
            ("A.*", "A.B.C", true),
            ("A%.B", "AB.B", true),
            ("A%.B", "A.B", false),
            ("**.FINAL", "A.B.FINAL", true),
            ("A.**.C", "A.B.D", false),
            ("**", "ANY.NAME", true),
            ("*", "ANY.NAME", true),
            ("T%", "T12", false),
            ("A.*.C", "A.B.C", true),
            ("A.**.C", "A.C", true),
            ("A.B*", "A.BC.D", true),
            ("A.**.B*", "A.X.Y.BC.D", true),
        ] {
            assert_eq!(may_cover(pattern, name), covered, "{pattern} {name}");
        }
    }
}
