//! What names may be: IDs, volumes, names of profiles.
//!
//! A name that holds a variable without a value (`${NAME}`) isn't judged, since what it will be
//! isn't known.
//!
//! Sources: `Security Administrator's Guide`, naming rules for users, groups, data sets and general
//! resources; `RACF Command Language Reference`, appendix on naming, and RDEFINE, CDTINFO.

use super::class::Class;

/// Whether a variable without a value stands in the text.
pub(super) fn holds_variable(text: &str) -> bool {
    text.contains("${")
}

/// What to do where an ID isn't defined: give its variable a value, or `otherwise`.
pub(super) fn mend<'t>(id: &str, otherwise: &'t str) -> &'t str {
    if holds_variable(id) { "give the variable a value, or add the ID first" } else { otherwise }
}

/// The text in upper case, but for the names of variables.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, opened)) = rest.split_once("${")
        && let Some((variable, after)) = opened.split_once('}')
    {
        folded.push_str(&plain.to_ascii_uppercase());
        folded.extend(["${", variable, "}"]);
        rest = after;
    }
    folded.push_str(&rest.to_ascii_uppercase());
    folded
}

fn is_national(character: char) -> bool {
    matches!(character, '@' | '#' | '$')
}

fn is_alphanumeric(character: char) -> bool {
    character.is_ascii_uppercase() || character.is_ascii_digit() || is_national(character)
}

fn is_word(text: &str, longest: usize) -> bool {
    holds_variable(text) || (1..=longest).contains(&text.len()) && text.chars().all(is_alphanumeric)
}

/// One to eight of `A`–`Z`, `0`–`9`, `@`, `#` and `$`: a user ID, a class, a security label.
pub(super) fn is_id(text: &str) -> bool {
    is_word(text, 8)
}

/// As a user ID, but no digit first.
pub(super) fn is_group_name(text: &str) -> bool {
    is_id(text) && !text.starts_with(|first: char| first.is_ascii_digit())
}

/// One to six letters, digits and nationals.
pub(super) fn is_volume(text: &str) -> bool {
    is_word(text, 6)
}

/// `&` and one to seven characters.
pub(super) fn is_variable(text: &str) -> bool {
    holds_variable(text) || text.strip_prefix('&').is_some_and(|rest| is_word(rest, 7))
}

/// Names of security levels and categories are longer than IDs and freer.
pub(super) fn is_security_name(text: &str) -> bool {
    let forbidden = |it: char| it.is_whitespace() || it.is_control() || ",;()/".contains(it);
    (1..=44).contains(&text.len()) && !text.contains(forbidden)
}

/// How data set names are written under the options in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct DataSetRules {
    /// EGN: `**` is allowed.
    pub(super) enhanced: bool,
    /// PREFIX: one qualifier is enough.
    pub(super) single_qualifier: bool,
    /// A member of GLOBAL: the high-level qualifier may be `&RACUID` or `&RACGPID`.
    pub(super) global: bool,
}

/// What is wrong with a name, after "it".
pub(super) type Verdict = Result<(), String>;

fn refused<T>(why: &str) -> Result<T, String> {
    Err(why.to_owned())
}

const LONGEST_DATA_SET: usize = 44;

/// Checks the name of a data set profile, in upper case.
pub(super) fn data_set(name: &str, rules: DataSetRules) -> Verdict {
    if holds_variable(name) {
        return Ok(());
    }
    length(name, LONGEST_DATA_SET)?;
    let mut qualifiers = name.split('.');
    high_level_qualifier(qualifiers.next().unwrap_or_default(), rules)?;
    if !rules.single_qualifier && !name.contains('.') {
        return refused("has only one qualifier; SETROPTS PREFIX would allow that");
    }
    for qualifier in qualifiers {
        data_set_qualifier(qualifier, rules)?;
    }
    one_double_star(name)
}

fn high_level_qualifier(first: &str, rules: DataSetRules) -> Verdict {
    if rules.global && matches!(first, "&RACUID" | "&RACGPID" | "*" | "**") {
        return Ok(());
    }
    if first.contains(['*', '%']) {
        return refused("has a generic high-level qualifier; write that in full");
    }
    plain_qualifier(first)
}

fn data_set_qualifier(qualifier: &str, rules: DataSetRules) -> Verdict {
    if rules.global && matches!(qualifier, "&RACUID" | "&RACGPID") {
        return Ok(());
    }
    if qualifier == "**" {
        let why = "has `**`, which needs SETROPTS EGN";
        return if rules.enhanced { Ok(()) } else { refused(why) };
    }
    star_placement(qualifier)?;
    let rest = qualifier.strip_suffix('*').unwrap_or(qualifier);
    if qualifier == "*" { Ok(()) } else { plain_qualifier(rest) }
}

fn plain_qualifier(qualifier: &str) -> Verdict {
    let first = |it: char| it.is_ascii_uppercase() || is_national(it) || it == '%';
    let other = |it: char| is_alphanumeric(it) || it == '-' || it == '%';
    let fits = (1..=8).contains(&qualifier.len())
        && qualifier.starts_with(first)
        && qualifier.chars().all(other);
    if fits { Ok(()) } else { Err(format!("has `{qualifier}`, which is no qualifier")) }
}

/// Checks the name of a profile of a general resource class, or of a member.
pub(super) fn general(name: &str, class: &Class, generic: bool) -> Verdict {
    if holds_variable(name) {
        return Ok(());
    }
    length(name, usize::from(class.max_length))?;
    if !class.mixed_case {
        characters(name)?;
    }
    kinds_of_characters(name, class)?;
    if generic { generic_characters(name, class) } else { Ok(()) }
}

fn generic_characters(name: &str, class: &Class) -> Verdict {
    for (at, qualifier) in name.split('.').enumerate() {
        star_placement(qualifier)?;
        if at < usize::from(class.key_qualifiers) && qualifier.contains(['*', '%', '&']) {
            return refused("is generic in a qualifier that must be written in full");
        }
    }
    if name.ends_with("%*") {
        return refused("ends in `%*`");
    }
    if class.name == "PROGRAM" && name.trim_end_matches('*').contains(['*', '%', '&']) {
        return refused("is generic before its end, which the name of a program can't be");
    }
    one_double_star(name)
}

fn characters(name: &str) -> Verdict {
    let forbidden = |it: char| it.is_whitespace() || it.is_control() || ",;()".contains(it);
    if name.contains(forbidden) {
        return refused("has a blank, a comma, a semicolon or a parenthesis");
    }
    Ok(())
}

/// FIRST and OTHER of a dynamic class; generic characters are always allowed.
fn kinds_of_characters(name: &str, class: &Class) -> Verdict {
    let mut kinds = std::iter::once(&class.first).chain(std::iter::repeat(&class.other));
    for character in name.chars() {
        let Some(Some(kinds)) = kinds.next() else { continue };
        if !matches!(character, '*' | '%' | '&') && !kinds.contains(kind_of(character)) {
            return Err(format!("has `{character}` where the class allows only {kinds}"));
        }
    }
    Ok(())
}

fn kind_of(character: char) -> &'static str {
    match character {
        it if it.is_ascii_alphabetic() => "ALPHA",
        it if it.is_ascii_digit() => "NUMERIC",
        it if is_national(it) => "NATIONAL",
        _ => "SPECIAL",
    }
}

fn length(name: &str, longest: usize) -> Verdict {
    match name.chars().count() {
        0 => refused("is empty"),
        long if long > longest => {
            Err(format!("has {long} characters, and at most {longest} are allowed"))
        }
        _ => Ok(()),
    }
}

/// `*` ends a qualifier, and `**` is one.
fn star_placement(qualifier: &str) -> Verdict {
    let stars = qualifier.matches('*').count();
    if stars == 0 || qualifier == "**" || (stars == 1 && qualifier.ends_with('*')) {
        return Ok(());
    }
    refused("has a `*` that doesn't end its qualifier, or a `**` that isn't one")
}

fn one_double_star(name: &str) -> Verdict {
    if name.matches("**").count() > 1 { refused("has more than one `**`") } else { Ok(()) }
}

/// Whether a generic name of a general resource class covers a resource. A variable of RACFVARS in
/// it is taken to match, since this serves only to tell what is surely not protected.
pub(super) fn covers(pattern: &str, name: &str) -> bool {
    if pattern.contains('&') || pattern == "*" || pattern == "**" {
        return true;
    }
    let open = pattern.ends_with('*') && pattern != "**" && !pattern.ends_with(".**");
    let mut wanted: Vec<&str> = pattern.split('.').collect();
    if open {
        wanted.push("**");
    }
    let found: Vec<&str> = name.split('.').collect();
    covers_qualifiers(&wanted, &found)
}

/// At most two of the patterns are `**`, so this doesn't come back often.
fn covers_qualifiers(patterns: &[&str], names: &[&str]) -> bool {
    match (patterns, names) {
        ([], []) => true,
        (["**", rest @ ..], _) => {
            let tails = (0..=names.len()).filter_map(|at| names.get(at..));
            tails.into_iter().any(|tail| covers_qualifiers(rest, tail))
        }
        ([pattern, rest @ ..], [name, others @ ..]) => {
            covers_qualifier(pattern, name) && covers_qualifiers(rest, others)
        }
        _ => false,
    }
}

fn covers_qualifier(pattern: &str, name: &str) -> bool {
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
    use super::*;

    const EGN: DataSetRules =
        DataSetRules { enhanced: true, single_qualifier: false, global: false };

    #[test]
    fn variables_keep_their_case() {
        assert_eq!(fold("abc.${zowe_user}.x"), "ABC.${zowe_user}.X");
        assert_eq!(fold("a${open"), "A${OPEN");
        assert_eq!(fold("äöü"), "äöü");
    }

    #[test]
    fn ids() {
        assert!(is_id("1ABC@#$Z") && !is_id("TOOLONG12") && !is_id("") && !is_id("A-B"));
        assert!(is_group_name("$G1") && !is_group_name("1G"));
        assert!(is_volume("VOL001") && !is_volume("VOLUME1"));
        assert!(is_variable("&RACLNDE") && !is_variable("RACLNDE") && !is_variable("&"));
        assert!(is_id("${A_LONG_VARIABLE}"));
    }

    #[test]
    fn data_set_names() {
        for good in ["A.B", "PAY.**", "A.B*", "A.*.C", "A.%B.C*", "A.**.B", "A.B-1", "${H}.lower"] {
            assert_eq!(data_set(good, EGN), Ok(()), "{good}");
        }
        for bad in
            ["A", "A*.B", "**.B", "A.B**", "A.**.B.**", "A.B*C", "A.1B", "A..B", "A.ABCDEFGHI"]
        {
            assert!(data_set(bad, EGN).is_err(), "{bad}");
        }
        let old = DataSetRules { enhanced: false, ..EGN };
        assert!(data_set("A.**", old).is_err());
        assert!(data_set("&RACUID.**", DataSetRules { global: true, ..EGN }).is_ok());
    }

    #[test]
    fn generic_names_cover() {
        for (pattern, name, expected) in [
            ("T*", "T1", true),
            ("T%", "T1", true),
            ("T%", "T12", false),
            ("*", "X.Y", true),
            ("A.*", "A", false),
            ("A.*", "A.B.C", true),
            ("A.*.C", "A.B.C", true),
            ("A.**.C", "A.C", true),
            ("A.**.C", "A.B.D", false),
            ("A.B*", "A.BC.D", true),
            ("A.**.B*", "A.X.Y.BC.D", true),
        ] {
            assert_eq!(covers(pattern, name), expected, "{pattern} {name}");
        }
    }
}
