//! Whether one profile name covers another.

/// Whether every name that `name` matches is matched by `pattern` too; both may be generic.
pub(super) fn covers(pattern: &str, name: &str) -> bool {
    let pattern: Vec<&str> = pattern.split('.').collect();
    let name: Vec<&str> = name.split('.').collect();
    qualifiers(&pattern, &name)
}

fn qualifiers(pattern: &[&str], name: &[&str]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            (0..=name.len()).any(|skip| name.get(skip..).is_some_and(|name| qualifiers(rest, name)))
        }
        (Some((first, pattern)), Some((qualifier, name))) => {
            *qualifier != "**"
                && characters(first.as_bytes(), qualifier.as_bytes())
                && qualifiers(pattern, name)
        }
        _ => false,
    }
}

fn characters(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) | (Some((b'*', [])), _) => true,
        (Some((b'%', pattern)), Some((character, name))) => {
            *character != b'*' && characters(pattern, name)
        }
        (Some((one, pattern)), Some((other, name))) => one == other && characters(pattern, name),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_wider_name_covers_a_narrower_one() {
        for (pattern, name) in [
            ("ZWESLSTC.*", "ZWESLSTC.*"),
            ("ZWES*.*", "ZWESLSTC.*"),
            ("**", "ZWESLSTC.*"),
            ("ZWES%STC.*", "ZWESLSTC.ZWE"),
            ("ZWESLSTC.**", "ZWESLSTC.*"),
        ] {
            assert!(covers(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn a_narrower_name_does_not() {
        for (pattern, name) in [
            ("ZWESLSTC.ZWE", "ZWESLSTC.*"),
            ("ZWESL%TC.*", "ZWESL*.*"),
            ("ZWESLSTC.*", "ZWESLSTC.**"),
            ("ZWES.*", "ZWESLSTC.*"),
        ] {
            assert!(!covers(pattern, name), "{pattern} {name}");
        }
    }
}
