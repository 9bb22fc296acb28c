//! The syntax of profile names: which characters, how long, and where generic ones may stand.

use saffron_lang::Code;

use super::identifier::{is_alphanumeric, is_national};
use crate::codes;
use crate::model::Class;

/// What is wrong with a name.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

fn problem(code: Code, message: String, help: &'static str) -> Problem {
    Problem { code, message, help }
}

/// How data set names are written under the policy's options.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DataSetRules {
    /// EGN: `**` is allowed.
    pub(crate) enhanced: bool,
    /// PREFIX: one qualifier is enough.
    pub(crate) single_qualifier: bool,
    /// The high-level qualifier may be a variable of the global access checking table.
    pub(crate) global: bool,
}

const LONGEST_DATA_SET: usize = 44;

/// Checks the name of a data set profile, in upper case.
pub(crate) fn data_set(name: &str, rules: DataSetRules) -> Result<(), Problem> {
    length(name, LONGEST_DATA_SET)?;
    let mut qualifiers = name.split('.');
    let first = qualifiers.next().unwrap_or_default();
    high_level_qualifier(name, first, rules)?;
    if !rules.single_qualifier && !name.contains('.') {
        return Err(problem(
            codes::ONE_QUALIFIER,
            format!("the data set name `{name}` has only one qualifier"),
            "add a qualifier, or set the option `prefix`",
        ));
    }
    for qualifier in qualifiers {
        data_set_qualifier(name, qualifier, rules)?;
    }
    one_double_star(name)
}

fn high_level_qualifier(name: &str, first: &str, rules: DataSetRules) -> Result<(), Problem> {
    if rules.global && matches!(first, "&RACUID" | "&RACGPID" | "*" | "**") {
        return Ok(());
    }
    if first.contains(['*', '%']) {
        return Err(problem(
            codes::GENERIC_HLQ,
            format!("the high-level qualifier of `{name}` is generic"),
            "a data set profile belongs to one user or group: write its name in full",
        ));
    }
    plain_qualifier(name, first)
}

fn data_set_qualifier(name: &str, qualifier: &str, rules: DataSetRules) -> Result<(), Problem> {
    if rules.global && matches!(qualifier, "&RACUID" | "&RACGPID") {
        return Ok(());
    }
    if qualifier == "**" {
        return if rules.enhanced { Ok(()) } else { Err(needs_egn(name)) };
    }
    star_placement(name, qualifier)?;
    let rest = qualifier.strip_suffix('*').unwrap_or(qualifier);
    if rest.is_empty() && qualifier == "*" { Ok(()) } else { plain_qualifier(name, rest) }
}

fn needs_egn(name: &str) -> Problem {
    problem(
        codes::NEEDS_ENHANCED_NAMING,
        format!("`**` in `{name}` needs enhanced generic naming"),
        "set the option `enhanced-generic-naming on`, or end the name with `*`",
    )
}

fn plain_qualifier(name: &str, qualifier: &str) -> Result<(), Problem> {
    let first = |it: char| it.is_ascii_uppercase() || is_national(it) || it == '%';
    let other = |it: char| is_alphanumeric(it) || it == '-' || it == '%';
    let fits = (1..=8).contains(&qualifier.len())
        && qualifier.starts_with(first)
        && qualifier.chars().all(other);
    if fits {
        return Ok(());
    }
    Err(problem(
        codes::BAD_QUALIFIER,
        format!("`{qualifier}` in `{name}` is no qualifier of a data set name"),
        "a qualifier has one to eight letters, digits, `@`, `#`, `$` and hyphens, and begins with no digit or hyphen",
    ))
}

/// Checks the name of a profile, or a member, of a general resource class.
pub(crate) fn general(name: &str, class: &Class, generic: bool) -> Result<(), Problem> {
    length(name, usize::from(class.descriptor.max_length))?;
    if !class.descriptor.mixed_case {
        characters(name, &class.name)?;
    }
    if !generic {
        return Ok(());
    }
    for (at, qualifier) in name.split('.').enumerate() {
        star_placement(name, qualifier)?;
        if at < usize::from(class.descriptor.key_qualifiers) && qualifier.contains(['*', '%', '&'])
        {
            return Err(problem(
                codes::GENERIC_KEY_QUALIFIER,
                format!("`{name}` is generic where the class `{}` allows no generic", class.name),
                "write the leading qualifiers in full",
            ));
        }
    }
    if class.name == "PROGRAM" && name.trim_end_matches('*').contains(['*', '%', '&']) {
        return Err(misplaced(name, "the name of a program is generic only by a `*` at its end"));
    }
    one_double_star(name)
}

fn characters(name: &str, class: &str) -> Result<(), Problem> {
    let forbidden = |it: char| it.is_whitespace() || it.is_control() || ",;()".contains(it);
    match name.chars().find(|&it| forbidden(it)) {
        None => Ok(()),
        Some(found) => Err(problem(
            codes::BAD_CHARACTER,
            format!(
                "`{name}` can't be the name of a profile in the class `{class}`: it has a {}",
                describe(found)
            ),
            "blanks, commas, semicolons and parentheses can't be part of a resource name",
        )),
    }
}

fn describe(character: char) -> String {
    match character {
        ' ' => "blank".to_owned(),
        it if it.is_control() || it.is_whitespace() => "control character".to_owned(),
        it => format!("`{it}`"),
    }
}

fn length(name: &str, longest: usize) -> Result<(), Problem> {
    match name.chars().count() {
        0 => Err(problem(
            codes::BAD_CHARACTER,
            "a profile must have a name".to_owned(),
            "write the name of the resource that it protects",
        )),
        long if long > longest => Err(problem(
            codes::NAME_TOO_LONG,
            format!("`{name}` has {long} characters, and its class allows {longest}"),
            "shorten it, with a generic character if need be",
        )),
        _ => Ok(()),
    }
}

/// `*` ends a qualifier, and `**` is one.
fn star_placement(name: &str, qualifier: &str) -> Result<(), Problem> {
    let stars = qualifier.matches('*').count();
    if stars == 0 || qualifier == "**" || (stars == 1 && qualifier.ends_with('*')) {
        return Ok(());
    }
    Err(misplaced(name, "`*` stands at the end of a qualifier, `**` is a qualifier of its own"))
}

fn one_double_star(name: &str) -> Result<(), Problem> {
    if name.matches("**").count() > 1 {
        return Err(misplaced(name, "a name has at most one `**`"));
    }
    Ok(())
}

fn misplaced(name: &str, rule: &'static str) -> Problem {
    problem(
        codes::MISPLACED_GENERIC,
        format!("`{name}` has a generic character where none can stand"),
        rule,
    )
}

/// The RACF variables in a name: each from its `&` on.
pub(crate) fn variables(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('&').filter_map(move |(start, _)| {
        let rest = name.get(start..)?;
        let ends = |(at, it): (usize, char)| (at > 0 && ".&%*".contains(it)) || at >= 8;
        let end = rest.char_indices().find(|&it| ends(it)).map_or(rest.len(), |(at, _)| at);
        rest.get(..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EGN: DataSetRules =
        DataSetRules { enhanced: true, single_qualifier: false, global: false };

    fn code(name: &str) -> Option<&'static str> {
        data_set(name, EGN).err().map(|it| it.code.0)
    }

    #[test]
    fn data_set_names() {
        for good in
            ["A.B", "PAYROLL.**", "A.B*", "A.*.C", "A.%B.C*", "A.**.B", "A.B-1", "SYS1.P*.**"]
        {
            assert_eq!(code(good), None, "{good}");
        }
        for (bad, why) in [
            ("A", codes::ONE_QUALIFIER),
            ("A*.B", codes::GENERIC_HLQ),
            ("**.B", codes::GENERIC_HLQ),
            ("A.B**", codes::MISPLACED_GENERIC),
            ("A.**.B.**", codes::MISPLACED_GENERIC),
            ("A.B*C", codes::MISPLACED_GENERIC),
            ("A.1B", codes::BAD_QUALIFIER),
            ("A..B", codes::BAD_QUALIFIER),
            ("A.ABCDEFGHI", codes::BAD_QUALIFIER),
        ] {
            assert_eq!(code(bad), Some(why.0), "{bad}");
        }
    }

    #[test]
    fn variables_end_at_the_eighth_character_or_a_delimiter() {
        let found: Vec<&str> = variables("A.&RACLNDE.&X&LONGNAMES.&Y*").collect();
        assert_eq!(found, ["&RACLNDE", "&X", "&LONGNAM", "&Y"]);
    }
}
